"""メディア芸術データベース (Media Arts Database, MADB): manga, animation, games, media art.

The operator publishes JSON-LD by class, one zip each: ``{"@context": …, "@graph": [node, …]}``; one node a
line is read as well. Older releases write bare property names and ``mediaarts-db.bunka.go.jp`` ids, newer
ones ``schema:name``, ``ma:note`` and ``mediaarts-db.artmuseums.go.jp`` ids; the local id is the MADB ID
(``C7162``, ``M183656``), the same in both. Blank nodes (``_:b…``) and supplements (``S…``: holdings, sources
of the data) are parts of other nodes and no records.

Values carry languages (``ja-hrkt`` is a reading, ``ja-latn`` a romanisation). Makers come as lists such as
「［監督］名前 ／ ［原作］名前」 and 「【役】名」, as ``dcterms:creator`` ids, and in game works as ids alone:
such a contribution has a ``party`` and no name. ``-`` at the end of an authority's URL is a placeholder.

Never run against the live service; written for the published files and the metadata schema (Ver. 1.2).
"""

from __future__ import annotations

import functools
import re

import msgspec

from kenri.harvest.credits import bracketed, contributions, with_own_readings
from kenri.harvest.linked_data import (
    Properties,
    events,
    first,
    give_back,
    identifiers,
    labelled,
    languages,
    names,
    pages,
    plain,
    pointers,
    properties,
    split_names,
    wikidata_in,
)
from kenri.harvest.source import Download, Duty, Item, JsonLd, Shape, Source
from kenri.vocab.dates import parse_date
from kenri.vocab.names import Name, NameKind
from kenri.vocab.problems import Problem
from kenri.vocab.records import Contribution, Event, EventKind, Record, Relation, RelationKind
from kenri.vocab.rights import Claim
from kenri.vocab.text import Text

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
AGENT = Kind("", EventKind.FOUNDED, "creator")
NO_RECORD = Kind("skip", EventKind.CREATED, "creator")

CLASSES: dict[str, Kind] = {
    **dict.fromkeys(("MangaBook", "MangaBookSeries", "MangaOther", "MangaWork"), COMIC),
    "MangaMagazinePublication": COMIC,
    **dict.fromkeys(("MangaMagazine", "MangaMagazineIssue"), SERIAL),
    **dict.fromkeys(
        ("AnimationTVProgram", "AnimationTVRegularSeries", "AnimationTVSpecialSeries"), PROGRAMME
    ),
    **dict.fromkeys(("AnimationMovie", "AnimationMovieSeries"), FILM),
    **dict.fromkeys(("AnimationVideoPackage", "AnimationVideoPackageSeries"), VIDEO),
    **dict.fromkeys(("AnimationWork", "AnimationOther"), PROGRAMME),
    **dict.fromkeys(("GameWork", "GameVariation", "GamePackage"), GAME),
    **dict.fromkeys(("MediaArtEvent", "Event"), EXHIBITION),
    **dict.fromkeys(("MangaRelatedItem", "AnimationRelatedItem", "GameRelatedItem"), ARTWORK),
    **dict.fromkeys(("MediaArtWork", "MediaArtOther", "MediaArtRelatedItem"), ARTWORK),
    "MediaArtExhibitionOrPerformance": ARTWORK,
    "Agent": AGENT,
    **dict.fromkeys(("Supplement", "Topic"), NO_RECORD),
}
"""Class names of the metadata schema, without the ``class:``."""

# Releases before 2022 have only class:Item, class:Collection and class:Curation: there the genre decides.
GENRES: tuple[tuple[str, Kind], ...] = (
    ("責任主体", AGENT),
    ("トピック", NO_RECORD),
    ("マンガ雑誌掲載", COMIC),
    ("雑誌", SERIAL),
    ("関連資料", ARTWORK),
    ("マンガ", COMIC),
    ("ゲーム", GAME),
    ("テレビ", PROGRAMME),
    ("ビデオ", VIDEO),
    ("映画", FILM),
    ("劇場", FILM),
    ("アニメ", PROGRAMME),
    ("催事", EXHIBITION),
    ("展示・実演", ARTWORK),
    ("メディアアート", ARTWORK),
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
    node = properties(item, PREFIXES)
    node.pop("@id", None)
    types = " ".join([*plain(node, "@type"), *plain(node, "rdf:type")])
    genres = plain(node, "genre")
    kind = kind_of(types, " ".join(genres))
    if kind is NO_RECORD:
        return None
    numbers = plain(node, "identifier")
    local_id = numbers[0] if numbers else node_id.rstrip("/").rpartition("/")[2]
    if not local_id:
        raise Problem("missing_value", field="identifier")
    node.pop("additionalType", None)
    record = _agent(node, local_id, genres) if kind is AGENT else _work(node, local_id, genres, kind)
    give_back(item, node)
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


def _agent(node: Properties, local_id: str, genres: list[str]) -> Record:
    sort = first(node, "additionalGenre")
    schema = PARTIES.get(sort, "")
    if not schema:
        raise Problem("unknown_code", field="additionalGenre", value=sort)
    begun, ended = EventKind.FOUNDED, EventKind.DISSOLVED
    if schema == "person":
        begun, ended = EventKind.BORN, EventKind.DIED
    described = [first(node, "description")]
    described += labelled(node, (("address", "所在地"), ("hasOccupation", "職業"), ("note", "注記")))
    found = dict.fromkeys(identifiers(node, AUTHORITIES) + wikidata_in(node, ("relatedLink",)))
    related = [Relation(RelationKind.SEE_ALSO, local_id=one) for one in pointers(node, "relatedCollection")]
    related += [Relation(RelationKind.SEE_ALSO, text=text) for text in plain(node, "member")]
    return Record(
        source="madb",
        local_id=local_id,
        schema=schema,
        names=tuple(_names(node)),
        events=tuple(
            events(
                node,
                (
                    ("birthDate", EventKind.BORN, first(node, "birthPlace"), ""),
                    ("deathDate", EventKind.DIED, first(node, "deathPlace"), ""),
                    ("startDate", begun, "", ""),
                    ("endDate", ended, "", ""),
                ),
            )
        ),
        identifiers=tuple(found),
        languages=languages(node, "inLanguage"),
        genre="、".join([*genres, sort]),
        description="\n".join(filter(None, described)),
        nationality=first(node, "countryOfOrigin"),
        relations=tuple(related + pages(node, LINKED)),
        url=PAGE + local_id,
    )


def _names(node: Properties) -> list[Name]:
    """The names of the thing itself; the label only where there is no name."""
    found = names(node, "name", NameKind.MAIN)
    label = first(node, "label")
    if not found and not label:
        raise Problem("missing_value", field="name")
    if not found:
        found = [Name(label)]
    elif label and {"volumeNumber", "issueNumber", "eventNumber"} & node.keys():
        found += [Name(label, NameKind.ALTERNATIVE)] if label not in [name.text for name in found] else []
    return found + split_names(names(node, "alternateName", NameKind.ALTERNATIVE))


def _work(node: Properties, local_id: str, genres: list[str], kind: Kind) -> Record:
    titles = _names(node)
    titles += names(node, "alternativeHeadline", NameKind.ALTERNATIVE)
    series = names(node, "seriesName", NameKind.SERIES) + names(node, "brand", NameKind.SERIES)
    titles += [name for name in series if name.text != titles[0].text]
    edition = [first(node, name) for name in ("volumeNumber", "issueNumber", "eventNumber", "version")]
    subjects = [part for name in ("keywords", "contentLocation") for part in _parts(first(node, name))]
    subjects += [f"NDC {number}" for text in plain(node, "ndc") for number in text.split(",")]
    numbers = dict.fromkeys(identifiers(node, NUMBERS) + wikidata_in(node, ("relatedLink", "source")))
    made = _contributions(node, kind)
    return Record(
        source="madb",
        local_id=local_id,
        schema=_shown(kind, node, genres, made),
        names=tuple(dict.fromkeys(titles)) if len(titles) > 1 else tuple(titles),
        contributions=tuple(made),
        events=tuple(_events(node, kind)),
        identifiers=tuple(numbers),
        languages=languages(node, "inLanguage"),
        genre="、".join([*genres, *plain(node, "additionalGenre")]),
        subjects=tuple(dict.fromkeys(filter(None, subjects))),
        edition=" ".join(filter(None, edition)),
        extent="、".join(filter(None, _extent(node))),
        description="\n".join(
            filter(None, [first(node, "description"), first(node, "note"), *labelled(node, DESCRIBED)])
        ),
        nationality="、".join([*plain(node, "countryOfOrigin"), *plain(node, "locationCreated")]),
        claims=tuple(_claims(node)),
        relations=tuple(_relations(node) + pages(node, LINKED)),
        url=PAGE + local_id,
    )


_PERFORMED = re.compile(
    r"演奏|公演|コンサート|ライブ|パフォーマンス|プログラム|トーク|シンポジウム|レクチャー|ワークショップ"
)
_FILMED = frozenset(("director", "screenwriter", "cinematographer"))
_STAGED = frozenset(
    ("conductor", "performer", "singer", "choreographer", "stage_director", "actor", "narrator")
)


def _shown(kind: Kind, node: Properties, genres: list[str], made: list[Contribution]) -> str:
    """展示・実演 is a film, a performance or a work on show: its makers' roles or its subgenre tell."""
    if kind is not ARTWORK or not any("実演" in genre for genre in genres):
        return kind.schema
    said = {contribution.role for contribution in made}
    if said & _FILMED:
        return FILM.schema
    words = f"{genres} {node.get('itemCondition', '')}"
    return PERFORMANCE.schema if said & _STAGED or _PERFORMED.search(words) else ARTWORK.schema


def _parts(text: str) -> list[str]:
    """Divide at commas outside of brackets."""
    return [part.strip() for part in re.split(r",(?![^（(]*[）)])", text)] if text else []


CREDITS: tuple[tuple[str, str], ...] = (
    *(("creator", ""), ("originalWorkCreator", "original_author"), ("contributor", "contributor")),
    *(("actor", "cast"), ("performer", "performer"), ("director", "director"), ("author", "author")),
    *(("editor", "editor"), ("illustrator", "illustrator"), ("translator", "translator")),
    *(("productionCompany", "production_company"), ("provider", "contributor"), ("publisher", "publisher")),
)
"""Properties that name makers, with the role that a name has there where nothing else is said."""

_CODE = re.compile(r"P\d+(?:,P\d+)*$")


def _contributions(node: Properties, kind: Kind) -> list[Contribution]:
    made: dict[Contribution, None] = {}
    agents = pointers(node, "dcterms:creator")
    for text in plain(node, "dcterms:publisher"):
        if not _CODE.match(text):
            made[Contribution((Name(text),), role="publisher", role_text="dcterms:publisher")] = None
    for field, said in CREDITS:
        found = node.pop(field, None)
        if not found:
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
        ids = pointers({"ids": [text]}, "ids")
        return [Contribution((), role=role, role_text="@id", party=party) for party in ids]
    if "∥" in text:
        return list(with_own_readings(text, role))
    return contributions(bracketed(text, role), readings, parties, cast=cast)


def _events(node: Properties, kind: Kind) -> list[Event]:
    place = "、".join([*plain(node, "spatial"), *plain(node, "location")])
    period = first(node, "periodDisplayed")
    published, start, end = (first(node, name) for name in ("datePublished", "startDate", "endDate"))
    made = []
    if published and published != start:
        made.append(Event(kind.event, parse_date(published), "" if start else place, "" if start else period))
    if start:
        made.append(Event(kind.event, parse_date(start), place, period))
    elif not published and (place or period) and place != "［未詳］":
        made.append(Event(kind.event, None, place, period))
    if end and end != start:
        made.append(Event(kind.event, parse_date(end), place if start else "", "終了"))
    made += events(
        node,
        (
            ("dateReleased", EventKind.RELEASED, "", ""),
            ("dateCreated", EventKind.CREATED, "", ""),
            ("startDateCreated", EventKind.CREATED, "", ""),
            ("endDateCreated", EventKind.CREATED, "", "終了"),
            ("dayPublishedFinal", kind.event, "", "終了"),
            ("datePublishedFinal", kind.event, "", "終了"),
        ),
    )
    return made


POINTERS = (
    *(("isPartOf", RelationKind.PART_OF), ("hasPart", RelationKind.HAS_PART)),
    *(("precedes", RelationKind.SEE_ALSO), ("succeeds", RelationKind.SEE_ALSO)),
    *(("relatedCollection", RelationKind.SEE_ALSO), ("relatedItem", RelationKind.SEE_ALSO)),
    ("relatedCollectionOfManga", RelationKind.SEE_ALSO),
)
_LEADING = re.compile(r"^[\[［〔][^\]］〕]*[\]］〕]")


def _relations(node: Properties) -> list[Relation]:
    made = [Relation(kind, local_id=one) for name, kind in POINTERS for one in pointers(node, name)]
    for name, kind in (
        ("originalWorkName", RelationKind.ADAPTATION_OF),
        ("relatedItemName", RelationKind.SEE_ALSO),
    ):
        for text in plain(node, name):
            parts = [_LEADING.sub("", part).strip(" \u3000・") for part in re.split(r"\s／|／\s", text)]
            made += [
                Relation(kind, text=part)
                for part in parts
                if part and not part.startswith(("※", "＊")) and part not in ("Not exist", "なし")
            ]
    return made


_MARK = re.compile(r"^(?:©|\(c\)|（c）|〔c〕|copyright|c(?=\s*[A-Z0-9]))[\s\u3000]*", re.IGNORECASE)
_YEARS = re.compile(r"^['’\d,\-–]{2,}\s*")


def _claims(node: Properties) -> list[Claim]:
    """copyrightHolder is the notice on the work: who is said to hold the copyright."""
    parts = [
        part.strip(" \u3000／\r")
        for text in plain(node, "copyrightHolder")
        for part in re.split(r"\s／\s|\n", text)
    ]
    return [
        Claim(_YEARS.sub("", _MARK.sub("", part)).strip(" \u3000") or part, basis=part)
        for part in parts
        if part
    ]


_NUMBER = re.compile(r"\d+(?:\.\d+)?$")
DESCRIBED = (
    *(("track", "主題歌等"), ("character", "登場人物"), ("award", "受賞"), ("gamePlatform", "機種")),
    *(("publicationPeriodicity", "刊行頻度"), ("contentRating", "対象"), ("conditionsOfAccess", "対象年齢")),
    *(("material", "素材"), ("techniques", "技法"), ("itemLocation", "所蔵")),
)


def _extent(node: Properties) -> list[str]:
    said = [first(node, name) for name in ("numberOfPages", "size", "duration", "spaceSize")]
    length = first(node, "programDuration")
    said.append(f"{length}分" if _NUMBER.match(length) else length)
    count = first(node, "numberOfEpisodes") or first(node, "numberOfPrograms")
    if count and count != "0":
        said.append(f"全{count}話" if _NUMBER.match(count) else count)
    return [re.sub(r"\s*\u3000\s*", " ", text) for text in said]


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
    *("periodDisplayed", "datePublished", "startDate", "endDate", "dateReleased", "dateCreated"),
    *("startDateCreated", "endDateCreated", "dayPublishedFinal", "datePublishedFinal", "birthDate"),
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
    publisher=Text(
        "独立行政法人国立美術館 国立アートリサーチセンター", "National Center for Art Research, Japan"
    ),
    description=Text(
        "マンガ、アニメーション、ゲーム、メディアアートの作品、刊行物、放送、催事と、それらに携わった人と団体の"
        "データベースです。文化庁が始め、国立アートリサーチセンターが運営しています。",
        "Works, publications, broadcasts and events of manga, animation, games and media art, and the people "
        "and bodies behind them. Begun by the Agency for Cultural Affairs, now run by the National Center for "
        "Art Research.",
    ),
    fields=("manga", "anime", "games", "art"),
    schemas=(
        *("comic", "serial", "programme", "film", "video", "game", "exhibition", "artwork", "performance"),
        *("person", "organisation"),
    ),
    homepage="https://mediaarts-db.artmuseums.go.jp/",
    licence="",
    terms=Text(
        "自由な二次利用が可能です。加工した場合はその旨を記載し、原作品の作者や提供元が行ったかのように示さず、"
        "自由に利用できるデータであることの表記を保持するよう求められています。",
        "Free to reuse. Say that you edited the data, do not present edits as the makers' or the "
        "provider's own, and keep the notice that the data may be freely reused.",
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
    duties=(
        Duty(
            fields=("manga", "anime", "games", "art"), basis="著作権法第67条の3（分野別データベースとして）"
        ),
    ),
    record_url=PAGE + "{local_id}",
    rate=0.5,
    schedule="quarterly",
)
