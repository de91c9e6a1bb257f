"""Dates as catalogues know them: a year, "circa", a range, 昭和31年, "n.d."."""

from __future__ import annotations

import re
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


def year_text(year: int) -> str:
    """A year in ISO 8601: ``0987``, ``1916``, ``-0425`` (426 BC)."""
    return f"-{-year:04d}" if year < 0 else f"{year:04d}"


def year_date(year: int, text: str = "") -> ImpreciseDate:
    """The date of a whole year that the source gives as a number."""
    day = year_text(year)
    return ImpreciseDate(text or str(year), day, day)


def span(
    first: int | None, last: int | None, text: str, certainty: Certainty = Certainty.EXACT
) -> ImpreciseDate:
    """From one year to another, None being open; in the wrong order both years bound the interval."""
    if first is not None and last is not None and first > last:
        first, last = last, first
    start = "" if first is None else year_text(first)
    end = "" if last is None else year_text(last)
    return ImpreciseDate(text, start, end, certainty if start or end else Certainty.UNKNOWN)


_ISO = re.compile(r"\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?", re.ASCII)


def parse_date(text: str, *, slashes: str = "ambiguous") -> ImpreciseDate | None:
    """A date; None for empty text."""
    text = text.strip()
    if not text:
        return None
    if _ISO.fullmatch(text):
        return ImpreciseDate(text, text, text)
    return ImpreciseDate(text, certainty=Certainty.UNKNOWN)
