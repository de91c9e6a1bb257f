"""Photographs in Japan: 10 to 13 years under the old law, then 50 from publication, since 1997 as others."""

from __future__ import annotations

import functools
from datetime import date

from kenri.status.days import FAR
from kenri.status.jp.terms import (
    NEW_LAW,
    OLD_LAW_ENDS,
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
from kenri.status.jp.works import by_publication, named
from kenri.status.layers import Layer
from kenri.status.verdicts import Choice, Outcome, Step, Verdict, sweep

AS_OTHERS = date(1997, 3, 25)
"""The reform that ended the special term of photographs (Act 117 of 1996)."""
DOUBT_YEAR = 1957
DOUBT = "jp.photograph_1957"


def photograph(layer: Layer, on: date) -> Verdict:
    """A photograph (old law art. 23; art. 55 of 1970; arts. 51-53 since 1997)."""
    regime = terms().regime(on)
    days, _ = addition(layer)
    published, created = _published(layer, on), creation(layer)
    died = deaths(layer)
    if "named" not in layer.authorships and layer.died[1] == FAR:
        died = Choice("died", (OPEN,))
    spanning = _spans_doubt(published, created)
    reading = Choice(f"review:{DOUBT}", _readings(layer) if spanning else (True,))

    def last_day(kind: str, published_: int, created_: int, died_: int, extra: int, longer: bool) -> Outcome:
        return photograph_last_day(kind, published_, created_, died_, extra, regime, longer=longer)

    choices = [Choice("authorship", layer.authorships), published, created, died, days, reading]
    verdict = sweep(choices, last_day, on)
    if layer.published is not None and layer.created is None and layer.published[0].year < NEW_LAW.year:
        verdict.assumes += ("made_when_published",)
    return verdict


def _published(layer: Layer, on: date) -> Choice:
    if layer.published is not None or layer.work.unpublished or layer.created is None:
        return publication(layer)
    first, last = layer.created[0].year, layer.created[1].year
    values = {0, first, last, min(last + 10, OPEN), max(last, on.year)}
    return Choice("published", tuple(sorted(values)))


def _spans_doubt(published: Choice, created: Choice) -> bool:
    values = [value for value in (*published.values, *created.values) if value > 0]
    return bool(values) and min(values) <= DOUBT_YEAR <= max(values)


def _readings(layer: Layer) -> tuple[bool, ...]:
    decided = layer.work.reviewed.get(DOUBT)
    return (False, True) if decided is None else (decided,)


@functools.lru_cache(maxsize=65536)
def photograph_last_day(
    authorship: str, published: int, created: int, died: int, extra: int, regime: date, *, longer: bool
) -> Outcome:
    """The last day of a photograph published (0: never) and made (0: when published) in these years.

    ``longer`` decides for those whose old term ended on 31 December 1970, the day before the new Act.
    """
    if published == OPEN and not created:
        return open_end("jp.publication_open")
    base = published or created
    if not base:
        return open_end("jp.publication_open")
    made = created or base
    if made >= AS_OTHERS.year:
        if authorship == "named":
            return named(died, published, extra, regime)
        return by_publication(authorship, published, created, extra, regime)
    found = _before_1997(published, made, base, extra, regime, longer=longer)
    if regime < AS_OTHERS or found.last < AS_OTHERS:
        return found
    if authorship == "named":
        if died == OPEN:
            return joined(found, open_end("jp.death_open"))
        return joined(found, terms().run("photograph_as_others", died, extra, regime, found.last))
    kind = "corporate" if authorship == "corporate" else "anonymous"
    return joined(found, terms().run(kind, base, extra, regime, found.last, AS_OTHERS))


def _before_1997(published: int, made: int, base: int, extra: int, regime: date, *, longer: bool) -> Outcome:
    if made >= NEW_LAW.year:
        return terms().run("photograph", base, extra, min(regime, AS_OTHERS))
    old = terms().run("photograph_old", made, extra, old_regime(regime))
    if published and date(published, 1, 1) <= old.last:
        old = terms().run("photograph_old", published, extra, old_regime(regime))
    if regime < NEW_LAW:
        return old
    alive = old.last
    if base == DOUBT_YEAR and old.last == OLD_LAW_ENDS:
        old = Outcome(old.last, (*old.steps, Step(DOUBT, base, last=old.last)))
        alive = NEW_LAW if longer else old.last
    return joined(old, terms().run("photograph", base, extra, min(regime, AS_OTHERS), alive, NEW_LAW))
