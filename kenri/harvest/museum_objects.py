"""What museums write of objects, whatever the format: the kind of thing in words, a date with its bounds."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable

from kenri.harvest.years import dated
from kenri.vocab.dates import ImpreciseDate, parse_date, year_of

_TYPE_WORDS = (
    (re.compile(r"photograph|fotograf|photographie|写真|negativ", re.IGNORECASE), "photograph"),
    (re.compile(r"\bfilms?\b|motion picture|映画|movie", re.IGNORECASE), "film"),
    (re.compile(r"\bvideo|ビデオ|映像", re.IGNORECASE), "video"),
    (re.compile(r"manuscript|handschrift|\bbooks?\b|buch|写本|書籍|典籍|letter", re.IGNORECASE), "text"),
    (re.compile(r"sound recording|tonaufnahme|録音", re.IGNORECASE), "recording"),
    (re.compile(r"\bposter|\bmaps?\b|plakat|ポスター|地図", re.IGNORECASE), "image"),
)


def object_schema(words: Iterable[str]) -> str:
    """The schema that an object's types and classes name in words; an artwork where they name none."""
    line = " ".join(words)
    return next((schema for pattern, schema in _TYPE_WORDS if pattern.search(line)), "artwork")


@functools.lru_cache(maxsize=16384)
def dated_within(written: str, first: str, last: str) -> ImpreciseDate | None:
    """The display date within the years of its bounds, or the bounds themselves."""
    years = [_year(bound) for bound in (first, last)]
    if written:
        return dated(written, *years)
    if first and first == last:
        return parse_date(first)
    return dated("", *years) if any(year is not None for year in years) else None


def _year(bound: str) -> int | None:
    return year_of(bound.removesuffix("Z")) if re.match(r"-?\d{1,6}(?:-|$)", bound) else None
