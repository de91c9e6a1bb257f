"""The holder's declared will for a use: which declaration stands, and the route it opens or shuts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

import msgspec

from kenri.procedures import rules
from kenri.procedures.making import made
from kenri.procedures.rights import Intention
from kenri.procedures.routes import Estimate, Reason, Route
from kenri.procedures.units import Unit
from kenri.vocab.text import Text

_RESTRICTIVE = ("refuse", "ask", "terms", "permit")
"""The most restrictive first: where declarations conflict, this one stands."""
_SAYS = {
    "permit": Text("許諾する", "permits it"),
    "terms": Text("条件付きで許諾する", "permits it on terms"),
    "ask": Text("個別に問い合わせてほしい", "wants to be asked"),
    "refuse": Text("許諾しない", "refuses it"),
}


_NO_PAYMENT = Text("示された条件に対価はありません。", "The terms name no payment.")


class Will(NamedTuple):
    """What a holder wants for this use, and whether declarations conflicted."""

    intention: Intention
    conflict: bool

    @property
    def says(self) -> str:
        """One of ``permit``, ``terms``, ``ask``, ``refuse``."""
        return self.intention.says


def will_of(unit: Unit) -> Will | None:
    """The declaration that stands for the use on the day; None where none does: unknown, not allowed.

    Of one declarer the latest stands, and one for this purpose before one for all, unless the one for all is
    later; then, and between declarers, the most restrictive stands (as AIPREF's "disallow wins").
    """
    live = [i for i in unit.holder.intentions if _covers(i, unit)]
    if not live:
        return None
    standing: list[Intention] = []
    for by in dict.fromkeys(i.by for i in live):
        standing += _latest([i for i in live if i.by == by])
    first = min(standing, key=lambda i: _RESTRICTIVE.index(i.says))
    return Will(first, len({i.says for i in standing}) > 1)


def _covers(intention: Intention, unit: Unit) -> bool:
    if intention.purposes and unit.facts.of("purpose") not in intention.purposes:
        return False
    if intention.says in ("permit", "terms") and intention.acts:
        covered = set(unit.acts) <= set(intention.acts)
    else:
        covered = not intention.acts or not set(unit.acts).isdisjoint(intention.acts)
    begun = intention.declared is None or intention.declared <= unit.on
    return covered and begun and (intention.until is None or intention.until >= unit.on)


def _latest(told: list[Intention]) -> list[Intention]:
    """Of one declarer's: the latest for the purpose and, if that is later, the latest for all purposes."""
    special = _last([i for i in told if i.purposes])
    general = _last([i for i in told if not i.purposes])
    if not special or (general and _day(general[0]) > _day(special[0])):
        return special + general
    return special


def _last(told: list[Intention]) -> list[Intention]:
    """All of the latest day: two of one day may conflict."""
    latest = max((_day(i) for i in told), default=date.min)
    return [i for i in told if _day(i) == latest]


def _day(intention: Intention) -> date:
    return intention.declared or date.min


def intention_routes(unit: Unit) -> Iterator[Route]:
    """The route that a declared will opens (permit, terms) or shuts (refuse); asking is a request."""
    will = will_of(unit) if unit.acts else None
    if will is None or will.says == "ask":
        return
    reasons = _reasons(unit, will)
    if will.says == "refuse":
        yield made(unit, "intention", "blocked", reasons=reasons)
    elif will.says == "permit":
        yield made(unit, "intention", "cleared", reasons=reasons)
    else:
        yield _on_terms(unit, will, reasons)


def _on_terms(unit: Unit, will: Will, reasons: tuple[Reason, ...]) -> Route:
    """The terms are there to be accepted: whether they are is the user's own choice, no less sure for it."""
    accepted = unit.facts.of("terms_accepted")
    cost, time = _taken(will.intention)
    if accepted == "no":
        return made(unit, "intention", "not_applicable", reasons=reasons, cost=cost, time=time)
    if accepted == "yes":
        return made(unit, "intention", "cleared", reasons=reasons, cost=cost)
    question = unit.facts.ask("terms_accepted")
    return made(
        unit,
        "intention",
        "possible",
        reasons=reasons,
        questions=(question,),
        deciding=(),
        cost=cost,
        time=time,
    )


def _taken(intention: Intention) -> tuple[Estimate, Estimate]:
    """What it costs and takes to accept terms: only where they ask for payment is anything to be arranged."""
    taking, fee = rules.ranking(), intention.fee
    at_once = taking.accepting
    if fee == "free":
        return at_once.cost, at_once.time
    if not fee:
        return Estimate(_NO_PAYMENT, low=0, source="HOLDER"), at_once.time
    asked = Text(f"{taking.terms.cost.basis.ja}（{fee}）", f"{taking.terms.cost.basis.en} ({fee})")
    return msgspec.structs.replace(taking.terms.cost, basis=asked), taking.terms.time


def _reasons(unit: Unit, will: Will) -> tuple[Reason, ...]:
    told, says = will.intention, _SAYS[will.says]
    by = told.by or unit.holder.name
    day = f"（{told.declared}）" if told.declared else ""
    reasons = [
        Reason(
            Text(
                f"{by}の意思表示：{says.ja}{day}{told.terms}",
                f"{by or 'The holder'} {says.en}. {told.terms}".strip(),
            ),
            "",
            "HOLDER",
            kind="failed" if will.says == "refuse" else "met",
        )
    ]
    if will.conflict:
        text = Text(
            "意思表示が食い違うため、最も制限的なものに従います。",
            "Declarations conflict; the most restrictive stands.",
        )
        reasons.append(Reason(text, "", "AIPREF", kind="doubt"))
    if will.says == "refuse" and unit.facts.of("purpose") == "data_analysis":
        text = Text(
            "学習拒否の意思表示は権利者の意向であり、それだけで第30条の4の適用を妨げるものではありません（考慮要素となり得ます）。",
            "An opt-out is the holder's wish; by itself it is no legal bar to art. 30-4 (it may be weighed).",
        )
        reasons.append(Reason(text, "著作権法第30条の4", "AIL", kind="note"))
    return tuple(reasons)
