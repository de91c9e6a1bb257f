"""Which rules of the European Union and the United Kingdom apply to which layer."""

from __future__ import annotations

import functools
from datetime import date

from kenri.status.days import FAR, Span, span_of
from kenri.status.jurisdictions import Elsewhere, Jurisdiction
from kenri.status.layers import Layer, last_death
from kenri.status.rules import Terms
from kenri.status.verdicts import Choice, Outcome, Step, Verdict, sweep
from kenri.vocab.text import Text
from kenri.vocab.vocabularies import role_named

MEMBERS = (
    *("AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IT", "LT"),
    *("LU", "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK"),
)
ONE_AREA = frozenset((*MEMBERS, "EU", "GB", "UK", "IS", "LI", "NO"))
FILM_AUTHORS = frozenset({"director", "screenwriter", "composer"})
UNPUBLISHED_2039 = date(2039, 12, 31)
UNTIL_2039_KINDS = frozenset({"text", "composition", "script", "lyrics"})
DEAD_BEFORE = date(1969, 1, 1)


@functools.cache
def terms() -> Terms:
    """The table of terms."""
    return Terms("kenri.status.eu")


def verdict(layer: Layer, on: date, code: str, elsewhere: Elsewhere) -> Verdict:
    """The term of a layer in a member state or the United Kingdom under the law of a day."""
    if layer.kind in {"phonogram", "performance", "broadcast", "wire_broadcast"}:
        return _neighbouring(layer, on)
    if layer.work.subject == "crown" and code in {"GB", "UK"}:
        return _sweep_years(layer.published, "published", "crown", on)
    found = _film(layer, on) if layer.kind == "film" else _work(layer, on)
    if code in {"GB", "UK"} and layer.key in UNTIL_2039_KINDS and found.high.last < UNPUBLISHED_2039:
        if layer.work.unpublished:
            found = _until_2039(layer, found)
        elif layer.work.published is None and layer.died[1] < DEAD_BEFORE:
            found.assumes += ("published_by_1989",)
    return _compared(layer, found, on, elsewhere)


def _work(layer: Layer, on: date) -> Verdict:
    """Life and 70 years; unknown authors, and bodies taken as such: publication (art. 1(1)-(4), (6))."""
    regime = terms().regime(on)
    died = Choice("died", _years(layer.died))
    if "named" not in layer.authorships:
        died = Choice("died", (FAR.year,))
    published, fact = _publication(layer)

    def last_day(kind: str, died_: int, published_: int) -> Outcome:
        if kind == "named":
            if died_ == FAR.year:
                return Outcome(FAR, (Step("eu.death_open"),))
            return terms().run("life", died_, 0, regime)
        if published_ == FAR.year:
            return Outcome(FAR, (Step("eu.publication_open"),))
        if published_ < 0:
            return terms().run("unpublished", -published_, 0, regime)
        return terms().run("anonymous", published_, 0, regime)

    choices = [_authorship(layer), died, Choice(fact, published)]
    if layer.authorships == ("named",):
        choices[2] = Choice(fact, (FAR.year,))
    return sweep(choices, last_day, on)


def _authorship(layer: Layer) -> Choice:
    fact = "well_known_pseudonym" if layer.work.authorship == "pseudonymous" else "authorship"
    return Choice(fact, layer.authorships)


def _publication(layer: Layer) -> tuple[tuple[int, ...], str]:
    """Years of publication; of a work never published that of creation, negative."""
    if layer.work.unpublished:
        made = _years(layer.created) if layer.created else (1, FAR.year)
        return tuple(-year if year < FAR.year else year for year in made), "created"
    if layer.published:
        return _years(layer.published), "published"
    if layer.created:
        return (layer.created[0].year, min(FAR.year, layer.created[1].year + 70)), "published"
    return (1, FAR.year), "published"


def _film(layer: Layer, on: date) -> Verdict:
    """70 years after the last of director, authors of screenplay and dialogue, and composer (art. 2(2))."""
    regime = terms().regime(on)
    four = [
        (place, c)
        for place, c in enumerate(layer.work.creators)
        if c.kind != "organisation" and (not c.role or role_named(c.role) in FILM_AUTHORS)
    ]
    died = last_death(four, layer.created)
    roles = {role_named(c.role) if c.role else "director" for _, c in four}

    def last_day(died_: int) -> Outcome:
        if died_ == FAR.year:
            return Outcome(FAR, (Step("eu.film_death_open"),))
        return terms().run("film", died_, 0, regime)

    if not four and layer.work.authorship == "anonymous":
        return _work(layer, on)
    found = sweep([Choice("died" if four else "creators", _years(died))], last_day, on)
    if four and not roles >= FILM_AUTHORS:
        found.assumes += ("no_later_film_author",)
    return found


def _neighbouring(layer: Layer, on: date) -> Verdict:
    """Arts. 3 of the Directive: records 70, recorded performances 70, broadcasts 50 years."""
    if layer.kind == "phonogram":
        span = layer.published or (layer.recorded and (layer.recorded[0], FAR))
        return _sweep_years(span, "published", "phonogram", on)
    if layer.kind == "performance":
        span = layer.published or span_of(layer.work.published) or layer.performed or layer.recorded
        recorded = layer.work.schema in {"recording", "release", "musical_work"}
        kind = "performance_recorded" if recorded else "performance"
        return _sweep_years(span, "published" if recorded else "performed", kind, on)
    return _sweep_years(layer.broadcast or layer.published, "broadcast", "broadcast", on)


def _sweep_years(span: Span | None, fact: str, kind: str, on: date) -> Verdict:
    regime = terms().regime(on)

    def last_day(year: int) -> Outcome:
        if year == FAR.year:
            return Outcome(FAR, (Step("eu.publication_open"),))
        return terms().run(kind, year, 0, regime)

    return sweep([Choice(fact, _years(span) if span else (1, FAR.year))], last_day, on)


def _until_2039(layer: Layer, found: Verdict) -> Verdict:
    """Unpublished on 1 August 1989, the author dead before 1969: until the end of 2039 (Act of 1988)."""
    if layer.died[1] >= DEAD_BEFORE:
        return found
    step = Step("eu.unpublished_2039", last=UNPUBLISHED_2039)
    outcome = Outcome(UNPUBLISHED_2039, (*found.high.steps, step))
    return Verdict(outcome, outcome)


def _compared(layer: Layer, found: Verdict, on: date, elsewhere: Elsewhere) -> Verdict:
    """The shorter term of a third country for works of its nationals (art. 7(1))."""
    known = {code for nationality in layer.nationalities for code in nationality or ()}
    if not layer.origin or known & ONE_AREA or set(layer.origin) & ONE_AREA:
        return found
    home = elsewhere(layer.origin[0], layer, on)
    return found if home is None else found.capped(home, Step("eu.shorter_term"), on)


def _years(span: Span) -> tuple[int, ...]:
    return tuple(dict.fromkeys((span[0].year, span[1].year)))


JURISDICTION = Jurisdiction(
    codes=("EU", "GB", "UK", *MEMBERS),
    label=Text("欧州連合・英国", "European Union and United Kingdom"),
    since=date(1996, 1, 1),
    verdict=verdict,
    unprotected={"statute": "eu.official_texts", "judgment": "eu.official_texts", "facts": "eu.facts"},
)
