"""Countries as sources write them."""

from __future__ import annotations

import functools
import re
import unicodedata

from kenri.status import rules

_SEPARATORS = re.compile(r"\s*[/、,，;・]\s*|\s+and\s+|-(?=[A-Z][a-z])")
_ROMAJI = re.compile(
    r"(?:(?:(?:kk|pp|tt|ss|[kgnhbpmr])y?|tch|ssh|sh|ch|ts|j|f|s|z|t|d|w|y)?[aiueo]h?|n(?![aiueoy])|m(?=[bmp]))+"
)
_JAPANESE = re.compile(r"[\u3041-\u3096\u4e00-\u9fff\u3400-\u4dbf\uf900-\ufaff々]")


@functools.cache
def _codes() -> dict[str, str]:
    table = rules.load("kenri.status", "countries.yaml", dict[str, tuple[str, ...]])
    return {name.casefold(): code for code, names in table.items() for name in (code, *names)}


@functools.lru_cache(maxsize=8192)
def countries(text: str) -> tuple[str, ...]:
    """The codes of all countries that a text names; empty where one of them is not known."""
    whole = _code(text)
    if whole:
        return (whole,)
    parts = [_code(part) for part in _SEPARATORS.split(text) if part]
    return tuple(dict.fromkeys(part for part in parts if part)) if all(parts) else ()


def _code(text: str) -> str:
    plain = text.strip(" .()（）").casefold()
    known = _codes().get(plain, "")
    if known or not re.fullmatch("[a-z]{2}", plain):
        return known
    return plain.upper()


@functools.lru_cache(maxsize=16384)
def may_be_japanese(name: str) -> bool:
    """Whether nothing in a name hints at a foreigner: kanji or hiragana, or letters that romanise Japanese.

    A name in katakana alone, or with syllables that Japanese does not have, is such a hint.
    """
    if _JAPANESE.search(name):
        return True
    words = re.findall(r"[^\W\d_]+", unicodedata.normalize("NFKC", name).casefold())
    return all(len(word) <= 2 or _ROMAJI.fullmatch(_plain(word)) for word in words)


def _plain(word: str) -> str:
    """Without macrons and circumflexes, with which long vowels are written."""
    return "".join(c for c in unicodedata.normalize("NFD", word) if c not in "\u0304\u0302")
