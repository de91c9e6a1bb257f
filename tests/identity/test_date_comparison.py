"""Dates compared: by interval, with a year's grace, and never from silence."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kenri.identity.date_comparison import compare_dates
from kenri.vocab.dates import ImpreciseDate, parse_date

DATES = st.sampled_from(
    ["1916", "1916-12-09", "1916-12", "昭和31年", "c. 1910", "before 1700", "after 1900", "1910-1920", "n.d.", "426 BC", ""]
)  # fmt: skip


@pytest.mark.parametrize(
    ("one", "other", "level"),
    [
        ("1916-12-09", "大正5年12月9日", "same_day"),
        ("1916-12-09", "1916", "same_year"),
        ("1916", "1916", "same_year"),
        ("1910-1920", "1916", "overlap"),
        ("after 1900", "1916", "overlap"),
        ("1916", "1917", "close"),
        ("c. 1916", "1920", "close"),
        ("c. 1916", "1925", "differ"),
        ("1916", "1918", "differ"),
        ("before 1700", "1916", "differ"),
        ("1916", "n.d.", "missing"),
        ("1916", "", "missing"),
    ],
)
def test_levels(one: str, other: str, level: str) -> None:
    found = compare_dates(parse_date(one), parse_date(other))
    assert found.level == level
    assert (found.weight_hint > 0) == (level not in ("differ", "missing"))


@given(DATES.map(parse_date), DATES.map(parse_date))
def test_comparison_is_symmetric(one: ImpreciseDate | None, other: ImpreciseDate | None) -> None:
    assert compare_dates(one, other) == compare_dates(other, one)


@given(DATES.map(parse_date))
def test_a_date_never_differs_from_itself(date: ImpreciseDate | None) -> None:
    assert compare_dates(date, date).level != "differ"
