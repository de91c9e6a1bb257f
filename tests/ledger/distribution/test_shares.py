"""What everybody gets adds up to the yen, and follows shares, layers, territory, time and mandates."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from kenri.ledger.distribution import bulk
from kenri.ledger.distribution.rounding import apportion, tie
from kenri.ledger.distribution.shares import BILLION, Mandate, Part, Period, Share, parts
from kenri.vocab.problems import Problem

QUARTER = Period(dt.date(2026, 4, 1), dt.date(2026, 6, 30))
SONG = {"composition": 1, "lyrics": 1}


@given(st.integers(0, 10**15), st.lists(st.integers(0, 10**12), min_size=1, max_size=9).filter(any))
@examples(max_examples=500)
def test_shares_add_up_and_nobody_is_a_yen_off(total: int, weights: list[int]) -> None:
    given_ = apportion(total, weights)
    assert sum(given_) == total
    for got, weight in zip(given_, weights, strict=True):
        assert abs(got - Fraction(total * weight, sum(weights))) < 1


def test_what_cannot_be_shared_is_refused() -> None:
    assert apportion(0, [0, 0]) == [0, 0]
    for total, weights in ((1, []), (1, [0]), (-1, [1]), (1, [2, -1])):
        with pytest.raises(ValueError, match=r"nobody|negative"):
            apportion(total, weights)


share = st.builds(
    Share,
    party=st.sampled_from("abcd"),
    layer=st.sampled_from(["", "composition", "lyrics"]),
    numerator=st.integers(0, 5),
    denominator=st.integers(5, 9),
    territory=st.sampled_from(["", "JP", "US FR"]),
    begins=st.none() | st.dates(dt.date(2026, 3, 1), dt.date(2026, 7, 31)),
    ends=st.none() | st.dates(dt.date(2026, 3, 1), dt.date(2026, 7, 31)),
    disputed=st.booleans(),
)


@given(st.lists(share, max_size=6), st.sampled_from([{}, SONG]))
@examples(max_examples=150)
def test_the_parts_of_a_work_are_always_a_whole(shares: list[Share], layers: dict[str, int]) -> None:
    found = parts(shares, layers, QUARTER, "JP")
    assert sum(part.billionths for part in found) == BILLION
    assert all(part.billionths > 0 and bool(part.payee) != bool(part.why) for part in found)
    allowed = {one.party for one in shares if one.territory != "US FR"}
    assert {part.payee for part in found} <= allowed | {""}


def test_layers_are_weighed_and_what_nobody_claims_is_held() -> None:
    found = parts([Share("a", "composition"), Share("b", "lyrics", 1, 4)], SONG, QUARTER, "JP")
    assert found == (
        Part("composition", "a", "", "", 500_000_000),
        Part("lyrics", "", "", "unclaimed", 375_000_000),
        Part("lyrics", "b", "", "", 125_000_000),
    )


def test_claims_to_more_than_the_whole_hold_the_layer_only_while_they_meet() -> None:
    sold = Share("b", "composition", begins=dt.date(2026, 6, 1))
    found = parts(
        [Share("a", "composition", ends=dt.date(2026, 6, 15)), sold], {"composition": 1}, QUARTER, "JP"
    )
    assert {(p.payee, p.why): p.billionths for p in found} == {
        ("a", ""): 670_329_670,  # 61 of 91 days
        ("", "disputed"): 164_835_165,  # 15
        ("b", ""): 164_835_165,  # 15
    }


def test_a_disputed_share_is_held_and_the_others_are_paid() -> None:
    found = parts([Share("a", "", 1, 2, disputed=True), Share("b", "", 1, 2)], {}, QUARTER, "JP")
    assert [(p.payee, p.why, p.billionths) for p in found] == [
        ("", "disputed", BILLION // 2), ("b", "", BILLION // 2)
    ]  # fmt: skip


def test_a_mandate_sends_the_money_through_the_society_where_it_holds() -> None:
    mandates = {"a": [Mandate("a", "jmc", "composition", "JP")]}
    shares = [Share("a", "")]
    assert [p.through for p in parts(shares, SONG, QUARTER, "JP", mandates)] == ["jmc", ""]
    assert {p.through for p in parts(shares, SONG, QUARTER, "US", mandates)} == {""}


def table(rows: list[tuple[str, str, int]]) -> pa.Table:
    return pa.Table.from_pylist([dict(zip(bulk.USAGE.names, row, strict=True)) for row in rows], bulk.USAGE)


@given(
    st.integers(0, 10**12),
    st.lists(st.tuples(st.sampled_from("stuvw"), st.integers(1, 10**7)), min_size=1, max_size=8),
    st.lists(st.lists(share, max_size=4), min_size=5, max_size=5),
)
@examples(max_examples=25)
def test_a_pool_is_divided_as_the_published_rule_says(yen, used, holdings) -> None:
    divided = {w: parts(s, SONG, QUARTER, "JP") for w, s in zip("stuvw", holdings, strict=True)}
    told = bulk.table_of(("p", work, part) for work, some in divided.items() for part in some)
    found = bulk.distribute("1", {"p": yen}, table([("p", work, units) for work, units in used]), told)
    weights: dict[tuple[str, str], int] = {}
    for work, units in used:
        for part in divided[work]:
            key = (part.payee or f"held:{part.why}:{work}:{part.layer}", part.through)
            weights[key] = weights.get(key, 0) + units * part.billionths
    order = sorted(weights, key=lambda key: tie("1", *key))
    expected = dict(zip(order, apportion(yen, [weights[key] for key in order]), strict=True))
    got = {(a.payee or f"held:{a.why}:{a.work}:{a.layer}", a.through): a.yen for a in found.amounts}
    assert got == expected
    assert sum(got.values()) == yen


def test_a_pool_is_refused_where_its_sums_could_not_be_right() -> None:
    whole = bulk.table_of([("p", "s", Part("", "a", "", "", BILLION))])
    with pytest.raises(Problem, check=lambda p: p.code == "usage_without_units"):
        bulk.distribute("1", {"p": 5, "q": 5}, table([("p", "s", 1)]), whole)
    with pytest.raises(Problem, check=lambda p: p.code == "parts_incomplete"):
        bulk.distribute("1", {"p": 5}, table([("p", "s", 1), ("p", "t", 1)]), whole)
