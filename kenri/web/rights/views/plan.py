"""What do you want to do with it? The plan for one work and one use, made anew from the address."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from kenri.accounts.models import User
from kenri.cases import wills
from kenri.cases.claimants import claims_of
from kenri.procedures.facts import question_of_use
from kenri.procedures.rights import rights_for
from kenri.procedures.router import Plan, plan
from kenri.records import queries
from kenri.status.entities import facts_of
from kenri.vocab.problems import Problem
from kenri.vocab.vocabularies import schemas
from kenri.web import errors
from kenri.web.rights import planning
from kenri.web.rights.planning import Planned


@require_safe
def page(request: HttpRequest, key: str) -> HttpResponse:
    """The plan; without a use the form to choose one. 301 to the entity that took this one's place."""
    entity = queries.entity(key)
    if entity is None or schemas()[entity.schema].kind != "work":
        raise errors.missing("entity_not_found", id=key)
    if entity.id != key:
        query = request.META.get("QUERY_STRING", "")
        address = reverse("web:plan", args=[entity.id])
        return HttpResponsePermanentRedirect(f"{address}?{query}" if query else address)
    asked = planning.read(request.GET)
    made: Plan | None = None
    problem = asked.problem
    if asked.use is not None:
        try:
            work = facts_of(entity)
            asker = request.user if isinstance(request.user, User) else None
            declared = wills.intentions_of(entity, asked.use, asked.answers, asker)
            claims = claims_of(entity, asked.use, asked.on)
            rights = rights_for(work, asked.use, asked.on, entity, intentions=declared, claims=claims)
            made = plan(rights, asked.use, asked.answers, asked.on)
        except Problem as told:
            problem = told
    if made is not None and request.GET.get("as") == "json":
        return HttpResponse(
            msgspec.json.encode(made.as_data()), content_type="application/json; charset=utf-8"
        )
    context = {
        "entity": entity,
        "made": made,
        "problem": problem,
        **shown(asked, made, wills.hinges(entity, asked.use, asked.answers) if made and asked.use else ()),
        **choosing(asked, entity.schema),
    }
    return render(request, "web/plan.html", context, status=400 if problem else 200)


def shown(asked: Planned, made: Plan | None, hinges: Sequence[str] = ()) -> dict[str, object]:
    """What the page shows of a plan and of its questions, those first on which a holder's terms hang."""
    first, rest = planning.questions(made.questions) if made else ([], [])
    known = {question.name for question in (*first, *rest)}
    first = [*(question_of_use(name) for name in hinges if name not in known), *first]
    return {"asked_use": asked, "first_questions": first, "more_questions": rest}


def choosing(asked: Planned, schema: str = "") -> dict[str, object]:
    """What the forms for choosing and building a use offer."""
    return {
        "presets": planning.preset_groups(),
        "suggested": planning.suggested(schema),
        "use_fields": planning.fields(asked.use),
        "use_acts": planning.act_choices(asked.use),
        "use_territories": planning.territories(asked.use),
    }
