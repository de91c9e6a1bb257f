"""Searches that somebody keeps, to hear of what is new."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kenri.accounts import notices
from kenri.accounts.clock import now
from kenri.accounts.models import User
from kenri.registry import searches
from kenri.vocab.problems import Problem
from kenri.web import wording
from kenri.web.errors import missing
from kenri.web.find import asked as addresses
from kenri.web.find.narrowing import chips
from kenri.web.find.searching import opened


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest) -> HttpResponse:
    """What is kept, and how often one hears of it; a question that is sent is kept."""
    user = cast(User, request.user)
    if request.method == "POST":
        return _keep(request, user)
    often = notices.OFTEN[notices.often(user)["searches"]]
    context = {"rows": searches.kept(user), "often": often, "part": "account", "here": "searches"}
    return render(request, "web/registry/searches.html", context)


def _keep(request: HttpRequest, user: User) -> HttpResponse:
    asked = addresses.read(request.POST)
    question = asked.address(page=1, per=addresses.PER_PAGE[0])
    try:
        for problem in asked.wrong.values():
            raise problem
        words = (asked.text, *(words for words, _address in chips(asked)))
        name = _(", ").join(filter(None, words)) or _("everything")
        searches.keep(user, name, question, asked.query(), opened(), now())
    except Problem as problem:
        messages.error(request, problem.message(wording.language()))
        return HttpResponseRedirect(reverse("web:results") + question)
    messages.success(request, _("Saved. You will be told when something new is found."))
    return redirect("web:saved_searches")


@login_required
@require_safe
def follow(request: HttpRequest, key: str) -> HttpResponse:
    """To the results of a search."""
    row = searches.find(cast(User, request.user), key)
    if row is None:
        raise missing("page_not_found")
    return HttpResponseRedirect(reverse("web:results") + row.asked)


@login_required
@require_POST
def drop(request: HttpRequest, key: str) -> HttpResponse:
    """Keep a search no more; twice is once."""
    searches.drop(cast(User, request.user), key)
    messages.success(request, _("Deleted. You hear of this search no more."))
    return redirect("web:saved_searches")
