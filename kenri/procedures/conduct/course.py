"""Where a case stands: a pure fold over its steps.

Nothing is known of a case but its opening and its steps; the same ones give the same course, always.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

import msgspec
from msgspec.structs import replace

from kenri.procedures.conduct import clocks, fields
from kenri.procedures.conduct.clocks import Running, day_of
from kenri.procedures.conduct.conditions import Finding, Standing
from kenri.procedures.conduct.spec import Action, Procedure, State
from kenri.procedures.conduct.versions import procedure_at
from kenri.vocab.problems import Problem


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody did: ``input`` is JSON, as :func:`kenri.procedures.conduct.offers.take` gave it back."""

    action: str
    role: str
    actor: str
    at: datetime
    input: dict[str, Any] = {}


class Course(msgspec.Struct, frozen=True, kw_only=True):
    """Where a case stands.

    ``procedure`` is ``id@version``; ``since`` when the present state began; ``takers`` who has taken which
    action; ``conflicted`` who has declared an interest; ``steps`` how many were taken. Clocks that an item
    of a list started are called ``clock:item``.
    """

    procedure: str
    state: str
    opened_by: str
    opened_at: datetime
    since: datetime
    data: dict[str, Any] = {}
    findings: dict[str, Finding] = {}
    clocks: dict[str, Running] = {}
    takers: dict[str, tuple[str, ...]] = {}
    conflicted: tuple[str, ...] = ()
    steps: int = 0

    @property
    def spec(self) -> Procedure:
        """The procedure, in the version that the case began under."""
        return procedure_at(self.procedure)

    @property
    def standing(self) -> State:
        """The present state as the procedure tells it."""
        return self.spec.states[self.state]

    @property
    def turn(self) -> str:
        """The role that is to act; empty once the case has ended."""
        return self.standing.turn

    @property
    def service_due(self) -> date | None:
        """The last day of the office's own target for this state; None where it set itself none."""
        days = self.standing.days
        return clocks.later(day_of(self.since), days, "business") if days else None


def begin(
    procedure: Procedure, opened_by: str, at: datetime, given: Mapping[str, Any] | None = None
) -> Course:
    """The course of a case that opens, with what is known already (fields that the procedure lets be given).

    Raises Problem on a field that is none, or that may not be given, or on a value that is none.
    """
    allowed = {key: procedure.fields[key] for key in procedure.given}
    data, problems = fields.read(allowed, given or {})
    if problems:
        raise problems[0]
    return Course(
        procedure=procedure.key,
        state=procedure.first,
        opened_by=opened_by,
        opened_at=at,
        since=at,
        data=data,
    )


def after(course: Course, step: Step) -> Course:
    """The course after a step that was taken. Raises Problem on an action that the procedure has not."""
    action = action_of(course.spec, step.action)
    state = action.leads_to(course.state)
    data, item = _written(course.data, action, step)
    takers = course.takers.get(step.action, ())
    return replace(
        course,
        state=state,
        since=course.since if state == course.state else step.at,
        data=data,
        findings=_found(course.findings, action, step),
        clocks=_timed(course, action, day_of(step.at), data, item),
        takers={**course.takers, step.action: tuple(dict.fromkeys((*takers, step.actor)))},
        conflicted=(*course.conflicted, step.actor) if action.declares_conflict else course.conflicted,
        steps=course.steps + 1,
    )


def fold(course: Course, steps: Iterable[Step]) -> Course:
    """The course after all of these steps."""
    for step in steps:
        course = after(course, step)
    return course


def action_of(procedure: Procedure, key: str) -> Action:
    """An action of a procedure by its key. Raises Problem where there is none."""
    if key not in procedure.actions:
        raise Problem("unknown_action", action=key, known=", ".join(procedure.actions))
    return procedure.actions[key]


def standing_of(
    course: Course, on: date, entered: Mapping[str, Any] | None = None, item: Mapping[str, Any] | None = None
) -> Standing:
    """What the conditions of the procedure look at, on a day."""
    spec = course.spec
    return Standing(
        state=course.state,
        data=course.data,
        findings=course.findings,
        clocks=course.clocks,
        on=on,
        checks=spec.checks,
        periods=spec.clocks,
        conditions=spec.conditions,
        entered=entered or {},
        item=item or {},
    )


def _written(data: dict[str, Any], action: Action, step: Step) -> tuple[dict[str, Any], Mapping[str, Any]]:
    """The data with what the step brings, and the item of a list that it wrote, if any."""
    if action.finds:
        return {**data, **action.marks}, {}
    written = {**step.input, **action.sets, **dict.fromkeys(action.stamps, day_of(step.at).isoformat())}
    name = action.adds_to or action.amends
    if not name:
        kept = {key: value for key, value in data.items() if key not in action.clears}
        return {**kept, **written, **action.marks}, {}
    items = list(data.get(name, ()))
    number = int(step.input["item"]) if action.amends else len(items) + 1
    former = items[number - 1] if action.amends else {}
    kept = {key: value for key, value in former.items() if key not in action.clears}
    item = {**kept, **written, "item": number}
    items[number - 1 : number] = [item]
    return {**data, name: items, **action.marks}, item


def _found(findings: dict[str, Finding], action: Action, step: Step) -> dict[str, Finding]:
    if not action.finds:
        return findings
    told = step.input
    finding = Finding(
        result=told["result"],
        evidence=told.get("evidence", ""),
        by=step.actor,
        at=step.at,
        note=told.get("note", ""),
    )
    return {**findings, told["check"]: finding}


def _timed(
    course: Course, action: Action, on: date, data: Mapping[str, Any], item: Mapping[str, Any]
) -> dict[str, Running]:
    """The clocks after an action: those that it starts, stops, pauses and resumes."""
    periods = course.spec.clocks
    running = dict(course.clocks)
    suffix = f":{item['item']}" if item else ""

    def named(key: str) -> list[str]:
        """The clocks that a name means: of the item, or all of that name."""
        return [
            name for name in running if name == key + suffix or (not suffix and name.startswith(f"{key}:"))
        ]

    for key in action.stops:
        running.update({name: clocks.stopped(running[name]) for name in named(key)})
    for key in action.pauses:
        running.update({name: clocks.paused(running[name], periods[key], on) for name in named(key)})
    for key in action.resumes:
        running.update({name: clocks.resumed(running[name], periods[key], on) for name in named(key)})
    for start in action.starts:
        period = periods[start.clock]
        day = (item.get(start.on) or data[start.on]) if start.on else on.isoformat()
        until = date.fromisoformat(data[period.until]) if period.until else None
        running[start.clock + suffix] = clocks.started(period, date.fromisoformat(day), until)
    return running
