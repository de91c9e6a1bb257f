"""Letters that leave by e-mail, to contacts and to holders without an account; their digests are chained."""

from __future__ import annotations

import datetime as dt

from kenri.cases.proceedings import access, chain
from kenri.cases.proceedings.models import Case, Letter
from kenri.seals.chain import digest


def write(case: Case, role: str, item: int, address: str, subject: str, text: str, at: dt.datetime) -> Letter:
    """A letter to be sent, within the caller's transaction; ``role``: whose letter it is.

    The chain holds the digest of subject and text, and beside it the address, which can be erased. Raises
    what ``chain.append`` raises.
    """
    told = {"item": item, "digest": digest_of(subject, text)}
    entry = chain.Entry(
        kind="letter", name="letter", role=role, by=access.MACHINE, told=told, kept={"address": address}
    )
    step = chain.append(case, entry, at)
    return Letter.objects.create(
        case=case, step=step, address=address, subject=subject, text=text, at=at, **told
    )


def digest_of(subject: str, text: str) -> str:
    """The digest of a letter, as the chain holds it."""
    return digest(f"{subject}\n\n{text}")
