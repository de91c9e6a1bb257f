"""What the checks of all schemes share: the text made plain, its prefixes taken off, reasons to refuse it."""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum
from urllib.parse import unquote


class Refusal(StrEnum):
    """Why a value is no identifier."""

    EMPTY = "empty"
    PLACEHOLDER = "placeholder"
    IMPRECISE = "imprecise"
    FORM = "form"
    CHECK_DIGIT = "check_digit"
    PRIVATE = "private"


class Refused(Exception):  # noqa: N818  (caught by ``identifiers`` and told as a Problem)
    """The value is no identifier of the scheme."""

    def __init__(self, reason: Refusal) -> None:
        self.reason = reason
        super().__init__(reason)


_NOTHING = frozenset(
    {
        *("-", "--", "---", ".", "?", "??", "*", "/"),
        *("none", "(none)", "null", "nil", "nan", "n/a", "#n/a", "na", "unknown", "undefined", "tbd"),
        *("不明", "なし", "無し", "無", "未定", "該当なし", "未詳"),
    }
)
_DASHES = re.compile(r"[\u2010-\u2015\u2212\uff0d\u30fc]")
_FLOAT = re.compile(r"[0-9]+(?:\.[0-9]+)?[eE][+]?[0-9]+")
_WHOLE_FLOAT = re.compile(r"[0-9]+\.0")
HTTP = re.compile(r"https?://", re.IGNORECASE)


_LONGEST = 2000
"""Characters of a value that can be an identifier; addresses are the longest of them."""


def plain(raw: str) -> str:
    """The text without outer spaces, NFKC and with ASCII hyphens unless it is a URL.

    Refuses what says "nothing" (``-``, ``none``, 不明) and spreadsheet floats, which have lost digits.
    """
    text = raw.strip()
    if not text:
        raise Refused(Refusal.EMPTY)
    if len(text) > _LONGEST:
        raise Refused(Refusal.FORM)
    if HTTP.match(text):
        return text
    if not text.isascii():
        text = _DASHES.sub("-", unicodedata.normalize("NFKC", text))
    if text.isdigit():
        return text
    if text.casefold() in _NOTHING:
        raise Refused(Refusal.PLACEHOLDER)
    if _FLOAT.fullmatch(text):
        raise Refused(Refusal.IMPRECISE)
    # What a spreadsheet or data frame made of a whole number still has all its digits.
    return text[:-2] if _WHOLE_FLOAT.fullmatch(text) else text


def last_segment(text: str) -> str:
    """The last part of a URL's path; the text itself where it is no URL."""
    if not HTTP.match(text):
        return text
    path = re.split(r"[?#]", text, maxsplit=1)[0].rstrip("/")
    return unquote(path.rsplit("/", 1)[-1])


def without_label(text: str, *labels: str) -> str:
    """Without a leading ``ISBN:``, ``urn:isbn:`` or ``(ISBN)``."""
    if text[:1].isdigit():
        return text
    names = "|".join(labels)
    return re.sub(rf"^\(?(?:urn:|info:)?(?:{names})(?:-1[03])?\)?\s*[:/]?\s*", "", text, flags=re.IGNORECASE)


def closed(text: str) -> str:
    """Without spaces and hyphens, in capitals."""
    return text.replace(" ", "").replace("-", "").upper()


def refuse_repeated(digits: str) -> None:
    """All zeros, all nines and the like fit many check digits but name nothing."""
    if len(set(digits)) == 1:
        raise Refused(Refusal.PLACEHOLDER)


def fits(valid: bool) -> None:
    """Refuse a check digit that does not fit."""
    if not valid:
        raise Refused(Refusal.CHECK_DIGIT)


def form(pattern: str, text: str, flags: re.RegexFlag = re.NOFLAG) -> re.Match[str]:
    """The match with the whole text; refuses text of another form."""
    match = re.fullmatch(pattern, text, flags)
    if match is None:
        raise Refused(Refusal.FORM)
    return match
