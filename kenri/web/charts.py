"""Charts as SVG in a page: horizontal bars, each with its label and figure written above it.

Labels stand above the bars and not beside them, so that a chart keeps its size of type on a phone. Nothing
is told by colour alone, and the same figures stand in a table beside every chart.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from html import escape

import msgspec
from django.utils.safestring import SafeString, mark_safe

WIDTH, _TEXT, _BAR, _GAP = 360, 18, 10, 10
COLUMNS = 48
"""Half-width letters that stand side by side in a chart."""
COLOURS = ("#0017c1", "#c16800", "#197a4b", "#8843e1")
"""Each stands out from white by 3:1 or more and from the one before it."""


class Bar(msgspec.Struct, frozen=True):
    """One bar: what it is called, how long it is, the figure as written, and the number of its colour."""

    label: str
    value: float
    shown: str
    colour: int = 0


def bars(title: str, rows: Sequence[Bar]) -> SafeString:
    """A chart of bars; whoever does not see it is told its title and the figures."""
    most = max((bar.value for bar in rows), default=0) or 1
    step = _TEXT + _BAR + _GAP
    drawn = "".join(_drawn(bar, place * step, most) for place, bar in enumerate(rows))
    told = escape("; ".join(f"{bar.label}: {bar.shown}" for bar in rows))
    return mark_safe(  # noqa: S308  (every text in it is escaped)
        f'<svg class="chart" role="img" viewBox="0 0 {WIDTH} {max(len(rows) * step, 1)}" '
        f'aria-label="{escape(title)}: {told}" focusable="false" font-size="13">'
        f"<title>{escape(title)}</title>{drawn}</svg>"
    )


def _fitting(label: str, room: int) -> str:
    """As much of a label as fits into ``room`` half-width columns."""
    for place, letter in enumerate(label):
        room -= 2 if unicodedata.east_asian_width(letter) in "WFA" else 1
        if room < 0:
            return f"{label[:place]}…"
    return label


def _drawn(bar: Bar, top: int, most: float) -> str:
    length = max(bar.value / most * WIDTH, 2 if bar.value else 0)
    base, rest = top + _TEXT - 5, f'height="{_BAR}" rx="2"'
    return (
        f'<text x="0" y="{base}">{escape(_fitting(bar.label, COLUMNS - len(bar.shown)))}</text>'
        f'<text x="{WIDTH}" y="{base}" text-anchor="end" font-weight="700">{escape(bar.shown)}</text>'
        f'<rect x="0" y="{top + _TEXT}" width="{WIDTH}" {rest} fill="#f1f1f4"/>'
        f'<rect x="0" y="{top + _TEXT}" width="{length:.1f}" {rest} '
        f'fill="{COLOURS[bar.colour % len(COLOURS)]}"/>'
    )
