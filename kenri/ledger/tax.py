"""Consumption tax within amounts, as qualified invoices (適格請求書) show it.

消費税法施行令 70 条の10: the tax of a rate is worked out once an invoice from the sum of all that bears the
rate, here from the sum with tax (sum × rate ÷ (100 + rate)), and a fraction is cut off (the method is
the issuer's choice; unverified against the original).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

import msgspec

from kenri.vocab.text import Text


class Line(msgspec.Struct, frozen=True):
    """What something is paid for: ``amount`` with tax, ``rate`` of tax in per cent (0: none)."""

    text: Text
    amount: int
    rate: int = 0


class AtRate(msgspec.Struct, frozen=True):
    """All of one rate: the sum with tax, and the tax in it."""

    rate: int
    amount: int
    tax: int


def by_rate(lines: Iterable[Line]) -> tuple[AtRate, ...]:
    """The sums by rate, the highest first, each rounded once."""
    sums: dict[int, int] = defaultdict(int)
    for line in lines:
        sums[line.rate] += line.amount
    return tuple(
        AtRate(rate, amount, amount * rate // (100 + rate))
        for rate, amount in sorted(sums.items(), reverse=True)
    )


def tax_in(lines: Iterable[Line]) -> int:
    """The whole tax in an amount."""
    return sum(part.tax for part in by_rate(lines))
