"""Registering and designating bodies: who may appoint organisations to offices does it here."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from kenri.accounts import queries, services
from kenri.accounts.models import Organisation, User
from kenri.accounts.permissions import roles
from kenri.vocab.problems import Problem
from kenri.web.errors import missing
from kenri.web.wording import chosen, language


class AppointmentForm(forms.Form):
    """An organisation, the office, and the number under which it is registered or designated."""

    organisation = forms.CharField(
        label=gettext_lazy("Key or exact name of the organisation"),
        help_text=gettext_lazy("The page of an organisation shows its key."),
        max_length=200,
    )
    role = forms.ChoiceField(label=gettext_lazy("Office"))
    number = forms.CharField(label=gettext_lazy("Registration or designation number"), max_length=100)

    def __init__(self, offices: list[str], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [(key, chosen(roles()[key].label)) for key in offices]


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest) -> HttpResponse:
    """The appointments that stand, ending one, and making one. Not there for whoever may not appoint."""
    user = cast(User, request.user)
    offices = queries.offices_to_appoint(user)
    if not offices:
        raise missing("page_not_found")
    form = AppointmentForm(offices, request.POST if "organisation" in request.POST else None)
    try:
        if "end" in request.POST:
            _end(user, request.POST["end"], offices)
            messages.success(request, _("Ended."))
            return redirect("web:appointments")
        if form.is_valid():
            body = queries.organisation_told(form.cleaned_data["organisation"])
            services.appoint(body, form.cleaned_data["role"], number=form.cleaned_data["number"], by=user)
            messages.success(request, _("Appointed."))
            return redirect("web:appointments")
    except Problem as problem:
        form.add_error(None, problem.message(language()))
    rows = queries.appointments(offices)
    for row in rows:
        row.label = roles()[row.role].label
    context = {"form": form, "appointments": rows, "here": "appointments", "part": "account"}
    return render(request, "web/account/appointments.html", context)


def _end(user: User, told: str, offices: list[str]) -> None:
    key, _divided, role = told.partition(":")
    body = Organisation.objects.filter(key=key).first()
    if body is None or role not in offices:
        raise missing("page_not_found")
    services.end_appointment(body, role, by=user)
