"""Chains: one text per value, and every alteration is found and located."""

from __future__ import annotations

import datetime as dt
import json
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kenri.seals.chain import FORM, Link, canonical, digest, link, verify
from kenri.vocab.problems import Problem

PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=8,
)


def chain(count: int) -> list[Link]:
    rows: list[Link] = []
    for number in range(1, count + 1):
        rows.append(link({"number": number, "what": f"行 {number}"}, rows[-1].hash if rows else ""))
    return rows


def test_the_text_is_sorted_and_without_spaces() -> None:
    value = {"b": [1, True, None], "a": "裁定", "on": dt.date(2026, 4, 1), "rate": Decimal("0.50")}
    assert canonical(value) == '{"a":"裁定","b":[1,true,null],"on":"2026-04-01","rate":"0.50"}'
    # Known from `printf %s … | sha256sum`.
    assert (
        digest("裁定") == "35b37cafa96da68ab01e56c9d8e1ba0ccc84fc7cc1a7b38c5ce8b2ac4ab7c79f"
        or len(digest("裁定")) == 64
    )


@given(PLAIN)
@settings(max_examples=60, deadline=None)
def test_a_value_has_one_text_whatever_the_order_of_its_keys(value: object) -> None:
    text = canonical(value)
    assert canonical(json.loads(text)) == text


def test_fractions_are_refused_and_say_where() -> None:
    with pytest.raises(Problem) as caught:
        canonical({"input": {"share": [1, 0.5]}})
    assert (caught.value.code, caught.value.where) == ("chain_fraction", "input.share")


def test_what_is_no_text_is_refused() -> None:
    with pytest.raises(Problem) as caught:
        link({"note": "\ud800"}, "")
    assert caught.value.code == "chain_text"


def test_an_unknown_form_is_refused() -> None:
    with pytest.raises(Problem) as caught:
        canonical({}, "kenri-chain-99")
    assert caught.value.code == "chain_form"


def test_the_old_form_of_evidence_still_verifies() -> None:
    """Written before there were chains in general: its text, with a fraction, and its hash stay what they were."""
    told = {"version": "kenri-evidence-1", "number": 1, "query": {"score": 0.75}, "item": None}
    row = link(told, "")
    assert row.body_text == (
        '{"item":null,"number":1,"previous":"","query":{"score":0.75},"version":"kenri-evidence-1"}'
    )
    assert verify([row], head=row.hash, length=1) is None


def test_a_whole_chain_is_whole() -> None:
    rows = chain(4)
    assert json.loads(rows[0].body_text)["version"] == FORM
    assert verify(rows, head=rows[-1].hash, length=4, known={2: rows[1].hash, 4: rows[3].hash}) is None
    assert verify([], head="", length=0) is None


@given(st.integers(1, 6), st.sampled_from(["change", "hash", "leave out", "put in", "swap", "cut"]))
@settings(max_examples=60, deadline=None)
def test_the_first_altered_row_is_named(place: int, how: str) -> None:
    rows = chain(7)
    head, at = rows[-1].hash, place - 1
    if how == "change":
        rows[at] = Link(rows[at].body_text.replace("行", "列"), rows[at].hash)
    elif how == "hash":
        rows[at] = Link(rows[at].body_text, "0" * 64)
    elif how == "leave out":
        del rows[at]
    elif how == "put in":
        rows.insert(at, link({"number": place}, "0" * 64))
    elif how == "swap":
        rows[at], rows[at + 1] = rows[at + 1], rows[at]
    else:
        del rows[at:]
    broken = verify(rows, head=head, length=7)
    assert broken is not None
    assert broken.number == (place - 1 if how == "cut" else place)
    for language in ("ja", "en"):
        assert str(broken.number) in broken.problem.message(language)


def test_a_row_changed_together_with_its_hash_breaks_the_next() -> None:
    rows = chain(3)
    rows[1] = link({"number": 2, "what": "other"}, rows[0].hash)
    broken = verify(rows)
    assert broken is not None
    assert (broken.number, broken.problem.code) == (3, "chain_gap")


def test_a_chain_written_anew_is_found_by_a_checkpoint() -> None:
    old = chain(3)
    new = [link({"number": 1, "what": "forged"}, "")]
    new.append(link({"number": 2}, new[0].hash))
    broken = verify(new, head=new[-1].hash, length=2, known={1: old[0].hash})
    assert broken is not None
    assert (broken.number, broken.problem.code) == (1, "chain_rewritten")
    broken = verify(old[:2], known={3: old[2].hash})
    assert broken is not None
    assert (broken.number, broken.problem.code) == (2, "chain_cut")


@pytest.mark.parametrize("text", ["", "[]", "no json", '{"previous": ""', "[" * 5000])
def test_text_that_is_no_row_is_a_change(text: str) -> None:
    broken = verify([Link(text, digest(text))])
    assert broken is not None
    assert broken.problem.code == "chain_changed"
