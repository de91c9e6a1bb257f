"""How much of one text another holds, by sets of grams that are compared in a few machine words.

A text's grams are every three letters that follow one another (of words padded with spaces), and every two
Japanese characters. Each sets one of ``BITS`` bits; sets are kept as 64-bit integers, so that a database
counts common grams with ``&`` and ``bit_count``. In texts of many grams bits collide: from a share is taken
what chance alone would give.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

BITS = 512
PARTS = BITS // 64
_CJK = 0x2E80
_MULTIPLIERS = np.array((0x9E3779B1, 0x85EBCA77, 0xC2B2AE3D), dtype=np.uint64)


def signatures(texts: Sequence[str]) -> NDArray[np.int64]:
    """One row of ``PARTS`` integers for each folded text; the same text always gives the same row."""
    padded = "".join([f"  {text}  " for text in texts])
    # Calculated in place, and for Japanese only where there is any: this takes half of a table's time.
    codes = np.frombuffer(padded.encode("utf-32-le"), dtype=np.uint32).astype(np.uint64)
    sizes = np.fromiter(map(len, texts), np.int64, len(texts)) + 4
    bits = np.zeros(len(texts) * BITS, dtype=np.uint8)
    if len(codes):
        first, second, third = (codes[place : len(codes) - 2 + place] for place in range(3))
        blank, cjk = codes == 32, codes >= _CJK
        keep = ~(blank[1:-1] & (blank[:-2] | blank[2:]))
        hashed, last = second * _MULTIPLIERS[1], third * _MULTIPLIERS[2]
        if cjk.any():
            hashed[cjk[:-2] & ~cjk[1:-1]] = 0
            last[cjk[:-2]] = 0
            keep = cjk[:-2] | (keep & ~cjk[1:-1] & ~cjk[2:])
        ends = np.cumsum(sizes)
        keep[ends[:-1] - 2] = keep[ends[:-1] - 1] = False
        hashed ^= last
        hashed ^= first * _MULTIPLIERS[0]
        hashed *= np.uint64(0x9E3779B97F4A7C15)
        hashed >>= np.uint64(40)
        hashed &= np.uint64(BITS - 1)
        place = np.repeat(np.arange(0, len(bits), BITS), sizes)[:-2] + hashed.view(np.int64)
        bits[place[keep]] = 1
    return np.packbits(bits).view(np.int64).reshape(len(texts), PARTS)


_CALL = re.compile(r"\b(share|dice|size)\((\w+)_([lr])(?:, (\w+)_([lr]))?\)")


def expanded(sql: str) -> str:
    """``share(t_l, b_r)`` and ``dice(t_l, t_r)`` written out over the integers of both rows."""

    def count(parts: list[str]) -> str:
        return "(" + " + ".join(f"cast(bit_count({part}) as int)" for part in parts) + ")"

    def write(match: re.Match[str]) -> str:
        name, one, side, other, other_side = match.groups()
        both = count([f"({one}{n}_{side} & {other}{n}_{other_side})" for n in range(PARTS)])
        if name == "share":
            chance = f"({other}_size_{other_side} / {BITS}.0)"
            size = f"{one}_size_{side}"
            return f"(({both} - {size} * {chance}) / greatest({size} * (1 - {chance}), 0.5))"
        return f"(2.0 * {both} / greatest({one}_size_{side} + {other}_size_{other_side}, 1))"

    return _CALL.sub(write, sql)
