"""The adjudications of arts. 67-3 and 67: who is eligible, what must be done, how long to wait."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from datetime import date, timedelta

from kenri.procedures import rules
from kenri.procedures.applications import short, stage_of
from kenri.procedures.asking import covered_by, is_entrusted
from kenri.procedures.facts import Facts
from kenri.procedures.intentions import will_of
from kenri.procedures.making import made
from kenri.procedures.routes import Estimate, Kind, Question, Reason, ReasonKind, Route
from kenri.procedures.rules import Adjudication, Requirement
from kenri.procedures.units import Unit
from kenri.vocab.text import Text

KINDS: tuple[Kind, ...] = ("adjudication_67_3", "adjudication_67")
_NO_REPLY = ("", "none", "bounced")


def adjudication_routes(unit: Unit) -> Iterator[Route]:
    """Both adjudications, as far as the law of the day knows them."""
    if not unit.acts:
        return
    for kind in KINDS:
        law = rules.adjudications()[kind]
        if unit.on >= law.since:
            yield _route(unit, kind, law)


def _route(unit: Unit, kind: Kind, law: Adjudication) -> Route:
    notes, facts = _constant(kind, unit.on)
    facts = {**facts, "unfit": _lasting(unit) is (law.longest_years > 0)}
    stage = None if unit.use.abroad else stage_of(unit, kind, law)
    if stage is not None:
        reasons, asked = (stage.reason, *notes), stage.questions
        return made(unit, kind, stage.state, reasons=reasons, questions=asked, deciding=(), **facts)
    known = derived(unit, law)
    failing, reasons, questions = _eligible(unit, law, known)
    if failing:
        return made(unit, kind, "not_applicable", reasons=failing, **facts)
    todo, asked = _steps(unit, law, known)
    filed = f"applied.{short(kind)}"
    if not (questions or asked or unit.facts.of(filed) or any(reason.kind == "todo" for reason in todo)):
        asked = (unit.facts.ask(filed),)
    return made(
        unit,
        kind,
        "open" if questions else "possible",
        reasons=(*reasons, *todo, *known.doubts, *notes),
        questions=tuple(dict.fromkeys((*questions, *asked))),
        deciding=questions,
        **facts,
    )


@functools.lru_cache(maxsize=256)
def _constant(kind: Kind, on: date) -> tuple[tuple[Reason, ...], dict[str, object]]:
    """What is the same for every work on a day: the notes, its article, and what it costs and takes."""
    law = rules.adjudications()[kind]
    notes = tuple(Reason(text, law.article, law.source, law.verified) for text in law.notes)
    cost, time = _total(tuple(cost.item(on) for cost in law.costs)), _total(law.days)
    return notes, {"article": law.article, "cost": cost, "time": time}


class Derived(Facts):
    """The facts of a unit with those that follow from several of them, and the doubts they leave."""

    __slots__ = ("doubts",)

    def __init__(self, unit: Unit, found: dict[str, str], doubts: tuple[Reason, ...]) -> None:
        facts = unit.facts
        super().__init__(facts.unit, facts.layer, facts.answers, found, *facts.told)
        self.doubts = doubts


def derived(unit: Unit, law: Adjudication) -> Derived:
    """What follows from the answers.

    ``in_japan``: every act is made in Japan. ``made_public``: published, or evidently long offered.
    ``unmanaged``: no registered body manages this right for these acts. ``undisclosed``: the holder's will is
    neither declared nor answered. ``enough_written``: the contacts written to suffice. ``waited``: the days
    of waiting after the arrival are over.
    """
    unmanaged, doubts = _unmanaged(unit)
    written, doubt = _written(unit, law)
    known = {
        "in_japan": "no" if unit.use.abroad else "yes",
        "made_public": _public(unit.facts),
        "unmanaged": unmanaged,
        "undisclosed": "no" if _disclosed(unit) else "yes",
        "enough_written": written,
        "waited": _waited(unit, law),
        "holder_unknown": _unknown_holder(unit),
    }
    return Derived(unit, {name: value for name, value in known.items() if value}, (*doubts, *doubt))


def _public(facts: Facts) -> str:
    answers = facts.of("published"), facts.of("long_available")
    return "yes" if "yes" in answers else "no" if answers == ("no", "no") else ""


def _unmanaged(unit: Unit) -> tuple[str, tuple[Reason, ...]]:
    managed = unit.facts.of("managed")
    if not managed or managed == "no":
        return ("yes" if managed else ""), ()
    body = rules.bodies().get(managed)
    if body is None:
        return "no", ()
    if not covered_by(unit, body):
        text = Text(
            "団体は別の行為だけを管理しています。対象になるかは条文上明らかでなく、確認が必要です。",
            "The body manages other acts only; the statute is unclear whether it is eligible: review it.",
        )
        return "yes", (Reason(text, "著作権法第67条の3第2項第1号", "RULE", verified=False, kind="doubt"),)
    entrusted = is_entrusted(unit, body)
    if entrusted is False:
        text = Text(
            "非一任型の管理は、著作権等管理事業者による管理に当たらないと考えられます（推論）。",
            "Management at the holder's price is taken not to count as management (inference).",
        )
        return "yes", (Reason(text, "著作権等管理事業法第2条", "CMA", verified=False, kind="doubt"),)
    return ("no", ()) if entrusted else ("", ())


def _disclosed(unit: Unit) -> bool:
    """Any declared will, any substantive answer (yes, no, let us talk): the intention is confirmed."""
    return will_of(unit) is not None or unit.facts.of("replied") not in _NO_REPLY


def _written(unit: Unit, law: Adjudication) -> tuple[str, tuple[Reason, ...]]:
    found, written = unit.facts.number("contacts_found"), unit.facts.number("contacts_written")
    if found == 0:
        text = Text(
            "連絡先が一つも見つからない場合、待機なしで進められるかは確認が必要です。",
            "No contact was found: whether one may go on without waiting must be reviewed.",
        )
        return "yes", (Reason(text, law.article, "GENERAL", verified=False, kind="doubt"),)
    if found is None or written is None:
        return "", ()
    return ("yes" if written >= min(found, law.contacts) else "no"), ()


def _waited(unit: Unit, law: Adjudication) -> str:
    """The days run from the day after the arrival; what bounced never arrived."""
    if not law.waiting_days or unit.facts.number("contacts_found") == 0:
        return "yes"
    if unit.facts.of("replied") == "bounced":
        return "no"
    arrived = unit.facts.day("enquiry_arrived")
    return "" if arrived is None else "yes" if unit.on > waiting_ends(arrived, law) else "no"


def waiting_ends(arrived: date, law: Adjudication) -> date:
    """The last day of waiting for an enquiry that arrived on a day."""
    return arrived + timedelta(days=law.waiting_days)


def _unknown_holder(unit: Unit) -> str:
    facts = unit.facts
    told = facts.of("holder_unknown")
    if told or facts.of("reachable") == "no":
        return told or "yes"
    return "no" if facts.of("reachable") == "yes" or _disclosed(unit) else ""


_ASK_INSTEAD = {
    "made_public": ("published", "long_available"),
    "unmanaged": ("managed", "entrusted"),
    "waited": ("enquiry_arrived",),
    "enough_written": ("contacts_found", "contacts_written"),
}


def _question(unit: Unit, fact: str) -> Question:
    """What to ask for a fact: itself, or the first unknown of those that it follows from."""
    if fact not in _ASK_INSTEAD:
        return unit.facts.ask(fact)
    names = _ASK_INSTEAD[fact]
    return unit.facts.ask(next((name for name in names if not unit.facts.of(name)), names[0]))


def _eligible(
    unit: Unit, law: Adjudication, known: Derived
) -> tuple[tuple[Reason, ...], tuple[Reason, ...], tuple[Question, ...]]:
    """What fails; else what is met, and what must be asked."""
    met: list[Reason] = []
    questions: list[Question] = []
    for needed in law.eligible:
        if needed.of == "authors" and unit.neighbouring:
            continue
        value = known.of(needed.fact)
        if not value:
            questions.append(_question(unit, needed.fact))
        elif value in needed.is_:
            met.append(_reason(needed, "met"))
        else:
            return (_reason(needed, "failed"),), (), ()
    return (), tuple(met), tuple(questions)


@functools.cache
def _reason(needed: Requirement, kind: ReasonKind) -> Reason:
    return Reason(needed.text, needed.article, needed.source, needed.verified, kind)


def _steps(unit: Unit, law: Adjudication, known: Derived) -> tuple[tuple[Reason, ...], tuple[Question, ...]]:
    """Which steps are done and which are to do; without all of them an application is incomplete."""
    reasons: list[Reason] = []
    questions: list[Question] = []
    for step in law.steps:
        if step.unless and known.of(step.unless) == "yes":
            continue
        value = known.of(step.fact)
        reasons.append(_reason(step, "met" if value in step.is_ else "todo"))
        if not value:
            questions.append(_question(unit, step.fact))
    arrived = unit.facts.day("enquiry_arrived")
    if law.waiting_days and arrived:
        end = waiting_ends(arrived, law)
        text = Text(
            f"待機は {end} まで（到達 {arrived}）。", f"The waiting ends with {end} (arrived {arrived})."
        )
        reasons.append(Reason(text, "", "HB", verified=False))
    if any(step.unless for step in law.steps) and not known.of("past_award"):
        questions.append(unit.facts.ask("past_award"))
    if law.longest_years and _lasting(unit) is None:
        questions.append(unit.facts.ask("temporary"))
    return tuple(reasons), tuple(dict.fromkeys(questions))


def _lasting(unit: Unit) -> bool | None:
    """Whether the use is to go on after the longest award of art. 67-3; None where that is unknown (R32)."""
    answer = unit.facts.of("temporary")
    begins, ends = unit.use.begins, unit.use.ends
    if answer or begins is None:
        return {"yes": False, "no": True}.get(answer)
    if ends is None:
        return True
    years = max(law.longest_years for law in rules.adjudications().values())
    leap = (begins.month, begins.day) == (2, 29)
    return ends >= date(begins.year + years, begins.month, 28 if leap else begins.day)


def _total(items: tuple[rules.Item, ...]) -> Estimate:
    """The sum of what is known; without an upper end where a part is not known."""
    lows = [item.low for item in items if item.low is not None]
    highs = [item.high for item in items]
    text = Text("、".join(i.text.ja for i in items), "; ".join(i.text.en for i in items))
    known = [h for h in highs if h is not None]
    return Estimate(
        text,
        sum(lows),
        sum(known) if len(known) == len(items) else None,
        None,
        items[0].source,
        all(i.verified for i in items),
    )
