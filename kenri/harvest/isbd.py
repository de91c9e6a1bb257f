"""Texts of library catalogues without the punctuation of ISBD, which only announces what follows."""

from __future__ import annotations

import functools
import re

_END = re.compile(r"\s*[/:;,=]\s*$")
_FULL_STOP = re.compile(r"(?<=[\w)\]]{3})\.$|(?<=[\])?!$»”\u3041-\u9fff])\.$")
_OLD_CATALOG = re.compile(r"\.?\s*\[from old catalog\]\.?$")
_ABBREVIATED = re.compile(
    r"\b(?:Inc|Ltd|Co|Corp|Bros|Jr|Sr|etc|Dept|Assn|Soc|Univ|Pub|ed|vol|Mrs|Mme|comp|ill|prof)\.$",
    re.IGNORECASE,
)
_NOBODY = re.compile(r"\[?s\.?\s*n\.?\]?|publisher not identified|出版者不明|発行者不明", re.IGNORECASE)
_NOWHERE = re.compile(r"s\.?\s*l\.?|place of publication not identified|出版地不明", re.IGNORECASE)


@functools.lru_cache(maxsize=65536)
def unpunctuated(text: str) -> str:
    """The text without the punctuation at its end; the full stop of an initial or abbreviation stays."""
    if text.endswith(("]", "].")):
        text = _OLD_CATALOG.sub("", text)
    while text and text[-1] in " /:;,=" and (shorter := _END.sub("", text)) != text:
        text = shorter
    if text.startswith("[") and "]" not in text:
        text = text[1:]
    if text.endswith(".") and _FULL_STOP.search(text) and not _ABBREVIATED.search(text):
        text = text[:-1]
    return text.strip()


@functools.lru_cache(maxsize=16384)
def place(text: str) -> str:
    """A place of publication; empty for "[S.l.]"."""
    found = unpunctuated(text.strip("[] ")).strip("[]? ")
    return "" if _NOWHERE.fullmatch(found) else found


@functools.lru_cache(maxsize=16384)
def publisher_name(text: str) -> str:
    """A publisher's name; empty for "[s.n.]"."""
    found = unpunctuated(text).strip("[] ")
    return "" if _NOBODY.fullmatch(found) else found
