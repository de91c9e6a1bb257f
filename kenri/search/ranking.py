"""Ranking of the best candidates again, by how near each title is to the query.

The engine's scores rest on tokens; here whole texts are compared: for a query with a typo, or half a
title, the nearest title comes first.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from kenri.search.analysis import kana, romaji
from kenri.search.analysis.normalise import compact, fold

READ_AGAIN = 50
"""Candidates that are compared as whole texts."""


class Candidate(msgspec.Struct):
    """A document found by the engine."""

    id: str
    titles: tuple[str, ...]
    score: float
    weight: int = 1
    nearness: float = 0.0


def distance(left: str, right: str, most: int = 99) -> int:
    """Damerau-Levenshtein distance (optimal string alignment); ``most + 1`` where it is larger."""
    if left == right:
        return 0
    if abs(len(left) - len(right)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(right) + 1))
    for i, a in enumerate(left, 1):
        current = [i]
        for j, b in enumerate(right, 1):
            cost = min(row[j] + 1, current[j - 1] + 1, row[j - 1] + (a != b))
            if i > 1 and j > 1 and a == right[j - 2] and left[i - 2] == b:
                cost = min(cost, before[j - 2] + 1)
            current.append(cost)
        if min(current) > most:
            return most + 1
        before, row = row, current
    return row[-1]


def similarity(query: str, title: str) -> float:
    """How near two folded keys are, 0 to 1: by edits for texts of like length, by shared pairs otherwise."""
    if query == title:
        return 1.0
    if not query or not title:
        return 0.0
    longer = max(len(query), len(title))
    shared = _dice(query, title)
    if len(query) <= 64 and abs(len(query) - len(title)) * 3 <= longer and shared > 0.25 * (longer > 4):
        edits = 1 - distance(query, title, longer // 2) / longer
        return max(shared, edits) * 0.999
    return shared * 0.999


def _pairs(text: str) -> set[str]:
    return {text[place : place + 2] for place in range(len(text) - 1)} or {text}


def _dice(left: str, right: str) -> float:
    a, b = _pairs(left), _pairs(right)
    return 2 * len(a & b) / (len(a) + len(b))


def rank(candidates: Sequence[Candidate], written: str, plain: str, lenient: bool) -> list[Candidate]:
    """The candidates, best first.

    Key matches stay above word matches (their scores are far apart); among equals the title that is
    written exactly as asked comes first, then the nearest, then the better attested.
    """
    key = compact(plain)
    spoken = (
        ""
        if kana.has_kanji(plain)
        else kana.sound(plain if kana.is_kana(plain) else romaji.reading_of(plain))
    )
    literal = "".join(written.split()).casefold()
    top = (
        max((candidate.score for candidate in candidates if candidate.score < KEY_SCORE), default=1.0) or 1.0
    )
    order = []
    for candidate in candidates:
        keys = [compact(fold(title)) for title in candidate.titles]
        nearness = max((_near(key, spoken, one) for one in keys), default=0.0)
        candidate.nearness = nearness
        exact = max(
            (_written(literal, title, place) for place, title in enumerate(candidate.titles)), default=0
        )
        layer = candidate.score // 50 if candidate.score >= KEY_SCORE else 0
        blended = nearness * (2.0 if lenient else 1.0) + candidate.score / top
        order.append(((layer, exact if layer else 0, blended, candidate.weight), candidate))
    order.sort(key=lambda pair: pair[0], reverse=True)
    return [candidate for _, candidate in order]


def settle(found: list[Candidate], near: list[Candidate]) -> list[Candidate]:
    """The few that match and the titles nearly equal to the query in one order; a match counts for more."""
    if not near:
        return found
    return sorted(found + near, key=lambda one: one.nearness + (0.3 if one in found else 0.0), reverse=True)


KEY_SCORE = 500.0
"""Scores from here on are key matches."""


def _near(key: str, spoken: str, title: str) -> float:
    near = similarity(key, title)
    if spoken and near < 0.9 and kana.is_kana(title):
        near = max(near, similarity(spoken, kana.sound(title)) * 0.99)
    return near


def _written(literal: str, title: str, place: int) -> int:
    """Whether a title is written just as asked: 2 for the main title, 1 for another, 0 for neither."""
    if "".join(title.split()).casefold() != literal:
        return 0
    return 2 if place == 0 else 1
