"""The sheets of a workbook as tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from kenri.harvest.archives import Member
from kenri.harvest.formats.tables import cell_text
from kenri.harvest.formats.workbooks import Merged, workbook
from kenri.harvest.lists.formulas import unusable_formulas
from kenri.harvest.lists.headers import header_place, names_of_columns
from kenri.harvest.lists.tables import FIRST, Row, Table
from kenri.vocab.problems import Problem


class SheetTable:
    """One sheet. Merged cells all hold what the first of them shows.

    ``formulas`` are those that show no value, by row.
    """

    def __init__(self, name: str, rows: list[list[Any]], merged: Merged, formulas: Mapping[int, str]) -> None:
        self.name = name
        self.notes: list[Problem] = []
        self._formulas = formulas
        self._rows = [[cell_text(cell) for cell in row] for row in rows]
        self._spread(merged)
        first = self._rows[:FIRST]
        width = max((_filled_to(row) for row in self._rows), default=0)
        usual = _usual(first)
        place = header_place(first, usual)
        head = first[place] if place is not None else []
        place, head = self._two_rows(place, head)
        self.header = 0 if place is None else place + 1
        width = max(width, _filled_to(head))
        self.columns = names_of_columns(head[:width], width)
        self._width = width

    def rows(self) -> Iterator[Row]:
        """Every row under the header, empty ones too."""
        for number, cells in enumerate(self._rows[self.header :], start=self.header + 1):
            padded = cells[: self._width] + [""] * (self._width - len(cells))
            wrong = self._formulas.get(number)
            yield Row(number, padded, (Problem("row_formula_error", value=wrong),) if wrong else ())

    def _spread(self, merged: Merged) -> None:
        """Write what merged cells show into all of them: downwards, or along one row."""
        for (top, left), (bottom, right) in merged:
            if top >= len(self._rows) or left >= len(self._rows[top]):
                continue
            text = self._rows[top][left]
            for index in range(top, min(bottom + 1, len(self._rows))):
                row = self._rows[index]
                for column in range(left, min(right + 1, len(row)) if bottom == top else left + 1):
                    row[column] = row[column] or text

    def _two_rows(self, place: int | None, head: list[str]) -> tuple[int | None, list[str]]:
        """A header of two rows, 作者 over 姓 and 名, as one: 作者 姓, 作者 名."""
        if place is None or place + 2 >= len(self._rows):
            return place, head
        below = self._rows[place + 1]
        repeated = {cell for cell in head if cell and head.count(cell) > 1}
        parted = [n for n, cell in enumerate(head) if cell in repeated]
        if not parted or len({below[n] for n in parted if n < len(below) and below[n]}) < len(parted):
            return place, head
        others = [cell for n, cell in enumerate(below) if n not in parted and cell and cell != head[n]]
        if others:
            return place, head
        joined = [
            f"{cell} {below[n]}".strip() if n in parted and n < len(below) else cell
            for n, cell in enumerate(head)
        ]
        return place + 1, joined


def _filled_to(row: list[str]) -> int:
    return next((n for n in range(len(row), 0, -1) if row[n - 1].strip()), 0)


def _usual(rows: list[list[str]]) -> int:
    """How many columns the fullest rows have, leaving out single cells."""
    counts = sorted(n for row in rows if (n := sum(bool(cell.strip()) for cell in row)) > 0)
    return counts[len(counts) * 3 // 4] if counts else 1


def sheets_of(member: Member) -> list[Table]:
    """The sheets that hold anything. Raises Problem: ``workbook_too_large``, ``damaged_workbook``."""
    book = workbook(member)
    formulas = unusable_formulas(book.data)
    filled = [(name, rows, merged) for name, rows, merged in book.sheets if any(any(row) for row in rows)]
    tables: list[Table] = [
        SheetTable(name, rows, merged, formulas.get(name, {})) for name, rows, merged in filled
    ]
    return tables
