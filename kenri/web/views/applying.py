"""Opening cases: from the plan of a work, for one work or for many items of a project."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from kenri.accounts.clock import now, today
from kenri.cases.proceedings import services
from kenri.procedures.conduct.spec import procedures
from kenri.records import queries as catalogue
from kenri.vocab.problems import Problem
from kenri.web import case_opening, planning
from kenri.web.case_opening import Known
from kenri.web.views.cases import user_of


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """What the case will open with, everything known filled in; sent, it opens."""
    told = request.POST if request.method == "POST" else request.GET
    problem: Problem | None = None
    wanted = None
    try:
        wanted = case_opening.asked(told, _known(told), today())
        if request.method == "POST":
            case = services.open_case(user_of(request), case_opening.opening(wanted, user_of(request)), now())
            return HttpResponseRedirect(reverse("web:case", args=[case.number]))
    except Problem as found:
        problem = found
    asked = planning.read(told)
    context = {
        "part": "cases",
        "problem": problem,
        "wanted": wanted,
        "told": told,
        "pairs": [(key, value) for key, value in asked.pairs if key in _KEPT],
        "organisations": case_opening.applying(user_of(request)),
        "procedures": {made.id: made for made in procedures()},
        "presets": planning.preset_groups(),
    }
    return render(request, "web/cases/new.html", context, status=400 if problem else 200)


_KEPT = {"use", "own", "acts", "territory", *planning.FACTS, *planning.YES_NO, "entity", "procedure"}
"""What the form says again without showing it."""


def _known(told: QueryDict) -> Known:
    """What the catalogue knows of the work that is named, or nothing."""
    key = told.get("entity", "").strip()
    entity = catalogue.entity(key) if key else None
    return case_opening.of_entity(entity) if entity else Known(title=told.get("title", "").strip())
