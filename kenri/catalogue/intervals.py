"""Whether two imprecise dates can be the same day."""

from __future__ import annotations

from kenri.vocab.dates import Certainty, ImpreciseDate

CIRCA_YEARS = 5
"""Years that "circa" reaches on either side of what the source wrote."""

Day = tuple[int, int, int]
_FIRST: Day = (-(10**9), 1, 1)
_LAST: Day = (10**9, 12, 31)


def compatible(one: ImpreciseDate, other: ImpreciseDate) -> bool:
    """True unless the intervals lie apart: a year agrees with each of its days, circa 1950 with 1952."""
    first, second = interval(one), interval(other)
    if first is None or second is None:
        return True
    return first[0] <= second[1] and second[0] <= first[1]


def interval(date: ImpreciseDate) -> tuple[Day, Day] | None:
    """First and last possible day; None where the source says nothing that could be contradicted."""
    if date.certainty == Certainty.UNKNOWN or not (date.earliest or date.latest):
        return None
    start = _day(date.earliest, 1, 1) if date.earliest else _FIRST
    end = _day(date.latest, 12, 31) if date.latest else _LAST
    if date.certainty == Certainty.CIRCA:
        start = (start[0] - CIRCA_YEARS, start[1], start[2])
        end = (end[0] + CIRCA_YEARS, end[1], end[2])
    return start, end


def _day(text: str, month: int, day: int) -> Day:
    sign = -1 if text[0] == "-" else 1
    parts = [int(part) for part in text.lstrip("-").split("-")]
    return (
        sign * parts[0],
        parts[1] if len(parts) > 1 else month,
        parts[2] if len(parts) > 2 else day,
    )
