"""Loanwords by their consonants: what "boogie woogie" and ブギウギ have in common.

Katakana writes a foreign word by ear, so no rule leads from one spelling to the other; but most consonants
survive (``kenri.identity.writing.consonants``). Equal ones let a title be found, behind all that is spelt as
asked.
"""

from __future__ import annotations

import re

from kenri.identity.writing import consonants
from kenri.identity.writing.consonants import VOWEL, skeleton
from kenri.identity.writing.normalise import compact

FEWEST = 4
"""Consonants that tell a word from others."""

LONGEST = 24
"""Letters of the longest text that is compared by ear."""

_KATAKANA = re.compile(r"[ァ-ヺー]{3,}")
_SOFT_G = re.compile(r"g(?=[eiy])")
"""Read as in "gem", or as in "get", which consonants write gh."""


def in_katakana(text: str) -> list[str]:
    """The katakana words of a text as written, of three characters and more."""
    return _KATAKANA.findall(text)


def of_kana(text: str) -> str:
    """The consonants of kana; empty where they are too few to tell it, or it is no kana."""
    found = consonants.of_kana(compact(text))
    return found if len(found) >= FEWEST else ""


def of_letters(folded: str) -> list[str]:
    """The consonants that folded Latin letters may have in katakana; none where they are too few or many."""
    if not 0 < len(folded) <= LONGEST or not folded.isascii():
        return []
    found = [_joined(folded.split())]
    if found[0] and _SOFT_G.search(folded):
        found.append(_joined(_SOFT_G.sub("gh", folded).split()))
    return [consonants for consonants in found if len(consonants) >= FEWEST]


def _joined(words: list[str]) -> str:
    """The consonants of words written together, of which only the first keeps a vowel at its beginning; empty
    where one of them is no word."""
    joined = ""
    for word in words:
        consonants = skeleton(word)
        if not consonants:
            return ""
        joined += consonants.removeprefix(VOWEL) if joined else consonants
    return joined
