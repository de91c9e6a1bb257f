"""What registered holders will, brought to the works of the catalogue and before the router."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

import msgspec

from kenri.catalogue.entity import Entity
from kenri.procedures.rights import Intention
from kenri.records.models import Record as RecordRow
from kenri.records.models import RecordIdentifier
from kenri.registry import queries
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
    if use.commercial is None and answers.get("commercial") in ("yes", "no"):
        use = msgspec.structs.replace(use, commercial=answers["commercial"] == "yes")
    told = intentions(found, use, sole=_sole(entity)) if entity and found else ()
    return {"": told} if told else {}


def _sole(entity: Entity) -> bool:
    """Whether nobody but one registrant records this work, here or under the same address elsewhere."""
    if len(entity.records) != 1:
        return False
    [said] = entity.records
    own = RecordRow.objects.filter(source=said.source, local_id=said.local_id).values("id")
    addresses = RecordIdentifier.objects.filter(record__in=own, scheme="url", gone=False).values("value")
    bearers = RecordIdentifier.objects.filter(scheme="url", value__in=addresses, gone=False)
    return not bearers.exclude(record__in=own).exists()


def marks(ids: Iterable[str]) -> dict[str, str]:
    """By entity what changes whenever its registrations or their intentions do; most entities have none."""
    rows = RecordRow.objects.filter(source=SOURCE, deleted_run=None, entity__key__in=set(ids))
    keys = dict(rows.values_list("local_id", "entity__key"))
    found: dict[str, list[str]] = defaultdict(list)
    for key, one in sorted(queries.registered(keys).items()) if keys else ():
        standing = msgspec.json.encode((one.standing, one.control and one.control.since)).decode()
        found[keys[key]].append(f"{key} {one.number} {standing}")
    return {entity: "; ".join(told) for entity, told in found.items()}
