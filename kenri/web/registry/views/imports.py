"""Pages on which a list of works is handed in, looked at row by row, and registered."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kenri.accounts.clock import now
from kenri.accounts.models import User
from kenri.records import queries as catalogue
from kenri.registry import imports
from kenri.registry.listed import Given, platforms
from kenri.registry.models import Import, ImportRow
from kenri.registry.told import told
from kenri.vocab.problems import Problem
from kenri.web import uploads, wording
from kenri.web.errors import missing
from kenri.web.registry import import_report, registering
from kenri.web.registry.forms import ImportForm

SHOWN = 100
"""Rows that are shown of each kind; the table to download has all."""


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def directory(request: HttpRequest) -> HttpResponse:
    """Hand in a list; what was handed in before."""
    user = cast(User, request.user)
    form = ImportForm(user, request.POST if request.method == "POST" else None, initial={"holder": user.name})
    if request.method == "POST" and form.is_valid():
        try:
            return redirect("web:import", _staged(request, user, form).key)
        except Problem as problem:
            form.add_error(None, f"{wording.chosen(problem.cause)} {wording.chosen(problem.cure)}")
    context = {
        "form": form,
        "endings": ",".join((*uploads.ENDINGS, ".gz")),
        "most": uploads.LARGEST >> 20,
        "most_rows": imports.MOST_ROWS,
        "rows": [(one, imports.counts(one)) for one in imports.imports(user)],
        "platforms": dict.fromkeys(wording.chosen(one.label) for one in platforms().values()),
    }
    return _page(request, "imports", 400 if form.errors else 200, context)


def _staged(request: HttpRequest, user: User, form: ImportForm) -> Import:
    upload, given = request.FILES.get("list"), form.cleaned_data
    with uploads.received(upload) as path:
        return imports.stage(
            user,
            path,
            Given(given["kind"], given["holder"]),
            at=now(),
            name=uploads.name_of(upload) if upload else "",
            organisation=form.organisation(),
            known=registering.known_among,
        )


@login_required
@require_safe
def page(request: HttpRequest, key: str) -> HttpResponse:
    """What each row says and what is wrong with it, before and after the registration."""
    imported = _found(request, key)
    rows = imported.rows.order_by("number")
    refused = [(row, imports.problems_of(row)) for row in rows.filter(state="refused")[:SHOWN]]
    context = {
        "imported": imported,
        "counts": imports.counts(imported),
        "notes": [told(one) for one in imported.notes],
        "platform": imported.platform and wording.chosen(platforms()[imported.platform].label),
        "refused": refused,
        "lacks_holder": any(one.code == "no_holder" for _row, problems in refused for one in problems),
        "known": _known(rows.exclude(known=[]).exclude(state="refused")[:SHOWN]),
        "good": [
            (row, wording.chosen(import_report.state_of(row))) for row in rows.exclude(state="refused")[:20]
        ],
        "shown": SHOWN,
    }
    return _page(request, "import", 200, context)


def _known(rows: Iterable[ImportRow]) -> list[dict[str, Any]]:
    """Rows with the titles of what the catalogue has like them."""
    rows = list(rows)
    found = catalogue.summaries([one for row in rows for one in row.known])
    return [
        {
            "number": row.number,
            "doc": row.doc,
            "likes": [(key, found[key].title.text) for key in row.known if key in found],
        }
        for row in rows
    ]


@login_required
@require_POST
def carry_out(request: HttpRequest, key: str) -> HttpResponse:
    """Register the good rows; pressed twice, or after an interruption, it goes on where it stopped."""
    imported = _found(request, key)
    counts = imports.carry_out(cast(User, request.user), imported.key, at=now())
    if counts.rows > registering.AT_ONCE:
        registering.bring_in_beside()
        messages.success(request, _("Registered. The search is busy and will show the works soon."))
    elif registering.bring_in():
        messages.success(request, _("Registered. The works can be found in the search now."))
    else:
        messages.success(request, _("Registered. The search is busy and will show the works soon."))
    return redirect("web:import", key)


@login_required
@require_POST
def discard(request: HttpRequest, key: str) -> HttpResponse:
    """Forget the list; what was registered stays."""
    imports.discard(cast(User, request.user), _found(request, key).key)
    return redirect("web:imports")


@login_required
@require_safe
def table(request: HttpRequest, key: str) -> StreamingHttpResponse:
    """All rows with their problems as CSV."""
    imported = _found(request, key)
    answer = StreamingHttpResponse(
        import_report.table(imported, wording.language()), content_type="text/csv; charset=utf-8"
    )
    answer.headers["Content-Disposition"] = f'attachment; filename="registrations-{imported.key}.csv"'
    return answer


def _found(request: HttpRequest, key: str) -> Import:
    try:
        return imports.find(cast(User, request.user), key)
    except Problem as problem:
        raise missing(problem.code) from problem


def _page(request: HttpRequest, template: str, status: int, context: dict[str, object]) -> HttpResponse:
    whole = {**context, "here": "works", "part": "account", "back": reverse("web:imports")}
    return render(request, f"web/registry/{template}.html", whole, status=status)
