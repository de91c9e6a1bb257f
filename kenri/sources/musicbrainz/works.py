"""Musical works, their recordings, and events at which they are performed."""

from __future__ import annotations

from kenri.harvest.source import Item, Reading
from kenri.harvest.strict import required, text
from kenri.sources.musicbrainz.relations import credited, related
from kenri.sources.musicbrainz.values import dated, identifiers, languages, mbid, names, page
from kenri.vocab.records import EventKind, Record


def work(item: Item) -> Reading:
    """A musical work: what is composed and written, apart from any recording."""
    codes = item.pop("languages", None) or [item.get("language")]
    item.pop("language", None)
    told = related(item)
    iswcs = identifiers(item, "iswcs", "iswc", item.pop("iswcs", None) or [])
    number = required(item, "id")
    return Record(
        source="musicbrainz",
        local_id=number,
        schema="musical_work",
        names=names(item, "title"),
        contributions=told.contributions,
        identifiers=(*mbid(number), *iswcs, *told.identifiers),
        languages=languages(codes),
        genre=text(item, "type"),
        description=text(item, "disambiguation"),
        claims=told.claims,
        relations=told.relations,
        url=page("work", number),
    )


def recording(item: Item) -> Reading:
    """One recording of sound or picture; covers of a work are recordings of their own."""
    told = related(item)
    # Answers to a search wrap each code in an object.
    codes = [code.get("id") if isinstance(code, dict) else code for code in item.pop("isrcs", None) or []]
    isrcs = identifiers(item, "isrcs", "isrc", codes)
    milliseconds = item.pop("length", None)
    number = required(item, "id")
    return Record(
        source="musicbrainz",
        local_id=number,
        schema="video" if item.pop("video", None) else "recording",
        names=names(item, "title"),
        contributions=credited(item) + told.contributions,
        events=dated(EventKind.RELEASED, item.pop("first-release-date", None)),
        identifiers=(*mbid(number), *isrcs, *told.identifiers),
        extent=f"{milliseconds / 1000:g} s" if isinstance(milliseconds, int | float) and milliseconds else "",
        description=text(item, "disambiguation"),
        claims=told.claims,
        relations=told.relations,
        url=page("recording", number),
    )


def event(item: Item) -> Reading:
    """A concert, festival or other performance."""
    span = item.pop("life-span", None) or {}
    told = related(item)
    number = required(item, "id")
    return Record(
        source="musicbrainz",
        local_id=number,
        schema="performance",
        names=names(item, "name"),
        contributions=told.contributions,
        events=dated(EventKind.PERFORMED, span.get("begin")),
        identifiers=(*mbid(number), *told.identifiers),
        genre=text(item, "type"),
        description=text(item, "disambiguation"),
        claims=told.claims,
        relations=told.relations,
        url=page("event", number),
    )
