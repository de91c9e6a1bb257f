"""AniDB: titles of animation in many languages, in three layouts.

- AniDB's own daily dump ``anime-titles.xml``: ``<anime aid="…"><title type="main" xml:lang="x-jat">…``;
- Anime-Lists' ``anime-list.xml``: ``<anime anidbid="…" imdbid="…"><name>…`` with studios, and IMDb numbers;
- a table ``anidb_id, name_romaji, studio`` as made from the latter.

AniDB writes languages as ``x-jat`` (Japanese in Latin letters), ``x-zht``, ``ja``, ``en``; its main
title of a Japanese work is the romanised one. The dump does not say what kind of work a title has: without
a word for it, it is an animation whose kind is not told. Never run against the live service; AniDB asks that its dump
be fetched at most once a day.
"""

from __future__ import annotations

import functools
import re

from kenri.harvest.nodes import attribute, children, give_back, inner_text, texts
from kenri.harvest.source import Csv, Download, Item, Shape, Source, Xml
from kenri.harvest.strict import identified_at, required, text
from kenri.vocab.identifiers import Identifier, try_identifier
from kenri.vocab.names import Name, NameKind
from kenri.vocab.problems import Problem
from kenri.vocab.records import Contribution, PartyKind, Record
from kenri.vocab.text import Text

TITLE_KINDS = {
    "main": NameKind.MAIN,
    "official": NameKind.TRANSLATED,
    "syn": NameKind.ALTERNATIVE,
    "synonym": NameKind.ALTERNATIVE,
    "short": NameKind.ALTERNATIVE,
    "kana": NameKind.ALTERNATIVE,
    "card": NameKind.ALTERNATIVE,
}
TAGS = {
    "x-jat": "ja-Latn",
    "x-zht": "zh-Latn",
    "x-kot": "ko-Latn",
    "x-tht": "th-Latn",
    "x-in": "",
    "x-unk": "",
}
RELEASES = {"movie": "film", "ova": "video", "oad": "video", "music video": "video"}
"""What Anime-Lists writes in place of a TVDB number for what was no series."""
_FILM = re.compile(r"\b(?:the )?movie\b|\bgekijou?ban\b|劇場版", re.IGNORECASE)
_VIDEO = re.compile(r"\b(?:OVA|OAD)\b")


def schema_of(title: str) -> str:
    """The schema that the title itself says (Gekijouban, OVA), else that of an animation of an untold kind."""
    if _FILM.search(title):
        return "film"
    return "video" if _VIDEO.search(title) else "animation"


def _record(
    number: str, names: list[Name], studios: list[str], identifiers: list[Identifier], schema: str = ""
) -> Record:
    own = try_identifier("anidb", number) if number.isdigit() else None
    return Record(
        source="anidb",
        local_id=number,
        schema=schema or schema_of(names[0].text),
        names=tuple(dict.fromkeys(names)),
        contributions=tuple(_studio(studio) for studio in dict.fromkeys(studios)),
        identifiers=tuple(([own] if own else []) + identifiers),
        url=f"https://anidb.net/anime/{number}" if own else "",
    )


@functools.lru_cache(maxsize=8192)
def _studio(name: str) -> Contribution:
    return Contribution(
        (Name(name),), role="production_company", role_text="studio", kind=PartyKind.ORGANISATION
    )


def _studios(written: str) -> list[str]:
    return [
        studio for part in re.split(r"\s*[;/]\s*|,\s+(?!Inc|Ltd|LLC|Co)", written) if (studio := part.strip())
    ]


def read_row(row: Item) -> Record:
    """One row of the table of romanised titles."""
    number = required(row, "anidb_id")
    name = Name(required(row, "name_romaji"), language="ja-Latn")
    return _record(number, [name], _studios(text(row, "studio")), [])


def read_titles(item: Item) -> Record:
    """One ``anime`` of AniDB's dump, its main title first."""
    number = required(item, "@aid")
    names = []
    for node in children(item, "title"):
        sort, language = attribute(node, "@type"), attribute(node, "@xml:lang")
        if sort not in TITLE_KINDS:
            raise Problem("unknown_code", field="title/@type", value=sort)
        shown = inner_text(node)
        if shown:
            tag = TAGS.get(language, language)
            kind = TITLE_KINDS[sort]
            if kind is NameKind.TRANSLATED and tag == "ja":
                kind = NameKind.ORIGINAL
            names.append(Name(shown, kind, tag))
        give_back(item, "title", node)
    if not names:
        raise Problem("missing_value", field="title")
    names.sort(key=lambda name: name.kind is not NameKind.MAIN)
    return _record(number, names, [], [])


def read_list(item: Item) -> Record:
    """One ``anime`` of Anime-Lists."""
    number = required(item, "@anidbid")
    shown = texts(item, "name")
    if not shown:
        raise Problem("missing_value", field="name")
    studios = []
    for node in children(item, "supplemental-info"):
        studios += [studio for written in texts(node, "studio") for studio in _studios(written)]
        give_back(item, "supplemental-info", node, _INFO)
    identifiers = []
    for value in re.split(r"[,\s]+", text(item, "@imdbid")):
        made = identified_at(item, "@imdbid", "imdb", value) if value.startswith("tt") else None
        if made:
            identifiers.append(made)
    schema = RELEASES.get(text(item, "@tvdbid").lower(), "")
    return _record(number, [Name(one, language="ja-Latn") for one in shown], studios, identifiers, schema)


_INFO = (
    "text",
    "genre",
    "director",
    "writer",
    "credits",
    "fanart",
    "@replace",
    "plot",
    "thumb",
    "set",
    "year",
)

SOURCE = Source(
    id="anidb",
    title=Text("AniDB（アニメ題名一覧）", "AniDB titles"),
    publisher=Text("AniDB", "AniDB"),
    description=Text(
        "アニメーション作品の番号と、ローマ字を含む各国語の題名、制作会社の一覧です。",
        "Numbers of animated works with titles in many languages, romanised first, and studios.",
    ),
    fields=("anime",),
    schemas=("animation", "film", "video"),
    homepage="https://anidb.net/",
    licence="",
    terms=Text(
        "非営利の利用を想定して公開されています。取得は1日1回までとし、再配布の前に条件を確認してください。",
        "For non-commercial clients. Fetch at most once a day and check the terms before passing the titles on.",
    ),
    terms_url="https://wiki.anidb.net/API",
    access=(Download("https://anidb.net/api/anime-titles.xml.gz"),),
    shapes=(
        Shape(
            name="titles", format=Xml(item="anime"), read=read_titles, required=("@aid",), optional=("title",)
        ),
        Shape(
            name="anime-list",
            format=Xml(item="anime"),
            read=read_list,
            required=("@anidbid",),
            optional=("name", "@imdbid", "@tvdbid", "supplemental-info"),
            ignored=(
                *("@defaulttvdbseason", "@episodeoffset", "@tmdbid", "@tmdboffset", "@tmdbseason"),
                *("@tmdbtv", "mapping-list", "before", "text"),
            ),
        ),
        Shape(
            name="table",
            format=Csv(),
            read=read_row,
            required=("anidb_id", "name_romaji"),
            optional=("studio",),
        ),
    ),
    rate=0.1,
    schedule="daily",
)
