"""Charts as SVG that stands in a page by itself: bars with their numbers written beside them."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from kenri.cases.reports.content import Count

COLOURS = {
    "free": "#197a4b",
    "licensed": "#51b883",
    "possible": "#7cb518",
    "collective": "#0066be",
    "ask": "#4979f5",
    "adjudicable": "#8843e1",
    "undetermined": "#767676",
    "blocked": "#ce0000",
    "unconfirmed": "#c16800",
    "not_found": "#927200",
    "no_item": "#b3b3b3",
    "public_domain": "#197a4b",
    "not_protected": "#51b883",
    "protected": "#0066be",
}
"""The colour of each kind. No kind is told by its colour alone: label and number stand beside every bar."""

_ROW, _LABELS, _BARS, _NUMBERS = 28, 300, 300, 110


def bars(counts: Sequence[Count], title: str) -> str:
    """A bar chart; a reader of the page that sees no pictures is told the same as a list."""
    width, height = _LABELS + _BARS + _NUMBERS, _ROW * len(counts) + 8
    most = max((one.count for one in counts), default=1)
    told = ", ".join(f"{one.label}: {one.count}" for one in counts)
    rows = []
    for place, one in enumerate(counts):
        top = place * _ROW + 4
        length = max(one.count / most * _BARS, 2)
        middle = top + _ROW / 2
        rows.append(
            f'<text x="{_LABELS - 10}" y="{middle}" text-anchor="end" dominant-baseline="middle">'
            f"{escape(one.label)}</text>"
            f'<rect x="{_LABELS}" y="{top + 3}" width="{length:.1f}" height="{_ROW - 8}" rx="2" '
            f'fill="{COLOURS.get(one.key, "#767676")}"/>'
            f'<text x="{_LABELS + length + 8:.1f}" y="{middle}" dominant-baseline="middle">'
            f"{one.count:,} ({one.share:.0%})</text>"
        )
    return (
        f'<svg role="img" aria-label="{escape(title)}: {escape(told)}" viewBox="0 0 {width} {height}" '
        f'xmlns="http://www.w3.org/2000/svg" font-size="14" fill="#1a1a1a">{"".join(rows)}</svg>'
    )
