"""How much alike two short texts are written."""

from __future__ import annotations


def similarity(one: str, other: str) -> float:
    """The share of character pairs in common (Dice, counted once each): 1 for equal texts, 0 for strangers.

    The ends count as pairs too, so that a text of a single character has some.
    """
    if one == other:
        return 1.0
    first, second = _pairs(one), _pairs(other)
    return 2 * len(first & second) / (len(first) + len(second))


def _pairs(text: str) -> set[str]:
    ended = f"\x02{text}\x03"
    return {ended[place : place + 2] for place in range(len(ended) - 1)}
