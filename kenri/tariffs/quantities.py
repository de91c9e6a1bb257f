"""Exact quantities with their unit, and how people read them."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import msgspec

from kenri.tariffs.spec import Unit
from kenri.vocab.text import Text

_PLACES = 6
"""Decimal places up to which a quantity is shown exactly; others are shown to four, as about so much."""

NOTHING = Text("", "")


class Quantity(msgspec.Struct, frozen=True):
    """A number with its unit; ``called`` is what a number of things counts, such as copies."""

    value: Fraction
    unit: Unit
    called: Text = NOTHING

    def told(self) -> Text:
        """As people read it: 7.7%, ¥1,000, 92 days; what is not exact in four places is told as about so."""
        shown = self.value * 100 if self.unit == "share" else self.value
        scaled = shown * 10**_PLACES
        exact = scaled.denominator == 1
        digits = _grouped(scaled.numerator, _PLACES) if exact else _grouped(round(shown * 10**4), 4)
        about = Text("", "") if exact else Text("約", "about ")
        match self.unit:
            case "share":
                return Text(f"{about.ja}{digits}％", f"{about.en}{digits}%")
            case "yen":
                return Text(f"{about.ja}{digits}円", f"{about.en}¥{digits}")
            case "count":
                called = self.called.en if self.value != 1 else _one(self.called.en)
                return Text(f"{about.ja}{digits}{self.called.ja}", f"{about.en}{digits} {called}".rstrip())


def _one(things: str) -> str:
    """One of what an English plural counts: a copy, a month."""
    return f"{things[:-3]}y" if things.endswith("ies") else things.removesuffix("s")


def yen(amount: int | Decimal | Fraction) -> Quantity:
    """An amount of money."""
    return Quantity(Fraction(amount), "yen")


def _grouped(scaled: int, places: int) -> str:
    whole, rest = divmod(scaled, 10**places)
    decimals = f"{rest:0{places}d}".rstrip("0")
    return f"{whole:,}" + (f".{decimals}" if decimals else "")
