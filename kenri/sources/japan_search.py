"""ジャパンサーチ (Japan Search): items of hundreds of databases of Japanese memory institutions.

The search API ``/api/item/search/jps-cross`` answers ``{"list": [item, …], "hit": n, "from": n}``. An item
has an ``id``, the elements common to all databases under ``common``, and the providing database's own ones
with its id before them (``cobas-12-s``), which stay with that database. ``contentsRightsType`` says how the
digital contents may be used; it is a closed list and an unknown word rejects the item.

An item's kind comes from its type in ``rdfindex``, else from ``contentsType``; where neither says, it is
taken as an object of a museum (artwork). The API gives at most the first 2,000 items of a query. Never run
against the live service; the elements are those of the published description.
"""

from __future__ import annotations

import functools
import re
from typing import Any

from kenri.harvest.credits import NOBODY, contributions, responsibility
from kenri.harvest.headings import heading
from kenri.harvest.nodes import give_back
from kenri.harvest.source import Duty, Item, Json, PagedJson, Shape, Source
from kenri.harvest.strict import code, text
from kenri.vocab.dates import parse_date
from kenri.vocab.identifiers import try_identifier
from kenri.vocab.names import Name, NameKind
from kenri.vocab.problems import Problem
from kenri.vocab.records import Contribution, Event, EventKind, PartyKind, Record, Relation, RelationKind
from kenri.vocab.rights import Statement
from kenri.vocab.text import Text
from kenri.vocab.vocabularies import role_named

RIGHTS = {
    word: f"jps-{word}"
    for word in (
        *("edu", "noncom", "com", "cc0", "pdm", "ccby", "ccbysa", "ccbynd", "ccbync", "ccbyncsa", "ccbyncnd"),
        *("incr", "incr_edu", "nocr_cont", "nocr_other", "uneval", "undet", "others"),
    )
}
"""``contentsRightsType`` and the key of the statements vocabulary."""

TYPES: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), schema)
    for pattern, schema in (
        (r"雑誌|新聞|逐次|serial|newspaper", "serial"),
        (r"マンガ|漫画|comic", "comic"),
        (r"ゲーム|game", "game"),
        (r"映画|film", "film"),
        (r"番組|放送|programme", "programme"),
        (r"楽譜|楽曲", "musical_work"),
        (r"録音|音源|音声|レコード|audio|sound", "recording"),
        (r"脚本|台本|シナリオ", "script"),
        (r"公演|実演|舞台", "performance"),
        (r"展覧会|催事", "exhibition"),
        (r"写真|photograph", "photograph"),
        (r"3d|立体データ|仮想", "virtual_object"),
        (r"データセット|dataset", "dataset"),
        (
            r"絵画|版画|浮世絵|錦絵|彫刻|工芸|美術|書跡|陶磁|染織|金工|漆工|刀剣|考古|民俗|標本|文化財|仏像",
            "artwork",
        ),
        (r"動画|映像|video", "video"),
        (r"地図|絵葉書|ポスター|静止画", "image"),
        (r"図書|書籍|古典籍|文書|資料|記事|論文|和書|漢籍|book|text|document", "text"),
        (r"\bimage\b|画像", "image"),
    )
)


OWN = ".*-.*"
"""The keys of the providing database's own elements."""


@functools.lru_cache(maxsize=2048)
def schema_of(word: str) -> str:
    """The schema of a type, category or kind of contents; empty where it says none."""
    return next((schema for pattern, schema in TYPES if pattern.search(word)), "")


def listed(node: Item, key: str) -> list[str]:
    """Pop a value that may be one text or several."""
    value: Any = node.pop(key, None)
    if value is None:
        return []
    found = value if isinstance(value, list) else [value]
    return [one for part in found if (one := str(part).strip())]


def read_item(item: Item) -> Record:
    """One item of the answer's list."""
    common: Item = item.pop("common", None) or {}
    local_id = text(item, "id") or text(common, "id")
    if not local_id:
        raise Problem("missing_value", field="id")
    common.pop("id", None)
    titles, english = listed(common, "title"), listed(common, "titleEn")
    names = [Name(title, NameKind.ALTERNATIVE if n else NameKind.MAIN) for n, title in enumerate(titles)]
    reading = text(common, "titleYomi")
    if names and reading:
        names[0] = Name(names[0].text, names[0].kind, reading=reading)
    names += [Name(title, NameKind.TRANSLATED if titles else NameKind.MAIN, "en") for title in english]
    if not names:
        raise Problem("missing_value", field="common.title")
    rdf: Item = item.pop("rdfindex", None) or {}
    types = listed(rdf, "type") + listed(common, "category") + listed(common, "subCategory")
    contents = listed(common, "contentsType")
    schema = next((found for word in (*types, *contents) if (found := schema_of(word))), "artwork")
    right = text(common, "contentsRightsType")
    statements = []
    if right:
        key = code({"contentsRightsType": right}, "contentsRightsType", RIGHTS, "")
        statements.append(Statement(f"contentsRightsType：{right}", key))
    statements += [Statement(said) for said in listed(common, "rights") + listed(common, "contentsRights")]
    access = text(common, "contentsAccess")
    if access:
        statements.append(Statement(f"contentsAccess：{access}"))
    link = text(common, "linkUrl")
    relations = _relations(common, link)
    record = Record(
        source="japan_search",
        local_id=local_id,
        schema=schema,
        names=tuple(dict.fromkeys(names)),
        contributions=tuple(_contributors(common, schema)),
        events=tuple(_events(common, schema)),
        genre="、".join(dict.fromkeys(_tail(word) for word in types)),
        subjects=tuple(dict.fromkeys(listed(common, "location") + listed(common, "subject"))),
        description="\n".join(listed(common, "description") + listed(common, "descriptionEn")),
        statements=tuple(statements),
        relations=tuple(relations),
        url=f"https://jpsearch.go.jp/item/{local_id}",
    )
    give_back(item, "common", common, COMMON_IGNORED)
    give_back(item, "rdfindex", rdf, ("temporal", "spatial", "location", "creator", "contributor"))
    for key in [key for key in item if re.fullmatch(OWN, key)]:
        del item[key]
    return record


def _tail(word: str) -> str:
    return word.rstrip("/").rpartition("/")[2] if word.startswith("http") else word.rpartition(":")[2] or word


_ROLE_FIRST = re.compile(r"^([^:：,]{1,12})[:：]\s*(?=\S)")
_HOLDING = ("提供者", "所蔵者", "所蔵", "所有者", "寄贈者", "管理者", "Provider", "Owner")


def _contributors(common: Item, schema: str) -> list[Contribution]:
    made: dict[Contribution, None] = {}
    for written in listed(common, "contributor") + listed(common, "creator"):
        for one in _credited(written, schema in VISUAL):
            made[one] = None
    owner = text(common, "ownerOrg")
    if owner and not owner.isascii():  # else a code of Japan Search, which is no name
        holder = Name(owner)
        made[Contribution((holder,), role="holder", role_text="ownerOrg", kind=PartyKind.ORGANISATION)] = None
    return list(made)


@functools.lru_cache(maxsize=16384)
def _credited(written: str, visual: bool) -> tuple[Contribution, ...]:
    """「作者: 葛飾北斎」, 「夏目漱石 著」, "Katsushika, Hokusai, 1760-1849", 「歌川広重筆」.

    「作者」 of a picture or an object is its artist.
    """
    said = _ROLE_FIRST.match(written)
    if said:
        wording = said[1].strip()
        role = "holder" if wording in _HOLDING else role_named(wording) or "contributor"
        if visual and role == "author":
            role = "artist"
        one = heading(written[said.end() :].strip())
        if one.name.text in NOBODY:
            return ()
        return (
            Contribution(
                (one.name,), role=role, role_text=wording, kind=one.kind, born=one.born, died=one.died
            ),
        )
    stated = responsibility(written)
    if any(credit.role_text for credit in stated):
        return tuple(contributions(stated))
    one = heading(written)
    role = "artist" if visual else "creator"
    return (Contribution((one.name,), role=role, kind=one.kind, born=one.born, died=one.died),)


VISUAL = ("artwork", "image", "photograph", "virtual_object")
PUBLISHED = ("text", "serial", "comic", "game", "musical_work", "recording", "dataset")


def _events(common: Item, schema: str) -> list[Event]:
    kind = EventKind.PUBLISHED if schema in PUBLISHED else EventKind.CREATED
    if schema in ("film", "video"):
        kind = EventKind.RELEASED
    elif schema == "programme":
        kind = EventKind.BROADCAST
    made: dict[Event, None] = {}
    for written in listed(common, "temporal") + listed(common, "date"):
        date = parse_date(written)
        if date:
            made[Event(kind, date)] = None
    return list(made)


def _relations(common: Item, link: str) -> list[Relation]:
    made = []
    page = try_identifier("url", link) if link else None
    if page:
        made.append(Relation(RelationKind.SEE_ALSO, identifier=page))
    database = text(common, "database")
    if database:
        made.append(Relation(RelationKind.PART_OF, text=f"database：{database}"))
    return made


COMMON_IGNORED = (
    *("thumbnailUrl", "contentsUrl", "iiifUrl", "lastUpdatedDate", "coordinates", "provider", "providerUrl"),
    *("dclass", "access", "identifier", "format", "language", "landingPage", "dataProvider", "prefectures"),
)

SOURCE = Source(
    id="japan_search",
    title=Text("ジャパンサーチ", "Japan Search"),
    publisher=Text(
        "デジタルアーカイブジャパン推進委員会・実務者検討委員会（運用：国立国会図書館）",
        "Committees for the promotion of Digital Archive Japan (run by the National Diet Library)",
    ),
    description=Text(
        "書籍、文化財、美術、映像、公文書など、全国のデジタルアーカイブのメタデータをまとめて検索できる仕組みです。"
        "デジタルコンテンツの二次利用条件が18区分で示されています。",
        "Metadata of digital archives all over Japan: books, cultural properties, art, moving images, public "
        "records; with the conditions for reusing the digital contents in eighteen classes.",
    ),
    fields=("books", "art", "photography", "film", "archives"),
    schemas=tuple(dict.fromkeys(("artwork", *(schema for _, schema in TYPES)))),
    homepage="https://jpsearch.go.jp/",
    licence="",
    terms=Text(
        "メタデータは原則として CC0 で提供されますが、条件はデータベースごとに異なります。コンテンツの条件は"
        "contentsRightsType の区分によります。",
        "Metadata are as a rule under CC0, but each database has its own terms; those of the contents are "
        "their contentsRightsType.",
    ),
    terms_url="https://jpsearch.go.jp/policy",
    access=(
        PagedJson(
            url="https://jpsearch.go.jp/api/item/search/jps-cross?keyword=*&size={limit}&from={offset}",
            items="list",
            total="hit",
            page_size=100,
        ),
    ),
    shapes=(
        Shape(
            name="items",
            format=Json(path="list"),
            read=read_item,
            required=("id", "common"),
            optional=("rdfindex",),
            removals=False,
        ),
    ),
    duties=(
        Duty(
            fields=("books", "art", "archives"),
            basis=Text(
                "著作権法第67条の3（横断検索先として）", "Copyright Act, art. 67-3 (search across databases)"
            ),
        ),
    ),
    rate=1.0,
    schedule="daily",
    internal=OWN,
)
