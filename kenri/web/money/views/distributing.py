"""Distribution for those who keep the compensation: reports, who holds what, runs, and what is to be paid."""

from __future__ import annotations

import datetime as dt

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from kenri.accounts import clock
from kenri.ledger import queries as books
from kenri.ledger.distribution import queries, services
from kenri.vocab.problems import Problem
from kenri.web import uploads, wording
from kenri.web.errors import missing
from kenri.web.money.views.ledger import bank_of, by, for_body, places

TERM = dt.timedelta(days=30)
"""Within which time a platform is to pay."""
SHOWN = 100
"""Rows with problems that are shown."""


@for_body
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest) -> HttpResponse:
    """The reports, the form for who holds what, and the payment of all that is owed."""
    context: dict[str, object] = {"problem": None}
    if request.method == "POST":
        try:
            context |= _pay(request) if request.POST.get("action") == "pay" else _shares(request)
        except Problem as problem:
            context["problem"] = problem
    told = {
        "part": "account",
        "here": "distribution",
        "places": places(),
        "asked": {},
        "reports": queries.reports()[:50],
        "batch": request.POST.get("batch") or this_month(),
        **context,
    }
    status = 400 if context["problem"] else 200
    return render(request, "web/statements/distribution.html", told, status=status)


def this_month() -> str:
    """What the payments of this month are called, unless somebody calls them otherwise."""
    return f"{clock.today():%Y-%m}"


def _shares(request: HttpRequest) -> dict[str, object]:
    with uploads.received(request.FILES.get("file")) as path:
        counts, problems = services.import_shares(path, at=clock.now(), by=by(request))
    return {"counts": dict(counts), "refused": problems[:SHOWN], "wrong": len(problems)}


def _pay(request: HttpRequest) -> dict[str, object]:
    """Pay what is owed from the minimum on; the same batch pays nobody twice."""
    batch = request.POST.get("batch", "").strip()[:40] or this_month()
    found = list(services.pay_due(batch, bank=bank_of(request), at=clock.now(), by=by(request)))
    names = books.names_of([one.through or one.payee for one in found])
    return {"paid": [(names[one.through or one.payee], one) for one in found]}


@for_body
@require_POST
def report(request: HttpRequest, number: str) -> HttpResponse:
    """Ask a report's platform for its money, distribute it, or give held money to holders known by now."""
    try:
        found = services.report_called(number)
    except Problem as problem:
        raise missing(problem.code, **problem.values) from None
    at, action = clock.now(), request.POST.get("action", "")
    key = f"{action}:{found.number}:{request.POST.get('key', '')[:40]}"
    try:
        if action == "ask":
            made = services.ask(found, clock.today() + TERM, at)
            messages.success(request, _("%(number)s is asked for.") % {"number": made.number})
        elif action == "run":
            run = services.run(found, key=key, at=at, by=by(request), why=request.POST.get("why", ""))
            messages.success(request, _("%(number)s is distributed.") % {"number": run.number})
        elif action == "release":
            released = services.release(queries.first_of(found), key=key, at=at, by=by(request))
            count = queries.summed(released).payees if released else 0
            told = ngettext("%(n)s amount was released.", "%(n)s amounts were released.", count)
            messages.success(request, told % {"n": count})
    except Problem as problem:
        messages.error(request, problem.message(wording.language()))
    return redirect("web:usage_report", found.number)
