"""``/api/v1/intentions``: what holders declared, by address, identifier or entity, one or many."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from ninja import Field, Router, Schema
from ninja.throttling import AnonRateThrottle

from kenri.accounts.clock import now
from kenri.records import queries as catalogue
from kenri.records.models import RecordIdentifier
from kenri.registry import interest, lookup
from kenri.registry.lookup import Willed
from kenri.registry.queries import SOURCE
from kenri.vocab.identifiers import try_identifier
from kenri.vocab.problems import Problem

MOST_URLS = 10_000
MOST_OTHERS = 500
"""Identifiers or entities in one question: each is looked up in the catalogue."""

router = Router(tags=["intentions"])
_throttle = [AnonRateThrottle(settings.KENRI_API_RATE)]
_encoder = msgspec.json.Encoder()


class Asked(Schema):
    """What is asked about: addresses of works, identifiers (``isrc:JPXX02600001``), or entities' ids."""

    urls: list[str] = Field(default=[], max_length=MOST_URLS)
    identifiers: list[str] = Field(default=[], max_length=MOST_OTHERS)
    entities: list[str] = Field(default=[], max_length=MOST_OTHERS)


@router.get("/intentions", throttle=_throttle)
def one(request: HttpRequest, url: str = "", identifier: str = "", entity: str = "") -> HttpResponse:
    """What was declared for one thing. Unknown is ``unknown``; no answer here is a permission."""
    asked = Asked(
        urls=[url] if url else [],
        identifiers=[identifier] if identifier else [],
        entities=[entity] if entity else [],
    )
    found = _counted(_wills(asked))
    if len(found) != 1:
        raise Problem("ask_of_one")
    return _answer(found[0])


@router.post("/intentions", throttle=_throttle)
def many(request: HttpRequest, asked: Asked) -> HttpResponse:
    """The same for many: addresses first, then identifiers, then entities, each in the order asked."""
    found = _counted(_wills(asked))
    if not found:
        raise Problem("ask_of_something")
    return _answer({"results": found})


def _counted(found: Iterable[Willed]) -> list[Willed]:
    """The answers, of which their holders learn how many there were, and not to whom."""
    told = list(found)
    interest.count({key for one in told for key in one.registrations}, "asked", now())
    return told


def _wills(asked: Asked) -> Iterator[Willed]:
    at = now()
    yield from lookup.wills(asked.urls, at=at)
    things = {told: _entities_with(told) for told in asked.identifiers}
    things |= {told: (told,) for told in asked.entities}
    registrations: dict[str, list[str]] = {}
    doubtful: set[str] = set()
    entities = catalogue.entities([id_ for ids in things.values() for id_ in ids])
    for told, ids in things.items():
        said = [one for id_ in ids if id_ in entities for one in entities[id_].records]
        registrations[told] = [one.local_id for one in said if one.source == SOURCE]
        if any(one.source != SOURCE for one in said):
            doubtful.add(told)
    yield from lookup.wills_of(registrations, at=at, doubtful=doubtful)


def _entities_with(told: str) -> Iterable[str]:
    """The entities that bear an identifier; none for what is no identifier."""
    scheme, _, value = told.partition(":")
    made = try_identifier(scheme.strip().lower(), value) if value else None
    if made is None:
        return ()
    rows = RecordIdentifier.objects.filter(scheme=made.scheme, value=made.value, gone=False)
    return tuple(rows.values_list("record__entity__key", flat=True).distinct()[:10])


def _answer(value: object) -> HttpResponse:
    return HttpResponse(_encoder.encode(value), content_type="application/json; charset=utf-8")
