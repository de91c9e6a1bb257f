"""The only writer of cases. Every call is one transaction: it happened as a whole or not at all.

``act`` moves a case as its procedure says; the rest is what offices do around it. Refusals are ``Problem``;
nothing was written then. ``at`` is the moment of the act: nothing here reads a clock.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Mapping
from typing import Any, NamedTuple, TypeVar

import msgspec
from django.db import transaction
from django.db.models import QuerySet

from kenri.accounts.models import User
from kenri.cases.proceedings import access, chain, effects, handing_in, mail, money, standing
from kenri.cases.proceedings.models import Attachment, Case, Conflict, Issued, Party, Publication, Step
from kenri.cases.proceedings.opening import Opening, begin_case
from kenri.procedures.conduct.clocks import day_of
from kenri.procedures.conduct.course import Course, action_of
from kenri.procedures.conduct.offers import Offer, Taken, asked_fields, lapsed, offers, take
from kenri.procedures.conduct.spec import Open
from kenri.seals.chain import canonical
from kenri.vocab.problems import Problem

TRIES = 5
"""How often an act is tried again where somebody else moved the case in the same moment."""
LONGEST_NOTE = 10_000
NOTHING: Mapping[str, Any] = {}

T = TypeVar("T")


def open_case(user: User, opening: Opening, at: dt.datetime) -> Case:
    """Open a case; it is the person's own, or the organisation's for which they open it.

    Raises Problem: ``not_yours_to_do``, ``case_without_title``, ``unknown_procedure``, ``procedure_not_yet``,
    ``unknown_party``, and those of ``uses.checked`` and of data that the procedure does not know.
    """
    with transaction.atomic():
        return begin_case(user, opening, at)


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
    request = _Request(user, number, action, input_, at, expecting, role, roles)
    case = _once_more(lambda: _act(request), expecting is None)
    transaction.on_commit(lambda: mail.send(case, at))
    return case


def _once_more(write: Callable[[], T], again: bool) -> T:
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


class _Request(NamedTuple):
    """What ``act`` was asked."""

    user: User | None
    number: str
    action: str
    input_: Mapping[str, Any]
    at: dt.datetime
    expecting: int | None = None
    role: str = ""
    roles: Collection[str] | None = None


def _act(told: _Request) -> Case:
    user, at = told.user, told.at
    case = access.case_of(user, told.number) if user else Case.objects.get(number=told.number)
    if told.expecting is not None and told.expecting != case.steps:
        raise Problem("case_moved", where=told.number)
    course = standing.course_of(case)
    by = action_of(course.spec, told.action).by
    held = access.roles_in(user, case) if user else (told.role or access.CLOCK,)
    held = tuple(role for role in held if told.roles is None or role in told.roles)
    if not held or (told.role and told.role not in held):
        access.refuse(told.number)
    acting = told.role or next((role for role in held if role in by), held[0])
    plain = msgspec.to_builtins(dict(told.input_))
    taken = take(course, told.action, acting, access.actor(user, acting), at, plain)
    if user is not None:
        _take_on(user, case, acting, at)
    write(case, taken, at)
    return case


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
    opens = effects.bring_about(case, step, taken.course, taken.effects, at)
    _seal_what_was_issued(case, step, at)
    for effect in opens:
        _open_another(case, step, taken.course, effect, at)
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
    user = case.opened_by
    if step.by.startswith("user:"):
        user = User.objects.get(key=step.by.removeprefix("user:"))
    begin_case(user, opening, at)


def _take_on(user: User, case: Case, role: str, at: dt.datetime) -> None:
    """The first office to act in a case that several might have taken has it from then on."""
    party = next((one for one in case.parties.all() if one.role == role), None)
    if party is None or role not in access.OFFICES or party.organisation_id is not None:
        return
    organisation = access.bodies(role).filter(memberships__user=user, memberships__until=None).first()
    if organisation is None:
        access.refuse(case.number)
    Party.objects.filter(pk=party.pk).update(organisation=organisation)
    told = {"organisation": organisation.key}
    chain.append(case, chain.Entry(kind="take", name=role, role=role, by=access.actor(user), told=told), at)


def offers_for(
    user: User, case: Case, at: dt.datetime, course: Course | None = None
) -> dict[str, list[Offer]]:
    """What somebody may do next in a case, by the role in which they would; barred ones with reasons."""
    course = course or standing.course_of(case)
    found = {role: list(offers(course, role, at, access.actor(user))) for role in access.roles_in(user, case)}
    return {role: offered for role, offered in found.items() if offered}


def assign(by: User, number: str, officer: User | None, at: dt.datetime) -> Case:
    """Give a case to an officer of the office that one acts for, or to nobody again.

    Raises Problem: ``not_yours_to_do``, ``not_an_officer`` (also for one who declared an interest).
    """

    def work() -> Case:
        case = access.case_of(by, number)
        role = access.require_office(by, case)
        if officer is not None and not access.officers(case, role).filter(pk=officer.pk).exists():
            raise Problem("not_an_officer", where=number)
        _take_on(by, case, role, at)
        case.assignee = officer
        told = {"to": access.actor(officer) if officer else ""}
        entry = chain.Entry(kind="assign", name=role, role=role, by=access.actor(by), told=told)
        chain.append(case, entry, at)
        return case

    return _once_more(work, True)


def declare_conflict(user: User, number: str, why: str, at: dt.datetime) -> Case:
    """Declare that one's own interests touch a case: from then on its offices are closed to that person.

    Raises Problem: ``not_yours_to_do``, ``note_empty``, ``note_too_long``.
    """

    def work() -> Case:
        case = access.case_of(user, number)
        role = access.require_office(user, case)
        if case.assignee_id == user.pk:
            case.assignee = None
        entry = chain.Entry(
            kind="conflict", name=role, role=role, by=access.actor(user), kept={"why": _written(why)}
        )
        step = chain.append(case, entry, at)
        Conflict.objects.create(case=case, user=user, step=step)
        return case

    return _once_more(work, True)


def note(user: User, number: str, text: str, at: dt.datetime) -> Case:
    """Write a note for one's own office.

    Raises Problem: ``not_yours_to_do``, ``note_empty``, ``note_too_long``.
    """

    def work() -> Case:
        case = access.case_of(user, number)
        role = access.require_office(user, case)
        entry = chain.Entry(
            kind="note", name=role, role=role, by=access.actor(user), kept={"text": _written(text)}
        )
        chain.append(case, entry, at)
        return case

    return _once_more(work, True)


def attach(user: User, number: str, kind: str, name: str, data: bytes, at: dt.datetime) -> Attachment:
    """Hand in a file; where the procedure asks for a document of this kind, it then counts as attached.

    Raises Problem: ``not_yours_to_do``, ``file_kind``, ``file_too_large``, ``file_empty``.
    """

    def work() -> Attachment:
        case = access.case_of(user, number)
        made = handing_in.attach(case, user, kind, name, data, at)
        course = standing.course_of(case)
        for role, offered in offers_for(user, case, at, course).items():
            for offer in offered:
                if offer.open and handing_in.takes(course.spec, offer.action, kind):
                    told = {"document": kind, "reference": made.key, "digest": made.digest}
                    _act(_Request(user, number, offer.action, told, at, role=role))
                    return made
        return made

    return _once_more(work, True)


def record_view(
    user: User, number: str, item: int, source: str, answer: Mapping[str, Any], at: dt.datetime
) -> Case:
    """Record that Kenri looked into a listed database: the answer as a file, and the site as viewed.

    Raises Problem: ``not_yours_to_do``, and what ``act`` raises.
    """

    def work() -> Case:
        case = access.case_of(user, number)
        data = canonical(answer).encode()
        made = handing_in.attach(case, user, "search", f"{source}.json", data, at)
        told = {
            "item": item,
            "viewed_on": day_of(at).isoformat(),
            "viewed_result": f"{answer['total']} ({made.digest[:16]})",
            "viewed_evidence": made.key,
        }
        return _act(_Request(user, number, "view_site", told, at))

    return _once_more(work, True)


def erase(user: User, number: str, row: int, name: str, why: str, at: dt.datetime) -> None:
    """Erase a text of a person, with the file that came with it, out of one row of a case's history.

    Only an office may; that and why it was done stands in the chain. Raises Problem: ``not_yours_to_do``,
    ``unknown_particular``.
    """
    _once_more(
        lambda: handing_in.erase(access.case_of(user, number), user, row, name, _written(why), at), True
    )


def _written(text: str) -> str:
    text = text.strip()
    if not text:
        raise Problem("note_empty")
    if len(text) > LONGEST_NOTE:
        raise Problem("note_too_long", most=LONGEST_NOTE)
    return text


class Forward(msgspec.Struct, frozen=True):
    """What bringing cases forward did.

    ``steps`` of clocks, ``payments`` that the ledger told of, ``mails`` that left, and what refused.
    """

    steps: int
    payments: int
    mails: int
    refused: tuple[tuple[str, Problem], ...]


def bring_forward(at: dt.datetime) -> Forward:
    """Take the actions of every clock that is over, pass payments on, and send what could not be sent before.

    It may be stopped at any moment and called again as often as one likes.
    """
    refused: list[tuple[str, Problem]] = []

    def through(cases: QuerySet[Case], work: Callable[[Case, dt.datetime], int]) -> int:
        done = 0
        for case in list(cases):
            try:
                done += work(case, at)
            except Problem as problem:
                refused.append((case.number, problem))
        return done

    awaited = Case.objects.filter(number__in=money.with_money()).exclude(turn="")
    payments = through(awaited.order_by("pk"), _pass_payments_on)
    steps = through(Case.objects.filter(wakes__lt=day_of(at)).order_by("wakes", "pk"), _wake)
    return Forward(steps, payments, mail.send_all(at), tuple(refused))


def _wake(case: Case, at: dt.datetime) -> int:
    """All that the clock has to do in one case; an action may make a later one moot."""
    done = 0
    while actions := lapsed(standing.course_of(case), at):
        case = act(None, case.number, actions[0], at=at)
        done += 1
    return done


def _pass_payments_on(case: Case, at: dt.datetime) -> int:
    """Record in a case the payments that the ledger has and the case waits for."""
    done = 0
    for told in money.arrived(case):
        course = standing.course_of(case)
        recorded = {item.get("purpose") for item in course.data.get("payments", ())}
        if told["purpose"] in recorded:
            continue
        for key, action in course.spec.actions.items():
            if action.adds_to == "payments" and course.state in action.from_:
                entered = {name: told[name] for name in asked_fields(course.spec, key) if name in told}
                act(None, case.number, key, entered, at=at, role=action.by[0])
                done += 1
                break
    return done


__all__ = [
    "Forward",
    "Opening",
    "act",
    "assign",
    "attach",
    "bring_forward",
    "declare_conflict",
    "erase",
    "note",
    "offers_for",
    "open_case",
]
