"""What programs read: completion, health, robots.txt, the OpenSearch description."""

from __future__ import annotations

from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

import kenri
from kenri.web.find.asked import LONGEST
from kenri.web.find.searching import ailment, opened

ROBOTS = """User-agent: *
Disallow: /ja/search
Disallow: /en/search
Disallow: /ja/records/
Disallow: /en/records/
Disallow: /ja/projects/
Disallow: /en/projects/
Disallow: /complete
"""


@require_safe
def complete(request: HttpRequest) -> HttpResponse:
    """Completions of ``q`` in the form of OpenSearch suggestions: ``[q, [title, …]]``."""
    prefix = " ".join(request.GET.get("q", "").split())[:LONGEST]
    found = opened().complete(prefix) if prefix and ailment() is None else ()
    response = JsonResponse(
        [prefix, list(found)],
        safe=False,
        json_dumps_params={"ensure_ascii": False},
        content_type="application/x-suggestions+json; charset=utf-8",
    )
    response.headers["Cache-Control"] = "public, max-age=60"
    return response


@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """200 where the database answers; what is searched, for those who watch the service."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        database = True
    except DatabaseError:
        database = False
    searchable = database and ailment() is None
    answer = {
        "status": "ok" if searchable else "degraded" if database else "failed",
        "version": kenri.__version__,
        "database": database,
        "index": opened().version if searchable else None,
    }
    response = JsonResponse(answer, status=200 if database else 503)
    response.headers["Cache-Control"] = "no-store"
    return response


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Crawlers read the entity and database pages, and leave the endless result pages."""
    return HttpResponse(ROBOTS, content_type="text/plain; charset=utf-8")


@require_safe
def tdmrep(request: HttpRequest) -> HttpResponse:
    """What may be mined on this site (TDMRep): registrations freely, the rest as its databases allow."""
    places = [f"{start}/registrations/*" for start in ("", "/ja", "/en")]
    told: list[dict[str, object]] = [{"location": place, "tdm-reservation": 0} for place in places]
    policy = request.build_absolute_uri(reverse("web:sources"))
    told.append({"location": "/*", "tdm-reservation": 1, "tdm-policy": policy})
    return JsonResponse(told, safe=False)


@require_safe
def opensearch(request: HttpRequest) -> HttpResponse:
    """The description by which browsers offer Kenri as a search engine."""
    context = {
        "results": request.build_absolute_uri(reverse("web:results")),
        "complete": request.build_absolute_uri(reverse("complete")),
    }
    kind = "application/opensearchdescription+xml; charset=utf-8"
    return render(request, "web/opensearch.xml", context, content_type=kind)
