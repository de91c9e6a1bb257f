"""Entries as CSV, a row for each posting, in the very form that the books are exported in, read back.

The rows of an entry have the same key; they need not stand together. ``amount`` counts minor units.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from collections.abc import Iterator, Sequence

import msgspec

from kenri.ledger.books import BROKEN, Books, Told, in_order, where
from kenri.ledger.services import Posting
from kenri.vocab.problems import Problem

COLUMNS = (
    "entry", "day", "at", "key", "text", "refers", "reverses", "account", "amount", "currency",
)  # fmt: skip
"""``reverses``: the key of the entry that is undone; ``at``: when it was written in the books it is from."""
_HEAD = re.compile(r"\ufeff?" + ",".join(COLUMNS) + r"\r?\n")
_WHOLE = re.compile(r"-?[0-9]{1,18}")


def is_csv(data: bytes) -> bool:
    """Whether a file is of this form, by its first line."""
    return _HEAD.match(data[:200].decode("utf-8", "replace")) is not None


def read(text: str) -> Books:
    """Entries, and problems by line; an entry with an unreadable row is left out whole.

    Problems: ``entry_row_unreadable``, ``entry_rows_differ``.
    """
    entries: dict[str, Told] = {}
    refused: set[str] = set()
    problems = []
    for line, cells in _rows(text):
        row = dict(zip(COLUMNS, cells, strict=False))
        key = row.get("key", "")
        try:
            told = _told(line, row, len(cells))
            first = entries.setdefault(key, msgspec.structs.replace(told, postings=()))
            if msgspec.structs.replace(told, line=first.line, postings=first.postings) != first:
                raise Problem("entry_rows_differ", where(line), key=key, first=first.line)
            entries[key] = msgspec.structs.replace(first, postings=(*first.postings, *told.postings))
        except Problem as problem:
            problems.append(problem)
            refused.add(key)
    return Books(in_order(one for key, one in entries.items() if key not in refused), (), tuple(problems))


def _rows(text: str) -> Iterator[tuple[int, Sequence[str]]]:
    """The rows below the head, each with the line that it begins on; empty lines are passed over."""
    table = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), strict=True)
    next(table, None)
    line = table.line_num + 1
    try:
        for cells in table:
            if cells:
                yield line, cells
            line = table.line_num + 1
    except csv.Error as error:  # from here on it cannot be told where a row ends
        yield line, [str(error)]


def _told(line: int, row: dict[str, str], cells: int) -> Told:
    """A row as an entry of one posting."""
    if cells != len(COLUMNS):
        raise _unreadable(line, "entry", ",".join(row.values()))
    for column, value in row.items():
        if BROKEN.search(value):
            raise _unreadable(line, column, value)
    number, amount = (_whole(line, column, row[column]) for column in ("entry", "amount"))
    try:
        day = dt.date.fromisoformat(row["day"])
    except ValueError:
        raise _unreadable(line, "day", row["day"]) from None
    return Told(
        line, number, row["key"], day, row["text"], row["refers"], row["reverses"],
        (Posting(row["account"], amount, row["currency"]),),
    )  # fmt: skip


def _whole(line: int, column: str, value: str) -> int:
    if not _WHOLE.fullmatch(value):
        raise _unreadable(line, column, value)
    return int(value)


def _unreadable(line: int, column: str, value: str) -> Problem:
    shown = BROKEN.sub("\ufffd", value)[:100]
    return Problem("entry_row_unreadable", where(line), column=column, value=shown)
