"""Kenri's own registry: works that their makers register here. JSON Lines, one registration a line.

A registration says what its registrant says; that it stands here proves nothing but that it was said, by
whom and when. Registrations come in pieces, as they are published: a withdrawn one says so itself.
"""

from __future__ import annotations

from kenri.harvest.source import Deleted, Duty, Item, Json, Reading, Shape, Source
from kenri.harvest.strict import code, required, text
from kenri.vocab.dates import parse_date
from kenri.vocab.identifiers import try_identifier
from kenri.vocab.names import Name, NameKind
from kenri.vocab.problems import Problem
from kenri.vocab.records import Contribution, Event, EventKind, Record
from kenri.vocab.rights import Claim, Statement
from kenri.vocab.text import Text
from kenri.vocab.vocabularies import roles, schemas, statements

MADE = {
    "person": "",
    "assisted": "AIを利用して制作",
    "generated": "AIによる生成",
}
"""How a work was made, and the words by which a record tells it."""

UNCLAIMED = "no-copyright-claimed"
"""The statement of what was generated and of which nobody says that they contributed to its expression."""

KINDS = tuple(key for key, schema in schemas().items() if schema.kind == "work")
FIELDS = tuple(dict.fromkeys(field for key in KINDS for field in schemas()[key].fields))


def read_registration(item: Item) -> Reading:
    """One line is the newest version of one registration."""
    local_id = required(item, "id")
    if item.pop("withdrawn", False):
        item.clear()
        return Deleted(local_id)
    names = [Name(required(item, "title"), reading=text(item, "reading"))]
    if other := text(item, "other_title"):
        names.append(Name(other, NameKind.TRANSLATED, text(item, "other_language")))
    elif text(item, "other_language"):
        raise Problem("missing_value", field="other_title")
    address = text(item, "url")
    identified = try_identifier("url", address) if address else None
    published, service = text(item, "published"), text(item, "service")
    day = parse_date(published) if published else None
    kind = EventKind.ONLINE if address else EventKind.PUBLISHED
    made = code(item, "made", MADE, "")
    contribution = text(item, "contribution")
    claimed = not made or bool(contribution) or made == MADE["assisted"]
    holder = text(item, "holder")
    return Record(
        source="registry",
        local_id=local_id,
        schema=code(item, "kind", dict(zip(KINDS, KINDS, strict=True)), "text"),
        names=tuple(names),
        contributions=_contributors(item),
        events=(Event(kind, day, note=service),) if day or service else (),
        identifiers=(identified,) if identified else (),
        description=text(item, "description"),
        statements=_statements(item, made, contribution),
        claims=(Claim(holder, basis="登録者の申告"),) if holder and claimed else (),
        url=identified.value if identified else "",
    )


def _contributors(item: Item) -> tuple[Contribution, ...]:
    found = []
    for one in item.pop("contributors", None) or ():
        role = code(one, "role", dict(zip(roles(), roles(), strict=True)), "creator")
        name = Name(required(one, "name"), reading=text(one, "reading"))
        found.append(Contribution((name,), role=role, role_text=text(one, "did")))
    return tuple(dict.fromkeys(found))


def _statements(item: Item, made: str, contribution: str) -> tuple[Statement, ...]:
    found = []
    if licence := text(item, "licence"):
        kind = statements().get(licence)
        if kind is None:
            raise Problem("unknown_code", field="licence", value=licence)
        found.append(Statement(kind.label.ja, licence, kind.url))
    if made:
        tool = text(item, "tool")
        told = f"{made}（{tool}）" if tool else made
        unclaimed = made == MADE["generated"] and not contribution
        words = f"{told}：人の創作的寄与 {contribution or '申告なし'}"
        found.append(Statement(words, UNCLAIMED if unclaimed else ""))
    return tuple(found)


SOURCE = Source(
    id="registry",
    title=Text("Kenri 作品登録", "Kenri registry of works"),
    publisher=Text("作品を登録した創作者・権利者", "The creators and holders who register their works"),
    description=Text(
        "創作者・権利者が Kenri に登録した作品です。ネットだけで公開された作品、集中管理されていない作品を主な対象とします。"
        "内容は登録者の申告によります。",
        "Works that creators and holders register in Kenri, above all works made public only online and not "
        "under collective management. What stands here is what the registrant says.",
    ),
    fields=FIELDS,
    schemas=KINDS,
    homepage="https://www.bunka.go.jp/",
    licence="",
    terms=Text(
        "登録情報は検索と権利確認のために公開されます。作品の利用条件は、作品ごとの意思表示によります。",
        "Registrations are public for search and rights clearance; the terms of a work are those of its own "
        "declaration.",
    ),
    terms_url="",
    shapes=(
        Shape(
            name="registrations",
            format=Json(),
            read=read_registration,
            required=("id", "title", "made"),
            optional=(
                *("withdrawn", "reading", "other_title", "other_language", "url", "published", "service"),
                *("contribution", "tool", "holder", "kind", "contributors", "description", "licence"),
            ),
            ignored=("version", "registered"),
            removals=False,
        ),
    ),
    duties=(
        Duty(
            fields=("online",),
            basis=Text(
                "著作権法第67条の3（権利者が公表した意思を確認する情報として）",
                "Copyright Act, art. 67-3 (published by the holders to confirm their intention)",
            ),
        ),
    ),
    schedule="",
)
