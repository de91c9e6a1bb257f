"""What time brings about: clocks that are over, payments that came in, letters that wait."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import msgspec
from django.db.models import Q, QuerySet

from kenri.cases.proceedings import mail, money, standing
from kenri.cases.proceedings.acting import act
from kenri.cases.proceedings.models import Case
from kenri.procedures.conduct.clocks import day_of
from kenri.procedures.conduct.offers import asked_fields, lapsed
from kenri.procedures.conduct.versions import procedures
from kenri.vocab.problems import Problem


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
    _forget_days(day_of(at))
    return Forward(steps, payments, mail.send_all(at), tuple(refused))


def _wake(case: Case, at: dt.datetime) -> int:
    """All that the clock has to do in one case; an action may make a later one moot."""
    done = 0
    while actions := lapsed(standing.course_of(case), at):
        case = act(None, case.number, actions[0], at=at)
        done += 1
    return done


def _forget_days(on: dt.date) -> None:
    """Where a clock is over that takes no action, nothing is due on its last day any more.

    The targets of offices stay as they are: a case that is late is late.
    """
    targeted = Q()
    for made in procedures():
        targeted |= Q(pinned=made.key, state__in=[key for key, state in made.states.items() if state.days])
    for case in Case.objects.filter(due__lt=on).exclude(targeted):
        due = standing.due_of(standing.course_of(case), on)
        Case.objects.filter(pk=case.pk, chained=case.chained).update(due=due)


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
