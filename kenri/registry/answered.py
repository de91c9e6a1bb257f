"""What holders answer when they are asked, for all uses of a kind: the record that everybody hears.

Whoever keeps a registration of the work declares it there, as if they had opened the page of what may be
done. Anybody else's answer is kept here, and is heard as far as it is known who they are: anybody can be
written to as the holder, so that what a stranger permits or refuses is a reason to ask, and no more.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from typing import Any

import msgspec
from django.db.models import Max, Q
from django.utils import timezone

from kenri.accounts.models import Organisation, User
from kenri.registry import queries, services
from kenri.registry.claims import Subject
from kenri.registry.declared import Answer, Declared, Terms
from kenri.registry.models import Answered, Work
from kenri.registry.owners import kept_by
from kenri.registry.purposes import purposes
from kenri.vocab.uses import Use


class Heard(msgspec.Struct, frozen=True, kw_only=True):
    """An answer: who gave it (without an account only a name), of which work, for which kind of use."""

    subject: Subject
    by: str
    says: Answer
    use: Use
    terms: Terms = Terms()
    case: str
    user: User | None = None
    organisation: Organisation | None = None


class Said(msgspec.Struct, frozen=True):
    """An answer that stands: ``party`` as claims name it, empty for somebody without an account."""

    by: str
    party: str
    says: Answer
    purposes: frozenset[str]
    terms: Terms
    on: dt.date
    case: str


def hear(told: Heard, at: dt.datetime) -> bool:
    """Keep an answer in the caller's transaction. True where it was declared for a registration.

    Raises those of ``services.declare``.
    """
    meant = [key for key, one in purposes().items() if one.touched(told.use)]
    if not meant:
        return False
    works = _own(told)
    for work in works:
        assert told.user is not None  # noqa: S101  (only an account keeps works)
        services.declare(told.user, _with(work, meant, told), work.key)
    if not works:
        Answered.objects.create(
            entity=told.subject.entity,
            anchor=told.subject.records[0] if told.subject.records else "",
            by=told.by,
            user=told.user,
            organisation=told.organisation,
            says=told.says,
            purposes=meant,
            doc=msgspec.json.decode(msgspec.json.encode(told.terms)),
            case=told.case,
            at=at,
        )
    return bool(works)


def _own(told: Heard) -> list[Work]:
    """The registrations of the work that whoever answers keeps."""
    if told.user is None:
        return []
    prefix = f"{queries.SOURCE}:"
    keys = [one.removeprefix(prefix) for one in told.subject.records if one.startswith(prefix)]
    owner = Q(organisation=told.organisation) if told.organisation else Q(organisation=None)
    return list(Work.objects.filter(kept_by(told.user), owner, key__in=keys).order_by("pk"))


def _with(work: Work, meant: Collection[str], told: Heard) -> Declared:
    """What stands for a registration, with the answer in the place of what was said of the same purposes."""
    one = queries.registered([work.key]).get(work.key)
    before = {
        key: standing for key, standing in (one.standing if one else {}).items() if not standing.general
    }
    answers: dict[str, Answer] = {key: standing.says for key, standing in before.items()}
    own = {key: standing.terms for key, standing in before.items() if standing.says == "terms"}
    answers |= dict.fromkeys(meant, told.says)
    own = {key: terms for key, terms in own.items() if key not in meant}
    if told.says == "terms":
        own |= dict.fromkeys(meant, told.terms)
    return Declared(answers, own=own)


def standing(entity: str, records: Collection[str]) -> list[Said]:
    """The answers to an entity that stand: of one party the latest for each set of purposes.

    Those of a person who was erased stand no more, as their registrations do not.
    """
    rows = Answered.objects.exclude(user__erased__isnull=False, organisation=None).filter(
        Q(entity=entity) | Q(anchor__in=[one for one in records if one])
    )
    found: dict[tuple[str, str, frozenset[str]], Said] = {}
    for row in rows.order_by("pk"):
        party = _party(row)
        meant = frozenset(row.purposes)
        found[party, "" if party else row.by, meant] = Said(
            row.by,
            party,
            row.says,
            meant,
            msgspec.convert(row.doc, Terms),
            timezone.localdate(row.at),
            row.case,
        )
    return list(found.values())


def forget(case: str, name: str) -> None:
    """Empty the name of whoever was asked in a case, where it was erased there."""
    Answered.objects.filter(case=case, by=name).update(by="")


def marks(ids: Collection[str]) -> Mapping[str, str]:
    """By entity what changes whenever an answer to it is kept, or whoever gave one is erased."""
    of = Answered.objects.filter(entity__in=ids).values("entity")
    rows: Any = of.annotate(last=Max("pk"), erased=Max("user__erased"))
    return {row["entity"]: f"answered {row['last']} {row['erased'] or ''}" for row in rows}


def _party(row: Answered) -> str:
    if row.organisation_id:
        return f"organisation:{row.organisation_id}"
    return f"user:{row.user_id}" if row.user_id else ""
