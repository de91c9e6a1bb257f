"""Origin in MODS: dates of issue and creation with their encodings, points and qualifiers, and publishers."""

from __future__ import annotations

import functools

from kenri.harvest.credits import publisher
from kenri.harvest.isbd import place, publisher_name
from kenri.harvest.nodes import Node, attribute, children, inner_text, texts
from kenri.vocab.dates import Certainty, ImpreciseDate, parse_date
from kenri.vocab.records import Contribution, Event, EventKind

DATES = (
    ("mods:dateIssued", EventKind.PUBLISHED),
    ("mods:dateCreated", EventKind.CREATED),
)


def events(origins: list[Node]) -> list[Event]:
    """Issue and creation. A copyright date stands in, with a note, where no date of issue is given."""
    made: list[Event] = []
    for origin in origins:
        where = next(
            (
                found
                for one in children(origin, "mods:place")
                for term in children(one, "mods:placeTerm")
                if attribute(term, "@type") != "code" and (found := place(inner_text(term)))
            ),
            "",
        )
        dated = [Event(kind, date, where) for name, kind in DATES for date in _dates(children(origin, name))]
        copyrighted = _dates(children(origin, "mods:copyrightDate"))
        if not any(event.kind is EventKind.PUBLISHED for event in dated):
            dated += [Event(EventKind.PUBLISHED, date, where, "copyrightDate") for date in copyrighted]
        if not dated and where:
            sort = attribute(origin, "@eventType")
            dated = [Event(EventKind.CREATED if sort == "production" else EventKind.PUBLISHED, None, where)]
        made += dated
    return made


def _dates(nodes: list[Node]) -> list[ImpreciseDate]:
    """The dates of one element: what is transcribed gives the text, what is encoded the interval."""
    plain: list[ImpreciseDate] = []
    encoded: list[ImpreciseDate] = []
    ends: dict[str, ImpreciseDate] = {}
    for node in nodes:
        point, form = attribute(node, "@point"), attribute(node, "@encoding")
        date = _date(inner_text(node), attribute(node, "@qualifier"))
        if date is None:
            continue
        if point in ("start", "end"):
            ends.setdefault(point, date)
        else:
            (encoded if form else plain).append(date)
    if "start" in ends:
        encoded.insert(0, _interval(ends["start"], ends.get("end")))
    if not encoded:
        return plain
    sure = next((date for date in encoded if date.earliest or date.latest), encoded[0])
    if not plain:
        return [sure] if ends else encoded
    return [ImpreciseDate(plain[0].text, sure.earliest, sure.latest, sure.certainty)]


def _interval(start: ImpreciseDate, end: ImpreciseDate | None) -> ImpreciseDate:
    """From the start to the end; without an end, or with 9999, it is still going on."""
    text = start.text if end is None or end.text == start.text else f"{start.text}/{end.text}"
    certainty = Certainty.CIRCA if end is not None and end.certainty is Certainty.CIRCA else start.certainty
    if end is None or not end.latest:
        return ImpreciseDate(
            text, start.earliest, "", Certainty.AFTER if start.earliest else Certainty.UNKNOWN
        )
    return ImpreciseDate(text, start.earliest, end.latest, certainty)


@functools.lru_cache(maxsize=16384)
def _date(text: str, qualifier: str) -> ImpreciseDate | None:
    date = parse_date(text)
    if date is None or not (date.earliest or date.latest):
        return date
    if qualifier in ("approximate", "questionable") and date.certainty is Certainty.EXACT:
        return ImpreciseDate(date.text, date.earliest, date.latest, Certainty.CIRCA)
    return date


def publishers(origins: list[Node]) -> list[Contribution]:
    """The publishers, without "[s.n.]" and the punctuation of ISBD."""
    names = (publisher_name(text) for origin in origins for text in texts(origin, "mods:publisher"))
    return [publisher(name) for name in names if name]
