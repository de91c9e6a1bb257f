"""Usage reports as tables: any list that ``kenri.harvest.lists`` reads, with columns for uses and revenue."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Iterator, Mapping
from pathlib import Path

from kenri.harvest.lists import ListRow, read_list
from kenri.ledger.distribution.schemes import ROOM
from kenri.ledger.distribution.usage import Kind, Service, Usage, whole, yen
from kenri.vocab.data_files import load_of
from kenri.vocab.list_fields import fold_header
from kenri.vocab.problems import Problem

COLUMNS = ("units", "revenue", "currency", "territory", "service", "infringing", "licensed", "viewer")
MOST_PROBLEMS = 1_000
"""Problems that are kept of one report."""


@functools.cache
def _words() -> Mapping[str, frozenset[str]]:
    told = load_of(ROOM, "data/usage_columns.yaml", dict[str, list[str]])
    return {key: frozenset(fold_header(str(word)) for word in words) for key, words in told.items()}


class ListedUsage:
    """A table of uses. Columns on viewers are not taken in at all, which ``problems`` tells."""

    def __init__(self, path: Path, columns: Mapping[str, str] | None = None, schema: str = "") -> None:
        """``columns``: what a column means, of ``COLUMNS`` or of any list. Raises ``usage_no_units``."""
        told = dict(columns or {})
        mine = {name: told.pop(name) for name in list(told) if told[name] in COLUMNS}
        names = [guess.column for guess in read_list(path, columns=told, schema=schema).columns]
        viewers = [name for name in names if fold_header(name) in _words()["viewer"]]
        self._reading = read_list(path, columns={**told, **dict.fromkeys(viewers, "")}, schema=schema)
        self._meant = {**_meanings(names), **{meaning: name for name, meaning in mine.items()}}
        if "units" not in self._meant:
            raise Problem("usage_no_units", path.name, found=", ".join(names))
        self.problems: list[Problem] = [Problem("usage_viewers", name) for name in viewers]
        self.services: dict[str, Service] = {}
        self.counts: dict[str, int] = {}
        self.first: dt.date | None = None
        self.last: dt.date | None = None
        self.sender = ""

    def uses(self) -> Iterator[Usage]:
        """The uses row by row; revenue of the rows of a service is added up."""
        read = rejected = 0
        for row in self._reading.rows():
            read += 1
            try:
                yield self._usage(row)
            except Problem as problem:
                rejected += 1
                if len(self.problems) < MOST_PROBLEMS:
                    self.problems.append(problem)
        self.counts = {"rows": read, "rejected": rejected}

    def _usage(self, row: ListRow) -> Usage:
        where = f"{row.sheet} {row.number}".strip()
        record = row.record
        if record is None:
            told = row.problems[0] if row.problems else Problem("row_no_title")
            raise Problem(told.code, where, **told.values)
        units = whole(self._cell(row, "units"), where)
        service = self._service(row, where)
        makers = [part.names[0].text for part in record.contributions if part.names]
        return Usage(
            number=row.number,
            pool=service,
            title=record.title,
            units=units,
            kind=self._kind(row),
            schema=record.schema if row.kind_told else "",
            creators=tuple(makers),
            identifiers=record.identifiers,
            reference=row.id,
        )

    def _cell(self, row: ListRow, meaning: str) -> str:
        return row.raw.get(self._meant.get(meaning, ""), "").strip()

    def _kind(self, row: ListRow) -> Kind:
        infringing = fold_header(self._cell(row, "infringing"))
        if "infringing" in self._meant and infringing not in _words()["no"]:
            return "infringing"
        licensed = self._cell(row, "licensed")
        return "infringing" if licensed and fold_header(licensed) in _words()["no"] else "licensed"

    def _service(self, row: ListRow, where: str) -> str:
        territory = self._cell(row, "territory").upper() or "JP"
        name = self._cell(row, "service")
        code = f"{territory} {name}".strip()
        before = self.services.get(code) or Service(code=code, territory=territory, name=name)
        currency = self._cell(row, "currency").upper() or "JPY"
        told = self._cell(row, "revenue")
        revenue = before.revenue
        if told and currency == "JPY":
            revenue = (revenue or 0) + yen(told, where)
        elif told:
            raise Problem("dsr_currency", where, currency=currency)
        self.services[code] = Service(
            code=code, territory=territory, name=name, revenue=revenue, currency=currency
        )
        return code


def _meanings(names: list[str]) -> dict[str, str]:
    """Which column is which, by its header; of several the first."""
    found: dict[str, str] = {}
    for meaning in COLUMNS[:-1]:
        for name in names:
            if fold_header(name) in _words()[meaning] and name not in found.values():
                found.setdefault(meaning, name)
    return found
