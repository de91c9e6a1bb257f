"""Pages of a user's account and organisations. To a user, only their own organisations exist."""

from __future__ import annotations

from typing import Any, cast

from allauth.account.decorators import reauthentication_required
from allauth.usersessions.views import list_usersessions
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kenri.accounts import queries, services
from kenri.accounts.clock import now
from kenri.accounts.models import Organisation, User
from kenri.accounts.permissions import actions, grades, may, roles
from kenri.vocab.problems import Problem
from kenri.web.account import inviting, personal
from kenri.web.account.forms import ErasureForm, InvitationForm, KeyForm, OrganisationForm, ProfileForm
from kenri.web.errors import missing
from kenri.web.wording import language, log_words

form_page = require_http_methods(["GET", "HEAD", "POST"])
sensitive = reauthentication_required(allow_get=True, app="kenri.web")
"""What is sent here needs that the user has proved again, within minutes, who they are."""
sessions = login_required(sensitive(list_usersessions))
"""The devices on which the user is signed in; ending what goes on elsewhere is sensitive."""


@login_required
@form_page
def overview(request: HttpRequest) -> HttpResponse:
    """Who the user is, and for whom they act."""
    user = _user(request)
    form = ProfileForm(request.POST or None, instance=user)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Saved."))
        return redirect("web:account")
    assurance = queries.assurance(user)
    return _page(
        request,
        "overview",
        "account",
        form=form,
        memberships=_labelled(queries.memberships(user)),
        assurance=assurance,
        grade=assurance and grades()[assurance.grade],
    )


@login_required
@form_page
def organisations(request: HttpRequest) -> HttpResponse:
    """The user's organisations, and founding one."""
    user = _user(request)
    form = OrganisationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            founded = services.found_organisation(user, **form.cleaned_data)
        except Problem as problem:
            _refuse(form, problem)
        else:
            return redirect("web:organisation", founded.key)
    rows = _labelled(queries.memberships(user))
    return _page(request, "organisations", "organisations", form=form, memberships=rows)


@login_required
@form_page
def organisation(request: HttpRequest, key: str) -> HttpResponse:
    """Members, invitations and the log of one organisation."""
    user, body = _user(request), _organisation(request, key)
    manages = may(user, "manage_organisation", body)
    form = InvitationForm(body, request.POST or None)
    link = ""
    if request.method == "POST" and form.is_valid():
        try:
            invited, secret = services.invite(user, body, **form.cleaned_data)
        except Problem as problem:
            _refuse(form, problem)
        else:
            link = request.build_absolute_uri(reverse("web:invitation", args=[secret]))
            inviting.send(invited, secret)
    invitations = services.open_ones(body) if manages else ()
    log = queries.log(body) if may(user, "read_log", body) else None
    for entry in log or ():
        entry.words = log_words(entry.what, entry.details)
    return _page(
        request,
        "organisation",
        "organisations",
        organisation=body,
        appointments=_labelled(body.appointments.filter(ended=None).order_by("pk")),
        members=_labelled(queries.members(body)),
        manages=manages,
        form=InvitationForm(body) if link else form,
        link=link,
        invited=form.cleaned_data["email"] if link else "",
        invitations=_labelled(invitations),
        log=log,
    )


@login_required
@require_POST
def end_membership(request: HttpRequest, key: str, membership: int) -> HttpResponse:
    """End a role."""
    body = _organisation(request, key)
    row = body.memberships.filter(pk=membership, until=None).first()
    if row is None:
        raise missing("page_not_found")
    _try(request, lambda: services.end_membership(_user(request), row))
    remains = queries.organisation_of(_user(request), key)
    return redirect("web:organisation", key) if remains else redirect("web:organisations")


@login_required
@require_POST
def withdraw_invitation(request: HttpRequest, key: str, invitation: int) -> HttpResponse:
    """Take an invitation back."""
    body = _organisation(request, key)
    row = body.invitations.filter(pk=invitation).first()
    if row is None:
        raise missing("page_not_found")
    _try(request, lambda: services.withdraw(_user(request), row))
    return redirect("web:organisation", key)


@login_required
@form_page
def invitation(request: HttpRequest, secret: str) -> HttpResponse:
    """Accept an invitation. Opening the link alone accepts nothing: mail programmes open links too."""
    if request.method != "POST":
        return render(request, "web/account/invitation.html")
    try:
        membership = services.accept(_user(request), secret)
    except Problem as problem:
        messages.error(request, problem.message(language()))
        return redirect("web:organisations")
    return redirect("web:organisation", membership.organisation.key)


@login_required
@form_page
@sensitive
def api_keys(request: HttpRequest) -> HttpResponse:
    """The user's keys; a new one is shown once, in the answer to the form."""
    user = _user(request)
    form = KeyForm(request.POST or None)
    secret = ""
    if request.method == "POST" and form.is_valid():
        _key, secret = services.issue_key(user, form.cleaned_data["name"], form.cleaned_data["scopes"])
    keys = queries.api_keys(user)
    for key in keys:
        key.labels = [actions()[scope].label for scope in key.scopes if scope in actions()]
    shown = KeyForm() if secret else form
    return _page(request, "api_keys", "api_keys", form=shown, secret=secret, keys=keys)


@login_required
@require_POST
def revoke_key(request: HttpRequest, public: str) -> HttpResponse:
    """End a key."""
    key = _user(request).api_keys.filter(public=public).first()
    if key is None:
        raise missing("page_not_found")
    services.revoke_key(_user(request), key)
    messages.success(request, _("The key was revoked."))
    return redirect("web:api_keys")


@login_required
@form_page
@sensitive
def personal_data(request: HttpRequest) -> HttpResponse:
    """Take one's data along, or erase the account."""
    user = _user(request)
    form = ErasureForm(user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            personal.erase(user, now())
        except Problem as problem:
            return _page(request, "personal_data", "personal_data", form=form, problem=problem)
        logout(request)
        return redirect("web:home")
    return _page(request, "personal_data", "personal_data", form=form)


@login_required
@require_safe
def personal_data_file(request: HttpRequest) -> HttpResponse:
    """Everything kept of the user, as a file."""
    answer = JsonResponse(
        personal.data(_user(request)), json_dumps_params={"ensure_ascii": False, "indent": 2}
    )
    answer.headers["Content-Disposition"] = 'attachment; filename="kenri-account.json"'
    return answer


def _user(request: HttpRequest) -> User:
    """The user, who is signed in wherever this is called."""
    return cast(User, request.user)


def _organisation(request: HttpRequest, key: str) -> Organisation:
    body = queries.organisation_of(_user(request), key)
    if body is None:
        raise missing("page_not_found")
    return body


def _labelled(rows: Any) -> list[Any]:
    """Rows with the label of their role, as the templates show it."""
    rows = list(rows)
    for row in rows:
        row.label = roles()[row.role].label
    return rows


def _refuse(form: Form, problem: Problem) -> None:
    form.add_error(None, problem.message(language()))


def _try(request: HttpRequest, change: Any) -> None:
    try:
        change()
    except Problem as problem:
        messages.error(request, problem.message(language()))


def _page(request: HttpRequest, template: str, here: str, **context: Any) -> HttpResponse:
    return render(request, f"web/account/{template}.html", {**context, "here": here, "part": "account"})
