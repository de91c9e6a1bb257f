"""From a work, a use and what people answered to a plan. A pure function: a changed fact changes the plan."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from kenri.procedures import rules
from kenri.procedures.adjudication import adjudication_routes
from kenri.procedures.asking import collective_routes, request_routes
from kenri.procedures.facts import Facts, checked_answers
from kenri.procedures.intentions import intention_routes
from kenri.procedures.licences import licence_routes
from kenri.procedures.limitations import limitation_routes
from kenri.procedures.plans import Part, Plan
from kenri.procedures.protection import protection_routes, status_of
from kenri.procedures.ranking import chosen, leads_to, ranked, worst
from kenri.procedures.rights import WorkRights
from kenri.procedures.routes import OUTCOMES, Outcome, Question, Reason, Route
from kenri.procedures.units import Unit, units_of
from kenri.vocab.text import Text
from kenri.vocab.uses import Use
from kenri.vocab.vocabularies import layers as layer_words

_MORAL = Reason(
    Text(
        "著作者人格権・実演家人格権は、どの方法によっても別に守られます（死後も同じ）。",
        "Moral rights of authors and performers stay, whatever route is taken, even after death.",
    ),
    "著作権法第18条～第20条・第50条・第60条・第90条の2・第90条の3",
    "LAW",
)
_METADATA = Reason(
    Text(
        "電子的な権利管理情報を取り除いたり書き換えたりしません。",
        "Rights-management information is neither removed nor changed.",
    ),
    "著作権法第113条第8項",
    "LAW",
)
_INTEGRITY = Reason(
    Text(
        "改変するため、同一性保持権について著作者の同意または第20条第2項の検討が必要です。",
        "It changes the work: the author's consent, or art. 20(2), must be considered.",
    ),
    "著作権法第20条",
    "LAW",
    kind="doubt",
)


__all__ = ["Plan", "plan"]


def plan(work: WorkRights, use: Use, answers: Mapping[str, str], on: date) -> Plan:
    """Every route for every layer and holder, ranked, and the plan that they make.

    ``answers`` are by the keys of ``Plan.questions``. Raises ``Problem('unknown_question')`` and
    ``Problem('bad_answer')`` for answers that answer nothing.
    """
    told = checked_answers(answers) if answers else answers
    parts = tuple(_part(unit) for unit in units_of(work, use, told, on))
    return Plan(work.id, work.title, use, on, parts, tuple(_asked(work, use, told, parts)), _notes(use))


def _part(unit: Unit) -> Part:
    routes = ranked(_routes(unit))
    acts = unit.acts or unit.use.acts
    best = chosen(routes, acts) or ()
    status = status_of(unit)
    return Part(
        unit.key, unit.layer, unit.holder, status, unit.acts, routes, best, _outcome(routes, best, status)
    )


def _routes(unit: Unit) -> Iterator[Route]:
    yield from protection_routes(unit)
    yield from limitation_routes(unit)
    yield from licence_routes(unit)
    yield from intention_routes(unit)
    yield from collective_routes(unit)
    yield from request_routes(unit)
    yield from adjudication_routes(unit)


def _outcome(routes: tuple[Route, ...], best: tuple[Route, ...], status: str) -> Outcome:
    """What the chosen routes come to; of an undetermined status nothing is told that asks or pays."""
    if not best:
        shut = any(route.state == "blocked" for route in routes)
        waiting = any(route.state == "open" for route in routes)
        return "blocked" if shut and not waiting else "undetermined"
    found = worst([leads_to(route) or "undetermined" for route in best])
    if status == "undetermined" and OUTCOMES.index(found) > OUTCOMES.index("possible"):
        return "undetermined"
    return found


def _asked(
    work: WorkRights, use: Use, answers: Mapping[str, str], parts: tuple[Part, ...]
) -> Iterator[Question]:
    """Whether there are layers that nobody told of, where they would need consent."""
    reserved = [key for key in work.untold if not rules.layers().reserved(key).isdisjoint(use.acts)]
    facts = Facts("", "", answers)
    if reserved and parts and facts.of("only_told_layers") != "yes":
        labels = [layer_words()[key].label for key in reserved]
        joined = Text("・".join(t.ja for t in labels), ", ".join(t.en.lower() for t in labels))
        yield facts.ask("only_told_layers", layers=joined)


def _notes(use: Use) -> tuple[Reason, ...]:
    if use.modifies or use.adapts:
        return _MORAL, _INTEGRITY, _METADATA
    return _MORAL, _METADATA
