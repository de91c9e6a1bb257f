"""The reliability plot: of the pairs with a score, how many are right, drawn as SVG."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

SIDE, MARGIN = 320, 48


class Band(NamedTuple):
    """The pairs of one band of scores."""

    pairs: int
    mean: float
    right: float


def drawn(bands: Sequence[Band]) -> str:
    """The plot. What keeps its word lies on the diagonal; the area of a dot grows with its pairs."""
    most = max((band.pairs for band in bands), default=1)
    dots = "".join(
        f'<circle cx="{_x(band.mean):.1f}" cy="{_y(band.right):.1f}"'
        f' r="{3 + 9 * (band.pairs / most) ** 0.5:.1f}">'
        f"<title>{band.pairs:,} pairs scored {band.mean:.3f}: {band.right:.1%} right</title></circle>"
        for band in bands
    )
    path = " ".join(f"{_x(band.mean):.1f},{_y(band.right):.1f}" for band in bands)
    ticks = "".join(
        f'<text x="{_x(tick)}" y="{_y(0) + 18}" text-anchor="middle">{tick:g}</text>'
        f'<text x="{_x(0) - 8}" y="{_y(tick) + 4}" text-anchor="end">{tick:g}</text>'
        for tick in (0.0, 0.25, 0.5, 0.75, 1.0)
    )
    size = SIDE + 2 * MARGIN
    return f"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}"
  role="img" aria-labelledby="t d" font-family="sans-serif" font-size="12" fill="#1a1a1c">
<title id="t">Reliability of the scores of links</title>
<desc id="d">{_described(bands)}</desc>
<rect width="{size}" height="{size}" fill="#fff"/>
<rect x="{MARGIN}" y="{MARGIN}" width="{SIDE}" height="{SIDE}" fill="none" stroke="#767676"/>
<line x1="{_x(0)}" y1="{_y(0)}" x2="{_x(1)}" y2="{_y(1)}" stroke="#767676" stroke-dasharray="4 4"/>
<polyline points="{path}" fill="none" stroke="#0017c1"/>
<g fill="#0017c1" fill-opacity="0.75">{dots}</g>
{ticks}
<text x="{size / 2}" y="{size - 10}" text-anchor="middle">mean score of the pairs</text>
<text transform="translate(14 {size / 2}) rotate(-90)" text-anchor="middle">share that is right</text>
</svg>
"""


def write(bands: Sequence[Band], path: Path) -> None:
    """The plot as a file."""
    path.write_text(drawn(bands), encoding="utf-8")


def _described(bands: Sequence[Band]) -> str:
    return "; ".join(f"scored {b.mean:.3f}, {b.right:.3f} right, {b.pairs} pairs" for b in bands)


def _x(share: float) -> float:
    return MARGIN + SIDE * share


def _y(share: float) -> float:
    return MARGIN + SIDE * (1 - share)
