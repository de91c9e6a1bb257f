"""How much speaks for a record's being about the same thing as an entity, comparison by comparison.

This is for looking one thing up among a few candidates that a search found: the comparisons of ``titles``,
``person_names``, ``organisations`` and dates, with the weights that these bring with them. Linking whole
sources with each other is ``linkage``, which estimates its weights from the records.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

import msgspec

from kenri.identity.caution import OF_EDITIONS
from kenri.identity.comparison import Comparison
from kenri.identity.date_comparison import compare_dates
from kenri.identity.decisions import Reason
from kenri.identity.nobody import is_nobody
from kenri.identity.organisations import OrganisationName, compare_organisations, parse_organisation
from kenri.identity.person_comparison import compare_persons
from kenri.identity.person_names import PersonName, parse_person
from kenri.identity.title_comparison import compare_titles
from kenri.identity.titles import ParsedTitle, parse_title
from kenri.vocab.dates import ImpreciseDate
from kenri.vocab.names import Name, NameKind
from kenri.vocab.records import Contribution, EventKind, PartyKind, Record

MOST_NAMES = 6
"""Names of one thing that are compared with those of the other."""
EDITIONS_APART = 1 / 3
"""What a differing year of a book weighs: editions of one work are years apart."""
SURE_TITLES = frozenset({"identical", "spelling", "name", "sound"})
"""Levels at which two titles are one; at the others a person has to look."""
_SHOWN_AT_LEAST = 0.4
_NO_TITLES = frozenset({NameKind.SERIES, NameKind.SUBTITLE})
_MADE = (
    EventKind.CREATED,
    EventKind.PUBLISHED,
    EventKind.RELEASED,
    EventKind.PERFORMED,
    EventKind.RECORDED,
    EventKind.BROADCAST,
)


class Seen(msgspec.Struct, frozen=True):
    """A record, or all records of an entity, taken apart for comparison."""

    schema: str
    titles: tuple[ParsedTitle, ...] = ()
    persons: tuple[PersonName, ...] = ()
    """Names of the person, or of those who made the work."""
    organisations: tuple[OrganisationName, ...] = ()
    dates: tuple[tuple[str, ImpreciseDate], ...] = ()
    """What happened (``made``, ``born``, ``died``) and when."""


class Likeness(msgspec.Struct, frozen=True):
    """What speaks for and against, in bits (above 0: for), comparison by comparison.

    ``sure``: the name is the same, a second thing beside it agrees, and nothing speaks against.
    """

    weight: float
    reasons: tuple[Reason, ...]
    sure: bool


def seen(records: Sequence[Record], schema: str = "") -> Seen:
    """Records of one thing, taken apart; ``schema`` is the entity's, else the first record's."""
    schema = schema or records[0].schema
    names = [name for record in records for name in record.names if name.kind not in _NO_TITLES]
    names.sort(key=lambda name: name.kind != NameKind.MAIN)
    if schema == "person":
        return Seen(schema, persons=_persons(names), dates=_life(records))
    if schema == "organisation":
        texts = dict.fromkeys(name.text for name in names)
        return Seen(schema, organisations=tuple(map(_organisation, list(texts)[:MOST_NAMES])))
    makers = [part for record in records for part in record.contributions if part.names]
    persons = [part for part in makers if part.kind != PartyKind.ORGANISATION]
    texts = dict.fromkeys(text for name in names for text in (name.text, name.romaji) if text)
    return Seen(
        schema,
        titles=tuple(map(_title, list(texts)[:MOST_NAMES])),
        persons=_persons([name for part in persons for name in part.names]),
        organisations=_bodies(makers),
        dates=_made(records),
    )


def likeness(one: Seen, other: Seen) -> Likeness:
    """Compare two things of schemas that may be one."""
    if one.schema == "person":
        found = [("name", _best_person(one, other)), *_dates(one, other)]
    elif one.schema == "organisation":
        found = [("name", _best_body(one, other)), *_dates(one, other)]
    else:
        found = [("title", _best_title(one, other)), *_makers(one, other), *_dates(one, other)]
    reasons = tuple(_reason(what, said, one.schema) for what, said in found if said is not None)
    name, *others = reasons or (None,)
    sure = (
        name is not None
        and name.weight > 0
        and (name.comparison == "name" or name.level in SURE_TITLES)
        and any(reason.weight >= 2 for reason in others if reason)
        and not any(reason.weight <= -2 for reason in others if reason)
    )
    shown = tuple(reason for reason in reasons if abs(reason.weight) >= _SHOWN_AT_LEAST)
    return Likeness(sum(reason.weight for reason in reasons), shown, sure)


def _reason(what: str, said: Comparison, schema: str) -> Reason:
    weight = said.weight_hint
    if what == "made" and weight < 0 and schema in OF_EDITIONS:
        weight *= EDITIONS_APART
    return Reason(what, said.level, round(weight, 2), said.sentence)


@lru_cache(maxsize=20_000)
def _title(text: str) -> ParsedTitle:
    return parse_title(text)


@lru_cache(maxsize=20_000)
def _person(name: Name) -> PersonName:
    return parse_person(name)


@lru_cache(maxsize=20_000)
def _organisation(text: str) -> OrganisationName:
    return parse_organisation(text)


def _persons(names: Iterable[Name]) -> tuple[PersonName, ...]:
    told = (name for name in names if name.text.strip() and not is_nobody(name.text))
    kept = list({name.text: name for name in told}.values())
    return tuple(map(_person, kept[:MOST_NAMES]))


def _bodies(makers: Iterable[Contribution]) -> tuple[OrganisationName, ...]:
    bodies = [
        part for part in makers if part.kind == PartyKind.ORGANISATION and not is_nobody(part.names[0].text)
    ]
    return tuple(_organisation(part.names[0].text) for part in bodies[:MOST_NAMES])


def _life(records: Iterable[Record]) -> tuple[tuple[str, ImpreciseDate], ...]:
    wanted = {EventKind.BORN: "born", EventKind.DIED: "died"}
    return tuple(
        (wanted[event.kind], event.date)
        for record in records
        for event in record.events
        if event.kind in wanted and event.date is not None
    )


def _made(records: Iterable[Record]) -> tuple[tuple[str, ImpreciseDate], ...]:
    dates = [
        event.date
        for record in records
        for event in record.events
        if event.kind in _MADE and event.date is not None
    ]
    return tuple(("made", date) for date in dates[:MOST_NAMES])


def _best_title(one: Seen, other: Seen) -> Comparison | None:
    """The best that any two titles say; two in different scripts say nothing where others differ."""
    said = [compare_titles(mine, theirs) for mine in one.titles for theirs in other.titles]
    comparable = [pair for pair in said if pair.level != "other_script"]
    return max(comparable or said, key=lambda pair: pair.weight_hint, default=None)


def _best_person(one: Seen, other: Seen) -> Comparison | None:
    pairs = (compare_persons(mine, theirs) for mine in one.persons for theirs in other.persons)
    return max(pairs, key=lambda said: said.weight_hint, default=None)


def _best_body(one: Seen, other: Seen) -> Comparison | None:
    pairs = (
        compare_organisations(mine, theirs) for mine in one.organisations for theirs in other.organisations
    )
    return max(pairs, key=lambda said: said.weight_hint, default=None)


def _makers(one: Seen, other: Seen) -> list[tuple[str, Comparison | None]]:
    """Who made it: persons where both tell some; else bodies."""
    if one.persons and other.persons:
        return [("creator", _best_person(one, other))]
    return [("creator", _best_body(one, other))]


def _dates(one: Seen, other: Seen) -> list[tuple[str, Comparison | None]]:
    """For each kind of event the best agreement of any two dates."""
    found: list[tuple[str, Comparison | None]] = []
    for kind in dict(one.dates):
        mine = [date for what, date in one.dates if what == kind]
        theirs = [date for what, date in other.dates if what == kind]
        said = [compare_dates(a, b) for a in mine for b in theirs]
        if said:
            found.append((kind, max(said, key=lambda one: one.weight_hint)))
    return found
