"""Values that come in every kind of entity: its number and page, names, dates, languages."""

from __future__ import annotations

import functools
from collections.abc import Iterable
from typing import Any

from kenri.harvest.parties import inverted
from kenri.harvest.scripts import is_kana, is_latin
from kenri.harvest.source import Item
from kenri.harvest.strict import identified_at, required, text
from kenri.vocab.dates import ImpreciseDate, parse_date
from kenri.vocab.identifiers import Identifier, try_identifier
from kenri.vocab.names import Name, NameKind
from kenri.vocab.problems import Problem
from kenri.vocab.records import Event, EventKind
from kenri.vocab.vocabularies import language_named

_NO_LANGUAGE = frozenset({"zxx", "mul", "und", "qaa", "art"})


def identifiers(item: Item, key: str, scheme: str, values: Iterable[Any]) -> tuple[Identifier, ...]:
    """The valid identifiers among the values popped from a key; the others are left there."""
    found = [identified_at(item, key, scheme, value) for value in values if value]
    return tuple(identifier for identifier in found if identifier)


def mbid(number: str | None) -> tuple[Identifier, ...]:
    """The MusicBrainz identifier of a number, if it is one."""
    found = try_identifier("musicbrainz", number) if number else None
    return (found,) if found else ()


def page(kind: str, number: str) -> str:
    """The address of an entity's page; empty where the number is none of MusicBrainz."""
    return f"https://musicbrainz.org/{kind}/{number}" if mbid(number) else ""


def names(item: Item, key: str, *, person: bool = False) -> tuple[Name, ...]:
    """The name with its sort name, then the aliases with their locales; a repeated text is left out."""
    main = required(item, key)
    found = {main: named(main, text(item, "sort-name"), person=person)}
    for alias in item.pop("aliases", None) or []:
        written = (alias.get("name") or "").strip()
        if not written or written in found:
            continue
        kind = NameKind.FORMER if alias.get("ended") else NameKind.ALTERNATIVE
        locale = (alias.get("locale") or "").replace("_", "-")
        found[written] = named(written, alias.get("sort-name") or "", kind, locale, person=person)
    return tuple(found.values())


@functools.lru_cache(maxsize=16384)
def named(name: str, sort: str, kind: NameKind = NameKind.MAIN, language: str = "", *, person: bool) -> Name:
    """A name with what its sort name tells: a kana reading, a romanised form, or family and given name."""
    if sort and sort != name and not is_latin(name):
        if is_kana(sort):
            return Name(name, kind, language, reading=sort)
        if is_latin(sort):
            return Name(name, kind, language, romaji=sort)
    turned = inverted(sort) if person else Name(sort)
    return Name(name, kind, language, family=turned.family, given=turned.given)


@functools.lru_cache(maxsize=16384)
def date(written: str | None) -> ImpreciseDate | None:
    """A date as written; None where none is."""
    return parse_date(written) if written else None


def dated(kind: EventKind, written: str | None) -> tuple[Event, ...]:
    """An event of that date; none where no date is written."""
    when = date(written)
    return (Event(kind, when),) if when else ()


def languages(codes: Iterable[str | None]) -> tuple[str, ...]:
    """The languages of some codes. Raises ``Problem('unknown_code')``."""
    found: dict[str, None] = {}
    for code in codes:
        if not code:
            continue
        language = language_named(code)
        if language is None and code not in _NO_LANGUAGE:
            raise Problem("unknown_code", field="language", value=code)
        if language:
            found[language] = None
    return tuple(found)
