""" "Did you mean": a better spelling, taken from the titles that nearly match."""

from __future__ import annotations

from collections.abc import Sequence

from kenri.search.analysis.normalise import compact, fold
from kenri.search.parser import Question
from kenri.search.ranking import Candidate, distance

SURE = 0.6
"""Nearness from which a whole title is proposed."""


def better(question: Question, found: Sequence[Candidate]) -> str:
    """The best spelling that the found titles offer; empty where none is near enough."""
    if not found or not question.plain:
        return ""
    key = compact(question.plain)
    best = found[0]
    if best.nearness >= SURE:
        title = min(best.titles, key=lambda one: distance(key, compact(fold(one))))
        if compact(fold(title)) != key:
            return title
    return _by_words(question, found)


def _by_words(question: Question, found: Sequence[Candidate]) -> str:
    """The query with each word of another script replaced by the nearest word of the found titles."""
    known = dict.fromkeys(word for one in found for title in one.titles for word in fold(title).split())
    replaced = []
    for word in question.plain.split():
        if word in known or not word.isascii() or len(word) < 4:
            replaced.append(word)
            continue
        most = 1 if len(word) < 8 else 2
        nearest = min(known, key=lambda one: distance(word, one), default=word)
        replaced.append(nearest if distance(word, nearest) <= most else word)
    proposal = " ".join(replaced)
    return proposal if proposal != question.plain else ""
