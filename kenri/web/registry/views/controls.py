"""The page on which owners prove that an address, a site or a domain is theirs."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kenri.accounts.clock import now
from kenri.accounts.models import User
from kenri.registry import controls, owners
from kenri.registry.proving import METHODS, NAME, line_of, place_of
from kenri.registry.told import told
from kenri.vocab.problems import Problem
from kenri.web import wording
from kenri.web.errors import missing
from kenri.web.registry import proving
from kenri.web.registry.forms import ControlForm


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest) -> HttpResponse:
    """What the user says is theirs, with the code to put there, and what the last look found."""
    user = cast(User, request.user)
    form = ControlForm(
        user,
        request.POST if request.method == "POST" else None,
        initial={"address": request.GET.get("address", ""), "method": "page"},
    )
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            control = controls.claim_control(
                user, given["method"], given["address"], at=now(), organisation=form.organisation()
            )
        except Problem as problem:
            form.add_error("address", f"{wording.chosen(problem.cause)} {wording.chosen(problem.cure)}")
        else:
            return redirect(f"{reverse('web:controls')}#c{control.key}")
    context = {
        "form": form,
        "rows": [_row(one) for one in controls.controls(user)],
        "addresses": controls.addresses(user)[:50],
        "organisations": owners.organisations(user),
        "here": "works",
        "part": "account",
    }
    return render(request, "web/registry/controls.html", context, status=400 if form.errors else 200)


@login_required
@require_POST
def look(request: HttpRequest, key: str) -> HttpResponse:
    """Look for the code now."""
    try:
        with proving.looking() as seen:
            found = controls.check(cast(User, request.user), key, seen, at=now())
    except Problem as problem:
        if problem.code == "no_such_control":
            raise missing(problem.code) from problem
        messages.error(request, f"{wording.chosen(problem.cause)} {wording.chosen(problem.cure)}")
    else:
        if not found.problem:
            messages.success(request, _("Confirmed. What you declare for these works counts from now on."))
    return redirect(f"{reverse('web:controls')}#c{key}")


def _row(control: controls.Control) -> dict[str, object]:
    """A control as the page shows it."""
    last = control.latest
    problem = (
        told({"code": last.problem, "where": "", "values": last.values}) if last and last.problem else None
    )
    standing = control.held is not None and control.until is not None and control.until > now()
    return {
        "control": control,
        "method": wording.chosen(METHODS[control.method]),
        "place": place_of(control.method, control.scope),
        "line": line_of(control.code),
        "tag": f'<meta name="{NAME}" content="{control.code}">',
        "standing": standing,
        "lapsed": control.held is not None and not standing,
        "problem": problem and f"{wording.chosen(problem.cause)} {wording.chosen(problem.cure)}",
    }
