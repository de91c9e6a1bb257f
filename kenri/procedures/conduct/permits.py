"""Whether a use is allowed as a case stands, and what whoever checks the case must look at."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from kenri.procedures.conduct.clocks import day_of
from kenri.procedures.conduct.conditions import holds
from kenri.procedures.conduct.course import Course, standing_of
from kenri.procedures.conduct.reasons import Reason, of_condition, of_problem
from kenri.procedures.conduct.spec import Permit, Procedure
from kenri.vocab.problems import Problem
from kenri.vocab.text import Text

NOT_BEGUN = Text("許諾・裁定済み（利用開始前）", "granted, use not begun")
"""What a state that allows the use is called before the first day of the use."""


def permits_use(course: Course, on: date) -> tuple[bool, tuple[Reason, ...]]:
    """Whether the use is allowed on a day as the case stands, and on which ground or why not.

    It is not where the state gives no permission, before the award has begun or money is paid, nor after
    the last day, even while the clock has not been heard yet.
    """
    permits = [permit for permit in course.spec.permits if course.state in permit.states]
    unmet: list[Reason] = []
    for permit in permits:
        against = list(_against(course, permit, on))
        if not against:
            ground = Reason(code="permitted", text=permit.label, cure=Text("", ""), article=permit.article)
            return True, (ground,)
        unmet += against
    if not course.spec.permits:
        return False, (of_problem(Problem("grants_no_use", procedure=course.spec.label)),)
    code = "no_permission_yet" if course.turn else "no_permission"
    return False, tuple(unmet) or (of_problem(Problem(code, state=course.standing.label)),)


def _against(course: Course, permit: Permit, on: date) -> Iterator[Reason]:
    known, standing = course.spec.conditions, standing_of(course, on)
    for key in permit.conditions:
        if not holds(known[key], standing):
            yield of_condition(key, known[key])
    begins = [day for field in permit.begins if (day := standing.day(field))]
    ends = standing.day(permit.ends) if permit.ends else None
    if begins and on < max(begins):
        yield of_problem(Problem("use_not_begun", begins=max(begins)), permit.article)
    if ends and on > ends:
        yield of_problem(Problem("use_expired", ends=ends), permit.article)


def state_label(procedure: Procedure, state: str, first_day: date | None, on: date) -> Text:
    """What a state is called on a day: one that allows the use is not called so before its first day."""
    begun = first_day is None or on >= first_day
    allows = any(state in permit.states for permit in procedure.permits)
    return procedure.states[state].label if begun or not allows else NOT_BEGUN


def reviews(course: Course, at: datetime) -> tuple[Reason, ...]:
    """What bars nothing but must be looked at by whoever checks the case."""
    known, standing = course.spec.conditions, standing_of(course, day_of(at))
    return tuple(
        of_condition(key, known[key]) for key in course.spec.reviews if not holds(known[key], standing)
    )
