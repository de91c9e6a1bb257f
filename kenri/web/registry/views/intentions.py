"""Where holders declare what may be done: with one work, with several, or with all of an owner's."""

from __future__ import annotations

from typing import Any, cast
from urllib.parse import urlencode

import msgspec
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kenri.accounts.models import Organisation, User
from kenri.registry import imports, owners, queries, services
from kenri.registry.declared import Declared
from kenri.registry.models import Work
from kenri.registry.purposes import templates
from kenri.registry.registration import registration_of
from kenri.vocab.problems import Problem
from kenri.web import wording
from kenri.web.errors import missing
from kenri.web.registry import forms, registering
from kenri.web.registry.forms import TermsForm
from kenri.web.registry.shown import rows_of_declared

form_page = require_http_methods(["GET", "HEAD", "POST"])


class About(msgspec.Struct, frozen=True):
    """What is declared about: one ``work``, several works by their ``keys``, or all of an owner's."""

    user: User
    work: Work | None = None
    keys: tuple[str, ...] = ()
    organisation: Organisation | None = None
    query: str = ""


@login_required
@form_page
def page(request: HttpRequest, key: str = "") -> HttpResponse:
    """Choose answers, look at what a user will see, declare."""
    about = _about(request, key)
    if request.method == "POST":
        return _intended(request, about)
    history = _history(about)
    chosen = request.GET.get("template", "")
    if chosen in templates():
        declared = Declared(dict(templates()[chosen].answers), templates()[chosen].terms, chosen)
    else:
        declared = history[0][1] if history else Declared({})
    return _matrix(request, about, declared)


def _about(request: HttpRequest, key: str) -> About:
    """What the address names; 404 for what the user does not keep."""
    user, told = cast(User, request.user), request.GET
    if key:
        work = queries.work(user, key)
        if work is None:
            raise missing("page_not_found")
        return About(user, work=work)
    if told.get("organisation"):
        bodies = {one.key: one for one in owners.organisations(user)}
        if told["organisation"] not in bodies:
            raise missing("page_not_found")
        query = urlencode({"organisation": told["organisation"]})
        return About(user, organisation=bodies[told["organisation"]], query=query)
    if told.get("list"):
        try:
            keys = imports.works_of(user, told["list"])
        except Problem as problem:
            raise missing("page_not_found") from problem
        return About(user, keys=tuple(keys), query=urlencode({"list": told["list"]}))
    keys = tuple(dict.fromkeys(told.getlist("work")))
    return About(user, keys=keys, query=urlencode({"work": keys}, doseq=True))


def _history(about: About) -> list[tuple[Any, Declared]]:
    return [] if about.keys else queries.declarations(about.user, about.work, about.organisation)


def _intended(request: HttpRequest, about: About) -> HttpResponse:
    """Show what was chosen as a user will see it, or declare it."""
    answers = forms.answers_of(request.POST)
    terms = TermsForm(request.POST)
    own = {purpose: TermsForm(request.POST, prefix=purpose) for purpose in answers}
    template = request.POST.get("template", "")
    if not terms.is_valid() or not all(form.is_valid() for form in own.values()):
        return _matrix(request, about, Declared(answers), posted=request.POST, status=400)
    told = {purpose: form.terms() for purpose, form in own.items() if form.tells}
    declared = Declared(answers, terms.terms(), template, own=told)
    if request.POST.get("action") != "declare":
        shown = rows_of_declared(declared)
        return _matrix(request, about, declared, posted=request.POST, preview=shown)
    try:
        if about.keys:
            services.declare_for(about.user, declared, about.keys)
        else:
            key = about.work.key if about.work else ""
            services.declare(about.user, declared, key, organisation=about.organisation)
    except Problem as problem:
        return _matrix(request, about, declared, posted=request.POST, problem=problem, status=400)
    registering.bring_in()
    messages.success(request, _("Declared. It takes the place of what you declared before."))
    return redirect(reverse("web:registered_works") if about.keys else request.get_full_path())


def _matrix(
    request: HttpRequest,
    about: About,
    declared: Declared,
    *,
    posted: QueryDict | None = None,
    status: int = 200,
    **context: Any,
) -> HttpResponse:
    terms = TermsForm(posted, initial=msgspec.structs.asdict(declared.terms))
    whole = {
        "here": "works" if about.work or about.keys else "intentions",
        "part": "account",
        "about": about,
        "work": about.work,
        "told": registration_of(about.work.draft) if about.work else None,
        "organisations": owners.organisations(about.user),
        "rows": forms.matrix(declared, posted),
        "choices": forms.answer_choices(),
        "terms": terms,
        "chosen": declared.template,
        "templates": [(k, wording.chosen(t.label), wording.chosen(t.note)) for k, t in templates().items()],
        "history": [(row, rows_of_declared(one)) for row, one in _history(about)],
        **context,
    }
    return render(request, "web/registry/intentions.html", whole, status=status)
