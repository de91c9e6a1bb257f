"""Dates as catalogues know them: a year, "circa", a range, 昭和31年, "n.d."."""

from __future__ import annotations

import functools
import re
from enum import StrEnum
from typing import Literal

import msgspec

from kenri.vocab.date_reading import read


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


_PLAIN = re.compile(
    r"(?!0000|9999)[0-9]{4}(?:-(?:0[1-9]|1[0-2])"
    r"(?:-(?:0[1-9]|1[0-9]|2[0-8]|(?<!-02-)(?:29|30)|(?<=-0[13578]-|-1[02]-)31))?)?"
)
"""Days of ISO 8601 that every year has: most dates, and no others need to be looked at closely."""


def parse_date(
    text: str,
    *,
    slashes: Literal["ambiguous", "mdy", "dmy"] = "ambiguous",
    hyphens: Literal["iso", "years"] = "iso",
) -> ImpreciseDate | None:
    """A date as a catalogue writes it, in Japanese or English; None only for empty text.

    Text that is no date ("n.d.", 刊年不明, 0000-00-00, 9999) or names a day that never was (2023-02-30)
    gives both ends empty and certainty ``unknown``. Nothing raises.

    - Of several statements the first counts ("1973. (Print executed 1974)"); ranges and lists give the
      interval that holds all of them.
    - With "circa" and 頃 the interval is what was written; the true date may lie some years outside it.
    - "before 1700" and "by 1700" have 1700 as ``latest``, "after" likewise as ``earliest``.
    - ``slashes`` says how the source writes 5/6/1909; by default the interval covers both readings.
    - ``hyphens`` says what 1910-11 is: November 1910 (ISO 8601) or two years.
    - Japanese dates up to 1872 are taken as the western year that catalogues write (see ``calendars``).
    - A negative year is astronomical, as in ISO 8601 (``-0425`` is 426 BC); "426 BC" says it in words.
    """
    text = text.strip()
    if not text:
        return None
    if _PLAIN.fullmatch(text) and (hyphens == "iso" or len(text) != 7) and text[:4] <= "2100":
        return ImpreciseDate(text, text, text)
    return _parse(text, slashes, hyphens)


@functools.lru_cache(maxsize=16384)
def _parse(text: str, slashes: str, hyphens: str) -> ImpreciseDate:
    earliest, latest, certainty = read(text, slashes, hyphens)
    return ImpreciseDate(text, earliest, latest, Certainty(certainty))
