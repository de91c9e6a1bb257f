"""Routes through declared licences and marks: what statements permit of this use, and where they conflict."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from kenri.procedures import rules
from kenri.procedures.facts import weigh
from kenri.procedures.making import act_list, failed, made
from kenri.procedures.rights import Declared
from kenri.procedures.routes import Question, Reason, ReasonKind, Route, State
from kenri.procedures.units import Unit
from kenri.sources import all_sources
from kenri.vocab.entries import StatementKind
from kenri.vocab.text import Text
from kenri.vocab.vocabularies import statements


class Read(NamedTuple):
    """A statement read against a use: it permits it, forbids it, or an answer decides (``permits`` None)."""

    declared: Declared
    kind: StatementKind
    permits: bool | None
    reasons: tuple[Reason, ...]
    questions: tuple[Question, ...] = ()


def licence_routes(unit: Unit) -> Iterator[Route]:
    """One route for each statement that permits something; one that others contradict is never cleared."""
    if not unit.acts or not unit.work.statements:
        return
    read = [found for declared in unit.work.statements if (found := _read(unit, declared)) is not None]
    against = [r.kind.label for r in read if r.permits is False]
    for found in read:
        yield _route(unit, found, against)


def bound_by_contract(unit: Unit) -> bool:
    """Whether whoever gives access to a work without copyright binds its use, and nobody has looked how."""
    if unit.facts.of("contract_terms_allow") == "yes":
        return False
    kinds = [statements()[d.code] for d in unit.work.statements if d.code in statements()]
    profit = unit.facts.of("commercial") != "no"
    only_without = any(k.in_copyright is False and k.commercial is False for k in kinds)
    return (profit and only_without) or any(k.key in rules.licences().contracts for k in kinds)


def _route(unit: Unit, read: Read, against: list[Text]) -> Route:
    reasons, questions = list(read.reasons), list(read.questions)
    state: State = "cleared"
    if read.permits is False:
        state, questions = "not_applicable", []
    elif against or _contradicted(unit, read.kind):
        state = _asked(unit, "statement_right", reasons, questions, open_="open")
        others = [*against, *([] if against else [Text("計算した状態", "the computed status")])]
        said = Text("、".join(t.ja for t in others), ", ".join(t.en for t in others))
        text = Text(f"権利表示が食い違っています（{said.ja}）。", f"It conflicts with: {said.en}.")
        reasons.append(Reason(text, "", "TERMS", kind="doubt"))
    elif _mark(read.kind):
        state = _asked(unit, "mark_grounded", reasons, questions, open_="possible")
    elif not unit.principal:
        state = _asked(unit, "statement_covers_layer", reasons, questions, open_="possible")
    if read.permits is None and state in ("cleared", "possible"):
        state = "open"
    return made(
        unit,
        "licence",
        state,
        rule=read.declared.code,
        label=_label(read),
        reasons=tuple(reasons),
        questions=() if state == "not_applicable" else tuple(questions),
    )


def _label(read: Read) -> Text:
    """What is declared, and by which databases."""
    known, said = all_sources(), read.kind.label
    by = [known[source].title if source in known else Text(source, source) for source in read.declared.by]
    ja, en = "・".join(title.ja for title in by), ", ".join(title.en for title in by)
    return Text(f"{said.ja}（{ja}）", f"{said.en} ({en})") if by else said


def _asked(unit: Unit, name: str, reasons: list[Reason], questions: list[Question], *, open_: State) -> State:
    """The state by the answer to what must be verified of a statement."""
    answer = unit.facts.of(name)
    if answer == "yes":
        return "cleared"
    question = unit.facts.ask(name)
    if answer == "no":
        reasons.extend(failed(question.text, "", "ANSWER"))
        questions.clear()
        return "not_applicable"
    questions.append(question)
    return open_


def _mark(kind: StatementKind) -> bool:
    """Whether it asserts that no right exists, without giving one up: it holds as far as its grounds do."""
    table = rules.licences()
    return (kind.in_copyright is False and kind.key not in table.waivers) or kind.key in table.countries


def _contradicted(unit: Unit, kind: StatementKind) -> bool:
    """Freedom declared against another statement of copyright, or marked against a term that still runs."""
    if kind.in_copyright:
        return False
    running = any(state.status == "protected" for state in unit.rights.states.values())
    others = [statements()[d.code] for d in unit.work.statements if d.code in statements()]
    return (_mark(kind) and running) or any(other.in_copyright for other in others)


def _read(unit: Unit, declared: Declared) -> Read | None:
    """What a statement says of this use; None where it says nothing of permission."""
    table, kind = rules.licences(), statements().get(declared.code)
    if kind is None or declared.code in table.remarks:
        return None
    country = table.countries.get(declared.code)
    if country is not None and set(unit.use.territory) != {country}:
        return None
    if declared.code in table.contracts:
        return _answerable(unit, declared, kind, "contract_terms_allow")
    if kind.public_domain or country is not None:
        mind = table.mind.get(declared.code)
        duties = (Reason(mind, "", "AIL", kind="duty"),) if mind else ()
        return Read(declared, kind, True, (_says(kind, "met"), *duties))
    if kind.reuse is False:
        return Read(declared, kind, False, (_says(kind, "failed"),))
    return _permission(unit, declared, kind) if kind.reuse else None


def _answerable(unit: Unit, declared: Declared, kind: StatementKind, name: str) -> Read:
    answer = unit.facts.of(name)
    question = unit.facts.ask(name)
    if answer:
        met = answer == "yes"
        return Read(declared, kind, met, (_says(kind, "met" if met else "failed"),))
    return Read(declared, kind, None, (_says(kind, "doubt"),), (question,))


def _permission(unit: Unit, declared: Declared, kind: StatementKind) -> Read:
    """A statement that permits reuse: its flags, and what is known of it beyond them, against the use."""
    limited = rules.licences().limited.get(declared.code)
    beyond = _beyond(unit, kind, limited.acts if limited else ())
    if beyond is not None:
        return Read(declared, kind, False, (_says(kind, "failed"), *beyond))
    when = dict(limited.when) if limited else {}
    if kind.commercial is False:
        when.setdefault("commercial", "no")
    if kind.derivatives is False:
        when.setdefault("modifies", "no")
    weighed = weigh(unit.facts, when, "", "TERMS")
    if weighed.failed:
        return Read(declared, kind, False, (_says(kind, "failed"), *weighed.reasons))
    questions = list(weighed.questions)
    if limited or _silent(unit, kind):
        answer = unit.facts.of("statement_scope_allows")
        question = unit.facts.ask("statement_scope_allows")
        if answer == "no":
            return Read(declared, kind, False, (_says(kind, "failed"), *failed(question.text, "", "ANSWER")))
        questions += [] if answer else [question]
    reasons = (_says(kind, "met"), *weighed.reasons, *_duties(unit, kind))
    return Read(declared, kind, None if questions else True, reasons, tuple(questions))


def _beyond(unit: Unit, kind: StatementKind, acts: tuple[str, ...]) -> tuple[Reason, ...] | None:
    """The acts that the terms do not reach, as a reason; None where they reach all."""
    outside = {act for act in unit.acts if acts and act not in acts}
    if kind.derivatives is False and unit.use.adapts:
        outside |= {
            act for act in unit.acts if act in ("translation", "arrangement", "transformation", "adaptation")
        }
    if not outside:
        return None
    listed = act_list(outside)
    return failed(
        Text(f"{listed.ja} は認められていません。", f"It does not permit {listed.en}."), "", "TERMS"
    )


def _silent(unit: Unit, kind: StatementKind) -> bool:
    """Whether the statement does not tell of something that this use does."""
    profit = kind.commercial is None and unit.facts.of("commercial") != "no"
    return profit or (kind.derivatives is None and unit.use.adapts)


def _says(kind: StatementKind, found: ReasonKind) -> Reason:
    text = Text(f"表示：{kind.label.ja}", f"Declared: {kind.label.en}")
    return Reason(text, kind.url, "CC" if kind.family == "cc" else "TERMS", kind=found)


def _duties(unit: Unit, kind: StatementKind) -> Iterator[Reason]:
    if kind.credit:
        text = Text("著作者名・許諾条件を表示します。", "The author and the licence must be named.")
        yield Reason(text, "", "TERMS", kind="duty")
    if kind.share_alike and unit.use.adapts:
        text = Text(
            "改変したものは同じ条件で公開します。", "What is made from it must come under the same terms."
        )
        yield Reason(text, "", "TERMS", kind="duty")
