"""Names of works and parties, one per script, with the reading that the source gave."""

from __future__ import annotations

from enum import StrEnum

import msgspec


class NameKind(StrEnum):
    """What a name is to the thing that bears it."""

    MAIN = "main"
    ALTERNATIVE = "alternative"
    TRANSLATED = "translated"
    ORIGINAL = "original"
    PEN_NAME = "pen_name"
    FORMER = "former"
    SUBTITLE = "subtitle"
    SERIES = "series"


class Name(msgspec.Struct, frozen=True, omit_defaults=True):
    """One name as one source writes it.

    ``text`` is what is shown and is never folded or corrected.
    ``reading`` is the kana reading, ``romaji`` the romanised form, both only where the source says them.
    ``language`` is a BCP 47 tag (``ja``, ``en``, ``ja-Latn``), empty where the source does not say.
    ``family`` and ``given`` are filled where the source divides a person's name itself.
    """

    text: str
    kind: NameKind = NameKind.MAIN
    language: str = ""
    reading: str = ""
    romaji: str = ""
    family: str = ""
    given: str = ""
