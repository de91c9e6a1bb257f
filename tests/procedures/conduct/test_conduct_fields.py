"""What people enter becomes values, or is refused with what is expected instead."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kenri.procedures.conduct.fields import Field, FieldKind, read
from kenri.vocab.text import Text

LABEL = Text("項目", "field")
CHOICES = {"a": Text("あ", "a"), "b": Text("い", "b")}
ITEMS = {"name": Field(label=LABEL), "on": Field(label=LABEL, kind="date")}


def field(kind: FieldKind) -> dict[str, Field]:
    choices, items = (CHOICES if kind == "choice" else {}), (ITEMS if kind == "list" else {})
    return {"it": Field(label=LABEL, kind=kind, choices=choices, items=items)}


@pytest.mark.parametrize(
    ("kind", "told", "value"),
    [
        ("text", "  港の歌 ", "港の歌"),
        ("date", "2026-05-01", "2026-05-01"),
        ("date", date(2026, 5, 1), "2026-05-01"),
        ("date", datetime(2026, 5, 1, tzinfo=UTC), "2026-05-01"),
        ("money", "36500", 36500),
        ("integer", 0, 0),
        ("yes_no", True, "yes"),
        ("yes_no", "no", "no"),
        ("choice", "a", "a"),
        (
            "list",
            [{"name": "x"}, {"on": "2026-05-01"}],
            [{"item": 1, "name": "x"}, {"item": 2, "on": "2026-05-01"}],
        ),
    ],
)
def test_what_is_entered_becomes_a_value(kind: FieldKind, told: Any, value: Any) -> None:
    assert read(field(kind), {"it": told}) == ({"it": value}, ())


@pytest.mark.parametrize(
    ("kind", "told"),
    [
        *[("text", told) for told in ("x" * 10_001, "a\0b", "\ud800", 7, ["x"])],
        *[("date", told) for told in ("2026-02-30", "明日", "9999-12-31", "0001-01-01", 20260501, True)],
        *[("money", told) for told in (-1, "-1", 1.5, "1.5", "１２", True, 10**16, "9" * 40, [])],
        *[("yes_no", told) for told in ("maybe", 1, [])],
        *[("choice", told) for told in ("c", {}, ["a"])],
        *[("list", told) for told in ("x", ["x"], {"name": "x"}, [{"colour": "red"}], [{"on": "soon"}])],
    ],
)
def test_what_is_none_is_refused_with_what_is_expected(kind: FieldKind, told: Any) -> None:
    values, problems = read(field(kind), {"it": told})
    assert values == {}
    [problem] = problems
    assert problem.code in ("bad_field", "unknown_field")
    assert problem.message("ja") != problem.message("en")


def test_nothing_entered_is_left_out_and_unknown_fields_are_told() -> None:
    assert read(field("text"), {"it": "  "}) == ({}, ())
    assert read(field("date"), {"it": None}) == ({}, ())
    assert [problem.code for problem in read(field("text"), {"other": "x"})[1]] == ["unknown_field"]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.dates(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=5,
)


@given(JSON, st.sampled_from(["text", "date", "integer", "money", "choice", "yes_no", "list"]))
def test_whatever_comes_is_a_value_or_a_problem(told: Any, kind: FieldKind) -> None:
    values, problems = read(field(kind), {"it": told})
    assert not (values and problems)
    for problem in problems:
        assert problem.message("ja")
