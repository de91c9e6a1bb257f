"""Items of a request as records: the same meanings of names that a list's columns have."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from kenri.harvest.lists.documents import flattened
from kenri.harvest.lists.making import Column, Maker, impossible
from kenri.harvest.lists.meanings import ColumnGuess, field_of, guess_columns
from kenri.vocab.problems import Problem
from kenri.vocab.records import Record

SOURCE = "request"
"""The source of records that a request made."""


class Items:
    """The items of one request. ``columns`` says for which field each name was taken.

    ``told``: the request says the schema; else it is a guess for items that do not say it. ``untold`` are
    then the ids of those items.
    """

    def __init__(self, items: Sequence[Mapping[str, Any]], schema: str, *, told: bool) -> None:
        rows = [flattened(item) for item in items]
        names = list(dict.fromkeys(name for row in rows for name in row))
        cells = [[row.get(name, "") for name in names] for row in rows]
        samples = [[row[place] for row in cells if row[place]] for place in range(len(names))]
        self.columns: tuple[ColumnGuess, ...] = guess_columns(names, samples, {})
        meant = [(place, guess, field_of(guess)) for place, guess in enumerate(self.columns)]
        known = [Column(place, g.column, field, g.language) for place, g, field in meant if field is not None]
        rest = [(place, guess.column) for place, guess, field in meant if field is None]
        self._maker = Maker(known, schema, SOURCE, rest, sure=told)
        self._cells = cells
        self.untold: set[str] = set()
        self._ids = [column.place for column in known if column.field.holds == "id"]

    def records(self) -> list[tuple[str, Record | None, tuple[Problem, ...]]]:
        """For every item its id (its number from 1, where it has none), its record, and what is wrong.

        Without a record where nothing in the item names a work or party.
        """
        found: list[tuple[str, Record | None, tuple[Problem, ...]]] = []
        for number, cells in enumerate(self._cells, start=1):
            own = next((cells[place].strip() for place in self._ids if cells[place].strip()), str(number))
            draft = self._maker.draft(cells)
            record = self._maker.record(draft, own)
            if not self._maker.knows_kind(draft):
                self.untold.add(own)
            problems = list(draft.problems)
            problems += [Problem("row_no_title")] if record is None else impossible(record)
            found.append((own, record, tuple(problems)))
        return found
