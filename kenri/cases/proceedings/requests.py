"""Requests to holders: what the answer is to whoever asked, and what it is to everybody."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator

import msgspec
from django.db.models import Q, QuerySet
from django.utils import timezone

from kenri.accounts.models import User
from kenri.cases.proceedings import access, standing
from kenri.cases.proceedings.models import Case, Step
from kenri.procedures.conduct.course import Course
from kenri.procedures.conduct.permits import permits_use
from kenri.procedures.conduct.spec import Declare, Procedure
from kenri.procedures.conduct.versions import procedures
from kenri.procedures.rights import Intention
from kenri.records import queries as catalogue
from kenri.registry import answered, watching
from kenri.registry.answered import Heard
from kenri.registry.claims import Subject
from kenri.registry.declared import Terms
from kenri.vocab.text import Text
from kenri.vocab.uses import Use

GENERALLY = "generally"
"""What a holder chooses for an answer that is to hold for all uses of the kind."""
_LICENSED = Text("（{number}で許諾済み）", " (licensed: {number})")
_REFUSED = Text("（{number}への回答）", " (answer to {number})")


def declares(made: Procedure) -> bool:
    """Whether a holder's answer in a procedure is what they will."""
    return any(isinstance(effect, Declare) for one in made.actions.values() for effect in one.effects)


def declare(case: Case, step: Step, course: Course, effect: Declare, at: dt.datetime) -> None:
    """A holder's answer for all uses of the kind becomes what they will, within the step's transaction."""
    if course.data.get(effect.scope) != GENERALLY or not case.entity:
        return
    user = None
    if step.by.startswith("user:"):
        user = User.objects.filter(key=step.by.removeprefix("user:")).first()
    party = access.party_in(user, case, step.role) if user else None
    terms = _terms(course)
    says = "terms" if effect.says in ("permit", "terms") and terms != Terms() else effect.says
    told = Heard(
        subject=_subject(case),
        by=str(course.data.get("holder_name", "")) or case.title,
        says="permit" if says == "terms" and terms == Terms() else says,
        use=msgspec.convert(case.use, Use),
        terms=terms,
        case=case.number,
        user=user,
        organisation=party.organisation if party else None,
    )
    answered.hear(told, at)
    watching.changed(told.subject, at, besides=[user] if user else ())


def _terms(course: Course) -> Terms:
    """The terms of an answer as everybody hears them: what is said of this use's days is left out."""
    data = course.data
    fee, credit = data.get("licence_fee"), str(data.get("credit", ""))
    asked = "" if fee is None else f"¥{fee:,}" if fee else "free"
    return Terms(credit=bool(credit), credit_line=credit, fee=asked, other=str(data.get("terms", "")))


def _subject(case: Case) -> Subject:
    entity = catalogue.entity(case.entity)
    records = tuple(f"{one.source}:{one.local_id}" for one in entity.records) if entity else ()
    return Subject(entity.id if entity else case.entity, case.title, records)


def answers_to(asker: User, entity: str, use: Use) -> tuple[Intention, ...]:
    """What holders answered somebody, or an organisation of theirs, for this very use of a work."""
    cases = asked_by(asker).filter(entity=entity).order_by("pk")
    return tuple(one for case in cases for one in _answer_of(case, use))


def asker_of(key: str) -> User | None:
    """The user of a key, if they, or an organisation of theirs, ever asked a holder."""
    user = User.objects.filter(key=key, is_active=True).first() if key else None
    return user if user and asked_by(user).exists() else None


def marks(asker: User, ids: Collection[str]) -> Iterator[tuple[str, str]]:
    """By entity what changes whenever a case moves in which somebody asked its holder."""
    rows = asked_by(asker).filter(entity__in=ids).order_by("pk")
    for entity, number, changed in rows.values_list("entity", "number", "changed"):
        yield entity, f"{number} {changed.isoformat()}"


def asked_by(asker: User) -> QuerySet[Case]:
    """The requests to holders that somebody made, or an organisation of theirs."""
    kinds = {made.id for made in procedures() if declares(made)}
    sides = asker.memberships.filter(until=None, organisation__closed=None).values("organisation")
    mine = Q(organisation=None, opened_by=asker) | Q(organisation__in=sides)
    return Case.objects.filter(mine, procedure__in=kinds)


def _answer_of(case: Case, use: Use) -> Iterator[Intention]:
    asked = msgspec.convert(case.use, Use)
    if asked.key != use.key or set(use.acts) - set(asked.acts):
        return
    course = standing.course_of(case)
    by = str(course.data.get("holder_name", ""))
    on = timezone.localdate(case.changed)
    last = case.last_day
    if last is not None and permits_use(course, max(on, case.first_day or on))[0]:
        words = _LICENSED.format(number=case.number)
        yield Intention(
            "permit", declared=on, until=last, terms=f"{words.ja}{words.en}", by=by, source=case.number, of=by
        )
    elif case.state == "refused":
        words = _REFUSED.format(number=case.number)
        yield Intention(
            "refuse", declared=on, terms=f"{words.ja}{words.en}", by=by, source=case.number, of=by
        )
