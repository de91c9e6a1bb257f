"""Numerals in one form: 三, 3, III, Ⅲ and ③ all become 3 (width and circles are already folded)."""

from __future__ import annotations

import re

_DIGITS = {**dict(zip("〇一二三四五六七八九", range(10), strict=True)), "零": 0, "壱": 1, "弐": 2, "参": 3}
_UNITS = {"十": 10, "拾": 10, "百": 100, "千": 1000}
_KANJI_NUMBER = re.compile(f"[{''.join(_DIGITS)}{''.join(_UNITS)}]+")
_ROMAN_NUMBER = re.compile(r"(?<![a-z0-9])(?=[ivx])(x{0,3})(ix|iv|v?i{0,3})(?![a-z0-9])")
_ROMAN_ONES = ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")
_ZEROES = re.compile(r"(?<![0-9])0+(?=[0-9])")


def with_digits(folded: str) -> str:
    """The folded text with kanji and Roman numerals as digits; the same text where it has none."""
    text = _KANJI_NUMBER.sub(lambda match: _value(match[0]), folded)
    text = _ROMAN_NUMBER.sub(lambda match: str(10 * len(match[1]) + _ROMAN_ONES.index(match[2])), text)
    return _ZEROES.sub("", text)


def _value(kanji: str) -> str:
    """一九八四 is read digit by digit, 二十三 with its units."""
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
