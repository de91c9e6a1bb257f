from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kenri.search.ranking import Candidate, Nearness, rank


@given(st.text(max_size=20), st.text(max_size=20))
def test_nearness_is_a_share(query: str, title: str) -> None:
    assert 0 <= Nearness(query).of(title) <= 1


def test_the_title_written_as_asked_comes_before_its_other_forms() -> None:
    found = [
        Candidate("new", ("国語",), 1000),
        Candidate("old", ("國語",), 1000),
        Candidate("alt", ("x", "國語"), 1000),
    ]
    assert [one.id for one in rank(found, "國語", "国語", lenient=False)] == ["old", "alt", "new"]


def test_among_equals_the_better_attested_comes_first() -> None:
    found = [Candidate("one", ("雪国",), 1000, weight=1), Candidate("many", ("雪国",), 1000, weight=5)]
    assert [one.id for one in rank(found, "雪国", "雪国", lenient=False)] == ["many", "one"]


def test_the_nearer_title_comes_first_whatever_the_engine_scored() -> None:
    found = [Candidate("far", ("日本の猫の歴史と文化の研究",), 6.0), Candidate("near", ("日本の描",), 5.0)]
    assert [one.id for one in rank(found, "日本の猫", "日本の猫", lenient=True)] == ["near", "far"]
