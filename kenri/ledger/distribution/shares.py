"""Who gets which part of a work: shares by right layer, territory and time, mandates, and what stays held."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence

import msgspec

from kenri.ledger.distribution.rounding import apportion

BILLION = 1_000_000_000
"""Parts of a work are counted in billionths of it."""
WHOLE = "work"
"""The layer of a work of whose layers nothing is known."""
UNCLAIMED, DISPUTED, UNMATCHED = "unclaimed", "disputed", "unmatched"
"""Why money is held: nobody claims it, claims contradict each other, the work is not known."""
_DAY = dt.timedelta(days=1)


class Period(msgspec.Struct, frozen=True):
    """From the first to the last day, both included."""

    first: dt.date
    last: dt.date

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.last - self.first).days + 1


class Share(msgspec.Struct, frozen=True):
    """What a party holds of one layer of a work: ``numerator``/``denominator`` of it.

    An empty ``layer`` is every layer. ``territory`` holds ISO 3166 codes apart by spaces, empty for the
    world; a day left out is open.
    """

    party: str
    layer: str
    numerator: int = 1
    denominator: int = 1
    territory: str = ""
    begins: dt.date | None = None
    ends: dt.date | None = None
    disputed: bool = False


class Mandate(msgspec.Struct, frozen=True):
    """A party is paid through a society, for a layer (empty: all), a territory and a time."""

    party: str
    society: str
    layer: str = ""
    territory: str = ""
    begins: dt.date | None = None
    ends: dt.date | None = None


class Part(msgspec.Struct, frozen=True, order=True):
    """``billionths`` of a work for a payee, or held where ``why`` says so; ``through`` is a society."""

    layer: str
    payee: str
    through: str
    why: str
    billionths: int


NO_MANDATES: Mapping[str, Sequence[Mandate]] = {}


def parts(
    shares: Iterable[Share],
    layers: Mapping[str, int],
    period: Period,
    territory: str,
    mandates: Mapping[str, Sequence[Mandate]] = NO_MANDATES,
) -> tuple[Part, ...]:
    """How a work is divided for uses in a period and a territory; the billionths add up to a whole.

    ``layers``: the layers that the work has, with the weight of each under the scheme; none: the work as one.
    ``mandates`` are by party. Where shares exceed the whole, the layer is held for as long as they do; what
    nobody claims is held too.
    """
    weighed = layers or {WHOLE: 1}
    here = [share for share in shares if _covers(share.territory, territory)]
    base = math.lcm(*(share.denominator for share in here))
    found: dict[tuple[str, str, str, str], int] = {}
    for layer, weight in weighed.items():
        mine = [share for share in here if share.layer in ("", layer)] if layers else here
        for stretch, in_force in _stretches(mine, period):
            days = stretch.days
            for payee, why, number in _divided(in_force, base):
                society = _society(mandates.get(payee, ()), layer, territory, stretch.first)
                key = (layer, payee, society, why)
                found[key] = found.get(key, 0) + weight * days * number
    keys = sorted(found)
    billionths = apportion(BILLION, [found[key] for key in keys])
    return tuple(Part(*key, number) for key, number in zip(keys, billionths, strict=True) if number)


def _covers(territory: str, asked: str) -> bool:
    return not territory or asked in territory.split()


def _stretches(shares: Sequence[Share], period: Period) -> Iterator[tuple[Period, Sequence[Share]]]:
    """The period cut where a share begins or ends, with the shares in force in each stretch."""
    if not any(share.begins or share.ends for share in shares):
        yield period, shares
        return
    cuts = {period.first}
    for share in shares:
        if share.begins and period.first < share.begins <= period.last:
            cuts.add(share.begins)
        if share.ends and period.first <= share.ends < period.last:
            cuts.add(share.ends + _DAY)
    firsts = sorted(cuts)
    lasts = [*(following - _DAY for following in firsts[1:]), period.last]
    for first, last in zip(firsts, lasts, strict=True):
        yield Period(first, last), [share for share in shares if _in_force(share, first)]


def _in_force(one: Share | Mandate, day: dt.date) -> bool:
    return not ((one.begins and day < one.begins) or (one.ends and day > one.ends))


def _divided(shares: Sequence[Share], base: int) -> Iterator[tuple[str, str, int]]:
    """Payee, why held, and how many of ``base`` parts of the layer."""
    numbers = [share.numerator * (base // share.denominator) for share in shares]
    told = sum(numbers)
    if told > base:
        yield "", DISPUTED, base
        return
    for share, number in zip(shares, numbers, strict=True):
        yield ("", DISPUTED, number) if share.disputed else (share.party, "", number)
    if told < base:
        yield "", UNCLAIMED, base - told


def _society(mandates: Sequence[Mandate], layer: str, territory: str, day: dt.date) -> str:
    for one in mandates:
        if one.layer in ("", layer) and _covers(one.territory, territory) and _in_force(one, day):
            return one.society
    return ""
