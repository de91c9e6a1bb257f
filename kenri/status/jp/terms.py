"""The terms of Japan, and the years from which they are counted."""

from __future__ import annotations

import functools
from datetime import date

from kenri.status.days import FAR, LONG_AGO, Span, span_of
from kenri.status.jp.wartime import war
from kenri.status.layers import Layer
from kenri.status.rules import Terms
from kenri.status.verdicts import Choice, Outcome, Step

NEW_LAW = date(1971, 1, 1)
OLD_LAW_ENDS = date(1970, 12, 31)
OPEN = FAR.year
"""The year of what has not happened, or may not have."""


@functools.cache
def terms() -> Terms:
    """The table of terms. The wartime days prolong what still stood when the war began."""
    return Terms("kenri.status.jp", war().war)


def years(span: Span | None, *, unknown: tuple[int, ...] = (LONG_AGO.year, OPEN)) -> tuple[int, ...]:
    """The first and the last possible year, once where they are the same."""
    if span is None:
        return unknown
    first, last = span[0].year, span[1].year
    return (first,) if first == last else (first, last)


def deaths(layer: Layer) -> Choice:
    """The year in which the last author died."""
    return Choice("died", years(layer.died))


def publication(layer: Layer) -> Choice:
    """The year of publication, of works in parts that of the last one (art. 56); never published: 0."""
    work = layer.work
    if work.unpublished:
        return Choice("published", (0,))
    if work.serial == "parts" and layer.published is not None:
        ended = span_of(work.last_published)
        if ended is None:
            return Choice("last_published", (layer.published[0].year, OPEN))
        return Choice("last_published", years(ended))
    if layer.published is None and layer.created is not None:
        # Never published within the term (50, now 70 years), a work is free that long after its creation;
        # published on the last day of it, once more as long. Later publication changes nothing.
        first, last = layer.created[0].year, layer.created[1].year
        return Choice("published", (first, min(OPEN, last + 50), min(OPEN, last + 70)))
    return Choice("published", years(layer.published))


def creation(layer: Layer) -> Choice:
    """The year of creation; where it is not known that of publication (as 0), of unpublished works any."""
    unknown = (LONG_AGO.year, OPEN) if layer.work.unpublished else (0,)
    return Choice("created", years(layer.created, unknown=unknown))


def open_end(rule: str) -> Outcome:
    """Protected without a known end."""
    return Outcome(FAR, (Step(rule, last=FAR),))


def old_regime(regime: date) -> date:
    """The law of the day, or the last state of the old law."""
    return min(regime, OLD_LAW_ENDS)


def joined(first: Outcome, second: Outcome) -> Outcome:
    """Two stages of law after one another."""
    return Outcome(second.last, first.steps + second.steps)
