"""Routes that need no permission because no right stands in the way: not in this act, or not any more."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from kenri.procedures import rules
from kenri.procedures.licences import bound_by_contract
from kenri.procedures.making import act_list, failed, made
from kenri.procedures.rights import LayerState, assumption
from kenri.procedures.routes import Question, Reason, ReasonKind, Route
from kenri.procedures.units import Unit
from kenri.status.jurisdictions import jurisdictions
from kenri.vocab.text import Text
from kenri.vocab.uses import WORLD
from kenri.vocab.vocabularies import territories

_FREE = ("public_domain", "not_protected")
_EXHAUSTED = Text(
    "実演家の許諾を得て映画に録音・録画された実演には、映画の利用について権利が及びません。",
    "A performance recorded in a film with the performer's consent is free when the film is used.",
)


_CONTRACT = Reason(
    Text(
        "著作権はありませんが、提供元の契約条件がこの利用を認めていません。提供元に相談するか、別の複製物を使います。",
        "No copyright stands in the way, but the provider's terms do: ask the provider, or use another copy.",
    ),
    source="ANSWER",
    kind="doubt",
)


def protection_routes(unit: Unit) -> Iterator[Route]:
    """The routes ``no_right`` and ``term``."""
    if not unit.acts:
        yield _no_right(unit)
        return
    if unit.layer == "performance" and unit.work.schema == "film" and not unit.use.abroad:
        yield _exhausted(unit)
    yield _term(unit)


def status_of(unit: Unit) -> str:
    """The status of the layer over the territories of the use: protected if it is in one of them.

    A territory whose law Kenri does not know leaves it undetermined, unless somebody has answered for it.
    """
    found = [unit.rights.states.get(code) for code in _territories(unit)]
    unknown = None in found and unit.facts.of("foreign_law") != "yes"
    states = [state.status for state in found if state is not None] + ["undetermined"] * unknown
    return next((s for s in ("protected", "undetermined", *_FREE) if s in states), "undetermined")


def in_doubt(unit: Unit) -> bool:
    """Whether the status is undetermined, and the work not so recent that it surely counts as protected."""
    if not unit.acts or status_of(unit) != "undetermined":
        return False
    states = unit.rights.states.values()
    return not any(state.recent for state in states)


def _no_right(unit: Unit) -> Route:
    table = rules.layers()
    fee = table.remunerated
    acts = act_list(unit.use.acts)
    neighbour = table.neighbouring.get(unit.layer)
    article = neighbour.article if neighbour else "著作権法第21条～第28条"
    reasons = [
        Reason(
            Text(
                f"この層の権利は、この利用（{acts.ja}）を対象としません。",
                f"The right in this layer does not reach {acts.en}.",
            ),
            article,
            "LAW",
            kind="met",
        )
    ]
    if unit.layer in fee.layers and not set(fee.acts).isdisjoint(unit.use.acts):
        reasons.append(
            Reason(
                Text(
                    "商業用レコードの放送には、許諾は要りませんが二次使用料を支払います。",
                    "Broadcasting a commercial recording needs no consent, but a secondary-use fee.",
                ),
                "著作権法第95条・第97条",
                "LAW",
                kind="duty",
            )
        )
    return made(unit, "no_right", "cleared", reasons=tuple(reasons), acts=unit.use.acts)


def _exhausted(unit: Unit) -> Route:
    """Arts. 91(2), 92(2), 92-2(2), 95-2(2): one chance of the performers in a film."""
    consent = unit.facts.of("filmed_with_consent")
    article = "著作権法第91条第2項・第92条第2項・第92条の2第2項"
    if consent == "no":
        return made(unit, "no_right", "not_applicable", reasons=failed(_EXHAUSTED, article, "LAW"))
    reason = Reason(_EXHAUSTED, article, "LAW", kind="met" if consent else "note")
    questions = () if consent else (unit.facts.ask("filmed_with_consent"),)
    return made(unit, "no_right", "open" if questions else "cleared", reasons=(reason,), questions=questions)


def _term(unit: Unit) -> Route:
    """Whether the term is over, or no right ever was, in every territory of the use."""
    reasons: list[Reason] = []
    questions: list[Question] = []
    worst = "cleared"
    for code in _territories(unit):
        state, why, asked = _in(unit, code)
        reasons += why
        questions += asked
        worst = max(worst, state, key=_ORDER.index)
    if worst == "not_applicable":
        questions = []
    elif bound_by_contract(unit):
        worst = max(worst, "possible", key=_ORDER.index)
        if unit.facts.of("contract_terms_allow") == "no":
            reasons.append(_CONTRACT)
        else:
            questions.append(unit.facts.ask("contract_terms_allow"))
    return made(
        unit,
        "term",
        worst,  # type: ignore[arg-type]
        reasons=tuple(reasons),
        questions=tuple(dict.fromkeys(questions)),
        article=next((r.article for r in reasons if r.article), ""),
    )


_ORDER = ("cleared", "possible", "open", "not_applicable")


def _territories(unit: Unit) -> tuple[str, ...]:
    if WORLD not in unit.use.territory:
        return unit.use.territory
    return (*unit.rights.states, WORLD)


def _in(unit: Unit, code: str) -> tuple[str, list[Reason], list[Question]]:
    """State, reasons and questions in one territory."""
    state = unit.rights.states.get(code)
    if state is None:
        return _elsewhere(unit, code)
    reasons = _reasons(state)
    if state.status in _FREE:
        return _presumed(unit, state, reasons)
    until = state.until
    if state.status == "protected":
        begins = unit.use.begins
        if until and begins and begins > until:
            text = Text(
                f"利用の開始（{begins}）より前に保護期間が満了します。",
                f"The term ends before the use begins on {begins}.",
            )
            return "cleared", [*reasons, Reason(text, "", "STATUS", kind="met")], []
        if until:
            free = until + timedelta(days=1)
            text = Text(f"{code}：{free} から許諾なく利用できます。", f"{code}: free from {free} on.")
            reasons.append(Reason(text, "", "STATUS"))
        return "not_applicable", reasons, []
    return "open", reasons, _settling(unit, state)


def _elsewhere(unit: Unit, code: str) -> tuple[str, list[Reason], list[Question]]:
    """A territory whose status was not computed: somebody must know its law."""
    answer = unit.facts.of("foreign_law")
    where = Text("その他の国", "other countries") if code == WORLD else _place(code)
    known = code in jurisdictions()
    text = (
        Text(f"{where.ja}での状態が計算されていません。", f"The status in {where.en} was not computed.")
        if known
        else Text(
            f"{where.ja}の法律の規則は Kenri にありません。", f"Kenri has no rules of the law of {where.en}."
        )
    )
    if answer == "yes":
        return "cleared", [Reason(text, "", "ANSWER", kind="met")], []
    if answer == "no":
        return "not_applicable", [Reason(text, "", "ANSWER", kind="failed")], []
    return "open", [Reason(text, kind="doubt")], [unit.facts.ask("foreign_law")]


def _place(code: str) -> Text:
    entry = territories().get(code)
    return Text(f"{entry.label.ja}（{code}）", f"{entry.label.en} ({code})") if entry else Text(code, code)


def _presumed(
    unit: Unit, state: LayerState, reasons: list[Reason]
) -> tuple[str, list[Reason], list[Question]]:
    """Free, but for the presumptions that the status rests on: each is a question until it is answered."""
    questions: list[Question] = []
    for name in state.assumes:
        key = f"assumption.{name}"
        answer = unit.facts.of(key)
        if answer == "no":
            text = assumption(name)
            asked = _settling(unit, state) or [unit.facts.ask(f"settles.{name}", text=text)]
            return "open", [*reasons, *failed(text, "", "ANSWER")], asked
        if answer != "yes":
            questions.append(unit.facts.ask(key, text=assumption(name)))
    return "possible" if questions else "cleared", reasons, questions


def _settling(unit: Unit, state: LayerState) -> list[Question]:
    """The facts that would settle the status."""
    told = state.whole or state.answer
    if told is None:
        return []
    return [unit.facts.ask(f"settles.{e['fact']}", text=e["text"]) for e in told.settled_by()]


def _reasons(state: LayerState) -> list[Reason]:
    kind: ReasonKind = "doubt"
    if state.status != "undetermined":
        kind = "met" if state.status in _FREE else "failed"
    told = state.whole or state.answer
    if told is None:
        return []
    return [
        Reason(r["text"], r["article"], r["source"] or "STATUS", r["verified"], kind) for r in told.reasons()
    ]
