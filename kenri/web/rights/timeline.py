"""The rights of a work drawn over time: lives, publication, terms of protection, today.

Places on the line are percentages, so that the drawing follows the width of the page while its words keep
their size. Every bar and mark is also a row of a table, for those who do not see the drawing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

import msgspec
from django.utils.translation import gettext as _

from kenri.status.answers import Answer, LayerAnswer
from kenri.status.days import FAR, LONG_AGO, Span, span_of
from kenri.status.facts import DATES, Creator
from kenri.vocab.vocabularies import layers
from kenri.web import wording

MOST_PEOPLE = 6
"""Lives that are drawn; those who made a layer come first."""
LATER = 365 * 25
"""Days after today that are shown where a term has no known end."""
_STEPS = (1, 2, 5, 10, 20, 25, 50, 100, 200, 500)
_MOST_TICKS = 6


class Bar(msgspec.Struct, frozen=True):
    """A stretch of time; ``kind`` is ``life``, ``protected``, ``maybe`` or ``wartime``."""

    kind: str
    x: str
    width: str


class Lane(msgspec.Struct, frozen=True):
    """One line of the drawing: what it is about, in words, and its bars and marks."""

    kind: str
    label: str
    words: str
    bars: tuple[Bar, ...] = ()
    marks: tuple[str, ...] = ()


class Row(msgspec.Struct, frozen=True):
    """A row of the table: what, from when, until when."""

    what: str
    begins: str
    ends: str


class Timeline(msgspec.Struct, frozen=True):
    """The drawing; ``asked`` is empty where the day asked for is today."""

    lanes: tuple[Lane, ...]
    ticks: tuple[tuple[str, str], ...]
    today: str
    asked: str
    rows: tuple[Row, ...]
    has_life: bool
    has_maybe: bool
    has_wartime: bool


class _Scale:
    """From days to places between 0 and 100 per cent."""

    def __init__(self, first: date, last: date) -> None:
        self.first = date(first.year, 1, 1)
        self.last = last
        self._length = max((last - self.first).days, 1)

    def at(self, day: date) -> float:
        return min(max((day - self.first).days / self._length * 100, 0.0), 100.0)

    def place(self, day: date) -> str:
        return f"{self.at(day):.2f}%"

    def bar(self, kind: str, first: date, last: date) -> Bar:
        x = self.at(first)
        return Bar(kind, f"{x:.2f}%", f"{max(self.at(last) - x, 0.4):.2f}%")

    def ticks(self) -> Iterator[tuple[str, str]]:
        years = self.last.year - self.first.year
        step = next((s for s in _STEPS if years / s <= _MOST_TICKS), _STEPS[-1])
        for year in range(-(-self.first.year // step) * step, self.last.year + 1, step):
            place = self.at(date(max(year, 1), 1, 1))
            if 4 <= place <= 96:
                yield f"{place:.2f}%", str(year)


def timeline(answer: Answer, today: date) -> Timeline | None:
    """The drawing of an answer; None where no day at all is known."""
    people = _people(answer)
    events = list(_events(answer))
    spans = [s for p in people for s in (span_of(p.born), span_of(p.died)) if s] + [s for _, s in events]
    ends = [end for told in answer.layers for end in _ends(told)]
    known = [d for s in spans for d in s if LONG_AGO < d < FAR] + [d for d in ends if LONG_AGO < d < FAR]
    if not known:
        return None
    last = max(*known, today + timedelta(days=365 * 3), answer.on)
    if FAR in ends:
        last = max(last, today + timedelta(days=LATER))
    scale = _Scale(min(*known, today), last)
    lanes = [_life(person, scale) for person in people]
    if events:
        marks = tuple(scale.place(span[0]) for _, span in events)
        words = _(", ").join(f"{what} {_span(span)}" for what, span in events)
        lanes.append(Lane("events", _("Dates of the work"), words, marks=marks))
    lanes += [_term(told, scale) for told in answer.layers if told.status != "not_protected"]
    kinds = {bar.kind for lane in lanes for bar in lane.bars}
    return Timeline(
        tuple(lanes),
        tuple(scale.ticks()),
        scale.place(today),
        scale.place(answer.on) if answer.on != today else "",
        tuple(_rows(answer, people, events)),
        "life" in kinds,
        "maybe" in kinds,
        "wartime" in kinds,
    )


def _ends(told: LayerAnswer) -> tuple[date, ...]:
    """The last days that are drawn; an earliest end that counts from no known day is none."""
    return (told.verdict.low.last, told.verdict.high.last) if told.begins else (told.verdict.high.last,)


def _people(answer: Answer) -> list[Creator]:
    """Those whose life counts, each once, those with a known life first."""
    found: dict[str, Creator] = {}
    for told in answer.layers:
        for _place, person in told.layer.persons:
            if person.name and (person.born or person.died):
                found.setdefault(person.name, person)
    return list(found.values())[:MOST_PEOPLE]


def _life(person: Creator, scale: _Scale) -> Lane:
    born, died = span_of(person.born), span_of(person.died)
    words = wording.life(person.born, person.died)
    if born and died:
        return Lane("life", person.name, words, (scale.bar("life", born[0], died[1]),))
    if died:
        return Lane("life", person.name, words, (), (scale.place(died[1]),))
    return Lane("life", person.name, words, (), (scale.place(born[0]),) if born else ())


def _events(answer: Answer) -> Iterator[tuple[str, Span]]:
    names = event_names()
    for name in DATES:
        span = span_of(getattr(answer.work, name))
        if span and name in names and span[0] > LONG_AGO:
            yield names[name], span


def event_names() -> dict[str, str]:
    """What the dates of a work are called."""
    return {
        "created": _("Created"),
        "published": _("Published"),
        "performed": _("Performed"),
        "recorded": _("Recorded"),
        "broadcast": _("Broadcast"),
        "last_published": _("Last part published"),
        "lapsed": _("Lapsed"),
    }


def _began(told: LayerAnswer) -> date:
    """The earliest day from which the layer can have been protected, as far as anything is known.

    What came out only after the author's death, as later editions do, tells nothing of it.
    """
    layer = told.layer
    known = [
        s for s in (layer.created, layer.published, layer.performed, layer.recorded, layer.broadcast) if s
    ]
    if known:
        return min(span[0] for span in known)
    lives = [s for _, p in layer.persons for s in (span_of(p.born),) if s]
    return min((span[0] for span in lives), default=LONG_AGO)


def _term(told: LayerAnswer, scale: _Scale) -> Lane:
    low, high, began = told.verdict.low.last, told.verdict.high.last, _began(told)
    bars: list[Bar] = []
    sure = low if told.begins else LONG_AGO
    if sure > began:
        bars.append(scale.bar("protected", began, sure))
        extra = max((step.days for step in told.verdict.low.steps), default=0)
        if extra and LONG_AGO < sure < FAR:
            bars.append(scale.bar("wartime", sure - timedelta(days=extra), sure))
    if high > max(sure, began):
        bars.append(scale.bar("maybe", max(sure, began), high))
        extra = max((step.days for step in told.verdict.high.steps), default=0)
        if extra and high < FAR:
            bars.append(scale.bar("wartime", high - timedelta(days=extra), high))
    label = wording.chosen(layers()[told.layer.key].label)
    return Lane(f"term {told.status}", label, until(told), tuple(bars))


def until(told: LayerAnswer) -> str:
    """Until when a layer is protected, in words."""
    low, high = told.verdict.low.last, told.verdict.high.last
    if told.status == "not_protected":
        return _("never protected")
    if told.until:
        return _("until {day}").format(day=wording.day(told.until.isoformat()))
    first = wording.day(low.isoformat()) if told.begins and low > LONG_AGO else ""
    last = wording.day(high.isoformat()) if high < FAR else ""
    if first and last:
        return _("ends between {first} and {last}").format(first=first, last=last)
    if first:
        return _("until {day} at least").format(day=first)
    return _("until {day} at the latest").format(day=last) if last else _("end not known")


def _rows(answer: Answer, people: Iterable[Creator], events: Iterable[tuple[str, Span]]) -> Iterator[Row]:
    for person in people:
        begins, ends = (wording.date(d) if d else "–" for d in (person.born, person.died))
        yield Row(_("Life of {name}").format(name=person.name), begins, ends)
    for what, span in events:
        yield Row(what, *(_day(day) for day in span))
    for told in answer.layers:
        label = wording.chosen(layers()[told.layer.key].label)
        begins = _day(_began(told))
        yield Row(_("Protection: {layer}").format(layer=label), begins, until(told))
        steps = (*told.verdict.low.steps, *told.verdict.high.steps)
        for days in dict.fromkeys(step.days for step in steps if step.days):
            yield Row(
                _("Wartime addition (戦時加算)"),
                "–",
                _("{days} days, within the above").format(days=f"{days:,}"),
            )


def _day(day: date) -> str:
    return "–" if day in {LONG_AGO, FAR} else wording.day(day.isoformat())


def _span(span: Span) -> str:
    """The years of a span, short."""
    first, last = (_year(day) for day in span)
    if first == last or not last:
        return first
    return f"{first}{'～' if wording.language() == 'ja' else '–'}{last}"


def _year(day: date) -> str:
    return "" if day in {LONG_AGO, FAR} else wording.day(f"{day.year:04d}")
