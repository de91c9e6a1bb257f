"""Rounding rules by id: which multiple, and which way. All arithmetic between them is exact."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor
from typing import Literal

import msgspec

from kenri.vocab import data_files
from kenri.vocab.text import Text


class Rounding(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A rule of ``roundings.yaml``."""

    label: Text
    unit: Decimal
    how: Literal["down", "up", "half_up", "half_even"]

    def of(self, value: Fraction) -> Fraction:
        """A value that is not negative, rounded to a multiple of ``unit``."""
        unit = Fraction(self.unit)
        parts = value / unit
        match self.how:
            case "down":
                whole = floor(parts)
            case "up":
                whole = ceil(parts)
            case "half_up":
                whole = floor(parts + Fraction(1, 2))
            case "half_even":
                whole = round(parts)
        return whole * unit


@functools.cache
def roundings() -> Mapping[str, Rounding]:
    """All rounding rules by id."""
    return data_files.load_of("kenri.tariffs", "data/roundings.yaml", dict[str, Rounding])
