"""The tables of a file: where the header stands, and the cells of every row under it."""

from __future__ import annotations

import csv
import math
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple, Protocol

from kenri.harvest.archives import Member
from kenri.harvest.formats.tables import LONGEST_ROW
from kenri.harvest.lists.encodings import TextLines
from kenri.harvest.lists.headers import header_place, names_of_columns
from kenri.vocab.problems import Problem

FIRST = 60
"""Rows in which the header is looked for and from which a separator is told."""

SAMPLE_ROWS = 500
"""Rows from which the meaning of a column is told."""

SEPARATORS = (",", "\t", ";", "|", "、")
NO_SEPARATOR = "\x1f"
"""What divides the cells of a list of one column: the separator of ASCII that nobody types."""

LEAST_ALIKE = 0.4
"""The share of lines that a separator must divide into equally many cells; in prose it divides few alike."""


class Row(NamedTuple):
    """One row under the header: its number as a spreadsheet shows it, its cells, what is wrong with it."""

    number: int
    cells: Sequence[str]
    problems: tuple[Problem, ...] = ()


class Table(Protocol):
    """A table of a file: a sheet's ``name`` (empty where there is one only), its columns and rows.

    ``header`` is the number of the header's row, 0 where the table has none. ``notes`` are complete only
    after the rows were read.
    """

    name: str
    columns: tuple[str, ...]
    header: int
    notes: list[Problem]

    def rows(self) -> Iterator[Row]:
        """The rows under the header, from the first; any number of times."""
        ...


class Dialect(NamedTuple):
    """How a delimited text is written."""

    separator: str
    quote: str | None
    backslash: bool

    def reader(self, lines: Iterator[str], *, strict: bool) -> Iterator[list[str]]:
        """The rows of these lines."""
        return csv.reader(
            lines,
            delimiter=self.separator,
            quotechar=self.quote or '"',
            quoting=csv.QUOTE_MINIMAL if self.quote else csv.QUOTE_NONE,
            escapechar="\\" if self.backslash else None,
            skipinitialspace=True,
            strict=strict,
        )


class _Feed:
    """Gives lines to ``csv.reader`` and remembers those of the row that is being read."""

    def __init__(self, lines: Iterator[str]) -> None:
        self._lines = lines
        self._again: list[str] = []
        self.number = 0
        self.row: list[str] = []

    def __iter__(self) -> _Feed:
        return self

    def __next__(self) -> str:
        line = self._again.pop() if self._again else next(self._lines)
        self.number += 1
        self.row.append(line)
        if len(self.row) > LONGEST_ROW:
            raise csv.Error("a quoted field does not end")
        return line

    def give_back(self, lines: Sequence[str]) -> None:
        """Let these lines be read again, as rows of their own."""
        self._again.extend(reversed(lines))
        self.number -= len(lines)


class CsvTable:
    """A text with separators: comma, tab, semicolon, bar."""

    name = ""

    def __init__(self, member: Member) -> None:
        self._lines = TextLines(member)
        self.notes: list[Problem] = []
        first = _first_lines(self._lines)
        self._dialect = dialect_of(first)
        rows = list(self._dialect.reader(iter(first), strict=False))[:FIRST]
        self._width = _usual_width(rows)
        place = header_place(rows, self._width)
        self._skip = 0 if place is None else place + 1
        self.header = self._skip
        self.columns = names_of_columns([] if place is None else rows[place], self._width)
        self._where = member.where

    def rows(self) -> Iterator[Row]:
        """Every row under the header; a quote that never closes costs its own row nothing but its quotes."""
        self.notes = []
        feed = _Feed(iter(self._lines))
        rows = self._dialect.reader(feed, strict=True)
        number, width, skip = 0, len(self.columns), self._skip
        while True:
            feed.row = []
            start = feed.number + 1
            cells: Sequence[str]
            try:
                cells = next(rows)
            except StopIteration:
                break
            except csv.Error as error:
                cells = self._unquoted(feed)
                rows = self._dialect.reader(feed, strict=True)
                problems: tuple[Problem, ...] = (Problem("row_broken_quote", error=str(error)),)
            else:
                problems = ()
                if len(feed.row) > 1 and len(cells) != width and self._has_all(feed.row):
                    cells = self._unquoted(feed)
                    problems = (Problem("row_broken_quote", error="the quote holds further rows"),)
            number += 1
            if number <= skip:
                continue
            if len(cells) != width:
                cells, problems = self._fitted(cells, problems)
            if self._lines.other and not self._lines.other.isdisjoint(range(start, feed.number + 1)):
                problems = (*problems, Problem("row_other_encoding", encoding=self._lines.encoding))
            yield Row(number, cells, problems)
        if self._lines.broken is not None:
            self.notes.append(Problem("list_cut_off", self._where, rows=number))

    def _unquoted(self, feed: _Feed) -> list[str]:
        """The first line of the row that is being read, its quotes taken as they stand."""
        first, *others = feed.row
        feed.give_back(others)
        plain = self._dialect._replace(quote=None)
        cells = next(plain.reader(iter([first]), strict=False), [])
        quote = self._dialect.quote or '"'
        return [cell.strip().removeprefix(quote).removesuffix(quote) for cell in cells]

    def _has_all(self, lines: Sequence[str]) -> bool:
        """Whether a later line of a row is a whole row in its own right."""
        width = len(self.columns)
        found = self._dialect.reader(iter(lines[1:]), strict=False)
        return width > 1 and any(len(cells) == width for cells in found)

    def _fitted(
        self, cells: Sequence[str], problems: tuple[Problem, ...]
    ) -> tuple[Sequence[str], tuple[Problem, ...]]:
        """The cells in as many columns as there are: missing ones empty, surplus ones joined to the last."""
        width, found = len(self.columns), len(cells)
        if found < width:
            told = (Problem("row_column_count", expected=width, found=found),) if found > 1 else ()
            return [*cells, *[""] * (width - found)], problems + told
        if not any(cell.strip() for cell in cells[width:]):
            return cells[:width], problems
        joined = self._dialect.separator.join(cells[width - 1 :])
        told = (Problem("row_column_count", expected=width, found=found),)
        return [*cells[: width - 1], joined], problems + told


def _first_lines(lines: TextLines) -> list[str]:
    found: list[str] = []
    for line in lines:
        found.append(line)
        if len(found) == FIRST * 4:
            break
    return found


def dialect_of(lines: Sequence[str]) -> Dialect:
    """The separator that divides most lines into equally many cells, and how cells are quoted."""
    text = "".join(lines)
    backslash = '\\"' in text and '""' not in text
    quote = "'" if text.count("'") > 4 * max(text.count('"'), 1) and _single_quoted(lines) else '"'
    best, most = Dialect(NO_SEPARATOR, quote, backslash), 0.0
    for separator in SEPARATORS:
        dialect = Dialect(separator, quote, backslash)
        try:
            rows = [row for row in dialect.reader(iter(lines), strict=False) if any(row)][:FIRST]
        except csv.Error:
            continue
        width = _usual_width(rows)
        alike = sum(len(row) == width for row in rows) / max(len(rows), 1)
        if width < 2 or alike < LEAST_ALIKE:
            continue
        fitness = alike * alike * math.log2(width + 1)
        if fitness > most:
            best, most = dialect, fitness
    return best


def _single_quoted(lines: Sequence[str]) -> bool:
    return sum(line.strip().startswith("'") and line.strip().endswith("'") for line in lines) * 2 > len(lines)


def _usual_width(rows: Sequence[Sequence[str]]) -> int:
    """How many cells most rows have; of two widths that are as frequent the larger."""
    widths = Counter(len(row) for row in rows if any(cell.strip() for cell in row))
    return max(widths, key=lambda width: (widths[width] * (width > 1), width), default=1)
