"""Letters to contacts, and the page on which a contact answers without an account."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kenri.accounts.clock import now
from kenri.cases.proceedings import answering, seal, services
from kenri.documents.about import template
from kenri.documents.typesetting import typeset
from kenri.vocab.problems import Problem
from kenri.web import errors, wording
from kenri.web.cases import letters
from kenri.web.cases.forms import Sent, typed
from kenri.web.cases.views.cases import back, opened, show, user_of


def address(request: HttpRequest, secret: str, language: str) -> str:
    """Where a contact answers, as it stands in a letter."""
    with override(language):
        return request.build_absolute_uri(reverse("web:answer", args=[secret]))


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, secret: str) -> HttpResponse:
    """What is asked, and the answer: once it was given it is only shown."""
    problem: Problem | None = None
    try:
        asked = answering.asked(secret, now())
    except Problem as wrong:
        raise errors.missing(wrong.code, **wrong.values) from wrong
    if request.method == "POST":
        try:
            answering.answer(secret, request.POST.get("answer", ""), request.POST.get("text", ""), now())
            return HttpResponseRedirect(reverse("web:answer", args=[secret]))
        except Problem as refused:
            problem = refused
    context = {
        "part": "answer",
        "asked": asked,
        "problem": problem,
        "told": request.POST,
        "rows": letters.facts(asked),
        "choices": letters.choices(),
        "said": letters.choices().get(asked.answer, ""),
    }
    response = render(request, "web/cases/answer.html", context, status=400 if problem else 200)
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["Referrer-Policy"] = "same-origin"
    return response


@login_required
@require_POST
def send(request: HttpRequest, number: str, item: int) -> HttpResponse:
    """Send an enquiry by e-mail, with the address for the answer below it."""
    shown, at = opened(request, number), now()
    text = request.POST.get(f"send_letter.{item}.letter", "")
    try:
        secret = answering.secret(shown.case, item, at)
        pages = {language: address(request, secret, language) for language in ("ja", "en")}
        closing = letters.closing(pages)
        services.send_letter(user_of(request), number, item, text, at, closing=closing)
    except Problem as problem:
        return show(request, shown, Sent(typed(request.POST)), problem)
    messages.success(request, _("The enquiry was handed over to be sent by e-mail."))
    return back(request, number)


@login_required
@require_safe
def letter(request: HttpRequest, number: str, item: int) -> HttpResponse:
    """The enquiry to a contact as a PDF to be printed, with the address for the answer; it is not kept."""
    shown = opened(request, number)
    contacts = shown.course.data.get("contacts", ())
    if "applicant" not in shown.roles or not 0 < item <= len(contacts):
        raise errors.missing("no_such_document", number=f"{number} {item}")
    language = wording.language()
    secret = answering.secret(shown.case, item, now())
    told = letters.letter(shown, item, address(request, secret, language), now())
    data = typeset(letters.LETTER, told, language=language)
    label = template(letters.LETTER).label.in_language(language)
    sealed = seal.signer(now()).sign_pdf(data, label, now())
    response = HttpResponse(sealed, content_type="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="{number}-{item}.pdf"'
    response.headers["Cache-Control"] = "private, no-store"
    return response
