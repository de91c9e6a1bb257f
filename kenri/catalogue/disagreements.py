"""Where records cannot all be right. Only what truly excludes each other is a disagreement.

A record never disagrees with itself: one that lists two years of publication tells of two printings.
Years of publication are compared between records of the same edition only, that is, records which share an
identifier of an edition; an event with a note, such as a first publication elsewhere, is compared only with
events of the same note.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from kenri.catalogue.entity import Disagreement, Fact, Said
from kenri.catalogue.intervals import compatible
from kenri.catalogue.keys import date_key, party_key
from kenri.vocab.dates import ImpreciseDate
from kenri.vocab.records import Event, EventKind, Record

EDITION_SCHEMES = frozenset({"isbn", "ismn", "ean", "jpno", "ndl_bib", "oclc", "lccn"})
"""Schemes whose identifiers stand for one edition (manifestation) and not for the work."""
SINGLE_SCHEMES = frozenset({"wikidata", "orcid", "isni", "houjin", "iswc", "isrc"})
"""Schemes that give one thing one identifier."""
UNTOLD_KINDS = {"animation": frozenset({"film", "programme", "video"})}
"""Schemas of works whose kind is not told, and what the kind may be: these do not exclude each other."""
OF_THE_THING = (EventKind.CREATED, EventKind.BORN, EventKind.DIED, EventKind.FOUNDED, EventKind.DISSOLVED)
OF_THE_EDITION = (EventKind.PUBLISHED, EventKind.RELEASED)

Dated = tuple[ImpreciseDate, Said]


def disagreements(
    ordered: Sequence[tuple[Record, Said]], parties: dict[str, str]
) -> tuple[Disagreement, ...]:
    """Every disagreement between the records, kind by kind."""
    found = [
        *_schemas(ordered),
        *_lives(ordered, parties),
        *_dates_of_the_thing(ordered),
        *_dates_of_editions(ordered),
        *_identifiers(ordered),
    ]
    return tuple(dict.fromkeys(found))


def _schemas(ordered: Sequence[tuple[Record, Said]]) -> Iterator[Disagreement]:
    said: dict[str, list[Said]] = defaultdict(list)
    for record, who in ordered:
        said[record.schema].append(who)
    for untold, kinds in UNTOLD_KINDS.items():
        if said.keys() & kinds:
            said.pop(untold, None)
    if len(said) > 1:
        yield Disagreement("schema", tuple(Fact("schema", k, k, tuple(said[k])) for k in sorted(said)))


def _lives(ordered: Sequence[tuple[Record, Said]], parties: dict[str, str]) -> Iterator[Disagreement]:
    """Years of birth and death of one contributor, whatever part in the work records give them."""
    dates: dict[tuple[str, EventKind], list[Dated]] = defaultdict(list)
    names: dict[str, str] = {}
    for record, who in ordered:
        for contribution in record.contributions:
            if not contribution.names:
                continue
            party = parties[party_key(contribution.names[0].text)]
            names.setdefault(party, contribution.names[0].text)
            if contribution.born:
                dates[party, EventKind.BORN].append((contribution.born, who))
            if contribution.died:
                dates[party, EventKind.DIED].append((contribution.died, who))
    for (party, kind), dated in dates.items():
        yield from _between(f"creator_{kind.value}", kind, dated, note=names[party])


def _dates_of_the_thing(ordered: Sequence[tuple[Record, Said]]) -> Iterator[Disagreement]:
    for kind in OF_THE_THING:
        yield from _between(kind.value, kind, _dated(ordered, kind))


def _dates_of_editions(ordered: Sequence[tuple[Record, Said]]) -> Iterator[Disagreement]:
    editions: dict[tuple[str, str], list[tuple[Record, Said]]] = defaultdict(list)
    for record, who in ordered:
        for identifier in record.identifiers:
            if identifier.scheme in EDITION_SCHEMES:
                editions[identifier.scheme, identifier.value].append((record, who))
    for members in editions.values():
        if len(members) > 1:
            for kind in OF_THE_EDITION:
                for dated in _dated_by_note(members, kind):
                    yield from _between(kind.value, kind, dated)


def _identifiers(ordered: Sequence[tuple[Record, Said]]) -> Iterator[Disagreement]:
    """Two identifiers of a scheme that gives each thing one only."""
    said: dict[str, dict[str, list[Said]]] = defaultdict(lambda: defaultdict(list))
    values = {}
    for record, who in ordered:
        for identifier in record.identifiers:
            if identifier.scheme in SINGLE_SCHEMES:
                said[identifier.scheme][identifier.value].append(who)
                values[identifier.scheme, identifier.value] = identifier
    for scheme, groups in said.items():
        members = [set(group) for group in groups.values()]
        if len(members) > 1 and not set.intersection(*members):
            yield Disagreement(
                "identifier",
                tuple(
                    Fact(
                        "identifier", f"{scheme}:{value}", values[scheme, value], tuple(dict.fromkeys(group))
                    )
                    for value, group in sorted(groups.items())
                ),
            )


def _dated(members: Iterable[tuple[Record, Said]], kind: EventKind) -> list[Dated]:
    return [(e.date, who) for record, who in members for e in record.events if e.kind == kind and e.date]


def _dated_by_note(members: Iterable[tuple[Record, Said]], kind: EventKind) -> Iterable[list[Dated]]:
    """The dates of the events of a kind, those with the same note together."""
    found: dict[str, list[Dated]] = defaultdict(list)
    for record, who in members:
        for event in record.events:
            if event.kind == kind and event.date:
                found[event.note].append((event.date, who))
    return found.values()


def _between(name: str, kind: EventKind, dated: Sequence[Dated], *, note: str = "") -> Iterator[Disagreement]:
    """A disagreement where two records have no date in common, with the dates of all who differ."""
    by_record: dict[Said, list[ImpreciseDate]] = defaultdict(list)
    for date, who in dated:
        by_record[who].append(date)
    sets: dict[tuple[str, ...], tuple[list[ImpreciseDate], list[Said]]] = {}
    for who, dates in by_record.items():
        sets.setdefault(tuple(map(date_key, dates)), (dates, []))[1].append(who)
    groups = list(sets.values())
    differing = {
        number
        for one in range(len(groups))
        for other in range(one)
        if not any(compatible(a, b) for a in groups[one][0] for b in groups[other][0])
        for number in (one, other)
    }
    if not differing:
        return
    facts: dict[str, tuple[ImpreciseDate, list[Said]]] = {}
    for number in sorted(differing):
        dates, saying = groups[number]
        for date in dates:
            facts.setdefault(date_key(date), (date, []))[1].extend(saying)
    yield Disagreement(
        name,
        tuple(
            Fact(kind.value, key, Event(kind, date, note=note), tuple(sorted(set(saying))))
            for key, (date, saying) in sorted(facts.items())
        ),
    )
