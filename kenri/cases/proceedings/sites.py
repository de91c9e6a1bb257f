"""What a case can open with: the facts of its use, and the databases that must be looked into for it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from kenri import sources
from kenri.cases.proceedings import standing
from kenri.cases.proceedings.models import Case
from kenri.procedures.conduct.spec import Open, Procedure
from kenri.vocab.uses import Use
from kenri.vocab.vocabularies import acts


def known(made: Procedure, title: str, use: Use, field: str, kind: str) -> dict[str, Any]:
    """Data of a procedure that the use and the work tell by themselves, as far as it may be given."""
    told = {
        "title": title,
        "territory": "abroad" if use.abroad else "JP",
        "manner": use.name().ja,
        "use_from": use.begins.isoformat() if use.begins else None,
        "use_until": use.ends.isoformat() if use.ends else None,
        "sites": [{"name": name, "url": url} for name, url in to_view(field, kind, use.acts)],
    }
    return {key: value for key, value in told.items() if key in made.given and value}


def to_view(field: str, kind: str, use_acts: Iterable[str]) -> Iterator[tuple[str, str]]:
    """The databases with a duty to search them for a field, a kind of work and the acts of a use, by name."""
    forms = {form for act in use_acts for form in _forms(act)}
    databases = [*sources.all_sources().values(), *sources.visited_databases().values()]
    for database in sorted(databases, key=lambda one: one.title.ja):
        if any(duty.applies(field, kind, form) for duty in database.duties for form in forms):
            yield database.title.ja, database.homepage


def _forms(act: str) -> set[str]:
    """An act with the wider one that it is a form of, and its own forms: a duty may name any of them."""
    narrower = {key for key, one in acts().items() if one.part_of == act}
    return {act, *narrower, *({acts()[act].part_of} - {""} if act in acts() else ())}


def reused(made: Procedure, case: Case) -> Mapping[str, Any]:
    """The evidence of an earlier case, as far as the procedure carries it over, and from which case it is."""
    course = standing.course_of(case)
    opens = (effect for action in made.actions.values() for effect in action.effects)
    carried = {key for effect in opens if isinstance(effect, Open) for key in effect.carries}
    keys = carried.intersection(made.given) - {"title", "territory", "manner"}
    told = {key: course.data[key] for key in keys if key in course.data}
    return {**told, **({"evidence_from": case.number} if "evidence_from" in made.given else {})}
