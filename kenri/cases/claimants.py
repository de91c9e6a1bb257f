"""What is claimed of works of the catalogue, brought before the router: holders to ask, contradictions."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

import msgspec

from kenri.catalogue.entity import Entity
from kenri.procedures.rights import Claims, Holder
from kenri.registry import claims, queries
from kenri.registry.claiming import WHOLE, Conflict, Placed, conflicts
from kenri.registry.claims import Standing
from kenri.registry.queries import SOURCE
from kenri.vocab.text import Text
from kenri.vocab.uses import WORLD, Use
from kenri.vocab.vocabularies import layers


def standing_of(entity: Entity) -> list[Standing]:
    """The claims to an entity that stand, by whatever id it had when they were made."""
    return claims.standing(entity.id, _records(entity))


def claimed_among(entities: Collection[Entity]) -> frozenset[str]:
    """The ids of those entities that anybody registered, or to which anybody ever made a claim."""
    registered = {entity.id for entity in entities if any(said.source == SOURCE for said in entity.records)}
    return claims.claimed({entity.id: _records(entity) for entity in entities}) | registered


def _records(entity: Entity) -> tuple[str, ...]:
    return tuple(f"{said.source}:{said.local_id}" for said in entity.records)


def claims_of(entity: Entity | None, use: Use, on: date) -> dict[str, Claims]:
    """By layer who claims it where and when the use is; from ``on`` where the use has no days.

    A use whose days are not told is taken to begin on ``on``, and not to end.
    """
    found = standing_of(entity) if entity else []
    meant = [one for one in (_within(one, use, on) for one in found) if one is not None]
    asked = _asked_here(entity) if entity else ()
    by_layer = {key: [one for one in meant if one.placed.claimed.layer in ("", key)] for key in layers()}
    return {
        key: msgspec.structs.replace(_claims(told), asked_here=asked)
        for key, told in by_layer.items()
        if told or asked
    }


def _asked_here(entity: Entity) -> tuple[str, ...]:
    """The names under which the work is registered: requests are passed on to whoever did."""
    keys = [said.local_id for said in entity.records if said.source == SOURCE]
    found = queries.registered(keys).values() if keys else ()
    return tuple(dict.fromkeys(one.told.holder for one in found if not one.told.without_copyright))


def _within(one: Standing, use: Use, on: date) -> Standing | None:
    """The claim as far as it reaches the use: in its countries, on its days."""
    told = one.placed.claimed
    first, last = use.begins or on, use.ends or date.max
    if (told.begins and told.begins > last) or (told.ends and told.ends < first):
        return None
    if not told.territory or WORLD in use.territory:
        return one
    there = tuple(code for code in told.territory if code in use.territory)
    if not there:
        return None
    narrowed = msgspec.structs.replace(told, territory=there)
    return msgspec.structs.replace(one, placed=msgspec.structs.replace(one.placed, claimed=narrowed))


def _claims(told: Sequence[Standing]) -> Claims:
    sure = [one.placed for one in told if one.sure]
    others = [one.placed for one in told if not one.sure]
    shares: dict[str, int] = {}
    for one in sure:
        if one.claimed.basis != "mandate":
            shares[one.party] = max(shares.get(one.party, 0), one.claimed.share)
    found = conflicts([one.placed for one in told])
    return Claims(
        holders=_holders(sure, reachable=True),
        others=_holders(others, reachable=None),
        whole=sum(shares.values()) >= WHOLE,
        contested=tuple(dict.fromkeys(_why(one, told) for one in found)),
    )


def _holders(placed: Sequence[Placed], *, reachable: bool | None) -> tuple[Holder, ...]:
    """Those who claim, each once; who is known can be asked through Kenri."""
    found = {
        one.claimed.holder: Holder(
            one.claimed.holder, f"{one.claimed.share / 100:g}%", reachable=reachable, claimed=True
        )
        for one in placed
    }
    return tuple(found.values())


def _why(conflict: Conflict, told: Sequence[Standing]) -> Text:
    """A contradiction in words, with those between whom it is."""
    named = {one.placed.key: one.placed.claimed.holder for one in told}
    who = list(dict.fromkeys(named[key] for key in conflict.claims))
    ja, en = "・".join(who), ", ".join(who)
    if conflict.kind == "exclusive":
        return Text(
            f"権利の主張が食い違っています（{ja}）。一方は独占的な権利を主張しています。",
            f"Claims to the right contradict each other ({en}): one says that they hold it exclusively.",
        )
    total = f"{conflict.total * 100 / WHOLE:g}"
    return Text(
        f"権利の主張が食い違っています（{ja}）。持分の合計が{total}%になります。",
        f"Claims to the right contradict each other ({en}): the shares add up to {total}%.",
    )
