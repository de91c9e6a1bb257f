"""In which fields a record stands."""

from __future__ import annotations

import functools

from kenri.sources import all_sources
from kenri.vocab.vocabularies import schemas


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
