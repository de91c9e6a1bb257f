"""Queues: the cases of somebody's own, and those of each office that they act for."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kenri.accounts.clock import today
from kenri.cases.proceedings import queries
from kenri.web.cases import opening
from kenri.web.cases import queue as case_queue
from kenri.web.cases.views.cases import user_of
from kenri.web.paging import paging

LATE = 10
"""Overdue cases that are listed before all others."""


@login_required
@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """The cases of one role, the most urgent first, with who has how much in hand."""
    user, on = user_of(request), today()
    roles = case_queue.roles_of(user)
    asked = case_queue.asked(request.GET, roles, user)
    found = queries.queue(user, asked.role, asked.filters(user), on=on, sort=asked.sort, page=asked.page)
    office = asked.role in case_queue.OFFICES
    context = {
        "part": "cases",
        "roles": case_queue.tabs(user, roles, asked, on),
        "asked": asked,
        "office": office,
        "rows": case_queue.rows(found.cases, on),
        "total": found.total,
        "paging": paging(found.number, found.pages, lambda page: asked.address(page=page)),
        "loads": queries.workload(user, asked.role, on=on) if office else (),
        "late": case_queue.rows(queries.overdue(user, asked.role, on=on)[:LATE], on) if office else (),
        "begins": () if office else opening.of_themselves(),
        "procedures": case_queue.procedure_choices(),
        "states": case_queue.state_choices(asked.procedure),
        "today": on,
    }
    response = render(request, "web/cases/queue.html", context)
    response.headers["Cache-Control"] = "private, no-store"
    return response
