"""The page of one record: as received and as read."""

from __future__ import annotations

import msgspec
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kenri.records import queries
from kenri.sources import all_sources
from kenri.vocab.records import encode_record
from kenri.web import errors
from kenri.web.find import facts


@require_safe
def page(request: HttpRequest, source_id: str, local_id: str) -> HttpResponse:
    """The record; ``?as=raw`` and ``?as=json`` give it as a file. 404 for an unknown one."""
    source = all_sources().get(source_id)
    # No id holds a null character, and PostgreSQL refuses to be asked for one.
    stored = queries.record(source_id, local_id) if source and "\x00" not in local_id else None
    if source is None or stored is None:
        raise errors.missing("record_not_found", source=source_id, id=local_id)
    wanted, raw = request.GET.get("as", ""), source.shown(stored.raw)
    if wanted == "raw":
        return HttpResponse(raw, content_type="application/json; charset=utf-8")
    if wanted == "json":
        return HttpResponse(encode_record(stored.record), content_type="application/json; charset=utf-8")
    context = {
        "source": source,
        "stored": stored,
        "entity_id": stored.entity,
        "groups": facts.of_record(stored.record),
        "raw": msgspec.json.format(raw, indent=2),
    }
    return render(request, "web/record.html", context)
