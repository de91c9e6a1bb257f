"""A bank statement as read from any format, and an order of payments as written in any."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections import Counter
from collections.abc import Iterable
from decimal import Decimal, InvalidOperation

import msgspec

from kenri.vocab.problems import Problem

_DIGITS = {
    **dict.fromkeys(("JPY", "KRW", "VND", "CLP", "ISK", "PYG", "UGX", "XAF", "XOF", "XPF", "RWF", "KMF"), 0),
    **dict.fromkeys(("BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"), 3),
}
"""Digits behind the point of currencies that have not two (ISO 4217)."""


class Line(msgspec.Struct, frozen=True):
    """One line: ``amount`` in minor units, above nought for money in.

    ``message`` tells the line from every other of the account, in every statement that holds it. ``end``:
    the identifier that an order to pay carried (EndToEndId), for money out and for what came back.
    """

    message: str
    day: dt.date
    amount: int
    currency: str = "JPY"
    name: str = ""
    text: str = ""
    end: str = ""


class Statement(msgspec.Struct, frozen=True):
    """One account's lines; ``closing`` is the booked balance at the end of ``until``, None where not told."""

    account: str
    lines: tuple[Line, ...]
    problems: tuple[Problem, ...] = ()
    opening: int | None = None
    closing: int | None = None
    until: dt.date | None = None
    currency: str = "JPY"

    def checked(self) -> Statement:
        """Itself. Raises ``Problem('statement_does_not_add_up')`` where no line was refused and yet
        the opening balance with all lines is not the closing one: something is missing in the file."""
        if self.opening is None or self.closing is None or self.problems:
            return self
        found = self.opening + sum(line.amount for line in self.lines)
        if found != self.closing:
            raise Problem("statement_does_not_add_up", closing=self.closing, found=found)
        return self


class Creditor(msgspec.Struct, frozen=True):
    """An account to be paid to, as Japanese banks name it; ``holder`` in half-width kana."""

    bank: str
    branch: str
    kind: str
    number: str
    holder: str


class Transfer(msgspec.Struct, frozen=True):
    """One payment of an order: its number (EndToEndId), the account, whole minor units."""

    number: str
    to: Creditor
    amount: int
    text: str = ""


class Order(msgspec.Struct, frozen=True):
    """Payments from one account on one day.

    ``client``: the code that the bank gave its customer (委託者コード).
    """

    number: str
    day: dt.date
    made: dt.datetime
    client: str
    source: Creditor
    transfers: tuple[Transfer, ...]
    currency: str = "JPY"


def digits_of(currency: str) -> int:
    """How many digits a currency has behind the point."""
    return _DIGITS.get(currency, 2)


def minor_units(amount: str, currency: str) -> int:
    """An amount as written, in minor units. Raises ``Problem('bad_amount')``."""
    try:
        scaled = Decimal(amount.strip()).scaleb(digits_of(currency))
        if scaled != scaled.to_integral_value() or abs(scaled) > 10**15:
            raise InvalidOperation
    except InvalidOperation:
        raise Problem("bad_amount", amount=amount, currency=currency) from None
    return int(scaled)


def told(amount: int, currency: str) -> str:
    """Minor units as an amount is written: 1234 JPY is ``1234``, 1234 USD is ``12.34``."""
    digits = digits_of(currency)
    return f"{Decimal(amount).scaleb(-digits):.{digits}f}"


def named(lines: Iterable[Line]) -> tuple[Line, ...]:
    """The lines, each without a name of its own named by what it says and which of its like it is that day.

    Two equal payments of a day stay two; the same statement read again gives the same names.
    """
    seen: Counter[str] = Counter()
    out = []
    for line in lines:
        if not line.message:
            alike = hashlib.sha256(msgspec.json.encode(line)).hexdigest()[:20]
            seen[alike] += 1
            line = msgspec.structs.replace(line, message=f"{line.day}:{alike}:{seen[alike]}")
        out.append(line)
    return tuple(out)
