"""Releases with their labels, media and tracks, and the groups of releases that are one album."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from kenri.harvest.source import Item, Reading
from kenri.harvest.strict import required, text
from kenri.sources.musicbrainz.relations import contribution, credited, related
from kenri.sources.musicbrainz.values import date, dated, identifiers, languages, mbid, names, page
from kenri.vocab.records import Contribution, Event, EventKind, Record, Relation, RelationKind


def release(item: Item) -> Reading:
    """One issue of a record, with its labels, bar code and tracks."""
    told = related(item)
    written = item.pop("text-representation", None) or {}
    barcode = text(item, "barcode")
    eans = identifiers(item, "barcode", "ean", [barcode and barcode.zfill(13)])
    infos = item.pop("label-info", None) or []
    media = item.pop("media", None) or []
    number = required(item, "id")
    return Record(
        source="musicbrainz",
        local_id=number,
        schema="release",
        names=names(item, "title"),
        contributions=credited(item) + _labels(infos) + told.contributions,
        events=_releases(item),
        identifiers=(*mbid(number), *eans, *told.identifiers),
        languages=languages([written.get("language")]),
        genre=text(item, "status"),
        edition="; ".join(dict.fromkeys(code for info in infos if (code := info.get("catalog-number")))),
        extent="; ".join(_extents(media)),
        description=text(item, "disambiguation"),
        claims=told.claims,
        relations=told.relations + _group(item) + _tracks(media),
        url=page("release", number),
    )


def release_group(item: Item) -> Reading:
    """All issues of one album or single together."""
    told = related(item)
    kinds = [text(item, "primary-type"), *(item.pop("secondary-types", None) or [])]
    number = required(item, "id")
    return Record(
        source="musicbrainz",
        local_id=number,
        schema="release",
        names=names(item, "title"),
        contributions=credited(item) + told.contributions,
        events=dated(EventKind.RELEASED, item.pop("first-release-date", None)),
        identifiers=(*mbid(number), *told.identifiers),
        genre="; ".join(("release group", *(kind for kind in kinds if kind))),
        description=text(item, "disambiguation"),
        claims=told.claims,
        relations=told.relations,
        url=page("release-group", number),
    )


def _labels(infos: Iterable[dict[str, Any]]) -> tuple[Contribution, ...]:
    labels = (info.get("label") or {} for info in infos)
    made = (contribution({**one, "type": "Group"}, "", "label") for one in labels if one.get("name"))
    return tuple(dict.fromkeys(made))


def _group(item: Item) -> tuple[Relation, ...]:
    group = item.pop("release-group", None) or {}
    if not group.get("id"):
        return ()
    return (Relation(RelationKind.EDITION_OF, local_id=group["id"], text=group.get("title") or ""),)


def _extents(media: Iterable[dict[str, Any]]) -> Iterable[str]:
    """Each medium with the number of its tracks: ``CD, 12 tracks``."""
    for medium in media:
        count = medium.get("track-count")
        if words := [word for word in (medium.get("format"), count and f"{count} tracks") if word]:
            yield ", ".join(words)


def _tracks(media: Iterable[dict[str, Any]]) -> tuple[Relation, ...]:
    """The recordings on the media, under the titles that they have there."""
    tracks: dict[Relation, None] = {}
    for medium in media:
        for track in medium.get("tracks") or []:
            recorded = track.get("recording") or {}
            if recorded.get("id"):
                title = track.get("title") or recorded.get("title") or ""
                tracks[Relation(RelationKind.HAS_PART, local_id=recorded["id"], text=title)] = None
    return tuple(tracks)


def _releases(item: Item) -> tuple[Event, ...]:
    """The dates of release by country; the plain date where no country is told."""
    plain, country = date(item.pop("date", None)), text(item, "country")
    events: dict[Event, None] = {}
    for told in item.pop("release-events", None) or []:
        when, area = date(told.get("date")), told.get("area") or {}
        place = (area.get("iso-3166-1-codes") or [area.get("name") or ""])[0]
        if when or place:
            events[Event(EventKind.RELEASED, when, place)] = None
    if not events and (plain or country):
        events[Event(EventKind.RELEASED, plain, country)] = None
    return tuple(events)
