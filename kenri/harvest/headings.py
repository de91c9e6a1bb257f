"""Authority headings as libraries write them: 「夏目, 漱石, 1867-1916」, "Poe, Edgar Allan, 1809-1849", 「講談社」."""

from __future__ import annotations

import functools
import re

import msgspec

from kenri.vocab.dates import Certainty, ImpreciseDate, year_date
from kenri.vocab.names import Name
from kenri.vocab.records import PartyKind

SPACE = " \t\r\n\u3000"


class Heading(msgspec.Struct, frozen=True):
    """An authority heading taken apart: the name and the years that libraries add to tell namesakes apart."""

    name: Name
    born: ImpreciseDate | None = None
    died: ImpreciseDate | None = None
    kind: PartyKind = PartyKind.UNKNOWN


_YEARS = re.compile(
    r",\s*(?P<born>(?:ca\.?\s*|約)?\d{3,4}\??)?\s*(?P<dash>[-‐–—~～])?\s*(?P<died>(?:ca\.?\s*|約)?\d{3,4}\??)?\.?$"
)
_DIGITS = re.compile(r"\d{3,4}")
_KATAKANA = re.compile(r"[ァ-ヶー・＝=\s]+$")
_LATIN = re.compile(r"[A-Za-zÀ-ɏ]")
_ORGANISATION = re.compile(
    r"(?:会|社|所|省|庁|局|館|大学|学校|協会|委員会|研究室|センター|グループ|銀行|組合|課|部|団|府|県|市|"
    r"Inc\.?|Ltd\.?|Co\.?|Company|Corporation|University|Institute|Society|Museum|Library|Press|Association)$"
)


@functools.lru_cache(maxsize=32768)
def heading(text: str, reading: str = "") -> Heading:
    """An authority heading: 「夏目, 漱石, 1867-1916」, "Poe, Edgar Allan, 1809-1849", 「講談社」."""
    years = _YEARS.search(text)
    born = died = None
    if years and years[0].strip(", ."):
        text = text[: years.start()]
        if years["dash"] is None and years["born"]:
            born = _year(years["born"])
        else:
            born, died = _year(years["born"]), _year(years["died"])
    family, comma, given = text.partition(",")
    family, given = family.strip(SPACE), given.strip(SPACE)
    kana = ""
    if reading:
        kana = _YEARS.sub("", reading) if "," in reading else reading
        kana = " ".join(part for part in re.split(r"[,\s\u3000]+", kana) if part)
    if not comma or not given:
        kind = PartyKind.PERSON if (born or died) else PartyKind.UNKNOWN
        if kind is PartyKind.UNKNOWN and _ORGANISATION.search(family):
            kind = PartyKind.ORGANISATION
        return Heading(Name(family or text, reading=kana), born, died, kind)
    if _LATIN.search(text) or _KATAKANA.match(family):
        shown = f"{family}, {given}"
    else:
        shown = family + given
    return Heading(Name(shown, reading=kana, family=family, given=given), born, died, PartyKind.PERSON)


def _year(text: str | None) -> ImpreciseDate | None:
    if not text:
        return None
    digits = _DIGITS.search(text)
    if digits is None:
        return None
    date = year_date(int(digits[0]), text.strip())
    if "?" in text or "ca" in text or "約" in text:
        return msgspec.structs.replace(date, certainty=Certainty.CIRCA)
    return date
