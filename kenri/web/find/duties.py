"""Which databases have to be searched for a planned use: those that Kenri reads and those people visit."""

from __future__ import annotations

import msgspec

from kenri import sources
from kenri.harvest.source import Duty, Source
from kenri.vocab.vocabularies import acts
from kenri.web import wording


class ToSearch(msgspec.Struct, frozen=True):
    """A database and the duties that hold for the use; none where it only covers the field."""

    database: Source | sources.Visited
    duties: tuple[Duty, ...]
    read_by_kenri: bool


def to_search(field: str, kind: str, use: str) -> tuple[list[ToSearch], list[ToSearch]]:
    """The databases with a duty to search them, and those of the field and kind without one."""
    uses = _forms(use)
    must: list[ToSearch] = []
    may: list[ToSearch] = []
    databases: list[Source | sources.Visited] = [
        *sources.all_sources().values(),
        *sources.visited_databases().values(),
    ]
    for database in sorted(databases, key=lambda database: wording.chosen(database.title)):
        held = tuple(d for d in database.duties if any(d.applies(field, kind, form) for form in uses))
        found = ToSearch(database, held, isinstance(database, Source))
        if held:
            must.append(found)
        elif _covers(database, field, kind):
            may.append(found)
    return must, may


def choices_of_use() -> dict[str, list[str]]:
    """The acts to choose from, by kind: all that need permission, and the free ones that a duty names."""
    named = {use for database in _databases() for duty in database.duties for use in duty.uses}
    found: dict[str, list[str]] = {}
    for key, act in acts().items():
        if act.kind != "limitation" or key in named:
            found.setdefault(act.kind, []).append(key)
    return found


def _databases() -> list[Source | sources.Visited]:
    return [*sources.all_sources().values(), *sources.visited_databases().values()]


def _forms(use: str) -> set[str]:
    """An act with the wider act that it is a form of, and its own forms: a duty may name any of them."""
    known = acts()
    narrower = {key for key, act in known.items() if use and act.part_of == use}
    return {use, *narrower, *({known[use].part_of} - {""} if use in known else ())}


def _covers(database: Source | sources.Visited, field: str, kind: str) -> bool:
    return all(
        not value or not covered or value in covered
        for value, covered in ((field, database.fields), (kind, database.schemas))
    )
