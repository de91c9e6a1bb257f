"""The bytes of an entry that its hash is made of, in the form of ``kenri.seals.chain``.

Nothing derived is hashed. The members stand in the order of their names, so that the text is canonical as it
is written: the same as ``chain.link`` makes of the same body, and many times faster, for a million entries
are verified at a time. A test holds the two together.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Sequence

import msgspec

from kenri.seals.chain import FORM as CHAIN_FORM

FORM = "ledger-1"
"""The members below; entries keep the form that they were written in."""

_encode = msgspec.json.Encoder().encode


class Body(msgspec.Struct, frozen=True, gc=False):
    """What of an entry is hashed. ``postings``: account, amount in minor units, currency, in their order."""

    at: str
    form: str
    key: str
    number: int
    on: str
    postings: Sequence[tuple[str, int, str]]
    previous: str
    refers: str
    reverses: int | None
    text: str
    version: str = CHAIN_FORM


def moment(at: dt.datetime) -> str:
    """A moment as it is hashed: UTC, to the microsecond."""
    return at.astimezone(dt.UTC).isoformat(timespec="microseconds")


def text_of(body: Body) -> bytes:
    """The canonical text, in UTF-8."""
    return _encode(body)


def hash_of(body: Body) -> str:
    """SHA-256 of the canonical text, in hexadecimal."""
    return hashlib.sha256(_encode(body)).hexdigest()
