"""The page of notices, how often they come by e-mail, and the one click that ends them."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from kenri.accounts import notices
from kenri.accounts.clock import now
from kenri.accounts.models import User
from kenri.vocab.problems import Problem
from kenri.web import wording
from kenri.web.errors import missing


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest) -> HttpResponse:
    """What somebody was told of, newest first, and how often by e-mail."""
    user = cast(User, request.user)
    if request.method == "POST":
        return _chosen(request, user)
    wanted, language = notices.often(user), wording.language()
    rows = [
        {"notice": one, "told": one.in_language(language), "kind": notices.kinds().get(one.kind)}
        for one in notices.latest(user)
    ]
    choices = [(key, kind, wanted[key]) for key, kind in notices.kinds().items()]
    context = {
        "rows": rows,
        "choices": choices,
        "often": notices.OFTEN,
        "here": "notices",
        "part": "account",
    }
    return render(request, "web/account/notices.html", context)


def _chosen(request: HttpRequest, user: User) -> HttpResponse:
    """Mark all as read, or keep what was chosen."""
    if request.POST.get("action") == "read":
        notices.read(user, now())
        return redirect("web:notices")
    try:
        for kind in notices.kinds():
            if kind in request.POST:
                notices.choose(user, kind, request.POST[kind])
    except Problem as problem:
        messages.error(request, problem.message(wording.language()))
    else:
        messages.success(request, _("Saved."))
    return redirect("web:notices")


@login_required
@require_POST
def follow(request: HttpRequest, key: str) -> HttpResponse:
    """Go to what a notice is about; it has been read then."""
    row = notices.read(cast(User, request.user), now(), key)
    if row is None:
        raise missing("page_not_found")
    return HttpResponseRedirect(f"/{wording.language()}/{row.path}")


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """End e-mail of the kinds that an address names.

    A mail programme posts here by itself (RFC 8058), without a cookie: the address is what proves that it
    may. Opening the address ends nothing, for mail programmes open links too.
    """
    try:
        _user, named = notices.stopped_by(token)
        if request.method == "POST":
            notices.stop(token)
    except Problem as problem:
        raise missing(problem.code) from problem
    context = {
        "kinds": [notices.kinds()[key].label for key in named],
        "done": request.method == "POST",
        "part": "account",
        "choice": reverse("web:notices"),
    }
    return render(request, "web/account/notices_stop.html", context)
