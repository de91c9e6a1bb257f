"""Whether two records' names can be names of one thing: yes, no, or not to be told from them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from enum import StrEnum

from kenri.catalogue.keys import text_key

ALIKE, UNLIKE = 0.5, 0.25
"""Shares of common character pairs (Dice) from which two titles agree, and below which they differ."""
_NUMBER = re.compile(r"\d+")
_ZEROS = re.compile(r"(?<!\d)0+(?=\d)")
_VOLUME = re.compile(r"([上中下前後])(?:巻|編|篇|集)?[)\]】〉》」』〕]*$")
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")


class Verdict(StrEnum):
    """What the names say."""

    AGREE = "agree"
    UNKNOWN = "unknown"
    DIFFER = "differ"


def compare(ones: Sequence[str], others: Sequence[str], *, strict: bool) -> Verdict:
    """Compare all names of one with all of the other: one agreeing pair is enough.

    Names in different scripts cannot be compared. ``strict`` is for two records of one source, which number
    their volumes: a volume number that only one of the names has makes them differ.
    """
    verdicts = {_pair(one, other, strict=strict) for one in ones for other in others}
    if Verdict.AGREE in verdicts:
        return Verdict.AGREE
    return Verdict.DIFFER if verdicts == {Verdict.DIFFER} else Verdict.UNKNOWN


def _pair(one: str, other: str, *, strict: bool) -> Verdict:
    first, second = _numbers(one), _numbers(other)
    if first != second and (strict or (first and second)):
        return Verdict.DIFFER
    one, other = (text_key(_ZEROS.sub("", unicodedata.normalize("NFKC", title))) for title in (one, other))
    if one == other:
        return Verdict.AGREE
    if bool(_CJK.search(one)) != bool(_CJK.search(other)):
        return Verdict.UNKNOWN
    shorter, longer = sorted((one, other), key=len)
    if len(shorter) > 1 and longer.startswith(shorter):
        return Verdict.AGREE
    alike = _dice(one, other)
    if alike >= ALIKE:
        return Verdict.AGREE
    return Verdict.DIFFER if alike < UNLIKE else Verdict.UNKNOWN


def _numbers(title: str) -> tuple[str, ...]:
    folded = unicodedata.normalize("NFKC", title).strip()
    numbers = [number.lstrip("0") for number in _NUMBER.findall(folded)]
    volume = _VOLUME.search(folded)
    return tuple(numbers + ([volume[1]] if volume else []))


def _dice(one: str, other: str) -> float:
    first, second = _pairs(one), _pairs(other)
    if not first or not second:
        return 0.0
    return 2 * len(first & second) / (len(first) + len(second))


def _pairs(text: str) -> set[str]:
    return {text[place : place + 2] for place in range(len(text) - 1)} or ({text} if text else set())
