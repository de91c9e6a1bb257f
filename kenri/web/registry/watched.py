"""Who watches a work hears of it when its holders, or those who claim it, change something."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection

from kenri.accounts.models import User
from kenri.catalogue.entity import Entity
from kenri.records import queries as catalogue
from kenri.records.bulk.store import batches
from kenri.registry import owners, watching
from kenri.registry.queries import SOURCE
from kenri.web.registry.claiming import subject_of

AT_ONCE = 500
"""Registrations whose works are looked up together."""


def brought(keys: Collection[str], at: dt.datetime) -> int:
    """Tell those who watch the works of registrations that changed, but those who keep these; how many."""
    told = 0
    for some in batches(list(keys), AT_ONCE):
        works: dict[str, list[str]] = defaultdict(list)
        for key, entity in catalogue.entities_of(SOURCE, some).items():
            works[entity].append(key)
        seen = catalogue.entities(watching.watched(catalogue.known_as(works)))
        for entity in {one.id: one for one in seen.values()}.values():
            besides = owners.keepers_of(works[entity.id])
            told += watching.changed(subject_of(entity), at, besides=besides)
    return told


def changed(entity: Entity, by: User, at: dt.datetime) -> int:
    """Tell those who watch a work, but whoever changed it."""
    return watching.changed(subject_of(entity), at, besides=[by])
