"""The page on which a holder without an account answers a request: at the secret address that was sent."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from kenri.accounts.clock import now
from kenri.cases.proceedings import asking
from kenri.procedures.conduct.clocks import day_of
from kenri.procedures.conduct.reasons import Refused
from kenri.vocab.problems import Problem
from kenri.web import errors, wording
from kenri.web.cases import forms, request_page
from kenri.web.cases.forms import NOTHING, Sent


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, secret: str) -> HttpResponse:
    """What is asked, what was said until now, and what may be answered."""
    try:
        asked = asking.opened(secret, now())
        if request.method != "POST":
            return _shown(request, secret, asked)
        return _answered(request, secret, asked)
    except Problem as wrong:
        if wrong.code not in ("answer_address_wrong", "answer_address_over"):
            raise
        raise errors.missing(wrong.code, **wrong.values) from wrong


def _answered(request: HttpRequest, secret: str, asked: asking.Request) -> HttpResponse:
    """Take what was answered; what is refused comes back as it was typed."""
    sent = Sent(forms.typed(request.POST))
    told = request.POST.get("expecting", "")
    expecting = int(told) if told.isdecimal() and len(told) < 9 else -1
    try:
        [wanted] = forms.entered(request.POST, asked.course.spec)[:1]
        asking.answer(secret, wanted.action, wanted.told, now(), expecting)
    except Refused as refused:
        again = Sent(sent.typed, {wanted.entry: refused.reasons})
        return _shown(request, secret, asked, again)
    except Problem as problem:
        return _shown(request, secret, asking.opened(secret, now()), sent, problem)
    return HttpResponseRedirect(reverse("web:request", args=[secret]))


def _shown(
    request: HttpRequest,
    secret: str,
    asked: asking.Request,
    sent: Sent = NOTHING,
    problem: Problem | None = None,
) -> HttpResponse:
    context = {
        "part": "answer",
        "secret": secret,
        "asked": asked,
        "problem": problem,
        "facts": request_page.facts(asked.course),
        "thread": request_page.thread(asked.course, asked.rows),
        "forms": request_page.forms(asked, day_of(now()), sent),
        "standing": asked.course.standing.label,
        "over": not asked.course.turn,
    }
    status = 400 if problem or sent.refused else 200
    return _private(render(request, "web/asking/request.html", context, status=status))


@require_safe
def document(request: HttpRequest, secret: str, number: str) -> HttpResponse:
    """A document of the request, such as the contract, as a sealed PDF."""
    try:
        data = asking.document(secret, number, wording.language(), now())
    except Problem as problem:
        raise errors.missing(problem.code, **problem.values) from problem
    response = HttpResponse(data, content_type="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="{number}.pdf"'
    return _private(response)


def _private(response: HttpResponse) -> HttpResponse:
    """Neither kept by caches nor told to other sites: the address is a secret. To this site it is told, or a
    browser would send a form without its origin, which is refused.
    """
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["Referrer-Policy"] = "same-origin"
    return response
