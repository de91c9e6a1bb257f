"""Whole numbers from shares, so that they add up exactly (method of the largest remainder)."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence


def apportion(total: int, weights: Sequence[int]) -> list[int]:
    """``total`` in proportion to ``weights``, in whole numbers that add up to it.

    Everybody gets their exact share rounded down; what is left goes by one to those with the largest
    remainders, of equals to the earlier in the sequence. Raises ValueError on a negative number, and where
    there is something to share and nobody with a weight.
    """
    if total < 0 or any(weight < 0 for weight in weights):
        raise ValueError("nothing negative can be apportioned")
    whole = sum(weights)
    if whole == 0:
        if total:
            raise ValueError("nobody to give it to")
        return [0] * len(weights)
    pairs = [divmod(total * weight, whole) for weight in weights]
    given = [floor for floor, _ in pairs]
    left = total - sum(given)
    for place in sorted(range(len(weights)), key=lambda place: -pairs[place][1])[:left]:
        given[place] += 1
    return given


def tie(run: str, payee: str, through: str = "") -> str:
    """Decides between equal remainders (the lower first), favouring nobody, and everybody can check it."""
    return hashlib.sha256(f"{run}\n{payee}\n{through}".encode()).hexdigest()
