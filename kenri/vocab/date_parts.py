"""Parts of a span of years: "early", "second half of the", 前半, 第3四半期."""

# A pattern that is broken over lines reads worse than a long one.
# ruff: noqa: E501

from __future__ import annotations

import re

from kenri.vocab.calendars import Interval, years

_PART_WORD = (
    r"(?:early|mid(?:dle)?|late|beginning|end|turn|"
    r"(?:first|second|third|fourth|last|1st|2nd|3rd|4th)\s+(?:half|quarter|third))"
)
PART = (
    rf"(?:(?P<part>{_PART_WORD}(?:\s*(?:-|~|to|or|/)\s*{_PART_WORD})?)(?:\s|-|of\b|the\b|part\b|about\b)*)?"
)
PARTS_JA = "第[1-4]四半期|[1-4]/4期|前半|後半|前期|後期|中期|初期|末期|初頭|初め|はじめ|初年|初|半ば|なかば|中頃|中葉|中|末葉|末|終わり"

_FRACTIONS: dict[str, tuple[float, float]] = {
    "early": (0, 0.4), "beginning": (0, 0.2), "mid": (0.3, 0.7), "middle": (0.3, 0.7), "late": (0.6, 1),
    "end": (0.8, 1), "first half": (0, 0.5), "1st half": (0, 0.5), "second half": (0.5, 1),
    "2nd half": (0.5, 1), "last half": (0.5, 1), "first quarter": (0, 0.25), "1st quarter": (0, 0.25),
    "second quarter": (0.25, 0.5), "2nd quarter": (0.25, 0.5), "third quarter": (0.5, 0.75),
    "3rd quarter": (0.5, 0.75), "fourth quarter": (0.75, 1), "4th quarter": (0.75, 1),
    "last quarter": (0.75, 1), "first third": (0, 0.34), "1st third": (0, 0.34), "second third": (0.33, 0.67),
    "2nd third": (0.33, 0.67), "third third": (0.66, 1), "last third": (0.66, 1), "turn": (-0.1, 0.1),
    "前半": (0, 0.5), "後半": (0.5, 1), "前期": (0, 0.5), "後期": (0.5, 1), "中期": (0.3, 0.7),
    "初期": (0, 0.4), "末期": (0.6, 1), "初頭": (0, 0.2), "初め": (0, 0.3), "はじめ": (0, 0.3),
    "初年": (0, 0.3), "初": (0, 0.3), "半ば": (0.3, 0.7), "なかば": (0.3, 0.7), "中頃": (0.3, 0.7),
    "中葉": (0.3, 0.7), "中": (0, 1), "末葉": (0.7, 1), "末": (0.8, 1), "終わり": (0.8, 1),
}  # fmt: skip
_QUARTER_JA = re.compile(r"第?([1-4])(?:四半期|/4期)")


def _share(part: str | None) -> tuple[float, float]:
    """Which share of a span a word such as "early" or 前半 means; all of it without a word."""
    if not part:
        return 0, 1
    quarter = _QUARTER_JA.fullmatch(part)
    if quarter:
        return (int(quarter[1]) - 1) / 4, int(quarter[1]) / 4
    found = [_FRACTIONS[" ".join(word.split())] for word in re.findall(_PART_WORD, part)] or [
        _FRACTIONS[part]
    ]
    return min(low for low, _ in found), max(high for _, high in found)


def cut(first: int, last: int, part: str | None) -> Interval:
    """The share of the years that a word means, generously; all of them without a word."""
    low, high = _share(part)
    length = last - first + 1
    return years(first + int(low * length), max(first + int(high * length) - 1, first + int(low * length)))
