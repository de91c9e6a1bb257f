"""Which rules of the European Union and the United Kingdom apply to which layer."""

from __future__ import annotations

from datetime import date

from kenri.status.days import FAR, Span, span_of, year_end
from kenri.status.eu.exceptions import compares, national, uncut
from kenri.status.eu.terms import terms, years_of
from kenri.status.jurisdictions import Elsewhere, Jurisdiction
from kenri.status.layers import NEIGHBOURING, Layer, last_death
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
FIRST_PUBLISHER = date(1995, 7, 1)
"""Since this day who first publishes a work whose term is over has a right of 25 years."""


def verdict(layer: Layer, on: date, code: str, elsewhere: Elsewhere) -> Verdict:
    """The term of a layer in a member state or the United Kingdom under the law of a day."""
    if layer.kind in NEIGHBOURING:
        return _neighbouring(layer, on)
    if layer.work.subject == "crown" and code in {"GB", "UK"}:
        return _crown(layer, on)
    found = _film(layer, on) if layer.kind == "film" else _work(layer, on)
    found = _published_late(layer, national(layer, found, code, on), on)
    if code in {"GB", "UK"} and layer.key in UNTIL_2039_KINDS and found.high.last < UNPUBLISHED_2039:
        if layer.work.unpublished:
            found = _until_2039(layer, found)
        elif layer.work.published is None and layer.died[1] < DEAD_BEFORE:
            found.assumes += ("published_by_1989",)
    return _compared(layer, found, on, code, elsewhere)


def _work(layer: Layer, on: date) -> Verdict:
    """Life and 70 years; unknown authors, and bodies taken as such: publication (art. 1(1)-(4), (6))."""
    regime = terms().regime(on)
    died = Choice("died", years_of(layer.died))
    if "named" not in layer.authorships:
        died = Choice("died", (FAR.year,))
    published, fact = _publication(layer)

    def last_day(kind: str, died_: int, published_: int, created_: int) -> Outcome:
        if kind == "named":
            if died_ == FAR.year:
                return Outcome(FAR, (Step("eu.death_open"),))
            return terms().run("life", died_, 0, regime)
        if published_ == FAR.year:
            return Outcome(FAR, (Step("eu.publication_open"),))
        if published_ < 0:
            return terms().run("unpublished", -published_, 0, regime)
        if created_ and created_ + 70 < published_:
            return terms().run("unpublished", created_, 0, regime)
        return terms().run("anonymous", published_, 0, regime)

    created = Choice("created", years_of(layer.created) if layer.created else (0,))
    choices = [_authorship(layer), died, Choice(fact, published), created]
    if layer.authorships == ("named",):
        choices[2:] = [Choice(fact, (FAR.year,)), Choice("created", (0,))]
    return sweep(choices, last_day, on)


def _authorship(layer: Layer) -> Choice:
    fact = "well_known_pseudonym" if layer.work.authorship == "pseudonymous" else "authorship"
    return Choice(fact, layer.authorships)


def _publication(layer: Layer) -> tuple[tuple[int, ...], str]:
    """Years of publication; of a work never published that of creation, negative."""
    if layer.work.unpublished:
        made = years_of(layer.created) if layer.created else (1, FAR.year)
        return tuple(-year if year < FAR.year else year for year in made), "created"
    if layer.published:
        return years_of(layer.published), "published"
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
    found = sweep([Choice("died" if four else "creators", years_of(died))], last_day, on)
    if four and not roles >= FILM_AUTHORS:
        found.assumes += ("no_later_film_author",)
    return found


def _neighbouring(layer: Layer, on: date) -> Verdict:
    """Arts. 3 of the Directive: records 70, recorded performances 70, broadcasts 50 years."""
    if layer.kind == "phonogram":
        fixed = layer.recorded or layer.created
        if layer.work.unpublished:
            return _sweep_years(fixed, "recorded", "phonogram_fixed", on)
        if layer.published is None and fixed is not None:
            return _not_known_published(fixed, on)
        return _sweep_years(layer.published, "published", "phonogram", on)
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

    return sweep([Choice(fact, years_of(span) if span else (1, FAR.year))], last_day, on)


def _not_known_published(fixed: Span, on: date) -> Verdict:
    """A record of which no publication is told: 50 years from fixation if there was none."""
    regime = terms().regime(on)
    never = terms().run("phonogram_fixed", fixed[0].year, 0, regime)
    latest = fixed[1].year + 50
    issued = Outcome(FAR, (Step("eu.publication_open"),))
    if latest < FAR.year:
        issued = terms().run("phonogram", latest, 0, regime)
    return Verdict(never, issued, ("published",))


def _crown(layer: Layer, on: date) -> Verdict:
    """Crown copyright: 50 years from publication; never published, 125 from making, at least to 2039."""
    if not layer.work.unpublished:
        return _sweep_years(layer.published, "published", "crown", on)
    found = _sweep_years(layer.created, "created", "crown_unpublished", on)
    low, high = (
        outcome if outcome.last >= UNPUBLISHED_2039 else _at_least_2039(outcome)
        for outcome in (found.low, found.high)
    )
    return Verdict(low, high, found.deciding)


def _at_least_2039(outcome: Outcome) -> Outcome:
    step = Step("eu.unpublished_2039", last=UNPUBLISHED_2039)
    return Outcome(UNPUBLISHED_2039, (*outcome.steps, step))


def _published_late(layer: Layer, found: Verdict, on: date) -> Verdict:
    """25 years for whoever first publishes what had never been published within its term (art. 4)."""
    if found.high.last == FAR or layer.kind == "film":
        return found
    if layer.published is None:
        if not layer.work.unpublished and layer.authorships == ("named",) and found.high.last < on:
            found.assumes += ("published_in_lifetime",)
        return found
    first, last = layer.published
    if last < FIRST_PUBLISHER or last <= found.low.last or first > on:
        return found

    def after(outcome: Outcome, published: date) -> Outcome:
        if published <= max(outcome.last, FIRST_PUBLISHER) or published > on:
            return outcome
        end = year_end(published.year + 25)
        return Outcome(end, (*outcome.steps, Step("eu.publication_right", published.year, 25, last=end)))

    ends = [after(outcome, day) for outcome in (found.low, found.high) for day in (first, min(last, on))]
    low, high = min(ends, key=_last), max(ends, key=_last)
    verdict = Verdict(low, high, tuple(dict.fromkeys((*found.deciding, "published"))))
    verdict.assumes, verdict.notes = found.assumes, found.notes
    return verdict


def _last(outcome: Outcome) -> date:
    return outcome.last


def _until_2039(layer: Layer, found: Verdict) -> Verdict:
    """Unpublished on 1 August 1989, the author dead before 1969: until the end of 2039 (Act of 1988)."""
    if layer.died[1] >= DEAD_BEFORE:
        return found
    outcome = _at_least_2039(found.high)
    return Verdict(outcome, outcome)


def _compared(layer: Layer, found: Verdict, on: date, code: str, elsewhere: Elsewhere) -> Verdict:
    """The shorter term of a third country for works of its nationals (art. 7(1))."""
    known = {code for nationality in layer.nationalities for code in nationality or ()}
    if known & ONE_AREA or set(layer.origin) & ONE_AREA:
        return found
    if not layer.origin:
        if found.status(on) == "protected":
            found.assumes += ("no_shorter_term_at_home",)
        return found
    home = elsewhere(layer.origin[0], layer, on)
    if home is None or not compares(code, layer.origin[0]):
        return found
    cut = found.capped(home, Step("eu.shorter_term"), on)
    return uncut(layer, found, cut, on) if code in {"GB", "UK"} else cut


JURISDICTION = Jurisdiction(
    codes=("EU", "GB", "UK", *MEMBERS),
    label=Text("欧州連合・英国", "European Union and United Kingdom"),
    since=date(1996, 1, 1),
    verdict=verdict,
    unprotected={"statute": "eu.official_texts", "judgment": "eu.official_texts", "facts": "eu.facts"},
)
