"""May the work of a case be used as a whole? Part by part, on a day, with the questions that are open."""

from __future__ import annotations

import msgspec
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kenri.accounts.clock import today
from kenri.cases.proceedings import whole
from kenri.vocab.problems import Problem
from kenri.web.cases.views.cases import opened, user_of
from kenri.web.rights import planning


@login_required
@require_safe
def page(request: HttpRequest, number: str) -> HttpResponse:
    """The answer on the day that the address names, else today."""
    shown = opened(request, number)
    asked = planning.read(request.GET)
    answers = {key.removeprefix(planning.ANSWER): value for key, value in asked.only_answers}
    found, problem = None, None
    try:
        on = planning.day_of(request.GET.get("on", ""), today())
        found = whole.whole(user_of(request), number, on, answers)
    except Problem as told:
        problem = told
    context = {
        "part": "cases",
        "case": shown.case,
        "found": found,
        "problem": problem,
        "asked_use": msgspec.structs.replace(asked, answers=dict(answers)),
        "first_questions": found.questions if found else (),
    }
    response = render(request, "web/cases/whole.html", context, status=400 if problem else 200)
    response.headers["Cache-Control"] = "private, no-store"
    return response
