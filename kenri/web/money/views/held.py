"""Holders found later, for those who keep the compensation: who was found, who claims, verified or not."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kenri.accounts import clock
from kenri.accounts.models import User
from kenri.ledger.distribution import likely, queries
from kenri.ledger.distribution.models import Likely
from kenri.ledger.queries import names_of
from kenri.vocab.problems import Problem
from kenri.web import wording
from kenri.web.errors import missing
from kenri.web.money.views.ledger import for_body, on_page, places


@for_body
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """What waits to be verified, who was found, and what is owed for too long."""
    unpaid = list(queries.unpaid(clock.today()))
    part, links = on_page(request, len(unpaid))
    names = names_of([party for one in unpaid[part] for party in (one.payee, one.through) if party])
    context = {
        "part": "account",
        "here": "held",
        "places": places(),
        "asked": {},
        "claimed": likely.waiting(likely.CLAIMED),
        "found": likely.waiting(likely.FOUND, likely.NOTIFIED),
        "unpaid": [(one, names[one.payee], names.get(one.through, "")) for one in unpaid[part]],
        "paging": links,
    }
    return render(request, "web/statements/held.html", context)


@for_body
@require_POST
def decide(request: HttpRequest, number: int) -> HttpResponse:
    """Verify a claim, or refuse it; the next release pays what was verified."""
    row = Likely.objects.filter(pk=number).first()
    if row is None:
        raise missing("page_not_found")
    granted = request.POST.get("decision") == "verify"
    by = f"user:{cast('User', request.user).key}"
    try:
        likely.verify(row, granted=granted, by=by, at=clock.now())
    except Problem as problem:
        messages.error(request, problem.message(wording.language()))
    else:
        messages.success(request, _("Verified.") if granted else _("Refused."))
    return redirect("web:money_held")
