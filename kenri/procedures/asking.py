"""Routes of asking: the body that manages the right, and the holder directly."""

from __future__ import annotations

from collections.abc import Iterator

from kenri.procedures import rules
from kenri.procedures.facts import answered
from kenri.procedures.fees import of_body
from kenri.procedures.intentions import will_of
from kenri.procedures.making import act_list, failed, made
from kenri.procedures.routes import Question, Reason, Route, State
from kenri.procedures.rules import Body
from kenri.procedures.units import Unit
from kenri.vocab.text import Text

_GRANTED = Reason(Text("許諾を得ています。", "The permission has been obtained."), "", "ANSWER", kind="met")
_NOT_GRANTED = Reason(
    Text("許諾を得られませんでした。", "The permission was not given."), "", "ANSWER", kind="failed"
)
_LAW = "著作権等管理事業法第2条・第15条・第16条"


def collective_routes(unit: Unit) -> Iterator[Route]:
    """The licence of the body that manages the right; while that is not known, one route that asks which."""
    offering = offering_bodies(unit)
    managed = unit.facts.of("managed")
    if not unit.acts or (not offering and managed in ("", "no")):
        return
    if managed == "no":
        reason = answered("managed", "no", "", "ANSWER", met=False)
        yield made(unit, "collective", "not_applicable", reasons=(reason,))
    elif not managed:
        yield _unknown(unit, offering)
    elif managed in rules.bodies():
        yield _managed(unit, managed, rules.bodies()[managed])
    else:
        taking = rules.ranking().request
        reason = answered("managed", managed, "", "ANSWER", met=True)
        yield made(unit, "collective", "possible", reasons=(reason,), cost=taking.cost, time=taking.time)


def offering_bodies(unit: Unit) -> dict[str, Body]:
    """The bodies that may manage such a right for such a use."""
    return {key: body for key, body in rules.bodies().items() if _offers(unit, body)}


def _offers(unit: Unit, body: Body) -> bool:
    acts = body.manages.get(unit.layer)
    schema = unit.work.schema
    return (
        acts is not None
        and not set(acts).isdisjoint(unit.acts)
        and schema not in body.not_schemas
        and (not body.schemas or schema in body.schemas)
        and (not body.users or unit.facts.of("user") in body.users)
        and (not body.purposes or unit.facts.of("purpose") in body.purposes)
    )


def covered_by(unit: Unit, body: Body) -> tuple[str, ...]:
    """The acts of the use that a body's licence reaches. What it leaves to the holder's price it does not."""
    if unit.facts.of("purpose") in body.ask_holder_for:
        return ()
    return tuple(act for act in unit.acts if act in body.manages.get(unit.layer, ()))


def _managed(unit: Unit, key: str, body: Body) -> Route:
    acts = covered_by(unit, body)
    reasons = [_why(key, body)]
    missing = set(unit.acts) - set(acts)
    if missing:
        listed = act_list(missing)
        text = Text(f"{listed.ja} の許諾は含みません。", f"Its licence does not include {listed.en}.")
        reasons.append(Reason(text, _LAW, body.source, body.verified, "failed"))
    reasons += [Reason(body.excludes, "", body.source, body.verified)] if body.excludes else []
    reasons += _how(unit, body)
    reasons += _by_tariff(key, acts)
    state, asked = _licence(unit, body) if acts else ("not_applicable", ())
    if state in ("cleared", "blocked"):
        reasons.append(_GRANTED if state == "cleared" else _NOT_GRANTED)
    return made(
        unit,
        "collective",
        state,
        questions=asked,
        deciding=(),
        rule=key,
        label=body.label,
        acts=acts,
        reasons=tuple(reasons),
        article=_LAW,
        cost=body.cost,
        time=body.time,
    )


def _licence(unit: Unit, body: Body) -> tuple[State, tuple[Question, ...]]:
    """How the application to a body stands, and what is asked of it."""
    granted = unit.facts.of("granted.collective")
    if granted:
        return ("cleared" if granted == "yes" else "blocked"), ()
    unclear = (unit.facts.ask("entrusted"),) if is_entrusted(unit, body) is None else ()
    return "possible", (*unclear, unit.facts.ask("granted.collective"))


def _why(key: str, body: Body) -> Reason:
    return answered("managed", key, _LAW, body.source, met=True)


def _how(unit: Unit, body: Body) -> Iterator[Reason]:
    """Whether the body sets the fee, or passes the request on to the holder (非一任)."""
    entrusted = is_entrusted(unit, body)
    if entrusted is False:
        text = Text(
            "非一任型：使用料は権利者が定めます。団体は申込みを取り次ぎます。",
            "Not entrusted: the holder sets the fee; the body passes the request on.",
        )
        yield Reason(text, "著作権等管理事業法第2条", "CMA", kind="note")
    elif entrusted:
        text = Text(
            "使用料規程の額を超えて請求されず、正当な理由なく拒まれません。",
            "It cannot ask for more than its tariff, nor refuse without just cause.",
        )
        yield Reason(text, "著作権等管理事業法第13条・第16条", "CMA", kind="note")


def _by_tariff(key: str, acts: tuple[str, ...]) -> Iterator[Reason]:
    """Which of the body's tariffs Kenri can reckon with."""
    known = of_body(key, acts) if acts else ()
    if known:
        text = Text(
            f"Kenriで試算できる規程：{'、'.join(label.ja for label in known)}",
            f"Tariffs that Kenri can reckon with: {'; '.join(label.en for label in known)}",
        )
        yield Reason(text, "著作権等管理事業法第13条", "CMA", kind="note")


def is_entrusted(unit: Unit, body: Body) -> bool | None:
    """Whether the body sets the fee for this right; None where it may be either."""
    told = unit.facts.of("entrusted") or body.entrusted
    return {"yes": True, "no": False}.get(told)


def _unknown(unit: Unit, offering: dict[str, Body]) -> Route:
    """Somebody must look the work up in the bodies' registers."""
    names = [body.label for body in offering.values()]
    registers = [body.register.label for body in offering.values() if body.register]
    listed = Text("、".join(t.ja for t in names), ", ".join(t.en for t in names))
    where = Text("・".join(t.ja for t in registers), ", ".join(t.en for t in registers))
    text = Text(
        f"管理の有無が分かりません。確認先：{where.ja or listed.ja}",
        f"It is not known whether it is managed; look it up: {where.en or listed.en}",
    )
    first = next(iter(offering.values()))
    return made(
        unit,
        "collective",
        "open",
        label=listed,
        acts=tuple(act for act in unit.acts if any(act in b.manages[unit.layer] for b in offering.values())),
        reasons=(Reason(text, _LAW, "CMA", kind="doubt"),),
        questions=(unit.facts.ask("managed"),),
        article=_LAW,
        cost=first.cost,
        time=first.time,
    )


def request_routes(unit: Unit) -> Iterator[Route]:
    """Asking the holder: possible where somebody is named, until it turns out that nobody can be reached."""
    if unit.acts:
        yield _request(unit)


def _request(unit: Unit) -> Route:
    state, reasons, questions = _asked(unit)
    taking = rules.ranking()
    return made(
        unit,
        "request",
        state,
        article="著作権法第63条",
        reasons=(*_who(unit), *reasons),
        questions=questions,
        deciding=tuple(q for q in questions if q.name == "reachable" or unit.facts.of("replied") == "none"),
        cost=taking.request.cost,
        time=taking.free.time if state == "cleared" else taking.request.time,
    )


def _asked(unit: Unit) -> tuple[State, tuple[Reason, ...], tuple[Question, ...]]:
    """How a request stands: given, refused, without anybody to ask, or to be made."""
    facts, will = unit.facts, will_of(unit)
    granted, reachable, replied = facts.of("granted.request"), facts.of("reachable"), facts.of("replied")
    if granted == "yes" or (replied == "yes" and granted != "no"):
        return "cleared", (_GRANTED,), ()
    if "no" in (granted, replied) or (will and will.says == "refuse"):
        text = Text("権利者が許諾しない意思を示しています。", "The holder refuses.")
        return "blocked", failed(text, "著作権法第63条", "HOLDER"), ()
    if reachable == "no" or (reachable != "yes" and not unit.holder.name and not will):
        text = Text("連絡できる権利者が分かりません。", "No holder is known who can be reached.")
        return "not_applicable", failed(text), ()
    found = reachable == "yes" or will or replied == "terms" or facts.of("contact") == "use"
    if not found:
        return "possible", (), (facts.ask("reachable"),)
    return "possible", (), (facts.ask("granted.request") if replied else facts.ask("replied"),)


def _who(unit: Unit) -> Iterator[Reason]:
    holder = unit.holder
    if holder.name:
        claimed = (
            Text("権利を主張する者", "claims the right")
            if holder.claimed
            else Text("創作・製作した者", "made or produced it")
        )
        yield Reason(
            Text(f"権利者：{holder.name}（{claimed.ja}）", f"Holder: {holder.name} ({claimed.en})"),
            "著作権法第17条",
            "LAW",
        )
    if holder.dead:
        text = Text(
            "故人です。相続人など、権利を承継した人を探します。",
            "Dead: look for the heirs or whom the right went to.",
        )
        yield Reason(text, "著作権法第61条・第62条", "LAW", kind="doubt")
    if len(unit.rights.holders) > 1 and not unit.neighbouring:
        text = Text("共有の権利は、全員の合意がなければ行使できません。", "Co-owners must all agree.")
        yield Reason(text, "著作権法第65条第2項", "LAW")
    if unit.use.adapts:
        text = Text(
            "翻訳・翻案の権利は、譲渡契約に特に書かれていなければ元の著作者に残ると推定されます。",
            "Rights of adaptation are presumed to stay with who transferred the others without naming them.",
        )
        yield Reason(text, "著作権法第61条第2項", "LAW")
