"""The answer for one work: state, until when, why, what would settle it. Texts are made when asked for."""

from __future__ import annotations

import functools
from datetime import date, timedelta
from typing import Any

import msgspec

from kenri.status import rules
from kenri.status.contradictions import Contradiction
from kenri.status.days import FAR, LONG_AGO
from kenri.status.declared import declared, disagreements
from kenri.status.facts import Work
from kenri.status.layers import Layer, untold
from kenri.status.verdicts import Step, Verdict
from kenri.vocab.dates import ImpreciseDate
from kenri.vocab.problems import Problem
from kenri.vocab.text import Text
from kenri.vocab.vocabularies import layers as layer_words

Words = dict[str, dict[str, Text]]


@functools.cache
def words() -> Words:
    """``words.yaml``."""
    return rules.load("kenri.status", "words.yaml", Words)


class LayerAnswer(msgspec.Struct, frozen=True, gc=False, eq=False):
    """The state of one layer on the day."""

    layer: Layer
    verdict: Verdict
    status: str

    @property
    def until(self) -> date | None:
        """The last day of protection where it is one day."""
        low, high = self.verdict.low.last, self.verdict.high.last
        return low if low == high and LONG_AGO < low < FAR and self.begins else None

    def settled_by(self) -> list[dict[str, Any]]:
        """The facts that would settle an open state: all of them together do."""
        return [entry for fact in self.verdict.deciding for entry in _open_fact(fact, self.layer)]

    def steps(self) -> tuple[Step, ...]:
        """The rules that decide: those of the latest end of a free layer, of the earliest end of another."""
        low, high = self.verdict.low, self.verdict.high
        if low is high or self.status in {"public_domain", "not_protected"}:
            steps = high.steps
        elif self.status == "protected":
            steps = low.steps
        else:
            steps = (low.steps if self.begins else ()) + high.steps
        return tuple(dict.fromkeys(steps + self.verdict.notes))

    @property
    def begins(self) -> bool:
        """Whether the earliest end counts from a known day, not from the beginning of the calendar."""
        return all(step.base != LONG_AGO.year for step in self.verdict.low.steps)

    def reasons(self) -> list[dict[str, Any]]:
        """Rule, article, source, what it says, and the facts used with who said them."""
        steps = self.steps()
        added = dict.fromkeys(
            Step(f"{step.rule.partition('.')[0]}.wartime", days=step.days) for step in steps if step.days
        )
        return [self._reason(step) for step in (*steps, *added)]

    def _reason(self, step: Step) -> dict[str, Any]:
        rule = rules.rules()[step.rule]
        return {
            "rule": step.rule,
            "layer": self.layer.key,
            "article": rule.article,
            "source": rule.source,
            "verified": rule.verified,
            "text": rules.render(step),
            "facts": [fact for name in rule.uses for fact in _facts_used(name, self.layer)],
        }

    def confidence(self) -> str:
        """``presumed`` rests on a presumption, ``unverified`` on a rule not checked, else ``sure``."""
        if self.status == "undetermined":
            return "none"
        if self.verdict.assumes:
            return "presumed"
        deciding = self.verdict.high if self.status == "public_domain" else self.verdict.low
        known = rules.rules()
        if deciding.steps and not known[deciding.steps[-1].rule].verified:
            return "unverified"
        return "sure"

    def as_data(self) -> dict[str, Any]:
        """The layer as JSON data."""
        low, high = self.verdict.low.last, self.verdict.high.last
        return {
            "layer": self.layer.key,
            "label": layer_words()[self.layer.key].label,
            "status": self.status,
            "until": _iso(self.until),
            "earliest_until": _iso(low) if self.begins else None,
            "latest_until": _iso(high),
            "confidence": self.confidence(),
            "assumes": list(self.verdict.assumes),
            "settled_by": self.settled_by(),
        }


class Answer(msgspec.Struct, gc=False, eq=False):
    """The state of a work on a day in a jurisdiction: protected as long as one of its layers is (R25)."""

    work: Work
    on: date
    jurisdiction: str
    layers: tuple[LayerAnswer, ...]
    contradictions: tuple[Contradiction, ...] = ()
    problem: Problem | None = None
    status: str = ""

    def __post_init__(self) -> None:
        self.status = _whole(self.layers, self.contradictions, self.problem)

    @property
    def untold(self) -> tuple[str, ...]:
        """Layers that such a work may have and of which nothing is told, where the told ones are free."""
        if self.work.layer or self.status not in {"public_domain", "not_protected"}:
            return ()
        return untold(self.work.schema, frozenset(answer.layer.key for answer in self.layers))

    @property
    def until(self) -> date | None:
        """The last day on which any layer is protected, where it is one day."""
        if self.status in {"undetermined", "not_protected"}:
            return None
        low, high = self.ends()
        begins = any(a.begins for a in self.layers if a.verdict.low.last == low)
        return low if low == high and LONG_AGO < low < FAR and begins else None

    def ends(self) -> tuple[date, date]:
        """The earliest and the latest day on which the whole work may become free."""
        if not self.layers or self.contradictions:
            return LONG_AGO, FAR
        lows = [answer.verdict.low.last for answer in self.layers]
        return max(lows), max(answer.verdict.high.last for answer in self.layers)

    @property
    def free_on(self) -> date | None:
        """The first day on which the whole work is free under the law of the day asked for; None if open.

        What never was protected is not free from any day on.
        """
        if self.problem is not None or self.contradictions or not self.layers:
            return None
        last = self.ends()[1]
        return last + timedelta(days=1) if LONG_AGO < last < FAR else None

    @property
    def changes_on(self) -> date | None:
        """The next day on which the state may change."""
        ends = [last for a in self.layers for last in (a.verdict.low.last, a.verdict.high.last)]
        return min((last + timedelta(days=1) for last in ends if self.on <= last < FAR), default=None)

    @property
    def assumes(self) -> tuple[str, ...]:
        """The presumptions that the state rests on."""
        told = [name for answer in self.layers for name in answer.verdict.assumes]
        return tuple(dict.fromkeys([*told, *(["only_told_layers"] if self.untold else [])]))

    def settled_by(self) -> list[dict[str, Any]]:
        """What would settle an undetermined state."""
        if self.status != "undetermined":
            return []
        if self.problem is not None:
            return [{"fact": "problem", "text": words()["facts"]["problem"]}]
        if self.contradictions:
            label = words()["facts"]["contradiction"]
            facts = dict.fromkeys(fact for c in self.contradictions for fact in c.facts)
            return [{"fact": fact, "text": label.format(fact=fact)} for fact in facts]
        found: dict[str, dict[str, Any]] = {}
        for answer in self.layers:
            if answer.status == "undetermined":
                for entry in answer.settled_by():
                    found.setdefault(entry["fact"], entry)
        return list(found.values())

    def reasons(self) -> list[dict[str, Any]]:
        """The reasons of the layers that decide, or the contradictions."""
        told = words()["contradictions"]
        found = [
            {
                "rule": f"contradiction.{c.kind}",
                "layer": "",
                "article": "",
                "source": "",
                "verified": True,
                "text": told[c.kind].format(who=c.who, one=c.one, other=c.other),
                "facts": [{"fact": fact} for fact in c.facts],
            }
            for c in self.contradictions
        ]
        if self.contradictions:
            return found
        deciding = [a for a in self.layers if a.status == self.status]
        return found + [reason for answer in deciding for reason in answer.reasons()]

    def declared(self) -> list[dict[str, Any]]:
        """What is declared of the work, and whether it agrees with what was computed."""
        return declared(self.work.statements, self.status, self.work.said)

    def confidence(self) -> str:
        """The least of the layers that decide."""
        order = ("sure", "unverified", "presumed", "none")
        deciding = [a.confidence() for a in self.layers if a.status == self.status]
        if self.untold and self.status == "public_domain":
            deciding.append("presumed")
        return max(deciding, key=order.index, default="none") if self.status != "undetermined" else "none"

    def as_data(self) -> dict[str, Any]:
        """The answer as JSON data, texts in both languages."""
        labels = words()
        low, high = self.ends()
        begins = any(answer.begins for answer in self.layers if answer.verdict.low.last == low)
        reasons, told = self.reasons(), self.declared()
        data: dict[str, Any] = {
            "id": self.work.id,
            "status": self.status,
            "until": _iso(self.until),
            "jurisdiction": self.jurisdiction,
            "on": self.on.isoformat(),
            "earliest_until": _iso(low) if begins else None,
            "latest_until": _iso(high),
            "changes_on": self.changes_on.isoformat() if self.changes_on else None,
            "confidence": self.confidence(),
            "label": labels["statuses"][self.status],
            "layers": [answer.as_data() for answer in self.layers],
            "reasons": reasons,
            "settled_by": self.settled_by(),
            "assumes": [{"assumption": name, "text": self._assumption(name)} for name in self.assumes],
            "declared": told,
            "disagreements": disagreements(told, self.status, reasons),
        }
        if self.jurisdiction == "JP" and self.status in {"public_domain", "protected"}:
            data["notes"] = [labels["notes"]["moral_rights"]]
        if self.problem is not None:
            data["problem"] = problem_data(self.problem)
        return data

    def _assumption(self, name: str) -> Text:
        label = words()["assumes"][name]
        if name != "only_told_layers":
            return label
        labels = [layer_words()[key].label for key in self.untold]
        joined = Text("・".join(t.ja for t in labels), ", ".join(t.en.lower() for t in labels))
        return label.format(layers=joined)


def problem_data(problem: Problem) -> dict[str, Any]:
    """A problem as JSON data."""
    return {
        "code": problem.code,
        "where": problem.where,
        "text": Text(problem.message("ja"), problem.message("en")),
    }


def _whole(
    layers: tuple[LayerAnswer, ...], contradictions: tuple[Contradiction, ...], problem: Problem | None
) -> str:
    if contradictions or problem is not None:
        return "undetermined"
    states = {answer.status for answer in layers}
    for status in ("protected", "undetermined", "public_domain"):
        if status in states:
            return status
    return "not_protected"


def _iso(day: date | None) -> str | None:
    return None if day is None or day in {FAR, LONG_AGO} else day.isoformat()


def _open_fact(fact: str, layer: Layer) -> list[dict[str, Any]]:
    """One fact that would settle a layer, of each person concerned."""
    labels = words()["facts"]
    if fact.startswith("review:"):
        key = fact.removeprefix("review:")
        rule = rules.rules()[key]
        text = labels["review"].format(rule=rule.doubt or rule.text)
        return [{"fact": f"reviewed.{key}", "layer": layer.key, "text": text}]
    if fact == "died" and layer.persons:
        return [
            {"fact": f"creators[{place}].died", "layer": layer.key, "text": labels["died"].format(who=who)}
            for place, who in _who_is_open(layer)
        ]
    if fact == "died":
        fact = "creators"
    if fact == "nationality" and layer.creators:
        return [
            {"fact": f"creators[{place}].nationality", "layer": layer.key, "text": labels["nationality"]}
            for place, creator in layer.creators
            if not creator.nationality
        ] or [{"fact": "holder_nationality", "layer": layer.key, "text": labels["nationality"]}]
    return [{"fact": fact, "layer": layer.key, "text": labels[fact]}]


def _who_is_open(layer: Layer) -> list[tuple[int, str]]:
    found = []
    for place, creator in layer.persons:
        exact = (
            creator.died is not None
            and len(creator.died.earliest) >= 4
            and (creator.died.earliest == creator.died.latest and creator.died.certainty == "exact")
        )
        if not exact:
            found.append((place, creator.name or f"creators[{place}]"))
    return found


_OF_CREATORS = frozenset({"born", "died", "nationality"})


def _facts_used(name: str, layer: Layer) -> list[dict[str, Any]]:
    """The facts of one name that a layer has, with who said them."""
    if name in _OF_CREATORS:
        return [
            _fact(f"creators[{place}].{name}", getattr(creator, name), creator.said, creator.name)
            for place, creator in layer.creators
            if getattr(creator, name)
        ]
    value = getattr(layer.work, name)
    if value is None or value == "" or value is False:
        return []
    return [_fact(name, value, layer.work.said.get(name, ()))]


def _fact(path: str, value: object, said: tuple[Any, ...], who: str = "") -> dict[str, Any]:
    found: dict[str, Any] = {
        "fact": path,
        "value": value.text if isinstance(value, ImpreciseDate) else value,
        "said": msgspec.to_builtins(said),
    }
    return {**found, "who": who} if who else found
