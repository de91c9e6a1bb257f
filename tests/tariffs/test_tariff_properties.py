"""What holds for every tariff and every input: determinism, sums, no negative amounts, monotony."""

from __future__ import annotations

import json
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kenri.tariffs import Tariff, ordinary_inputs, ordinary_royalty, reckon, reckon_again, tariff, tariffs
from kenri.tariffs.ordinary import methods
from kenri.tariffs.rounding import roundings
from kenri.tariffs.spec import Input
from kenri.vocab.problems import Problem
from kenri.vocab.uses import Use, presets, use_words
from kenri.vocab.vocabularies import acts, fields

ON = date(2026, 11, 22)
LARGE = 10**9


def told(asked: Input) -> st.SearchStrategy[Any]:
    """Values that an input takes, in all the types in which they may be told."""
    match asked.kind:
        case "date":
            return st.dates(date(2026, 1, 1), date(2040, 12, 31))
        case "choice":
            return st.sampled_from(sorted(asked.choices))
        case "yes_no":
            return st.sampled_from(["yes", "no", True, False])
        case "number":
            most = min(asked.most, Decimal(LARGE))
            return st.decimals(asked.least, most, places=2, allow_nan=False)
        case _:
            numbers = st.integers(int(asked.least), int(min(asked.most, LARGE)))
            return st.one_of(numbers, numbers.map(str), numbers.map(Decimal))


def inputs_of(asked: tuple[Input, ...]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({one.key: told(one) for one in asked}).map(in_order)


def in_order(values: dict[str, Any]) -> dict[str, Any]:
    if "begins" in values and "ends" in values:
        values["begins"], values["ends"] = sorted((values["begins"], values["ends"]))
    return values


@pytest.mark.parametrize("found", tariffs(), ids=lambda found: found.id)
@settings(max_examples=20)
@given(data=st.data())
def test_any_input(found: Tariff, data: st.DataObject) -> None:
    values = data.draw(inputs_of(found.written.inputs))
    reckoning = reckon(found, values, ON)
    assert reckoning.amount == sum(line.amount or 0 for line in reckoning.lines)
    assert 0 <= reckoning.tax <= reckoning.amount
    assert all(line.amount is None or line.amount >= 0 for line in reckoning.lines)
    assert reckoning.lines
    for line in reckoning.lines:
        assert line.text.ja
        assert line.text.en
        assert "{" not in line.text.ja + line.text.en
    assert reckon_again(reckoning.tariff, reckoning.input) == reckoning, "what is kept gives the same"
    assert json.loads(msgspec.json.encode(reckoning.as_data()))["amount"] == reckoning.amount


MONOTONE = [(found, asked) for found in tariffs() for asked in found.written.inputs if asked.monotone]


@pytest.mark.parametrize(
    ("found", "asked"), MONOTONE, ids=lambda part: getattr(part, "id", getattr(part, "key", ""))
)
@settings(max_examples=8)
@given(data=st.data())
def test_more_never_costs_less_where_it_says_so(found: Tariff, asked: Input, data: st.DataObject) -> None:
    values = data.draw(inputs_of(found.written.inputs))
    if asked.kind == "date":
        least, most = values["begins"], values["ends"]
        other: Any = least + timedelta(data.draw(st.integers(0, (most - least).days)))
    else:
        other = data.draw(told(asked))
    ends = sorted(
        (values[asked.key], other), key=lambda value: value if asked.kind == "date" else Decimal(value)
    )
    fewer, more = (reckon(found, {**values, asked.key: end}, ON).amount for end in ends)
    assert fewer <= more if asked.monotone == "up" else fewer >= more


@settings(max_examples=80)
@given(data=st.data())
def test_any_ordinary_royalty(data: st.DataObject) -> None:
    field = data.draw(st.sampled_from(sorted(fields())))
    use = data.draw(st.sampled_from(list(presets().values())))
    if not any(row.fits(field, use) for row in methods()[-1].rows):
        with pytest.raises(Problem, match=r"^No basis is laid down"):
            ordinary_inputs(field, use, ON)
        return
    asked = ordinary_inputs(field, use, ON)
    values = data.draw(inputs_of(asked))
    reckoning = ordinary_royalty(field, use, values, ON)
    assert reckoning == ordinary_royalty(field, use, values, ON)
    assert reckoning.assumed
    assert reckoning.amount == sum(line.amount or 0 for line in reckoning.lines) >= 0
    assert not reckoning.lines[-1].verified


def test_the_method_of_the_ordinary_royalty_uses_known_words() -> None:
    for method in methods():
        assert method.rounding in roundings()
        for row in method.rows:
            assert set(row.acts) <= acts().keys()
            assert set(row.fields) <= fields().keys()
            assert set(row.purposes) <= use_words().purposes.keys()
        for adjustment in method.adjustments:
            assert set(adjustment.when) <= set(Use.__struct_fields__)


def test_every_row_of_the_ordinary_royalty_is_reached() -> None:
    for method in methods():
        for row in method.rows:
            assert tariff(row.tariff)
            assert any(
                row is next((r for r in method.rows if r.fits(field, use)), None)
                for field in fields()
                for use in presets().values()
            ), f"nothing is priced by {row}"
