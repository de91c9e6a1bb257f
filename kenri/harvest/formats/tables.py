"""Rows of CSV, TSV and XLSX as items."""

from __future__ import annotations

import codecs
import csv
import datetime as dt
import io
import re
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, cast

from kenri.harvest.archives import Member, buffered
from kenri.harvest.formats.encodings import Recoded, encoding_of
from kenri.harvest.formats.lines import Oversized, bounded_lines
from kenri.harvest.formats.reader import LARGEST_ITEM, Bad, Entry, Reader, missing_keys
from kenri.harvest.formats.workbooks import workbook
from kenri.harvest.source import Csv, Shape
from kenri.vocab.problems import Problem

HEADER_ROWS = 20
"""The header is looked for among this many first rows."""

LONGEST_ROW = 1000
"""How many lines a quoted field may span before its quote is taken for one that was never closed."""

NEAR = 100
"""How far the id in a later line may be from a row's own for that line to be taken for a swallowed row."""

LINE_FEED = 10

_OLD_BREAK = re.compile(r"(?<=\r)(?=[^\r\n])")
_NUMBERED = re.compile(r"(\D*)(\d{1,18})")

csv.field_size_limit(LARGEST_ITEM)


def header_of(first: Sequence[Sequence[str]], shape: Shape) -> tuple[int, tuple[str, ...]]:
    """Which of the first rows is the header: the one with the most of the shape's keys; else the first.

    A row further down is one only if the row under it is as wide (a prose text may name columns too).
    """
    wanted = set(shape.required) or set(shape.optional)
    best, most = 0, 0
    names: tuple[str, ...] = ()
    for index, row in enumerate(first):
        found = column_names(row, shape.aliases)
        hits = len(wanted.intersection(found))
        alike = not index or (index + 1 < len(first) and len(first[index + 1]) == len(row))
        if hits > most and alike:
            best, names, most = index, found, hits
    if not most and first:
        return 0, column_names(first[0], shape.aliases)
    return best, names


def column_names(row: Sequence[str], aliases: Mapping[str, str]) -> tuple[str, ...]:
    """The row's cells as names of columns, each only once; an empty cell is named after its place."""
    names: list[str] = []
    for place, cell in enumerate(row, start=1):
        name = cell.strip().removeprefix("\ufeff").strip() or f"(column {place})"
        name = aliases.get(name, name)
        while name in names:
            name += " (again)"
        names.append(name)
    return tuple(names)


class _TooLong(Exception):  # noqa: N818
    def __init__(self, line: Oversized) -> None:
        self.line = line


class _Feed:
    """Gives lines to ``csv.reader`` as text, and remembers those of the row that is being read.

    ``offset`` is the byte after the last line, ``open_end`` tells that it came without a line break.
    """

    def __init__(self, stream: io.BufferedReader, encoding: str) -> None:
        self._lines = bounded_lines(stream)
        self._encoding = encoding
        self._again: deque[str] = deque()
        self.number = 0
        self.offset = 0
        self.size = 0
        self.row: list[str] = []
        self.open_end = False

    def __iter__(self) -> _Feed:
        return self

    def __next__(self) -> str:
        if self._again:
            text = self._again.popleft()
        else:
            line = next(self._lines)
            if isinstance(line, Oversized):
                self.offset = line.offset + line.length
                raise _TooLong(line)
            if not self.offset:
                line = line.removeprefix(codecs.BOM_UTF8)
            self.offset += len(line)
            self.open_end = line[-1] != LINE_FEED
            text = line.decode(self._encoding, "surrogateescape")
        self.number += 1
        self.row.append(text)
        if len(self.row) > 1:
            self.size += len(text)
            if len(self.row) > LONGEST_ROW or self.size > LARGEST_ITEM:
                raise csv.Error("a quoted field does not end")
        return text

    def start_row(self) -> list[str]:
        """Forget the lines of the last row."""
        self.row = []
        self.size = 0
        return self.row

    def give_back(self, lines: Sequence[str]) -> None:
        """Let these lines be read again, as rows of their own."""
        self._again.extendleft(reversed(lines))
        self.number -= len(lines)

    def divided(self) -> bool:
        """Let the row's lines be read again where CR alone divides the first, as if it ended lines."""
        first, *others = self.row
        lines = _OLD_BREAK.split(first)
        if len(lines) > 1:
            self.number += len(lines) - 1
            self.give_back([*lines, *others])
        return len(lines) > 1


class CsvReader:
    """One CSV or TSV file in one shape."""

    fixed = True
    page = False
    empty = False
    unit = ""

    def __init__(self, member: Member, shape: Shape) -> None:
        self._member = member
        self.shape = shape
        self._form = cast(Csv, shape.format)
        self.notes: list[Problem] = []
        self._encoding = encoding_of(member, self._form.encodings)
        wide = self._encoding.name.startswith("utf-16")
        head = member.head()
        self._old_breaks = b"\r" in head and b"\n" not in head
        self._recode = wide or self._old_breaks
        plain = self._recode or self._encoding.name == "utf-8-sig"
        self._codec = "utf-8" if plain else self._encoding.name
        self._cut = False
        with self._open() as stream:
            first = _first_rows(self._csv_reader(_Feed(stream, self._codec)))
        self._header, self.columns = header_of(first, shape)
        self.missing = missing_keys(shape, self.columns)
        if self._encoding.damaged:
            self.notes.append(Problem("damaged_encoding", member.where, encoding=self._encoding.name))

    @property
    def broken(self) -> Problem | None:
        """Why the end of the file is not the end of the export."""
        if self._guard.broken is not None:
            return self._guard.broken
        return Problem("cut_file", self._member.where) if self._cut else None

    def entries(self, renames: Mapping[str, str]) -> Iterator[Entry]:
        """Read all rows under the header."""
        columns = tuple(renames.get(name, name) for name in self.columns)
        width = len(columns)
        header = self._header + 1
        checks = _Checks(self._form, columns, damaged=self._encoding.damaged, codec=self._codec)
        with self._open() as stream:
            feed = _Feed(stream, self._codec)
            rows = self._csv_reader(feed)
            while True:
                lines = feed.start_row()
                number = feed.number + 1
                try:
                    row = next(rows)
                except StopIteration:
                    break
                except _TooLong as error:
                    feed.number += 1
                    header = max(header - 1, 0)
                    yield too_large(f"row {number}", error.line)
                    continue
                except csv.Error as error:
                    if header:
                        header -= 1
                    elif not feed.divided():
                        yield checks.broken_quote(feed, number, str(error))
                    continue
                if header:
                    header -= bool(row)
                    continue
                if feed.open_end and self._guard.broken is not None:
                    yield Bad(f"row {number}", Problem("cut_row"), encoded(lines))
                elif len(row) == width and len(lines) == 1 and not checks.damaged and "\0" not in lines[0]:
                    yield f"row {number}", dict(zip(columns, row, strict=True))
                elif row:
                    bad = checks.problem(feed, number, row)
                    yield bad or (f"row {number}", dict(zip(columns, row, strict=True)))
            self._cut = feed.open_end and not self._member.checked

    def _open(self) -> io.BufferedReader:
        stream, self._guard = buffered(self._member)
        if self._recode:
            recoded = Recoded(stream, self._encoding.name, old_breaks=self._old_breaks)
            return io.BufferedReader(recoded)
        return stream

    def _csv_reader(self, feed: _Feed) -> Any:
        form = self._form
        if form.quoting:
            return csv.reader(feed, delimiter=form.delimiter, strict=True)
        return csv.reader(feed, delimiter=form.delimiter, quoting=csv.QUOTE_NONE, strict=True)


class _Checks:
    """Looks at the rows that are not plainly good: several lines, another width, damaged bytes."""

    def __init__(self, form: Csv, columns: tuple[str, ...], *, damaged: bool, codec: str) -> None:
        self._form = form
        self._columns = columns
        self.damaged = damaged
        self._codec = codec

    def broken_quote(self, feed: _Feed, number: int, error: str) -> Bad:
        """Reject the row's first line and have the others read again."""
        first, *others = feed.row
        feed.give_back(others)
        return self._bad(number, [first], Problem("broken_quote", error=error, lines=len(others) + 1))

    def problem(self, feed: _Feed, number: int, row: list[str]) -> Bad | None:
        """What is wrong with a row; None where nothing is."""
        lines = feed.row
        fits = len(row) == len(self._columns)
        if len(lines) > 1 and self._swallowed(lines, row, fits=fits):
            return self.broken_quote(feed, number, "the field holds what looks like further rows")
        if not fits:
            expected = len(self._columns)
            return self._bad(number, lines, Problem("column_count", expected=expected, found=len(row)), row)
        if any("\0" in line for line in lines):
            place = next(index for index, cell in enumerate(row) if "\0" in cell)
            return self._bad(number, lines, Problem("zero_byte", field=self._columns[place]), row)
        if self.damaged:
            data = encoded(lines)
            try:
                data.decode(self._codec)
            except UnicodeDecodeError as error:
                byte = feed.offset - len(data) + error.start
                return self._bad(number, lines, Problem("bad_bytes", byte=byte, encoding=self._codec), row)
        return None

    def _swallowed(self, lines: list[str], row: list[str], *, fits: bool) -> bool:
        """Whether a later line of the row is a row in its own right.

        It is where it alone has all columns; and where the row has all of them too, only if the line also
        begins with what may be the next id, since a line of a paragraph may hold as many commas.
        """
        width = len(self._columns)
        for line in lines[1:]:
            cells = next(csv.reader([line], delimiter=self._form.delimiter), [])
            if len(cells) == width and width > 1 and (not fits or _may_follow(row[0], cells[0])):
                return True
        return False

    def _bad(self, number: int, lines: list[str], problem: Problem, row: Sequence[str] = ()) -> Bad:
        item = {self._columns[0]: row[0]} if row else {}
        return Bad(f"row {number}", problem, encoded(lines, self._codec), item)


def _may_follow(cell: str, later: str) -> bool:
    """Whether ``later`` may be an id soon after ``cell``: the same letters and a slightly larger number."""
    now, then = _NUMBERED.fullmatch(cell.strip()), _NUMBERED.fullmatch(later.strip())
    return bool(now and then and now[1] == then[1] and 0 < int(then[2]) - int(now[2]) <= NEAR)


def encoded(lines: Sequence[str], codec: str = "utf-8") -> bytes:
    """The bytes of these lines as they stood in the file, up to 64 KiB."""
    return "".join(lines).encode(codec, "surrogateescape")[: 1 << 16]


def too_large(position: str, line: Oversized) -> Bad:
    """The rejection of a line that is longer than an item may be."""
    return Bad(position, Problem("item_too_large", byte=line.offset, length=line.length, most=LARGEST_ITEM))


def _first_rows(rows: Iterator[list[str]]) -> list[list[str]]:
    """The first rows that are not empty, passing over what cannot be read."""
    found: list[list[str]] = []
    for _ in range(HEADER_ROWS * 10):
        try:
            row = next(rows)
        except StopIteration:
            break
        except (csv.Error, _TooLong):
            found.append([])
            continue
        if row:
            found.append(row)
        if len(found) == HEADER_ROWS:
            break
    return found


class SheetReader:
    """One sheet of a workbook in one shape."""

    fixed = True
    page = False
    empty = False
    broken = None

    def __init__(self, member: Member, shape: Shape, name: str, rows: list[list[Any]], merged: Any) -> None:
        self.shape = shape
        self.unit = name
        self.notes: list[Problem] = []
        self._where = member.where
        self._rows = rows
        first = [[cell_text(cell) for cell in row] for row in rows[:HEADER_ROWS]]
        for (top, left), (bottom, right) in merged or ():
            for index in range(top, min(bottom + 1, len(first))):
                for column in range(left, right + 1):
                    if (index, column) != (top, left) and column < len(first[index]):
                        first[index][column] = first[top][left]
        self._header, self.columns = header_of(first, shape)
        self.missing = missing_keys(shape, self.columns)

    def entries(self, renames: Mapping[str, str]) -> Iterator[Entry]:
        """Read all rows under the header."""
        columns = tuple(renames.get(name, name) for name in self.columns)
        for number, row in enumerate(self._rows[self._header + 1 :], start=self._header + 2):
            cells = [cell_text(cell) for cell in row]
            if any(cells):
                yield f"row {number}", dict(zip(columns, cells, strict=True))


def cell_text(cell: object) -> str:
    """A spreadsheet's cell as text: days in ISO 8601, whole numbers without a fraction."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, dt.datetime):
        midnight = cell.time() == dt.time()
        return cell.date().isoformat() if midnight else cell.isoformat(sep=" ")
    return str(cell)


def table_readers(member: Member, shapes: Sequence[Shape]) -> list[Reader]:
    """A reader for each shape that is a table. Raises ``Problem`` where no encoding fits."""
    return [CsvReader(member, shape) for shape in shapes if isinstance(shape.format, Csv)]


def sheet_readers(member: Member, shapes: Sequence[Shape]) -> list[Reader]:
    """A reader for each sheet of a workbook and each shape that is a table."""
    return [
        SheetReader(member, shape, name, rows, merged)
        for name, rows, merged in workbook(member).sheets
        if rows
        for shape in shapes
        if isinstance(shape.format, Csv)
    ]
