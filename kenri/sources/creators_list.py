"""作品リスト (list of creators' works): the table that a circle or a creator of net works exports or keeps.

There is no standard for it; Kenri reads this one, as CSV or XLSX, with Japanese or English headings:

========== ============== ==================================================================================
作品ID      work_id        the list's own number; where it is missing the URL is the id
作品名      title          required
よみ        reading        kana
英題        title_en
種別        kind           required; a word of ``KINDS``
作者        creator        required; several behind ／, in the order of 役割
作者よみ    creator_reading
役割        role           a role word each, behind ／; where it is missing the kind's usual one
作者ID      handle         the name of the account, with the service: ``@name (pixiv)``
サークル    circle
公開日      published      the day on which it was first made public
URL         url            where it was made public; several behind spaces
掲載先      service        the service (ニコニコ動画, pixiv, …)
利用条件    terms          「CC BY 4.0」 or own words
利用条件URL terms_url
AI利用      ai_use         may others use it to train AI: 許可 / 要相談 / 不可 (yes / ask / no)
AI生成      ai_made        was AI used to make it: なし / 一部 / 全部 (no / partly / wholly)
原作        based_on       the work that a derivative is based on
タグ        tags           behind spaces or commas
言語        language
説明        description
========== ============== ==================================================================================

Such works have a URL, a handle and a day, and no number of the ISBN kind.
"""

from __future__ import annotations

import functools
import re

from kenri.harvest.source import Csv, Duty, Item, Shape, Source
from kenri.harvest.strict import code, required, text
from kenri.vocab.dates import parse_date
from kenri.vocab.identifiers import Identifier, try_identifier
from kenri.vocab.names import Name, NameKind
from kenri.vocab.problems import Problem
from kenri.vocab.records import Contribution, Event, EventKind, PartyKind, Record, Relation, RelationKind
from kenri.vocab.rights import Statement
from kenri.vocab.text import Text
from kenri.vocab.vocabularies import language_named, role_named

KINDS: dict[str, tuple[str, str]] = {
    **dict.fromkeys(("楽曲", "ボカロ曲", "曲", "song", "music"), ("musical_work", "composer")),
    **dict.fromkeys(("音源", "歌ってみた", "演奏してみた", "recording", "cover"), ("recording", "performer")),
    **dict.fromkeys(("動画", "映像", "MV", "video"), ("video", "creator")),
    **dict.fromkeys(("配信", "ラジオ", "番組", "stream", "podcast"), ("programme", "creator")),
    **dict.fromkeys(("イラスト", "画像", "illustration", "image"), ("image", "illustrator")),
    **dict.fromkeys(("写真", "photo", "photograph"), ("photograph", "photographer")),
    **dict.fromkeys(("マンガ", "漫画", "Webマンガ", "同人誌", "comic", "manga"), ("comic", "cartoonist")),
    **dict.fromkeys(("小説", "Web小説", "文章", "novel", "text"), ("text", "author")),
    **dict.fromkeys(("脚本", "台本", "script"), ("script", "screenwriter")),
    **dict.fromkeys(("ゲーム", "同人ゲーム", "game"), ("game", "developer")),
    **dict.fromkeys(
        ("アバター", "3Dモデル", "ワールド", "avatar", "3d model", "world"), ("virtual_object", "creator")
    ),
    **dict.fromkeys(("アルバム", "CD", "album"), ("release", "creator")),
    **dict.fromkeys(("データセット", "dataset"), ("dataset", "creator")),
}
AI_USE = {
    **dict.fromkeys(("許可", "可", "yes", "permit"), "許可"),
    **dict.fromkeys(("要相談", "条件付き", "ask"), "要相談"),
    **dict.fromkeys(("不可", "禁止", "no", "refuse"), "不可"),
}
AI_MADE = {
    **dict.fromkeys(("なし", "no", "none"), ""),
    **dict.fromkeys(("一部", "partly", "part"), "AI生成：一部"),
    **dict.fromkeys(("全部", "全て", "wholly", "all"), "AI生成：全部"),
}
_SEVERAL = re.compile(r"\s*[／;；]\s*")
_WORDS = re.compile(r"[\s,、，]+")
_CC = re.compile(r"\bCC[\s-]*(BY(?:-(?:SA|ND|NC|NC-SA|NC-ND))?)[\s-]*(\d\.\d)\b", re.IGNORECASE)


def read_row(row: Item) -> Record:
    """One row is one work."""
    title = required(row, "作品名")
    addresses = [address for address in text(row, "URL").split() if address]
    local_id = text(row, "作品ID") or (addresses[0] if addresses else "")
    if not local_id:
        raise Problem("missing_value", field="URL")
    kind = text(row, "種別")
    schema, role = code({"種別": kind}, "種別", KINDS, ("", ""))
    if not schema:
        raise Problem("missing_value", field="種別")
    names = [Name(title, reading=text(row, "よみ"))]
    if english := text(row, "英題"):
        names.append(Name(english, NameKind.TRANSLATED, "en"))
    service, published = text(row, "掲載先"), text(row, "公開日")
    day = parse_date(published) if published else None
    relations = [Relation(RelationKind.SEE_ALSO, identifier=made) for made in _urls(addresses)]
    if original := text(row, "原作"):
        relations.append(Relation(RelationKind.ADAPTATION_OF, text=original))
    said = [text(row, "説明"), code(row, "AI生成", AI_MADE, "")]
    return Record(
        source="creators_list",
        local_id=local_id,
        schema=schema,
        names=tuple(names),
        contributions=_creators(row, role),
        events=(Event(EventKind.ONLINE, day, note=service),) if day or service else (),
        identifiers=_urls(addresses[:1]),
        languages=_languages(row),
        genre=kind,
        subjects=tuple(word for word in _WORDS.split(text(row, "タグ")) if word),
        description="\n".join(filter(None, said)),
        statements=_statements(row),
        relations=tuple(relations[1:] if addresses else relations),
        url=addresses[0] if addresses else "",
    )


def _urls(addresses: list[str]) -> tuple[Identifier, ...]:
    return tuple(made for address in addresses if (made := try_identifier("url", address)))


def _creators(row: Item, usual: str) -> tuple[Contribution, ...]:
    creators = _SEVERAL.split(required(row, "作者"))
    readings = _SEVERAL.split(text(row, "作者よみ"))
    roles = _SEVERAL.split(text(row, "役割"))
    handles = _SEVERAL.split(text(row, "作者ID"))
    made: dict[Contribution, None] = {}
    for number, creator in enumerate(creators):
        wording = roles[number] if number < len(roles) else ""
        name = Name(creator, reading=readings[number] if number < len(readings) else "")
        party = handles[number] if number < len(handles) else ""
        for role in _roles(wording, usual):
            made[Contribution((name,), role=role, role_text=wording, party=party)] = None
    if circle := text(row, "サークル"):
        made[
            Contribution((Name(circle),), role="publisher", role_text="サークル", kind=PartyKind.ORGANISATION)
        ] = None
    return tuple(made)


@functools.lru_cache(maxsize=1024)
def _roles(wording: str, usual: str) -> tuple[str, ...]:
    if not wording:
        return (usual,)
    found = []
    for word in re.split(r"[・,、]", wording):
        role = role_named(word.strip())
        if role is None:
            raise Problem("unknown_code", field="役割", value=word.strip())
        found.append(role)
    return tuple(dict.fromkeys(found))


def _languages(row: Item) -> tuple[str, ...]:
    found = []
    for word in _WORDS.split(text(row, "言語")):
        if word:
            language = language_named(word)
            if language is None:
                raise Problem("unknown_code", field="言語", value=word)
            found.append(language)
    return tuple(found)


def _statements(row: Item) -> tuple[Statement, ...]:
    made = []
    terms, address = text(row, "利用条件"), text(row, "利用条件URL")
    if terms or address:
        found = _CC.search(terms)
        licence = (
            f"cc-{found[1].lower()}-{found[2]}" if found else "cc0-1.0" if "CC0" in terms.upper() else ""
        )
        made.append(Statement(terms or address, licence, address))
    if answer := code(row, "AI利用", AI_USE, ""):
        made.append(Statement(f"AI利用：{answer}"))
    return tuple(made)


_COLUMNS = {
    "work_id": "作品ID",
    "title": "作品名",
    "reading": "よみ",
    "title_en": "英題",
    "kind": "種別",
    "creator": "作者",
    "creator_reading": "作者よみ",
    "role": "役割",
    "handle": "作者ID",
    "circle": "サークル",
    "published": "公開日",
    "url": "URL",
    "service": "掲載先",
    "terms": "利用条件",
    "terms_url": "利用条件URL",
    "ai_use": "AI利用",
    "ai_made": "AI生成",
    "based_on": "原作",
    "tags": "タグ",
    "language": "言語",
    "description": "説明",
    "読み": "よみ",
    "ヨミ": "よみ",
    "作品名よみ": "よみ",
    "タイトル": "作品名",
    "作家": "作者",
    "発表日": "公開日",
    "投稿日": "公開日",
    "AI学習": "AI利用",
}
_REQUIRED = ("作品名", "種別", "作者")

SOURCE = Source(
    id="creators_list",
    title=Text("作品リスト（個人クリエイター・サークル）", "List of creators' works"),
    publisher=Text("作品リストを提出する創作者・サークル", "The creator or circle that supplies the list"),
    description=Text(
        "既存のデータベースに載らない、ネット上で公開された作品の一覧です。公開日、URL、作者のアカウント名、"
        "利用条件、AI学習への意思表示を記入できます。",
        "Works made public on the Internet that no field database knows: day, URL, the creator's account, "
        "terms of use and whether AI may be trained on them.",
    ),
    fields=("online", "music", "manga", "games", "art", "photography"),
    schemas=tuple(dict.fromkeys(schema for schema, _ in KINDS.values())),
    homepage="https://www.bunka.go.jp/",
    licence="",
    terms=Text(
        "提出した創作者・サークルが認めた範囲で利用します。各作品の利用条件は作品ごとの記載によります。",
        "Used as far as the creator or circle that supplied it allows; the terms of each work stand with it.",
    ),
    terms_url="",
    access=(),
    shapes=(
        Shape(
            name="list",
            format=Csv(),
            read=read_row,
            required=_REQUIRED,
            optional=tuple(dict.fromkeys(column for column in _COLUMNS.values() if column not in _REQUIRED)),
            ignored=("備考", "連絡先", "note", "contact"),
            aliases=_COLUMNS,
            removals=False,  # another circle's list says nothing about this one's works
        ),
    ),
    duties=(
        Duty(
            fields=("online",),
            basis=Text(
                "著作権法第67条の3（権利者が公表した情報として）",
                "Copyright Act, art. 67-3 (published by the holders)",
            ),
        ),
    ),
    rate=1.0,
    schedule="",
)
