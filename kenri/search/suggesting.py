""" "Did you mean": a better spelling, taken from the titles that nearly match."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from rapidfuzz.distance import OSA

from kenri.identity.writing.normalise import compact, fold
from kenri.search.parser import Question
from kenri.search.ranking import Candidate

SURE = 0.6
"""Nearness from which a whole title is proposed."""

SHORTEST = 4
"""Letters of the shortest word that is set right."""


MOST_WORDS = 10
"""Words of the longest query that is set right word by word."""


def better(question: Question, found: Sequence[Candidate], nearest_word: Callable[[str], str]) -> str:
    """A title that is nearly what was asked, else the words with slips set right; empty where neither is.

    ``nearest_word`` gives the index's own word for one that it does not know.
    """
    if not question.plain or question.is_exact:
        return ""
    key = compact(question.plain)
    if found and found[0].nearness >= SURE:
        title = min(found[0].titles, key=lambda one: OSA.distance(key, compact(fold(one))))
        if compact(fold(title)) != key:
            return title
    words = question.plain.split()
    if len(words) > MOST_WORDS:
        return ""
    proposal = " ".join(_right(word, nearest_word) for word in words)
    return proposal if proposal != question.plain else ""


def _right(word: str, nearest_word: Callable[[str], str]) -> str:
    return nearest_word(word) if word.isascii() and word.isalpha() and len(word) >= SHORTEST else word
