"""The map that makes scores keep their word: of pairs scored 0.99, 99 in 100 are right.

Comparisons are not independent of each other, as the model takes them to be, so it is too sure of itself.
One map for all schemas and all data puts that right; ``data/calibration.yaml`` says how it was made.
"""

from __future__ import annotations

import functools
import math
from importlib import resources

import msgspec

from kenri.vocab.data_files import parse_yaml


class Calibration(msgspec.Struct, frozen=True):
    """log odds of the model times ``slope`` plus ``intercept`` (natural logarithms), never above ``most``."""

    slope: float
    intercept: float
    most: float
    made: str

    def sql(self, odds: str) -> str:
        """The probability of a pair with such odds, as SQL."""
        scaled = f"(exp({self.intercept!r}) * pow({odds}, {self.slope!r}))"
        return f"least({self.most!r}, {scaled} / (1 + {scaled}))"

    def probability(self, odds: float) -> float:
        """The probability of a pair with such odds."""
        scaled = math.exp(self.intercept) * odds**self.slope
        return float(min(self.most, scaled / (1 + scaled)))


@functools.cache
def shipped() -> Calibration:
    """The map that is shipped."""
    data = resources.files("kenri.identity").joinpath("data", "calibration.yaml").read_bytes()
    return msgspec.convert(parse_yaml(data), Calibration, strict=False)
