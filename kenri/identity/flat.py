"""The flat row that a record becomes for comparison, and what it is made with."""

from __future__ import annotations

import functools
import re
from typing import Any, NamedTuple

import msgspec

from kenri.identity.writing.normalise import compact, fold
from kenri.vocab.dates import ImpreciseDate


class Features(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One record as the model sees it. Texts are folded keys; None means that nothing is known.

    Works: ``core`` is the key of the main title without marks, ``stem`` the same without its subtitle,
    ``alt`` and ``orig`` the keys of a further and of the original title, ``head`` and ``tail`` the parts of a
    title that is divided ("Artist - Title"). ``sound`` and ``skel`` are its sound and consonants; ``echoes``
    the sounds of its other readings, loosely written; where they are not worked out yet, ``unsaid`` is the
    text that they are readings of. ``marks`` are the binding marks in one text, equal
    where the works marked are; ``marks_first`` the same with what only says "the first" left out.
    ``title_year`` is a year in brackets, which tells works of one title apart.
    ``creators`` are the names' keys, sorted, between bars; ``creator`` the first of them as told.
    Parties: ``name`` is the key of the whole name whatever its order, ``echoes`` as for titles; ``marks``
    say which bearer of the name is meant (``bearers``).
    ``title_text``, ``creator_text`` and ``whole_text`` are folded texts of which grams are taken.
    """

    schema: str
    source: str = ""
    script: str | None = None
    words: list[str] = []
    title_text: str = ""
    creator_text: str = ""
    whole_text: str = ""
    ids: list[str] | None = None
    id_schemes: list[str] | None = None
    extra: dict[str, str] = {}

    core: str | None = None
    stem: str | None = None
    subtitle: str | None = None
    alt: str | None = None
    orig: str | None = None
    head: str | None = None
    tail: str | None = None
    sound: str | None = None
    alt_sound: str | None = None
    skel: str | None = None
    echoes: list[str] | None = None
    unsaid: str | None = None
    title_year: str | None = None
    marks: str | None = None
    marks_first: str | None = None
    numbers: str | None = None
    creator: str | None = None
    creators: str | None = None
    creator_sound: str | None = None
    creator_short: str | None = None
    creator_skel: str | None = None
    creator_script: str | None = None
    series: str | None = None
    publisher: str | None = None
    number: str | None = None
    language: str | None = None
    seconds: int | None = None
    year_from: int | None = None
    year_to: int | None = None

    name: str | None = None
    name_sound: str | None = None
    alias: str | None = None
    alias_sound: str | None = None
    family: str | None = None
    family_sound: str | None = None
    family_skel: str | None = None
    given: str | None = None
    given_sound: str | None = None
    given_skel: str | None = None
    first: str | None = None
    initials: str | None = None
    born: str | None = None
    born_from: int | None = None
    born_to: int | None = None
    died: str | None = None
    died_from: int | None = None
    died_to: int | None = None
    place: str | None = None
    nationality: str | None = None
    occupation: str | None = None


_SHORT_YEAR = re.compile(r"['’]?(\d{2})")
_LIKE_A_DAY = re.compile(r"[12]\d{3}-\d{2}-\d{2}")


class Row(NamedTuple):
    """What ``Features`` is made of but for schema and source, and the keys of the extra cells used for it."""

    columns: dict[str, Any]
    used: frozenset[str]


def key_or_none(text: str) -> str | None:
    """The folded key of a text without spaces; None for nothing."""
    return compact(fold(text)) or None


def folded_or_none(text: str) -> str | None:
    """The folded text with its spaces; None for nothing, or nothing that can be read."""
    return legible(text) or None


def legible(text: str) -> str:
    """The folded text; nothing where its letters were lost on the way ("Ì£ Ì£ å?")."""
    return unless_lost(fold(text)) if text else ""


def unless_lost(folded: str) -> str:
    """``legible`` of a text that is folded."""
    if folded.count(" ") < _FEW_LOST:
        return folded
    words = folded.split()
    if list(map(len, words)).count(1) <= _FEW_LOST:
        return folded
    lost = len([word for word in words if len(word) == 1 and word.isascii() and word.isalpha()])
    return "" if lost > _FEW_LOST and 2 * lost > len(words) else folded


_FEW_LOST = 4
"""Words of a single letter that any text may have."""


@functools.lru_cache(maxsize=32768)
def years_of(date: ImpreciseDate | None) -> tuple[int | None, int | None]:
    """The first and last possible year, an open end standing for the other one.

    A year of one or two digits is one of the last century or this one: '75 is 1975, 04 is 2004.
    """
    if date is None:
        return None, None
    if not date.earliest and not date.latest and _LIKE_A_DAY.fullmatch(date.text):
        return int(date.text[:4]), int(date.text[:4])
    if short := _SHORT_YEAR.fullmatch(date.text.strip()):
        year = int(short[1]) + (2000 if int(short[1]) < 30 else 1900)
        return year, year
    first, last = date.first_year, date.last_year
    first, last = (last if first is None else first), (first if last is None else last)
    if first is None or last is None:
        return None, None
    return first, last


def day_or_year(date: ImpreciseDate | None) -> str | None:
    """The day as ISO 8601 where it is told, else the year; None where neither is one.

    A day that never was (1949-15-25) is kept: it may be a misspelling of one that the other record has.
    """
    if date is None:
        return None
    if _LIKE_A_DAY.fullmatch(date.text):
        return date.text
    if not date.earliest:
        return None
    if date.earliest == date.latest:
        return date.earliest
    first, last = years_of(date)
    return date.earliest[:4] if first == last else None
