"""Names of works and parties, one per script, with the reading that the source gave."""

from __future__ import annotations

import re
import unicodedata
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


_EAST_ASIAN = re.compile(r"[\u3005\u3040-\u309f\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_KATAKANA = re.compile(r"[\u30a0-\u30ff]")


def person_name(family: str, given: str, *, reading: str = "", romaji: str = "") -> Name:
    """The name of a person whose source gives family and given name apart; either may be empty.

    Names with kanji or hiragana are joined family first without a space (夏目漱石), names in katakana
    family first with one, as Japanese catalogues write foreign names, all others given name first.
    """
    family, given = family.strip(), given.strip()
    if not family or not given:
        text = family or given
    elif _EAST_ASIAN.search(family + given):
        text = family + given
    elif _KATAKANA.search(family + given):
        text = f"{family} {given}"
    else:
        text = f"{given} {family}"
    return Name(text, reading=reading.strip(), romaji=romaji.strip(), family=family, given=given)


def inverted_name(text: str, *, kind: NameKind = NameKind.MAIN, language: str = "") -> Name:
    """A person's name as ``text``, divided at its first comma where it is inverted ("Turner, J. M. W.").

    ``text`` is kept as written. Life dates and titles must be gone; ``headings`` takes them off.
    """
    text = text.strip()
    family, comma, given = unicodedata.normalize("NFKC", text).replace("、", ",").partition(",")
    if not comma or not given.strip():
        return Name(text, kind, language)
    return Name(text, kind, language, family=family.strip(), given=given.strip())
