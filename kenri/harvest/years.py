"""Dates that come twice: as free text and as the source's own years, or only as free text."""

from __future__ import annotations

import functools
import re

from kenri.vocab.dates import Certainty, ImpreciseDate, parse_date, span, year_date
from kenri.vocab.records import Event, EventKind

_CIRCA = re.compile(
    r"\b(?:c|ca|circa|about|probably|approximately|possibly|um|vers|environ)\b|\?|頃", re.IGNORECASE
)
_BEFORE = re.compile(r"^\W*before\b", re.IGNORECASE)
_AFTER = re.compile(r"^\W*after\b", re.IGNORECASE)
_YEARS = re.compile(r"(?<![\d.,])(1[0-9]{3}|20[0-4][0-9])(?:\s*[-–/]\s*(\d{2}|\d{4}))?(?![\d])(s\b)?")
_PUBLISHED = re.compile(r"\bpublished\s+(?:in\s+)?(?P<year>\d{4})\)?", re.IGNORECASE)


@functools.lru_cache(maxsize=131072)
def dated(text: str, first: int | None = None, last: int | None = None) -> ImpreciseDate | None:
    """The date that a museum writes as text with its own years beside it; None where it says nothing.

    ``first`` and ``last`` are astronomical years. A text that is itself a date inside these years is finer
    and wins; else the source's years stand. Text alone, where it cannot be read as a date, gives the span of
    the years that it names.
    """
    plain = parse_date(text, hyphens="years") if text else None
    if first is None and last is None:
        if plain is None or plain.earliest or plain.latest:
            return plain
        return _named_years(text) or plain
    if first is not None and last is not None and first > last:
        first, last = last, first
    certainty = certainty_of(text)
    exact = plain is not None and plain.certainty is Certainty.EXACT and certainty is Certainty.EXACT
    if plain is not None and exact and _inside(plain, first, last):
        return plain
    return span(first, last, text or _years_text(first, last), certainty)


@functools.lru_cache(maxsize=131072)
def making(
    written: str, first: int | None = None, last: int | None = None, place: str = ""
) -> tuple[Event, ...]:
    """The making of a work, and its publication where the text says one: "1899, published 1916".

    Years beside the text belong to the making, unless the text speaks of publication only.
    """
    made, year = published(written)
    issue = (Event(EventKind.PUBLISHED, year_date(int(year)), note=written),) if year else ()
    if year and not made:
        return issue
    date = dated(made, None, None) if year else dated(written, first, last)
    return (Event(EventKind.CREATED, date, place), *issue) if date or place else issue


def certainty_of(text: str) -> Certainty:
    """How sure a text sounds: circa, before, after, or exact."""
    if _BEFORE.match(text):
        return Certainty.BEFORE
    if _AFTER.match(text):
        return Certainty.AFTER
    return Certainty.CIRCA if _CIRCA.search(text) else Certainty.EXACT


def published(text: str) -> tuple[str, str]:
    """Divide "1899, published 1916" into the text of the making and the year of publication, if any."""
    match = _PUBLISHED.search(text)
    if not match:
        return text, ""
    return (text[: match.start()].rstrip(" ,;(\t\r\n") + text[match.end() :]).strip(" ,;.()"), match["year"]


def _inside(date: ImpreciseDate, first: int | None, last: int | None) -> bool:
    low, high = date.first_year, date.last_year
    return (
        low is not None
        and high is not None
        and (first is None or low >= first)
        and (last is None or high <= last)
    )


def _named_years(text: str) -> ImpreciseDate | None:
    years: list[int] = []
    for match in _YEARS.finditer(text):
        year = int(match[1])
        years.append(year)
        if match[2]:
            years.append(int(match[1][: 4 - len(match[2])] + match[2]))
        if match[3]:
            years.append(year + 9)
    if not years:
        return None
    return span(min(years), max(years), text, certainty_of(text))


def _years_text(first: int | None, last: int | None) -> str:
    return "–".join(str(y) for y in (first, last) if y is not None) if first != last else str(first)
