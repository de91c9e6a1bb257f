"""MusicBrainz: the open encyclopaedia of music.

Read: answers of the web service ws/2 as JSON: look-ups (one entity), browse and search answers (a page of
entities), and the JSON dumps (an entity a line), which have the same form. Artists and labels are parties;
works, recordings and releases are works; a release group is read as a release of that genre; events are
performances. Areas, places, instruments, series, URLs and annotations are no works and are counted as
skipped. The mapping was made against published answers of the service, never run against the live one.
"""

from __future__ import annotations

from collections.abc import Callable

from kenri.harvest.source import Item, Json, PagedJson, Reading, Shape, Source
from kenri.sources.musicbrainz.parties import artist, label
from kenri.sources.musicbrainz.releases import release, release_group
from kenri.sources.musicbrainz.works import event, recording, work
from kenri.vocab.text import Text


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
