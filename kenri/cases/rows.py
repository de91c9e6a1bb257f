"""Rows of a list as they are stored."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any, NamedTuple

import msgspec

from kenri.cases.models import Item, MatchState
from kenri.harvest.lists import ListReading, ListRow
from kenri.records.chunks import storable
from kenri.vocab.problems import Problem
from kenri.vocab.records import encode_record
from kenri.vocab.text import Text

LONGEST_TITLE = 500


class Row(NamedTuple):
    """One row, ready to be stored: texts are JSON."""

    place: int
    number: int
    sheet: str
    local_id: str
    title: str
    raw: str
    record: str
    extra: str
    problems: str
    kind_told: bool
    digest: str


def rows_of(reading: ListReading, source: str) -> Iterator[Row]:
    """All rows of a list; records without a source of their own say it as ``source``."""
    for place, row in enumerate(reading.rows()):
        yield _row(place, row, reading.source_name, source)


def _row(place: int, row: ListRow, file: str, source: str) -> Row:
    record = row.record
    if record is not None and record.source == file:
        record = msgspec.structs.replace(record, source=source)
    document = storable(encode_record(record).decode()) if record else ""
    raw = storable(msgspec.json.encode(row.raw).decode())
    extra = storable(msgspec.json.encode(row.extra).decode())
    problems = storable(msgspec.json.encode([told_data(p) for p in row.problems]).decode())
    title = record.title if record else next((cell.strip() for cell in row.raw.values() if cell.strip()), "")
    digest = hashlib.blake2b(f"{document}\0{extra}\0{raw}".encode(), digest_size=16).hexdigest()
    return Row(
        place, row.number, row.sheet, storable(row.id), storable(title)[:LONGEST_TITLE], raw, document, extra,
        problems, row.kind_told, digest,
    )  # fmt: skip


def item_of(project_id: int, row: Row) -> Item:
    """The row as an item that nothing was done with yet."""
    state = MatchState.PENDING if row.record else MatchState.NO_ITEM
    return Item(project_id=project_id, match_state=state, **row._asdict())


def told_data(problem: Problem) -> dict[str, Any]:
    """A problem as it is stored: told in the reader's language when it is read."""
    values = msgspec.to_builtins(problem.values, enc_hook=str)
    return {"code": problem.code, "where": problem.where, "values": values}


def problem_of(data: dict[str, Any]) -> Problem:
    """The problem that ``told_data`` stored."""
    values = {
        key: Text(**value) if isinstance(value, dict) and value.keys() == {"ja", "en"} else value
        for key, value in data["values"].items()
    }
    return Problem(data["code"], data["where"], **values)


def guesses_data(reading: ListReading) -> list[dict[str, Any]]:
    """What each column was taken for, as JSON."""
    found: list[dict[str, Any]] = msgspec.to_builtins(reading.columns)
    return found
