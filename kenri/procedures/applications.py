"""How an application for an adjudication stands, and whether the work may be used meanwhile."""

from __future__ import annotations

from typing import NamedTuple

from kenri.procedures.routes import Kind, Question, Reason, ReasonKind, State
from kenri.procedures.rules import Adjudication
from kenri.procedures.units import Unit


class Stage(NamedTuple):
    """The stage of an application: what it makes of the route, why, and what is asked next."""

    state: State
    reason: Reason
    questions: tuple[Question, ...] = ()


def short(kind: Kind) -> str:
    """The article in the names of questions: ``award.67_3``."""
    return kind.removeprefix("adjudication_")


def stage_of(unit: Unit, kind: Kind, law: Adjudication) -> Stage | None:
    """The stage of an application; None before there is one.

    An award stands whatever becomes known later, until it is cancelled or its period is over.
    """
    award = unit.facts.of(f"award.{short(kind)}")
    if award == "refused":
        return _stage(law, "refused", "blocked", "failed")
    if award == "granted":
        return _granted(unit, kind, law)
    if award == "pending" or unit.facts.of(f"applied.{short(kind)}") == "yes":
        return _pending(unit, kind, law, *(() if award else (f"award.{short(kind)}",)))
    return None


def _granted(unit: Unit, kind: Kind, law: Adjudication) -> Stage:
    """It may be used once compensation is paid, until the last day that it must have (R17)."""
    paid, last = f"compensation_paid.{short(kind)}", f"award_until.{short(kind)}"
    until = unit.facts.day(last)
    if until and unit.on > until:
        return _stage(law, "over", "blocked", "failed")
    missing = [paid] if unit.facts.of(paid) != "yes" else []
    missing += [last] if law.longest_years and until is None else []
    if not missing:
        return _stage(law, "granted", "cleared", "met")
    return _stage(law, "unpaid", "possible", "todo", _unanswered(unit, *missing))


def _pending(unit: Unit, kind: Kind, law: Adjudication, *next_: str) -> Stage:
    """Only art. 67-2 lets the use begin before the decision, and only with security."""
    if law.pending_use == "no":
        return _stage(law, "pending", "possible", "todo", _unanswered(unit, *next_))
    if unit.facts.of("security_paid") == "yes":
        return _stage(law, "secured", "cleared", "met")
    return _stage(law, "unsecured", "possible", "todo", _unanswered(unit, "security_paid", *next_))


def _unanswered(unit: Unit, *names: str) -> tuple[Question, ...]:
    return tuple(unit.facts.ask(name) for name in names if not unit.facts.of(name))


def _stage(
    law: Adjudication, name: str, state: State, kind: ReasonKind, questions: tuple[Question, ...] = ()
) -> Stage:
    return Stage(state, Reason(law.stages[name], law.article, law.source, law.verified, kind), questions)
