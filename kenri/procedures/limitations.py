"""Routes through the limitations of the author's rights, arts. 30 to 47-5 with 47-6, 47-7, 48 and 102."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping

from kenri.procedures import rules
from kenri.procedures.facts import passes, wanted_values, weigh
from kenri.procedures.making import act_list, failed, made
from kenri.procedures.routes import Reason, Route, State
from kenri.procedures.rules import Limitation
from kenri.procedures.units import Unit
from kenri.vocab.text import Text

_PROVISO = Reason(
    Text(
        "ただし書：著作権者の利益を不当に害することとなる場合は認められません。最終的な判断は人が行います。",
        "Proviso: not where it would unreasonably prejudice the holder's interests; people must weigh that.",
    ),
    source="LAW",
    kind="doubt",
)
_CREDIT = {
    "always": Reason(
        Text("出所を明示します。", "The source must be named."), "著作権法第48条", "LAW", kind="duty"
    ),
    "custom": Reason(
        Text("慣行があるときは出所を明示します。", "The source must be named where that is the custom."),
        "著作権法第48条",
        "LAW",
        kind="duty",
    ),
}
_ABROAD = failed(
    Text(
        "日本の著作権法の権利制限は、国内での利用にしか及びません。",
        "Limitations of Japanese law reach acts in Japan only.",
    ),
    "著作権法第30条～第47条の7",
    "LAW",
)


def limitation_routes(unit: Unit) -> Iterator[Route]:
    """Every limitation that such a purpose may have in this layer; those for other purposes are left out."""
    if not unit.acts:
        return
    for key, limitation in _for_purpose(unit.facts.of("purpose")).items():
        if _concerns(unit, limitation):
            yield _route(unit, key, limitation)


@functools.lru_cache(maxsize=256)
def _for_purpose(purpose: str) -> Mapping[str, Limitation]:
    """The limitations that ask for this purpose, or for none; all where the purpose is not known."""
    return {
        key: limitation
        for key, limitation in rules.limitations().items()
        if not purpose or purpose in wanted_values(limitation.when.get("purpose", purpose))
    }


def _concerns(unit: Unit, limitation: Limitation) -> bool:
    if limitation.layers and unit.layer not in limitation.layers:
        return False
    if unit.layer in limitation.not_layers or (unit.neighbouring and not limitation.neighbouring):
        return False
    return any(limitation.reaches(act) for act in unit.acts)


def _route(unit: Unit, key: str, limitation: Limitation) -> Route:
    reached = tuple(act for act in unit.acts if limitation.reaches(act))
    outside = _outside(unit, limitation, reached)
    weighed = weigh(unit.facts, limitation.when, limitation.article, limitation.source)
    state: State
    if outside or weighed.failed:
        state, reasons = "not_applicable", outside or weighed.reasons
    else:
        state, reasons = _weighed(unit, key, limitation, weighed.state, weighed.reasons)
    return made(
        unit,
        "limitation",
        state,
        rule=key,
        label=limitation.label,
        article=limitation.article,
        acts=reached,
        reasons=reasons,
        questions=() if state == "not_applicable" else weighed.questions,
        proviso=_weighs(unit, limitation),
        **_cost(unit, limitation),
    )


def _outside(unit: Unit, limitation: Limitation, reached: tuple[str, ...]) -> tuple[Reason, ...]:
    """Why the use as a whole lies outside, whatever the conditions: abroad, or an act that is not reached."""
    if unit.use.abroad:
        return _ABROAD
    beyond = {act for act in unit.use.acts if act in limitation.not_with}
    if not beyond and not limitation.partly:
        beyond = set(unit.acts) - set(reached)
    if not beyond:
        return ()
    acts = act_list(beyond)
    text = Text(f"この規定は {acts.ja} を対象としません。", f"It does not reach {acts.en}.")
    return failed(text, limitation.article, limitation.source, verified=limitation.verified)


def _weighs(unit: Unit, limitation: Limitation) -> bool:
    """Whether the proviso on prejudice applies to this use."""
    acts = limitation.proviso_acts
    return bool(limitation.proviso) and (not acts or not set(acts).isdisjoint(unit.acts))


def _weighed(
    unit: Unit, key: str, limitation: Limitation, state: str, reasons: tuple[Reason, ...]
) -> tuple[State, tuple[Reason, ...]]:
    """The state after the proviso, and the duties that come with the limitation."""
    notes = tuple(Reason(text, limitation.article, "LAW") for text in limitation.watch)
    duty = (_CREDIT[limitation.credit],) if limitation.credit else ()
    if not _weighs(unit, limitation):
        return ("open" if state == "open" else "cleared"), (*reasons, *duty, *notes)
    if unit.facts.of(f"prejudice.{key}") == "yes":
        found = Text(
            "著作権者の利益を不当に害すると判断されています。",
            "It was found to prejudice the holder unreasonably.",
        )
        return "not_applicable", failed(found, limitation.article, "ANSWER")
    return ("open" if state == "open" else "possible"), (*reasons, _PROVISO, *duty, *notes)


def _cost(unit: Unit, limitation: Limitation) -> dict[str, object]:
    """Compensation, where the limitation asks for it."""
    pay = limitation.pay
    if pay is None or (limitation.pay_acts and set(limitation.pay_acts).isdisjoint(unit.acts)):
        return {}
    if limitation.pay_unless and passes(unit.facts, limitation.pay_unless):
        return {}
    return {"cost": pay.estimate(unit.on)}
