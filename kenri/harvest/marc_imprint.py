"""Publication in MARC: 264 and 260, else the year of 008, with the publishers and their kin."""

from __future__ import annotations

import functools
import re

from kenri.harvest.isbd import place as place_name
from kenri.harvest.isbd import publisher_name, unpunctuated
from kenri.harvest.marc_fields import Field, Linked, data_fields, subfields
from kenri.harvest.scripts import is_latin
from kenri.harvest.source import Item
from kenri.vocab.dates import ImpreciseDate, parse_date
from kenri.vocab.names import Name
from kenri.vocab.records import Contribution, Event, EventKind, PartyKind

_YEAR = re.compile(r"\d{2,4}u{0,2}")


def imprint(item: Item, linked: Linked, fixed: str) -> tuple[tuple[Event, ...], list[Contribution]]:
    """Publication from 264 and 260, else the year of 008; a copyright date is a note, not a publication."""
    events: dict[Event, None] = {}
    publishers: list[Contribution] = []
    for tag in ("264", "260"):
        for field in [*(field for _, field in data_fields(item, tag)), *linked.alone(tag)]:
            function = field["indicators"][1:2] if tag == "264" else "1"
            if function == "4":
                continue
            twins = linked.twins(tag, field)
            kind = EventKind.CREATED if function == "0" else EventKind.PUBLISHED
            place = next((p for v in subfields(field, "a") if (p := place_name(v))), "")
            date = next((d for v in subfields(field, "c") if (d := catalogued_date(v))), None)
            if (date or place) and function in ("1", "0", " ", ""):
                events[Event(kind, date, place)] = None
            role = {"2": "distributor", "3": "printer", "0": "producer"}.get(function, "publisher")
            publishers.extend(_publishers(field, twins, role))
    if not any(event.date for event in events) and (year := _fixed_year(fixed)):
        place = next((event.place for event in events if event.place), "")
        events = {event: None for event in events if event.kind is not EventKind.PUBLISHED}
        events[Event(EventKind.PUBLISHED, year, place)] = None
    return tuple(events), publishers


def _publishers(field: Field, twins: list[Field], role: str) -> list[Contribution]:
    made = []
    for value in subfields(field, "b"):
        name = publisher_name(value)
        if not name:
            continue
        native = [
            text
            for twin in twins
            for v in subfields(twin, "b")
            if (text := unpunctuated(v)) and not is_latin(text)
        ]
        if native and is_latin(name) and len(subfields(field, "b")) == 1:
            names: tuple[Name, ...] = (Name(native[0], romaji=name),)
        else:
            names = (Name(name),)
        made.append(Contribution(names, role, kind=PartyKind.ORGANISATION))
    return made


@functools.lru_cache(maxsize=16384)
def catalogued_date(value: str) -> ImpreciseDate | None:
    """``c1999.``, ``[1990?]``, ``1985, c1983``: the first is the date of publication."""
    text = value.strip(" .,;[]")
    first = re.split(r"\s*,\s*(?=[c©p℗]|printing|reprint)|\s*;\s*", text)[0].strip(" .,;[]")
    plain = parse_date(re.sub(r"^[c©p℗]\s?(?=\d{4})", "", first))
    if plain is None or not (plain.earliest or plain.latest):
        return None
    return ImpreciseDate(value.strip(), plain.earliest, plain.latest, plain.certainty)


def _fixed_year(fixed: str) -> ImpreciseDate | None:
    """Date 1 of 008, with unknown digits as u; nothing where the type of date says that it is none."""
    kind, year = fixed[6:7], fixed[7:11]
    if kind in ("n", "b", "|", "") or not _YEAR.fullmatch(year) or year in ("9999", "0000"):
        return None
    if "u" not in year:
        return parse_date(year)
    low, high = year.replace("u", "0"), year.replace("u", "9")
    return ImpreciseDate(year, low, high)
