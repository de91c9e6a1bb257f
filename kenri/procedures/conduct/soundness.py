"""Whether a procedure is sound: every name means something, every state is reachable and escapable."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from kenri.procedures.conduct import conditions as kinds
from kenri.procedures.conduct.clocks import Clock
from kenri.procedures.conduct.spec import Action, Procedure

_NAMING = ("amount_field", "from_field", "until_field", "day_field", "due_field", "case_field", "scope")
"""The members of effects that name a field."""


def faults(procedure: Procedure) -> Iterator[str]:
    """What is wrong with a procedure, one line each."""
    yield from _unknown("first", [procedure.first], procedure.states)
    yield from _unknown("given", procedure.given, procedure.fields)
    yield from _unknown("reviews", procedure.reviews, procedure.conditions)
    if about := procedure.about:
        yield from _unknown("about", (about.field, about.kind, *about.reads), procedure.given)
    if ends := procedure.unanswered:
        yield from _unknown("unanswered.state", [ends.state], procedure.states)
        yield from _unknown("unanswered.sent", [ends.sent], procedure.actions)
        yield from _unknown("unanswered", (ends.name, ends.address, ends.letter), procedure.fields)
    for key, field in procedure.fields.items():
        yield from _unknown(f"fields.{key}.needed_for", field.needed_for, procedure.actions)
        if (field.kind == "choice") != bool(field.choices) or (field.kind == "list") != bool(field.items):
            yield f"fields.{key}: choices belong to a choice, items to a list"
    attached = procedure.fields.get("documents")
    if attached and "document" not in attached.items:
        yield "fields.documents: its items say in the choice document what they are"
        return
    for key, clock in procedure.clocks.items():
        yield from _clock(procedure, key, clock)
    for key, action in procedure.actions.items():
        yield from _action(procedure, key, action)
    for key, condition in procedure.conditions.items():
        yield from _condition(procedure, key, condition)
    for key, check in procedure.checks.items():
        yield from _unknown(f"checks.{key}.looks_at", check.looks_at, procedure.fields)
        yield from _unknown(f"checks.{key}.documents", check.documents, procedure.documents)
    for permit in procedure.permits:
        yield from _unknown("permits.states", permit.states, procedure.states)
        yield from _unknown("permits.conditions", permit.conditions, procedure.conditions)
        yield from _unknown("permits", [*permit.begins, *filter(None, [permit.ends])], procedure.fields)
    yield from _states(procedure)


def _unknown(where: str, names: Iterable[str], known: Iterable[str]) -> Iterator[str]:
    lacking = [name for name in names if name not in set(known)]
    if lacking:
        yield f"{where} names what is not there: {', '.join(lacking)}"


def _clock(procedure: Procedure, key: str, clock: Clock) -> Iterator[str]:
    if sum(map(bool, (clock.days, clock.months, clock.years, clock.until))) != 1:
        yield f"clocks.{key}: one of days, months, years, until"
    yield from _unknown(f"clocks.{key}.until", filter(None, [clock.until]), procedure.fields)
    yield from _unknown(f"clocks.{key}.lapses", filter(None, [clock.lapses]), procedure.actions)
    lapsing = procedure.actions.get(clock.lapses)
    if lapsing and "clock" not in lapsing.by:
        yield f"clocks.{key}.lapses: {clock.lapses} is not for the clock"


def _action(procedure: Procedure, key: str, action: Action) -> Iterator[str]:
    where = f"actions.{key}"
    targets = action.to.items() if isinstance(action.to, dict) else [(s, action.to) for s in action.from_]
    yield from _unknown(f"{where}.from", action.from_, procedure.states)
    yield from _unknown(f"{where}.to", [target for _, target in targets if target], procedure.states)
    yield from _unknown(f"{where}.to", [state for state, _ in targets], action.from_)
    listed = action.adds_to or action.amends
    known: Iterable[str] = procedure.fields
    if listed:
        yield from _unknown(f"{where}: the list", [listed], procedure.fields)
        known = procedure.fields[listed].items if listed in procedure.fields else ()
    written = (*action.fields, *action.optional, *action.sets, *action.stamps, *action.clears)
    yield from _unknown(f"{where}: its fields", written, known)
    yield from _unknown(f"{where}.marks", action.marks, procedure.fields)
    yield from _unknown(f"{where}.documents", action.documents, procedure.documents)
    yield from _unknown(f"{where}.conditions", action.conditions, procedure.conditions)
    yield from _unknown(f"{where}.four_eyes", action.four_eyes, procedure.actions)
    yield from _unknown(f"{where}.then", action.then, procedure.actions)
    used = (*(start.clock for start in action.starts), *action.stops, *action.pauses, *action.resumes)
    yield from _unknown(f"{where}: its clocks", used, procedure.clocks)
    days = [start.on for start in action.starts if start.on]
    yield from _unknown(f"{where}.starts", days, {*procedure.fields, *known})
    for effect in action.effects:
        names = [getattr(effect, name, "") for name in _NAMING]
        carried = getattr(effect, "carries", ())
        names += carried.values() if isinstance(carried, dict) else carried
        names += getattr(effect, "names", {}).values()
        if hasattr(effect, "number_to") and procedure.about is None:
            yield f"{where}.effects: it is about no case that could move with it"
        yield from _unknown(f"{where}.effects", filter(None, names), procedure.fields)
        lifts = filter(None, [getattr(effect, "unless", "")])
        yield from _unknown(f"{where}.effects.unless", lifts, procedure.conditions)


def _condition(procedure: Procedure, key: str, condition: kinds.Condition) -> Iterator[str]:
    where = f"conditions.{key}"
    yield from _unknown(f"{where}.only_in", condition.only_in, procedure.states)
    yield from _unknown(f"{where}.unless", filter(None, [condition.unless]), procedure.conditions)
    yield from _unknown(where, getattr(condition, "of", ()), procedure.conditions)
    yield from _unknown(where, getattr(condition, "checks", ()), procedure.checks)
    items = getattr(condition, "items", "")
    known = set(procedure.fields)
    for field in procedure.fields.values():
        known |= set(field.items) if not items else set()
    if items:
        yield from _unknown(where, [items], procedure.fields)
        known = set(procedure.fields[items].items) if items in procedure.fields else set()
    if isinstance(condition, kinds.Count):
        yield from _unknown(where, (*condition.where, *(condition.out_of or ())), known)
        for silence in filter(None, (condition.after, condition.before)):
            yield from _unknown(where, [silence.since], known)
            yield from _unknown(where, [silence.clock], procedure.clocks)
    elif isinstance(condition, kinds.Covers):
        yield from _unknown(where, (condition.amount, condition.dated, *condition.where), known)
        yield from _unknown(where, [condition.asked], procedure.fields)
    elif isinstance(condition, kinds.Timed):
        yield from _unknown(where, [condition.clock], procedure.clocks)
    else:
        yield from _unknown(where, condition.reads, known | {kinds.TODAY})


def _states(procedure: Procedure) -> Iterator[str]:
    """Every state is reached from the first one, and from every one that is not an end an end is reached."""
    forward: dict[str, set[str]] = {state: set() for state in procedure.states}
    for action in procedure.actions.values():
        for state in action.from_:
            forward.get(state, set()).add(action.leads_to(state))
    reached = _closure([procedure.first], forward)
    yield from (f"the state {state} is out of reach" for state in procedure.states if state not in reached)
    backward: dict[str, set[str]] = {state: set() for state in procedure.states}
    for state, targets in forward.items():
        for target in targets & backward.keys():
            backward[target].add(state)
    ends = [key for key, state in procedure.states.items() if not state.turn]
    escaping = _closure(ends, backward)
    yield from (f"the state {state} is a dead end" for state in procedure.states if state not in escaping)


def _closure(begin: Iterable[str], edges: Mapping[str, set[str]]) -> set[str]:
    found, todo = set(begin), list(begin)
    while todo:
        for target in edges.get(todo.pop(), set()) - found:
            found.add(target)
            todo.append(target)
    return found
