"""The home page: one search box, what can be searched, and how fresh it is."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kenri.records import queries
from kenri.sources import all_sources
from kenri.vocab.vocabularies import fields
from kenri.web.find.searching import ailment


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The home page."""
    counts = queries.counts()
    by_field = counts.get("fields", {})
    states = queries.source_states()
    held = [state for state in states.values() if state.records]
    totals = {
        "entities": counts.get("entities", 0),
        "records": sum(state.records for state in held),
        "sources": len(held),
        "known": len(all_sources()),
        "updated": max((s.last_harvest for s in held if s.last_harvest), default=None),
    }
    context = {
        "part": "home",
        "tiles": [(key, by_field.get(key, 0)) for key in fields()],
        "totals": totals,
        "problem": ailment(),
    }
    return render(request, "web/home.html", context)
