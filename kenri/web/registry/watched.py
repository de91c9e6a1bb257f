"""Who watches a work hears of it when its holders, or those who claim it, change something."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from kenri.accounts.models import User
from kenri.catalogue.entity import Entity
from kenri.records import queries as catalogue
from kenri.registry import watching
from kenri.web.registry import registering
from kenri.web.registry.claiming import subject_of


def registrations_changed(keys: Iterable[str], by: User, at: dt.datetime) -> int:
    """Tell those who watch the works of these registrations; how many were told."""
    ids = dict.fromkeys(filter(None, map(registering.entity_of, keys)))
    return sum(changed(entity, by, at) for entity in map(catalogue.entity, ids) if entity)


def changed(entity: Entity, by: User, at: dt.datetime) -> int:
    """Tell those who watch a work, but whoever changed it."""
    return watching.changed(subject_of(entity), at, besides=[by])
