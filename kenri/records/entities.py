"""Under which id a group of records goes on: the rules of keeping, merging and splitting entities."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from kenri.records.bulk.store import Store


class Member(NamedTuple):
    """A record with where it stands now. ``deleted`` is None while its source has it."""

    id: int
    entity: int
    source: str
    schema: str
    deleted: int | None
    link_due: int | None


class State(NamedTuple):
    """An entity: its schema, how many live records it has, and where it redirects to."""

    schema: str
    size: int
    redirect: int | None


class Placed(NamedTuple):
    """What is to be written: the entities that change, and the entity of every record."""

    entities: dict[int, State]
    records: dict[int, int]
    merged: int
    split: int


def place(store: Store, members: Mapping[int, Member], groups: Sequence[Sequence[int]]) -> Placed:
    """Decide for whole pieces: all records of every entity concerned are among ``members``.

    A group keeps the oldest of the entities that are its own; an entity is that group's which holds its
    founding record, or, where that record is withdrawn, the entity's oldest remaining record.
    """
    alive = [tuple(k for k in group if members[k].deleted is None) for group in groups]
    alive = [group for group in alive if group]
    group_of = {key: number for number, group in enumerate(alive) for key in group}
    oldest: dict[int, int] = {}
    for key, member in members.items():
        if key in group_of:
            oldest[member.entity] = min(key, oldest.get(member.entity, key))
    before = _entities(store, {key for m in members.values() for key in (m.id, m.entity)})
    owned: dict[int, list[int]] = {}
    for entity in sorted(before):
        if before[entity].redirect is None and (owner := _owner(entity, oldest, group_of)) is not None:
            owned.setdefault(owner, []).append(entity)
    entities: dict[int, State] = {}
    records: dict[int, int] = {}
    moved: dict[int, int] = {}
    touched: set[int] = set()
    for number, group in enumerate(alive):
        own = owned.get(number, [])
        chosen = own[0] if own else group[0]
        schema = _schema([members[key] for key in group])
        entities[chosen] = State(schema, len(group), None)
        records.update(dict.fromkeys(group, chosen))
        for other in {*group, *own} - {chosen}:
            entities[other] = State(before[other].schema, 0, chosen)
        moved.update((other, chosen) for other in own[1:])
        if any(members[key].link_due is not None for key in group):
            touched.add(chosen)
    for entity, state in before.items():
        if state.redirect is None and entity not in entities:
            entities[entity] = State(state.schema, 0, None)
    _follow(store, moved, entities)
    for key, member in members.items():
        if member.deleted is not None:
            records[key] = moved.get(member.entity, member.entity)
    split = sum(
        1 for entity, state in before.items() if state.redirect is not None and not _away(entities, entity)
    )
    changed = {k: state for k, state in entities.items() if k in touched or before.get(k) != state}
    return Placed(changed, records, merged=len(moved), split=split)


def _away(entities: Mapping[int, State], entity: int) -> bool:
    """Whether an entity redirects; one that nothing was decided about still does."""
    return entity not in entities or entities[entity].redirect is not None


def _owner(entity: int, oldest: Mapping[int, int], group_of: Mapping[int, int]) -> int | None:
    """The group that an entity goes on in: that of its founding record, else of its oldest; or None."""
    if entity in group_of:
        return group_of[entity]
    return group_of[oldest[entity]] if entity in oldest else None


def _entities(store: Store, keys: set[int]) -> dict[int, State]:
    rows = store.select(
        "SELECT id, schema, size, redirect_to_id FROM records_entity WHERE id IN {values}", sorted(keys)
    )
    return {key: State(*state) for key, *state in rows}


def _follow(store: Store, moved: dict[int, int], entities: dict[int, State]) -> None:
    """Older redirects to an entity that now redirects itself go on to where it leads: one step always."""
    rows = store.select(
        "SELECT id, schema, redirect_to_id FROM records_entity WHERE redirect_to_id IN {values}",
        sorted(moved),
    )
    for key, schema, redirect in rows:
        if key not in entities:
            entities[key] = State(schema, 0, moved[redirect])


def _schema(group: Sequence[Member]) -> str:
    """The schema that most sources see, then most records, then the first by name: as on its page."""
    sources: dict[str, set[str]] = {}
    for member in group:
        sources.setdefault(member.schema, set()).add(member.source)
    records = Counter(member.schema for member in group)
    return min(records, key=lambda schema: (-len(sources[schema]), -records[schema], schema))
