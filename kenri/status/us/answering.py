"""Which rules of the United States apply to which layer."""

from __future__ import annotations

from datetime import date

from kenri.status.days import FAR, LONG_AGO, Span, year_end
from kenri.status.jurisdictions import Elsewhere, Jurisdiction
from kenri.status.layers import Layer
from kenri.status.us.recordings import recording
from kenri.status.us.terms import terms
from kenri.status.verdicts import NEVER, Choice, Outcome, Step, Verdict, fixed, sweep
from kenri.vocab.text import Text

ACT_1976 = date(1978, 1, 1)
NO_NOTICE_NEEDED = date(1989, 3, 1)
RENEWED_BY_LAW = 1964
RESTORED = date(1996, 1, 1)
FIRST_TERM = 28


def verdict(layer: Layer, on: date, _code: str, elsewhere: Elsewhere) -> Verdict:
    """The term of a layer in the United States under the law of a day."""
    if layer.kind == "phonogram":
        return recording(layer, on)
    if layer.kind in {"performance", "broadcast", "wire_broadcast"}:
        return fixed(NEVER, Step("us.no_neighbouring_right"))
    published = _published(layer)
    if published == (None, None) or (published[1] is not None and min(d for d in published if d) >= ACT_1976):
        return _since_1978(layer, published, on)
    early = _before_1978(layer, published, on, elsewhere)
    if published[0] is not None and published[1] is not None and published[1] < ACT_1976:
        return early
    late = _since_1978(layer, (max(published[0] or ACT_1976, ACT_1976), published[1]), on)
    return _either(early, late, "published", on)


def _published(layer: Layer) -> tuple[date | None, date | None]:
    """First and last possible day of publication; None for never."""
    if layer.work.unpublished:
        return None, None
    if layer.published:
        return layer.published
    first = layer.created[0] if layer.created else LONG_AGO
    return first, None


def _either(one: Verdict, other: Verdict, fact: str, on: date) -> Verdict:
    """Both of two possibilities between which a fact decides."""
    low = min(one.low, other.low, key=lambda outcome: outcome.last)
    high = max(one.high, other.high, key=lambda outcome: outcome.last)
    differ = one.status(on) != other.status(on)
    open_ = tuple(dict.fromkeys((*((fact,) if differ else ()), *one.deciding, *other.deciding)))
    found = Verdict(low, high, open_)
    found.assumes = tuple(dict.fromkeys(one.assumes + other.assumes))
    return found


def _before_1978(
    layer: Layer, published: tuple[date | None, date | None], on: date, elsewhere: Elsewhere
) -> Verdict:
    """Published under the Act of 1909: notice, renewal in the 28th year, else restoration (s. 104A)."""
    regime = terms().regime(on)
    first = published[0] or LONG_AGO
    last = min(published[1] or date(1977, 12, 31), date(1977, 12, 31))
    restored, assumed = _restored(layer, elsewhere)
    work = layer.work
    notices = (work.notice,) if work.notice is not None else (True,)
    renewals: tuple[bool, ...] = (work.renewal,) if work.renewal is not None else (False, True)
    if first.year >= RENEWED_BY_LAW:
        renewals = (True,)

    def last_day(day: date, notice: bool, renewal: bool, back: bool) -> Outcome:
        full = terms().run("published", day.year, 0, regime)
        if not notice:
            lost = Outcome(day, (Step("us.no_notice", day.year, last=day),))
        elif not renewal and day.year < RENEWED_BY_LAW:
            # Under the Act of 1909 the first term ended 28 years after the day of publication.
            ended = year_end(day.year + FIRST_TERM) if full.last >= on else full.last
            lost = Outcome(ended, (Step("us.not_renewed", day.year, FIRST_TERM, last=ended),))
        else:
            return full
        if not back or on < RESTORED:
            return lost
        return Outcome(full.last, (*lost.steps, Step("us.restored", day.year, last=full.last), *full.steps))

    days = (first,) if first.year == last.year else (first, last)
    choices = [Choice("published", days), Choice("notice", notices), Choice("renewal", renewals), restored]
    found = sweep(choices, last_day, on)
    if found.high.last >= on:
        if work.notice is None and restored.values != (True,):
            found.assumes += ("notice_given",)
        if assumed and (work.renewal is False or work.notice is False):
            found.assumes += ("published_in_us",)
    elif assumed and (work.renewal is False or work.notice is False):
        found.assumes += ("published_in_us",)
    return found


def _restored(layer: Layer, elsewhere: Elsewhere) -> tuple[Choice, bool]:
    """Whether it was still protected at home on 1 January 1996; and whether US origin is presumed."""
    if layer.origin == ("US",):
        return Choice("publication_country", (False,)), False
    if not layer.origin:
        foreign = any(n and "US" not in n for n in layer.nationalities)
        values = (False, True) if foreign else (False,)
        return Choice("publication_country", values), not foreign
    if "US" in layer.origin:
        return Choice("publication_country", (False,)), False
    home = elsewhere(layer.origin[0], layer, RESTORED)
    state = home.status(RESTORED) if home is not None else "undetermined"
    if state == "undetermined" and home is not None and home.deciding:
        return Choice(home.deciding[0], (False, True)), False
    if state == "undetermined":
        decided = layer.work.reviewed.get("us.restored")
        return Choice("review:us.restored", (False, True) if decided is None else (decided,)), False
    return Choice("publication_country", (state == "protected",)), False


def _since_1978(layer: Layer, published: tuple[date | None, date | None], on: date) -> Verdict:
    """Published since 1978 or never: ss. 302 and 303, and until March 1989 the notice of s. 405."""
    regime = terms().regime(on)
    work = layer.work
    days: list[date | None] = [published[0]]
    if published[1] != published[0]:
        days.append(published[1])
    died = [layer.died[0].year] if layer.died[0].year == layer.died[1].year else [d.year for d in layer.died]
    if "named" not in layer.authorships:
        died = [FAR.year]

    def last_day(kind: str, day: date | None, died_: int, created: int, notice: bool) -> Outcome:
        if day is not None and day < NO_NOTICE_NEEDED and not notice and not work.registered:
            return Outcome(day, (Step("us.no_notice", day.year, last=day),))
        found = _term(kind, day, died_, created or (day.year if day else 0), regime)
        early = (created or FAR.year) < ACT_1976.year
        if early and found.last < FAR:
            floor = (
                date(2047, 12, 31) if day is not None and day <= date(2002, 12, 31) else date(2002, 12, 31)
            )
            if found.last < floor:
                return Outcome(floor, (*found.steps, Step("us.late_publication", last=floor)))
        return found

    created = _years(layer.created, (0,) if days != [None] else (1, FAR.year))
    notices = (work.notice,) if work.notice is not None else (True,)
    found = sweep(
        [
            Choice("authorship", layer.authorships),
            Choice("published", tuple(days)),
            Choice("died", tuple(died)),
            Choice("created", created),
            Choice("notice", notices),
        ],
        last_day,
        on,
    )
    if work.notice is None and found.high.last >= on and days[0] is not None and days[0] < NO_NOTICE_NEEDED:
        found.assumes += ("notice_given",)
    if not work.authorship and "named" in layer.authorships:
        found.assumes += ("in_own_name",)
    return found


def _term(kind: str, day: date | None, died: int, created: int, regime: date) -> Outcome:
    if kind == "named":
        if died == FAR.year:
            return Outcome(FAR, (Step("us.death_open"),))
        return terms().run("life", died, 0, regime)
    if not created:
        return Outcome(FAR, (Step("us.creation_open"),))
    whole = terms().run("hire_created", created, 0, regime)
    if day is None:
        return whole
    by_publication = terms().run("hire", day.year, 0, regime)
    return min(whole, by_publication, key=lambda outcome: outcome.last)


def _years(span: Span | None, unknown: tuple[int, ...]) -> tuple[int, ...]:
    if span is None:
        return unknown
    return tuple(dict.fromkeys((span[0].year, span[1].year)))


JURISDICTION = Jurisdiction(
    codes=("US",),
    label=Text("アメリカ合衆国", "United States"),
    since=ACT_1976,
    verdict=verdict,
    unprotected={
        "government": "us.government",
        "statute": "us.edicts",
        "judgment": "us.edicts",
        "facts": "us.facts",
    },
)
