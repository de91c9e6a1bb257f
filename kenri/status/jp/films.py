"""Films in Japan: art. 54, the reform of 2004, and the old law's term by the author's name."""

from __future__ import annotations

import functools
from datetime import date

from kenri.status.days import FAR, LONG_AGO
from kenri.status.jp.terms import (
    NEW_LAW,
    OPEN,
    creation,
    deaths,
    joined,
    old_regime,
    open_end,
    publication,
    terms,
)
from kenri.status.jp.wartime import addition
from kenri.status.jp.works import MOST_DAYS, presumption
from kenri.status.layers import Layer
from kenri.status.verdicts import Choice, Outcome, Verdict, sweep


def film(layer: Layer, on: date) -> Verdict:
    """A cinematographic work; published before 1971 the longer of the old law's term and the new one."""
    regime = terms().regime(on)
    days, presumed = addition(layer)
    published = publication(layer)
    died = deaths(layer) if layer.persons else Choice("creators", (LONG_AGO.year, OPEN))
    authorship = Choice("authorship", layer.authorships)
    if min(published.values) >= NEW_LAW.year or layer.authorships == ("corporate",):
        died = Choice("died", (OPEN,))
    if min(published.values) >= NEW_LAW.year:
        authorship = Choice("authorship", ("corporate",))
    if layer.authorships == ("anonymous",) and layer.died[1] == FAR:
        died = Choice("died", (OPEN,))

    def last_day(kind: str, published_: int, created: int, died_: int, extra: int) -> Outcome:
        return film_last_day(kind, published_, created, died_, extra, regime)

    choices = [authorship, published, creation(layer), died, days]
    verdict = sweep(choices, last_day, on)
    if presumed:
        other = sweep([*choices[:-1], Choice("nationality", (MOST_DAYS,))], last_day, on)
        verdict.assumes += presumption(verdict, other, on)
    return verdict


@functools.lru_cache(maxsize=65536)
def film_last_day(
    authorship: str, published: int, created: int, died: int, extra: int, regime: date
) -> Outcome:
    """The last day of a film published in a year (0: never), whose named author died in a year."""
    if published == OPEN:
        return open_end("jp.publication_open")
    if published == 0:
        if created == OPEN:
            return open_end("jp.publication_open")
        return terms().run("film", created, extra, regime)
    if published >= NEW_LAW.year:
        never = terms().run("film", created, extra, regime) if created else None
        if never is not None and never.last < date(published, 1, 1):
            return never
        return terms().run("film", published, extra, regime)
    old = _old(authorship, published, died, extra, old_regime(regime))
    if regime < NEW_LAW or old.last == FAR:
        return old
    return joined(old, terms().run("film", published, extra, regime, old.last, NEW_LAW))


def _old(authorship: str, published: int, died: int, extra: int, regime: date) -> Outcome:
    """The old law: art. 22-3 with arts. 3-6, by the name under which the film was published."""
    if authorship == "corporate":
        return terms().run("corporate", published, extra, regime)
    if authorship == "anonymous":
        return terms().run("anonymous", published, extra, regime)
    if died == OPEN:
        return open_end("jp.death_open")
    if died < published:
        return terms().run("posthumous", published, extra, regime)
    return terms().run("life", died, extra, regime)
