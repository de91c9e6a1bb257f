"""``POST /api/v1/match``: which entities of the catalogue a programme's items mean."""

from __future__ import annotations

from typing import Any

import msgspec
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from ninja import Field, Router, Schema
from ninja.throttling import AnonRateThrottle

from kenri.api.probes import Items
from kenri.api.problems import Told
from kenri.records import matching
from kenri.vocab.problems import Problem
from kenri.vocab.vocabularies import schemas

MOST_ITEMS, MOST_CANDIDATES = 1_000, 20

router = Router(tags=["match"])


class Asked(Schema):
    """A batch. An item is an object whose names are read as a list's columns are.

    ``title``, ``creator``, ``published``, ``isbn``, ``name``, ``born``, … in English or Japanese. ``schema``
    is what items are that do not say it themselves; without it they may be works of any kind.
    """

    items: list[dict[str, Any]] = Field(max_length=MOST_ITEMS, min_length=1)
    schema_: str = Field("", alias="schema")
    limit: int = Field(5, ge=1, le=MOST_CANDIDATES)


class Answered(msgspec.Struct, frozen=True):
    """The answer to one item: ``confident``, ``review`` or ``none``, and the candidates, best first."""

    id: str
    decision: str
    candidates: tuple[matching.Candidate, ...]
    problems: tuple[Told, ...]


@router.post("/match", throttle=[AnonRateThrottle(settings.KENRI_API_RATE)])
def match(request: HttpRequest, asked: Asked) -> HttpResponse:
    """Match a batch of items against the catalogue; answers come in the order of the items."""
    if asked.schema_ and asked.schema_ not in schemas():
        raise Problem("api_unknown_schema", schema=asked.schema_, known=", ".join(sorted(schemas())))
    items = Items(asked.items, asked.schema_ or "text", told=bool(asked.schema_))
    made = items.records()
    probes = [record for _, record, _ in made if record is not None]
    matched = matching.match(probes, limit=asked.limit, untold=items.untold)
    answers = []
    for item_id, record, problems in made:
        found = next(matched) if record is not None else None
        answers.append(
            Answered(
                item_id,
                found.decision if found else matching.Decision.NONE,
                found.candidates if found else (),
                tuple(map(Told.of, problems)),
            )
        )
    columns = {guess.column: guess.field for guess in items.columns}
    body = msgspec.json.encode({"columns": columns, "results": answers})
    return HttpResponse(body, content_type="application/json; charset=utf-8")
