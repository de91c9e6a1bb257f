"""The font that documents are set in: what is installed and has Japanese letters."""

from __future__ import annotations

import functools

import typst

from kenri.vocab.problems import Problem

MINCHO = (
    *("Noto Serif CJK JP", "Noto Serif JP", "Source Han Serif", "Source Han Serif JP", "BIZ UDPMincho"),
    *("BIZ UDMincho", "IPAexMincho", "IPAPMincho", "IPAMincho", "Hiragino Mincho ProN", "Yu Mincho"),
    *("MS PMincho", "TakaoPMincho"),
)
"""Families for letters and notices, in the order in which they are taken."""
GOTHIC = (
    *("Noto Sans CJK JP", "Noto Sans JP", "Source Han Sans", "Source Han Sans JP", "BIZ UDPGothic"),
    *("BIZ UDGothic", "IPAexGothic", "IPAPGothic", "IPAGothic", "Hiragino Sans", "Yu Gothic", "Meiryo"),
    *("MS PGothic", "TakaoPGothic", "VL PGothic"),
)
"""Families for headings; either kind stands in for the other where only one is installed."""


@functools.cache
def installed() -> typst.Fonts:
    """The fonts of the machine; looking for them takes a fifth of a second."""
    return typst.Fonts()


@functools.cache
def families() -> tuple[str, str]:
    """The installed families for text and for headings. Raises ``Problem('no_document_font')``."""
    present = {name.casefold(): name for name in installed().families()}
    text = _first(MINCHO + GOTHIC, present)
    headings = _first(GOTHIC + MINCHO, present)
    if not text or not headings:
        raise Problem("no_document_font")
    return text, headings


def _first(names: tuple[str, ...], present: dict[str, str]) -> str:
    return next((present[name.casefold()] for name in names if name.casefold() in present), "")
