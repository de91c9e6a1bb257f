"""Artists and labels: persons and organisations."""

from __future__ import annotations

from kenri.harvest.source import Item, Reading
from kenri.harvest.strict import required, text
from kenri.sources.musicbrainz.relations import PERSONS, linked
from kenri.sources.musicbrainz.values import date, identifiers, mbid, names, page
from kenri.vocab.records import Event, EventKind, Record


def artist(item: Item) -> Reading:
    """A person, group, orchestra, choir or character; who is not told to be a body is taken for a person."""
    kind = text(item, "type")
    person = kind in PERSONS or kind in ("", "Other")
    return _party(item, "artist", "person" if person else "organisation", kind)


def label(item: Item) -> Reading:
    """An imprint, record company, publisher or holding."""
    return _party(item, "label", "organisation", text(item, "type"))


def _party(item: Item, entity_type: str, schema: str, kind: str) -> Record:
    area = item.pop("area", None) or {}
    isnis = identifiers(item, "isnis", "isni", item.pop("isnis", None) or [])
    country = text(item, "country")
    number = required(item, "id")
    return Record(
        source="musicbrainz",
        local_id=number,
        schema=schema,
        names=names(item, "name", person=schema == "person"),
        events=_life(item, person=schema == "person"),
        identifiers=(*mbid(number), *isnis, *linked(item)),
        genre=kind,
        description=text(item, "disambiguation"),
        nationality=country or next(iter(area.get("iso-3166-1-codes") or ()), ""),
        url=page(entity_type, number),
    )


def _life(item: Item, *, person: bool) -> tuple[Event, ...]:
    span = item.pop("life-span", None) or {}
    first, last = (EventKind.BORN, EventKind.DIED) if person else (EventKind.FOUNDED, EventKind.DISSOLVED)
    events = []
    for what, side in ((first, "begin"), (last, "end")):
        when, place = date(span.get(side)), _place(item, f"{side}-area", f"{side}_area")
        if when or place:
            events.append(Event(what, when, place))
    return tuple(events)


def _place(item: Item, *keys: str) -> str:
    for key in keys:
        if area := item.pop(key, None):
            return str(area.get("name") or "")
    return ""
