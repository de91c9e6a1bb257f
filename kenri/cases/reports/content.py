"""What a report says, in one language: the head, the numbers, and one line for every row of the list."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import msgspec

from kenri.cases import queries
from kenri.cases.outcomes import VERDICTS, verdict_label
from kenri.cases.queries import STANDINGS, ItemView, ProjectView, Summary
from kenri.sources import all_sources
from kenri.status.answers import words as status_words
from kenri.vocab import data_files
from kenri.vocab.list_fields import list_fields
from kenri.vocab.text import Text
from kenri.vocab.vocabularies import acts as act_words

Told = Mapping[str, str]
"""A text in both languages as plain data."""


@functools.cache
def _words() -> Mapping[str, Text]:
    return data_files.load_of("kenri.cases.reports", "words.yaml", dict[str, Text])


def words(language: str) -> dict[str, str]:
    """The words of the report in one language."""
    return {key: text.in_language(language) for key, text in _words().items()}


class Count(msgspec.Struct, frozen=True):
    """One line of a chart: a key, its label, how many, and their share of all (0 to 1)."""

    key: str
    label: str
    count: int
    share: float


class RouteLine(msgspec.Struct, frozen=True):
    """A route of one holder's right in one layer."""

    part: str
    kind: str
    label: str
    state: str
    state_label: str
    article: str
    reasons: tuple[str, ...]
    cost: str
    time: str


class LayerLine(msgspec.Struct, frozen=True):
    """The status of one layer with its reasons."""

    label: str
    status: str
    status_label: str
    reasons: tuple[str, ...]


class Line(msgspec.Struct, frozen=True):
    """One row of the list as the report tells it."""

    number: str
    local_id: str
    title: str
    creators: str
    verdict: str
    verdict_label: str
    match: str
    match_label: str
    work: str
    work_title: str
    work_creators: str
    score: str
    match_reasons: tuple[str, ...]
    others: tuple[str, ...]
    status: str
    status_label: str
    layers: tuple[LayerLine, ...]
    chosen: tuple[RouteLine, ...]
    alternatives: tuple[RouteLine, ...]
    route: str
    cost: str
    time: str
    cost_low: int | None
    cost_high: int | None
    days_low: int | None
    days_high: int | None
    questions: tuple[str, ...]
    settle: tuple[str, ...]
    assumes: tuple[str, ...]
    sources: tuple[str, ...]
    problems: tuple[str, ...]
    notes: tuple[str, ...]
    raw: dict[str, str]


class Content:
    """A report's content. ``lines`` streams; everything else is small."""

    def __init__(self, key: str, language: str) -> None:
        self.language = "ja" if language.lower().startswith("ja") else "en"
        self.words = words(self.language)
        self.project: ProjectView = queries.project(key)
        self.summary: Summary = queries.summary(key)
        self.made = dt.datetime.now(dt.UTC)

    def lines(self) -> Iterator[Line]:
        """One line for every row, in the list's order."""
        for item in queries.every_item(self.project.key):
            yield self._line(item)

    def verdicts(self) -> list[Count]:
        """How many items come to what; kinds that do not occur are left out."""
        counted = self.summary.verdicts
        labels = {key: verdict_label(key) for key in VERDICTS}
        return self._counts([(key, labels[key], counted[key]) for key in VERDICTS])

    def standings(self) -> list[Count]:
        """How many works are in which state."""
        labels = status_words()["statuses"]
        return self._counts([(key, labels[key], self.summary.standings[key]) for key in STANDINGS])

    def head(self) -> list[tuple[str, str]]:
        """What the report is about: use, territory, period, list, day, as label and text."""
        use, told = self.project.use, self.words
        acts = [act_words()[key].label.in_language(self.language) for key in use.acts]
        begins = use.begins.isoformat() if use.begins else ""
        ends = use.ends.isoformat() if use.ends else told["no_end"]
        found = [
            (told["use"], use.name().in_language(self.language)),
            (told["acts"], ("・" if self.language == "ja" else ", ").join(acts)),
            (told["territory"], ", ".join(use.territory)),
            (told["period"], f"{begins} – {ends}" if begins else ends),
            (told["list"], self.project.list_name),
            (told["law_on"], (self.project.on or dt.date.today()).isoformat()),  # noqa: DTZ011
            (told["made"], self.made.astimezone().strftime("%Y-%m-%d %H:%M %Z")),
        ]
        return [(label, text) for label, text in found if text]

    def columns(self) -> list[tuple[str, str, str, str]]:
        """How each column was read: its name, the field, the certainty, the reason."""
        found = []
        for guess in self.project.guesses:
            field = list_fields()[guess.field].label.in_language(self.language) if guess.field else "–"
            certainty = f"{guess.certainty:.0%}" if guess.field else ""
            found.append((guess.column, field, certainty, guess.reason.in_language(self.language)))
        return found

    def notes(self) -> list[str]:
        """The problems of the list as a whole."""
        return [problem.message(self.language) for problem in self.project.notes]

    @property
    def ready(self) -> int:
        """How many may be used at once."""
        return self.summary.verdicts["free"] + self.summary.verdicts["licensed"]

    def cost_of_rest(self) -> str:
        """What clearing the rest costs, in words."""
        told = self._yen(self.summary.cost_low, None if self.summary.unpriced else self.summary.cost_high)
        return told if self.summary.waiting else self.words["none"]

    def time_of_rest(self) -> str:
        """How long clearing the rest takes, in words."""
        if not self.summary.waiting:
            return self.words["none"]
        return self._days(self.summary.days_low, self.summary.days_high)

    def _counts(self, found: Sequence[tuple[str, Text, int]]) -> list[Count]:
        whole = sum(count for _, _, count in found) or 1
        return [
            Count(key, label.in_language(self.language), count, count / whole)
            for key, label, count in found
            if count
        ]

    def _say(self, told: Told | Text) -> str:
        if isinstance(told, Text):
            return told.in_language(self.language)
        return told[self.language]

    def _line(self, item: ItemView) -> Line:
        status, plan = item.status, item.plan
        chosen = item.chosen
        parts = plan.get("parts", ())
        taken = tuple(self._route(part, route) for part in parts for route in part["chosen"])
        return Line(
            number=f"{item.sheet}!{item.number}" if item.sheet else str(item.number),
            local_id=item.local_id,
            title=item.title,
            creators=self._creators(item),
            verdict=item.verdict,
            verdict_label=self._say(verdict_label(item.verdict)) if item.verdict else "",
            match=item.match,
            match_label=self.words[f"match_{item.match or 'pending'}"],
            work=item.entity,
            work_title=chosen.get("title", ""),
            work_creators=", ".join(chosen.get("creators", ())),
            score=f"{item.score:.2f}" if item.score is not None and item.entity else "",
            match_reasons=tuple(self._say(reason["text"]) for reason in chosen.get("reasons", ())),
            others=tuple(self._candidate(c) for c in item.candidates if c["id"] != item.entity)[:4],
            status=item.standing,
            status_label=self._standing(status),
            layers=tuple(map(self._layer, status.get("layers", ()))),
            chosen=taken,
            alternatives=tuple(
                self._route(part, route)
                for part in parts
                for route in part["others"]
                if route["state"] in ("cleared", "possible", "open")
            ),
            route=self._routes_in_short(taken),
            cost=self._yen(item.cost_low, item.cost_high) if plan else "",
            time=self._days(item.days_low, item.days_high) if plan else "",
            cost_low=item.cost_low,
            cost_high=item.cost_high,
            days_low=item.days_low,
            days_high=item.days_high,
            questions=tuple(self._say(q["text"]) for q in plan.get("questions", ())),
            settle=tuple(self._say(entry["text"]) for entry in status.get("settled_by", ())),
            assumes=tuple(self._say(entry["text"]) for entry in status.get("assumes", ())),
            sources=self._sources(item),
            problems=self._problems(item),
            notes=tuple(self._say(note["text"]) for note in plan.get("notes", ())),
            raw=item.raw,
        )

    def _creators(self, item: ItemView) -> str:
        parts = item.record.contributions if item.record else ()
        return ", ".join(dict.fromkeys(c.names[0].text for c in parts if c.names))

    def _candidate(self, candidate: Mapping[str, Any]) -> str:
        by = ", ".join(candidate["creators"][:3])
        year = f" ({candidate['first_year']})" if candidate["first_year"] else ""
        return f"{candidate['title']}{' / ' if by else ''}{by}{year} [{candidate['score']:.2f}]"

    def _standing(self, status: Mapping[str, Any]) -> str:
        if not status:
            return ""
        return self._state(status["status"], status.get("until"))

    def _state(self, status: str, until: str | None) -> str:
        """A state with its last day of protection, which of a free work is past."""
        label = self._say(status_words()["statuses"][status])
        if not until:
            return label
        told = self.words["was_until" if status == "public_domain" else "until"].format(day=until)
        return f"{label}（{told}）" if self.language == "ja" else f"{label}, {told}"

    def _layer(self, layer: Mapping[str, Any]) -> LayerLine:
        return LayerLine(
            label=self._say(layer["label"]),
            status=layer["status"],
            status_label=self._state(layer["status"], layer["until"]),
            reasons=tuple(self._reason(reason) for reason in layer["reasons"]),
        )

    def _reason(self, reason: Mapping[str, Any]) -> str:
        article = f" [{reason['article']}]" if reason.get("article") else ""
        doubt = "" if reason.get("verified", True) else f" ({self.words['unverified']})"
        return f"{self._say(reason['text'])}{article}{doubt}"

    def _route(self, part: Mapping[str, Any], route: Mapping[str, Any]) -> RouteLine:
        holder = part["holder"] or self.words["holder_unknown"]
        return RouteLine(
            part=f"{self._say(part['label'])} / {holder}",
            kind=route["kind"],
            label=self._say(route["label"]),
            state=route["state"],
            state_label=self._say(route["state_label"]),
            article=route["article"],
            reasons=tuple(self._reason(reason) for reason in route["reasons"]),
            cost=self._yen(route["cost"]["low"], route["cost"]["high"]),
            time=self._days(route["time"]["low"], route["time"]["high"]),
        )

    def _routes_in_short(self, routes: Sequence[RouteLine]) -> str:
        return " / ".join(dict.fromkeys(route.label for route in routes))

    def _sources(self, item: ItemView) -> tuple[str, ...]:
        found: dict[str, list[str]] = {}
        for source, local_id, _ in item.chosen.get("records", ()):
            found.setdefault(source, []).append(local_id)
        names = {key: source.title.in_language(self.language) for key, source in all_sources().items()}
        told = [f"{names.get(source, source)}: {', '.join(ids)}" for source, ids in found.items()]
        if item.record is not None:
            told.append(f"{self.words['row_of_list']} ({item.number})")
        return tuple(told)

    def _problems(self, item: ItemView) -> tuple[str, ...]:
        told = [problem.message(self.language) for problem in item.problems]
        if problem := item.status.get("problem"):
            told.append(self._say(problem["text"]))
        if item.match == "none" and item.record is not None:
            told.append(self.words["on_list_alone"])
        return tuple(told)

    def _yen(self, low: int | None, high: int | None) -> str:
        if not low and high is None:
            return self.words["yen_unknown"]
        if high is None:
            return self.words["yen_open"].format(low=f"{low:,}")
        if low == high or low is None:
            return self.words["yen"].format(low=f"{high:,}")
        return self.words["yen_range"].format(low=f"{low:,}", high=f"{high:,}")

    def _days(self, low: int | None, high: int | None) -> str:
        if not high and not low:
            return self.words["at_once"] if low == 0 else "–"
        if high is None:
            return self.words["days_open"].format(low=low)
        return self.words["days"].format(low=low or 0, high=high)
