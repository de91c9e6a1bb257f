"""Instant licences: terms that permit outright give a numbered, sealed document for one use. The only writer.

A licence rests on what its holder declared on the day (Copyright Act, art. 63); a later declaration does not
undo it. Where the terms ask for a fee, or the answer is a question, there is nothing outright to give.
"""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Callable
from typing import Any

import msgspec
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from kenri.accounts.models import User
from kenri.registry.convert import intention
from kenri.registry.declared import Standing
from kenri.registry.models import Licence, Work
from kenri.registry.owners import kept_by
from kenri.registry.purposes import purposes
from kenri.registry.queries import Registered, registered
from kenri.seals.chain import canonical, digest
from kenri.vocab.problems import Problem
from kenri.vocab.text import Text
from kenri.vocab.uses import Use

FORM = "kenri-licence-1"
"""The form of a licence's data; older ones stay readable for ever."""
MOST_A_DAY = 200
"""Licences that one user may take within a day."""
_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"

Sealed = tuple[str, bytes]
"""The signature of the data, and the sealed PDF."""


class Asked(msgspec.Struct, frozen=True):
    """For whom and for what a licence is asked: the licensee, the manner of use in their words, the use."""

    to: str
    manner: str
    use: Use


class Outright(msgspec.Struct, frozen=True):
    """What the holder's terms give for a use: the answers that it rests on, and the conditions in words."""

    purposes: tuple[str, ...]
    conditions: tuple[Text, ...]
    credit: str


def outright(one: Registered, use: Use, *, sole: bool) -> Outright:
    """What a registration permits outright for a use.

    Raises ``Problem('not_permitted')`` where it does not, ``Problem('fee_to_agree')`` where a fee is asked
    that is to be agreed on first, ``Problem('no_period')`` for a use without first and last day.
    """
    if use.begins is None or use.ends is None or use.ends < use.begins:
        raise Problem("no_period", "ends")
    will = intention(one, use, sole=sole)
    if will is None or will.says not in ("permit", "terms"):
        raise Problem("not_permitted", reason=will.terms.strip() if will else "")
    touched = {key: one.standing[key] for key in _touched(use) if key in one.standing}
    bound = [standing for standing in touched.values() if standing.says == "terms"]
    if any(standing.terms.fee not in ("", "free") for standing in bound):
        raise Problem("fee_to_agree")
    told = tuple(dict.fromkeys(text for standing in bound for text in standing.terms.told()))
    return Outright(tuple(touched), told, _credit(bound, one))


def _touched(use: Use) -> list[str]:
    return [key for key, purpose in purposes().items() if purpose.touched(use)]


def _credit(bound: list[Standing], one: Registered) -> str:
    lines = [standing.terms.credit_line or one.told.holder for standing in bound if standing.terms.credit]
    return " / ".join(dict.fromkeys(lines))


def issue(
    user: User,
    key: str,
    asked: Asked,
    *,
    sole: bool,
    at: dt.datetime,
    seal: Callable[[str, dict[str, Any]], Sealed],
) -> Licence:
    """The licence for a use; the same one again where the same was asked on the same terms.

    ``sole``: nobody else records the work or claims it. ``seal`` signs the canonical text and makes the PDF
    of the data. Raises those of ``outright``, ``Problem('no_such_registration')``,
    ``Problem('no_licensee')``, ``Problem('too_many_licences')``.
    """
    if not asked.to.strip() or not asked.manner.strip():
        raise Problem("no_licensee", "to" if not asked.to.strip() else "manner")
    one = registered([key], at=at).get(key)
    if one is None:
        raise Problem("no_such_registration")
    given = outright(one, asked.use, sole=sole)
    told = _told(one, asked, given)
    work = Work.objects.get(key=key)
    same = digest(canonical(told))
    if before := Licence.objects.filter(work=work, user=user, asked=same).first():
        return before
    if Licence.objects.filter(user=user, at__gt=at - dt.timedelta(days=1)).count() >= MOST_A_DAY:
        raise Problem("too_many_licences", most=MOST_A_DAY)
    number = "L-" + "".join(secrets.choice(_LETTERS) for _ in range(10))
    whole = {"form": FORM, "number": number, "date": timezone.localdate(at).isoformat(), **told}
    data = canonical(whole)
    signature, pdf = seal(data, whole)
    row = Licence(
        number=number,
        work=work,
        version=one.number,
        user=user,
        asked=same,
        data=data,
        digest=digest(data),
        signature=signature,
        pdf=pdf,
        at=at,
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        return Licence.objects.get(work=work, user=user, asked=same)
    return row


def _told(one: Registered, asked: Asked, given: Outright) -> dict[str, Any]:
    """All that the document says but its number and day."""
    use = asked.use
    found = {
        "registration": one.key,
        "version": one.number,
        "to": [" ".join(asked.to.split())],
        "issuer": [one.told.holder, *([one.organisation] if one.organisation else [])],
        "title": one.told.title,
        "creator": "、".join(person.name for person in one.told.contributors),
        "identification": one.told.url,
        "manner": asked.manner.strip(),
        "use": use.key,
        "purposes": list(given.purposes),
        "declared": {key: one.standing[key].since.isoformat() for key in given.purposes},
        "period": [str(use.begins), str(use.ends)],
        "territory": ", ".join(use.territory),
        "exclusive": False,
        "credit": given.credit,
        "conditions": [{"ja": text.ja, "en": text.en} for text in given.conditions],
        "confirmed": one.control.scope if one.control else "",
        "identity": one.identity,
    }
    return {name: value for name, value in found.items() if value not in ("", [])}


def find(number: str, user: User | None = None) -> Licence | None:
    """A licence by its number; for a user only their own, as licensee or as holder."""
    found = Licence.objects.filter(number=number).select_related("work")
    if user is not None:
        works = Work.objects.filter(kept_by(user))
        found = found.filter(Q(user=user) | Q(work__in=works))
    return found.first()


def licences(user: User) -> list[Licence]:
    """The licences that somebody took or gave, newest first, without their files."""
    works = Work.objects.filter(kept_by(user))
    found = Licence.objects.filter(Q(user=user) | Q(work__in=works)).defer("pdf").select_related("work")
    return list(found.order_by("-pk")[:200])


def whole(row: Licence) -> bool:
    """Whether the kept text is the one whose digest was kept with it."""
    return digest(row.data) == row.digest
