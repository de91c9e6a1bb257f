"""Opening cases: from the plan of a work, for one work or for many items of a project."""

from __future__ import annotations

import time
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kenri.accounts.clock import now, today
from kenri.cases import queries as project_queries
from kenri.cases.models import Item, Project
from kenri.cases.proceedings import services, together
from kenri.cases.proceedings.models import Batch
from kenri.cases.proceedings.works import Known, of_entity
from kenri.cases.queries import ProjectView
from kenri.procedures.conduct.versions import procedure, procedures
from kenri.records import queries as catalogue
from kenri.vocab.problems import Problem
from kenri.vocab.uses import Use
from kenri.web.cases import opening
from kenri.web.cases.views.cases import user_of
from kenri.web.rights import planning, projects
from kenri.web.rights.views.projects import for_workers, opened

PATIENCE = 20.0
"""Seconds of one request; what is left then waits for the button that carries on."""


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """What the case will open with, everything known filled in; sent, it opens."""
    told = request.POST if request.method == "POST" else request.GET
    problem: Problem | None = None
    wanted = None
    try:
        item, use = _item(request, told)
        wanted = opening.asked(told, _known(told, item), today(), use, user=user_of(request))
        if request.method == "POST":
            begun = opening.opening(wanted, user_of(request), item)
            case = services.open_case(user_of(request), begun, now())
            return HttpResponseRedirect(reverse("web:case", args=[case.number]))
    except Problem as found:
        problem = found if request.method == "POST" or told.get("procedure") else None
    asked = planning.read(told)
    context = {
        "part": "cases",
        "problem": problem,
        "wanted": wanted,
        "told": told,
        "pairs": [(key, value) for key, value in asked.pairs if key in _KEPT],
        "organisations": opening.applying(user_of(request), wanted.role) if wanted else {},
        "procedures": {made.id: made for made in procedures()},
        "presets": planning.preset_groups(),
    }
    return render(request, "web/cases/new.html", context, status=400 if problem else 200)


_KEPT = {
    "use",
    "own",
    "acts",
    "territory",
    *planning.FACTS,
    *planning.YES_NO,
    "entity",
    "part",
    "procedure",
    "project",
    "item",
}
"""What the form says again without showing it."""


def _item(request: HttpRequest, told: QueryDict) -> tuple[Item | None, Use | None]:
    """The item of a project for which the case is, and the project's use; 404 where one may not see it."""
    number = told.get("item", "")
    if not number.isdecimal() or len(number) > 18:
        return None, None
    project = opened(request, told.get("project", ""))
    item = Item.objects.filter(project__key=project.key, pk=int(number)).first()
    return (item, project.use) if item else (None, None)


def _known(told: QueryDict, item: Item | None) -> Known:
    """What the catalogue or the project knows of the work that is named, or nothing.

    Raises ``Problem('entity_not_found')`` where the catalogue has no longer what an address names.
    """
    key = item.entity if item else told.get("entity", "").replace("\x00", "").strip()
    entity = catalogue.entity(key) if key else None
    if entity is not None:
        return of_entity(entity)
    if key and item is None:
        raise Problem("entity_not_found", id=key)
    return Known(title=item.title if item else told.get("title", "").strip())


@for_workers
@login_required
@require_POST
def batch(request: HttpRequest, key: str) -> HttpResponse:
    """Open a draft for each of many items of a project; what one refuses stops none of the others."""
    project = opened(request, key)
    use = opening.with_days(project.use, today())
    problem: Problem | None = None
    refused: list[together.Outcome] = []
    left = False
    made: Batch | None = None
    batch_key, items = request.POST.get("batch", ""), []
    try:
        items = [item.id for item in projects.chosen_items(request, key)]
        if request.POST.get("open"):
            use = opening.with_told_days(use, request.POST)
            made = _batch(request, project, use, batch_key, items)
            batch_key = made.key
            until = time.monotonic() + PATIENCE
            for outcome in together.file_batch(user_of(request), made, items, now()):
                refused += [outcome] if outcome.problem else []
                if left := time.monotonic() > until:
                    break
            if not left and not refused:
                messages.success(request, _("The drafts were opened."))
                address = f"{reverse('web:cases')}?{urlencode({'role': 'applicant', 'batch': made.key})}"
                return HttpResponseRedirect(address)
    except Problem as told:
        problem = told
    context = {
        "part": "cases",
        "project": project,
        "problem": problem,
        "refused": refused,
        "items": items,
        "batch": batch_key,
        "left": left,
        "wanted": len(items),
        "opened_now": made.cases.count() if made else 0,
        "use": use,
        "told": request.POST,
        "procedures": [(made.id, made.label) for made in procedures() if opening.of_a_plan(made.id)],
        "organisations": opening.applying(user_of(request)),
    }
    return render(request, "web/cases/batch.html", context, status=400 if problem else 200)


def _batch(request: HttpRequest, project: ProjectView, use: Use, key: str, items: list[int]) -> Batch:
    """The batch that was begun before, or a new one."""
    user = user_of(request)
    found = Batch.objects.filter(key=key, opened_by=user).first() if key else None
    if found is not None:
        return found
    first = next(
        (item for item in (project_queries.item(project.key, one) for one in items) if item.entity), None
    )
    entity = catalogue.entity(first.entity) if first else None
    known = of_entity(entity) if entity else Known()
    filing = together.Filing(
        procedure=procedure(request.POST.get("procedure", ""), today()).id,
        use=use,
        name=project.name,
        field=known.field,
        kind=known.kind,
    )
    row = Project.objects.get(key=project.key)
    organisation = opening.applying(user).get(request.POST.get("organisation", ""))
    return together.begin_batch(user, row, filing, now(), organisation=organisation)
