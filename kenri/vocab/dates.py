"""Dates as catalogues know them: a year, "circa", a range, 昭和31年, "n.d."."""

from __future__ import annotations

from enum import StrEnum

import msgspec


class Certainty(StrEnum):
    """How sure the source is of a date."""

    EXACT = "exact"
    CIRCA = "circa"
    BEFORE = "before"
    AFTER = "after"
    UNKNOWN = "unknown"


class ImpreciseDate(msgspec.Struct, frozen=True, omit_defaults=True):
    """An interval of days that contains the date, and what the source wrote.

    ``earliest`` and ``latest`` are ISO 8601 days, years or months of the proleptic Gregorian calendar
    with astronomical years (``1916-12-09``, ``1916-12``, ``1916``, ``-0425``); an empty string is an
    open end. Both empty means that the source said something that is no date ("n.d.").
    """

    text: str
    earliest: str = ""
    latest: str = ""
    certainty: Certainty = Certainty.EXACT

    @property
    def first_year(self) -> int | None:
        """The earliest possible year, or None for an open start."""
        return year_of(self.earliest)

    @property
    def last_year(self) -> int | None:
        """The latest possible year, or None for an open end."""
        return year_of(self.latest)


def year_of(day: str) -> int | None:
    """The year of an ISO 8601 day, month or year; None for an empty string."""
    if not day:
        return None
    sign = -1 if day[0] == "-" else 1
    return sign * int(day.lstrip("-").split("-", 1)[0])
