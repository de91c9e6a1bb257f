"""The page of a work or party: every fact with who said it and when."""

from __future__ import annotations

import msgspec
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from kenri.accounts.clock import now
from kenri.catalogue.entity import Entity
from kenri.records import queries
from kenri.records.bonds import bonds
from kenri.registry import interest
from kenri.registry.queries import SOURCE as REGISTRY
from kenri.vocab.rights import Statement
from kenri.vocab.vocabularies import schemas
from kenri.web import errors
from kenri.web.find import facts
from kenri.web.find.badges import badges
from kenri.web.rights import planning, section

RECORDS = 200
"""Records that are listed; an entity may have thousands."""
BONDS = 50
"""Reasons for bringing records together that are listed."""


@require_safe
def page(request: HttpRequest, key: str) -> HttpResponse:
    """The entity; 301 to the one that took its place, 404 for an unknown id."""
    entity = _entity(key)
    if entity.id != key:
        return HttpResponsePermanentRedirect(reverse("web:entity", args=[entity.id]))
    party = schemas()[entity.schema].kind == "party"
    asked = section.read(request.GET)
    if request.method == "GET":
        keys = [said.local_id for said in entity.records if said.source == REGISTRY]
        interest.looked_at(keys, request.user, now())
    codes = (fact.value.code for fact in entity.facts if isinstance(fact.value, Statement))
    context = {
        "entity": entity,
        "creators": facts.creators(entity),
        "badges": badges(dict.fromkeys(code for code in codes if code)),
        "groups": facts.groups(entity.facts),
        "conflicts": facts.conflicts(entity.disagreements),
        "bonds": bonds(entity.id)[:BONDS] if len(entity.records) > 1 else (),
        "records": entity.records[:RECORDS],
        "more_records": max(0, len(entity.records) - RECORDS),
        "works": facts.search_for(entity.title.text) if party else "",
        "origins": {said.source for said in entity.records},
        "asked_rights": asked,
        "laws": [(code, section.place_label(code), asked.address(code)) for code in section.LAWS],
        "presets": () if party else planning.preset_groups(),
        "suggested": planning.suggested(entity.schema),
        "rights": None if party else section.shown(entity, asked),
    }
    return render(request, "web/entity.html", context)


@require_safe
def as_json(request: HttpRequest, key: str) -> HttpResponse:
    """The entity with all its facts, disagreements and records as JSON."""
    entity = _entity(key)
    if entity.id != key:
        return HttpResponsePermanentRedirect(reverse("web:entity_json", args=[entity.id]))
    return HttpResponse(msgspec.json.encode(entity), content_type="application/json; charset=utf-8")


def _entity(key: str) -> Entity:
    entity = queries.entity(key)
    if entity is None:
        raise errors.missing("entity_not_found", id=key)
    return entity
