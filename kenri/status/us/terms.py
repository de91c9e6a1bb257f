"""The terms of the United States."""

from __future__ import annotations

import functools

from kenri.status.rules import Terms


@functools.cache
def terms() -> Terms:
    """The table of terms."""
    return Terms("kenri.status.us")
