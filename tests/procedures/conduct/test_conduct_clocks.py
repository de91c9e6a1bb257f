"""Days that count: holidays, months, and clocks that stop."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from kenri.procedures.conduct import clocks
from kenri.procedures.conduct.clocks import Clock
from kenri.vocab.text import Text

LABEL = Text("期間", "period")


def test_business_days_leave_out_weekends_holidays_and_new_year() -> None:
    assert clocks.later(date(2026, 4, 28), 1, "business") == date(2026, 4, 30), "29 April is a holiday"
    assert clocks.later(date(2026, 5, 1), 1, "business") == date(2026, 5, 7), (
        "3 May is a Sunday, 6 May instead"
    )
    assert clocks.later(date(2026, 12, 28), 1, "business") == date(2027, 1, 4)
    assert clocks.between(date(2026, 12, 25), date(2027, 1, 4), "business") == 2


@pytest.mark.parametrize(
    ("started", "months", "due"),
    [
        (date(2026, 5, 10), 3, date(2026, 8, 10)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2026, 1, 29), 1, date(2026, 2, 28)),
        (date(2026, 2, 28), 1, date(2026, 3, 31)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2026, 12, 31), 2, date(2027, 2, 28)),
    ],
)
def test_months_end_before_the_corresponding_day(started: date, months: int, due: date) -> None:
    assert clocks.due(Clock(label=LABEL, months=months), started) == due


def test_years_and_days_that_roll() -> None:
    assert clocks.due(Clock(label=LABEL, years=3), date(2026, 5, 31)) == date(2029, 5, 31)
    assert clocks.due(Clock(label=LABEL, days=2), date(2026, 5, 1)) == date(2026, 5, 3)
    assert clocks.due(Clock(label=LABEL, days=2, rolls=True), date(2026, 5, 1)) == date(2026, 5, 7)


@pytest.mark.parametrize(("count", "due"), [("calendar", date(2026, 6, 22)), ("business", date(2026, 6, 26))])
def test_a_clock_that_was_stopped_goes_on_with_what_was_left(count: str, due: date) -> None:
    clock = Clock(label=LABEL, days=10, count=count)  # type: ignore[arg-type]
    running = clocks.started(clock, date(2026, 6, 1))
    still = clocks.paused(running, clock, date(2026, 6, 4))
    assert not still.over(date(2027, 1, 1))
    assert clocks.paused(still, clock, date(2026, 6, 5)) == still
    again = clocks.resumed(still, clock, date(2026, 6, 15))
    assert again.due == (date(2026, 6, 22) if count == "calendar" else date(2026, 6, 24))
    assert again.over(due) is (count == "business")
    assert not clocks.stopped(again).over(date(2030, 1, 1))


def test_a_moment_without_a_zone_has_no_day() -> None:
    with pytest.raises(ValueError, match="time zone"):
        clocks.day_of(datetime(2026, 5, 1))  # noqa: DTZ001
    assert clocks.day_of(datetime(2026, 5, 1, 15, tzinfo=UTC)) == date(2026, 5, 2)
