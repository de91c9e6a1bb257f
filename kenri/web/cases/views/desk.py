"""What an office does with a case besides moving it: who works on it, who takes part, notes, an interest."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kenri.accounts.clock import now
from kenri.accounts.models import User
from kenri.cases.proceedings import services
from kenri.vocab.problems import Problem
from kenri.web.cases.forms import Sent, typed
from kenri.web.cases.views.cases import back, opened, show, user_of


@login_required
@require_POST
def desk(request: HttpRequest, number: str) -> HttpResponse:
    """Take or give away a case, let somebody in, write a note, or declare a conflict of interest."""
    shown = opened(request, number)
    user, text = user_of(request), request.POST.get("text", "")
    try:
        match request.POST.get("what"):
            case "take":
                services.assign(user, number, user, now())
                messages.success(request, _("You are in charge of this case now."))
            case "assign":
                services.assign(user, number, _officer(request), now())
                messages.success(request, _("Saved."))
            case "note":
                services.note(user, number, text, now())
                messages.success(request, _("The note was written."))
            case "join":
                services.join(user, number, request.POST.get("role", ""), text, now())
                messages.success(request, _("They take part in this case from now on."))
            case "conflict":
                services.declare_conflict(user, number, text, now())
                messages.success(request, _("Your declaration was recorded. The case is closed to you now."))
                return HttpResponseRedirect(reverse("web:cases"))
            case _:
                raise Problem("request_refused")
    except Problem as problem:
        return show(request, shown, Sent(typed(request.POST)), problem)
    return back(request, number)


def _officer(request: HttpRequest) -> User | None:
    """Who was chosen; nobody where nobody was. Raises ``Problem('not_an_officer')``."""
    key = request.POST.get("officer", "")
    found = User.objects.filter(key=key).first() if key else None
    if key and found is None:
        raise Problem("not_an_officer")
    return found
