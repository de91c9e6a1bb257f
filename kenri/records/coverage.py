"""In which fields a record stands, and what a search can be narrowed by."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping

from kenri.sources import all_sources
from kenri.vocab.problems import Problem
from kenri.vocab.vocabularies import fields, schemas, statements


@functools.cache
def fields_of(source_id: str, schema: str) -> tuple[str, ...]:
    """The fields of a record by its source and schema.

    Those that both have in common; where they have none in common or one of them names none, the source's
    own (a museum's books stand where the museum's things are looked for), then the schema's.
    """
    source = all_sources().get(source_id)
    own = source.fields if source else ()
    usual = schemas()[schema].fields if schema in schemas() else ()
    both = tuple(field for field in own if field in usual)
    return both or own or usual


def unknown_choice(facet: str, values: Iterable[str]) -> Problem | None:
    """The first of the values that a facet does not have; None where it has all, or takes any."""
    closed: dict[str, Mapping[str, object]] = {
        "field": fields(),
        "schema": schemas(),
        "source": all_sources(),
        "status": statements(),
    }
    for value in values:
        if facet in closed and value not in closed[facet]:
            return Problem("choice_unknown", name=facet, value=value, known=", ".join(closed[facet]))
    return None
