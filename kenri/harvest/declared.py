"""Statements about the legal state of a work as sources give them: a URL, a name, or words around either."""

from __future__ import annotations

import functools
import re

from kenri.vocab.rights import Statement
from kenri.vocab.vocabularies import statement_named

_URL = re.compile(r"https?://[^\s<>\"，。、)」]+")
_LICENCE = re.compile(
    r"\b(?:creative commons|cc)[\s-]*by(?:[\s-]+(?:nc|nd|sa))*[\s-]*v?[1-4]\.[0-5]\b", re.IGNORECASE
)


@functools.lru_cache(maxsize=16384)
def declared(text: str, url: str = "") -> Statement:
    """The statement, with its key where its URL, its name or the one licence in its words is known."""
    link = url or next(iter(_URL.findall(text)), "").rstrip(".,;")
    key = statement_named(link) if link else None
    return Statement(text or link, key or statement_named(text) or _licence_within(text) or "", link)


def _licence_within(text: str) -> str | None:
    """The Creative Commons licence with version that a text names; None where it names several."""
    named = {key for words in _LICENCE.findall(text) if (key := statement_named(words))}
    return named.pop() if len(named) == 1 else None
