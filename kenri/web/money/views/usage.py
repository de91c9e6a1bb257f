"""Pages on which a platform reports uses: looked at row by row, handed in, followed until works are found."""

from __future__ import annotations

import secrets
from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kenri.accounts.clock import now, today
from kenri.accounts.models import User
from kenri.accounts.permissions import may
from kenri.cases import usage_works
from kenri.ledger.distribution import queries, services
from kenri.ledger.distribution.models import UsageReport
from kenri.ledger.distribution.schemes import versions
from kenri.ledger.models import Obligation
from kenri.ledger.queries import platforms_of
from kenri.vocab.problems import Problem
from kenri.web import uploads, wording
from kenri.web.errors import missing
from kenri.web.money import shown, usage_upload
from kenri.web.money.usage_upload import ReportForm, Waiting

SHOWN = 100
"""Rows with problems that are shown."""


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def directory(request: HttpRequest) -> HttpResponse:
    """The form, what a file says that was handed to it, and the reports before."""
    user = cast("User", request.user)
    form = ReportForm(user, today(), request.POST if request.method == "POST" else None)
    context = {"form": form, "examined": None, "problem": None}
    if request.method == "POST" and form.is_valid():
        try:
            context.update(_examined(request, user, form))
        except Problem as problem:
            context["problem"] = problem
    context["rows"] = [(one, versions()[one.scheme].label) for one in usage_upload.reports_of(user)[:50]]
    context["may"] = bool(form.bodies)
    context["most"] = uploads.LARGEST >> 20
    wrong = form.errors or context["problem"]
    return _page(request, "usage", 400 if wrong else 200, context)


def _examined(request: HttpRequest, user: User, form: ReportForm) -> dict[str, object]:
    upload = request.FILES.get("file")
    told = form.told(user)
    with uploads.received(upload) as path:
        found = services.examine(path, told)
        name = uploads.name_of(upload) if upload else ""
        token = usage_upload.keep(path, Waiting(user.key, name, told))
    return {
        "token": token,
        "name": name,
        "examined": found,
        "problems": found.reading.problems[:SHOWN],
        "count": len(found.reading.problems),
        "first_lines": found.lines[:10],
        "services": list(found.reading.services.values()),
        "platform": form.bodies[told.platform].name,
    }


@login_required
@require_POST
def hand_in(request: HttpRequest, token: str) -> HttpResponse:
    """Keep the report that was looked at, and begin to look for its works; pressed twice it is one."""
    user = cast("User", request.user)
    try:
        path, waiting = usage_upload.waiting(token, user)
        report = services.take_in(path, waiting.told, now())
    except Problem as problem:
        messages.error(request, problem.message(wording.language()))
        return redirect("web:usage")
    usage_upload.forget(token)
    usage_works.look_up_beside(report, now())
    messages.success(request, _("%(number)s is handed in.") % {"number": report.number})
    return redirect("web:usage_report", report.number)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, number: str) -> HttpResponse:
    """A report: its figures, its problems by row, how far works were looked for, what is asked for it."""
    user = cast("User", request.user)
    try:
        found = services.report_called(number)
    except Problem as problem:
        raise missing(problem.code, **problem.values) from None
    keeps = may(user, "keep_compensation")
    if found.platform not in platforms_of(user) and not keeps:
        raise missing("no_such_report", number=number)
    if request.method == "POST":
        usage_works.look_up_beside(found, now())
        return redirect("web:usage_report", found.number)
    told = {"keeps": keeps, "key": secrets.token_hex(8), **_told(found)}
    return _page(request, "usage_report", 200, told)


def _told(found: UsageReport) -> dict[str, object]:
    searched = queries.searched(found)
    problems = [Problem(one["code"], one["where"], **one["values"]) for one in found.problems]
    asked = Obligation.objects.standing().filter(case=found.number)
    return {
        "report": found,
        "rule": versions()[found.scheme].label,
        "total": searched.total,
        "matched": searched.matched,
        "looked": searched.looked,
        "percent": searched.looked * 100 // max(searched.total, 1),
        "running": usage_works.is_looked_up(found),
        "problems": problems[:SHOWN],
        "count": len(problems),
        "services": found.services,
        "asked": shown.rows(asked, today()),
        "runs": [(made, queries.summed(made)) for made in found.runs.order_by("pk")],
    }


def _page(request: HttpRequest, name: str, status: int, context: dict[str, object]) -> HttpResponse:
    told = {"part": "account", "here": "usage", **context}
    return render(request, f"web/statements/{name}.html", told, status=status)
