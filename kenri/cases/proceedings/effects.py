"""What a step brings about besides moving the case: within the same transaction, or not at all.

E-mails leave and PDF files are made after the transaction; what a killed process left undone is found again
(``services.bring_forward``).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from kenri.cases.proceedings import access, alerting, issuing, money, publishing, requests, strangers
from kenri.cases.proceedings.models import Case, Notice, Party, Step
from kenri.procedures.conduct import spec
from kenri.procedures.conduct.course import Course


def bring_about(
    case: Case, step: Step, course: Course, brought: Iterable[spec.Effect], at: dt.datetime
) -> list[spec.Open | spec.Act]:
    """Do what the effects of a step say; what concerns other cases is given back to the caller."""
    others: list[spec.Open | spec.Act] = []
    reach(case, at, case.turn, *_able(course))
    for effect in brought:
        match effect:
            case spec.Notice():
                if effect.to_role == strangers.HOLDER:
                    strangers.refuse_too_many(case, course, at)
                notify(case, step, effect, at)
            case spec.Money():
                money.move(case, step, course, effect, at)
            case spec.Issue():
                issuing.issue(case, step, course, effect.document, at)
            case spec.Publish():
                publishing.publish(case, step, course, effect.what, at)
            case spec.Declare():
                requests.declare(case, step, course, effect, at)
            case spec.Alert():
                alerting.alert(case, at)
            case spec.Open() | spec.Act():
                others.append(effect)
    return others


def reach(case: Case, at: dt.datetime, *roles: str) -> None:
    """From now on the parties of these roles (whose turn it is, by default) see the case."""
    Party.objects.filter(case=case, role__in=roles or (case.turn,), reached=None).update(reached=at)


def _able(course: Course) -> set[str]:
    """The offices that may do something as the case stands; drafts are the applicant's alone."""
    if course.state == course.spec.first:
        return set()
    here = (action for action in course.spec.actions.values() if course.state in action.from_)
    return {role for action in here if not action.within_office for role in action.by}.intersection(
        access.OFFICES
    )


def notify(case: Case, step: Step, effect: spec.Notice, at: dt.datetime) -> None:
    """Tell a role what has happened: on their pages at once, by e-mail after the transaction."""
    if effect.to_role == access.CLOCK:
        return
    reach(case, at, effect.to_role)
    Notice.objects.create(case=case, step=step, to_role=effect.to_role, template=effect.template, at=at)
