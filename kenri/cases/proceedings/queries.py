"""What readers ask of cases: the queue of an office, one case with everything, whether a use is allowed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

import msgspec
from django.db.models import BooleanField, Count, ExpressionWrapper, F, Q, QuerySet

from kenri.accounts.models import Organisation, User
from kenri.cases.proceedings import access, chain, money, pack, standing
from kenri.cases.proceedings.chain import Row
from kenri.cases.proceedings.models import Attachment, Batch, Case, Issued, Letter, Notice, Publication
from kenri.cases.proceedings.services import offers_for
from kenri.procedures.conduct.clocks import Running, day_of
from kenri.procedures.conduct.conditions import Finding
from kenri.procedures.conduct.course import Course
from kenri.procedures.conduct.offers import Offer
from kenri.procedures.conduct.permits import permits_use, reviews
from kenri.procedures.conduct.reasons import Reason
from kenri.procedures.conduct.spec import Procedure
from kenri.vocab.problems import Problem
from kenri.vocab.uses import Use

PAGE = 50
SORTS = ("due", "number", "opened", "changed", "title", "state")


class Filters(msgspec.Struct, frozen=True, kw_only=True):
    """Which cases are wanted; what is empty or None does not matter.

    ``turn``: only those that wait for the office itself. ``assignee``: a user's key, or ``none``.
    ``overdue``: the day ``due`` has passed. ``text`` is looked for in numbers and titles.
    """

    procedure: str = ""
    state: str = ""
    turn: bool | None = None
    assignee: str = ""
    overdue: bool | None = None
    closed: bool | None = False
    batch: str = ""
    entity: str = ""
    text: str = ""


class Page(msgspec.Struct, frozen=True):
    """One page of cases and how many there are on all."""

    cases: tuple[Case, ...]
    total: int
    number: int
    pages: int


def queue(
    user: User,
    role: str = "",
    filters: Filters | None = None,
    *,
    on: dt.date,
    sort: str = "due",
    page: int = 1,
) -> Page:
    """The cases that somebody sees in a role (of all of theirs without one), the most urgent first.

    Most urgent are those that wait for the role itself, by their day. ``sort`` is one of ``SORTS``, with
    ``-`` before it the other way round.
    """
    found = wanted(user, role, filters or Filters(), on=on)
    key = sort.removeprefix("-")
    order = F(key if key in SORTS else "due")
    way = order.desc(nulls_last=True) if sort.startswith("-") else order.asc(nulls_last=True)
    theirs = [] if key != "due" or not role else [ExpressionWrapper(Q(turn=role), BooleanField()).desc()]
    found = found.order_by(*theirs, way, "pk").select_related("assignee", "organisation", "batch")
    total = found.count()
    pages = max(1, -(-total // PAGE))
    number = min(max(1, page), pages)
    return Page(tuple(found[(number - 1) * PAGE : number * PAGE]), total, number, pages)


def wanted(user: User, role: str, filters: Filters, *, on: dt.date) -> QuerySet[Case]:
    """All cases that somebody sees in a role (of all of theirs without one) and that fit."""
    return _wanted(_of_role(user, role), role, filters, on)


def _of_role(user: User, role: str) -> QuerySet[Case]:
    """The cases in which somebody acts in a role: what they see, less those of their other roles."""
    seen = access.seen(user)
    if not role:
        return seen
    offices = access.offices_of(user)
    if role in access.OFFICES:
        held = offices.get(role, [])
        mine = Q(parties__organisation__in=held) | Q(parties__organisation=None)
        found = Q(parties__role=role, parties__reached__isnull=False) & mine
        return seen.filter(found).exclude(conflicts__user=user).distinct() if held else seen.none()
    sides = user.memberships.filter(until=None, organisation__closed=None).values("organisation")
    mine = Q(parties__user=user) | Q(parties__organisation__in=sides)
    return seen.filter(Q(parties__role=role) & mine).distinct()


def _wanted(found: QuerySet[Case], role: str, filters: Filters, on: dt.date) -> QuerySet[Case]:
    equal = {"procedure": filters.procedure, "state": filters.state, "entity": filters.entity}
    equal |= {"batch__key": filters.batch}
    found = found.filter(**{key: value for key, value in equal.items() if value})
    if filters.turn is not None and role:
        found = found.filter(turn=role) if filters.turn else found.exclude(turn=role)
    if filters.assignee:
        found = (
            found.filter(assignee=None)
            if filters.assignee == "none"
            else found.filter(assignee__key=filters.assignee)
        )
    if filters.overdue is not None:
        found = found.filter(due__lt=on) if filters.overdue else found.exclude(due__lt=on)
    if filters.closed is not None:
        found = found.filter(closed__isnull=not filters.closed)
    if filters.text:
        found = found.filter(Q(number__icontains=filters.text) | Q(title__icontains=filters.text))
    return found


def overdue(user: User, role: str, *, on: dt.date) -> QuerySet[Case]:
    """The open cases of a role whose day has passed while it was their turn, the oldest first."""
    return _of_role(user, role).filter(turn=role, closed=None, due__lt=on).order_by("due", "pk")


class Load(msgspec.Struct, frozen=True):
    """How much an officer (None: nobody yet) has in hand: open cases, those waiting for them, those late."""

    officer: User | None
    cases: int
    waiting: int
    late: int


def workload(user: User, role: str, *, on: dt.date) -> list[Load]:
    """The open cases of an office by officer, those of nobody first."""
    counted = (
        _of_role(user, role)
        .filter(closed=None)
        .order_by()
        .values("assignee")
        .annotate(
            cases=Count("pk", distinct=True),
            waiting=Count("pk", filter=Q(turn=role), distinct=True),
            late=Count("pk", filter=Q(turn=role, due__lt=on), distinct=True),
        )
    )
    rows = list(counted)
    people = User.objects.in_bulk([row["assignee"] for row in rows if row["assignee"]])
    loads = [Load(people.get(row["assignee"]), row["cases"], row["waiting"], row["late"]) for row in rows]
    return sorted(loads, key=lambda load: (load.officer is not None, -load.waiting, str(load.officer)))


class Shown(msgspec.Struct, frozen=True, kw_only=True):
    """Everything of a case that one person may see, as it stands at a moment.

    ``offers`` by the role in which they would act. ``history`` leaves out the notes of offices that are not
    theirs. ``reviews`` bar nothing but must be looked at. ``names`` are people and organisations by actor.
    """

    case: Case
    procedure: Procedure
    course: Course
    use: Use
    roles: tuple[str, ...]
    parties: dict[str, str]
    offers: dict[str, list[Offer]]
    findings: dict[str, Finding]
    clocks: dict[str, Running]
    reviews: tuple[Reason, ...]
    allowed: bool
    why: tuple[Reason, ...]
    history: tuple[Row, ...]
    attachments: tuple[Attachment, ...]
    issued: tuple[Issued, ...]
    letters: tuple[Letter, ...]
    notices: tuple[Notice, ...]
    publications: tuple[Publication, ...]
    follows: tuple[Case, ...]
    names: dict[str, str]
    money: tuple[money.Asked, ...]
    evidence: pack.Summary


def case_page(number: str, user: User, at: dt.datetime) -> Shown:
    """A case for whoever looks at it. Raises ``Problem('not_yours_to_do')``, also where there is none."""
    case = access.case_of(user, number)
    rows = chain.history(case)
    course = standing.course_of(case, rows)
    roles = access.roles_in(user, case)
    allowed, why = permits_use(course, day_of(at))
    offices = set(access.OFFICES)
    visible = tuple(row for row in rows if row.kind != "note" or row.role in roles)
    seen = access.seen(user)
    return Shown(
        case=case,
        procedure=course.spec,
        course=course,
        use=msgspec.convert(case.use, Use),
        roles=roles,
        parties=_parties(case, course),
        offers=offers_for(user, case, at, course),
        findings=course.findings,
        clocks=course.clocks,
        reviews=reviews(course, at) if offices.intersection(roles) else (),
        allowed=allowed,
        why=why,
        history=visible,
        attachments=tuple(case.attachments.order_by("pk")),
        issued=tuple(case.issued.order_by("pk")),
        letters=tuple(case.letters.order_by("pk")),
        notices=tuple(case.notices.filter(to_role__in=roles).order_by("-pk")),
        publications=tuple(case.publications.order_by("pk")),
        follows=tuple(seen.filter(Q(follows=case) | Q(followed_by=case)).order_by("pk")),
        names={**names(rows), **_pen_names(case, course)},
        money=money.obligations(case),
        evidence=pack.summary(case, course, day_of(at)),
    )


def _parties(case: Case, course: Course) -> dict[str, str]:
    """By role what the parties are called."""
    told = str(course.data.get("holder_name", ""))
    found = {}
    for party in case.parties.order_by("-pk"):
        body_named = party.organisation is not None or party.role != "holder" or not told
        found[party.role] = _name(party.organisation, party.user) if body_named else told
    return found


def _pen_names(case: Case, course: Course) -> dict[str, str]:
    """People who were asked under a name are called so to the other side, whatever their account says."""
    told = str(course.data.get("holder_name", ""))
    asked = (one.user for one in case.parties.all() if one.role == "holder" and one.user)
    return {access.actor(user): told for user in asked if told}


def names(rows: Sequence[Row]) -> dict[str, str]:
    """The people in a history by actor, as they are called today; erased ones have no name any more."""
    keys = {row.by.removeprefix("user:") for row in rows if row.by.startswith("user:")}
    return {f"user:{user.key}": user.name for user in User.objects.filter(key__in=keys)}


def _name(organisation: Organisation | None, user: User | None) -> str:
    return organisation.name if organisation else user.name if user else ""


def may_use(number: str, on: dt.date) -> tuple[bool, tuple[Reason, ...]]:
    """Whether the use is allowed on a day as the case stands, and why or why not: open to everybody.

    Raises ``Problem('no_such_case')``.
    """
    case = Case.objects.filter(number=number).first()
    if case is None:
        raise Problem("no_such_case", number=number)
    return permits_use(standing.course_of(case), on)


class BatchShown(msgspec.Struct, frozen=True):
    """A batch and how far it is: cases by state, and how many are still to be opened."""

    batch: Batch
    states: dict[str, int]
    opened: int


def batch(user: User, key: str) -> BatchShown:
    """A batch of which somebody may see a case. Raises ``Problem('not_yours_to_do')``."""
    cases = access.seen(user).filter(batch__key=key)
    first = cases.select_related("batch").first()
    if first is None or first.batch is None:
        access.refuse(key)
    counted = cases.order_by().values_list("state").annotate(Count("pk"))
    return BatchShown(first.batch, dict(counted), sum(count for _, count in counted))


def facts(case: Case) -> dict[str, Any]:
    """A case in a few words, as JSON, for lists."""
    return {
        "number": case.number,
        "procedure": case.procedure,
        "version": case.pinned.partition("@")[2],
        "title": case.title,
        "entity": case.entity,
        "state": case.state,
        "turn": case.turn,
        "due": case.due,
        "opened": case.opened,
        "changed": case.changed,
        "closed": case.closed,
        "steps": case.steps,
        "first_day": case.first_day,
        "last_day": case.last_day,
        "batch": case.batch.key if case.batch else "",
    }
