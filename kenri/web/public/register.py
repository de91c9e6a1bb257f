"""What the public register's pages show: entries in words, the question of an address, rows for download."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlencode

import msgspec
from django.http import QueryDict

from kenri.cases.proceedings.register import SORTS, Entry, Wanted
from kenri.procedures.conduct.fields import Field
from kenri.procedures.conduct.spec import Procedure
from kenri.procedures.conduct.versions import procedure_at, procedures
from kenri.vocab.problems import Problem
from kenri.vocab.text import Text
from kenri.web import wording

KINDS = {
    "decision": Text("裁定", "decision"),
    "call": Text("権利者を捜す公告", "public call"),
    "expiry": Text("利用期間の満了", "expiry"),
    "cancellation": Text("裁定の取消し", "cancellation"),
    "notice": Text("授業目的公衆送信の届出", "notice (art. 35)"),
    "exclusion": Text("図書館送信からの除外", "exclusion (art. 31)"),
}
"""The kinds of entries."""


class Asked(msgspec.Struct, frozen=True):
    """The question of an address; ``told`` is what stood in it, ``problem`` what is wrong with it."""

    wanted: Wanted
    told: dict[str, str]
    page: int = 1
    problem: Problem | None = None

    def address(self, **changes: object) -> str:
        """The query of another page, order or kind."""
        query = {**self.told, "page": self.page, **changes}
        told = {key: value for key, value in query.items() if value and (key, value) != ("page", 1)}
        return f"?{urlencode(told)}" if told else "?"


def asked(query: QueryDict) -> Asked:
    """The question of an address. What cannot be read is left out, and a day that is none is told."""
    told = {
        key: query.get(key, "").strip()[:200] for key in ("q", "kind", "procedure", "since", "until", "sort")
    }
    number = query.get("page", "1")
    page = int(number) if number.isascii() and number.isdecimal() and 0 < len(number) < 6 else 1
    days: dict[str, dt.date | None] = {}
    problem = None
    for name in ("since", "until"):
        try:
            days[name] = dt.date.fromisoformat(told[name]) if told[name] else None
        except ValueError:
            days[name], problem = None, Problem("bad_register_day", day=told[name])
    wanted = Wanted(
        kind=told["kind"] if told["kind"] in KINDS else "",
        procedure=told["procedure"] if told["procedure"] in labels() else "",
        text=told["q"].replace("\0", ""),
        since=days["since"],
        until=days["until"],
        sort=told["sort"] if told["sort"] in SORTS else "newest",
    )
    return Asked(wanted, told, max(page, 1), problem)


def labels() -> dict[str, Text]:
    """The procedures by id, as their newest version calls them."""
    return {made.id: made.label for made in procedures()}


class Fact(msgspec.Struct, frozen=True):
    """One public datum of an entry in words."""

    key: str
    label: Text
    words: str


class Shown(msgspec.Struct, frozen=True):
    """An entry in words."""

    entry: Entry
    kind: Text
    procedure: Text
    facts: tuple[Fact, ...]
    day: str


def shown(entry: Entry) -> Shown:
    """An entry with the labels of the very version of the procedure that it came about under."""
    made = procedure_at(entry.procedure)
    return Shown(
        entry,
        KINDS[entry.kind],
        made.label,
        tuple(_facts(made, entry.data)),
        wording.day(entry.on.isoformat()),
    )


def _facts(made: Procedure, data: Mapping[str, Any]) -> Iterator[Fact]:
    for key, field in made.fields.items():
        value = data.get(key)
        if key != "title" and value not in ("", None, []):
            yield Fact(key, field.label, words(field, value))


def words(field: Field, value: Any) -> str:
    """A datum as people write it."""
    if field.kind == "choice":
        chosen = field.choices.get(str(value))
        return wording.chosen(chosen) if chosen else str(value)
    if field.kind == "yes_no":
        return wording.chosen(Text("はい", "yes") if value == "yes" else Text("いいえ", "no"))
    if field.kind == "date":
        return wording.day(str(value))
    if field.kind == "money":
        return wording.chosen(Text(f"{value:,}円", f"¥{value:,}"))
    if field.kind == "list":
        return "; ".join(
            ", ".join(words(field.items[key], inner) for key, inner in item.items() if key in field.items)
            for item in value
        )
    return f"{value:,}" if isinstance(value, int) else str(value)


def columns() -> list[str]:
    """The columns of the download: those of every entry, then every datum that a procedure lets be public."""
    public = {key for made in procedures() for key, field in made.fields.items() if field.public}
    return [
        "number",
        "kind",
        "on",
        "case",
        "procedure",
        "title",
        "entity",
        *sorted(public - {"title"}),
        "digest",
    ]


def row(entry: Entry) -> list[str]:
    """An entry as a row of the download."""
    told = {**entry.data, **{name: getattr(entry, name) for name in Entry.__struct_fields__}}
    return [_cell(told.get(name)) for name in columns()]


def _cell(value: Any) -> str:
    if isinstance(value, list | dict):
        return msgspec.json.encode(value).decode()
    text = "" if value is None else str(value)
    # A spreadsheet takes what starts with one of these for a formula.
    return f"'{text}" if text.startswith(tuple("=+-@\t\r\n＝＋－＠")) else text
