"""Who is asked when somebody asks a holder: whoever registered or claims the work, not shown who that is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import msgspec

from kenri.accounts.models import Organisation, User
from kenri.cases.claimants import standing_of
from kenri.cases.proceedings import access
from kenri.cases.wills import registrations_of
from kenri.catalogue.entity import Entity
from kenri.catalogue.keys import party_key
from kenri.registry import answered
from kenri.registry.declared import ANSWERS
from kenri.registry.models import RightsClaim, Work
from kenri.registry.purposes import purposes
from kenri.vocab.text import Text


class Askable(msgspec.Struct, frozen=True):
    """A holder who answers here: the name as shown, and a public key of what makes them one."""

    name: str
    key: str


def askable(entity: Entity) -> list[Askable]:
    """The holders of a work who can be asked here, each name once."""
    found = {one.name: one for one in reversed(list(_askable(entity)))}
    return list(reversed(found.values()))


def _askable(entity: Entity) -> Iterator[Askable]:
    for one in registrations_of(entity):
        yield Askable(one.told.holder, f"registration:{one.key}")
    for said in standing_of(entity):
        if said.sure:
            yield Askable(said.placed.claimed.holder, f"claim:{said.placed.key}")


def party_of(name: str, entity: Entity | None) -> str:
    """The party of a holder of that name, as cases name it; empty where nobody of that name answers here."""
    if entity is not None:
        for one in askable(entity):
            if party_key(one.name) == party_key(name):
                return _party(one.key)
    named = list(access.bodies("holder").filter(name=name).values_list("key", flat=True)[:2])
    return f"organisation:{named[0]}" if len(named) == 1 else ""


def _party(key: str) -> str:
    kind, _, which = key.partition(":")
    model = Work if kind == "registration" else RightsClaim
    row = model.objects.select_related("owner", "organisation").filter(key=which).first()
    if row is None:
        return ""
    return _reached(row.owner, row.organisation)


def _reached(owner: User, organisation: Organisation | None) -> str:
    """An organisation, if its people may answer; else whoever entered it for them."""
    if organisation and access.bodies("holder").filter(pk=organisation.pk).exists():
        return f"organisation:{organisation.key}"
    return access.actor(owner) if owner.is_active else ""


class Answer(msgspec.Struct, frozen=True):
    """What somebody answered for all uses of a kind, and since when; ``sure``: it is known who they are."""

    by: str
    says: Text
    on: dt.date
    terms: tuple[Text, ...]
    purposes: tuple[Text, ...]
    sure: bool


def answered_by(entity: Entity) -> list[Answer]:
    """The answers to requests that everybody is told of, newest first."""
    said = answered.standing(entity.id, tuple(f"{one.source}:{one.local_id}" for one in entity.records))
    sure = {one.placed.party for one in standing_of(entity) if one.sure} if said else set()
    found = [
        Answer(
            one.by,
            ANSWERS[one.says],
            one.on,
            one.terms.told() if one.says == "terms" else (),
            tuple(purposes()[key].label for key in purposes() if key in one.purposes),
            one.party in sure,
        )
        for one in said
    ]
    return sorted(found, key=lambda one: one.on, reverse=True)
