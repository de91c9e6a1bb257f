"""Which decision of people stands: two that agree, a third on conflict, the last word of each."""

from __future__ import annotations

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from kenri.identity.judgements import Decision, Judgement, State, standing

START = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)


def said(*words: str, pair: tuple[int, int] = (1, 2)) -> list[Judgement[int]]:
    """Judgements in time order from words like ``ann:same``."""
    found = []
    for minute, word in enumerate(words):
        by, _, decision = word.partition(":")
        settled = decision.endswith("!")
        at = START + dt.timedelta(minutes=minute)
        found.append(Judgement(*pair, Decision(decision.rstrip("!")), by, at, settled=settled))
    return found


def stands(*words: str, needed: int = 2) -> tuple[str, str | None]:
    (found,) = standing(said(*words), needed=needed).values()
    return found.state.value, found.decision and found.decision.value


def test_two_independent_reviews_decide() -> None:
    assert stands("ann:same") == ("second", None)
    assert stands("ann:same", "ben:same") == ("decided", "same")
    assert stands("ann:different", "ben:different") == ("decided", "different")


def test_one_person_is_one_review() -> None:
    assert stands("ann:same", "ann:same", "ann:same") == ("second", None)


def test_a_third_decides_a_conflict() -> None:
    assert stands("ann:same", "ben:different") == ("third", None)
    assert stands("ann:same", "ben:different", "cho:different") == ("decided", "different")
    assert stands("ann:same", "ben:unsure") == ("third", None)
    assert stands("ann:same", "ben:unsure", "cho:same") == ("decided", "same")
    assert stands("ann:same", "ben:different", "cho:unsure") == ("undecided", None)


def test_the_last_word_of_a_reviewer_counts() -> None:
    assert stands("ann:same", "ben:same", "ann:different") == ("third", None)
    assert stands("ann:same", "ben:same", "ann:withdrawn") == ("second", None)
    assert stands("ann:same", "ann:withdrawn") == ("open", None)


def test_what_an_institution_settled_needs_no_second_review() -> None:
    assert stands("board:different!") == ("decided", "different")
    assert stands("ann:same", "ben:same", "board:different!") == ("decided", "different")
    assert stands("board:same!", "board:withdrawn") == ("open", None)


def test_one_review_decides_where_one_person_works_alone() -> None:
    assert stands("ann:same", needed=1) == ("decided", "same")
    assert stands("ann:unsure", needed=1) == ("third", None)
    assert stands("ann:same", "ben:different", needed=1) == ("third", None)


WORDS = st.lists(
    st.tuples(st.sampled_from("abcd"), st.sampled_from(list(Decision)), st.integers(0, 9), st.booleans()),
    min_size=1,
    max_size=8,
    unique_by=lambda word: (word[0], word[2]),
)


@given(WORDS, st.randoms())
def test_the_order_in_which_rows_are_read_and_the_side_mean_nothing(words, random) -> None:
    rows = [
        Judgement(*(1, 2)[:: 1 if random.random() < 0.5 else -1], decision, by, START + dt.timedelta(at))
        for by, decision, at, _ in words
    ]
    before = standing(rows)
    random.shuffle(rows)
    assert standing(rows) == before


@given(WORDS)
def test_nothing_is_decided_against_more_reviewers_than_for_it(words) -> None:
    rows = [Judgement(1, 2, decision, by, START + dt.timedelta(at)) for by, decision, at, _ in words]
    (found,) = standing(rows).values()
    assert (found.decision is not None) == (found.state is State.DECIDED)
    if found.decision is not None:
        last = {row.by: row.decision for row in sorted(rows, key=lambda row: row.at)}
        votes = list(last.values())
        assert votes.count(found.decision) >= 2
        assert found.decision in (Decision.SAME, Decision.DIFFERENT)
