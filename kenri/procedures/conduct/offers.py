"""What a role may do next, why not, and what a step brings about.

``take`` is the only way to a step: what it refuses has not happened. A refusal names every condition that
fails, with its article and with what would cure it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any, NamedTuple

import msgspec

from kenri.procedures.conduct import fields
from kenri.procedures.conduct.clocks import day_of
from kenri.procedures.conduct.conditions import Item, holds
from kenri.procedures.conduct.course import Course, Step, action_of, after, standing_of
from kenri.procedures.conduct.fields import Field
from kenri.procedures.conduct.reasons import ROLES, Reason, Refused, listed, of_condition, of_problem
from kenri.procedures.conduct.spec import Action, Effect, Procedure
from kenri.vocab.problems import Problem
from kenri.vocab.text import Text

_FINDING = {
    "check": Text("確認事項", "requirement"),
    "result": Text("結果", "finding"),
    "evidence": Text("根拠資料", "evidence"),
    "note": Text("備考", "note"),
}
_RESULTS = {
    "met": Text("満たす", "met"),
    "not_met": Text("満たさない", "not met"),
    "open": Text("未確認", "open"),
}
_ITEM = Field(label=Text("番号", "number"), kind="integer")


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """A field of a form: whether it must be filled, and what is known already."""

    key: str
    field: Field
    required: bool
    value: Any = None


class Offer(msgspec.Struct, frozen=True, kw_only=True):
    """An action that a role has in the present state: ``open``, or barred for these reasons.

    What is to be entered bars nothing. ``items`` are the numbers of the items that it can be about.
    """

    action: str
    label: Text
    open: bool
    reasons: tuple[Reason, ...]
    fields: tuple[Wanted, ...]
    items: tuple[int, ...] = ()
    basis: str = ""


class Taken(NamedTuple):
    """A step that was taken, where the case stands after it, and what it brings about."""

    step: Step
    course: Course
    effects: tuple[Effect, ...]


def offers(course: Course, role: str, at: datetime, actor: str = "") -> tuple[Offer, ...]:
    """The actions that a role has in the present state.

    With ``actor`` also what bars this person: a declared interest, a second pair of eyes.
    """
    return tuple(
        _offer(course, key, action, at, actor)
        for key, action in course.spec.actions.items()
        if role in action.by and course.state in action.from_
    )


def take(
    course: Course, action: str, role: str, actor: str, at: datetime, input_: Mapping[str, Any] | None = None
) -> Taken:
    """Take an action. Raises Problem on an unknown action, and :class:`Refused` with all reasons."""
    spec = action_of(course.spec, action)
    entered, problems = fields.read(asked_fields(course.spec, action), input_ or {})
    reasons = tuple(_barred(course, spec, role)) or (
        *_person(course, spec, actor),
        *map(of_problem, problems),
        *(() if problems else _missing(course, action, entered)),
        *(
            ()
            if problems
            else _unmet(course, spec, day_of(at), {**entered, **(spec.sets if spec.adds_to else {})})
        ),
    )
    if reasons:
        raise Refused(spec.label, reasons)
    step = Step(action=action, role=role, actor=actor, at=at, input=entered)
    moved = after(course, step)
    return Taken(step, moved, _brought_about(moved, spec, day_of(at)))


def _brought_about(course: Course, action: Action, on: date) -> tuple[Effect, ...]:
    """The effects of an action, without those that fall away as the case now stands."""
    known, standing = course.spec.conditions, standing_of(course, on)
    lifts = ((effect, getattr(effect, "unless", "")) for effect in action.effects)
    return tuple(effect for effect, lift in lifts if not (lift and holds(known[lift], standing)))


def lapsed(course: Course, at: datetime) -> tuple[str, ...]:
    """The actions that the clock itself takes now, earliest due first; a later one may become moot."""
    on, periods = day_of(at), course.spec.clocks
    over = sorted(
        (running.due, periods[key.partition(":")[0]].lapses)
        for key, running in course.clocks.items()
        if running.over(on)
    )
    return tuple(
        key
        for key in dict.fromkeys(lapses for _, lapses in over if lapses)
        if course.state in course.spec.actions[key].from_
    )


def asked_fields(procedure: Procedure, action: str) -> Mapping[str, Field]:
    """The fields that an action takes, by the keys of its input."""
    spec = procedure.actions[action]
    if spec.finds:
        checks = {key: check.label for key, check in procedure.checks.items() if set(check.by) & set(spec.by)}
        made = {key: Field(label=label) for key, label in _FINDING.items()}
        made["check"] = Field(label=_FINDING["check"], kind="choice", choices=checks)
        made["result"] = Field(label=_FINDING["result"], kind="choice", choices=_RESULTS)
        return made
    listed = spec.adds_to or spec.amends
    known = procedure.fields[listed].items if listed else procedure.fields
    made = {"item": _ITEM} if spec.amends else {}
    return {**made, **{key: known[key] for key in (*spec.fields, *spec.optional)}}


def _required(spec: Action) -> tuple[str, ...]:
    if spec.finds:
        return ("check", "result", "evidence")
    return ("item", *spec.fields) if spec.amends else spec.fields


def _offer(course: Course, key: str, action: Action, at: datetime, actor: str) -> Offer:
    asked, on = asked_fields(course.spec, key), day_of(at)
    items, unfit = _items(course, action, on)
    reasons = (
        *_person(course, action, actor),
        *unfit,
        *_missing(course, key, asked),
        *_unmet(course, action, on, {}, awaited=frozenset(asked)),
    )
    known = {} if action.adds_to or action.amends or action.finds else course.data
    wanted = tuple(
        Wanted(
            key=name,
            field=field,
            required=name in _required(action),
            value=None if field.said else known.get(name),
        )
        for name, field in asked.items()
    )
    return Offer(
        action=key,
        label=action.label,
        open=not reasons,
        reasons=reasons,
        fields=wanted,
        items=items,
        basis=action.basis,
    )


def _items(course: Course, action: Action, on: date) -> tuple[tuple[int, ...], tuple[Reason, ...]]:
    """The items that an action can be about; where there is none, why."""
    if not action.amends:
        return (), ()
    known = course.spec.conditions
    about = [key for key in action.conditions if isinstance(known[key], Item)]
    items = course.data.get(action.amends, ())
    fitting = tuple(
        item["item"]
        for item in items
        if all(holds(known[key], standing_of(course, on, {}, item)) for key in about)
    )
    if fitting:
        return fitting, ()
    if items and about:
        return (), tuple(of_condition(key, known[key]) for key in about)
    return (), (_no_item(course, action, "–"),)


def _barred(course: Course, action: Action, role: str) -> Iterator[Reason]:
    """Role and state: where these do not fit nothing else matters."""
    states = course.spec.states
    if role not in action.by:
        called = ROLES.get(role, Text(role, role))
        yield of_problem(Problem("wrong_role", role=called, roles=listed(ROLES[by] for by in action.by)))
    if course.state not in action.from_:
        fitting = listed(states[state].label for state in action.from_)
        yield of_problem(
            Problem("wrong_state", state=states[course.state].label, states=fitting), action.basis
        )


def _person(course: Course, action: Action, actor: str) -> Iterator[Reason]:
    """Who it is: a declared interest, and the four eyes."""
    if actor and actor in course.conflicted and not action.declares_conflict:
        yield of_problem(Problem("conflict_declared"))
    for other in action.four_eyes:
        if actor and actor in course.takers.get(other, ()):
            yield of_problem(Problem("four_eyes", earlier=course.spec.actions[other].label))


def _missing(course: Course, key: str, entered: Mapping[str, Any]) -> Iterator[Reason]:
    """Fields to be entered, data that the case must have, documents to be attached."""
    procedure, action = course.spec, course.spec.actions[key]
    asked = asked_fields(procedure, key)
    for name in _required(action):
        if name not in entered:
            yield of_problem(Problem("missing_field", field=asked[name].label), action.basis)
    for name, field in procedure.fields.items():
        if key in field.needed_for and name not in entered and course.data.get(name) in (None, "", []):
            yield of_problem(Problem("missing_field", field=field.label), action.basis)
    attached = {item.get("document") for item in course.data.get("documents", ())}
    for name in action.documents:
        if name not in attached:
            yield of_problem(Problem("missing_document", document=procedure.documents[name]), action.basis)


def _unmet(
    course: Course,
    action: Action,
    on: date,
    entered: Mapping[str, Any],
    awaited: frozenset[str] | None = None,
) -> Iterator[Reason]:
    """The conditions that do not hold; for an offer not those that depend on what is ``awaited``."""
    item: Mapping[str, Any] = {}
    if action.amends and awaited is None:
        items, number = course.data.get(action.amends, ()), entered.get("item", 0)
        if not 0 < number <= len(items):
            yield _no_item(course, action, number)
            return
        item = items[number - 1]
    known, standing = course.spec.conditions, standing_of(course, on, entered, item)
    for key in action.conditions:
        condition = known[key]
        if awaited is not None and (isinstance(condition, Item) or not awaited.isdisjoint(condition.reads)):
            continue
        if not holds(condition, standing):
            yield of_condition(key, condition)


def _no_item(course: Course, action: Action, number: object) -> Reason:
    label = course.spec.fields[action.amends].label
    return of_problem(Problem("no_such_item", list=label, item=number))
