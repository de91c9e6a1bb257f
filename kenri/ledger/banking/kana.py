"""The letters of Japanese bank files: half-width kana, capital letters, digits and a few marks (JIS X
0201)."""

from __future__ import annotations

import re
import unicodedata

from kenri.vocab.problems import Problem

_FULL = (
    "ァアィイゥウェエォオカキクケコサシスセソタチツテト"
    "ナニヌネノハヒフヘホマミムメモャヤュユョヨラリルレロワヲン゛゜ー"
)
_HALF = "ｱｱｲｲｳｳｴｴｵｵｶｷｸｹｺｻｼｽｾｿﾀﾁﾂﾃﾄﾅﾆﾇﾈﾉﾊﾋﾌﾍﾎﾏﾐﾑﾒﾓﾔﾔﾕﾕﾖﾖﾗﾘﾙﾚﾛﾜｦﾝﾞﾟ-"
_TO_HALF = str.maketrans(
    {
        **dict(zip(_FULL, _HALF, strict=True)),
        "ッ": "ﾂ",
        "\u3099": "ﾞ",
        "\u309a": "ﾟ",
        "・": ".",
        "‐": "-",
        "−": "-",
        "–": "-",
        "—": "-",
        "「": "(",
        "」": ")",
        "\u3000": " ",
    }
)
_ALLOWED = re.compile(r"[0-9A-Zｦｱ-ﾟ ()\-/.,\\]*")


def bank_kana(text: str) -> str:
    """A name as banks write it: kana of any width become half-width, small kana large, letters capital.

    Raises ``Problem('not_bank_kana')`` on letters that banks do not take, kanji above all.
    """
    decomposed = unicodedata.normalize("NFD", unicodedata.normalize("NFKC", text))
    kana = "".join(chr(ord(c) + 0x60) if "ぁ" <= c <= "ゖ" else c for c in decomposed)
    found = re.sub(r" +", " ", kana.upper().translate(_TO_HALF)).strip()
    if not _ALLOWED.fullmatch(found):
        raise Problem("not_bank_kana", text=text)
    return found


def alike(text: str) -> str:
    """A payer's name as two banks may both have written it: half-width kana without legal forms and marks."""
    try:
        found = bank_kana(text)
    except Problem:
        found = unicodedata.normalize("NFKC", text).upper()
    found = re.sub(r"[(（](ｶ|ｶﾌﾞ|ﾕ|ｲ|ｼﾔ|ｻﾞｲ|ｶﾞｸ|ﾄﾞｸ|ﾌｸ)[)）]?|(ｶ|ﾕ|ｲ)[)）]|ｶﾌﾞｼｷｶﾞｲｼﾔ|ﾕｳｹﾞﾝｶﾞｲｼﾔ", "", found)
    return re.sub(r"[^0-9A-Zｦｱ-ﾟ一-鿿]", "", re.sub(r"\d{10}", "", found))
