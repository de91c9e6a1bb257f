"""From the rows of a case to where it stands, and back into what the case remembers of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from kenri.cases.proceedings import chain
from kenri.cases.proceedings.chain import Row
from kenri.cases.proceedings.models import Case
from kenri.procedures.conduct.clocks import day_of
from kenri.procedures.conduct.course import Course, Step, begin, fold
from kenri.procedures.conduct.fields import Field
from kenri.procedures.conduct.offers import asked_fields
from kenri.procedures.conduct.spec import Procedure
from kenri.procedures.conduct.versions import procedure_at


def course_of(case: Case, rows: Sequence[Row] | None = None) -> Course:
    """Where a case stands: the fold over the actions in its history, and over nothing else."""
    rows = chain.history(case) if rows is None else rows
    opening = rows[0]
    beside = {key.removeprefix("given."): value for key, value in opening.input.items() if "." in key}
    given = {**opening.input["given"], **beside}
    course = begin(procedure_at(case.pinned), opening.by, opening.at, given)
    return fold(course, map(_step, (row for row in rows if row.kind == "action")))


def _step(row: Row) -> Step:
    return Step(action=row.name, role=row.role, actor=row.by, at=row.at, input=row.input)


def remember(case: Case, course: Course, at: dt.datetime) -> None:
    """Set what a case remembers of its course; ``chain.append`` writes it with the row that changed it."""
    case.state, case.turn, case.steps = course.state, course.turn, course.steps
    periods = course.spec.clocks
    running = {key: clock for key, clock in course.clocks.items() if clock.phase == "running"}
    lapsing = [clock.due for key, clock in running.items() if periods[key.partition(":")[0]].lapses]
    case.wakes = min(lapsing, default=None)
    case.due = due_of(course, day_of(at))
    if not course.turn:
        case.closed = case.closed or at
    else:
        case.closed = None
    case.first_day, case.last_day = _period(course)


def due_of(course: Course, on: dt.date) -> dt.date | None:
    """Until when something is to happen: the office's own target, else the next clock that is not over."""
    clocks = course.clocks.values()
    ahead = [clock.due for clock in clocks if clock.phase == "running" and clock.due >= on]
    return (course.service_due or min(ahead, default=None)) if course.turn else None


def dues_of(course: Course) -> set[dt.date | None]:
    """What ``due_of`` says of a course on one day or another."""
    if not course.turn or course.service_due:
        return {course.service_due if course.turn else None}
    return {None, *(clock.due for clock in course.clocks.values() if clock.phase == "running")}


def _period(course: Course) -> tuple[dt.date | None, dt.date | None]:
    """The days of the use, as far as the procedure's permits tell them."""
    for permit in course.spec.permits:
        if course.state in permit.states:
            begins = [day for key in permit.begins if (day := course.data.get(key))]
            ends = course.data.get(permit.ends) if permit.ends else None
            first = dt.date.fromisoformat(max(begins)) if begins else None
            return first, dt.date.fromisoformat(ends) if ends else None
    return None, None


def apart(
    procedure: Procedure, action: str, entered: dict[str, Any]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """What was entered, divided: what the chain itself holds, and what is personal and kept beside it."""
    return divided(dict(asked_fields(procedure, action)), entered)


def divided(fields: dict[str, Field], entered: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """The same for the data that a case opens with."""
    kept = {key: value for key, value in entered.items() if key in fields and _personal(fields[key])}
    return {key: value for key, value in entered.items() if key not in kept}, kept


def _personal(field: Field) -> bool:
    return field.personal or any(map(_personal, field.items.values()))
