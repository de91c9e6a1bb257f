"""What matching a list found, as a file: a table for people (CSV, XLSX) or JSON Lines for programmes."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

import msgspec
import xlsxwriter

from kenri.harvest.lists import ListRow
from kenri.records.matching import Candidate, Matched
from kenri.vocab.problems import Problem
from kenri.vocab.text import Text
from kenri.vocab.vocabularies import schemas

COLUMNS: dict[str, Text] = {
    "row": Text("行", "Row"),
    "id": Text("ID", "Id"),
    "title": Text("リストの題名・名称", "Title or name in the list"),
    "decision": Text("判定", "Decision"),
    "entity": Text("Kenri の ID", "Kenri id"),
    "score": Text("確率", "Score"),
    "entity_title": Text("見つかった題名・名称", "Title or name found"),
    "creators": Text("作者", "Creators"),
    "year": Text("年", "Year"),
    "schema": Text("種類", "Kind"),
    "sources": Text("情報源", "Sources"),
    "reasons": Text("理由", "Reasons"),
    "alternatives": Text("ほかの候補", "Other candidates"),
    "problems": Text("行の問題", "Problems of the row"),
}
DECISIONS = {
    "confident": Text("確実", "confident"),
    "review": Text("要確認", "to review"),
    "none": Text("なし", "none"),
}
_WIDTHS = {"title": 32, "entity_title": 32, "creators": 24, "reasons": 60, "alternatives": 40, "problems": 40}


class Sheet(Protocol):
    """Where answers are written, one by one."""

    def write(self, row: ListRow, found: Matched | None) -> None:
        """The answer to one row of the list; None where the row names nothing."""


@contextmanager
def opened(path: Path, language: str) -> Iterator[Sheet]:
    """A file to write answers to, by its ending; an earlier one stays until all are written.

    Raises ``Problem('match_file')`` on another ending than .csv, .xlsx or .jsonl.
    """
    forms = {".csv": _csv, ".xlsx": _xlsx, ".jsonl": _jsonl}
    form = forms.get(path.suffix.lower())
    if form is None:
        raise Problem("match_file", where=str(path), known=", ".join(forms))
    made = path.with_name(f".{path.name}.new")
    try:
        with form(made, language) as sheet:
            yield sheet
        made.replace(path)
    finally:
        made.unlink(missing_ok=True)


def cells(row: ListRow, found: Matched | None, language: str) -> list[str | int | float]:
    """The answer to a row as the cells of a table."""
    decision = found.decision.value if found else "none"
    candidates = found.candidates if found else ()
    best = candidates[0] if decision != "none" else None
    problems = " ".join(problem.message(language) for problem in row.problems)
    listed = row.record.title if row.record else next((cell for cell in row.raw.values() if cell), "")
    first: list[str | int | float] = [row.number, row.id, listed, DECISIONS[decision].in_language(language)]
    others = "; ".join(
        f"{one.id} {one.title} ({one.score:.2f})" for one in candidates[0 if best is None else 1 :]
    )
    if best is None:
        return [*first, *[""] * (len(COLUMNS) - len(first) - 2), others, problems]
    return [
        *first,
        best.id,
        round(best.score, 4),
        best.title,
        "; ".join(best.creators),
        best.first_year if best.first_year is not None else "",
        schemas()[best.schema].label.in_language(language),
        "; ".join(sorted({said.source for said in best.records})),
        _reasons(best, language),
        others,
        problems,
    ]


def _reasons(candidate: Candidate, language: str) -> str:
    return " ".join(
        f"{reason.text.in_language(language)}({reason.weight:+.1f})" for reason in candidate.reasons
    )


class _Csv:
    def __init__(self, file: Any, language: str) -> None:
        self.table, self.language = csv.writer(file, lineterminator="\r\n"), language
        self.table.writerow(label.in_language(language) for label in COLUMNS.values())

    def write(self, row: ListRow, found: Matched | None) -> None:
        self.table.writerow(harmless(cell) for cell in cells(row, found, self.language))


def harmless(cell: str | int | float) -> str | int | float:
    """A cell that no spreadsheet takes for a formula; Japanese ones read full-width signs as well."""
    if isinstance(cell, str) and cell.startswith(tuple("=+-@\t\r\n＝＋－＠")):
        return f"'{cell}"
    return cell


class _Xlsx:
    def __init__(self, book: xlsxwriter.Workbook, language: str) -> None:
        self.sheet, self.language, self.place = book.add_worksheet(), language, 0
        head = book.add_format({"bold": True, "bg_color": "#e8f1fe", "border": 1})
        for place, (name, label) in enumerate(COLUMNS.items()):
            self.sheet.write_string(0, place, label.in_language(language), head)
            self.sheet.set_column(place, place, _WIDTHS.get(name, 14))
        self.sheet.freeze_panes(1, 3)

    def write(self, row: ListRow, found: Matched | None) -> None:
        self.place += 1
        for place, cell in enumerate(cells(row, found, self.language)):
            if isinstance(cell, str):
                self.sheet.write_string(self.place, place, cell)
            else:
                self.sheet.write_number(self.place, place, cell)


class _Jsonl:
    def __init__(self, file: Any) -> None:
        self.file = file

    def write(self, row: ListRow, found: Matched | None) -> None:
        self.file.write(msgspec.json.encode(as_data(row, found)) + b"\n")


def as_data(row: ListRow, found: Matched | None) -> dict[str, Any]:
    """The answer to a row for programmes."""
    return {
        "row": row.number,
        "id": row.id,
        "title": row.record.title if row.record else "",
        "decision": found.decision if found else "none",
        "candidates": found.candidates if found else (),
        "problems": [
            {"code": problem.code, "cause": problem.cause, "cure": problem.cure} for problem in row.problems
        ],
    }


@contextmanager
def _csv(path: Path, language: str) -> Iterator[Sheet]:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        yield _Csv(file, language)


@contextmanager
def _xlsx(path: Path, language: str) -> Iterator[Sheet]:
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        yield _Xlsx(book, language)


@contextmanager
def _jsonl(path: Path, language: str) -> Iterator[Sheet]:
    with path.open("wb") as file:
        yield _Jsonl(file)
