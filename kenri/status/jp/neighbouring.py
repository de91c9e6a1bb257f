"""Neighbouring rights in Japan: performances, phonograms, broadcasts (art. 101; supplementary art. 15)."""

from __future__ import annotations

from datetime import date

from kenri.status.days import FAR, span_of, year_end
from kenri.status.jp.terms import (
    NEW_LAW,
    OLD_LAW_ENDS,
    OPEN,
    deaths,
    joined,
    old_regime,
    open_end,
    terms,
    years,
)
from kenri.status.layers import Layer
from kenri.status.verdicts import NEVER, Choice, Outcome, Step, Verdict, sweep
from kenri.vocab.vocabularies import role_named

MUSICAL = frozenset({"singer", "conductor", "performer"})
WIRE_SINCE = 1987
"""Wire broadcasts have a neighbouring right since 1 January 1987 (Act 64 of 1986)."""
SOUND = frozenset({"recording", "release", "musical_work"})


FROM_ISSUE = date(2002, 10, 9)
"""Since the reform of 2002 the term of a phonogram counts from its issue, for rights then alive."""


def phonogram(layer: Layer, on: date) -> Verdict:
    """A record: from its issue, if never issued from fixation. One of before 1971 is taken as a company's.

    Where the year of recording is not told, a record still protected is taken to be issued when recorded.
    """
    regime = terms().regime(on)
    fixed = layer.recorded or layer.created
    issued = Choice("published", years(layer.published))
    if layer.work.unpublished and fixed:
        issued = Choice("recorded", years(fixed))
    elif layer.published is None and fixed:
        issued = Choice("published", (fixed[0].year, fixed[1].year + 50, fixed[1].year + 70))
    recorded = Choice("recorded", years(fixed, unknown=(0,)) if issued.fact == "published" else (0,))

    def last_day(issue: int, fixation: int) -> Outcome:
        if issue == OPEN:
            return open_end("jp.publication_open")
        return phonogram_last_day(issue, min(fixation or issue, issue), regime)

    verdict = sweep([issued, recorded], last_day, on)
    if min(issued.values) < NEW_LAW.year and max(issued.values) > 1937:
        verdict.assumes += ("producer_a_company",)
    if fixed is None and verdict.status(on) == "protected":
        verdict.assumes += ("recorded_when_issued",)
    return verdict


def phonogram_last_day(issue: int, fixation: int, regime: date) -> Outcome:
    """The last day of a record issued and fixed in these years."""
    found: Outcome | None = None
    if fixation < NEW_LAW.year:
        found = terms().run("old_sound", min(issue, OLD_LAW_ENDS.year), 0, old_regime(regime))
        if regime < NEW_LAW:
            return found
    by_fixation = terms().run("phonogram_fixed", fixation, 0, regime, found.last if found else None, NEW_LAW)
    found = joined(found, by_fixation) if found else by_fixation
    if regime < FROM_ISSUE or found.last < FROM_ISSUE:
        return found
    base = issue if found.last >= date(issue, 1, 1) else fixation
    return joined(found, terms().run("phonogram", base, 0, regime, found.last, FROM_ISSUE))


def performance(layer: Layer, on: date) -> Verdict:
    """A performance. Songs and music of before 1971 were works of the old law: life and 30 years, capped."""
    regime = terms().regime(on)
    when, fact = _performed(layer)
    given = years(when)
    musical = layer.work.schema in SOUND or any(
        role_named(c.role) in MUSICAL for _, c in layer.creators if c.role
    )
    musical = musical and bool(layer.creators)
    died = deaths(layer) if musical and given[0] < NEW_LAW.year else Choice("died", (OPEN,))

    def last_day(year: int, died_: int) -> Outcome:
        if year == OPEN:
            return open_end("jp.performance_open")
        if year >= NEW_LAW.year or not musical:
            return terms().run("performance", year, 0, regime)
        return _old_song(year, died_, regime)

    verdict = sweep([Choice(fact, given), died], last_day, on)
    if not musical and given[0] < NEW_LAW.year:
        verdict.assumes += ("performance_not_musical",)
    return verdict


def _performed(layer: Layer) -> tuple[tuple[date, date] | None, str]:
    if layer.performed or layer.recorded:
        return layer.performed or layer.recorded, "performed"
    if layer.key == "performance" and layer.work.schema == "performance":
        told = layer.created or layer.published
        if told and told[0] > layer.died[1]:  # issued after the deaths of all who performed
            told = (date.min, layer.died[1])
        return told, "performed"
    known = layer.published or span_of(layer.work.published)
    if known is None:
        return layer.created, "performed"
    # It was performed before it was published; how long before is open.
    return (date.min, known[1]), "performed"


CAPS = ((date(1971, 1, 1), 1990), (date(1988, 11, 21), 2000), (date(1992, 6, 1), 2020))
"""The old term goes on no longer than so many years after the new Act (supplementary art. 15)."""
NO_REVIVAL = date(2018, 12, 29)


def _old_song(year: int, died: int, regime: date) -> Outcome:
    """The longer of the old law's term, capped, and the new Act's (supplementary art. 15)."""
    old = FAR if died == OPEN else year_end(died + 30)
    if regime < NEW_LAW or old < NEW_LAW:
        return Outcome(old, (Step("jp.old_song", died if died != OPEN else None, 30, last=old),))
    cap = year_end(max(limit for since, limit in CAPS if since <= regime))
    last = max(min(old, cap), year_end(year + _years_in_force(regime)))
    steps: tuple[Step, ...] = (Step("jp.old_song_kept", year, 30, last=last),)
    if regime > NO_REVIVAL and last >= NO_REVIVAL:
        last = max(year_end(year + 70), min(old, year_end(2040)))
        steps += (Step("jp.performance", year, 70, last=last),)
    return Outcome(last, steps)


def _years_in_force(regime: date) -> int:
    return max(s.years for s in terms().stages["performance"] if s.since <= regime and s.years < 70)


def broadcast(layer: Layer, on: date) -> Verdict:
    """A broadcast, by air or (since 1987) by wire: 50 years (art. 101(2)); the reform of 2018 left it."""
    regime = terms().regime(on)
    wired = layer.kind == "wire_broadcast"
    when = Choice("broadcast", years(layer.broadcast or layer.published or layer.created))

    def last_day(year: int) -> Outcome:
        if year == OPEN:
            return open_end("jp.broadcast_open")
        if wired and year < WIRE_SINCE:
            return Outcome(NEVER, (Step("jp.wire_before_1987", year),))
        return terms().run(layer.kind, year, 0, regime)

    return sweep([when], last_day, on)
