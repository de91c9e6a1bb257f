"""Licences between registry and catalogue: whether others know the work, and how the document is sealed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

import msgspec

from kenri.accounts.models import User
from kenri.cases import wills
from kenri.cases.proceedings import seal
from kenri.catalogue.entity import Entity
from kenri.documents.typesetting import typeset
from kenri.records import queries as catalogue
from kenri.registry import licences
from kenri.registry.licences import Asked, Sealed
from kenri.registry.models import Licence
from kenri.vocab.problems import Problem
from kenri.vocab.uses import Use
from kenri.web.registry import registering


def is_sole(key: str, use: Use) -> bool:
    """Whether nobody but this registrant records or claims the work, as far as the catalogue knows."""
    entity = catalogue.entity(registering.entity_of(key))
    if entity is None:
        return False
    told = wills.intentions_of(entity, use, {}).get("", ())
    return len(told) == 1 and told[0].says in ("permit", "terms")


def outright(entity: Entity, use: Use, on: dt.date) -> str:
    """The key of the registration whose terms give a licence for the use at once; empty where none does."""
    found = wills.registrations_of(entity)
    if len(found) != 1 or not wills.is_sole(entity):
        return ""
    begins = use.begins or on
    days = msgspec.structs.replace(use, begins=begins, ends=use.ends or begins)
    try:
        licences.outright(found[0], days, sole=True)
    except Problem:
        return ""
    return found[0].key


def issue(user: User, key: str, asked: Asked, *, at: dt.datetime) -> Licence:
    """The licence for a use, sealed. Raises those of ``kenri.registry.licences.issue`` and of the seal."""
    return licences.issue(user, key, asked, sole=is_sole(key, asked.use), at=at, seal=_sealing(at))


def _sealing(at: dt.datetime) -> Callable[[str, dict[str, Any]], Sealed]:
    signer = seal.signer(at)

    def sealed(data: str, told: dict[str, Any]) -> Sealed:
        sheet = typeset("licence", sheet_of(told), language="ja")
        return signer.sign_text(data.encode()), signer.sign_pdf(sheet, "利用許諾書", at)

    return sealed


def sheet_of(told: Mapping[str, Any]) -> dict[str, Any]:
    """The data of a licence as its template takes them."""
    conditions = [one["ja"] for one in told.get("conditions", ())]
    return {**told, "conditions": conditions, "period": tuple(told["period"])}
