"""What registered holders will, brought to the works of the catalogue and before the router."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

import msgspec

from kenri.cases.claimants import standing_of
from kenri.catalogue.entity import Entity
from kenri.procedures.rights import Intention
from kenri.records.models import Entity as EntityRow
from kenri.records.models import Record as RecordRow
from kenri.records.models import RecordIdentifier
from kenri.registry import claims, queries
from kenri.registry.convert import intentions
from kenri.registry.queries import SOURCE, Registered
from kenri.vocab.uses import Use


def registrations_of(entity: Entity) -> list[Registered]:
    """The registrations among an entity's records."""
    keys = [said.local_id for said in entity.records if said.source == SOURCE]
    return list(queries.registered(keys).values()) if keys else []


def intentions_of(
    entity: Entity | None, use: Use, answers: Mapping[str, str]
) -> dict[str, tuple[Intention, ...]]:
    """What the registered holders will for a use, as ``rights_for`` takes it: for all layers.

    ``answers`` are those to the router's questions; whether the use is for profit is often told only there.
    """
    found = registrations_of(entity) if entity else []
    use = use_told(use, answers)
    told = intentions(found, use, sole=is_sole(entity)) if entity and found else ()
    return {"": told} if told else {}


def use_told(use: Use, answers: Mapping[str, str]) -> Use:
    """The use with what the answers tell of it."""
    if use.commercial is None and answers.get("commercial") in ("yes", "no"):
        return msgspec.structs.replace(use, commercial=answers["commercial"] == "yes")
    return use


def is_sole(entity: Entity) -> bool:
    """Whether nobody but one registrant records or claims this work, or records what has its address."""
    if len(entity.records) != 1 or standing_of(entity):
        return False
    [said] = entity.records
    own = RecordRow.objects.filter(source=said.source, local_id=said.local_id).values("id")
    addresses = RecordIdentifier.objects.filter(record__in=own, scheme="url", gone=False).values("value")
    bearers = RecordIdentifier.objects.filter(scheme="url", value__in=addresses, gone=False)
    return not bearers.exclude(record__in=own).exists()


def marks(ids: Iterable[str]) -> dict[str, str]:
    """By entity what changes whenever its registrations, their intentions or its claims do; most have none.

    Claims are found by the id that the entity has, or had before it was merged into another.
    """
    ids = set(ids)
    merged = EntityRow.objects.filter(redirect_to__key__in=ids).values_list("key", "redirect_to__key")
    now = dict(merged) | {key: key for key in ids}
    found: dict[str, list[str]] = defaultdict(list)
    for entity, told in sorted(claims.marks(now).items()):
        found[now[entity]].append(told)
    rows = RecordRow.objects.filter(source=SOURCE, deleted_run=None, entity__key__in=ids)
    keys = dict(rows.values_list("local_id", "entity__key"))
    for key, one in sorted(queries.registered(keys).items()) if keys else ():
        standing = msgspec.json.encode((one.standing, one.control and one.control.since)).decode()
        found[keys[key]].append(f"{key} {one.number} {standing}")
    return {entity: "; ".join(told) for entity, told in found.items()}
