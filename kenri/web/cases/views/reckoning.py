"""An amount that an office reckons for a case, by the ordinary royalty or a tariff, then takes over."""

from __future__ import annotations

from collections.abc import Mapping

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kenri.accounts.clock import today
from kenri.cases.proceedings.queries import Shown
from kenri.cases.proceedings.works import of_entity
from kenri.records import queries as catalogue
from kenri.tariffs import Input, Reckoning, ordinary_inputs, tariff, tariffs
from kenri.tariffs.inputs import read
from kenri.vocab.problems import Problem
from kenri.vocab.vocabularies import fields
from kenri.web import errors
from kenri.web.cases import forms
from kenri.web.cases.forms import Form
from kenri.web.cases.views.cases import opened
from kenri.web.money.views.tariffs import Answered, answer, form_fields, ordinarily


@login_required
@require_safe
def page(request: HttpRequest, number: str, action: str) -> HttpResponse:
    """What the use costs by a tariff, and the form that takes the amount over into the case."""
    shown = opened(request, number)
    form = _form(shown, action)
    chosen = request.GET.get("tariff", "")
    field = request.GET.get("field", "") or _field(shown)
    problems: list[Problem] = []
    asked: Mapping[str, Input] = {}
    told: dict[str, str] = {}
    answered: Answered | None = None
    try:
        asked = _inputs(shown, chosen, field)
        told = {name: request.GET[name] for name in asked if name in request.GET}
        if told and not (problems := read(asked, told)[1]):
            answered = (
                answer(tariff(chosen), told, today())
                if chosen
                else ordinarily(field, shown.use, told, today())
            )
    except Problem as problem:
        problems.append(problem)
    context = {
        "part": "cases",
        "shown": shown,
        "case": shown.case,
        "form": form,
        "chosen": chosen,
        "field": field,
        "field_keys": list(fields()),
        "tariffs": [found for found in tariffs() if found.written.nature != "fee"],
        "fields": form_fields(asked.values(), told, problems),
        "problems": problems,
        "answered": answered,
        "adopted": _adopted(form, answered.reckoning) if answered else (),
    }
    return render(request, "web/cases/reckon.html", context, status=400 if problems else 200)


def _form(shown: Shown, action: str) -> Form:
    """The form of the action; 404 where it is not offered or takes no amount."""
    for role, offered in shown.offers.items():
        for offer in offered:
            if offer.action == action and offer.open:
                form = forms.form(shown.course, role, offer, today())
                if form.reckoned:
                    return form
    raise errors.missing("page_not_found")


def _field(shown: Shown) -> str:
    """The field of the work, as far as the catalogue tells it."""
    entity = catalogue.entity(shown.case.entity) if shown.case.entity else None
    return of_entity(entity).field if entity else ""


def _inputs(shown: Shown, chosen: str, field: str) -> Mapping[str, Input]:
    if chosen:
        return tariff(chosen).inputs
    if field not in fields():
        return {}
    return {one.key: one for one in ordinary_inputs(field, shown.use, today())}


def _adopted(form: Form, reckoning: Reckoning) -> list[tuple[str, str]]:
    """The fields of the form with the amount, its version and its lines, in Japanese as the file is kept."""
    lines = "\n".join(line.text.ja for line in reckoning.lines)
    told = {"tariff": reckoning.tariff, form.reckoned: str(reckoning.amount)}
    how = f"{lines}\n合計 {reckoning.amount:,}円（{reckoning.tariff}）"
    return [(box.name, told.get(box.key, how if box.key in forms.HOW else box.value)) for box in form.boxes]
