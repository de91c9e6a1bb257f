"""The facts of an entity of the catalogue as facts of a work, with the records that said each.

Where records disagree, the range covers all that they say: the answer is definite only if it is the same
whoever is right.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Literal

from kenri.catalogue.entity import Entity, Fact, Said
from kenri.catalogue.keys import party_key
from kenri.status.countries import may_be_japanese
from kenri.status.days import FAR, LONG_AGO, hull, span_of
from kenri.status.facts import Creator, Work
from kenri.vocab.dates import Certainty, ImpreciseDate
from kenri.vocab.names import Name, NameKind
from kenri.vocab.records import Contribution, Event, PartyKind, Relation
from kenri.vocab.rights import Statement
from kenri.vocab.vocabularies import schemas

_LATIN = re.compile(r"[A-Za-zÀ-ÿА-я]")
_NDC_LITERATURE = re.compile(r"NDC\S* K?9(?P<language>[1-9])(?P<form>\d)")
_KINDS: dict[PartyKind, Literal["", "person", "organisation"]] = {
    PartyKind.PERSON: "person",
    PartyKind.ORGANISATION: "organisation",
    PartyKind.UNKNOWN: "",
}
PUBLISHED = ("published", "released", "broadcast", "exhibited", "performed")
"""Events by which a work becomes public; its first one counts (art. 4)."""


def facts_of(entity: Entity) -> Work:
    """What the records of a work say that its term depends on.

    The first publication is that of the earliest event that tells of one: an edition never came out before
    it. Raises ValueError for an entity that is a person or an organisation.
    """
    if schemas()[entity.schema].kind != "work":
        raise ValueError(f"{entity.id} is a {entity.schema}, not a work")
    said: dict[str, tuple[Said, ...]] = {}
    dates: dict[str, ImpreciseDate] = {}
    for name, kinds in (
        ("created", ("created",)),
        ("published", _publishing(entity.schema)),
        ("performed", ("performed",)),
        ("recorded", ("recorded",)),
        ("broadcast", ("broadcast",)),
    ):
        found = _earliest([fact for kind in kinds for fact in entity.of(kind)])
        if found is not None:
            dates[name], said[name] = found
    registered = _earliest(entity.of("registered"))
    if "published" not in dates and registered is not None:
        # The Catalog of Copyright Entries dates a registration by the day of publication.
        dates["published"], said["published"] = registered
    renewal = _renewed(entity, dates.get("published"))
    if renewal:
        said["renewal"] = tuple(sorted({who for fact in entity.of("renewed") for who in fact.said}))
    codes = _statements(entity, said)
    return Work(
        id=entity.id,
        schema=entity.schema,
        title=entity.title.text,
        creators=_creators(entity),
        statements=codes,
        translation=_translated(entity),
        renewal=renewal,
        said=said,
        **dates,  # type: ignore[arg-type]
    )


def _statements(entity: Entity, said: dict[str, tuple[Said, ...]]) -> tuple[str, ...]:
    """The codes of what is declared of the work; adds to ``said`` who declares each."""
    who: dict[str, set[Said]] = defaultdict(set)
    for fact in entity.of("statement"):
        if isinstance(fact.value, Statement) and fact.value.code:
            who[fact.value.code].update(fact.said)
    said.update((f"statements.{code}", tuple(sorted(records))) for code, records in who.items())
    return tuple(who)


def _renewed(entity: Entity, published: ImpreciseDate | None) -> bool | None:
    """Whether the copyright was renewed in the United States in its 28th year; None where nobody says so.

    The year counts from publication, since 1978 to the end of the calendar year (17 USC 304(a), 305).
    """
    first = span_of(published)
    renewals = [f.value.date for f in entity.of("renewed") if isinstance(f.value, Event)]
    spans = [span for when in renewals if (span := span_of(when))]
    if first is None or not spans:
        return None
    due = range(first[0].year + 27, first[1].year + 29)
    return True if any(span[0].year in due or span[1].year in due for span in spans) else None


def _translated(entity: Entity) -> bool:
    """Whether a text in Japanese is a translation: a record says so, it has a title in Latin or Cyrillic
    letters as that of the original, its author's name is no Japanese one, or it is classed as a work of
    foreign literature only and nothing is told of any printing: then nothing shows who wrote it in Japanese.
    """
    if any(isinstance(f.value, Relation) and f.value.kind == "translation_of" for f in entity.of("relation")):
        return True
    if schemas()[entity.schema].key != "text" or not any(f.value == "ja" for f in entity.of("language")):
        return False
    names = [fact.value for fact in entity.of("name") if isinstance(fact.value, Name)]
    if any(name.kind == NameKind.ORIGINAL and _LATIN.search(name.text) for name in names):
        return True
    authors = [f.value for f in entity.of("creator") if isinstance(f.value, Contribution)]
    if any(a.role == "author" and a.names and not may_be_japanese(a.names[0].text) for a in authors):
        return True
    return not _printed(entity) and _foreign_literature(entity)


def _printed(entity: Entity) -> bool:
    """Whether a printing of the text is told of: its publication, or the edition it was taken from."""
    editions = (f.value for f in entity.of("relation") if isinstance(f.value, Relation))
    return bool(entity.of("published")) or any(relation.kind == "edition_of" for relation in editions)


def _foreign_literature(entity: Entity) -> bool:
    """Whether all its classes of literature (NDC 9) are works, by form, in other languages than Japanese."""
    classes = [found for f in entity.of("subject") if (found := _NDC_LITERATURE.match(str(f.value)))]
    return bool(classes) and all(found["language"] != "1" and found["form"] != "0" for found in classes)


def _publishing(schema: str) -> tuple[str, ...]:
    """The events that publish a work of this kind; a performance is not published by being one."""
    return tuple(kind for kind in PUBLISHED if not (schema == "performance" and kind == "performed"))


def _earliest(facts: Sequence[Fact]) -> tuple[ImpreciseDate, tuple[Said, ...]] | None:
    """The first of the dated events. It is no later than the earliest latest day of all of them.

    Events that records date only to years apart are different printings; the first one counts, and where it
    is not certain which is first, the range reaches from the earliest start to the earliest end.
    """
    dated = [
        (span, fact.value.date, fact.said)
        for fact in facts
        if isinstance(fact.value, Event) and fact.value.date and (span := span_of(fact.value.date))
    ]
    if not dated:
        return None
    first = min(span[0] for span, _, _ in dated)
    last = min(span[1] for span, _, _ in dated)
    for span, when, said in dated:
        if span == (first, last):
            return when, said
    text = " / ".join(dict.fromkeys(when.text for _, when, _ in dated))
    who = tuple(sorted({s for _, _, said in dated for s in said}))
    return ImpreciseDate(text, _iso(first), _iso(last)), who


def _iso(day: object) -> str:
    return "" if day in {LONG_AGO, FAR} else str(day)


def _creators(entity: Entity) -> tuple[Creator, ...]:
    """One creator for each party and part; lives told differently become ranges that hold all."""
    facts = entity.of("creator")
    lives: dict[str, list[Fact]] = defaultdict(list)
    for fact in facts:
        if isinstance(fact.value, Contribution) and fact.value.names:
            lives[party_key(fact.value.names[0].text)].append(fact)
    differing = _differing(entity)
    found = []
    for fact in facts:
        told = fact.value
        if not isinstance(told, Contribution) or not told.names:
            continue
        of_party = lives[party_key(told.names[0].text)]
        values = [f.value for f in of_party if isinstance(f.value, Contribution)]
        found.append(
            Creator(
                name=told.names[0].text,
                role=told.role,
                kind=_KINDS[told.kind],
                born=_covering([v.born for v in values] + _of_party(differing, "creator_born", told)),
                died=_covering([v.died for v in values] + _of_party(differing, "creator_died", told)),
                nationality=next((v.nationality for v in values if v.nationality), ""),
                said=tuple(sorted({s for f in of_party for s in f.said})),
            )
        )
    return tuple(found)


def _differing(entity: Entity) -> dict[tuple[str, str], list[ImpreciseDate | None]]:
    """The dates of lives on which records disagree, by what it is and the party's key."""
    found: dict[tuple[str, str], list[ImpreciseDate | None]] = defaultdict(list)
    for disagreement in entity.disagreements:
        for fact in disagreement.facts:
            if isinstance(fact.value, Event):
                found[disagreement.kind, party_key(fact.value.note)].append(fact.value.date)
    return found


def _of_party(
    differing: dict[tuple[str, str], list[ImpreciseDate | None]], kind: str, told: Contribution
) -> list[ImpreciseDate | None]:
    keys = {party_key(name.text) for name in told.names}
    return [date for key in keys for date in differing.get((kind, key), ())]


def _covering(dates: Iterable[ImpreciseDate | None]) -> ImpreciseDate | None:
    """One date that agrees with all: the most precise where they agree, else the range that holds them."""
    told = [(span, when) for when in dates if when is not None and (span := span_of(when))]
    if not told:
        return None
    first, last = max(span[0] for span, _ in told), min(span[1] for span, _ in told)
    if first <= last:
        return min(told, key=lambda pair: pair[0][1] - pair[0][0])[1]
    whole = hull([span for span, _ in told])
    text = " / ".join(dict.fromkeys(when.text for _, when in told))
    if whole is None:
        return None
    return ImpreciseDate(text, _iso(whole[0]), _iso(whole[1]), Certainty.EXACT)
