"""Days that count: from the day after, calendar or business days, months and years, stopped and resumed.

A period counts from the day after the event that starts it and lasts through its last day (Civil Code
arts. 140 and 141); months and years end on the day before the one that corresponds to the first day, or
with the month that has no such day (art. 143). What is ``due`` is the last day; after it the clock is over.
"""

from __future__ import annotations

import calendar
import functools
from datetime import date, datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

import holidays
import msgspec

from kenri.vocab import data_files
from kenri.vocab.text import Text

TOKYO = ZoneInfo("Asia/Tokyo")
Phase = Literal["running", "paused", "stopped"]


class Clock(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A period of a procedure: so many days, months or years, or through the day in the field ``until``.

    ``lapses`` is the action that the clock itself takes when it is over; ``rolls``: a last day on which
    offices are closed moves to the next one on which they are open.
    """

    label: Text
    days: int = 0
    months: int = 0
    years: int = 0
    until: str = ""
    count: Literal["calendar", "business"] = "calendar"
    rolls: bool = False
    lapses: str = ""
    article: str = ""
    source: str = "LAW"
    verified: bool = True


class Running(msgspec.Struct, frozen=True, kw_only=True):
    """A clock of a case. ``started``: the day of the event, not counted; ``due``: the last day, counted.

    ``left`` is the number of days that were left when it was paused.
    """

    started: date
    due: date
    phase: Phase = "running"
    left: int = 0

    def over(self, on: date) -> bool:
        """Whether the last day has passed; a paused or stopped clock never is over."""
        return self.phase == "running" and on > self.due


class Closed(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Days of every year, as ``MM-DD``, first and last; they may go over New Year."""

    first: str = msgspec.field(name="from")
    last: str = msgspec.field(name="to")
    article: str
    source: str
    verified: bool


class OfficeDays(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``data/office_days.yaml``: the days of the week (Monday is 0) and of the year without office hours."""

    weekend: tuple[int, ...]
    closed: tuple[Closed, ...]


@functools.cache
def _office_days() -> OfficeDays:
    return data_files.load_of("kenri.procedures", "data/office_days.yaml", OfficeDays)


@functools.cache
def _holidays(year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays("JP", years=year))


def day_of(at: datetime) -> date:
    """The day in Japan of a moment with a time zone; ValueError for one without."""
    if at.tzinfo is None:
        raise ValueError(f"{at} has no time zone")
    return at.astimezone(TOKYO).date()


def is_business_day(day: date) -> bool:
    """Whether offices are open: no weekend, no Japanese holiday, no closure over New Year."""
    if day.weekday() in _office_days().weekend or day in _holidays(day.year):
        return False
    told = day.strftime("%m-%d")
    return not any(
        closed.first <= told <= closed.last
        if closed.first <= closed.last
        else told >= closed.first or told <= closed.last
        for closed in _office_days().closed
    )


def later(day: date, days: int, count: Literal["calendar", "business"]) -> date:
    """The last of so many days, counted from the day after ``day``."""
    if count == "calendar":
        return day + timedelta(days=days)
    while days > 0:
        day += timedelta(days=1)
        days -= is_business_day(day)
    return day


def between(day: date, last: date, count: Literal["calendar", "business"]) -> int:
    """How many days count after ``day`` through ``last``."""
    if count == "calendar":
        return max(0, (last - day).days)
    return sum(is_business_day(day + timedelta(days=n)) for n in range(1, (last - day).days + 1))


def last_of_months(first: date, months: int) -> date:
    """The last day of a period of months whose first day is counted (Civil Code art. 143(2))."""
    year, month = divmod(first.year * 12 + first.month - 1 + months, 12)
    longest = calendar.monthrange(year, month + 1)[1]
    if first.day > longest:
        return date(year, month + 1, longest)
    return date(year, month + 1, first.day) - timedelta(days=1)


def due(clock: Clock, started: date) -> date:
    """The last day of a clock that counts from the day after ``started``; not for one with ``until``."""
    if clock.months or clock.years:
        last = last_of_months(started + timedelta(days=1), clock.months + 12 * clock.years)
    else:
        last = later(started, clock.days, clock.count)
    return later(last - timedelta(days=1), 1, "business") if clock.rolls else last


def started(clock: Clock, on: date, until: date | None = None) -> Running:
    """The clock, started by an event of a day."""
    return Running(started=on, due=until or due(clock, on))


def paused(running: Running, clock: Clock, on: date) -> Running:
    """Stopped for now: the days after ``on`` do not count."""
    if running.phase != "running":
        return running
    return msgspec.structs.replace(running, phase="paused", left=between(on, running.due, clock.count))


def resumed(running: Running, clock: Clock, on: date) -> Running:
    """Going on: what was left counts from the day after ``on``."""
    if running.phase != "paused":
        return running
    return msgspec.structs.replace(running, phase="running", due=later(on, running.left, clock.count), left=0)


def stopped(running: Running) -> Running:
    """Ended for good: what it waited for has happened."""
    return msgspec.structs.replace(running, phase="stopped")
