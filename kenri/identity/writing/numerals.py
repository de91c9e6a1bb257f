"""Numerals in one form: 三, 3, III, Ⅲ and ③ all become 3 (width and circles are already folded)."""

from __future__ import annotations

import re

_DIGITS = {**dict(zip("〇一二三四五六七八九", range(10), strict=True)), "零": 0, "壱": 1, "弐": 2, "参": 3}
_UNITS = {"十": 10, "拾": 10, "百": 100, "千": 1000}
_KANJI_NUMBER = re.compile(f"[{''.join(_DIGITS)}{''.join(_UNITS)}]+")
_ROMAN_NUMBER = re.compile(r"[ivx](?<![a-z0-9].)[ivx]{0,5}(?![a-z0-9])")
_ROMAN_VALUES = {
    tens + ones: str(10 * len(tens) + place)
    for tens in ("", "x", "xx", "xxx")
    for place, ones in enumerate(("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix"))
}
_ZEROES = re.compile(r"(?<![0-9])0+(?=[0-9])")
_DIGIT = re.compile("[0-9]")
_REWRITTEN = re.compile(
    f"[0ivx{''.join(_DIGITS)}{''.join(_UNITS)}]"
    r"(?:(?<![0ivx])|(?<![0-9].)(?<=0)[0-9]|(?<![a-z0-9].)[ivx]{0,5}(?![a-z0-9]))"
)
"""One of the three above, perhaps: all that must be tried for most texts, which hold none."""


def has_numerals(folded: str) -> bool:
    """Whether a folded text may hold numerals of any kind; a quick look, to spare the others a closer one."""
    return _DIGIT.search(folded) is not None or _REWRITTEN.search(folded) is not None


def with_digits(folded: str) -> str:
    """The folded text with kanji and Roman numerals as digits; the same text where it has none."""
    if _REWRITTEN.search(folded) is None:
        return folded
    text = _KANJI_NUMBER.sub(_value, folded)
    text = _ROMAN_NUMBER.sub(_roman, text)
    return _ZEROES.sub("", text) if "0" in text else text


def _roman(match: re.Match[str]) -> str:
    """Letters count as a numeral only where they are a word of their own."""
    return _ROMAN_VALUES.get(match[0], match[0])


def _value(match: re.Match[str]) -> str:
    """一九八四 is read digit by digit, 二十三 with its units."""
    kanji = match[0]
    if not any(character in _UNITS for character in kanji):
        return "".join(str(_DIGITS[character]) for character in kanji)
    total, digits = 0, ""
    for character in kanji:
        if character in _UNITS:
            total += (int(digits) if digits else 1) * _UNITS[character]
            digits = ""
        else:
            digits += str(_DIGITS[character])
    return str(total + (int(digits) if digits else 0))
