"""Pages on which holders claim works of the catalogue, and settle what contradicts itself."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kenri.accounts.clock import now
from kenri.accounts.models import User
from kenri.catalogue.entity import Entity
from kenri.records import queries as catalogue
from kenri.registry import claims
from kenri.vocab.problems import Problem
from kenri.web import wording
from kenri.web.errors import missing
from kenri.web.registry import claiming, watched
from kenri.web.registry.claim_forms import ClaimForm


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, key: str) -> HttpResponse:
    """The claims to an entity, for everybody; the form for those who are signed in."""
    entity = catalogue.entity(key)
    if entity is None:
        raise missing("entity_not_found", id=key)
    if entity.id != key:
        return redirect("web:entity_claims", entity.id)
    if request.method == "POST":
        return _claimed(request, entity)
    form = None
    if request.user.is_authenticated:
        user = cast(User, request.user)
        initial = {"holder": user.name, "succeeds": request.GET.get("succeeds", "")}
        form = ClaimForm(user, claiming.about(entity)["claims"], initial=initial)
    return _page(request, entity, form)


@login_required
def _claimed(request: HttpRequest, entity: Entity) -> HttpResponse:
    """Make the claim that was typed."""
    user = cast(User, request.user)
    form = ClaimForm(user, claiming.about(entity)["claims"], request.POST)
    if not form.is_valid():
        return _page(request, entity, form, status=400)
    try:
        change = claims.claim(
            user,
            claiming.subject_of(entity),
            form.claimed(),
            at=now(),
            organisation=form.organisation(),
            succeeds=form.cleaned_data["succeeds"],
        )
    except Problem as problem:
        form.refuse(problem)
        return _page(request, entity, form, status=400)
    _told(request, change)
    watched.changed(entity, user, now())
    return redirect("web:entity_claims", entity.id)


@login_required
@require_safe
def own(request: HttpRequest) -> HttpResponse:
    """The user's claims, those that succeed to them, and what each contradicts."""
    user = cast(User, request.user)
    lines = [claiming.line(one) for one in claims.own(user)]
    context = {"lines": lines, "here": "works", "part": "account"}
    return render(request, "web/registry/claims_own.html", context)


@login_required
@require_POST
def step(request: HttpRequest, key: str) -> HttpResponse:
    """Withdraw, agree, dispute; take down, for which an officer comes from the page of the work's claims."""
    user = cast(User, request.user)
    back = redirect("web:own_claims")
    try:
        kind, note = request.POST.get("kind", ""), request.POST.get("note", "")
        change = claims.step(user, key, kind, note, at=now())
    except Problem as problem:
        if problem.code != "no_reason":
            raise missing(problem.code) from problem
        messages.error(request, f"{wording.chosen(problem.cause)} {wording.chosen(problem.cure)}")
    else:
        _told(request, change)
        if kind == claims.TAKEN_DOWN:
            back = redirect("web:entity_claims", change.claim.entity)
    return back


def _told(request: HttpRequest, change: claims.Change) -> None:
    """Say what a change led to, here and to the others."""
    claiming.tell(change, now())
    if change.arisen:
        text = _("Noted. It contradicts another claim: both sides are told, and everybody sees the conflict.")
        messages.warning(request, text)
    elif change.ended:
        messages.success(request, _("Noted. The contradiction is resolved."))
    else:
        messages.success(request, _("Noted."))


def _page(request: HttpRequest, entity: Entity, form: ClaimForm | None, *, status: int = 200) -> HttpResponse:
    context = {
        "entity": entity,
        "form": form,
        "part": "search",
        "takes_down": claims.may_take_down(request.user),
        **claiming.about(entity),
    }
    return render(request, "web/registry/claims.html", context, status=status)
