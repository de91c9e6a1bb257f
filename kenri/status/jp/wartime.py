"""The wartime addition: days by which rights of Allied nationals last longer (Act 302 of 1952, art. 4)."""

from __future__ import annotations

import functools
from datetime import date

import msgspec

from kenri.status import rules
from kenri.status.countries import countries
from kenri.status.days import Span
from kenri.status.layers import Layer, acquired
from kenri.status.verdicts import Choice


class Peace(msgspec.Struct, frozen=True):
    """When the treaty came into force with a country, and from when another source counts its days."""

    treaty: date
    verified: bool
    otherwise: date | None = None


class War(msgspec.Struct, frozen=True):
    """``wartime.yaml``."""

    war: date
    countries: dict[str, Peace]


@functools.cache
def war() -> War:
    """The table of countries."""
    return rules.load("kenri.status.jp", "wartime.yaml", War)


def added_days(country: str, acquisition: date, *, otherwise: bool = False) -> int:
    """The days added to a right that a national of the country acquired on a day; 0 for all others."""
    peace = war().countries.get(country)
    if peace is None:
        return 0
    start = max(war().war, acquisition)
    if otherwise and peace.otherwise:
        start = max(start, peace.otherwise)
    return max(0, (peace.treaty - start).days)


@functools.cache
def last_treaty() -> date:
    """From this day on nothing acquired is prolonged."""
    return max(peace.treaty for peace in war().countries.values())


NONE = Choice("nationality", (0,))


@functools.lru_cache(maxsize=4096)
def _allied(nationality: tuple[str, ...] | None) -> bool | None:
    """Whether a nationality is, or may be, that of an Allied country; None where none is told."""
    if nationality is None:
        return None
    return not nationality or any(country in war().countries for country in nationality)


def addition(layer: Layer) -> tuple[Choice, bool]:
    """The days that may be added, least and most, with the fact that decides; and whether none are presumed.

    None are presumed where no nationality is known and nothing hints at a foreign holder. A joint work takes
    the most of its authors.
    """
    nationalities = layer.nationalities
    if layer.work.holder_nationality:
        nationalities = (countries(layer.work.holder_nationality),)
    elif not nationalities and layer.origin:
        nationalities = (layer.origin,)
    allied = [_allied(nationality) for nationality in nationalities]
    if allied and allied.count(False) == len(allied):
        return NONE, False
    (first, last), fact = acquired(layer)
    if first >= last_treaty():
        return NONE, False
    if True not in allied and layer.domestic():
        return NONE, True
    low, high, deciding = 0, 0, fact
    for nationality in nationalities or (None,):
        decided = layer.work.reviewed.get("jp.wartime_days")
        least, most, why = _of_one(nationality, (first, last), fact, decided)
        if most > high:
            deciding = why
        low, high = max(low, least), max(high, most)
    return Choice(deciding, (low, high) if low != high else (low,)), False


@functools.lru_cache(maxsize=65536)
def _most_days(acquisition: date) -> int:
    """The days of the country that has most."""
    return max(added_days(country, acquisition) for country in war().countries)


@functools.lru_cache(maxsize=65536)
def _of_one(
    nationality: tuple[str, ...] | None, when: Span, fact: str, decided: bool | None
) -> tuple[int, int, str]:
    """Least and most days for one holder; ``decided`` takes one of two numbers where sources differ."""
    if not nationality:
        return 0, _most_days(when[0]), "nationality"
    least = most = 0
    why = fact
    for country in nationality:
        most = max(most, added_days(country, when[0], otherwise=decided is False))
        least = max(least, added_days(country, when[1], otherwise=decided is not True))
        peace = war().countries.get(country)
        if (
            decided is None
            and peace
            and peace.otherwise
            and added_days(country, when[1]) == added_days(country, when[0])
        ):
            why = "review:jp.wartime_days"
    return least, most, why
