"""What registered holders will, brought to the works of the catalogue and before the router."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

import msgspec

from kenri.accounts.models import User
from kenri.cases.claimants import standing_of
from kenri.cases.proceedings import requests
from kenri.catalogue.entity import Entity
from kenri.catalogue.keys import party_key
from kenri.procedures.rights import Intention
from kenri.records.models import Entity as EntityRow
from kenri.records.models import Record as RecordRow
from kenri.records.models import RecordIdentifier
from kenri.registry import answered, claims, queries
from kenri.registry.answered import Said
from kenri.registry.convert import intentions
from kenri.registry.declared import ANSWERS
from kenri.registry.purposes import purposes
from kenri.registry.queries import SOURCE, Registered
from kenri.vocab.text import Text
from kenri.vocab.uses import Use


def registrations_of(entity: Entity) -> list[Registered]:
    """The registrations among an entity's records."""
    keys = [said.local_id for said in entity.records if said.source == SOURCE]
    return list(queries.registered(keys).values()) if keys else []


def intentions_of(
    entity: Entity | None, use: Use, answers: Mapping[str, str], asker: User | None = None
) -> dict[str, tuple[Intention, ...]]:
    """What holders will for a use, as ``rights_for`` takes it: for all layers.

    It is what registrants declare and what holders answered when they were asked: for all uses of the kind,
    or to ``asker`` for this very use, which goes before everything that the same holder says to all.
    ``answers`` are those to the router's questions; whether the use is for profit is often told only there.
    """
    if entity is None:
        return {}
    found = registrations_of(entity)
    use = use_told(use, answers)
    told = [*(intentions(found, use, sole=is_sole(entity)) if found else ()), *_answered(entity, use)]
    own = requests.answers_to(asker, entity.id, use) if asker else ()
    asked = {party_key(one.by) for one in own}
    told = [one for one in told if party_key(one.by) not in asked]
    return {"": (*told, *own)} if told or own else {}


def hinges(entity: Entity, use: Use, answers: Mapping[str, str]) -> tuple[str, ...]:
    """The questions about the use, not answered yet, on whose answer it hangs what registrants will."""
    found = registrations_of(entity)
    if not found or use_told(use, answers).commercial is not None:
        return ()
    told = {
        intentions(found, use_told(use, {HINGE: answer}), sole=is_sole(entity)) for answer in ("yes", "no")
    }
    return (HINGE,) if len(told) > 1 else ()


HINGE = "commercial"
"""The question on which most terms hang."""


def _answered(entity: Entity, use: Use) -> Iterator[Intention]:
    """What was answered for all uses of the kind, as far as it is known that a holder said so."""
    said = answered.standing(entity.id, _records(entity))
    if not said:
        return
    meant = {key for key, one in purposes().items() if one.touched(use)}
    sure = {one.placed.party for one in standing_of(entity) if one.sure}
    for one in said:
        covered = meant <= one.purposes if one.says in ("permit", "terms") else meant & one.purposes
        if meant and covered:
            yield _intention(one, sure=one.party in sure)


def _intention(one: Said, *, sure: bool) -> Intention:
    """Of somebody who is not known to be the holder an answer is a reason to ask, and no more."""
    told = one.terms.told() if one.says == "terms" else ()
    if not sure and one.says != "ask":
        told = (UNSURE.format(says=ANSWERS[one.says]),)
    words = Text("、".join(t.ja for t in told), "; ".join(t.en for t in told))
    return Intention(
        one.says if sure else "ask",
        declared=one.on,
        terms=f" {words.ja} ({words.en})" if told else "",
        by=one.by,
        source=one.case,
        of=one.by,
        fee=one.terms.fee if sure and one.says == "terms" else "",
    )


UNSURE = Text(
    "申込みに「{says}」と答えた人がいますが、権利者本人かどうかは確認されていません",
    "somebody who was asked answered “{says}”; it is not confirmed that they are the holder",
)


def _records(entity: Entity) -> tuple[str, ...]:
    return tuple(f"{said.source}:{said.local_id}" for said in entity.records)


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


def marks(ids: Iterable[str], asker: User | None = None) -> dict[str, str]:
    """By entity what changes whenever its registrations, their intentions or its claims do; most have none.

    So do the answers to ``asker``. Claims are found by the id that the entity has, or had before it was
    merged into another.
    """
    ids = set(ids)
    merged = EntityRow.objects.filter(redirect_to__key__in=ids).values_list("key", "redirect_to__key")
    now = dict(merged) | {key: key for key in ids}
    found: dict[str, list[str]] = defaultdict(list)
    own = requests.marks(asker, now) if asker else ()
    for entity, told in sorted((*claims.marks(now).items(), *answered.marks(now).items(), *own)):
        found[now[entity]].append(told)
    rows = RecordRow.objects.filter(source=SOURCE, deleted_run=None, entity__key__in=ids)
    keys = dict(rows.values_list("local_id", "entity__key"))
    for key, one in sorted(queries.registered(keys).items()) if keys else ():
        standing = msgspec.json.encode((one.standing, one.control and one.control.since)).decode()
        found[keys[key]].append(f"{key} {one.number} {standing}")
    return {entity: "; ".join(told) for entity, told in found.items()}
