"""A plan: for every layer and holder the ranked routes, what is clear, what blocks, cost and time."""

from __future__ import annotations

import functools
from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any

import msgspec

from kenri.procedures import rules
from kenri.procedures.ranking import leads_to, score, worst
from kenri.procedures.rights import Holder
from kenri.procedures.routes import OUTCOMES, Estimate, Outcome, Question, Reason, Route
from kenri.vocab.text import Text
from kenri.vocab.uses import Use
from kenri.vocab.vocabularies import acts as act_words
from kenri.vocab.vocabularies import layers as layer_words

_SETTLED = OUTCOMES.index("licensed")


class Part(msgspec.Struct, frozen=True):
    """One holder's right in one layer: ``routes`` ranked, and those ``chosen`` that together allow its acts.

    ``status`` is that of the layer over all territories of the use.
    """

    key: str
    layer: str
    holder: Holder
    status: str
    acts: tuple[str, ...]
    routes: tuple[Route, ...]
    chosen: tuple[Route, ...]
    outcome: Outcome

    @property
    def clear(self) -> bool:
        """Whether the use of this part may start now."""
        return OUTCOMES.index(self.outcome) <= _SETTLED


class Total(msgspec.Struct, frozen=True):
    """A sum of yen, or the longest of the days, with what is not known in it."""

    low: int
    high: int | None
    unknown: tuple[Text, ...] = ()


class Plan:
    """How a use of a work becomes lawful on a day: as free as the least free of its parts (R25).

    ``others`` is what layers that nobody told of leave of the outcome, with what is asked of them.
    ``questions`` are the open ones of the whole plan, in the order in which answers pay most; ``notes`` what
    holds whatever route is taken.
    """

    __slots__ = ("__dict__", "asked", "notes", "on", "outcome", "parts", "title", "use", "work_id")

    def __init__(
        self,
        work_id: str,
        title: str,
        use: Use,
        on: date,
        parts: tuple[Part, ...],
        others: tuple[Outcome, tuple[Question, ...]],
        notes: tuple[Reason, ...],
    ) -> None:
        self.work_id = work_id
        self.title = title
        self.use = use
        self.on = on
        self.parts = parts
        least, self.asked = others
        self.notes = notes
        outcomes = [part.outcome for part in parts] or ["undetermined"]
        self.outcome: Outcome = worst([*outcomes, least])

    @property
    def cleared(self) -> bool:
        """Whether the use may start now: every part is clear, and no question is open on the whole."""
        return OUTCOMES.index(self.outcome) <= _SETTLED

    @property
    def clear(self) -> tuple[Part, ...]:
        """The parts that need nothing more."""
        return tuple(part for part in self.parts if part.clear)

    @property
    def blocking(self) -> tuple[Part, ...]:
        """The parts that keep the use from starting, the least free first (R87)."""
        waiting = [part for part in self.parts if not part.clear]
        return tuple(sorted(waiting, key=lambda p: -OUTCOMES.index(p.outcome)))

    @property
    def steps(self) -> tuple[tuple[Part, Route], ...]:
        """What is to be done: each chosen route once, where one application serves several parts."""
        found: dict[tuple[str, str, str], tuple[Part, Route]] = {}
        for part in self.parts:
            for route in part.chosen:
                own = part.key if route.kind in ("request", "intention") else ""
                found.setdefault((route.kind, route.rule, own), (part, route))
        return tuple(found.values())

    @functools.cached_property
    def cost(self) -> Total:
        """The sum over all steps, in yen; what has no figure is named."""
        return _total([route.cost for _, route in self.steps], sum)

    @functools.cached_property
    def time(self) -> Total:
        """The longest of the steps, in days: they run side by side."""
        return _total([route.time for _, route in self.steps], max)

    @functools.cached_property
    def critical_path(self) -> tuple[tuple[Part, Route], ...]:
        """The steps that decide how long it takes."""
        longest = max((r.time.high or r.time.low or 0 for _, r in self.steps), default=0)
        if not longest:
            return ()
        return tuple((p, r) for p, r in self.steps if (r.time.high or r.time.low or 0) == longest)

    @functools.cached_property
    def questions(self) -> tuple[Question, ...]:
        """All open questions of routes that may still lead somewhere, those that pay most first."""
        pay: dict[Question, float] = defaultdict(float)
        for question in self.asked:
            pay[question] += 100.0
        for part in self.parts:
            for question, gain in _gains(part):
                pay[question] += gain
        return tuple(sorted(pay, key=lambda q: (-pay[q], q.key)))

    def as_data(self) -> dict[str, Any]:
        """The plan as JSON data, texts in both languages."""
        words = rules.ranking()
        return {
            "id": self.work_id,
            "title": self.title,
            "use": {
                "key": self.use.key,
                "label": msgspec.to_builtins(self.use.name()),
                "acts": self.use.acts,
            },
            "on": self.on.isoformat(),
            "outcome": self.outcome,
            "label": msgspec.to_builtins(words.outcomes[self.outcome]),
            "cleared": self.cleared,
            "parts": [_part_data(part) for part in self.parts],
            "clear": [part.key for part in self.clear],
            "blocking": [part.key for part in self.blocking],
            "critical_path": [{"part": p.key, "kind": r.kind, "rule": r.rule} for p, r in self.critical_path],
            "cost": msgspec.to_builtins(self.cost),
            "time": msgspec.to_builtins(self.time),
            "questions": msgspec.to_builtins(self.questions),
            "notes": msgspec.to_builtins(self.notes),
        }


def _part_data(part: Part) -> dict[str, Any]:
    return {
        "key": part.key,
        "layer": part.layer,
        "label": msgspec.to_builtins(layer_words()[part.layer].label),
        "holder": part.holder.name,
        "share": part.holder.share,
        "status": part.status,
        "acts": [{"act": act, "label": msgspec.to_builtins(act_words()[act].label)} for act in part.acts],
        "outcome": part.outcome,
        "outcome_label": msgspec.to_builtins(rules.ranking().outcomes[part.outcome]),
        "routes": [_route_data(route, chosen=any(route is c for c in part.chosen)) for route in part.routes],
    }


def _route_data(route: Route, *, chosen: bool) -> dict[str, Any]:
    words = rules.ranking()
    return {
        **msgspec.to_builtins(route),
        "kind_label": msgspec.to_builtins(words.kinds[route.kind]),
        "state_label": msgspec.to_builtins(words.states[route.state]),
        "score": round(score(route), 1),
        "certainty": round(route.certainty, 2),
        "chosen": chosen,
    }


def _total(estimates: Iterable[Estimate], over: Any) -> Total:
    told = list(estimates)
    known = [e for e in told if e.low is not None]
    lows = [e.low or 0 for e in known]
    highs = [e.high for e in told]
    unknown = tuple(dict.fromkeys(e.basis for e in told if e.high is None))
    high = None if unknown else over([h or 0 for h in highs] or [0])
    return Total(over(lows or [0]), high, unknown)


def _gains(part: Part) -> Iterable[tuple[Question, float]]:
    """What an answer may gain: how much freer (or surer) the part would be through the route that asks.

    A route's gain is shared by its open questions: all of them must be answered before it is reached.
    """
    for route in part.routes:
        if not route.questions or route.state in ("not_applicable", "blocked"):
            continue
        steps = float(OUTCOMES.index(part.outcome) - OUTCOMES.index(_with_answers(part, route)))
        if steps <= 0:
            steps = 0.5 if any(route is taken for taken in part.chosen) else 0.0
        gain = steps * max(route.certainty, 0.01) / len(route.questions)
        if gain:
            for question in route.questions:
                yield question, gain


def _with_answers(part: Part, route: Route) -> Outcome:
    """What a part comes to once the questions of a route are answered in its favour."""
    then = _when_answered(route)
    found: list[Outcome] = []
    for act in part.acts:
        taken = next((c for c in part.chosen if act in c.acts), None)
        now = (leads_to(taken) if taken else None) or "undetermined"
        found.append(min(now, then, key=OUTCOMES.index) if act in route.acts else now)
    outcome = worst(found)
    in_doubt = part.outcome == part.status == "undetermined"
    return "undetermined" if in_doubt and OUTCOMES.index(outcome) > OUTCOMES.index("possible") else outcome


def _when_answered(route: Route) -> Outcome:
    """What a route comes to once its questions are answered in its favour."""
    states = ("possible",) if route.proviso or route.kind in _STEPS else ("cleared",)
    return rules.ranking().leads_to[route.kind][states[0]]  # type: ignore[return-value]


_STEPS = frozenset(("collective", "request", "adjudication_67_3", "adjudication_67"))
