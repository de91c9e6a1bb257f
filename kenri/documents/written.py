"""Values as a document writes them: days by era and by western year, sums with their unit, tables."""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any

from kenri.documents.about import Column, Field, Kind
from kenri.vocab.calendars import era_table
from kenri.vocab.problems import Problem
from kenri.vocab.text import Text

JAPAN = dt.timezone(dt.timedelta(hours=9))
"""The time that documents tell: Japan has had no other since 1951."""
MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
# Marks that turn the direction of writing or are seen by nobody can make a text look like another.
_UNSEEN = {*range(0x202A, 0x202F), *range(0x2066, 0x206A), *range(0xE0000, 0xE0080), 0xFEFF}


def day(on: dt.date, language: str) -> str:
    """A day: 令和8年（2026年）4月20日; 20 April 2026. Before 1873 the western year only."""
    if language != "ja":
        return f"{on.day} {MONTHS[on.month - 1]} {on.year}"
    started = [era for era in era_table().eras if era.start <= on.isoformat() and on.year >= 1873]
    if not started:
        return f"{on.year}年{on.month}月{on.day}日"
    era = started[-1]
    number = on.year - era.year + 1
    return f"{era.name}{'元' if number == 1 else number}年（{on.year}年）{on.month}月{on.day}日"


def plain(text: str) -> str:
    """The text without characters that are not seen: controls, except the end of a line, and such marks."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    return "".join(character for character in text if character == "\n" or _seen(character))


def _seen(character: str) -> bool:
    return ord(character) not in _UNSEEN and unicodedata.category(character) not in ("Cc", "Cs")


def shown(field: Field, value: Any, language: str) -> dict[str, Any]:
    """A field for the template: ``label``, ``kind``, and ``text``, ``items`` or ``heads`` and ``rows``.

    Raises ValueError or TypeError where the value is not of the field's kind.
    """
    told: dict[str, Any] = {"label": field.label.in_language(language), "kind": field.kind}
    if field.kind in ("list", "lines"):
        items = value.splitlines() if isinstance(value, str) else _sequence(value)
        return {**told, "items": [one(item, "text", language) for item in items]}
    if field.kind == "rows":
        heads = [
            {"label": column.label.in_language(language), "right": column.kind in ("money", "integer")}
            for column in field.columns
        ]
        rows = [_row(field.columns, row, language) for row in _sequence(value)]
        return {**told, "heads": heads, "rows": rows}
    return {**told, "text": one(value, field.kind, language)}


def one(value: Any, kind: Kind, language: str) -> str:
    """A single value as text; raises ValueError or TypeError."""
    if kind in ("integer", "money"):
        number = _integer(value)
        if kind == "integer":
            return f"{number:,}"
        return f"{number:,}円" if language == "ja" else f"{'-' if number < 0 else ''}¥{abs(number):,}"
    if kind == "moment" and not (isinstance(value, str) and len(value) == len("2026-04-01")):
        at = (value if isinstance(value, dt.datetime) else dt.datetime.fromisoformat(value)).astimezone(JAPAN)
        hours = f"{at.hour}時{at.minute:02d}分" if language == "ja" else f", {at.hour}:{at.minute:02d}"
        return day(at.date(), language) + hours
    if kind in ("date", "moment"):
        return day(_day(value), language)
    if kind == "period":
        first, last = (value["start"], value["end"]) if isinstance(value, Mapping) else value
        start, end = day(_day(first), language), day(_day(last), language)
        return f"{start}から{end}まで" if language == "ja" else f"{start} to {end}"
    if kind == "yes_no":
        if not isinstance(value, bool):
            raise TypeError(value)
        return {"ja": ("いいえ", "はい")}.get(language, ("no", "yes"))[value]
    if isinstance(value, Text):
        value = value.in_language(language)
    if isinstance(value, Mapping):
        value = value.get(language) or value["ja"]
    if not isinstance(value, str | int) or isinstance(value, bool):
        raise TypeError(value)
    return plain(str(value))


def _row(columns: tuple[Column, ...], row: Mapping[str, Any], language: str) -> list[str]:
    values = [(row.get(column.key), column.kind) for column in columns]
    return ["" if value in (None, "") else one(value, kind, language) for value, kind in values]


def _sequence(value: Any) -> Sequence[Any]:
    if isinstance(value, str) or not isinstance(value, Sequence):
        raise TypeError(value)
    return value


def _integer(value: Any) -> int:
    if isinstance(value, bool | float):
        raise TypeError(value)
    return int(value)


def _day(value: Any) -> dt.date:
    if isinstance(value, dt.datetime):
        return value.astimezone(JAPAN).date()
    return value if isinstance(value, dt.date) else dt.date.fromisoformat(value)


def refused(name: str, key: str, field: Field, value: Any) -> Problem:
    """The problem of a value that is not of its field's kind."""
    return Problem("document_field_bad", name, field=f"{key} ({field.kind})", value=str(value))
