"""From pairs to clusters: what belongs together, without one bad link welding two worlds.

Pairs are taken from the surest to the least sure. Two clusters become one only if what is known of all pairs
between them speaks for it on the whole (their log odds are summed, and a pair that nothing is known of speaks
a little against), if they do not claim different values of what a thing has only one of (a volume, an ISNI,
a place in a source that does not repeat itself), and if no person has judged any two of them different. What
people judged the same is together from the start. The order of the input changes nothing.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple, Protocol

import msgspec

from kenri.identity.decisions import TOGETHER

Edge = tuple[int, int]

UNKNOWN_PAIR = -0.6
"""What a pair between two clusters that was never scored adds (natural log odds)."""
IMPROBABLE = -3.0
"""What an improbable pair between two clusters adds: less than a sure one, for badly kept copies of one thing
may resemble a third one and not each other."""
SUREST, LEAST_SURE = 5.0, -5.0
"""No single pair adds more or less than this."""
LARGEST = 1_000
"""Clusters grow no larger than this by scores."""
_NOTHING = (0.0, 0)


class Member(msgspec.Struct, frozen=True):
    """A record to be placed. ``claims``: what a cluster can have only one value of, each with its value."""

    claims: tuple[tuple[str, str], ...] = ()


class Pair(Protocol):
    """Two keys and the probability that they are one thing."""

    @property
    def left(self) -> int:
        """The smaller key."""

    @property
    def right(self) -> int:
        """The other key."""

    @property
    def score(self) -> float:
        """The probability."""


def grouped(
    members: Mapping[int, Member],
    pairs: Iterable[Pair],
    judgements: Mapping[Edge, bool] | None = None,
    against: Iterable[tuple[int, int, bool]] = (),
) -> list[tuple[int, ...]]:
    """The clusters of all members, each in ascending order, by their smallest key.

    ``against`` are pairs known to be improbable; True forbids that they come together by scores.

    ``judgements`` say of pairs (smaller key first) whether they are one thing; those that stand against each
    other over several records (A is B, B is C, A is not C) keep apart what was judged different.
    """
    told = {pair: same for pair, same in (judgements or {}).items() if members.keys() >= set(pair)}
    known = [pair for pair in pairs if pair.left in members and pair.right in members]
    edges = [(pair.left, pair.right) for pair in known if pair.score >= TOGETHER]
    edges += [edge for edge, same in told.items() if same]
    found = [
        cluster for region in _regions(edges, known, against, told) for cluster in region.divided(members)
    ]
    placed = {key for cluster in found for key in cluster}
    return sorted([*found, *((key,) for key in members if key not in placed)])


class _Region(NamedTuple):
    """Records that pairs which may come together connect: nothing beyond has a say in what does."""

    keys: list[int]
    pairs: list[Pair]
    against: list[tuple[int, int, bool]]
    judgements: dict[Edge, bool]

    def divided(self, members: Mapping[int, Member]) -> list[tuple[int, ...]]:
        """The clusters that it falls into."""
        forbidden = {(left, right): False for left, right, forbidden in self.against if forbidden}
        groups = _Groups({key: members[key] for key in self.keys}, forbidden | self.judgements)
        for left, right, _ in self.against:
            groups.know(left, right, IMPROBABLE)
        for pair in self.pairs:
            groups.know(pair.left, pair.right, _log_odds(pair.score))
        sure = [pair for pair in self.pairs if pair.score >= TOGETHER]
        for pair in sorted(sure, key=lambda one: (-one.score, one.left, one.right)):
            groups.join(pair.left, pair.right)
        return groups.all()


def _regions(
    edges: Sequence[Edge],
    pairs: Iterable[Pair],
    against: Iterable[tuple[int, int, bool]],
    judgements: Mapping[Edge, bool],
) -> Iterable[_Region]:
    """The regions that edges connect, each with what is known of its records."""
    regions: dict[int, _Region] = {}
    of = {}
    for key, root in _roots({key for edge in edges for key in edge}, edges).items():
        region = of[key] = regions.setdefault(root, _Region([], [], [], {}))
        region.keys.append(key)
    for pair in pairs:
        if (one := of.get(pair.left)) and one is of.get(pair.right):
            one.pairs.append(pair)
    for improbable in against:
        if (one := of.get(improbable[0])) and one is of.get(improbable[1]):
            one.against.append(improbable)
    for judged, same in judgements.items():
        if (one := of.get(judged[0])) and one is of.get(judged[1]):
            one.judgements[judged] = same
    return regions.values()


def _log_odds(score: float) -> float:
    bounded = min(max(score, 1e-6), 1 - 1e-6)
    return min(max(math.log(bounded / (1 - bounded)), LEAST_SURE), SUREST)


class _Groups:
    """Clusters as they grow; each goes by the key of one member."""

    def __init__(self, members: Mapping[int, Member], judgements: Mapping[Edge, bool]) -> None:
        self._of = {key: key for key in members}
        self._inside: dict[int, list[int]] = {key: [key] for key in members}
        self._claims = {key: dict(member.claims) for key, member in members.items()}
        self._between: dict[int, dict[int, tuple[float, int]]] = {key: {} for key in members}
        self._apart: dict[int, set[int]] = {}
        for (left, right), same in sorted(judgements.items()):
            if not same:
                self._apart.setdefault(left, set()).add(right)
                self._apart.setdefault(right, set()).add(left)
        for (left, right), same in sorted(judgements.items()):
            one, other = self._of[left], self._of[right]
            if same and one != other and other not in self._apart.get(one, ()):
                self._merge(one, other)

    def know(self, left: int, right: int, log_odds: float) -> None:
        """Keep what is known of a pair."""
        one, other = self._of[left], self._of[right]
        if one == other:
            return
        mine, theirs = self._between[one], self._between[other]
        weight, count = mine.get(other, _NOTHING)
        mine[other] = theirs[one] = (weight + log_odds, count + 1)

    def join(self, left: int, right: int) -> None:
        """Make one cluster of those of two records, if what is known of them speaks for it on the whole."""
        one, other = self._of[left], self._of[right]
        if one == other or other in self._apart.get(one, ()):
            return
        sizes = len(self._inside[one]), len(self._inside[other])
        weight, count = self._between[one][other]
        if sum(sizes) > LARGEST or weight + UNKNOWN_PAIR * (sizes[0] * sizes[1] - count) <= 0:
            return
        mine, theirs = self._claims[one], self._claims[other]
        if any(mine.get(claim, value) != value for claim, value in theirs.items()):
            return
        self._merge(one, other)

    def _merge(self, one: int, other: int) -> None:
        if (len(self._inside[one]), -one) < (len(self._inside[other]), -other):
            one, other = other, one
        for key in self._inside[other]:
            self._of[key] = one
        self._inside[one] += self._inside.pop(other)
        self._claims[one] = self._claims.pop(other) | self._claims[one]
        for stranger in self._apart.pop(other, ()):
            self._apart[stranger].discard(other)
            self._apart[stranger].add(one)
            self._apart.setdefault(one, set()).add(stranger)
        for stranger, (weight, count) in self._between.pop(other).items():
            del self._between[stranger][other]
            if stranger != one:
                known = self._between[one].get(stranger, _NOTHING)
                total = (known[0] + weight, known[1] + count)
                self._between[one][stranger] = self._between[stranger][one] = total

    def all(self) -> list[tuple[int, ...]]:
        """The clusters, each in ascending order, by their smallest key."""
        return sorted(tuple(sorted(keys)) for keys in self._inside.values())


def clusters(keys: Iterable[int], edges: Iterable[Edge]) -> list[tuple[int, ...]]:
    """The connected groups among ``keys``, each in ascending order, groups by their smallest key.

    A key without an edge is a group of its own. Raises KeyError on an edge to a key that is not among them.
    """
    groups: dict[int, list[int]] = {}
    for key, top in sorted(_roots(keys, edges).items()):
        groups.setdefault(top, []).append(key)
    return [tuple(groups[top]) for top in sorted(groups)]


def _roots(keys: Iterable[int], edges: Iterable[Edge]) -> dict[int, int]:
    """Of each key the smallest key of its connected group."""
    parent = {key: key for key in keys}

    def root(key: int) -> int:
        top = key
        while (above := parent[top]) != top:
            top = above
        while (above := parent[key]) != top:
            parent[key], key = top, above
        return top

    for left, right in edges:
        one, other = root(left), root(right)
        if one < other:
            parent[other] = one
        elif other < one:
            parent[one] = other
    return {key: root(key) for key in parent}
