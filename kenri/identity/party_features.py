"""What the model sees of a person or an organisation: names, sounds, life dates, places."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from kenri.identity.bearers import UNSURE
from kenri.identity.flat import Row, day_or_year, folded_or_none, key_or_none, years_of
from kenri.identity.nobody import is_nobody
from kenri.identity.organisations import parse_organisation
from kenri.identity.person_names import PersonName, life_in, parse_person
from kenri.identity.readings import echoes_of, reading_of
from kenri.identity.writing.consonants import skeleton
from kenri.identity.writing.normalise import fold
from kenri.vocab.dates import ImpreciseDate, parse_date
from kenri.vocab.names import Name
from kenri.vocab.records import EventKind, Record

_BEGINS = (EventKind.BORN, EventKind.FOUNDED)
_ENDS = (EventKind.DIED, EventKind.DISSOLVED)


def row(record: Record, extra: Mapping[str, str]) -> Row:
    """The columns of a party; ``extra`` as for ``features_of``."""
    names = sorted((n for n in record.names if n.text.strip()), key=lambda n: n.kind != "main")
    named = _organisation if record.schema == "organisation" else _person
    born, died = _date(record, _BEGINS), _date(record, _ENDS)
    if born is None and died is None and names and record.schema == "person":
        born, died = (parse_date(year) if year else None for year in life_in(names[0].text))
    born_from, born_to = years_of(born)
    died_from, died_to = years_of(died)
    place = next((e.place for e in record.events if e.kind in _BEGINS and e.place), "")
    known = not names or not all(is_nobody(name.text) for name in names)
    columns = {
        **(named(names or record.names[:1]) if known else {}),
        "born": day_or_year(born),
        "born_from": born_from,
        "born_to": born_to,
        "died": day_or_year(died),
        "died_from": died_from,
        "died_to": died_to,
        "place": folded_or_none(place or extra.get("birth_place", "") or extra.get("place", "")),
        "nationality": key_or_none(record.nationality),
        "occupation": folded_or_none(extra.get("occupation", "")),
    }
    used = {"occupation", "birth_place"} | ({"place"} if not place else set())
    return Row(columns, frozenset(used))


def _date(record: Record, kinds: tuple[EventKind, ...]) -> ImpreciseDate | None:
    return next((e.date for e in record.events if e.kind in kinds and e.date is not None), None)


def _person(names: Sequence[Name]) -> dict[str, Any]:
    name = names[0]
    person = parse_person(name)
    other = next((alias for alias in map(parse_person, names[1:]) if alias.key != person.key), None)
    whole = " ".join(person.tokens)
    return {
        **_name_columns(name, person),
        "marks": person.bearer or None,
        "marks_first": None if person.bearer == UNSURE else person.bearer or None,
        "alias": other.key if other else None,
        "alias_sound": other.sound if other else None,
        "title_text": whole,
        "whole_text": whole,
        "words": [token for token in person.tokens if len(token) > 2],
    }


def _organisation(names: Sequence[Name]) -> dict[str, Any]:
    """Names without legal forms; an organisation of known renames has its key for another name."""
    main, *others = [parse_organisation(name.text) for name in names]
    other = next((alias for alias in others if alias.key != main.key), None)
    known = next((f"={one.known}" for one in (main, *others) if one.known), None)
    return {
        "name": main.key,
        "name_sound": main.sound or None,
        "echoes": list(echoes_of(main.core)) or None,
        "alias": known or (other.key if other else None),
        "alias_sound": (other.sound or None) if other else None,
        "family": main.core or None,
        "family_sound": main.sound or None,
        "family_skel": main.consonants or None,
        "script": "latin" if main.core.isascii() else "japanese",
        "title_text": main.core,
        "whole_text": main.core,
        "words": [word for word in main.core.split() if len(word) > 2],
    }


def _name_columns(name: Name, person: PersonName) -> dict[str, Any]:
    if name.given and not name.family:
        return _given_alone(name, person)
    family = person.family or " ".join(person.tokens)
    family_sound, given_sound, family_skel, given_skel = _sounds(name, person, family)
    return {
        "name": person.key,
        "name_sound": person.sound or None,
        "echoes": list(person.echoes) or None,
        "family": family or None,
        "family_sound": family_sound or None,
        "family_skel": family_skel or None,
        "given": person.given or None,
        "given_sound": given_sound or None,
        "given_skel": given_skel or None,
        "first": person.given.split()[0] if person.given else None,
        "initials": person.initials or None,
        "script": "latin" if person.script == "latin" else "japanese",
    }


def _given_alone(name: Name, person: PersonName) -> dict[str, Any]:
    """Of a person whose family name a table leaves empty."""
    given, reading = fold(name.given), reading_of(name.reading or name.given)
    return {
        "name": person.key,
        "name_sound": person.sound or None,
        "given": given or None,
        "given_sound": reading.sound or None,
        "given_skel": "".join(map(skeleton, reading.kana.split())) or None,
        "first": given.split()[0] if given else None,
        "initials": "".join(word[0] for word in given.split()) or None,
        "script": "latin" if person.script == "latin" else "japanese",
    }


def _sounds(name: Name, person: PersonName, family: str) -> tuple[str, str, str, str]:
    """Sounds and consonants of family and given name, from the reading told where it is divided."""
    told = fold(name.reading).split()
    if len(told) == 2 and person.given:
        one, other = told
    else:
        one, other = family, person.given
    first, second = reading_of(one), reading_of(other) if other else None
    return (
        first.sound,
        second.sound if second else "",
        "".join(map(skeleton, first.kana.split())),
        "".join(map(skeleton, second.kana.split())) if second else "",
    )
