"""The data of a procedure: what kinds of value it has, and how what somebody enters becomes one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, Literal

import msgspec

from kenri.vocab.calendars import LAST_YEAR
from kenri.vocab.problems import Problem
from kenri.vocab.text import Text

FieldKind = Literal["text", "email", "date", "integer", "money", "choice", "yes_no", "list"]
LONGEST = 10_000
"""Characters of a text."""
MOST = 10**15
"""The greatest number, far above any sum of yen."""
FIRST_YEAR = 1000
"""Years before this are mistakes in a case, as are those after the last year of the calendars."""
LONGEST_ADDRESS = 254
"""Characters of an e-mail address (RFC 5321)."""
_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")
_YES_NO = {True: "yes", False: "no", "yes": "yes", "no": "no", "true": "yes", "false": "no"}


class Field(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One datum of a case.

    Values are JSON: ``date`` an ISO day, ``integer`` and ``money`` (yen) whole numbers from 0, ``yes_no``
    the words ``yes`` and ``no``, ``choice`` a key of ``choices``, ``list`` items with the fields ``items``
    and their number in ``item``, from 1; ``email`` one address. ``needed_for`` names
    the actions that cannot be taken without it; ``public``: it may stand in the public register;
    ``personal``: it tells of a person; ``said``: words of one step, which no later form repeats.
    """

    label: Text
    kind: FieldKind = "text"
    help: Text | None = None
    choices: dict[str, Text] = {}
    needed_for: tuple[str, ...] = ()
    items: dict[str, Field] = {}
    public: bool = False
    personal: bool = False
    said: bool = False


def read(fields: Mapping[str, Field], told: Mapping[str, Any]) -> tuple[dict[str, Any], tuple[Problem, ...]]:
    """What was entered, as values of the fields, and the problems of what is none.

    Nothing entered (None, blank text) is left out.
    """
    values: dict[str, Any] = {}
    problems: list[Problem] = []
    for key, value in told.items():
        if key not in fields:
            problems.append(Problem("unknown_field", key=key, known=", ".join(fields) or "–"))
        elif value is not None and (not isinstance(value, str) or value.strip()):
            try:
                values[key] = _value(fields[key], value)
            except Problem as problem:
                problems.append(problem)
    return values, tuple(problems)


def _value(field: Field, value: Any) -> Any:
    """A value of a field; Problem where it is none."""
    text = value.strip() if isinstance(value, str) else value
    if field.kind == "list":
        return list(_items(field, text))
    if field.kind == "yes_no" and isinstance(text, str | bool) and text in _YES_NO:
        return _YES_NO[text]
    if field.kind == "choice" and isinstance(text, str) and text in field.choices:
        return text
    if field.kind == "text" and isinstance(text, str) and len(text) <= LONGEST and _is_text(text):
        return text
    if field.kind == "email" and _is_address(text):
        return text
    if field.kind == "date":
        return _day(field, text)
    if field.kind in ("integer", "money"):
        return _number(field, text)
    raise _bad(field, value)


def _items(field: Field, value: Any) -> Iterator[dict[str, Any]]:
    if not isinstance(value, list | tuple) or not all(isinstance(item, Mapping) for item in value):
        raise _bad(field, value)
    for number, item in enumerate(value, 1):
        told = {key: entry for key, entry in item.items() if key != "item"}
        values, problems = read(field.items, told)
        if problems:
            raise problems[0]
        yield {"item": number, **values}


def _is_text(value: str) -> bool:
    """Whether every database and document can hold it: no NUL, no half of a surrogate pair."""
    return "\0" not in value and not any("\ud800" <= letter <= "\udfff" for letter in value)


def _is_address(value: Any) -> bool:
    return isinstance(value, str) and len(value) <= LONGEST_ADDRESS and bool(_ADDRESS.fullmatch(value))


def _day(field: Field, value: Any) -> str:
    try:
        day = (
            date.fromisoformat(value) if isinstance(value, str) else date(value.year, value.month, value.day)
        )
    except (ValueError, AttributeError):
        raise _bad(field, value) from None
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise _bad(field, value)
    return day.isoformat()


def _number(field: Field, value: Any) -> int:
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) <= len(str(MOST)):
        value = int(value)
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= MOST:
        raise _bad(field, value)
    return value


_EXPECTED = {
    "date": Text("2026-05-01 の形の日付", "a day such as 2026-05-01"),
    "integer": Text("0以上の整数", "a whole number from 0"),
    "money": Text("0以上の円の整数", "whole yen from 0"),
    "yes_no": Text("yes または no", "yes or no"),
    "list": Text("項目の一覧", "a list of items"),
    "email": Text("name@example.org の形のメールアドレス", "an e-mail address such as name@example.org"),
    "text": Text(f"{LONGEST}字までの文字列", f"text of at most {LONGEST} characters"),
}


def _bad(field: Field, value: Any) -> Problem:
    known = "、".join(field.choices) if field.kind == "choice" else ""
    expected = Text(known, known.replace("、", ", ")) if known else _EXPECTED[field.kind]
    return Problem("bad_field", field=field.label, value=str(value), expected=expected)
