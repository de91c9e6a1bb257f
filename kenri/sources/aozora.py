"""青空文庫 (Aozora Bunko): the catalogue of a library of Japanese texts out of copyright or released.

Two layouts of its own: the extended list of persons and works (55 columns, one row per work and person, in a
zip) and the older simple list (14 columns). Rows of one 作品ID are one record. The list says for every work
and person whether copyright subsists (著作権フラグ あり/なし) and gives births and deaths, readings and
romanisation. Copies that went through a spreadsheet have dates such as ``12/9/1916`` (month first) and person
ids without their zeros; both are read as they stand.

Run against files downloaded from the operator; never against the live service by this code.
"""

from __future__ import annotations

import functools
import re

import msgspec

from kenri.harvest.source import Csv, Download, Item, Shape, Source
from kenri.harvest.strict import code, required, text
from kenri.vocab.dates import ImpreciseDate, parse_date
from kenri.vocab.names import Name, NameKind
from kenri.vocab.records import (
    Contribution,
    Event,
    EventKind,
    PartyKind,
    Record,
    Relation,
    RelationKind,
)
from kenri.vocab.rights import Statement
from kenri.vocab.text import Text

ROLES = {
    "著者": "author",
    "翻訳者": "translator",
    "編者": "editor",
    "校訂者": "editor",
    "監修者": "editor",
    "その他": "contributor",
}
FLAGS = {"なし": "public-domain", "あり": "in-copyright"}
SPELLINGS = {kind: kind for kind in ("新字新仮名", "新字旧仮名", "旧字新仮名", "旧字旧仮名", "その他")}
STATES = {"公開": True}

_MONTH_FIRST = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{3,4})$")
_SHORT = re.compile(r"(-?\d{1,4})-(\d{1,2})(?:-(\d{1,2}))?$")
_FIRST_DATE = re.compile(r"(\d{4})(?:（[^）]*）)?年?(?:\s*(\d{1,2})月)?(?:\s*(\d{1,2})日)?")
_FOREIGN = re.compile(r"[ァ-ヶー・＝=\s\u3000Ａ-Ｚ．A-Za-z.]+$")


@functools.lru_cache(maxsize=65536)
def date_of(written: str) -> ImpreciseDate | None:
    """A date of the list: ISO with or without zeros, a year, or month first as a spreadsheet writes it."""
    if not written:
        return None
    if mangled := _MONTH_FIRST.match(written):
        month, day, year = (int(part) for part in mangled.groups())
        iso = f"{year:04}-{month:02}-{day:02}" if month <= 12 else f"{year:04}-{day:02}-{month:02}"
    elif short := _SHORT.match(written):
        iso = "-".join(
            f"{int(part):0{width}}" for part, width in zip(short.groups(), (4, 2, 2), strict=True) if part
        )
    else:
        iso = written
    date = parse_date(iso)
    return date if date is None or iso == written else msgspec.structs.replace(date, text=written)


@functools.lru_cache(maxsize=16384)
def first_publication(written: str) -> ImpreciseDate | None:
    """The date inside a 初出 such as 「ホトトギス」1905（明治38）年1月～1906（明治39）年8月."""
    found = _FIRST_DATE.search(written)
    if found is None:
        return None
    rest = written[found.start() :]
    date = parse_date(rest)
    if date is None or not date.earliest:
        year, month, day = found.groups()
        date = parse_date("-".join(part.zfill(2) for part in (year, month, day) if part))
    return None if date is None else msgspec.structs.replace(date, text=rest)


def read_work(item: Item) -> Record:
    """One work of the extended list with all its persons."""
    rows: list[Item] = item.pop("rows")
    work = rows[0]
    work_id = required(work, "作品ID")
    statements: dict[Statement, None] = {}
    contributions: dict[Contribution, None] = {}
    if flag := work.get("作品著作権フラグ"):
        statements[Statement(f"作品著作権フラグ：{flag}", code(work, "作品著作権フラグ", FLAGS, ""))] = None
    for row in rows:
        person = _person(row)
        if person is not None:
            contributions[person] = None
            if own := row.get("人物著作権フラグ"):
                code(row, "人物著作権フラグ", FLAGS, "")
                statements[Statement(f"人物著作権フラグ：{own}（{person.names[0].text}）")] = None
    names = [Name(required(work, "作品名"), language="ja", reading=text(work, "作品名読み"))]
    if subtitle := text(work, "副題"):
        names.append(Name(subtitle, NameKind.SUBTITLE, "ja", reading=text(work, "副題読み")))
    if original := text(work, "原題"):
        names.append(Name(original, NameKind.ORIGINAL))
    record = Record(
        source="aozora",
        local_id=work_id,
        schema="text",
        names=tuple(names),
        contributions=tuple(contributions),
        events=_events(work),
        languages=("ja",),
        subjects=tuple(f"NDC {word}" for word in text(work, "分類番号").split() if word != "NDC"),
        edition=code(work, "文字遣い種別", SPELLINGS, ""),
        statements=tuple(statements),
        relations=_base_editions(work),
        url=text(work, "図書カードURL"),
    )
    _repeated(rows)
    return record


def _person(row: Item) -> Contribution | None:
    family, given = text(row, "姓"), text(row, "名")
    person_id = text(row, "人物ID")
    role_text = text(row, "役割フラグ")
    readings = (text(row, "姓読み"), text(row, "名読み"))
    latin = (text(row, "姓ローマ字"), text(row, "名ローマ字"))
    born, died = text(row, "生年月日"), text(row, "没年月日")
    if not family and not given:
        return None
    role = code({"役割フラグ": role_text}, "役割フラグ", ROLES, "contributor")
    foreign = bool(given) and _FOREIGN.match(family + given) is not None
    name = Name(
        f"{family} {given}" if foreign else family + given,
        language="ja",
        reading=" ".join(filter(None, readings)),
        romaji=(", " if foreign else " ").join(filter(None, latin)),
        family=family if given else "",
        given=given,
    )
    return Contribution(
        (name,),
        role=role,
        role_text=role_text,
        kind=PartyKind.PERSON if given else PartyKind.UNKNOWN,
        party=person_id,
        born=date_of(born),
        died=date_of(died),
    )


def _events(work: Item) -> tuple[Event, ...]:
    events = []
    if first := text(work, "初出"):
        events.append(Event(EventKind.PUBLISHED, first_publication(first), note=f"初出：{first}"))
    if opened := text(work, "公開日"):
        events.append(Event(EventKind.ONLINE, date_of(opened), note="青空文庫公開"))
    return tuple(events)


def _base_editions(work: Item) -> tuple[Relation, ...]:
    """The printed editions that the text was keyed from (底本), and what these were printed from (親本)."""
    relations = []
    for number in ("1", "2"):
        for label, prefix in (("底本", "底本"), ("底本の親本", "底本の親本")):
            parts = [text(work, f"{prefix}{part}{number}") for part in ("名", "出版社名", "初版発行年")]
            if any(parts):
                relations.append(
                    Relation(RelationKind.EDITION_OF, text=f"{label}：{'、'.join(filter(None, parts))}")
                )
    return tuple(relations)


def read_simple(item: Item) -> Record:
    """One work of the simple list: names with a space between family and given name, no dates of persons."""
    rows: list[Item] = item.pop("rows")
    work = rows[0]
    work_id = required(work, "作品ID")
    title, _, subtitle = required(work, "作品名").partition(" ――")
    contributions: dict[Contribution, None] = {}
    for row in rows:
        party = text(row, "人物ID")
        if written := text(row, "著者名"):
            contributions[_simple_person(written, "author", "著者", party)] = None
    for translator in re.split("[、,]", text(work, "翻訳者名等")):
        if translator.strip():
            contributions[_simple_person(translator.strip(), "translator", "翻訳者名等", "")] = None
    names = [Name(title, language="ja")]
    if subtitle:
        names.append(Name(f"――{subtitle}", NameKind.SUBTITLE, "ja"))
    code(work, "状態", STATES, True)
    opened = text(work, "状態の開始日")
    base = [text(work, key) for key in ("底本名", "出版社名", "入力に使用した版")]
    record = Record(
        source="aozora",
        local_id=work_id,
        schema="text",
        names=tuple(names),
        contributions=tuple(contributions),
        events=(Event(EventKind.ONLINE, date_of(opened), note="青空文庫公開"),) if opened else (),
        languages=("ja",),
        edition=code(work, "仮名遣い種別", SPELLINGS, ""),
        relations=(Relation(RelationKind.EDITION_OF, text=f"底本：{'、'.join(filter(None, base))}"),)
        if any(base)
        else (),
    )
    _repeated(rows)
    return record


@functools.lru_cache(maxsize=8192)
def _simple_person(written: str, role: str, role_text: str, party: str) -> Contribution:
    family, _, given = written.partition(" ")
    foreign = bool(given) and _FOREIGN.match(family + given) is not None
    shown = written if foreign else family + given
    name = Name(shown, language="ja", family=family if given else "", given=given)
    kind = PartyKind.PERSON if given else PartyKind.UNKNOWN
    return Contribution((name,), role=role, role_text=role_text, kind=kind, party=party)


WORK_COLUMNS = frozenset(
    (
        *("作品ID", "作品名", "作品名読み", "副題", "副題読み", "原題", "初出", "分類番号", "文字遣い種別"),
        *("作品著作権フラグ", "公開日", "図書カードURL", "著者名", "仮名遣い種別", "翻訳者名等", "状態"),
        *("状態の開始日", "底本名", "出版社名", "入力に使用した版"),
        *(
            f"{prefix}{part}{number}"
            for prefix in ("底本", "底本の親本")
            for part in ("名", "出版社名", "初版発行年")
            for number in ("1", "2")
        ),
    )
)
IGNORED = (
    *(
        "ソート用読み",
        "最終更新日",
        "姓読みソート用",
        "名読みソート用",
        "入力に使用した版1",
        "校正に使用した版1",
    ),
    *("入力に使用した版2", "校正に使用した版2", "入力者", "校正者"),
    *("テキストファイルURL", "テキストファイル最終更新日", "テキストファイル符号化方式"),
    *("テキストファイル文字集合", "テキストファイル修正回数"),
    *("XHTML/HTMLファイルURL", "XHTML/HTMLファイル最終更新日", "XHTML/HTMLファイル符号化方式"),
    *("XHTML/HTMLファイル文字集合", "XHTML/HTMLファイル修正回数"),
)
_IGNORED_SIMPLE = ("入力者名", "校正者名", "校正に使用した版")


def _repeated(rows: list[Item]) -> None:
    """Drop the columns of the work from the further rows: they repeat those of the first."""
    for row in rows[1:]:
        for column in WORK_COLUMNS:
            row.pop(column, None)


EXTENDED_OPTIONAL = (
    *(
        "作品名読み",
        "副題",
        "副題読み",
        "原題",
        "初出",
        "分類番号",
        "文字遣い種別",
        "公開日",
        "図書カードURL",
    ),
    *("名", "姓読み", "名読み", "姓ローマ字", "名ローマ字", "生年月日", "没年月日", "人物著作権フラグ"),
    *(column for column in sorted(WORK_COLUMNS) if column.startswith("底本") and column != "底本名"),
)

SOURCE = Source(
    id="aozora",
    title=Text("青空文庫", "Aozora Bunko"),
    publisher=Text("青空文庫", "Aozora Bunko"),
    description=Text(
        "著作権の消滅した作品と、著作者が自由な閲覧を認めた作品を公開する電子図書館の、作品と人物の目録です。"
        "読み、ローマ字、生没年月日、作品と人物ごとの著作権の有無、初出、底本が載っています。",
        "The catalogue of works and persons of a digital library of Japanese texts out of copyright or "
        "released by their authors: readings, romanisation, dates of birth and death, whether copyright "
        "subsists, first publication and the printed source.",
    ),
    fields=("books",),
    schemas=("text",),
    homepage="https://www.aozora.gr.jp/",
    licence="cc-by-2.1-jp",
    terms=Text(
        "クリエイティブ・コモンズ 表示 2.1 日本。出典として青空文庫を示してください。",
        "Creative Commons Attribution 2.1 Japan: name Aozora Bunko as the source.",
    ),
    terms_url="https://www.aozora.gr.jp/guide/kijyunn.html",
    access=(Download("https://www.aozora.gr.jp/index_pages/list_person_all_extended_utf8.zip"),),
    shapes=(
        Shape(
            name="extended",
            format=Csv(),
            read=read_work,
            required=("作品ID", "作品名", "人物ID", "姓", "役割フラグ", "作品著作権フラグ"),
            optional=EXTENDED_OPTIONAL,
            ignored=IGNORED,
            group="作品ID",
        ),
        Shape(
            name="simple",
            format=Csv(),
            read=read_simple,
            required=("人物ID", "著者名", "作品ID", "作品名", "状態"),
            optional=(
                *("仮名遣い種別", "翻訳者名等", "状態の開始日", "底本名", "出版社名", "入力に使用した版"),
            ),
            ignored=_IGNORED_SIMPLE,
            group="作品ID",
        ),
    ),
    rate=0.5,
    schedule="daily",
)
