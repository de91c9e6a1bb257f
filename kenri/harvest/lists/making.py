"""A row's cells become a record."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from kenri.harvest.lists.cells import cleaned, date_in, is_empty
from kenri.harvest.lists.drafts import TAKES, Column, Draft
from kenri.harvest.lists.people import people
from kenri.harvest.lists.schemas import schema_named
from kenri.vocab.dates import Certainty, ImpreciseDate
from kenri.vocab.list_fields import Holds
from kenri.vocab.names import Name, NameKind, person_name
from kenri.vocab.problems import Problem
from kenri.vocab.records import Contribution, Event, EventKind, PartyKind, Record
from kenri.vocab.vocabularies import schemas

_OF_PARTIES: dict[str, Holds] = {"date": "life", "year": "life"}
"""In a list of people a column of dates, which says no more than that, tells of their lives."""


class Maker:
    """Makes the records of one list: ``columns`` say what each cell means, ``schema`` what the rows are.

    ``sure``: somebody, or a column, told that schema.
    """

    def __init__(
        self,
        columns: Sequence[Column],
        schema: str,
        source: str,
        rest: Sequence[tuple[int, str]],
        *,
        sure: bool,
    ) -> None:
        holds = _OF_PARTIES if schemas()[schema].kind == "party" else {}
        self._steps = [
            (column.place, TAKES[holds.get(column.field.key, column.field.holds)], column)
            for column in columns
        ]
        self._rest = rest
        self._schema = schema
        self._source = source
        self._sure = sure

    def knows_kind(self, draft: Draft) -> bool:
        """Whether the row's schema was told, by its own column or for the whole list."""
        return self._sure or bool(draft.schema and schema_named(draft.schema))

    def draft(self, cells: Sequence[str]) -> Draft:
        """What the cells say, column by column."""
        draft = Draft()
        for place, take, column in self._steps:
            cell = cells[place]
            if cell and (cell := cleaned(cell)) and not is_empty(cell):
                take(draft, column, cell)
        for place, name in self._rest:
            if (cell := cells[place]) and (cell := cell.strip()):
                draft.extra[name] = cell
        return draft

    def record(self, draft: Draft, local_id: str) -> Record | None:
        """The record of a row; None where no name, identifier or address tells what it is about."""
        schema = (schema_named(draft.schema) if draft.schema else "") or self._schema
        party = schemas()[schema].kind == "party"
        self._complete_dates(draft)
        names = _party_names(draft) if party else _work_names(draft)
        if not names and draft.identifiers:
            names = (Name(f"{draft.identifiers[0].scheme.upper()} {draft.identifiers[0].value}"),)
        elif not names and draft.url:
            names = (Name(draft.url),)
        if not names:
            return None
        if not party:
            _to_creator(draft)
        if draft.schema and not schema_named(draft.schema):
            draft.genre = f"{draft.genre}; {draft.schema}" if draft.genre else draft.schema
        return Record(
            source=draft.source or self._source,
            local_id=local_id,
            schema=schema,
            names=names,
            contributions=tuple(dict.fromkeys(_ordered(draft.contributions, schema))),
            events=tuple(_events(draft, party=party)),
            identifiers=tuple(dict.fromkeys(draft.identifiers)),
            languages=tuple(dict.fromkeys(draft.languages)),
            genre=draft.genre,
            subjects=tuple(draft.subjects),
            edition=draft.edition,
            extent=draft.extent,
            description=draft.note,
            nationality=draft.nationality if party else "",
            statements=tuple(draft.statements),
            claims=tuple(draft.claims),
            url=draft.url,
        )

    def _complete_dates(self, draft: Draft) -> None:
        """A year, and a month and a day in columns of their own, are one date."""
        for event, parts in draft.parts.items():
            date = draft.dates.get(event)
            if (
                date is None
                or len(date.earliest) != 4
                or date.earliest != date.latest
                or "month" not in parts
            ):
                continue
            written = "-".join([date.earliest, parts["month"], *([parts["day"]] if "day" in parts else [])])
            whole = date_in(written)
            if whole is None:
                draft.problems.append(Problem("row_bad_date", event, value=written))
            else:
                draft.dates[event] = msgspec.structs.replace(whole, certainty=date.certainty)


def _work_names(draft: Draft) -> tuple[Name, ...]:
    """The titles, the main one with its reading. Without any, a name is the title."""
    titles = draft.titles
    if not any(name.kind == NameKind.MAIN for name in titles):
        if draft.name:
            titles.insert(0, Name(draft.name))
            draft.name = ""
        elif titles:
            titles[0] = msgspec.structs.replace(titles[0], kind=NameKind.MAIN)
        elif draft.reading or draft.romaji:
            titles.append(Name(draft.reading or draft.romaji))
    if titles and (draft.reading or draft.romaji):
        place = next((n for n, name in enumerate(titles) if name.kind == NameKind.MAIN), 0)
        titles[place] = msgspec.structs.replace(titles[place], reading=draft.reading, romaji=draft.romaji)
    titles.sort(key=lambda name: name.kind != NameKind.MAIN)
    return tuple(dict.fromkeys(titles))


def _party_names(draft: Draft) -> tuple[Name, ...]:
    found: list[Name] = []
    reading = draft.name_reading or draft.reading
    if draft.family or draft.given:
        found.append(person_name(draft.family, draft.given, reading=reading, romaji=draft.romaji))
    for contribution in people(draft.name, "creator", "inverted") if draft.name else ():
        first = not found
        found.append(
            msgspec.structs.replace(
                contribution.names[0],
                kind=NameKind.MAIN if first else NameKind.ALTERNATIVE,
                reading=reading if first else "",
                romaji=draft.romaji if first else "",
            )
        )
        for event, date in (("born", contribution.born), ("died", contribution.died)):
            if date is not None:
                draft.dates.setdefault(event, date)
    found.extend(draft.titles)
    if not found and draft.contributions:
        # A list of artists may well call its names "artist".
        maker, *draft.contributions = draft.contributions
        found.extend(maker.names)
    return tuple(dict.fromkeys(found))


def _to_creator(draft: Draft) -> None:
    """In a list of works, a name and the dates of a life belong to the first creator."""
    makers = draft.contributions
    named = _party_names_of_creator(draft)
    if named is not None:
        makers.insert(0, named)
    place = next((n for n, c in enumerate(makers) if c.kind != PartyKind.ORGANISATION), None)
    if place is None:
        return
    first = makers[place]
    born, died = draft.dates.pop("born", None), draft.dates.pop("died", None)
    name = first.names[0]
    if draft.name_reading and not name.reading:
        name = msgspec.structs.replace(name, reading=draft.name_reading)
    if born or died or draft.nationality or name is not first.names[0]:
        makers[place] = msgspec.structs.replace(
            first,
            names=(name, *first.names[1:]),
            born=born or first.born,
            died=died or first.died,
            nationality=draft.nationality or first.nationality,
        )


def _party_names_of_creator(draft: Draft) -> Contribution | None:
    if draft.family or draft.given:
        name = person_name(draft.family, draft.given, reading=draft.name_reading)
        return Contribution((name,), role="creator", kind=PartyKind.PERSON)
    if draft.name:
        made = people(draft.name, "creator", "inverted")
        return made[0] if made else None
    return None


_PERFORMED = frozenset(("recording", "release", "performance", "video"))


def _ordered(contributions: list[Contribution], schema: str) -> list[Contribution]:
    """Publishers and the like after those who made the work; the "artist" of a recording is its performer."""
    if len(contributions) > 1:
        contributions.sort(key=lambda c: c.kind == PartyKind.ORGANISATION)
    if schema not in _PERFORMED:
        return contributions
    return [msgspec.structs.replace(c, role="performer") if c.role == "creator" else c for c in contributions]


_MAIN_EVENT = ("published", "released", "broadcast", "created")


def _events(draft: Draft, *, party: bool) -> list[Event]:
    place = ", ".join(filter(None, (draft.place, draft.country)))
    found = []
    for key, date in draft.dates.items():
        where = draft.birth_place if key == "born" else ""
        found.append(Event(EventKind(key), date, where))
    if draft.birth_place and "born" not in draft.dates:
        found.append(Event(EventKind.BORN, None, draft.birth_place))
    if place and not party:
        at = next((n for n, e in enumerate(found) if e.kind.value in _MAIN_EVENT), None)
        if at is None:
            found.append(Event(EventKind.PUBLISHED, None, place))
        else:
            found[at] = msgspec.structs.replace(found[at], place=place)
    return found


def impossible(record: Record) -> list[Problem]:
    """What cannot be: died before born, published before an author was born."""
    party = schemas()[record.schema].kind == "party"
    if not party and not any(c.born or c.died for c in record.contributions):
        return []
    found: list[Problem] = []
    lives = [(c.names[0].text, c.born, c.died) for c in record.contributions]
    events = {event.kind.value: event.date for event in record.events if event.date}
    lives.append((record.names[0].text, events.get("born"), events.get("died")))
    born_last: list[tuple[str, int]] = []
    for who, born, died in lives:
        first = _year(born, last=False)
        if (
            died is not None
            and first is not None
            and _certain(died)
            and (_year(died, last=True) or 9999) < first
        ):
            told = {"who": who, "born": born.text if born else "", "died": died.text}
            found.append(Problem("row_died_before_born", **told))
        elif first is not None:
            born_last.append((who, first))
    for kind in ("published", "released", "broadcast", "created"):
        when = events.get(kind)
        if when is None or not _certain(when):
            continue
        for who, first in born_last:
            if (_year(when, last=True) or 9999) < first:
                found.append(Problem("row_made_before_birth", who=who, born=str(first), made=when.text))
    return found


def _certain(date: ImpreciseDate) -> bool:
    return date.certainty in (Certainty.EXACT, Certainty.CIRCA)


def _year(date: ImpreciseDate | None, *, last: bool) -> int | None:
    if date is None or not _certain(date):
        return None
    return date.last_year if last else date.first_year
