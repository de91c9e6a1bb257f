"""The lines between linked at once, left for a person, and let go. They stand here and nowhere else."""

from __future__ import annotations

import msgspec

from kenri.vocab.text import Text

AUTO = 0.99
"""From this probability on a link is made without a person; it must be right 995 times in a thousand."""
REVIEW = 0.30
"""From this probability on a pair is shown to a person."""
DOUBTED = 0.98
"""No pair of which something speaks clearly against it (a ``doubtful`` level) is more probable than this."""
TOGETHER = 0.50
"""From this probability on two records are put into one cluster, where nothing else stands against it."""


KEPT_APART = TOGETHER - 0.01
"""No pair that is kept apart is more probable than this: what keeps it apart speaks against it."""


class Reason(msgspec.Struct, frozen=True):
    """What one comparison says of a pair; ``weight`` is log2 of how much likelier that makes one thing."""

    comparison: str
    level: str
    weight: float
    text: Text


class ScoredPair(msgspec.Struct, frozen=True):
    """Two records by their keys, how probably they are one thing, what is to be done, and why.

    ``decision`` is ``auto``, ``review`` or empty; ``veto`` the code of what forbids the link, if anything;
    ``doubt`` whether something speaks clearly against it.
    """

    left: int
    right: int
    score: float
    decision: str
    reasons: tuple[Reason, ...] = ()
    veto: str = ""
    doubt: bool = False


def decision_for(score: float) -> str:
    """``auto``, ``review`` or empty for a probability."""
    return "auto" if score >= AUTO else "review" if score >= REVIEW else ""
