"""Judgements as files: CSV for people, JSON Lines for programmes; both hold the same fields.

A row that cannot be read is told with its line, cause and cure, and the others are taken.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import msgspec

from kenri.identity.judgements import Judgement
from kenri.records.judging import Ref, judgement
from kenri.vocab.problems import Problem

NEEDED_COLUMNS = ("left_source", "left_id", "right_source", "right_id", "decision", "by")
COLUMNS = (*NEEDED_COLUMNS, "at", "note", "round", "settled")
"""``at`` is ISO 8601, ``round`` is written for people and not read, ``settled`` is ``yes`` or empty."""

_TRUE, _FALSE = {"yes", "true", "1"}, {"", "no", "false", "0"}


def write_judgements(path: Path, judgements: Iterable[tuple[Judgement[Ref], int]]) -> int:
    """Write judgements with their rounds; returns how many. A file is replaced when all are written."""
    _form(path)
    count = 0
    made = path.with_name(f".{path.name}.new")
    with made.open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, COLUMNS) if _form(path) == ".csv" else None
        if table:
            table.writeheader()
        for one, number in judgements:
            count += 1
            row = _row(one, number)
            if table:
                table.writerow(row)
            else:
                file.write(msgspec.json.encode(row).decode() + "\n")
    made.replace(path)
    return count


def read_judgements(path: Path, *, settled: bool = False, by: str = "") -> Iterator[Judgement[Ref] | Problem]:
    """The judgements of a file, and a problem for every row that is none.

    ``settled`` takes all of them for decided by the institution, ``by`` names the reviewer of rows that name
    none. Raises Problem where the file is no such file: ``no_such_file``, ``judgement_file``,
    ``judgement_columns``.
    """
    if not path.is_file():
        raise Problem("no_such_file", where=str(path))
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Problem("judgement_file", where=str(path), reason=str(error)) from error
    rows = _csv_rows(path, text, by) if _form(path) == ".csv" else _json_rows(text)
    for number, row in rows:
        try:
            yield _judgement(row, settled=settled, by=by)
        except Problem as problem:
            problem.where = f"{path.name}:{number}"
            yield problem


def _form(path: Path) -> str:
    if path.suffix.lower() not in {".csv", ".jsonl"}:
        raise Problem("judgement_file", where=str(path), reason=path.suffix or path.name)
    return path.suffix.lower()


def _row(one: Judgement[Ref], number: int) -> dict[str, Any]:
    return {
        "left_source": one.left.source,
        "left_id": one.left.local_id,
        "right_source": one.right.source,
        "right_id": one.right.local_id,
        "decision": one.decision.value,
        "by": one.by,
        "at": one.at.astimezone(dt.UTC).isoformat(),
        "note": one.note,
        "round": number,
        "settled": "yes" if one.settled else "",
    }


def _csv_rows(path: Path, text: str, by: str) -> Iterator[tuple[int, object]]:
    reader = csv.DictReader(io.StringIO(text, newline=""), strict=False)
    columns = reader.fieldnames or ()
    wanted = NEEDED_COLUMNS[:-1] if by else NEEDED_COLUMNS
    if missing := [column for column in wanted if column not in columns]:
        raise Problem("judgement_columns", where=str(path), missing=", ".join(missing))
    try:
        for row in reader:
            yield reader.line_num, row
    except csv.Error as error:
        raise Problem("judgement_file", where=f"{path}:{reader.line_num}", reason=str(error)) from error


def _json_rows(text: str) -> Iterator[tuple[int, object]]:
    for number, line in enumerate(text.splitlines(), start=1):
        if line.strip():
            try:
                yield number, msgspec.json.decode(line)
            except msgspec.DecodeError as error:
                yield number, error


def _judgement(row: object, *, settled: bool, by: str) -> Judgement[Ref]:
    if not isinstance(row, dict):
        raise Problem("judgement_row", reason=str(row))
    said = {name: _text(row, name) for name in COLUMNS if name != "round"}
    if missing := [name for name in NEEDED_COLUMNS[:-1] if not said[name]]:
        raise Problem("judgement_row", reason=", ".join(missing))
    if said["settled"].lower() not in _TRUE | _FALSE:
        raise Problem("judgement_row", reason=f"settled: {said['settled']}")
    return judgement(
        Ref(said["left_source"], said["left_id"]),
        Ref(said["right_source"], said["right_id"]),
        said["decision"].lower(),
        said["by"] or by,
        at=_moment(said["at"]),
        note=said["note"],
        settled=settled or said["settled"].lower() in _TRUE,
    )


def _text(row: dict[Any, Any], name: str) -> str:
    """A field as text; ids may be written as numbers, ``settled`` as a truth value."""
    value = row.get(name)
    if value is None:
        return ""
    if isinstance(value, bool | int | str):
        return str(value) if name in {"left_id", "right_id", "note"} else str(value).strip()
    raise Problem("judgement_row", reason=f"{name}: {value}")


def _moment(text: str) -> dt.datetime | None:
    """A time; without a zone it is in UTC."""
    if not text:
        return None
    try:
        moment = dt.datetime.fromisoformat(text)
    except ValueError:
        raise Problem("judgement_time", value=text) from None
    return moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)
