"""Calendars: days as tuples, Japanese eras, the Islamic calendar, kanji numerals."""

from __future__ import annotations

import calendar
import functools
import re
from typing import NamedTuple

import msgspec

from kenri.vocab import data_files

LAST_YEAR = 2100
"""Years after this are placeholders or mistakes, never dates of works."""


class Day(NamedTuple):
    """A day, a month (``day`` 0) or a year (``month`` 0) with an astronomical year (1 BC is 0)."""

    year: int
    month: int = 0
    day: int = 0

    def iso(self) -> str:
        """ISO 8601."""
        text = f"-{-self.year:04d}" if self.year < 0 else f"{self.year:04d}"
        if self.month:
            text += f"-{self.month:02d}"
        if self.day:
            text += f"-{self.day:02d}"
        return text

    def first(self) -> tuple[int, int, int]:
        """Its first day, for comparing."""
        return self.year, self.month or 1, self.day or 1

    def last(self) -> tuple[int, int, int]:
        """Its last day (or later), for comparing."""
        return self.year, self.month or 12, self.day or 31


class Interval(NamedTuple):
    """From the start of one Day to the end of another."""

    first: Day
    last: Day

    def hull(self, other: Interval) -> Interval:
        """The smallest interval that holds both."""
        return Interval(min(self.first, other.first, key=Day.first), max(self.last, other.last, key=Day.last))

    def within(self, other: Interval) -> Interval:
        """What reaches beyond the years of the other is cut off; itself where they share no year."""
        first, last = other.first.year, other.last.year
        if self.first.year > last or self.last.year < first:
            return self
        return Interval(
            self.first if self.first.year >= first else Day(first),
            self.last if self.last.year <= last else Day(last),
        )


def day_of(year: int, month: int = 0, day: int = 0) -> Day | None:
    """A valid Day, or None where the calendar has no such day. A month or day of 0 is unknown."""
    if not -9999 <= year <= LAST_YEAR or not 0 <= month <= 12:
        return None
    if month == 0:
        return Day(year)
    # Leap years repeat every 400 years, and calendar.monthrange only takes years from 1.
    length = calendar.monthrange(2000 + year % 400, month)[1]
    return Day(year, month, day) if 0 <= day <= length else None


def years(first: int, last: int) -> Interval:
    """Whole years."""
    return Interval(Day(first), Day(last))


class Era(msgspec.Struct, frozen=True):
    """A Japanese era; ``year`` is the western year of its year one, ``forms`` other spellings."""

    name: str
    romaji: str
    start: str
    year: int
    forms: tuple[str, ...] = ()
    letter: str = ""
    alone: bool = False


class Period(msgspec.Struct, frozen=True):
    """A period of Japanese history in whole years."""

    name: str
    romaji: str
    first: int
    last: int


class _Eras(msgspec.Struct, frozen=True):
    eras: tuple[Era, ...]
    periods: tuple[Period, ...]


@functools.cache
def era_table() -> _Eras:
    """The eras in order and the periods of ``data/eras.yaml``."""
    return data_files.load("eras.yaml", _Eras)


@functools.cache
def _eras_by_name() -> dict[str, int]:
    found: dict[str, int] = {}
    for place, era in enumerate(era_table().eras):
        for name in (era.name, era.romaji, era.letter, *era.forms):
            if name and found.setdefault(name, place) != place:
                raise ValueError(f"eras.yaml: {name!r} names two eras")
    return found


def _start(place: int) -> Day:
    return Day(*map(int, era_table().eras[place].start.split("-")))


def _last_day(place: int) -> Day:
    """The last day of an era: the day before the next starts; for the present one, the end of belief."""
    if place + 1 == len(era_table().eras):
        return Day(LAST_YEAR)
    following = _start(place + 1)
    if following.day > 1:
        return Day(following.year, following.month, following.day - 1)
    month = following.month - 1
    return Day(following.year, month, calendar.monthrange(following.year, month)[1])


def era_years(name: str) -> Interval:
    """All of an era. Raises KeyError for an unknown name."""
    place = _eras_by_name()[name]
    return Interval(_start(place), _last_day(place))


def era_date(name: str, year: int, month: int = 0, day: int = 0) -> Interval | None:
    """A date in an era, or None where the era had no such year or the calendar no such day.

    Up to 明治5 months and days are those of the lunisolar calendar. They are not converted: the result is
    the western year that catalogues write for it, with the next one from the eleventh month on.
    """
    place = _eras_by_name()[name]
    start, end = _start(place), _last_day(place)
    western = era_table().eras[place].year + year - 1
    if year < 1 or western > end.year:
        return None
    if western < 1873:
        later = western + 1 if month >= 11 or (year == 1 and start.year > western) else western
        return years(western, later) if 0 <= month <= 12 and 0 <= day <= 30 else None
    found = day_of(western, month, day)
    if found is None:
        return None
    # A first or last year is cut to the era's days. A month or day outside is the writer's slip and stays.
    if not month and year == 1:
        return Interval(start, Day(western, 12, 31))
    if not month and western == end.year and place + 1 < len(era_table().eras):
        return Interval(Day(western, 1, 1), end)
    return Interval(found, found)


def islamic_years(year: int) -> Interval:
    """The western years in which a year of the Hijra lies (354.367 days to a year, from July 622)."""
    start = int((year - 1) * 0.970224 + 622.54)
    return years(start, int(year * 0.970224 + 622.54))


_DIGITS = {character: str(value) for value, character in enumerate("〇一二三四五六七八九")} | {"零": "0"}
_UNITS = {"十": 10, "百": 100, "千": 1000}
_KANJI_NUMBER = re.compile("[〇零一二三四五六七八九十百千廿卅]+")


def with_arabic_digits(text: str) -> str:
    """The text with its kanji numerals as digits: 四十三 and 四三 both become 43."""
    return _KANJI_NUMBER.sub(lambda match: _arabic(match[0]), text)


def _arabic(kanji: str) -> str:
    kanji = kanji.replace("廿", "二十").replace("卅", "三十")
    if not any(unit in kanji for unit in _UNITS):
        return "".join(_DIGITS[character] for character in kanji)
    total, pending = 0, ""
    for character in kanji:
        if character in _UNITS:
            total += int(pending or "1") * _UNITS[character]
            pending = ""
        else:
            pending += _DIGITS[character]
    return str(total + int(pending or "0"))
