"""Pages on which a user takes a licence that a holder's terms give outright."""

from __future__ import annotations

import json
from typing import cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from kenri.accounts.clock import now, today
from kenri.accounts.models import User
from kenri.registry import licences, queries
from kenri.registry.models import Licence
from kenri.vocab.problems import Problem
from kenri.web import wording
from kenri.web.errors import missing
from kenri.web.registry import licensing
from kenri.web.registry.licence_forms import LicenceForm
from kenri.web.registry.shown import rows_of


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def take(request: HttpRequest, key: str) -> HttpResponse:
    """Say for what; where the terms permit it, the licence is there at once."""
    one = queries.registered([key]).get(key)
    if one is None:
        raise missing("page_not_found")
    user = cast(User, request.user)
    told = {name: request.GET[name] for name in LicenceForm.base_fields if request.GET.get(name)}
    initial = {"to": user.name, "begins": today(), **told}
    form = LicenceForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            made = licensing.issue(user, key, form.asked(), at=now())
        except Problem as problem:
            form.refuse(problem)
        else:
            return redirect("web:licence", made.number)
    context = {
        "one": one,
        "rows": rows_of(one.standing),
        "form": form,
        "entity": licensing.registering.entity_of(key),
        "part": "registry",
    }
    return render(request, "web/registry/licence_take.html", context, status=400 if form.errors else 200)


@login_required
@require_safe
def page(request: HttpRequest, number: str) -> HttpResponse:
    """What a licence permits, for its licensee and its holder."""
    row = _licence(request, number)
    told = json.loads(row.data)
    conditions = [one[wording.language()] for one in told.get("conditions", ())]
    context = {"row": row, "told": told, "conditions": conditions, "part": "account", "here": "works"}
    return render(request, "web/registry/licence.html", context)


@login_required
@require_safe
def own(request: HttpRequest) -> HttpResponse:
    """The licences that the user took or gave."""
    rows = [(row, json.loads(row.data)) for row in licences.licences(cast(User, request.user))]
    context = {"rows": rows, "part": "account", "here": "works"}
    return render(request, "web/registry/licences.html", context)


@login_required
@require_safe
def file(request: HttpRequest, number: str, form: str) -> HttpResponse:
    """The sealed PDF, or the signed data as JSON."""
    row = _licence(request, number)
    if form == "pdf":
        answer = HttpResponse(bytes(row.pdf), content_type="application/pdf")
    elif form == "json":
        text = json.dumps(
            {"data": row.data, "digest": row.digest, "signature": row.signature}, ensure_ascii=False
        )
        answer = HttpResponse(text, content_type="application/json; charset=utf-8")
    else:
        raise missing("page_not_found")
    answer.headers["Content-Disposition"] = f'attachment; filename="{row.number}.{form}"'
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def _licence(request: HttpRequest, number: str) -> Licence:
    row = licences.find(number, cast(User, request.user))
    if row is None:
        raise missing("page_not_found")
    return row
