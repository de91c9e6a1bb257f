"""Read a list: open it, find its tables, tell its columns, and give every row."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path

import msgspec

from kenri.harvest.archives import Member, contents, is_workbook, refuse_unreadable
from kenri.harvest.formats.encodings import wide_encoding
from kenri.harvest.lists import together
from kenri.harvest.lists.cells import is_empty, slashes_of
from kenri.harvest.lists.documents import JsonTable, bibtex_fields, bibtex_table, ris_fields, ris_table
from kenri.harvest.lists.drafts import Column
from kenri.harvest.lists.making import Maker, impossible
from kenri.harvest.lists.meanings import ColumnGuess, field_of, guess_columns
from kenri.harvest.lists.people import commas_of
from kenri.harvest.lists.schemas import UNTOLD, schema_named, schema_of
from kenri.harvest.lists.tables import SAMPLE_ROWS, CsvTable, Row, Table
from kenri.harvest.lists.workbooks import sheets_of
from kenri.vocab.problems import Problem
from kenri.vocab.records import Record
from kenri.vocab.vocabularies import schemas

__all__ = ["ColumnGuess", "ListReading", "ListRow", "read_list"]

NO_COLUMNS: Mapping[str, str] = {}

_Known = Callable[[Iterable[str]], dict[str, str]]
"""What a format's own columns mean, for those that are there."""


class ListRow(msgspec.Struct, frozen=True):
    """One row of a list.

    ``number`` is the row as a spreadsheet shows it (from 1, the header counts), ``sheet`` the sheet it is on
    where there are several. ``id`` is the cell of the id column, else ``str(number)``; never empty, and made
    unique by the row's number where the list repeats it. ``record`` is None where the row is no item (a note,
    a total) or names nothing; ``extra`` holds the columns that map to no field by their own name, and values
    for which a record has no place (volume, number, format, duration, occupation) by the field's key.
    ``kind_told``: the record's schema is the list's or the user's word, not a guess from its columns.
    """

    number: int
    id: str
    record: Record | None
    extra: dict[str, str]
    raw: dict[str, str]
    problems: tuple[Problem, ...] = ()
    sheet: str = ""
    kind_told: bool = False


class ListReading:
    """A list that was opened: what its columns mean, and its rows whenever they are asked for.

    ``schema`` is what its rows are, of several sheets those of the first; ``columns`` what each column was
    taken for. ``problems`` concern the whole list (sheets without a table, a file that breaks off), complete
    after ``rows`` was read through.
    """

    def __init__(self, path: Path, member: Member, columns: Mapping[str, str], schema: str) -> None:
        self.source_name = _stem(path)
        self.problems: tuple[Problem, ...] = ()
        tables, known = _tables(member)
        self._tables = self._useful(tables, member.where)
        told = {**known(_all_columns(self._tables)), **columns}
        names = _all_columns(self._tables)
        samples = _samples(self._tables, names)
        of_parties = bool(schema) and schemas()[schema].kind == "party"
        self.columns = guess_columns(names, samples, told, of_parties=of_parties)
        self._samples = dict(zip(names, samples, strict=True))
        self._told = schema
        self.schema = self._schema_of(self._tables[0])
        self._notes = self.problems

    def rows(self) -> Iterator[ListRow]:
        """Every row under the headers that holds anything, in the list's order; any number of times."""
        seen = _Seen()
        for table in self._tables:
            yield from self._rows_of(table, seen)
        found = [note for table in self._tables for note in table.notes]
        self.problems = (*self._notes, *found)

    def _rows_of(self, table: Table, seen: _Seen) -> Iterator[ListRow]:
        meant = {guess.column: guess for guess in self.columns}
        columns, rest = [], []
        for place, name in enumerate(table.columns):
            guess = meant[name]
            field = field_of(guess)
            if field is None:
                rest.append((place, name))
            else:
                sample = self._samples[name]
                columns.append(
                    Column(place, name, field, guess.language, slashes_of(sample), commas_of(sample))
                )
        schema = self._schema_of(table)
        maker = Maker(columns, schema, self.source_name, rest, sure=bool(self._told) or schema != UNTOLD)
        several = len(self._tables) > 1
        sheet = table.name if several else ""
        ids = [column.place for column in columns if column.field.holds == "id"]
        titles = {c.place for c in columns if c.field.holds in _NAMING}
        for row in table.rows():
            if any(row.cells) and (made := _made(row, table, maker, sheet, ids, titles, seen)):
                yield made

    def _useful(self, tables: Sequence[Table], where: str) -> list[Table]:
        """The tables that have rows with meaning; a sheet of remarks is named in ``problems``."""
        found: list[Table] = []
        left: list[Table] = []
        for table in tables:
            named = (
                guess_columns(table.columns, _samples([table], table.columns), {}) if len(tables) > 1 else ()
            )
            told = sum(bool(guess.field) and guess.certainty >= 0.6 for guess in named)
            (found if len(tables) == 1 or (table.header and told >= 1) else left).append(table)
        if not found:
            found, left = list(tables[:1]), list(tables[1:])
        if not found or not any(any(row.cells) for table in found for row in islice(table.rows(), 200)):
            raise Problem("list_no_rows", where)
        self.problems = tuple(Problem("list_sheet_left_out", where, sheet=table.name) for table in left)
        return found

    def _schema_of(self, table: Table) -> str:
        """What the rows of a table are: as told, else by its columns. A workbook may hold books and films."""
        if self._told:
            return self._told
        own = [guess for guess in self.columns if guess.column in table.columns]
        named = next((guess.column for guess in own if guess.field == "name"), "")
        fields = [guess.field for guess in own if guess.field]
        return schema_of(fields, [guess.column for guess in own], self._samples.get(named, []))


_NAMING = ("title", together.FIELD, "name", "family", "given", "identifier", "url")
"""What a column holds that says which item a row is."""


class _Seen:
    """What stood in the rows before: ids, and whole rows."""

    def __init__(self) -> None:
        self.ids: dict[str, int] = {}
        self.rows: dict[int, int] = {}


def read_list(path: Path, *, columns: Mapping[str, str] = NO_COLUMNS, schema: str = "") -> ListReading:
    """Open a list: CSV, TSV and the like, XLSX, JSON, JSON Lines, BibTeX or RIS, also gzipped or in a zip.

    ``columns`` says which column is which field (``{"Verfasser": "author"}``) and wins over every guess; an
    empty field means none. ``schema`` says what the rows are; a column of kinds still wins for its row.

    Raises Problem: ``export_missing``, ``empty_file``, ``unreadable_format``, ``damaged_workbook``,
    ``list_binary`` and the like for a file that cannot be read, ``list_no_rows`` for one without any,
    ``list_unknown_field``, ``list_unknown_column`` and ``list_unknown_schema`` for words that the user gave.
    """
    path = Path(path)
    if schema and schema not in schemas():
        known = schema_named(schema)
        if not known:
            raise Problem("list_unknown_schema", schema=schema, known=", ".join(schemas()))
        schema = known
    with contents(path) as found:
        files = [member for member in found.members if not member.name.lower().endswith((".md", ".pdf"))]
        if len(files) != 1:
            raise Problem("list_several_files", path.name, found=", ".join(m.name for m in found.members))
        return ListReading(path, files[0], columns, schema)


_CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
"""Bytes that stand in no text of any encoding but a wide one; the escape of ISO-2022-JP is none of them."""


def _tables(member: Member) -> tuple[Sequence[Table], _Known]:
    head = member.head()
    refuse_unreadable(member, head)
    if is_workbook(head):
        return sheets_of(member), _nothing
    if not wide_encoding(head) and len(_CONTROLS.findall(head)) * 50 > len(head):
        raise Problem("list_binary", member.where)
    start = head.decode(wide_encoding(head) or "utf-8", "replace").lstrip("\ufeff \t\r\n")
    if start.startswith("<"):
        raise Problem("list_markup", member.where)
    if start.startswith(("{", "[{", "[\n", "[ ", "[\r")) or start == "[]":
        return [JsonTable(member)], _nothing
    if re.search(r"(?m)^[ \t]*@\s*\w+\s*[{(]\s*[^,\s]*\s*,", start[:20000]) and "=" in start:
        return [bibtex_table(member)], bibtex_fields
    if re.match(r"(?:.*\n){0,5}?TY\s\s?-", start):
        return [ris_table(member)], ris_fields
    return [CsvTable(member)], _nothing


def _nothing(columns: Iterable[str]) -> dict[str, str]:
    return {}


def _all_columns(tables: Sequence[Table]) -> list[str]:
    return list(dict.fromkeys(name for table in tables for name in table.columns))


def _samples(tables: Sequence[Table], names: Sequence[str]) -> list[list[str]]:
    """The first cells of every column."""
    found: dict[str, list[str]] = {name: [] for name in names}
    for table in tables:
        for row in islice(table.rows(), SAMPLE_ROWS):
            for name, cell in zip(table.columns, row.cells, strict=False):
                if cell:
                    found[name].append(cell)
    return [found[name] for name in names]


_NOTE = re.compile(
    r"[\s　]*(?:※|＊|\*|注[)）:：]|注記|備考[:：]|出典[:：]|以上$|[＜<（(【〈]?以下(?:余白|省略)|"
    r"合計|総計|小計|計$|計[\s　:：]*[\d,]|件数|(?:sub)?total\b|sum\b|notes?[:：]|sources?[:：])",
    re.IGNORECASE,
)


def _made(
    row: Row,
    table: Table,
    maker: Maker,
    sheet: str,
    ids: Sequence[int],
    titles: set[int],
    seen: _Seen,
) -> ListRow | None:
    """A row as people left it; None where it holds only spaces."""
    cells = row.cells
    filled = [place for place, cell in enumerate(cells) if cell and not cell.isspace()]
    if not filled:
        return None
    raw = dict(zip(table.columns, cells, strict=True))
    problems = list(row.problems)
    own = next((cells[place].strip() for place in ids if cells[place].strip()), "")
    plain = f"{sheet}!{row.number}" if sheet else str(row.number)
    if not row.problems and _no_item(cells, filled, titles, table.columns):
        problems.append(Problem("row_no_item", value=cells[filled[0]]))
        return ListRow(row.number, plain, None, {}, raw, tuple(problems), sheet)
    draft = maker.draft(cells)
    local_id = own if own and not is_empty(own) else plain
    first = seen.ids.setdefault(local_id, row.number)
    if first != row.number:
        problems.append(Problem("row_repeated_id", id=local_id, first=first))
        local_id = f"{local_id} ({plain})"
    same = hash(tuple(cells) if not ids else (*cells[: ids[0]], *cells[ids[0] + 1 :]))
    before = seen.rows.setdefault(same, row.number)
    if before != row.number:
        problems.append(Problem("row_repeated", first=before))
    record = maker.record(draft, local_id)
    problems += draft.problems
    if record is None:
        problems.append(Problem("row_no_title"))
    else:
        problems += impossible(record)
    return ListRow(
        row.number, local_id, record, draft.extra, raw, tuple(problems), sheet, maker.knows_kind(draft)
    )


def _no_item(cells: Sequence[str], filled: list[int], titles: set[int], columns: Sequence[str]) -> bool:
    """Whether a row is a note, a total, a heading between the rows, or the header over again."""
    first = cells[filled[0]]
    if all(_RULED.fullmatch(cells[place]) for place in filled):
        return True
    if len(filled) <= 2 and len(columns) > 2 and _NOTE.match(first):
        return True
    if len(filled) == 1 and len(columns) > 2 and _HEADING.match(first):
        return True
    if len(filled) == 1 and len(columns) > 3 and filled[0] not in titles and len(first) > 12:
        return True
    if first.strip() == columns[filled[0]] and len(filled) > 2:
        return all(cells[place].strip() == columns[place] for place in filled)
    return len(first) < 12 and len(filled) > 1 and len(columns) > 2 and bool(_TOTAL.fullmatch(first.strip()))


_HEADING = re.compile(r"[\s　]*[■◆●▼▲★□◇▽△]")
"""A heading that stands alone between rows: ■小説."""
_RULED = re.compile(r"[\s:|+=_＝─━―－-]{2,}")
"""A line drawn between rows."""

_TOTAL = re.compile(r"合\s*計|総\s*計|小\s*計|計|(?:sub\s?|grand\s)?total", re.IGNORECASE)


def _stem(path: Path) -> str:
    name = path.name
    for ending in (
        ".gz",
        ".csv",
        ".tsv",
        ".txt",
        ".xlsx",
        ".jsonl",
        ".ndjson",
        ".json",
        ".bib",
        ".ris",
        ".zip",
    ):
        if name.lower().endswith(ending):
            name = name[: -len(ending)]
    return name or path.name
