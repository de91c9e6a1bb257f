"""Bangumi Data: an openly licensed list of Japanese animation with dates, official sites and translations.

Comes as ``data.json`` (``{"siteMeta": …, "items": [item, …]}``) or one item a line. Times are UTC: a
programme that begins in Japan at midnight stands there as 15:00 of the day before, so the day is taken in
the time zone of the item's language (Japan +09:00, China +08:00). Where the item has its Bangumi subject
that is the local id, else begin and title.

Never run against the live service.
"""

from __future__ import annotations

import functools
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import msgspec

from kenri.harvest.source import Download, Item, Json, Shape, Source
from kenri.harvest.strict import code, identified, identified_at, required, text
from kenri.vocab.dates import ImpreciseDate, parse_date
from kenri.vocab.names import Name, NameKind
from kenri.vocab.problems import Problem
from kenri.vocab.records import Event, EventKind, Record, Relation, RelationKind
from kenri.vocab.text import Text

# An item whose type is not filled in is an animation of which only the day it came out is known.
TYPES = {
    "tv": ("programme", EventKind.BROADCAST),
    "movie": ("film", EventKind.RELEASED),
    "ova": ("video", EventKind.RELEASED),
    "web": ("programme", EventKind.ONLINE),
}
LANGUAGES = {"ja": ("ja", 9), "zh-Hans": ("zh", 8), "zh-Hant": ("zh", 8), "en": ("en", 0), "ko": ("ko", 9)}
"""The language of the original and its hours ahead of UTC."""
SCHEMES = {"bangumi": "bangumi", "anidb": "anidb", "mal": "myanimelist", "anilist": "anilist"}


@functools.lru_cache(maxsize=65536)
def local_date(written: str, hours: int) -> ImpreciseDate | None:
    """The day on which a moment of UTC falls, that many hours further east; the text stays as written."""
    if not written:
        return None
    try:
        moment = datetime.fromisoformat(written)
    except ValueError:
        return parse_date(written)
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    day = parse_date(moment.astimezone(timezone(timedelta(hours=hours))).date().isoformat())
    return None if day is None else msgspec.structs.replace(day, text=written)


def read_item(item: Item) -> Record:
    """One series, film, video or net animation."""
    title = required(item, "title")
    schema, event = code(item, "type", TYPES, ("animation", EventKind.PUBLISHED))
    language, hours = code(item, "lang", LANGUAGES, ("ja", 9))
    begin, end = text(item, "begin"), text(item, "end")
    sites: list[dict[str, Any]] = item.pop("sites", None) or []
    bangumi = next(
        (str(site["id"]) for site in sites if site.get("site") == "bangumi" and site.get("id")), ""
    )
    names = [Name(title, language=language)]
    translated: dict[str, list[str]] = item.pop("titleTranslate", None) or {}
    for tongue, texts in translated.items():
        if tongue not in LANGUAGES:
            raise Problem("unknown_code", field="titleTranslate", value=tongue)
        kind = NameKind.ALTERNATIVE if LANGUAGES[tongue][0] == language else NameKind.TRANSLATED
        names += [Name(one, kind, tongue) for one in texts if one and one != title]
    first = local_date(begin, hours)
    last = local_date(end, hours)
    events = [Event(event, first)] if first else []
    if last and (first is None or last.earliest != first.earliest):
        events.append(Event(event, last, note="終了"))
    relations = []
    address = identified(item, "officialSite", "url")
    if address:
        relations.append(Relation(RelationKind.SEE_ALSO, identifier=address))
    return Record(
        source="bangumi",
        local_id=bangumi or f"{begin} {title}",
        schema=schema,
        names=tuple(dict.fromkeys(names)),
        events=tuple(events),
        identifiers=tuple(
            made
            for site in sites
            if (scheme := SCHEMES.get(site.get("site", "")))
            and (made := identified_at(item, f"sites/{site['site']}", scheme, str(site.get("id"))))
        ),
        languages=(language,),
        description=text(item, "comment"),
        relations=tuple(relations),
        url=f"https://bgm.tv/subject/{bangumi}" if bangumi else "",
    )


_REQUIRED = ("title", "type", "lang", "begin", "sites")
_OPTIONAL = ("titleTranslate", "end", "officialSite", "comment")
_IGNORED = ("broadcast", "_file", "id")

SOURCE = Source(
    id="bangumi",
    title=Text("Bangumi Data（番組データ）", "Bangumi Data"),
    publisher=Text("bangumi-data（有志）", "bangumi-data contributors"),
    description=Text(
        "日本のアニメーションの放送・公開日、公式サイト、英語と中国語の題名を集めた一覧です。日時は協定世界時で、"
        "日本の放送日に直して取り込みます。",
        "Japanese animation with dates of broadcast or release, official sites and titles in English and "
        "Chinese. Its times are UTC and are read as days in Japan.",
    ),
    fields=("anime",),
    schemas=("programme", "film", "video", "animation"),
    homepage="https://github.com/bangumi-data/bangumi-data",
    licence="cc-by-4.0",
    terms=Text(
        "クリエイティブ・コモンズ 表示 4.0 国際のもとで利用できます。出典の表示が必要です。",
        "Creative Commons Attribution 4.0 International: name the source.",
    ),
    terms_url="https://github.com/bangumi-data/bangumi-data/blob/master/LICENSE",
    access=(Download("https://raw.githubusercontent.com/bangumi-data/bangumi-data/master/dist/data.json"),),
    shapes=(
        Shape(
            name="data",
            format=Json(path="items"),
            read=read_item,
            required=_REQUIRED,
            optional=_OPTIONAL,
            ignored=_IGNORED,
        ),
    ),
    rate=0.5,
    schedule="weekly",
)
