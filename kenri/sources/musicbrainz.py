"""MusicBrainz: the open encyclopaedia of music.

Read: answers of the web service ws/2 as JSON: look-ups (one entity), browse and search answers (a page of
entities), and the JSON dumps (an entity a line), which have the same form. Artists and labels are parties;
works, recordings and releases are works; a release group is read as a release of that genre; events are
performances. Areas, places, instruments, series, URLs and annotations are no works and are counted as
skipped. The mapping was made against published answers of the service, never run against the live one.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterable
from typing import Any

from kenri.harvest.authorities import authority
from kenri.harvest.parties import inverted
from kenri.harvest.scripts import is_kana, is_latin
from kenri.harvest.source import Item, Json, PagedJson, Reading, Shape, Source
from kenri.harvest.strict import required, text
from kenri.vocab.dates import ImpreciseDate, parse_date
from kenri.vocab.identifiers import Identifier, try_identifier
from kenri.vocab.names import Name, NameKind
from kenri.vocab.problems import Problem
from kenri.vocab.records import (
    Contribution,
    Event,
    EventKind,
    PartyKind,
    Record,
    Relation,
    RelationKind,
)
from kenri.vocab.rights import Claim
from kenri.vocab.text import Text
from kenri.vocab.vocabularies import language_named, role_named

_PERSONS = frozenset({"Person", "Character"})
_BODIES = frozenset({"Group", "Orchestra", "Choir"})
_ROLES = {
    "vocal": "singer", "instrument": "performer", "main performer": "performer", "performer": "performer",
    "performing orchestra": "performer", "conductor": "conductor", "chorus master": "conductor",
    "concertmaster": "performer", "composer": "composer", "lyricist": "lyricist", "librettist": "librettist",
    "writer": "author", "translator": "translator", "arranger": "arranger", "instrument arranger": "arranger",
    "vocal arranger": "arranger", "orchestrator": "arranger", "revised by": "arranger", "reconstructed by": "arranger",
    "producer": "producer", "engineer": "sound", "mix": "sound", "mix-DJ": "sound", "mastering": "sound",
    "recording": "sound", "sound": "sound", "audio": "sound", "programming": "sound", "editor": "sound",
    "remixer": "arranger", "compiler": "compiler", "publishing": "publisher", "photography": "photographer",
    "illustration": "illustrator", "design/illustration": "designer", "graphic design": "designer",
    "design": "designer", "art direction": "designer", "artwork": "artist", "liner notes": "commentator",
    "video director": "director", "choreographer": "choreographer", "DJ-mix": "sound", "previous attribution":
    "contributor", "commissioned": "sponsor", "dedication": "subject", "premiere": "performer", "misc": "contributor",
}  # fmt: skip
_CLAIMS = {
    "copyright": "copyright",
    "phonographic copyright": "phonogram_producers",
    "licensor": "copyright",
    "rights society": "copyright",
}
_RELATIONS: dict[tuple[str, str], tuple[RelationKind, RelationKind]] = {
    ("work", "performance"): (RelationKind.RECORDING_OF, RelationKind.SEE_ALSO),
    ("work", "medley"): (RelationKind.HAS_PART, RelationKind.PART_OF),
    ("work", "parts"): (RelationKind.HAS_PART, RelationKind.PART_OF),
    ("work", "based on"): (RelationKind.SEE_ALSO, RelationKind.ADAPTATION_OF),
    ("work", "arrangement"): (RelationKind.SEE_ALSO, RelationKind.ADAPTATION_OF),
    ("work", "revision of"): (RelationKind.SEE_ALSO, RelationKind.ADAPTATION_OF),
    ("work", "orchestration"): (RelationKind.SEE_ALSO, RelationKind.ADAPTATION_OF),
    ("recording", "samples material"): (RelationKind.ADAPTATION_OF, RelationKind.SEE_ALSO),
    ("recording", "remix"): (RelationKind.ADAPTATION_OF, RelationKind.SEE_ALSO),
    ("recording", "edit"): (RelationKind.ADAPTATION_OF, RelationKind.SEE_ALSO),
    ("recording", "mashes up"): (RelationKind.ADAPTATION_OF, RelationKind.SEE_ALSO),
    ("recording", "karaoke"): (RelationKind.ADAPTATION_OF, RelationKind.SEE_ALSO),
    ("recording", "music video"): (RelationKind.ADAPTATION_OF, RelationKind.SEE_ALSO),
    ("recording", "compilation"): (RelationKind.HAS_PART, RelationKind.PART_OF),
}
"""What a relation is by its target and type, for the directions forward and backward."""

_IMDB = re.compile(r"https?://(?:www\.)?imdb\.com/(?:name|title|company)/([a-z]{2}\d+)")


def artist(item: Item) -> Reading:
    """A person, group, orchestra, choir or character."""
    kind = text(item, "type")
    person = kind in _PERSONS or (not kind and bool(item.get("gender")))
    return _party(item, "artist", "person" if person or kind == "Other" or not kind else "organisation", kind)


def label(item: Item) -> Reading:
    """An imprint, record company, publisher or holding."""
    return _party(item, "label", "organisation", text(item, "type"))


def work(item: Item) -> Reading:
    """A musical work: what is composed and written, apart from any recording."""
    codes = item.pop("languages", None) or [item.get("language")]
    item.pop("language", None)
    contributions, claims, relations, identifiers = _related(item)
    iswcs = [try_identifier("iswc", code) for code in item.pop("iswcs", None) or []]
    number = required(item, "id")
    return Record(
        source="musicbrainz",
        local_id=number,
        schema="musical_work",
        names=_names(item, "title"),
        contributions=contributions,
        identifiers=(*_own(number), *(i for i in iswcs if i), *identifiers),
        languages=_languages(codes),
        genre=text(item, "type"),
        description=text(item, "disambiguation"),
        claims=claims,
        relations=relations,
        url=_page("work", number),
    )


def recording(item: Item) -> Reading:
    """One recording of sound or picture; covers of a work are recordings of their own."""
    contributions, claims, relations, identifiers = _related(item)
    codes = (code.get("id") if isinstance(code, dict) else code for code in item.pop("isrcs", None) or [])
    isrcs = [try_identifier("isrc", code) for code in codes if code]
    length = item.pop("length", None)
    first = _date(item.pop("first-release-date", None))
    number = required(item, "id")
    return Record(
        source="musicbrainz",
        local_id=number,
        schema="video" if item.pop("video", None) else "recording",
        names=_names(item, "title"),
        contributions=_credited(item, "performer") + contributions,
        events=(Event(EventKind.RELEASED, first),) if first else (),
        identifiers=(*_own(number), *(i for i in isrcs if i), *identifiers),
        extent=f"{length / 1000:g} s" if isinstance(length, (int, float)) and length else "",
        description=text(item, "disambiguation"),
        claims=claims,
        relations=relations,
        url=_page("recording", number),
    )


def release(item: Item) -> Reading:
    """One issue of a record, with its labels, bar code and tracks."""
    contributions, claims, relations, identifiers = _related(item)
    written = item.pop("text-representation", None) or {}
    barcode = text(item, "barcode")
    ean = try_identifier("ean", barcode.zfill(13)) if barcode else None
    labels, numbers = _labels(item.pop("label-info", None) or [])
    group = item.pop("release-group", None) or {}
    if group.get("id"):
        relations += (Relation(RelationKind.EDITION_OF, local_id=group["id"], text=group.get("title") or ""),)
    formats, tracks = _media(item.pop("media", None) or [])
    number = required(item, "id")
    return Record(
        source="musicbrainz",
        local_id=number,
        schema="release",
        names=_names(item, "title"),
        contributions=_credited(item, "performer") + labels + contributions,
        events=_releases(item),
        identifiers=(*_own(number), *((ean,) if ean else ()), *identifiers),
        languages=_languages([written.get("language")]),
        genre=text(item, "status"),
        edition="; ".join(numbers),
        extent="; ".join(formats),
        description=text(item, "disambiguation"),
        claims=claims,
        relations=relations + tracks,
        url=_page("release", number),
    )


def release_group(item: Item) -> Reading:
    """All issues of one album or single together."""
    contributions, claims, relations, identifiers = _related(item)
    first = _date(item.pop("first-release-date", None))
    kinds = [text(item, "primary-type"), *(item.pop("secondary-types", None) or [])]
    number = required(item, "id")
    return Record(
        source="musicbrainz",
        local_id=number,
        schema="release",
        names=_names(item, "title"),
        contributions=_credited(item, "performer") + contributions,
        events=(Event(EventKind.RELEASED, first),) if first else (),
        identifiers=(*_own(number), *identifiers),
        genre="; ".join(("release group", *(kind for kind in kinds if kind))),
        description=text(item, "disambiguation"),
        claims=claims,
        relations=relations,
        url=_page("release-group", number),
    )


def event(item: Item) -> Reading:
    """A concert, festival or other performance."""
    span = item.pop("life-span", None) or {}
    date = _date(span.get("begin"))
    contributions, claims, relations, identifiers = _related(item)
    number = required(item, "id")
    return Record(
        source="musicbrainz",
        local_id=number,
        schema="performance",
        names=_names(item, "name"),
        contributions=contributions,
        events=(Event(EventKind.PERFORMED, date),) if date else (),
        identifiers=(*_own(number), *identifiers),
        genre=text(item, "type"),
        description=text(item, "disambiguation"),
        claims=claims,
        relations=relations,
        url=_page("event", number),
    )


def no_record(item: Item) -> Reading:
    """An area, place, instrument, series, URL or annotation: neither work nor party."""
    item.clear()
    return None


def entity(item: Item) -> Reading:
    """A look-up or a line of a dump: what it is shows in its keys."""
    for keys, read in _SIGNS:
        if keys & item.keys():
            return read(item)
    return no_record(item)


_SIGNS: tuple[tuple[frozenset[str], Callable[[Item], Reading]], ...] = (
    (frozenset({"coordinates", "iso-3166-1-codes", "iso-3166-2-codes", "resource", "entity"}), no_record),
    (frozenset({"video", "isrcs"}), recording),
    (frozenset({"media", "barcode", "text-representation", "label-info"}), release),
    (frozenset({"primary-type", "secondary-types"}), release_group),
    (frozenset({"iswcs"}), work),
    (frozenset({"label-code"}), label),
    (frozenset({"setlist", "cancelled"}), event),
    (frozenset({"gender", "ipis", "begin-area", "begin_area"}), artist),
)


def _party(item: Item, entity_type: str, schema: str, kind: str) -> Record:
    span = item.pop("life-span", None) or {}
    kinds = (
        (EventKind.BORN, EventKind.DIED) if schema == "person" else (EventKind.FOUNDED, EventKind.DISSOLVED)
    )
    places = (_place(item, "begin-area", "begin_area"), _place(item, "end-area", "end_area"))
    events = []
    for what, key, place in zip(kinds, ("begin", "end"), places, strict=True):
        date = _date(span.get(key))
        if date or place:
            events.append(Event(what, date, place))
    isnis = [try_identifier("isni", code) for code in item.pop("isnis", None) or []]
    _, _, relations, identifiers = _related(item)
    area = item.pop("area", None) or {}
    country = text(item, "country")
    number = required(item, "id")
    return Record(
        source="musicbrainz",
        local_id=number,
        schema=schema,
        names=_names(item, "name", person=schema == "person"),
        events=tuple(events),
        identifiers=(*_own(number), *(i for i in isnis if i), *identifiers),
        genre=kind,
        description=text(item, "disambiguation"),
        nationality=country or next(iter(area.get("iso-3166-1-codes") or ()), ""),
        relations=relations,
        url=_page(entity_type, number),
    )


def _own(number: str) -> tuple[Identifier, ...]:
    found = try_identifier("musicbrainz", number)
    return (found,) if found else ()


def _page(kind: str, number: str) -> str:
    return f"https://musicbrainz.org/{kind}/{number}" if _own(number) else ""


def _place(item: Item, *keys: str) -> str:
    for key in keys:
        if area := item.pop(key, None):
            return str(area.get("name") or "")
    return ""


def _names(item: Item, key: str, *, person: bool = False) -> tuple[Name, ...]:
    """The name with its sort name, then the aliases with their locales; a repeated text is left out."""
    main = required(item, key)
    names = {main: _named(main, text(item, "sort-name"), NameKind.MAIN, "", person)}
    for alias in item.pop("aliases", None) or []:
        written = (alias.get("name") or "").strip()
        if not written or written in names:
            continue
        kind = NameKind.FORMER if alias.get("ended") else NameKind.ALTERNATIVE
        locale = (alias.get("locale") or "").replace("_", "-")
        names[written] = _named(written, alias.get("sort-name") or "", kind, locale, person)
    return tuple(names.values())


@functools.lru_cache(maxsize=16384)
def _named(name: str, sort: str, kind: NameKind, language: str, person: bool) -> Name:
    """A name with what its sort name tells: a kana reading, a romanised form, or family and given name."""
    turned = inverted(sort) if person else Name(sort)
    if sort and sort != name and not is_latin(name):
        if is_kana(sort):
            return Name(name, kind, language, reading=sort)
        if is_latin(sort):
            return Name(name, kind, language, romaji=sort)
    return Name(name, kind, language, family=turned.family, given=turned.given)


def _credited(item: Item, role: str) -> tuple[Contribution, ...]:
    return tuple(_credit(c, role) for c in item.pop("artist-credit", None) or [] if isinstance(c, dict))


def _credit(credit: dict[str, Any], role: str) -> Contribution:
    bearer = credit.get("artist") or {}
    return _contribution(bearer, credit.get("name") or bearer.get("name") or "", role, "")


def _contribution(bearer: dict[str, Any], credited: str, role: str, role_text: str) -> Contribution:
    name = bearer.get("name") or credited
    kind = bearer.get("type") or ""
    person = kind in _PERSONS
    names = [
        Name(credited) if credited else _named(name, bearer.get("sort-name") or "", NameKind.MAIN, "", person)
    ]
    if credited == name:
        names = [_named(name, bearer.get("sort-name") or "", NameKind.MAIN, "", person)]
    elif credited:
        names.append(_named(name, bearer.get("sort-name") or "", NameKind.ALTERNATIVE, "", person))
    found = try_identifier("musicbrainz", bearer["id"]) if bearer.get("id") else None
    return Contribution(
        names=tuple(names),
        role=role,
        role_text=role_text,
        kind=PartyKind.PERSON if person else PartyKind.ORGANISATION if kind in _BODIES else PartyKind.UNKNOWN,
        party=bearer.get("id") or "",
        identifiers=(found,) if found else (),
    )


def _labels(infos: Iterable[dict[str, Any]]) -> tuple[tuple[Contribution, ...], list[str]]:
    labels: dict[Contribution, None] = {}
    numbers: dict[str, None] = {}
    for info in infos:
        if number := info.get("catalog-number"):
            numbers[number] = None
        if (found := info.get("label")) and found.get("name"):
            made = _contribution({**found, "type": "Group"}, found["name"], "label", "")
            labels[made] = None
    return tuple(labels), list(numbers)


def _media(media: Iterable[dict[str, Any]]) -> tuple[list[str], tuple[Relation, ...]]:
    formats: list[str] = []
    tracks: dict[Relation, None] = {}
    for medium in media:
        count = medium.get("track-count")
        words = [medium.get("format") or "", f"{count} tracks" if count else ""]
        formats.append(", ".join(word for word in words if word))
        for track in medium.get("tracks") or []:
            recorded = track.get("recording") or {}
            if recorded.get("id"):
                title = track.get("title") or recorded.get("title") or ""
                tracks[Relation(RelationKind.HAS_PART, local_id=recorded["id"], text=title)] = None
    return [one for one in formats if one], tuple(tracks)


def _releases(item: Item) -> tuple[Event, ...]:
    """The dates of release by country; the plain date where no country is told."""
    plain, country = _date(item.pop("date", None)), text(item, "country")
    events: dict[Event, None] = {}
    for told in item.pop("release-events", None) or []:
        date, area = _date(told.get("date")), told.get("area") or {}
        place = (area.get("iso-3166-1-codes") or [area.get("name") or ""])[0]
        if date or place:
            events[Event(EventKind.RELEASED, date, place)] = None
    if not events and (plain or country):
        events[Event(EventKind.RELEASED, plain, country)] = None
    return tuple(events)


_Related = tuple[tuple[Contribution, ...], tuple[Claim, ...], tuple[Relation, ...], tuple[Identifier, ...]]


def _related(item: Item) -> _Related:
    """Take the relations apart: parts that artists played, claims, other works, identifiers behind links."""
    contributions: dict[Contribution, None] = {}
    claims: dict[Claim, None] = {}
    relations: dict[Relation, None] = {}
    identifiers: dict[Identifier, None] = {}
    listed = item.pop("relations", None) or []
    of_party = "title" not in item and "setlist" not in item
    for relation in listed:
        target = (relation.get("target-type") or "").replace("_", "-")
        kind = relation.get("type") or ""
        other = relation.get(target) or relation.get(target.replace("-", "_")) or {}
        if target == "url":
            if found := _link(other.get("resource") or ""):
                identifiers[found] = None
        elif target in {"artist", "label"} and kind in _CLAIMS:
            claims[_claim(relation, other, kind)] = None
        elif target in {"artist", "label"} and not of_party:
            contributions[_part(relation, other, kind)] = None
        elif (target, kind) in _RELATIONS and not of_party and other.get("id"):
            directions = _RELATIONS[target, kind]
            what = directions[relation.get("direction") == "backward"]
            relations[Relation(what, local_id=other["id"], text=other.get("title") or "")] = None
    return tuple(contributions), tuple(claims), tuple(relations), tuple(identifiers)


def _part(relation: dict[str, Any], bearer: dict[str, Any], kind: str) -> Contribution:
    words = [str(a) for a in relation.get("attributes") or []]
    role = _ROLES.get(kind) or role_named(kind) or "contributor"
    role_text = f"{kind}: {', '.join(words)}" if words else kind
    credited = relation.get("target-credit") or bearer.get("name") or ""
    return _contribution(bearer, credited, role, "" if role_text == role else role_text)


def _claim(relation: dict[str, Any], bearer: dict[str, Any], kind: str) -> Claim:
    found = try_identifier("musicbrainz", bearer["id"]) if bearer.get("id") else None
    return Claim(
        holder=relation.get("target-credit") or bearer.get("name") or "",
        right=_CLAIMS[kind],
        begins=_date(relation.get("begin")),
        ends=_date(relation.get("end")),
        basis=kind,
        identifiers=(found,) if found else (),
    )


def _link(address: str) -> Identifier | None:
    page = _IMDB.match(address)
    return try_identifier("imdb", page[1]) if page else authority(address)


_NO_LANGUAGE = frozenset({"zxx", "mul", "und", "qaa", "art"})


def _languages(codes: Iterable[str | None]) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for code in codes:
        if not code:
            continue
        language = language_named(code)
        if language is None and code not in _NO_LANGUAGE:
            raise Problem("unknown_code", field="language", value=code)
        if language:
            found[language] = None
    return tuple(found)


@functools.lru_cache(maxsize=16384)
def _date(written: str | None) -> ImpreciseDate | None:
    return parse_date(written) if written else None


_IGNORED = (
    "annotation", "area", "asin", "attributes", "begin-area", "begin_area", "cover-art-archive", "collections",
    "count", "country", "cancelled", "disc-count", "end-area", "end_area", "gender", "gender-id", "genres", "ipis",
    "label-code", "life-span", "packaging", "packaging-id", "primary-type-id", "quality", "rating", "recordings",
    "release-count", "release-groups", "releases", "score", "secondary-type-ids", "setlist", "status-id", "tags",
    "time", "track-count", "type-id", "user-genres", "user-rating", "user-tags", "works", "aliases", "language",
    "artist-credit-id", "sort-name", "offset",
)  # fmt: skip
_LISTS: tuple[tuple[str, Callable[[Item], Reading]], ...] = (
    ("artists", artist),
    ("labels", label),
    ("works", work),
    ("recordings", recording),
    ("releases", release),
    ("release-groups", release_group),
    ("events", event),
    ("areas", no_record),
    ("places", no_record),
    ("instruments", no_record),
    ("series", no_record),
    ("collections", no_record),
)
_KEYS = (
    "name", "title", "resource", "aliases", "relations", "artist-credit", "barcode", "date", "description",
    "disambiguation", "first-release-date", "isnis", "isrcs", "iswcs", "label-info", "languages", "length", "media",
    "primary-type", "release-events", "release-group", "secondary-types", "status", "text-representation", "type",
    "video",
)  # fmt: skip
_SEARCHES = (
    ("work", "works"), ("artist", "artists"), ("recording", "recordings"), ("release", "releases"),
)  # fmt: skip
_FILTERS = {"work": "lang:jpn", "artist": "country:JP", "recording": "country:JP", "release": "country:JP"}

SOURCE = Source(
    id="musicbrainz",
    title=Text("MusicBrainz(音楽百科データベース)", "MusicBrainz"),
    publisher=Text("メタブレインズ財団", "MetaBrainz Foundation"),
    description=Text(
        "世界の楽曲・録音・盤・演奏者・レーベルの公開データベースです。別名(日本語名を含む)、ISRC、ISWC、関係者の役割が分かります。",
        "Works, recordings, releases, artists and labels of the world's music, with aliases (Japanese among them), "
        "ISRC, ISWC and the parts that people played.",
    ),
    fields=("music",),
    schemas=("musical_work", "recording", "release", "video", "performance", "person", "organisation"),
    homepage="https://musicbrainz.org/",
    licence="cc0-1.0",
    terms=Text(
        "主要データはCC0です(注釈・タグ・評価はCC BY-NC-SA 3.0のため読み込みません)。Webサービスは毎秒1回まで、"
        "連絡先を含むUser-Agentが必要です。",
        "The core data are CC0 (annotations, tags and ratings, CC BY-NC-SA 3.0, are not read). The web service "
        "allows one request a second and asks for a User-Agent with contact data.",
    ),
    terms_url="https://musicbrainz.org/doc/About/Data_License",
    shapes=(
        *(
            Shape(name, Json(path=name), read, ("id",), ignored=_IGNORED, removals=False)
            for name, read in _LISTS
        ),
        Shape("annotations", Json(path="annotations"), no_record, ("entity", "text"), removals=False),
        Shape("entity", Json(), entity, ("id",), _KEYS, _IGNORED, removals=False),
    ),
    access=tuple(
        PagedJson(
            f"https://musicbrainz.org/ws/2/{kind}?query={_FILTERS[kind]}&fmt=json&limit={{limit}}&offset={{offset}}",
            items=items,
            total="count",
        )
        for kind, items in _SEARCHES
    ),
    rate=1.0,
    schedule="continuous",
)
