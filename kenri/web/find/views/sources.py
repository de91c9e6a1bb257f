"""The directory of databases, the page of one, its rejected rows, and which ones have to be searched."""

from __future__ import annotations

import msgspec
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kenri.harvest.source import Access, Download, OaiPmh, PagedJson, Source, Sru
from kenri.records import queries
from kenri.sources import all_sources, visited_databases
from kenri.vocab.problems import Problem
from kenri.vocab.vocabularies import acts, fields, schemas
from kenri.web import errors, wording
from kenri.web.find import duties as duty_search
from kenri.web.paging import paging

REJECTIONS_PER_PAGE = 50


@require_safe
def directory(request: HttpRequest) -> HttpResponse:
    """All databases, or those of one field: the ones that Kenri reads, and the ones that people visit."""
    field = request.GET.get("field", "")
    field = field if field in fields() else ""
    states = queries.source_states()
    read = sorted(all_sources().values(), key=lambda source: wording.chosen(source.title))
    visited = sorted(visited_databases().values(), key=lambda database: wording.chosen(database.title))
    context = {
        "part": "sources",
        "field": field,
        "field_keys": list(fields()),
        "listed": [(s, states.get(s.id)) for s in read if not field or field in s.fields],
        "visited": [d for d in visited if not field or not d.fields or field in d.fields],
        **_finder(),
    }
    return render(request, "web/sources.html", context)


@require_safe
def source(request: HttpRequest, source_id: str) -> HttpResponse:
    """One database: what it covers, how it is read, and how its harvests went."""
    found = _source(source_id)
    context = {
        "part": "sources",
        "source": found,
        "state": queries.source_states().get(source_id),
        "runs": queries.runs(source_id),
        "ways": list(dict.fromkeys(_way(access) for access in found.access)),
    }
    return render(request, "web/source.html", context)


@require_safe
def rejections(request: HttpRequest, source_id: str) -> HttpResponse:
    """The rejected rows of the last harvest, with reasons."""
    found = _source(source_id)
    number = request.GET.get("page", "1")
    page = int(number) if number.isascii() and number.isdecimal() and 0 < len(number) < 9 else 1
    state = queries.source_states()[source_id]
    offset = (max(page, 1) - 1) * REJECTIONS_PER_PAGE
    rows = queries.rejections(state.run, offset=offset, limit=REJECTIONS_PER_PAGE) if state.run else ()
    context = {
        "part": "sources",
        "source": found,
        "total": state.rejected,
        "rejections": [msgspec.structs.replace(row, raw=found.shown(row.raw)) for row in rows],
        "paging": paging(
            max(page, 1), -(-state.rejected // REJECTIONS_PER_PAGE), lambda page: f"?page={page}"
        ),
    }
    return render(request, "web/rejections.html", context)


@require_safe
def duties(request: HttpRequest) -> HttpResponse:
    """Field × kind of work × manner of use → the databases that have to be searched, with the basis."""
    chosen = {name: request.GET.get(name, "") for name in ("field", "kind", "use")}
    known = {"field": fields(), "kind": schemas(), "use": acts()}
    problems = [
        Problem("choice_unknown", name=name, value=value, known=", ".join(known[name]))
        for name, value in chosen.items()
        if value and value not in known[name]
    ]
    context: dict[str, object] = {"part": "duties", "chosen": chosen, "problems": problems, **_finder()}
    if any(chosen.values()) and not problems:
        must, may = duty_search.to_search(**chosen)
        context |= {
            "asked": True,
            "must": must,
            "may": may,
            "has_unverified": any(not duty.verified for item in must for duty in item.duties),
        }
    return render(request, "web/duties.html", context, status=400 if problems else 200)


def _finder() -> dict[str, object]:
    works = [key for key, schema in schemas().items() if schema.kind == "work"]
    uses = duty_search.choices_of_use()
    titles = {
        "exclusive": _("Uses of a work"),
        "neighbouring": _("Uses of performances, recordings and broadcasts"),
        "limitation": _("Uses under a limitation of the rights"),
    }
    groups = [(title, uses[kind]) for kind, title in titles.items() if kind in uses]
    return {"choices": {"fields": list(fields()), "kinds": works, "uses": groups}}


def _source(source_id: str) -> Source:
    found = all_sources().get(source_id)
    if found is None:
        raise errors.missing("source_not_found", id=source_id)
    return found


def _way(access: Access) -> str:
    match access:
        case Download():
            return _("Download of the whole database")
        case OaiPmh():
            return "OAI-PMH 2.0"
        case Sru():
            return "SRU"
        case PagedJson():
            return _("Web API (JSON)")
