"""What a comparison of two values says."""

from __future__ import annotations

import msgspec

from kenri.vocab.text import Text


class Comparison(msgspec.Struct, frozen=True):
    """How two values compare, the same whichever comes first.

    ``level`` is a word of the comparing function's own list, from best to worst agreement. ``weight_hint`` is
    about log2 of how much likelier the level is among records of one thing than among others: positive speaks
    for, negative against, 0 says nothing. It is a hint to begin with; weights that decide are estimated from
    data. ``sentence`` explains the level to people.
    """

    level: str
    weight_hint: float
    sentence: Text
