"""From a work, a use and what people answered to a plan. A pure function: a changed fact changes the plan."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

import msgspec

from kenri.procedures import rules
from kenri.procedures.adjudication import adjudication_routes
from kenri.procedures.asking import collective_routes, request_routes
from kenri.procedures.contested import with_doubts
from kenri.procedures.facts import Answers, Facts, checked_answers
from kenri.procedures.intentions import intention_routes
from kenri.procedures.licences import licence_routes
from kenri.procedures.limitations import limitation_routes
from kenri.procedures.plans import Part, Plan
from kenri.procedures.protection import in_doubt, protection_routes, status_of
from kenri.procedures.ranking import chosen, leads_to, ranked, worst
from kenri.procedures.rights import LayerRights, LayerState, WorkRights
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


_TELL = Reason(
    Text(
        "ほかの権利の層があるとのことです。その著作者・年などの事実を入力してください。",
        "There are other layers of rights: tell who made them, and when.",
    ),
    source="ANSWER",
    kind="todo",
)

__all__ = ["Plan", "plan"]


def plan(work: WorkRights, use: Use, answers: Answers, on: date) -> Plan:
    """Every route for every layer and holder, ranked, and the plan that they make.

    ``answers`` are by the keys of ``Plan.questions``. Raises ``Problem('unknown_question')`` and
    ``Problem('bad_answer')`` for answers that answer nothing.
    """
    told = checked_answers(answers) if answers else answers
    parts = tuple(_part(unit) for unit in units_of(work, use, told, on))
    others = _others(work, use, told, on, parts)
    notes = (*_not_told(work, use, told, others), *_notes(work, use))
    return Plan(work.id, work.title, use, on, parts, others, notes)


def _part(unit: Unit) -> Part:
    routes = ranked(with_doubts(unit, route) for route in _routes(unit))
    acts = unit.acts or unit.use.acts
    best = chosen(routes, acts) or ()
    outcome = _outcome(unit, routes, best)
    return Part(unit.key, unit.layer, unit.holder, status_of(unit), unit.acts, routes, best, outcome)


def _routes(unit: Unit) -> Iterator[Route]:
    """All routes; where no right stands in the way nobody need be asked, but terms may be declared."""
    protection = tuple(protection_routes(unit))
    yield from protection
    yield from licence_routes(unit)
    if any(route.state == "cleared" for route in protection):
        return
    yield from limitation_routes(unit)
    yield from intention_routes(unit)
    yield from collective_routes(unit)
    yield from request_routes(unit)
    yield from adjudication_routes(unit)


def _outcome(unit: Unit, routes: tuple[Route, ...], best: tuple[Route, ...]) -> Outcome:
    """What the chosen routes come to. Whether it is protected at all comes before asking or paying."""
    if not best:
        shut = any(route.state == "blocked" for route in routes)
        waiting = any(route.state == "open" for route in routes)
        return "blocked" if shut and not waiting else "undetermined"
    found = worst([leads_to(route) or "undetermined" for route in best])
    if OUTCOMES.index(found) > OUTCOMES.index("possible") and in_doubt(unit):
        return "undetermined"
    return found


def _others(
    work: WorkRights, use: Use, answers: Answers, on: date, parts: tuple[Part, ...]
) -> tuple[Outcome, tuple[Question, ...]]:
    """What layers that nobody told of leave of the outcome, and whether to ask for them.

    It is asked once nothing else stands in the way, where one of them, were it protected, would need consent.
    """
    facts = Facts("", "", answers)
    told = facts.of("only_told_layers")
    if told == "no":
        return "undetermined" if _reserved((*work.untold, *work.unnamed), use) else "free", ()
    reserved = _reserved(work.untold, use)
    if not reserved or told == "yes":
        return "free", ()
    if any(OUTCOMES.index(part.outcome) > OUTCOMES.index("possible") for part in parts):
        return "free", ()
    states = {code: LayerState("protected") for code in ("JP", *use.territory)}
    layers = (*work.layers[:1], *(LayerRights(key, states) for key in reserved))
    imagined = msgspec.structs.replace(work, layers=layers)
    needing = [
        layer_words()[unit.layer].label
        for unit in units_of(imagined, use, answers, on)
        if unit.layer in reserved and not _part(unit).clear
    ]
    if not needing:
        return "free", ()
    joined = Text("・".join(t.ja for t in needing), ", ".join(t.en.lower() for t in needing))
    return "possible", (facts.ask("only_told_layers", layers=joined),)


def _not_told(
    work: WorkRights, use: Use, answers: Answers, others: tuple[Outcome, tuple[Question, ...]]
) -> tuple[Reason, ...]:
    """What is to be said of layers that no record tells of: unless it is asked, nobody may overlook them."""
    outcome, asked = others
    if outcome == "undetermined":
        return (_TELL,)
    reserved = _reserved(work.untold, use)
    if asked or not reserved or Facts("", "", answers).of("only_told_layers") == "yes":
        return ()
    labels = [layer_words()[key].label for key in reserved]
    ja, en = "・".join(label.ja for label in labels), ", ".join(label.en.lower() for label in labels)
    text = Text(
        f"この記録は{ja}の権利について示していません。含まれていれば、その著作物として別に調べてください。",
        f"The record tells nothing of: {en}. Where they are part of it, each needs an answer of its own.",
    )
    return (Reason(text, "", "RULE", kind="doubt"),)


def _reserved(layers: Iterable[str], use: Use) -> list[str]:
    """Those of the layers in which the use needs consent as long as they are protected."""
    return [key for key in layers if not rules.layers().reserved(key).isdisjoint(use.acts)]


def _notes(work: WorkRights, use: Use) -> tuple[Reason, ...]:
    integrity = (_INTEGRITY,) if use.modifies or use.adapts else ()
    return *_unnamed(work), _MORAL, *integrity, _METADATA


def _unnamed(work: WorkRights) -> tuple[Reason, ...]:
    if not work.unnamed:
        return ()
    labels = [layer_words()[key].label for key in work.unnamed]
    ja, en = "・".join(label.ja for label in labels), ", ".join(label.en.lower() for label in labels)
    text = Text(
        f"記録に制作者の示されていない要素（{ja}）はないものとしています。"
        "お使いの複製物にあれば、別に確認してください。",
        f"No record names a maker of other parts ({en}), so none are assumed. Look at those of your copy.",
    )
    return (Reason(text, "", "RULE", kind="note"),)
