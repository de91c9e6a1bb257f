"""The terms of the European Union and the United Kingdom, and the years from which they are counted."""

from __future__ import annotations

import functools

from kenri.status.days import Span
from kenri.status.rules import Terms


@functools.cache
def terms() -> Terms:
    """The table of terms."""
    return Terms("kenri.status.eu")


def years_of(span: Span) -> tuple[int, ...]:
    """The first and the last possible year, once where they are the same."""
    return tuple(dict.fromkeys((span[0].year, span[1].year)))
