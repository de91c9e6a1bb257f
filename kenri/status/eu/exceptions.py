"""Where one country's term differs from the harmonised one: Spain, France, Germany, the United Kingdom.

None of these was checked against the national laws here: every rule is marked so.
"""

from __future__ import annotations

from datetime import date

from kenri.status.days import FAR, later, span_of, year_end
from kenri.status.eu.terms import terms, years_of
from kenri.status.layers import Layer
from kenri.status.verdicts import Choice, Outcome, Step, Verdict, sweep

SPAIN_REFORM = date(1987, 12, 7)
"""Authors who died before the Spanish Act of 1987 keep the 80 years of the Act of 1879."""
SEVENTY_FOR_MUSIC = date(1986, 1, 1)
"""French music had 70 years since the Act of 3 July 1985, so that the war years come on top of them."""
MUSIC = frozenset({"composition", "lyrics", "arrangement"})
WARS = ((1920, 6, 152), (1947, 8, 120))
"""Works published by the end of a year get so many years and days more (arts. L123-8 and L123-9)."""
BILATERAL = {("DE", "US")}
"""Pairs without comparison of terms: the German-American convention of 15 January 1892."""
EXISTING = date(1996, 1, 1)
"""What the United Kingdom protected before it had a comparison of terms is not cut below its older term."""


def national(layer: Layer, found: Verdict, code: str, on: date) -> Verdict:
    """The verdict with the longer terms of one member state."""
    if layer.authorships != ("named",) or layer.kind == "film":
        return found
    if code == "ES" and layer.died[0] < SPAIN_REFORM:
        return _spain(layer, found, on)
    if code == "FR" and (layer.key in MUSIC or layer.work.died_for_france):
        return _france(layer, found, on)
    return found


def _spain(layer: Layer, found: Verdict, on: date) -> Verdict:
    """80 years for authors who died before the reform; where that is open, both terms are possible."""
    regime = terms().regime(on)
    last = min(layer.died[1], SPAIN_REFORM)
    years = Choice("died", years_of((layer.died[0], last)))
    old = sweep([years], lambda died: terms().run("spain", died, 0, regime), on)
    if layer.died[1] < SPAIN_REFORM:
        return old
    low, high = min(old.low, found.low, key=_last), max(old.high, found.high, key=_last)
    return Verdict(low, high, ("died",))


def _france(layer: Layer, found: Verdict, on: date) -> Verdict:
    """War years for music, and 30 years more for authors who died for France (art. L123-10).

    Only music had 70 years before the harmonised term took the war years in; of other works it is the older
    term of 50 years, with all that comes on top of it, that may be the longer one.
    """
    regime = terms().regime(on)
    music = layer.key in MUSIC
    rule = "eu.died_for_france" if layer.work.died_for_france else "eu.france_wars"

    def last_day(died: int, published: int) -> Outcome:
        if died == FAR.year:
            return Outcome(FAR, (Step("eu.death_open"),))
        plain = terms().run("life", died, 0, regime)
        more = [(years, days) for until, years, days in WARS if published <= until]
        years, days = sum(y for y, _ in more), sum(d for _, d in more)
        if layer.work.died_for_france:
            years += 30
        years += 70 if music and _with(died, 50 + years, days) >= SEVENTY_FOR_MUSIC else 50
        last = _with(died, years, days)
        return plain if last <= plain.last else Outcome(last, (Step(rule, died, years, days, last),))

    published = span_of(layer.work.published)
    years = years_of(published) if published else _unknown(layer)
    verdict = sweep([_deaths(layer), Choice("published", years)], last_day, on)
    verdict.assumes = found.assumes
    return verdict


def _unknown(layer: Layer) -> tuple[int, ...]:
    """Years of publication where none is told: any time up to the last war, or after it."""
    made = span_of(layer.work.created)
    return tuple(dict.fromkeys((made[0].year if made else 1, FAR.year)))


def _with(died: int, years: int, days: int) -> date:
    return later(year_end(died + years), days)


def _deaths(layer: Layer) -> Choice:
    return Choice("died", years_of(layer.died))


def compares(code: str, origin: str) -> bool:
    """Whether a country compares its term with that of the country of origin."""
    return (code, origin) not in BILATERAL


def uncut(layer: Layer, whole: Verdict, cut: Verdict, on: date) -> Verdict:
    """In the United Kingdom: never less than the 50 years that existing works had before 1996."""
    known = layer.published or layer.created
    if known is not None and known[0] >= EXISTING:
        return cut
    if layer.authorships != ("named",) or layer.kind == "film":
        return whole

    def last_day(died: int) -> Outcome:
        if died == FAR.year:
            return Outcome(FAR, (Step("eu.death_open"),))
        last = year_end(died + 50)
        return Outcome(last, (Step("eu.existing_50", died, 50, last=last),))

    floor = sweep([_deaths(layer)], last_day, on)
    low, high = max(cut.low, floor.low, key=_last), max(cut.high, floor.high, key=_last)
    found = Verdict(low, high, tuple(dict.fromkeys((*cut.deciding, *floor.deciding))))
    found.assumes, found.notes = cut.assumes, cut.notes
    return found


def _last(outcome: Outcome) -> date:
    return outcome.last
