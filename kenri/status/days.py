"""Days as ranges: the first and the last day on which something can have been."""

from __future__ import annotations

import calendar
import functools
from datetime import date, timedelta

from kenri.catalogue.intervals import CIRCA_YEARS
from kenri.vocab.dates import Certainty, ImpreciseDate

Span = tuple[date, date]
"""First and last possible day."""

LONG_AGO = date.min
FAR = date.max
"""No end in sight: the day on which the protection of an unknown or living author's work would end."""
LAST_YEAR = 9800
_ISO = len("1867-02-09")


@functools.lru_cache(maxsize=65536)
def year_end(year: int) -> date:
    """31 December: terms are counted in whole calendar years (art. 57; Directive 2006/116 art. 8)."""
    if year >= LAST_YEAR:
        return FAR
    return date(year, 12, 31) if year >= 1 else LONG_AGO


def later(day: date, days: int) -> date:
    """So many days later, never beyond ``FAR``."""
    return day if not days or day == FAR else day + timedelta(days=days)


@functools.lru_cache(maxsize=65536)
def _ends(earliest: str, latest: str, around: int) -> Span:
    first = _day(earliest, -around, last=False) if earliest else LONG_AGO
    last = _day(latest, around, last=True) if latest else FAR
    return first, last


def _day(text: str, shift: int, *, last: bool) -> date:
    if len(text) == _ISO and not shift and text[0] != "-" and text[8:] <= "28":
        # A day that every month has needs no calendar.
        return date.fromisoformat(text)
    sign = -1 if text[0] == "-" else 1
    numbers = [int(part) for part in text.lstrip("-").split("-")]
    year = sign * numbers[0] + shift
    if year < 1:
        return LONG_AGO
    month = numbers[1] if len(numbers) > 1 else (12 if last else 1)
    length = calendar.monthrange(year, month)[1]
    day = numbers[2] if len(numbers) > 2 else (length if last else 1)
    return date(year, month, min(day, length))


def span_of(when: ImpreciseDate | None) -> Span | None:
    """The range of an imprecise date; None where nothing is known. "Circa" reaches five years either way."""
    if when is None or not (when.earliest or when.latest):
        return None
    return _ends(when.earliest, when.latest, CIRCA_YEARS if when.certainty is Certainty.CIRCA else 0)


def hull(spans: list[Span]) -> Span | None:
    """The smallest range that holds all of these; None for none."""
    if not spans:
        return None
    return min(span[0] for span in spans), max(span[1] for span in spans)
