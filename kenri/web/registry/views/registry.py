"""The pages on which makers register works and declare what may be done with them."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kenri.accounts.clock import now
from kenri.accounts.models import Organisation, User
from kenri.registry import interest, owners, queries, services
from kenri.registry.models import Work
from kenri.registry.registration import Registration, faults, registration_of
from kenri.vocab.problems import Problem
from kenri.web import wording
from kenri.web.errors import missing
from kenri.web.paging import paging
from kenri.web.registry import forms, registering
from kenri.web.registry.forms import OwnerField, RegistrationForm
from kenri.web.registry.shown import control_words, identity_words, rows_of
from kenri.web.registry.views import machine

ON_A_PAGE = 100
form_page = require_http_methods(["GET", "HEAD", "POST"])


@login_required
@require_safe
def works(request: HttpRequest) -> HttpResponse:
    """The user's works, page by page."""
    user = _user(request)
    pages = max(1, -(-queries.count(user) // ON_A_PAGE))
    told = request.GET.get("page", "1")
    here = min(pages, max(1, int(told) if told.isdecimal() and len(told) < 7 else 1))
    found = queries.works(user, skip=(here - 1) * ON_A_PAGE, most=ON_A_PAGE)
    public, last = queries.registered([work.key for work in found]), queries.newest(found)
    rows = [
        {
            "work": work,
            "told": registration_of(work.draft),
            "one": public.get(work.key),
            "public": work.key in public,
            "changed": work.key in last and last[work.key].doc != work.draft,
        }
        for work in found
    ]
    pager = paging(here, pages, lambda number: f"{request.path}?page={number}")
    return _page(request, "works", "works", rows=rows, paging=pager)


@login_required
@form_page
def new(request: HttpRequest) -> HttpResponse:
    """A work that is not kept yet; saving it gives it an address."""
    if request.method == "POST":
        return _posted(request, None)
    return _editor(request, None, {"holder": _user(request).name, "made": "person"}, checked=False)


@login_required
@form_page
def edit(request: HttpRequest, key: str) -> HttpResponse:
    """The draft of a work, with what was published of it."""
    work = _work(request, key)
    if request.method == "POST":
        return _posted(request, work)
    return _editor(request, work, work.draft, checked=False)


def _posted(request: HttpRequest, work: Work | None) -> HttpResponse:
    """Save what was typed; publish it where that is asked for."""
    told = forms.told_of(request.POST)
    form = RegistrationForm(request.POST)
    if not form.is_valid():
        return _editor(request, work, told, form)
    try:
        work = services.save_draft(
            _user(request),
            told,
            work.key if work else "",
            _revision(request),
            organisation=_organisation(request),
        )
    except Problem as problem:
        form.refuse(problem)
        return _editor(request, work, told, form)
    if request.POST.get("action") != "publish":
        if request.POST.get("action") != "row":
            messages.success(request, _("The draft is saved. Nobody else sees it until you publish it."))
        return redirect("web:registered_work", work.key)
    problems = faults(registration_of(work.draft))
    try:
        if not problems:
            services.publish(_user(request), work.key)
    except Problem as problem:
        problems = (problem,)
    for problem in problems:
        form.refuse(problem)
    if problems:
        return _editor(request, work, told, form)
    if registering.bring_in():
        messages.success(request, _("Published. The work can be found in the search now."))
    else:
        messages.success(request, _("Published. The search is busy and will show the work soon."))
    return redirect("web:registered_work", work.key)


@login_required
@require_POST
def autosave(request: HttpRequest, key: str = "") -> JsonResponse:
    """Save a draft while it is typed; the answer says under which revision it is kept."""
    work = _work(request, key) if key else None
    try:
        work = services.save_draft(
            _user(request),
            forms.told_of(request.POST),
            key,
            _revision(request),
            organisation=_organisation(request),
        )
    except Problem as problem:
        return JsonResponse({"problem": problem.message(wording.language())}, status=409)
    return JsonResponse(
        {
            "revision": work.revision,
            "page": reverse("web:registered_work", args=[work.key]),
            "autosave": reverse("web:autosave_work", args=[work.key]),
            "saved": _("Saved at %(time)s") % {"time": wording.moment(work.saved, with_time=True)},
        }
    )


@login_required
@require_POST
def withdraw(request: HttpRequest, key: str) -> HttpResponse:
    """Take a registration out of the search, or delete a draft that was never published."""
    work = _work(request, key)
    if work.versions.exists():
        services.withdraw(_user(request), key)
        registering.bring_in()
        messages.success(request, _("The registration is withdrawn. Its record stays with you."))
        return redirect("web:registered_work", key)
    try:
        services.discard(_user(request), key)
    except Problem as problem:
        messages.error(request, problem.message(wording.language()))
        return redirect("web:registered_work", key)
    messages.success(request, _("The draft is deleted."))
    return redirect("web:registered_works")


@require_safe
def public(request: HttpRequest, key: str) -> HttpResponse:
    """A published registration as everybody sees it; 404 for drafts and withdrawn ones."""
    one = queries.registered([key]).get(key)
    if one is None:
        raise missing("page_not_found")
    if request.method == "GET":
        interest.looked_at([key], request.user, now())
    context = {
        "one": one,
        "rows": rows_of(one.standing),
        "control_words": control_words(one),
        "identity": identity_words(one),
        "entity": registering.entity_of(key),
        "part": "registry",
        "exports": [(label, form, machine.address(key, form)) for form, label in _exports().items()],
    }
    return render(request, "web/registry/public.html", context)


def _exports() -> dict[str, str]:
    """The forms for machines, and what people call them."""
    return {
        "odrl": "ODRL 2.2",
        "schema": "schema.org",
        "cawg": "CAWG training-mining",
        "tdmrep": _("tdmrep.json for the site of the work"),
        "headers": _("HTTP headers for the site of the work"),
    }


def _editor(
    request: HttpRequest,
    work: Work | None,
    told: dict[str, Any],
    form: RegistrationForm | None = None,
    *,
    checked: bool = True,
) -> HttpResponse:
    """The form of a work; ``checked``: it was sent and has a problem."""
    known = _readable(told)
    return _page(
        request,
        "work",
        "works",
        status=400 if checked else 200,
        work=work,
        told=known,
        form=form or RegistrationForm(initial=told),
        organisations=() if work else owners.organisations(_user(request)),
        chosen_organisation=request.POST.get("organisation", ""),
        contributors=forms.contributor_rows(told),
        roles=forms.role_choices(known.kind),
        candidates=registering.known_already(work.key if work else "", known),
        versions=queries.versions(work) if work else (),
        public=bool(work and queries.registered([work.key])),
    )


def _readable(told: dict[str, Any]) -> Registration:
    try:
        return registration_of(told)
    except Problem:
        return Registration()


def _revision(request: HttpRequest) -> int:
    text = request.POST.get("revision", "")
    return int(text) if text.isdecimal() and len(text) < 9 else 0


def _organisation(request: HttpRequest) -> Organisation | None:
    """For which organisation a new work is; what is not theirs to keep is nobody's."""
    return OwnerField(_user(request)).bodies.get(request.POST.get("organisation", ""))


def _work(request: HttpRequest, key: str) -> Work:
    work = queries.work(_user(request), key)
    if work is None:
        raise missing("page_not_found")
    return work


def _user(request: HttpRequest) -> User:
    """The user, who is signed in wherever this is called."""
    return cast(User, request.user)


def _page(
    request: HttpRequest, template: str, here: str, *, status: int = 200, **context: Any
) -> HttpResponse:
    whole = {**context, "here": here, "part": "account"}
    return render(request, f"web/registry/{template}.html", whole, status=status)
