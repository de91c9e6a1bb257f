"""Works of foreign origin in Japan: the shorter term of the country of origin (art. 58; Berne art. 7(8))."""

from __future__ import annotations

import functools
from datetime import date

from kenri.status import rules
from kenri.status.days import later
from kenri.status.jp.terms import OPEN, deaths
from kenri.status.jp.wartime import addition, war
from kenri.status.jurisdictions import Elsewhere
from kenri.status.layers import NEIGHBOURING, Layer
from kenri.status.rules import Terms
from kenri.status.verdicts import NEVER, Choice, Outcome, Step, Verdict, sweep

UNIVERSAL = date(1956, 4, 28)
"""Works of the United States before this day have national treatment in Japan, no comparison of terms."""
UNRECOGNISED = ("KP",)
"""Supreme Court of Japan, 8 December 2011: no obligation under the Berne Convention between the two."""
SHORTER = Step("jp.shorter_term")


class HomeTerms(Terms):
    """The terms after death of the countries of origin."""

    def __init__(self) -> None:
        super().__init__("kenri.status.jp", war().war)
        self.stages = rules.load("kenri.status.jp", "home_terms.yaml", dict[str, tuple[rules.Stage, ...]])
        self._regimes = sorted({stage.since for stages in self.stages.values() for stage in stages})


@functools.cache
def home_terms() -> HomeTerms:
    """The table of countries with shorter terms."""
    return HomeTerms()


def compared(layer: Layer, verdict: Verdict, on: date, elsewhere: Elsewhere) -> Verdict:
    """The verdict cut to the term of the country of origin, where that is shorter and art. 58 applies."""
    if layer.kind in NEIGHBOURING or not (layer.origin or any(layer.nationalities)):
        return verdict
    if UNRECOGNISED in layer.nationalities or layer.origin == UNRECOGNISED:
        outside = _no_obligation(layer, verdict)
        if outside is not None:
            return outside
    known = {code for nationality in layer.nationalities for code in nationality or ()}
    if "JP" in known or "JP" in layer.origin:
        return verdict
    origin = layer.origin or (tuple(known) if len(known) == 1 else ())
    if len(origin) != 1:
        return verdict
    presumed = "" if layer.origin or layer.work.unpublished else "publication_country"
    if origin[0] == "US":
        return _united_states(layer, verdict, on, elsewhere, presumed)
    if layer.kind == "film" or origin[0] not in home_terms().stages or layer.authorships != ("named",):
        return verdict
    home = home_verdict(layer, origin[0], on)
    return verdict.capped(home, SHORTER, on, doubt=presumed)


def _no_obligation(layer: Layer, verdict: Verdict) -> Verdict | None:
    """Works of nationals of a state that Japan does not recognise, unless published first elsewhere."""
    if layer.origin not in {(), UNRECOGNISED} or any(n != UNRECOGNISED for n in layer.nationalities):
        return None
    never = Outcome(NEVER, (Step("jp.no_obligation"),))
    if layer.origin or (layer.nationalities and layer.work.unpublished):
        return Verdict(never, never)
    return Verdict(never, verdict.high, ("publication_country",)) if layer.nationalities else None


def home_verdict(layer: Layer, country: str, on: date) -> Verdict:
    """The term of a named work at home, with the wartime days that Japan adds to it."""
    regime = home_terms().regime(on)

    def last_day(died: int, extra: int) -> Outcome:
        if died == OPEN:
            return Outcome(date.max, ())
        return home_terms().run(country, died, extra, regime)

    return sweep([deaths(layer), addition(layer)[0]], last_day, on)


def _united_states(layer: Layer, verdict: Verdict, on: date, elsewhere: Elsewhere, presumed: str) -> Verdict:
    if layer.published is None or layer.published[1] < UNIVERSAL:
        return verdict
    home = elsewhere("US", layer, on)
    if home is None or layer.work.reviewed.get("jp.shorter_term_us") is True:
        return verdict
    low, high = home.low, home.high
    days: Choice = addition(layer)[0]
    shifted = Verdict(
        low._replace(last=later(low.last, min(days.values))),
        high._replace(last=later(high.last, max(days.values))),
        home.deciding,
    )
    decided = layer.work.reviewed.get("jp.shorter_term_us") is False
    doubt = presumed or ("" if decided else "review:jp.shorter_term_us")
    return verdict.capped(shifted, Step("jp.shorter_term_us"), on, doubt=doubt)
