"""One item of a project, and decisions on one or many: which work it is, facts with their source, answers."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from kenri.cases import queries, services
from kenri.cases.queries import ItemView
from kenri.procedures.clearing import Cleared
from kenri.records import queries as catalogue
from kenri.vocab.problems import Problem
from kenri.web import errors
from kenri.web.rights import planning, projects, section
from kenri.web.rights.views.projects import for_workers, grid_page, opened


@for_workers
@require_http_methods(["GET", "HEAD", "POST"])
def item(request: HttpRequest, key: str, item_id: int) -> HttpResponse:
    """The item with its candidates, status, plan, and what people said of it; a form corrects it."""
    project = opened(request, key)
    try:
        found = queries.item(key, item_id)
    except Problem as problem:
        raise errors.missing(problem.code) from problem
    told: Problem | None = None
    asked = projects.grid(request.GET)
    if request.method == "POST":
        try:
            correct(request, key, [item_id])
            here = reverse("web:project_item", args=[key, item_id])
            return HttpResponseRedirect(here + asked.query + "#told")
        except Problem as problem:
            told = problem
    cleared, problem_of_law = _cleared(key, found)
    entity = catalogue.entity(found.entity) if found.entity else None
    first, more = planning.questions(cleared.plan.questions) if cleared else ([], [])
    creators = [creator.name or "" for creator in cleared.work.creators] if cleared else []
    choices = projects.fact_choices(creators)
    before, after = queries.neighbours(key, item_id, asked)
    context = {
        "part": "projects",
        "project": project,
        "item": found,
        "problem": told,
        "law_problem": problem_of_law,
        "entity": entity,
        "rights": section.of_answer(cleared.answer, entity) if cleared else None,
        "made": cleared.plan if cleared else None,
        "first_questions": first,
        "more_questions": more,
        "facts": queries.facts(key, item_id),
        "fact_choices": choices,
        "fact_words": dict(choices),
        "match": projects.matches()[found.match or "pending"],
        "match_tone": projects.match_tone(found.match),
        "before": before,
        "after": after,
        "grid": asked,
    }
    return render(request, "web/project_item.html", context, status=400 if told else 200)


def _cleared(key: str, found: ItemView) -> tuple[Cleared | None, Problem | None]:
    try:
        return queries.cleared(key, found.id), None
    except Problem as problem:
        return None, problem


@for_workers
@require_POST
def bulk(request: HttpRequest, key: str) -> HttpResponse:
    """One decision on many items; the grid comes back with the same filters."""
    project = opened(request, key)
    try:
        _decide(request, key, projects.chosen_items(request, key))
    except Problem as problem:
        return grid_page(request, project, request.POST, problem)
    asked = projects.grid(request.POST)
    return HttpResponseRedirect(
        reverse("web:project_items", args=[key]) + asked.address(page=asked.page) + "#grid"
    )


def _decide(request: HttpRequest, key: str, items: list[ItemView]) -> None:
    if request.POST.get("decision") != "accept":
        correct(request, key, [item.id for item in items])
        return
    best: dict[str, list[int]] = {}
    for item in items:
        if item.candidates:
            best.setdefault(item.candidates[0]["id"], []).append(item.id)
    if not best:
        raise Problem("no_candidate")
    for entity, numbers in best.items():
        services.correct(key, numbers, "entity", value=entity, by=projects.worker(request) or "")


def correct(request: HttpRequest, key: str, items: list[int]) -> None:
    """What a form says of items, written down. Raises the Problems of ``services.correct``."""
    told = {
        name: request.POST.get(name, "").replace("\x00", "").strip() for name in ("name", "value", "source")
    }
    by = projects.worker(request) or ""
    source = told["source"]
    match request.POST.get("decision"):
        case "entity":
            services.correct(key, items, "entity", value=_entity_id(told["value"]), source=source, by=by)
        case "none":
            services.correct(key, items, "entity", value="", source=source, by=by)
        case "fact":
            services.correct(key, items, "fact", name=told["name"], value=told["value"], source=source, by=by)
        case "answers":
            answers = {k.removeprefix("a."): v for k, v in request.POST.items() if k.startswith("a.") and v}
            if not answers:
                raise Problem("nothing_chosen")
            for name, value in answers.items():
                services.correct(key, items, "answer", name=name, value=value, source=source, by=by)
        case "undo":
            kind = request.POST.get("kind", "")
            if kind not in ("entity", "fact", "answer"):
                raise Problem("request_refused")
            services.correct(key, items, kind, name=told["name"], by=by, withdrawn=True)  # type: ignore[arg-type]
        case _:
            raise Problem("request_refused")


def _entity_id(text: str) -> str:
    """An entity's id, also out of the address of its page."""
    return text.partition("?")[0].partition("#")[0].rstrip("/").rpartition("/")[2]
