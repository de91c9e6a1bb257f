"""How routes are made: certainty from state and open questions, and what a free use costs and takes."""

from __future__ import annotations

from typing import Any

from kenri.procedures import rules
from kenri.procedures.routes import Kind, Question, Reason, Route, State
from kenri.procedures.units import Unit
from kenri.vocab.text import Text
from kenri.vocab.vocabularies import acts as act_words


def made(unit: Unit, kind: Kind, state: State, **told: Any) -> Route:
    """A route with its certainty; what it costs and takes is nothing, where ``told`` names nothing else.

    ``deciding`` are the questions that may shut it, where they are not all of ``questions``.
    """
    deciding: tuple[Question, ...] = told.pop("deciding", told.get("questions", ()))
    free = rules.ranking().free
    facts: dict[str, Any] = {
        "label": rules.ranking().kinds[kind],
        "cost": free.cost,
        "time": free.time,
        "acts": unit.acts,
        **told,
    }
    return Route(kind=kind, state=state, certainty=certainty(kind, state, deciding), **facts)


def certainty(kind: str, state: str, questions: tuple[Question, ...]) -> float:
    """The chance that a route, once taken, ends in "allowed"; each open question lessens it."""
    chance = rules.ranking().certainty[kind].get(state, 0.0)
    for question in questions:
        chance *= question.likelihood
    return chance


def act_list(acts: tuple[str, ...] | frozenset[str] | set[str]) -> Text:
    """The labels of acts in one text."""
    labels = [act_words()[key].label for key in sorted(acts)]
    return Text("・".join(t.ja for t in labels), ", ".join(t.en.lower() for t in labels))


def failed(
    text: Text, article: str = "", source: str = "RULE", *, verified: bool = True
) -> tuple[Reason, ...]:
    """The one reason why a route does not apply."""
    return (Reason(text, article, source, verified, "failed"),)
