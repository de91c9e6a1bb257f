"""What the catalogue knows of a work for which a case is opened, so that nobody types it again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import msgspec

from kenri.catalogue.entity import Entity
from kenri.procedures.conduct.spec import Procedure
from kenri.records import queries as catalogue
from kenri.registry.queries import SOURCE as REGISTRY
from kenri.sources import all_sources
from kenri.status.entities import facts_of
from kenri.vocab.identifiers import Identifier
from kenri.vocab.vocabularies import roles, schemas

MOST_IDENTIFIERS = 3


class Known(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of the work for which a case is to be opened; ``registered`` by its maker."""

    title: str = ""
    authors: str = ""
    identification: str = ""
    entity: str = ""
    field: str = ""
    kind: str = ""
    registered: bool = False


def of_entity(entity: Entity) -> Known:
    """What the catalogue says of a work."""
    work = facts_of(entity)
    known = all_sources()
    fields = Counter(
        field for said in entity.records if said.source in known for field in known[said.source].fields
    )
    return Known(
        title=entity.title.text,
        authors="、".join(dict.fromkeys(one.name for one in work.creators if one.name and _made(one.role))),
        identification="、".join(_identifying(entity)),
        entity=entity.id,
        field=next((field for field, _ in fields.most_common(1)), ""),
        kind=entity.schema,
        registered=any(said.source == REGISTRY for said in entity.records),
    )


def of(key: str) -> Known:
    """The same by the id of an entity; nothing where there is none of that id."""
    entity = catalogue.entity(key) if key else None
    return of_entity(entity) if entity else Known()


def given(made: Procedure, known: Known) -> dict[str, str]:
    """Of what is known, what the procedure lets be given beside title, use and databases."""
    told = {"authors": known.authors, "identification": known.identification}
    told |= {"in_creators_system": "yes"} if known.registered else {}
    return {key: value for key, value in told.items() if value and key in made.given}


def _made(role: str) -> bool:
    """Whether a role is that of somebody who made the work, and not of who keeps or issues it."""
    known = roles().get(role)
    return known is None or role in ("creator", "contributor") or bool(known.layers)


def _identifying(entity: Entity) -> Iterator[str]:
    yield schemas()[entity.schema].label.ja
    if year := facts_of(entity).published:
        yield year.text or str(year.first_year)
    values = (fact.value for fact in entity.facts)
    identifiers = [value for value in values if isinstance(value, Identifier)]
    for one in identifiers[:MOST_IDENTIFIERS]:
        yield f"{one.scheme}: {one.value}"
