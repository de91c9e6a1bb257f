"""The span of years by which a work or a party is known."""

from __future__ import annotations

from collections.abc import Iterable

from kenri.vocab.records import EventKind, Record

_AFTERWARDS = frozenset({EventKind.ONLINE, EventKind.REGISTERED, EventKind.RENEWED})
"""What happens to a work long after it came into the world, and says nothing of when that was."""


def years_of(records: Iterable[Record]) -> tuple[int | None, int | None]:
    """First and last year of what made the thing known; else of what happened to it afterwards."""
    known: list[int] = []
    afterwards: list[int] = []
    for record in records:
        for event in record.events:
            if event.date is not None:
                years = (event.date.first_year, event.date.last_year)
                (afterwards if event.kind in _AFTERWARDS else known).extend(y for y in years if y is not None)
    dated = known or afterwards
    return min(dated, default=None), max(dated, default=None)
