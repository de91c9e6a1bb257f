"""Ordinary works in Japan: named, anonymous, pseudonymous and corporate, published or not."""

from __future__ import annotations

import functools
from datetime import date

from kenri.status.days import FAR, year_end
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
from kenri.status.layers import Layer
from kenri.status.verdicts import Choice, Outcome, Step, Verdict, sweep

MOST_DAYS = 4413


def ordinary(layer: Layer, on: date) -> Verdict:
    """The term of a work of letters, music or art (arts. 51-53; old law arts. 3-6)."""
    regime = terms().regime(on)
    days, presumed = addition(layer)
    died = deaths(layer)
    if layer.authorships == ("named",):
        published = _posthumous(layer)

        def named_last(year: int, publication_year: int, extra: int) -> Outcome:
            return named(year, publication_year, extra, regime)

        verdict = sweep([died, published, days], named_last, on)
        if presumed and _could_matter(layer, on):
            other = sweep([died, published, Choice("nationality", (MOST_DAYS,))], named_last, on)
            verdict.assumes += presumption(verdict, other, on)
        if _lifetime_presumed(layer, on):
            verdict.assumes += ("published_in_lifetime",)
        return verdict
    published, created = publication(layer), creation(layer)
    known = layer.persons and layer.died[1] != FAR

    def last_day(authorship: str, year: int, published_: int, created_: int, extra: int) -> Outcome:
        if authorship == "named":
            return named(year, published_, extra, regime)
        found = by_publication(authorship, published_, created_, extra, regime)
        if authorship == "anonymous" and known:
            life = named(year, published_, extra, regime)
            if life.last < found.last:
                return Outcome(
                    life.last, (*life.steps, Step("jp.anonymous_author_dead", year, last=life.last))
                )
        return found

    choices = [_authorship(layer), died, published, created, days]
    if "named" not in layer.authorships and not known:
        choices[1] = Choice("died", (OPEN,))
    verdict = sweep(choices, last_day, on)
    if presumed and on.year < 2060:
        other = sweep([*choices[:-1], Choice("nationality", (MOST_DAYS,))], last_day, on)
        verdict.assumes += presumption(verdict, other, on)
    return verdict


def presumption(verdict: Verdict, other: Verdict, on: date) -> tuple[str, ...]:
    """The presumption that no right was in Allied hands, where it decides the answer."""
    same = verdict.status(on) == other.status(on) and verdict.high.last == other.high.last
    return () if same else ("no_allied_holder",)


@functools.lru_cache(maxsize=65536)
def named(died: int, published: int, extra: int, regime: date) -> Outcome:
    """The author's life and some years (art. 51); published after death under the old law: its art. 4."""
    if died == OPEN:
        return open_end("jp.death_open")
    life = terms().run("life", died, extra, regime)
    if published == 0 and died < NEW_LAW.year:
        if regime < NEW_LAW:
            return open_end("jp.old_unpublished")
        if life.last < OLD_LAW_ENDS:
            return Outcome(OLD_LAW_ENDS, (*life.steps, Step("jp.old_unpublished", died, last=OLD_LAW_ENDS)))
        return life
    if not died < published < NEW_LAW.year:
        return life
    old = terms().run("posthumous", published, extra, old_regime(regime))
    if regime < NEW_LAW:
        return old
    return joined(old, terms().run("life", died, extra, regime, old.last, NEW_LAW))


@functools.lru_cache(maxsize=65536)
def by_publication(authorship: str, published: int, created: int, extra: int, regime: date) -> Outcome:
    """Terms counted from publication: anonymous (art. 52) and corporate works (art. 53)."""
    kind = "corporate" if authorship == "corporate" else "anonymous"
    if published == OPEN:
        return open_end("jp.publication_open")
    if published == 0:
        if created == OPEN:
            return open_end("jp.publication_open")
        if regime < NEW_LAW:
            return open_end("jp.old_unpublished")
        return terms().run("unpublished", created, extra, regime)
    if created and published >= NEW_LAW.year:
        unpublished = terms().run("unpublished", created, extra, regime)
        if unpublished.last < date(published, 1, 1):
            return unpublished
    return terms().run(kind, published, extra, regime)


def _authorship(layer: Layer) -> Choice:
    """What kind of authorship it may be; of a pseudonym, whether it is well known decides (art. 52(2)(i))."""
    fact = "well_known_pseudonym" if layer.work.authorship == "pseudonymous" else "authorship"
    return Choice(fact, layer.authorships)


def _posthumous(layer: Layer) -> Choice:
    """The year of publication where it can matter for a named work; else one year, which cannot."""
    if layer.work.unpublished:
        return Choice("published", (0,))
    if layer.published is None or layer.died[0].year >= NEW_LAW.year:
        return Choice("published", (1,))
    first, last = layer.published[0].year, layer.published[1].year
    if last <= layer.died[0].year or first >= NEW_LAW.year:
        return Choice("published", (1,))
    return Choice("published", (first,) if first == last else (first, last))


def _lifetime_presumed(layer: Layer, on: date) -> bool:
    """Whether a posthumous publication, if there was one, could have given a longer term on this day."""
    if layer.published is not None or layer.work.unpublished or on.year > 2008:
        return False
    return layer.died[0].year < NEW_LAW.year and layer.died[1] != FAR


def _could_matter(layer: Layer, on: date) -> bool:
    """Whether days added to the term could still be running, or have carried it over a reform."""
    last = layer.died[1]
    return last != FAR and year_end(last.year + 64) >= min(on, date(2018, 12, 29))
