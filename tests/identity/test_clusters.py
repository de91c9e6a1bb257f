"""Clusters: one bad link welds nothing, claims and judgements hold, the order of the input does not matter."""

from __future__ import annotations

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from kenri.identity.clusters import Member, grouped
from kenri.identity.decisions import ScoredPair


def pairs(*told: tuple[int, int, float]) -> list[ScoredPair]:
    return [ScoredPair(left, right, score, "") for left, right, score in told]


def members(count: int, **claims: str) -> dict[int, Member]:
    found = dict.fromkeys(range(count), Member())
    for key, value in claims.items():
        found[int(key[1:])] = Member((("marks", value),))
    return found


def test_what_is_linked_is_together_and_every_record_is_somewhere():
    assert grouped(members(4), pairs((0, 1, 0.9), (1, 2, 0.9))) == [(0, 1, 2), (3,)]


def test_a_doubtful_pair_is_not_together():
    assert grouped(members(2), pairs((0, 1, 0.4))) == [(0,), (1,)]


def test_one_link_does_not_weld_two_worlds():
    world = [(a, b, 0.99) for a in range(5) for b in range(a + 1, 5)]
    other = [(a + 5, b + 5, 0.99) for a, b, _ in world]
    assert len(grouped(members(10), pairs(*world, *other, (0, 5, 0.8)))) == 2


def test_what_is_known_against_a_pair_counts():
    told = pairs((0, 1, 0.9), (1, 2, 0.9))
    assert grouped(members(3), told, None, [(0, 2, False)]) == [(0, 1), (2,)]


def test_two_volumes_never_meet_through_a_third_record():
    told = pairs((0, 1, 0.99), (1, 2, 0.98))
    assert grouped(members(3, k0="volume:1", k2="volume:2"), told) == [(0, 1), (2,)]


def test_a_judgement_outranks_every_score():
    told = pairs((0, 1, 0.999))
    assert grouped(members(2), told, {(0, 1): False}) == [(0,), (1,)]
    assert grouped(members(2), [], {(0, 1): True}) == [(0, 1)]


def test_what_was_judged_different_is_kept_apart_from_the_whole_cluster():
    told = pairs((0, 1, 0.99), (1, 2, 0.99), (0, 2, 0.9))
    found = grouped(members(3), told, {(0, 2): False})
    assert not any({0, 2} <= set(cluster) for cluster in found)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(0, 9), st.integers(0, 9), st.sampled_from((0.2, 0.55, 0.8, 0.95, 0.999))),
        max_size=25,
        unique_by=lambda told: (min(told[:2]), max(told[:2])),
    ),
    st.randoms(use_true_random=False),
)
def test_the_order_of_the_input_does_not_matter(told: list[tuple[int, int, float]], chance: random.Random):
    told = [(min(a, b), max(a, b), score) for a, b, score in told if a != b]
    shuffled = told[:]
    chance.shuffle(shuffled)
    found = grouped(members(10, k1="volume:1", k2="volume:2"), pairs(*told))
    assert found == grouped(
        dict(reversed(members(10, k1="volume:1", k2="volume:2").items())), pairs(*shuffled)
    )
    assert sorted(key for cluster in found for key in cluster) == list(range(10))
    assert not any({1, 2} <= set(cluster) for cluster in found)
