"""What people decide about pairs of records, and which decision stands.

Two reviews made independently of each other decide; where they conflict, a third one does. (HathiTrust's
Copyright Review Management System works that way: two reviewers, an expert on conflict.) A reviewer may
change their mind: their last word on a pair counts, and taking it back is a word as well. A decision that
stands outranks every score and every shared identifier.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Hashable, Iterable
from enum import StrEnum
from typing import Generic, TypeVar

import msgspec

NEEDED = 2
"""Independent reviews that must agree."""
MOST = 3
"""Reviews that are asked for; where these do not settle a pair, an institution settles it by its own rule."""

Key = TypeVar("Key", bound=Hashable)


class Decision(StrEnum):
    """A reviewer's word on a pair. ``withdrawn`` takes back what the reviewer said before."""

    SAME = "same"
    DIFFERENT = "different"
    UNSURE = "unsure"
    WITHDRAWN = "withdrawn"


class Judgement(msgspec.Struct, Generic[Key], frozen=True):
    """One review of one pair, which never changes; the two records are named by any key that has an order.

    ``at`` is aware of its time zone. ``settled`` marks a decision that was already taken by the rule of an
    institution (by an expert, say): it needs no second review.
    """

    left: Key
    right: Key
    decision: Decision
    by: str
    at: dt.datetime
    note: str = ""
    settled: bool = False

    @property
    def pair(self) -> tuple[Key, Key]:
        """The two records, the smaller first: what is said of a pair holds both ways."""
        return (self.left, self.right) if self.left <= self.right else (self.right, self.left)  # type: ignore[operator]


class State(StrEnum):
    """How far a pair is: nobody's word yet, a second or third review wanted, decided, or left undecided."""

    OPEN = "open"
    SECOND = "second"
    THIRD = "third"
    DECIDED = "decided"
    UNDECIDED = "undecided"


class Standing(msgspec.Struct, frozen=True):
    """Where a pair stands: ``decision`` is ``same`` or ``different`` where it is decided, else None.

    ``reviewers`` are those whose word counts, in the order of their words.
    """

    state: State
    decision: Decision | None = None
    reviewers: tuple[str, ...] = ()


def standing(
    judgements: Iterable[Judgement[Key]], *, needed: int = NEEDED
) -> dict[tuple[Key, Key], Standing]:
    """Where each pair stands, whatever the order of the judgements.

    ``needed`` is the number of agreeing reviews that decide (1 where one person works alone).
    """
    words: dict[tuple[Key, Key], list[Judgement[Key]]] = {}
    for judgement in judgements:
        words.setdefault(judgement.pair, []).append(judgement)
    return {pair: _standing(said, needed) for pair, said in sorted(words.items())}


def _standing(said: list[Judgement[Key]], needed: int) -> Standing:
    last: dict[str, Judgement[Key]] = {}
    for judgement in sorted(said, key=lambda one: (one.at, one.by, one.decision)):
        last.pop(judgement.by, None)
        if judgement.decision is not Decision.WITHDRAWN:
            last[judgement.by] = judgement
    reviewers = tuple(last)
    settled = [one.decision for one in last.values() if one.settled and one.decision is not Decision.UNSURE]
    if settled:
        return Standing(State.DECIDED, settled[-1], reviewers)
    votes = Counter(one.decision for one in last.values())
    same, different = votes[Decision.SAME], votes[Decision.DIFFERENT]
    if max(same, different) >= needed and same != different:
        return Standing(State.DECIDED, _winner(same, different), reviewers)
    if len(last) >= max(MOST, needed + 1):
        return Standing(State.UNDECIDED, None, reviewers)
    if len(last) < needed:
        return Standing(State.SECOND if last else State.OPEN, None, reviewers)
    return Standing(State.THIRD, None, reviewers)


def _winner(same: int, different: int) -> Decision:
    return Decision.SAME if same > different else Decision.DIFFERENT
