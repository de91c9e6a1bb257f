"""Ranking the best candidates anew, by how near each title is to the query.

The engine's scores rest on tokens; here whole texts are compared: for a query with a typo, or half a
title, the nearest title comes first.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from operator import add

import msgspec
from rapidfuzz.distance import OSA

from kenri.identity.writing import kana, romaji
from kenri.identity.writing.normalise import compact, fold

READ_AGAIN, READ_AGAIN_LENIENT = 25, 60
"""Candidates that are compared as whole texts, of strict matches and of lenient ones."""


BEGUN, HELD = 0.5, 0.25
"""What it adds that a title begins with all that was asked, or holds it in one piece."""

ATTESTED = 0.03
"""What twice as many records add."""


class Candidate(msgspec.Struct):
    """A document found by the engine."""

    id: str
    titles: tuple[str, ...]
    score: float
    weight: int = 1
    nearness: float = 0.0
    """How near a title is to the query by its letters or sound."""

    @property
    def likely(self) -> float:
        """How likely it is what was asked: by its nearness, or by what kind of match it is."""
        return max(self.nearness, LIKELY.get(self.score, 0.0))


class Nearness:
    """How near titles are to one query, 0 to 1."""

    def __init__(self, plain: str) -> None:
        self._key = compact(plain)
        self._pairs = _pairs(self._key)
        self._sound: Nearness | None = None
        if not kana.has_kanji(plain):
            spoken = kana.sound(plain if kana.is_kana(plain) else romaji.reading_of(plain))
            self._sound = Nearness.of_key(spoken) if spoken else None

    @classmethod
    def of_key(cls, key: str) -> Nearness:
        """Nearness to a text that is a key already."""
        made = cls("")
        made._key, made._pairs = key, _pairs(key)
        return made

    def of(self, title: str) -> float:
        """How near a title is: its letters, or its sound where both are written in kana or letters."""
        return self._of_key(compact(fold(title)))

    def best(self, titles: Sequence[str]) -> tuple[float, float]:
        """The nearness of the nearest title, and what it adds that one begins with the query or holds it."""
        keys = [compact(fold(title)) for title in titles]
        held = (
            0.0 if self._key not in key else BEGUN if key.startswith(self._key) else HELD
            for key in (keys if self._key else ())
        )
        return max(map(self._of_key, keys), default=0.0), max(held, default=0.0)

    def _of_key(self, key: str) -> float:
        near = self._to(key)
        if self._sound is not None and near < 0.9 and kana.is_kana(key):
            return max(near, self._sound._to(kana.sound(key)) * 0.99)
        return near

    def _to(self, key: str) -> float:
        """By edits for texts of like length, by shared pairs otherwise."""
        if key == self._key:
            return 1.0
        if not key or not self._key:
            return 0.0
        pairs = _pairs(key)
        shared = 2 * len(self._pairs & pairs) / (len(self._pairs) + len(pairs))
        longer = max(len(key), len(self._key))
        if abs(len(key) - len(self._key)) * 3 <= longer and (longer < 7 or shared > 0.2):
            return 0.999 * max(shared, 1 - OSA.distance(self._key, key) / longer)
        return 0.999 * shared


def _pairs(text: str) -> set[str]:
    return set(map(add, text, text[1:])) or {text}


def rank(candidates: Sequence[Candidate], written: str, plain: str, lenient: bool) -> list[Candidate]:
    """The candidates, best first.

    The title that is written exactly as asked comes first; then key matches stay above word matches (their
    scores are far apart), among equals the nearest; then the better attested.
    """
    nearness = Nearness(plain)
    literal = "".join(written.split()).casefold()
    top = max((one.score for one in candidates if one.score < HEARD_SCORE), default=1.0) or 1.0
    order = []
    for one in candidates:
        one.nearness, held = nearness.best(one.titles)
        layer, exact = 0.0, 0
        if one.score >= KEY_SCORE:
            layer = one.score // 50
            exact = max(
                (_written(literal, title, place) for place, title in enumerate(one.titles)), default=0
            )
        share = HEARD_SHARE if one.score == HEARD_SCORE else min(1.0, one.score / top)
        blended = one.likely * (2.0 if lenient else 1.0) + share + held
        blended += ATTESTED * math.log2(max(1, one.weight))
        order.append(((exact, layer, blended, one.weight), one))
    order.sort(key=lambda pair: pair[0], reverse=True)
    return [one for _, one in order]


def settle(found: list[Candidate], near: list[Candidate]) -> list[Candidate]:
    """The few that match and the titles nearly equal to the query in one order; a match counts for more."""
    if not near:
        return found
    return sorted(found + near, key=lambda one: one.nearness + (0.3 if one in found else 0.0), reverse=True)


KEY_SCORE = 500.0
"""Scores from here on are key matches."""

NEARLY_NAMED, HEARD_SCORE = 490.0, 480.0
"""Scores of a work whose title is nearly what some words say and whose creator others name, and of a title
that may be the same loanwords by ear."""

LIKELY = {NEARLY_NAMED: 0.95, HEARD_SCORE: 0.75}
"""How likely these are what was asked, where titles cannot be compared by their letters."""

HEARD_SHARE = 0.5
"""What it counts for beside the scores of words, which are 1 at most."""


def _written(literal: str, title: str, place: int) -> int:
    """Whether a title is written just as asked: 2 for the main title, 1 for another, 0 for neither."""
    if "".join(title.split()).casefold() != literal:
        return 0
    return 2 if place == 0 else 1
