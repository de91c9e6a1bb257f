"""Watching a work: hear when what holders will for it changes."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kenri.accounts.clock import now
from kenri.accounts.models import User
from kenri.records import queries as catalogue
from kenri.registry import watching
from kenri.vocab.problems import Problem
from kenri.web import wording
from kenri.web.errors import missing
from kenri.web.registry.claiming import subject_of


@login_required
@require_POST
def watch(request: HttpRequest, key: str) -> HttpResponse:
    """Begin to watch a work, or stop."""
    entity = catalogue.entity(key)
    if entity is None:
        raise missing("entity_not_found", id=key)
    user, subject = cast(User, request.user), subject_of(entity)
    try:
        if request.POST.get("watch") == "no":
            watching.unwatch(user, subject)
            messages.success(request, _("You hear of this work no more."))
        else:
            watching.watch(user, subject, now())
            messages.success(request, _("You will be told when what may be done with it changes."))
    except Problem as problem:
        messages.error(request, problem.message(wording.language()))
    return redirect("web:entity", entity.id)
