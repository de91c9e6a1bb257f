"""Steps: what somebody, or the clock, does in a case, and everything that follows from it, or nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Mapping
from typing import Any, NamedTuple, TypeVar

import msgspec
from django.db import transaction

from kenri.accounts.models import User
from kenri.cases.proceedings import access, chain, effects, mail, money, standing
from kenri.cases.proceedings.models import Case, Issued, Party, Publication, Step
from kenri.cases.proceedings.opening import Opening, begin_case, key_of, name_of
from kenri.procedures.conduct.course import Course
from kenri.procedures.conduct.offers import Offer, Taken, offers, take
from kenri.procedures.conduct.reasons import Refused, listed
from kenri.procedures.conduct.spec import Act, Action, Open
from kenri.vocab.problems import Problem
from kenri.vocab.text import Text

TRIES = 20
"""How often an act is tried again where somebody else moved the case in the same moment."""
NOTHING: Mapping[str, Any] = {}
_NOTHING_NOW = Text("いまできる操作はありません", "nothing can be done now")

T = TypeVar("T")


def act(
    user: User | None,
    number: str,
    action: str,
    input_: Mapping[str, Any] = NOTHING,
    *,
    at: dt.datetime,
    expecting: int | None = None,
    role: str = "",
    roles: Collection[str] | None = None,
) -> Case:
    """Take an action of the procedure. Without a user it is the clock, or the machinery in another ``role``.

    ``expecting`` is ``Case.steps`` as the person saw it: if the case has moved since, nothing happens.
    ``role`` chooses among several that somebody has in the case; ``roles`` bounds them (a key's scopes).

    Raises Problem: ``not_yours_to_do`` (also on a number that there is not), ``case_moved``,
    ``unknown_action``, and ``conduct.offers.Refused`` with every reason.
    """
    request = Request(user, number, action, input_, at, expecting, role, roles)
    case = once_more(lambda: perform(request), expecting is None)
    transaction.on_commit(lambda: mail.send(case, at))
    return case


def once_more(write: Callable[[], T], again: bool) -> T:
    """Write in a transaction; where another writer was first, look again and try anew."""
    for _ in range(TRIES - 1):
        try:
            with transaction.atomic():
                return write()
        except Problem as problem:
            if problem.code != "case_moved" or not again:
                raise
    with transaction.atomic():
        return write()


class Request(NamedTuple):
    """What ``act`` was asked."""

    user: User | None
    number: str
    action: str
    input_: Mapping[str, Any]
    at: dt.datetime
    expecting: int | None = None
    role: str = ""
    roles: Collection[str] | None = None


def perform(told: Request) -> Case:
    """What was asked, within the caller's transaction; it raises what ``act`` raises."""
    user, at = told.user, told.at
    powers = access.held_by(user) if user else {}
    case = access.case_of(user, told.number, powers) if user else _any_case(told.number)
    if told.expecting is not None and told.expecting != case.steps:
        raise Problem("case_moved", where=told.number)
    course = standing.course_of(case)
    held = access.roles_in(user, case, powers) if user else (told.role or access.CLOCK,)
    held = tuple(role for role in held if told.roles is None or role in told.roles)
    if not held or (told.role and told.role not in held):
        access.refuse(told.number)
    by = _known(course, told, held).by
    acting = told.role or next((role for role in held if role in by), held[0])
    plain = msgspec.to_builtins(dict(told.input_))
    taken = take(course, told.action, acting, access.actor(user, acting), at, plain)
    if user is not None:
        take_on(user, case, acting, at)
    write(case, taken, at)
    for following in course.spec.actions[told.action].then:
        _follow_up(case, taken, following, at)
    case.refresh_from_db(fields=["parties"])  # which were looked up before some of them were reached
    return case


def _known(course: Course, told: Request, held: Collection[str]) -> Action:
    """The action that is meant. Raises ``Problem('unknown_action')`` that names those that are open now."""
    if told.action in course.spec.actions:
        return course.spec.actions[told.action]
    actor = access.actor(told.user)
    found = [offer for role in held for offer in offers(course, role, told.at, actor) if offer.open]
    known = [Text(f"{one.label.ja}（{one.action}）", f"{one.label.en} ({one.action})") for one in found]
    raise Problem("unknown_action", action=told.action, known=listed(known) if known else _NOTHING_NOW)


def _follow_up(case: Case, taken: Taken, action: str, at: dt.datetime) -> None:
    """What follows in the same breath, unless something bars it."""
    try:
        next_ = take(taken.course, action, taken.step.role, taken.step.actor, at, {})
    except Refused:
        return
    write(case, next_, at)


def _any_case(number: str) -> Case:
    return Case.objects.prefetch_related(access.WITH_PARTIES).get(number=number)


def write(case: Case, taken: Taken, at: dt.datetime) -> Step:
    """Write a step that was taken into the history, and bring about what it brings about."""
    told, kept = standing.apart(taken.course.spec, taken.step.action, taken.step.input)
    standing.remember(case, taken.course, at)
    entry = chain.Entry(
        kind="action",
        name=taken.step.action,
        role=taken.step.role,
        by=taken.step.actor,
        told=told,
        kept=kept,
    )
    step = chain.append(case, entry, at)
    if taken.course.spec.actions[step.name].adds_to == "payments" and step.by != access.MACHINE:
        money.record(case, step, taken.step.input, at)
    others = effects.bring_about(case, step, taken.course, taken.effects, at)
    _seal_what_was_issued(case, step, at)
    for effect in others:
        if isinstance(effect, Open):
            _open_another(case, step, taken.course, effect, at)
        else:
            _move_another(case, taken.course, effect, at)
    return step


def _seal_what_was_issued(case: Case, step: Step, at: dt.datetime) -> None:
    """Put the digests of documents and publications of a step into the chain."""
    documents = Issued.objects.filter(step=step).order_by("number").values_list("number", "digest")
    entries = Publication.objects.filter(step=step).order_by("number").values_list("number", "digest")
    if documents or entries:
        told = {"documents": list(map(list, documents)), "publications": list(map(list, entries))}
        entry = chain.Entry(kind="issue", name=step.name, role=step.role, by=step.by, told=told)
        chain.append(case, entry, at)


def _open_another(case: Case, step: Step, course: Course, effect: Open, at: dt.datetime) -> None:
    """Open the case that follows from a step, with the same parties and what goes over."""
    given = {key: course.data[key] for key in effect.carries if key in course.data}
    opening = Opening.following(case, effect.procedure, given)
    user, parties = case.opened_by, dict(opening.parties)
    if step.by.startswith("user:"):
        user = User.objects.get(key=step.by.removeprefix("user:"))
        if acting := access.party_in(user, case, step.role):
            parties[step.role] = name_of(acting)
    for role, field in effect.names.items():
        told = course.data.get(field, "")
        parties[role] = key_of(role, told) if told else ""
    begin_case(user, msgspec.structs.replace(opening, parties=parties), at)


def _move_another(case: Case, course: Course, effect: Act, at: dt.datetime) -> None:
    """Move the case that this one is about, in the same transaction. Raises what ``take`` raises there."""
    about = course.spec.about
    other = _any_case(course.data[about.field] if about else "")
    told = {there: course.data[here] for there, here in effect.carries.items()}
    told[effect.number_to] = case.number
    taken = take(standing.course_of(other), effect.action, access.CLOCK, access.MACHINE, at, told)
    write(other, taken, at)
    transaction.on_commit(lambda: mail.send(other, at))


def take_on(user: User, case: Case, role: str, at: dt.datetime) -> None:
    """The first office to act in a case that several might have taken has it from then on."""
    party = next((one for one in case.parties.all() if one.role == role), None)
    if party is None or role not in access.OFFICES or party.organisation_id is not None:
        return
    organisation = access.bodies(role).filter(memberships__user=user, memberships__until=None).first()
    if organisation is None:
        access.refuse(case.number)
    Party.objects.filter(pk=party.pk).update(organisation=organisation)
    party.organisation = organisation
    told = {"organisation": organisation.key}
    chain.append(case, chain.Entry(kind="take", name=role, role=role, by=access.actor(user), told=told), at)


def offers_for(
    user: User, case: Case, at: dt.datetime, course: Course | None = None
) -> dict[str, list[Offer]]:
    """What somebody may do next in a case, by the role in which they would; barred ones with reasons."""
    course = course or standing.course_of(case)
    found = {role: list(offers(course, role, at, access.actor(user))) for role in access.roles_in(user, case)}
    return {role: offered for role, offered in found.items() if offered}
