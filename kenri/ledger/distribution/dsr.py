"""Usage reports in DDEX's flat-file format (Digital Sales Report Message Suite), read whole by record.

In: a ``.tsv`` or ``.tsv.gz`` of any profile, of the variant with blocks (HEAD … FOOT) or with single records
(SRHE … SRFO). Out: uses, services, problems by line, counts by record type. What a version of a record calls
its cells is ``data/dsr_records.yaml``; headings in the file itself (a type after ``#``) come before it.
"""

from __future__ import annotations

import datetime as dt
import functools
import gzip
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import IO, cast

from kenri.ledger.distribution.dsr_blocks import Block, Cells, uses_of_block, uses_of_record
from kenri.ledger.distribution.schemes import ROOM
from kenri.ledger.distribution.usage import Service, Usage, yen
from kenri.vocab.data_files import load_of
from kenri.vocab.problems import Problem

_TYPE = re.compile(r"[A-Z]{2}\d\d(?:\.\d\d)?|HEAD|FOOT|SRHE|SRFO|FHEA|FFOO")
_SPLIT = re.compile(r"(?<!\\)\|")
_WORLD = {"Worldwide": "", "2136": ""}
MOST_PROBLEMS = 1_000
"""Problems that are kept of one report; the rest is counted."""


@functools.cache
def record_types() -> Mapping[str, tuple[str, ...]]:
    """The cells of every known record type, after the type itself."""
    told = load_of(ROOM, "data/dsr_records.yaml", dict[str, str])
    return {name: tuple(cells.split()) for name, cells in told.items()}


def is_dsr(path: Path) -> bool:
    """Whether a file is such a report, by its first record."""
    with _opened(path) as file:
        for raw in file:
            line = raw.lstrip(b"\xef\xbb\xbf")
            if line.strip() and not line.startswith(b"#"):
                return line.split(b"\t")[0].strip() in (b"HEAD", b"SRHE", b"FHEA")
    return False


def _opened(path: Path) -> IO[bytes]:
    with path.open("rb") as file:
        packed = file.read(2) == b"\x1f\x8b"
    return cast("IO[bytes]", gzip.open(path) if packed else path.open("rb"))


class DsrReading:
    """A report; what is said of the whole of it is complete after ``uses`` was read through."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._headings: dict[str, tuple[str, ...]] = {}
        self.services: dict[str, Service] = {}
        self.problems: list[Problem] = []
        self.counts: dict[str, int] = {}
        self.first: dt.date | None = None
        self.last: dt.date | None = None
        self.sender = ""

    def uses(self) -> Iterator[Usage]:
        """Every use. Raises ``Problem('damaged_report')`` where the file cannot be read to its end."""
        found: Counter[str] = Counter()
        block = Block("")
        footer: Cells | None = None
        for record in self._records():
            found[record.kind] += 1
            if footer is not None:
                self._note(Problem("dsr_after_footer", f"line {record.number}"))
            base = record.kind[:2]
            if record.kind[:4] in ("FOOT", "SRFO", "FFOO"):
                footer = record
            elif record.kind[:4] in ("HEAD", "SRHE", "FHEA"):
                self._head(record)
            elif base == "SY":
                self._service(record)
            elif base == "SR":
                yield from uses_of_record(record, self._note)
            elif record.block and base in ("AS", "MW", "RE", "SU", "RU"):
                if record.block != block.name:
                    yield from uses_of_block(block, self._note)
                    block = Block(record.block)
                block.add(record)
        yield from uses_of_block(block, self._note)
        self.counts = dict(sorted(found.items()))
        self._check(footer)

    def _records(self) -> Iterator[Cells]:
        self._lines = 0
        try:
            with _opened(self._path) as file:
                for number, raw in enumerate(file, start=1):
                    self._lines = number
                    record = self._record(number, raw)
                    if record is not None:
                        yield record
        except (OSError, EOFError) as error:
            raise Problem("damaged_report", self._path.name, error=error) from None

    def _record(self, number: int, raw: bytes) -> Cells | None:
        """A line as a record; None for remarks, headings and empty lines, which the standard lets stand."""
        where = f"line {number}"
        try:
            line = raw.removeprefix(b"\xef\xbb\xbf").decode("utf-8").rstrip("\r\n")
        except UnicodeDecodeError:
            self._note(Problem("dsr_not_utf8", where))
            line = raw.decode("utf-8", "replace").rstrip("\r\n")
        cells = line.split("\t")
        kind = cells[0].strip()
        if kind.startswith("#"):
            if _TYPE.fullmatch(kind[1:].strip()):
                self._headings[kind[1:].strip()] = tuple(cell.strip() for cell in cells[1:])
            return None
        if not any(cell.strip() for cell in cells):
            return None
        names = self._cells_of(kind, where)
        if names is None:
            return None
        if len(cells) - 1 > len(names) and any(cells[len(names) + 1 :]):
            self._note(Problem("dsr_cells", where, type=kind, most=len(names), there=len(cells) - 1))
        return Cells(kind, number, dict(zip(names, map(unescaped, cells[1:]), strict=False)))

    def _cells_of(self, kind: str, where: str) -> tuple[str, ...] | None:
        """The cells of a type: by the file's own headings, by its version, else by the nearest known."""
        if kind in self._headings:
            return self._headings[kind]
        known = record_types()
        if kind in known:
            return known[kind]
        alike = [name for name in known if name[:4] == kind[:4]]
        if not _TYPE.fullmatch(kind) or not alike:
            self._note(Problem("dsr_unknown_record", where, type=kind))
            return None
        nearest = max((name for name in alike if name < kind), default=min(alike))
        self._headings[kind] = known[nearest]
        self._note(Problem("dsr_unknown_version", where, type=kind, nearest=nearest))
        return known[nearest]

    def _head(self, record: Cells) -> None:
        self.sender = record.text("SenderName") or record.text("SenderPartyId")
        self.first = _day(record.text("UsageStartDate"), last=False)
        self.last = _day(record.text("UsageEndDate"), last=True)
        if self.first is None or self.last is None or self.last < self.first:
            self._note(Problem("dsr_period", f"line {record.number}", value=record.text("UsageStartDate")))

    def _service(self, record: Cells) -> None:
        code = record.text("SummaryRecordId")
        where = f"line {record.number}"
        currency = record.text("CurrencyOfReporting", "Currency", "CurrencyOfAccounting") or "JPY"
        told = record.text("NetRevenue", "NetRevenueInCurrencyOfAccounting")
        revenue = None
        try:
            revenue = yen(told, where) if told and currency == "JPY" else None
        except Problem as problem:
            self._note(problem)
        if told and currency != "JPY":
            self._note(Problem("dsr_currency", where, currency=currency))
        before = self.services.get(code)
        if before is not None and before.revenue is not None:
            # A service may be summed up by several records, one for each licensor: its revenue is one.
            revenue = max(before.revenue, revenue or 0)
        territory = record.text("Territory")
        self.services[code] = Service(
            code=code,
            territory=_WORLD.get(territory, territory),
            name=record.text("ServiceDescription", "DistributionChannel"),
            use_type=record.text("UseType"),
            model=record.text("CommercialModel", "CommercialModelType"),
            revenue=revenue,
            currency=currency,
        )

    def _check(self, footer: Cells | None) -> None:
        """What the footer promises must be there: a report that breaks off is not taken for a whole one."""
        if footer is None:
            self._note(Problem("dsr_no_footer", self._path.name))
            return
        told = footer.text("NumberOfLinesInFile", "NumberOfLinesInReport")
        if told.isdecimal() and int(told) != self._lines:
            self._note(Problem("dsr_lines", f"line {footer.number}", told=told, there=self._lines))

    def _note(self, problem: Problem) -> None:
        if len(self.problems) < MOST_PROBLEMS:
            self.problems.append(problem)


def unescaped(cell: str) -> str:
    """A cell without the backslashes that protect delimiters; the secondary ones become line feeds."""
    if "|" not in cell and "\\" not in cell:
        return cell.strip()
    parted: Iterable[str] = _SPLIT.split(cell)
    return "\n".join(part.strip().replace("\\|", "|").replace("\\\\", "\\") for part in parted)


def _day(text: str, *, last: bool) -> dt.date | None:
    """The first or last day of a year, a month or a day as ISO 8601 writes them."""
    parts = text.split("-")
    try:
        year, month, day = (int(part) if part else 0 for part in (*parts, "", "")[:3])
        if day:
            return dt.date(year, month, day)
        if not last:
            return dt.date(year, month or 1, 1)
        following = dt.date(year + (month or 12) // 12, (month or 12) % 12 + 1, 1)
        return following - dt.timedelta(days=1)
    except ValueError:
        return None
