"""What a platform reports: how often each work was used, in which part of its service, what it earned."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal, InvalidOperation
from typing import Literal, Protocol

import msgspec

from kenri.vocab.identifiers import Identifier
from kenri.vocab.problems import Problem

Kind = Literal["licensed", "infringing", "free"]
"""A use under licence, one that infringed, or one that bears no royalty."""
INTERMEDIARIES = (
    "provider",
    "host",
    "platform",
    "carrier",
    "device_maker",
    "broadcaster",
    "school",
    "dealer",
)
"""What an intermediary is: of content of its own, of others' files or posts, of connections, and so on."""
MOST_UNITS = 10**12
"""Uses that one row may report."""


class Usage(msgspec.Struct, frozen=True, kw_only=True):
    """Uses of one thing; ``number`` is the row, ``pool`` the part of the service, ``schema`` what it is."""

    number: int
    pool: str
    title: str
    units: int
    kind: Kind = "licensed"
    schema: str = ""
    creators: tuple[str, ...] = ()
    identifiers: tuple[Identifier, ...] = ()
    reference: str = ""


class Found(msgspec.Struct, frozen=True):
    """The work of the catalogue that a use is of, the ``layers`` that it has, and ``how`` it was found."""

    work: str
    how: Literal["identifier", "title"]
    layers: tuple[str, ...] = ()


Find = Callable[[Sequence[Usage]], Iterator[Found | None]]
"""Looks works up: one answer for each use, in their order; None where none is surely meant."""


class Service(msgspec.Struct, frozen=True, kw_only=True):
    """A part of a platform's service for which money is reckoned: where, how used, what it earned.

    ``revenue`` in whole yen, parts of a yen cut off; None where it is not told or in another currency.
    """

    code: str
    territory: str = "JP"
    name: str = ""
    use_type: str = ""
    model: str = ""
    revenue: int | None = None
    currency: str = "JPY"


class Reading(Protocol):
    """A report that was opened; ``services``, ``problems`` and ``counts`` are complete after ``uses``."""

    services: dict[str, Service]
    problems: list[Problem]
    counts: dict[str, int]
    first: dt.date | None
    last: dt.date | None
    sender: str

    def uses(self) -> Iterator[Usage]:
        """Every row that tells a use, in its order; a row with a problem is told in ``problems``."""


def whole(text: str, where: str) -> int:
    """A number of uses. Raises Problem: ``usage_number`` where it is none or not whole."""
    try:
        number = Decimal(text.replace(",", "").replace("，", "").strip() or "x")
    except InvalidOperation:
        raise Problem("usage_number", where, value=text) from None
    if not number.is_finite() or number != number.to_integral_value() or not 0 <= number <= MOST_UNITS:
        raise Problem("usage_number", where, value=text)
    return int(number)


def yen(text: str, where: str) -> int:
    """An amount of money in whole units, the rest cut off. Raises Problem: ``usage_money``."""
    try:
        number = Decimal(text.replace(",", "").replace("¥", "").replace("円", "").strip() or "x")
    except InvalidOperation:
        raise Problem("usage_money", where, value=text) from None
    if not number.is_finite() or not 0 <= number <= 10**15:
        raise Problem("usage_money", where, value=text)
    return int(number)
