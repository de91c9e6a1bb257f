"""Statements about the legal state of a work, found by the URL or the name under which sources give them."""

from __future__ import annotations

import functools
import re

from kenri.vocab.rights import Statement
from kenri.vocab.vocabularies import statements

_NOISE = re.compile(
    r"^https?://(?:www\.)?|(?:/(?:legalcode|deed)(?:\.[a-z-]+)?|/rdf|\.html?|\?.*|#.*)+$|/+$", re.IGNORECASE
)
_PAGE = re.compile(r"rightsstatements\.org/page/", re.IGNORECASE)


def declared(text: str, url: str = "") -> Statement:
    """The statement with its key where the URL, or a URL or licence name in the text, is a known one."""
    link = url or next(iter(re.findall(r"https?://[^\s<>\"，。、)]+", text)), "").rstrip(".,;")
    key = _by_url().get(_folded(link), "") if link else ""
    if not key:
        key = _by_name().get(" ".join(text.casefold().replace("-", " ").split()), "")
    return Statement(text or link, key, link)


def _folded(url: str) -> str:
    plain = _PAGE.sub("rightsstatements.org/vocab/", url.strip())
    while (shorter := _NOISE.sub("", plain)) != plain:
        plain = shorter
    return plain.casefold()


@functools.cache
def _by_url() -> dict[str, str]:
    return {_folded(kind.url): kind.key for kind in statements().values() if kind.url}


@functools.cache
def _by_name() -> dict[str, str]:
    names: dict[str, str] = {}
    for kind in statements().values():
        for word in (kind.key, kind.spdx, kind.label.en, kind.label.ja):
            if word:
                names.setdefault(" ".join(word.casefold().replace("-", " ").split()), kind.key)
    return names
