"""メディア芸術データベース (Media Arts Database, MADB): manga, animation, games, media art.

The operator publishes JSON-LD by class, one zip each: ``{"@context": …, "@graph": [node, …]}``; one node a
line is read as well. Older releases write bare property names and ``mediaarts-db.bunka.go.jp`` ids, newer
ones ``schema:name``, ``ma:note`` and ``mediaarts-db.artmuseums.go.jp`` ids; the local id is the MADB ID
(``C7162``, ``M183656``), the same in both. Blank nodes (``_:b…``) and supplements (``S…``: holdings, sources
of the data) are parts of other nodes and no records.

Values carry languages (``ja-hrkt`` is a reading, ``ja-latn`` a romanisation). Makers come as lists such as
「［監督］名前 ／ ［原作］名前」 and 「【役】名」, as ``dcterms:creator`` ids, and in game works as ids alone:
such a contribution has a ``party`` and no name. ``-`` at the end of an authority's URL is a placeholder.

Never run against the live service; written for the files and the metadata schema (Ver. 1.2).
"""

from __future__ import annotations

import functools
import re
from typing import Any

import msgspec

from kenri.harvest import linked_data as ld
from kenri.harvest.credits import as_meant, bracketed, contributions, with_own_readings
from kenri.harvest.source import Download, Duty, Item, JsonLd, Shape, Source
from kenri.vocab.dates import parse_date
from kenri.vocab.names import Name, NameKind
from kenri.vocab.problems import Problem
from kenri.vocab.records import Contribution, Event, EventKind, Record, Relation, RelationKind
from kenri.vocab.text import Text

FIELDS = ("manga", "anime", "games", "art")
BASIS = Text(
    "著作権法第67条の3（分野別データベースとして）", "Copyright Act, art. 67-3 (database of the field)"
)
PAGE = "https://mediaarts-db.artmuseums.go.jp/id/"


class Kind(msgspec.Struct, frozen=True):
    """What a class of MADB becomes: the schema, what its date and its publisher mean, who its creator is."""

    schema: str
    event: EventKind
    creator: str
    publisher: str = "publisher"
    cast: str = "actor"


COMIC = Kind("comic", EventKind.PUBLISHED, "cartoonist")
SERIAL = Kind("serial", EventKind.PUBLISHED, "editor")
PROGRAMME = Kind("programme", EventKind.BROADCAST, "director", "broadcaster", "voice_actor")
FILM = Kind("film", EventKind.RELEASED, "director", "distributor", "voice_actor")
VIDEO = Kind("video", EventKind.RELEASED, "director", "publisher", "voice_actor")
GAME = Kind("game", EventKind.RELEASED, "developer")
EXHIBITION = Kind("exhibition", EventKind.EXHIBITED, "creator")
PERFORMANCE = Kind("performance", EventKind.PERFORMED, "creator")
ARTWORK = Kind("artwork", EventKind.EXHIBITED, "artist")
WORKS = (COMIC, SERIAL, PROGRAMME, FILM, VIDEO, GAME, EXHIBITION, PERFORMANCE, ARTWORK)
AGENT = Kind("", EventKind.FOUNDED, "creator")
NO_RECORD = Kind("skip", EventKind.CREATED, "creator")

CLASSES: dict[str, Kind] = {
    **dict.fromkeys(("MangaWork", "MangaMagazinePublication"), COMIC),
    **dict.fromkeys(("MangaBook", "MangaBookSeries", "MangaOther"), COMIC),
    **dict.fromkeys(("MangaMagazine", "MangaMagazineIssue"), SERIAL),
    **dict.fromkeys(("AnimationTVProgram", "AnimationTVRegularSeries"), PROGRAMME),
    **dict.fromkeys(("AnimationTVSpecialSeries", "AnimationWork", "AnimationOther"), PROGRAMME),
    **dict.fromkeys(("AnimationMovie", "AnimationMovieSeries"), FILM),
    **dict.fromkeys(("AnimationVideoPackage", "AnimationVideoPackageSeries"), VIDEO),
    **dict.fromkeys(("GameWork", "GameVariation", "GamePackage"), GAME),
    **dict.fromkeys(("MediaArtEvent", "Event"), EXHIBITION),
    **dict.fromkeys(("MangaRelatedItem", "AnimationRelatedItem", "GameRelatedItem"), ARTWORK),
    **dict.fromkeys(("MediaArtWork", "MediaArtOther", "MediaArtRelatedItem"), ARTWORK),
    "MediaArtExhibitionOrPerformance": ARTWORK,
    **dict.fromkeys(("Supplement", "Topic"), NO_RECORD),
    "Agent": AGENT,
}
"""Class names of the metadata schema, without the ``class:``."""

# Releases before 2022 have only class:Item, class:Collection and class:Curation: there the genre decides.
GENRES: tuple[tuple[str, Kind], ...] = (
    *(("責任主体", AGENT), ("トピック", NO_RECORD), ("マンガ雑誌掲載", COMIC), ("雑誌", SERIAL)),
    *(("関連資料", ARTWORK), ("マンガ", COMIC), ("ゲーム", GAME), ("テレビ", PROGRAMME), ("ビデオ", VIDEO)),
    *(("映画", FILM), ("劇場", FILM), ("アニメ", PROGRAMME), ("催事", EXHIBITION)),
    *(("展示・実演", ARTWORK), ("メディアアート", ARTWORK)),
)
PARTIES = {"個人": "person", "団体": "organisation", "家族": "organisation"}
PREFIXES = ("schema:", "ma:", "rdfs:", "madbdata:")


@functools.lru_cache(maxsize=512)
def kind_of(types: str, genre: str) -> Kind:
    """The kind for a node's classes (joined by spaces) and genre. Raises ``Problem('unknown_code')``."""
    for name in types.split():
        found = CLASSES.get(name.rpartition(":")[2].rpartition("#")[2].rpartition("/")[2])
        if found is not None:
            return found
    for word, found in GENRES:
        if word in genre:
            return found
    raise Problem("unknown_code", field="@type", value=f"{types} {genre}".strip())


def read_node(item: Item) -> Record | None:
    """One node of the graph; None for the parts of other nodes."""
    node_id = str(item.get("@id", ""))
    if node_id.startswith("_:") or "/ref/" in node_id:
        return None
    node = ld.properties(item, PREFIXES)
    node.pop("@id", None)
    types = " ".join(ld.all_plain(node, ("@type", "rdf:type")))
    genres = ld.plain(node, "genre")
    kind = kind_of(types, " ".join(genres))
    if kind is NO_RECORD:
        return None
    numbers = ld.plain(node, "identifier")
    local_id = numbers[0] if numbers else node_id.rstrip("/").rpartition("/")[2]
    if not local_id:
        raise Problem("missing_value", field="identifier")
    node.pop("additionalType", None)
    record = _agent(node, local_id, genres) if kind is AGENT else _work(node, local_id, genres, kind)
    ld.give_back(item, node)
    return record


LINKED = (
    *("url", "relatedLink", "twitter", "mobyGames", "freebase", "metacritic", "twitch", "dataUrl"),
    *("facebook", "instagram", "youtube", "sameAs"),
)
AUTHORITIES = (("wikidata", "wikidata"), ("viaf", "viaf"), ("ndla", "ndl_authority"), ("isni", "isni"))
NUMBERS = (
    *(("isbn", "isbn"), ("issn", "issn"), ("jpno", "jpno"), ("imdb", "imdb"), ("wikidata", "wikidata")),
    ("doi", "doi"),
)
NUMBERED = frozenset(("volumeNumber", "issueNumber", "eventNumber"))


def _agent(node: ld.Properties, local_id: str, genres: list[str]) -> Record:
    sort = ld.first(node, "additionalGenre")
    schema = PARTIES.get(sort, "")
    if not schema:
        raise Problem("unknown_code", field="additionalGenre", value=sort)
    begun, ended = EventKind.FOUNDED, EventKind.DISSOLVED
    if schema == "person":
        begun, ended = EventKind.BORN, EventKind.DIED
    lived = (
        ("birthDate", EventKind.BORN, ld.first(node, "birthPlace"), ""),
        ("deathDate", EventKind.DIED, ld.first(node, "deathPlace"), ""),
        *(("startDate", begun, "", ""), ("endDate", ended, "", "")),
    )
    described = [ld.first(node, "description")]
    described += ld.labelled(node, (("address", "所在地"), ("hasOccupation", "職業"), ("note", "注記")))
    found = dict.fromkeys(ld.identifiers(node, AUTHORITIES) + ld.wikidata_in(node, ("relatedLink",)))
    related = ld.related(node, (("relatedCollection", RelationKind.SEE_ALSO),))
    related += [Relation(RelationKind.SEE_ALSO, text=text) for text in ld.plain(node, "member")]
    return Record(
        source="madb",
        local_id=local_id,
        schema=schema,
        names=tuple(_names(node)),
        events=tuple(ld.events(node, lived)),
        identifiers=tuple(found),
        languages=ld.languages(node, "inLanguage"),
        genre="、".join([*genres, sort]),
        description="\n".join(filter(None, described)),
        nationality=ld.first(node, "countryOfOrigin"),
        relations=tuple(related + ld.pages(node, LINKED)),
        url=PAGE + local_id,
    )


def _names(node: ld.Properties) -> list[Name]:
    """The names of the thing itself; the label only where there is no name."""
    found = ld.names(node, "name", NameKind.MAIN)
    label = ld.first(node, "label")
    if not found:
        if not label:
            raise Problem("missing_value", field="name")
        found = [Name(label)]
    elif label and label not in [name.text for name in found] and not NUMBERED.isdisjoint(node):
        found.append(Name(label, NameKind.ALTERNATIVE))
    return found + ld.split_names(ld.names(node, "alternateName", NameKind.ALTERNATIVE))


def _work(node: ld.Properties, local_id: str, genres: list[str], kind: Kind) -> Record:
    titles = _names(node) + ld.names(node, "alternativeHeadline", NameKind.ALTERNATIVE)
    series = ld.names(node, "seriesName", NameKind.SERIES) + ld.names(node, "brand", NameKind.SERIES)
    titles += [name for name in series if name.text != titles[0].text]
    made = _contributions(node, kind)
    schema = _shown(kind, node, genres, made)
    return Record(
        source="madb",
        local_id=local_id,
        schema=schema,
        names=tuple(dict.fromkeys(titles)) if len(titles) > 1 else tuple(titles),
        contributions=as_meant(made, schema),
        events=tuple(_events(node, PERFORMANCE if schema == PERFORMANCE.schema else kind)),
        genre="、".join([*genres, *ld.plain(node, "additionalGenre")]),
        url=PAGE + local_id,
        **(_further(node) if node else {}),
    )


def _further(node: ld.Properties) -> dict[str, Any]:
    """The fields of a record that many nodes say nothing of."""
    subjects = ld.listed(node, "keywords") + ld.listed(node, "contentLocation")
    subjects += [f"NDC {number}" for text in ld.plain(node, "ndc") for number in text.split(",")]
    numbers = dict.fromkeys(ld.identifiers(node, NUMBERS) + ld.wikidata_in(node, ("relatedLink", "source")))
    return {
        "identifiers": tuple(numbers),
        "languages": ld.languages(node, "inLanguage"),
        "subjects": tuple(dict.fromkeys(filter(None, subjects))),
        "edition": " ".join(ld.firsts(node, ("volumeNumber", "issueNumber", "eventNumber", "version"))),
        "extent": "、".join(_extent(node)),
        "description": "\n".join(ld.firsts(node, ("description", "note")) + ld.labelled(node, DESCRIBED)),
        "nationality": "、".join(ld.all_plain(node, ("countryOfOrigin", "locationCreated"))),
        "claims": tuple(ld.copyright_notices(node, "copyrightHolder")),
        "relations": tuple(_relations(node) + ld.pages(node, LINKED)),
    }


_PERFORMED = re.compile(
    r"演奏|公演|コンサート|ライブ|パフォーマンス|プログラム|トーク|シンポジウム|レクチャー|ワークショップ"
)
_FILMED = frozenset(("director", "screenwriter", "cinematographer"))
_STAGED = frozenset(("conductor", "performer", "singer", "choreographer", "stage_director", "actor"))


def _shown(kind: Kind, node: ld.Properties, genres: list[str], made: list[Contribution]) -> str:
    """展示・実演 is a film, a performance or a work on show: its makers' roles or its subgenre tell."""
    if kind is not ARTWORK or not any("実演" in genre for genre in genres):
        return kind.schema
    said = {contribution.role for contribution in made}
    if said & _FILMED:
        return FILM.schema
    words = f"{genres} {node.get('itemCondition', '')}"
    return PERFORMANCE.schema if said & _STAGED or _PERFORMED.search(words) else ARTWORK.schema


CREDITS: tuple[tuple[str, str], ...] = (
    *(("creator", ""), ("originalWorkCreator", "original_author"), ("contributor", "contributor")),
    *(("actor", "cast"), ("performer", "performer"), ("director", "director"), ("author", "author")),
    *(("editor", "editor"), ("illustrator", "illustrator"), ("translator", "translator")),
    *(("productionCompany", "production_company"), ("provider", "contributor"), ("publisher", "publisher")),
)
"""Properties that name makers, with the role that a name has there where nothing else is said."""

_CODE = re.compile(r"P\d+(?:,P\d+)*$")


def _contributions(node: ld.Properties, kind: Kind) -> list[Contribution]:
    made: dict[Contribution, None] = {}
    agents = ld.pointers(node, "dcterms:creator")
    for text in ld.plain(node, "dcterms:publisher"):
        if not _CODE.match(text):
            made[Contribution((Name(text),), role="publisher")] = None
    for field, said in CREDITS:
        if not (found := node.pop(field, None)):
            continue
        role = {"": kind.creator, "cast": kind.cast, "publisher": kind.publisher}.get(said, said)
        readings = [
            credit.name
            for one in found
            if isinstance(one, dict)
            for credit in bracketed(str(one.get("@value", "")), role)
        ]
        parties = agents if field == "creator" else []
        for text in found:
            if isinstance(text, str) and not text.startswith("_:") and not _CODE.match(text):
                for one in _credited(text, readings, parties, role, kind.cast):
                    made[one] = None
    return list(made)


def _credited(text: str, readings: list[str], parties: list[str], role: str, cast: str) -> list[Contribution]:
    """The contributions of one text: ids of agents, names with ∥ readings, or a bracketed list."""
    if text.startswith("http"):
        return [Contribution((), role=role, party=party) for party in ld.pointers({"ids": [text]}, "ids")]
    if "∥" in text:
        return list(with_own_readings(text, role))
    return contributions(bracketed(text, role), readings, parties, cast=cast)


def _events(node: ld.Properties, kind: Kind) -> list[Event]:
    told = ld.all_plain(node, ("spatial", "location"))
    place = "、".join([text for text in told if text != "［未詳］"])
    period = ld.first(node, "periodDisplayed")
    published, start, end = [ld.first(node, name) for name in ("datePublished", "startDate", "endDate")]
    made = []
    if published and published != start:
        made.append(Event(kind.event, parse_date(published), "" if start else place, "" if start else period))
    if start:
        made.append(Event(kind.event, parse_date(start), place, period))
    elif not published and (place or period):
        made.append(Event(kind.event, None, place, period))
    if end and end != start:
        made.append(Event(kind.event, parse_date(end), place if start else "", "終了"))
    if node:
        made += ld.events(node, (*MORE_DATES, *((name, kind.event, "", "終了") for name in LAST_DATES)))
    return made


MORE_DATES = (
    *(("dateReleased", EventKind.RELEASED, "", ""), ("dateCreated", EventKind.CREATED, "", "")),
    *(("startDateCreated", EventKind.CREATED, "", ""), ("endDateCreated", EventKind.CREATED, "", "終了")),
)
LAST_DATES = ("dayPublishedFinal", "datePublishedFinal")

POINTERS = (
    *(("isPartOf", RelationKind.PART_OF), ("hasPart", RelationKind.HAS_PART)),
    *(("precedes", RelationKind.SEE_ALSO), ("succeeds", RelationKind.SEE_ALSO)),
    *(("relatedCollection", RelationKind.SEE_ALSO), ("relatedItem", RelationKind.SEE_ALSO)),
    ("relatedCollectionOfManga", RelationKind.SEE_ALSO),
)


def _relations(node: ld.Properties) -> list[Relation]:
    named = (("originalWorkName", RelationKind.ADAPTATION_OF), ("relatedItemName", RelationKind.SEE_ALSO))
    return ld.related(node, POINTERS) + [
        Relation(kind, text=text) for name, kind in named if name in node for text in ld.mentions(node, name)
    ]


_NUMBER = re.compile(r"\d+(?:\.\d+)?$")
_WIDE_SPACE = re.compile(r"\s*\u3000\s*")
DESCRIBED = (
    *(("track", "主題歌等"), ("character", "登場人物"), ("award", "受賞"), ("gamePlatform", "機種")),
    *(("publicationPeriodicity", "刊行頻度"), ("contentRating", "対象"), ("conditionsOfAccess", "対象年齢")),
    *(("material", "素材"), ("techniques", "技法"), ("itemLocation", "所蔵")),
)


def _extent(node: ld.Properties) -> list[str]:
    said = ld.firsts(node, ("numberOfPages", "size", "duration", "spaceSize"))
    if length := ld.first(node, "programDuration"):
        said.append(f"{length}分" if _NUMBER.match(length) else length)
    count = ld.first(node, "numberOfEpisodes") or ld.first(node, "numberOfPrograms")
    if count and count != "0":
        said.append(f"全{count}話" if _NUMBER.match(count) else count)
    return [_WIDE_SPACE.sub(" ", text) for text in said]


IGNORED = (
    *("awid", "oldAnimationID", "oldDateModified", "Effect", "source", "numberOfPrograms", "numberOfItems"),
    *("issueNumberDisplayedFinal", "issueNumberPublished", "totalVolumeNumberFinal", "volumeNumberFinal"),
    *("binder", "dateReleasedNote", "position", "price", "itemCondition", "tool", "actionApplication"),
    *("availableOnDevice", "dateModified", "dataPublisher", "providerName", "subIssueNumber", "productID"),
    *("issueNumberDisplayed", "issueNumberDisplayedCombined", "combinedIssue", "totalVolumeNumber"),
    *("yearDisplayed", "monthDisplayed", "dayDisplayed", "seriesNumber", "dcterms:contributor"),
)
READ = (
    *("@type", "rdf:type", "identifier", "additionalType", "genre", "additionalGenre", "name", "label"),
    *("alternateName", "alternativeHeadline", "seriesName", "brand", "volumeNumber", "issueNumber"),
    *("eventNumber", "version", "dcterms:creator", "dcterms:publisher", "spatial", "location"),
    *("periodDisplayed", "datePublished", "startDate", "endDate", *LAST_DATES, "birthDate"),
    *(name for name, *_ in MORE_DATES),
    *("deathDate", "birthPlace", "deathPlace", "inLanguage", "keywords", "contentLocation", "ndc"),
    *("countryOfOrigin", "locationCreated", "originalWorkName", "relatedItemName", "copyrightHolder"),
    *("numberOfPages", "size", "duration", "spaceSize", "programDuration", "numberOfEpisodes"),
    *("description", "note", "address", "hasOccupation", "member"),
    *(name for name, _ in (*CREDITS, *AUTHORITIES, *NUMBERS, *POINTERS, *DESCRIBED)),
    *LINKED,
)

SOURCE = Source(
    id="madb",
    title=Text("メディア芸術データベース", "Media Arts Database (MADB)"),
    publisher=Text("国立美術館 国立アートリサーチセンター", "National Center for Art Research, Japan"),
    description=Text(
        "マンガ、アニメーション、ゲーム、メディアアートの作品、刊行物、放送、催事と、それらに携わった人と団体の"
        "データベースです。",
        "Works, publications, broadcasts and events of manga, animation, games and media art, and the people "
        "and bodies behind them. Begun by the Agency for Cultural Affairs.",
    ),
    fields=FIELDS,
    schemas=(*dict.fromkeys(kind.schema for kind in WORKS), *dict.fromkeys(PARTIES.values())),
    homepage="https://mediaarts-db.artmuseums.go.jp/",
    licence="",
    terms=Text(
        "自由な二次利用が可能です。加工した場合はその旨を記載し、原作品の作者や提供元が行ったかのように示さず、"
        "自由に利用できるデータであることの表記を保持するよう求められています。",
        "Free to reuse: say what you edited, present edits as your own, keep the notice of free reuse.",
    ),
    terms_url="https://github.com/mediaarts-db/dataset",
    access=(Download("https://github.com/mediaarts-db/dataset/releases/download/1.0/metadata_all_json.zip"),),
    shapes=(
        Shape(
            name="nodes",
            format=JsonLd(),
            read=read_node,
            required=("@id",),
            optional=tuple(dict.fromkeys(READ)),
            ignored=IGNORED,
        ),
    ),
    duties=(Duty(fields=FIELDS, basis=BASIS),),
    rate=0.5,
    schedule="quarterly",
)
