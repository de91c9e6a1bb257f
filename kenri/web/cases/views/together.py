"""One action on many cases of a queue: chosen, filled in once, taken case by case, each outcome told."""

from __future__ import annotations

import secrets
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import msgspec
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from kenri.accounts.clock import now, today
from kenri.accounts.models import User
from kenri.cases.proceedings import access, queries, services, standing, together
from kenri.cases.proceedings.models import Case, Together, TogetherCase
from kenri.procedures.conduct.course import Course
from kenri.procedures.conduct.offers import Offer
from kenri.procedures.conduct.versions import procedure_at
from kenri.vocab.problems import Problem
from kenri.vocab.text import Text
from kenri.web import errors, wording
from kenri.web.cases import forms, proposals
from kenri.web.cases import queue as case_queue
from kenri.web.cases.forms import Box, Form
from kenri.web.cases.views.cases import user_of

PATIENCE = 10.0
"""Seconds of one request; what is left then waits for the button that carries on."""
SHOWN = 1_000
"""Outcomes that a page lists."""
_EVERY = Text("すべての確認事項", "every requirement")
_DIFFERS = Text(
    "案件ごとに異なります。ここに入力すると、選んだすべてに同じ値を記録します。",
    "It differs from case to case. What is entered here is recorded for all that were chosen.",
)


class Common(msgspec.Struct, frozen=True):
    """An action that can be taken on some of the cases chosen, with the form of one of them.

    ``every``: it is taken on each item of a list that it can be about.
    """

    form: Form
    state: Text
    cases: tuple[Case, ...]
    every: bool

    @property
    def numbers(self) -> str:
        """The cases as a form names them: in one field, for a form may have no more than a thousand."""
        return " ".join(case.number for case in self.cases)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def choose(request: HttpRequest) -> HttpResponse:
    """What can be done with the cases that were ticked; with an action chosen, it begins."""
    if request.method != "POST":  # the address typed or reloaded: nothing is ticked there
        return HttpResponseRedirect(reverse("web:cases"))
    user, problem = user_of(request), None
    cases: list[Case] = []
    try:
        cases = _chosen(request, user)
        if request.POST.get("do"):
            return _begin(request, user, cases)
    except Problem as told:
        problem = told
    context = {
        "part": "cases",
        "problem": problem,
        "cases": cases,
        "commons": _commons(user, cases),
        "key": request.POST.get("key") or secrets.token_hex(8),
    }
    return render(request, "web/cases/together.html", context, status=400 if problem else 200)


def _chosen(request: HttpRequest, user: User) -> list[Case]:
    """The cases that were ticked, or all that the queue from which the form comes would show.

    Raises ``Problem``: ``nothing_chosen``, ``too_many_cases``.
    """
    if request.POST.get("all"):
        queue = QueryDict(request.POST.get("queue", ""))
        asked = case_queue.asked(queue, case_queue.roles_of(user), user)
        found = queries.wanted(user, asked.role, asked.filters(user), on=today())
    else:
        numbers = " ".join(request.POST.getlist("case")).split()[: together.MOST + 1]
        found = access.seen(user).filter(number__in=numbers)
    cases = list(found.order_by("number")[: together.MOST + 1])
    if not cases:
        raise Problem("nothing_chosen")
    if len(cases) > together.MOST:
        raise Problem("too_many_cases", most=together.MOST)
    return cases


def _begin(request: HttpRequest, user: User, cases: list[Case]) -> HttpResponse:
    made = procedure_at(cases[0].pinned)
    wanted = forms.entered(request.POST, made)[0]
    key = request.POST.get("key", "")[:40]
    numbers = [case.number for case in cases]
    begun = together.begin_together(user, numbers, wanted.action, wanted.told, now(), key)
    _carry_on(user, begun)
    return HttpResponseRedirect(reverse("web:together", args=[begun]))


def _carry_on(user: User, key: str) -> None:
    until = time.monotonic() + PATIENCE
    for _ in together.carry_on(user, key, now()):
        if time.monotonic() > until:
            return


def _commons(user: User, cases: list[Case]) -> list[Common]:
    """The actions on cases as they stand: cases of the same procedure and state are offered the same."""
    groups: dict[tuple[str, str], list[Case]] = {}
    for case in cases:
        groups.setdefault((case.pinned, case.state), []).append(case)
    found: list[Common] = []
    for group in groups.values():
        course, *others = map(standing.course_of, group)
        for role, offered in services.offers_for(user, group[0], now(), course).items():
            for offer in offered:
                action = course.spec.actions[offer.action]
                if not action.declares_conflict:
                    form = forms.form(course, role, offer, today(), together.EVERY if action.amends else "")
                    boxes = tuple(map(_of_every_check, form.boxes)) if action.finds else form.boxes
                    if not action.amends:
                        boxes = tuple(_common(boxes, offer, others))
                    form = msgspec.structs.replace(form, boxes=boxes)
                    found.append(Common(form, course.standing.label, tuple(group), bool(action.amends)))
    return sorted(found, key=lambda common: (not common.form.moves, -len(common.cases)))


def _common(boxes: Iterable[Box], offer: Offer, others: Sequence[Course]) -> Iterator[Box]:
    """The fields of a form, empty and said to be so where their values differ from case to case."""
    told = [{**proposals.proposed(course, offer, today()), **_plain(course)} for course in others]
    for box in boxes:
        differs = box.value and any(str(values.get(box.key, "")) != box.value for values in told)
        yield msgspec.structs.replace(box, value="", known=False, help=_DIFFERS) if differs else box


def _plain(course: Course) -> dict[str, str]:
    return {key: str(value) for key, value in course.data.items() if isinstance(value, str | int)}


def _of_every_check(box: Box) -> Box:
    """The choice of a requirement, with all of them as one more."""
    if box.key != "check":
        return box
    return msgspec.structs.replace(box, choices=((together.EVERY, _EVERY), *box.choices))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def outcome(request: HttpRequest, key: str) -> HttpResponse:
    """What became of each case; sent, it carries on with those that are left."""
    user = user_of(request)
    made = Together.objects.filter(key=key, user=user).first()
    if made is None:
        raise errors.missing("unknown_together")
    if request.method == "POST":
        _carry_on(user, key)
        return HttpResponseRedirect(reverse("web:together", args=[key]))
    rows = TogetherCase.objects.filter(together=made).select_related("case").order_by("-outcome", "pk")
    of = {what: [row for row in rows if row.outcome == what] for what in ("done", "refused", "")}
    context = {
        "part": "cases",
        "made": made,
        "rows": [_told(row) for row in rows[:SHOWN]],
        "total": len(rows),
        "done": len(rows) - len(of[""]),
        "left": len(of[""]),
        "why": Counter(_causes(of["refused"])).most_common(),
        "again": [
            (what, len(of[what]), " ".join(row.case.number for row in of[what]))
            for what in ("done", "refused")
            if of[what] and not of[""]
        ],
        "refused": len(of["refused"]),
    }
    return render(request, "web/cases/outcome.html", context)


def _causes(rows: Iterable[TogetherCase]) -> Iterator[str]:
    """Why cases refused, in the words of the page."""
    for row in rows:
        yield wording.chosen(msgspec.convert(row.problem["cause"], Text))


def _told(row: TogetherCase) -> dict[str, Any]:
    """One outcome; a refusal with its cause and cure."""
    told = {
        name: msgspec.convert(row.problem[name], Text) for name in ("cause", "cure") if name in row.problem
    }
    return {"case": row.case, "outcome": row.outcome, **told}
