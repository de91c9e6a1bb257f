"""Romanised Japanese to kana: Hepburn, Kunrei, Nihon, passport and keyboard spellings.

The result feeds ``kana.sound``, which makes long and short vowels equal; so macrons, ``ou``, ``oo`` and
``oh`` need no separate treatment beyond dropping the ``h``.
"""

from __future__ import annotations

import functools
import re

_VOWELS = dict(zip("aiueo", "あいうえお", strict=True))
_ROWS = {
    "k": "かきくけこ", "s": "さしすせそ", "t": "たちつてと", "n": "なにぬねの", "h": "はひふへほ",
    "m": "まみむめも", "r": "らりるれろ", "g": "がぎぐげご", "z": "ざじずぜぞ", "d": "だぢづでど",
    "b": "ばびぶべぼ", "p": "ぱぴぷぺぽ",
}  # fmt: skip
_GLIDES = {
    "ky": "き", "sy": "し", "ty": "ち", "ny": "に", "hy": "ひ", "my": "み", "ry": "り", "gy": "ぎ",
    "zy": "じ", "dy": "じ", "by": "び", "py": "ぴ", "jy": "じ", "sh": "し", "ch": "ち", "j": "じ", "cy": "ち",
}  # fmt: skip
_OTHERS = {
    "shi": "し", "chi": "ち", "tsu": "つ", "ji": "じ", "fu": "ふ", "ya": "や", "yu": "ゆ", "yo": "よ",
    "ye": "え", "wa": "わ", "wi": "うぃ", "we": "うぇ", "wo": "を", "n": "ん", "she": "しぇ",
    "che": "ちぇ", "je": "じぇ",
    "fa": "ふぁ", "fi": "ふぃ", "fe": "ふぇ", "fo": "ふぉ", "va": "ば", "vi": "び", "vu": "ぶ",
    "ve": "べ", "vo": "ぼ", "tsa": "つぁ", "tse": "つぇ", "tso": "つぉ", "dzu": "づ", "dji": "ぢ",
    "dzi": "ぢ", "kwa": "か", "gwa": "が", "thi": "てぃ", "dhi": "でぃ", "la": "ら", "li": "り", "lu": "る",
    "le": "れ", "lo": "ろ",
}  # fmt: skip


def _syllables() -> dict[str, str]:
    table = dict(_VOWELS)
    for consonant, row in _ROWS.items():
        table.update({consonant + vowel: kana for vowel, kana in zip("aiueo", row, strict=True)})
    for glide, kana in _GLIDES.items():
        table.update({glide + vowel: kana + small for vowel, small in zip("auo", "ゃゅょ", strict=True)})
    return table | _OTHERS


_SYLLABLES = _syllables()
_KINDS = {
    "stop": "|".join(f"{letter}(?={letter})" for letter in "kstpgbdzjfhr") + "|[tc](?=c)",
    "nasal": "n(?![aiueoy])|m(?=[bpm])",
    "long": "(?<=o)h(?![aiueoy])",
    "syllable": "|".join(sorted(_SYLLABLES, key=len, reverse=True)),
}
_PARTS = re.compile("|".join(f"(?P<{kind}>{part})" for kind, part in _KINDS.items()))
_WORD = re.compile(f"(?:{'|'.join(_KINDS.values())})++")
"""A word that can be Japanese: most English ones are turned away by this alone."""


@functools.lru_cache(maxsize=65536)
def kana_of(word: str) -> str:
    """The kana of one folded romanised word; empty where it cannot be Japanese.

    The particle ``wa`` is written は: a わ would join the end of "boku" to the くわ of old orthography.
    """
    if word == "wa":
        return "は"
    return _PARTS.sub(_kana_of_part, word) if _WORD.fullmatch(word) else ""


def _kana_of_part(part: re.Match[str]) -> str:
    if part["stop"]:
        return "っ"
    if part["nasal"]:
        return "ん"
    return _SYLLABLES.get(part["syllable"], "")


def reading_of(folded: str) -> str:
    """The kana of folded romanised text, spaces dropped; empty unless every word can be Japanese."""
    written = ""
    for word in folded.split() if folded.isascii() else ():
        kana = kana_of(word)
        if not kana:
            return ""
        written += kana
    return written
