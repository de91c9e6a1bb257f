"""Projects: a list comes in, its columns are looked at, it is cleared, corrected, handed out, deleted."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import quote, urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kenri.cases import queries, reports, services
from kenri.cases.models import ProjectState
from kenri.cases.queries import ProjectView
from kenri.vocab.problems import Problem
from kenri.vocab.uses import Use, use_of
from kenri.vocab.vocabularies import schemas
from kenri.web import errors, uploads, wording
from kenri.web.paging import paging
from kenri.web.rights import background, planning, projects

FORMS = {
    "html": "text/html",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "jsonl": "application/jsonl",
    "pdf": "application/pdf",
}
"""The forms of a report, with their media types."""

View = Callable[..., HttpResponse]


def for_workers(view: View) -> View:
    """Let in who may clear lists; others go to sign in. What they see is kept by no cache."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if projects.worker(request) is None:
            if request.user.is_authenticated:
                return render(request, "web/project_refused.html", {"part": "projects"}, status=403)
            login = reverse("account_login")
            return HttpResponseRedirect(f"{login}?{urlencode({'next': request.get_full_path()})}")
        response = view(request, *args, **kwargs)
        response.headers.setdefault("Cache-Control", "private, no-store")
        return response

    return guarded


def opened(request: HttpRequest, key: str) -> ProjectView:
    """The project, if this request may see it; else 404."""
    try:
        found = queries.project(key)
    except Problem as problem:
        raise errors.missing(problem.code, **problem.values) from problem
    if not projects.visible(request, found):
        raise errors.missing("unknown_project", project=key)
    return found


@for_workers
@require_http_methods(["GET", "HEAD", "POST"])
def directory(request: HttpRequest) -> HttpResponse:
    """All projects, and the form that makes one of a list."""
    problem: Problem | None = None
    if request.method == "POST":
        try:
            key = _created(request)
            return HttpResponseRedirect(reverse("web:project_columns", args=[key]))
        except Problem as told:
            problem = told
    asked = planning.read(request.POST if problem else request.GET)
    context = {
        "part": "projects",
        "problem": problem,
        "projects": [pair for pair in queries.projects() if projects.visible(request, pair[0])],
        "asked_use": asked,
        "presets": planning.preset_groups(),
        "use_territories": planning.territories(asked.use),
        "kinds": [key for key, schema in schemas().items() if schema.kind == "work"],
        "endings": ",".join((*uploads.ENDINGS, ".gz")),
        "most": uploads.LARGEST >> 20,
        "told": request.POST,
    }
    return render(request, "web/projects.html", context, status=400 if problem else 200)


def _created(request: HttpRequest) -> str:
    upload = request.FILES.get("list")
    use = use_of(planning.use_told(request.POST))
    schema = request.POST.get("kind", "")
    with uploads.received(upload) as path:
        return services.create_project(
            path,
            use,
            name=request.POST.get("name", "").strip(),
            list_name=uploads.name_of(upload) if upload else "",
            schema=schema if schema in schemas() else "",
            by=projects.worker(request) or "",
        )


@for_workers
@require_http_methods(["GET", "HEAD", "POST"])
def columns(request: HttpRequest, key: str) -> HttpResponse:
    """What each column was taken for, with examples; the user corrects it and starts the run."""
    project = opened(request, key)
    problem: Problem | None = None
    if request.method == "POST":
        try:
            _set_columns(request, project)
            background.start(key)
            return HttpResponseRedirect(reverse("web:project", args=[key]))
        except Problem as told:
            problem = told
    context = {
        "part": "projects",
        "project": project,
        "problem": problem,
        "columns": projects.columns(project),
        "fields": projects.column_fields(),
        "kinds": [name for name, schema in schemas().items() if schema.kind == "work"],
        "summary": queries.summary(key),
    }
    return render(request, "web/project_columns.html", context, status=400 if problem else 200)


def _set_columns(request: HttpRequest, project: ProjectView) -> None:
    """Only what differs from the guesses is kept as the user's word."""
    told = {}
    for place, guess in enumerate(project.guesses):
        field = request.POST.get(f"column-{place}", guess.field)
        if field != guess.field or guess.column in project.columns:
            told[guess.column] = field
    kind = request.POST.get("kind", "")
    schema = kind if kind in schemas() else project.schema
    if told != project.columns or schema != project.schema:
        services.set_columns(project.key, told, schema)


@for_workers
@require_safe
def project(request: HttpRequest, key: str) -> HttpResponse:
    """The summary of a project; while it runs, how far it is."""
    found = opened(request, key)
    language = wording.language()
    running = background.is_running(key)
    told = background.followed(key)
    summary = queries.summary(key)
    context = {
        "part": "projects",
        "project": found,
        "summary": summary,
        "running": running,
        "interrupted": not running and found.state in (ProjectState.RUNNING, ProjectState.STOPPED),
        "fresh": not running and found.state == ProjectState.NEW,
        "followed": told,
        "followed_words": projects.progress_words(told),
        "failure": "" if running or found.state == ProjectState.DONE else told.problem.get(language, ""),
        "tiles": projects.tiles(key, summary),
        "verdict_bar": projects.stacked(projects.tiles(key, summary)),
        "bars": projects.bars(key, summary),
        "status_bar": projects.stacked(projects.bars(key, summary)),
        "forms": list(FORMS),
    }
    return render(request, "web/project.html", context)


@for_workers
@require_safe
def progress(request: HttpRequest, key: str) -> HttpResponse:
    """How far a run is, for the page that follows it."""
    found = opened(request, key)
    told = background.followed(key)
    running = background.is_running(key)
    return JsonResponse(
        {
            "running": running,
            "state": found.state,
            "stage": told.stage,
            "percent": told.percent,
            "words": projects.progress_words(told),
        }
    )


@for_workers
@require_POST
def run(request: HttpRequest, key: str) -> HttpResponse:
    """Start the run, or go on with one that was interrupted; only what changed is done again."""
    opened(request, key)
    background.start(key)
    return HttpResponseRedirect(reverse("web:project", args=[key]))


@for_workers
@require_http_methods(["GET", "HEAD", "POST"])
def use(request: HttpRequest, key: str) -> HttpResponse:
    """Another use for the same list."""
    found = opened(request, key)
    problem: Problem | None = None
    asked = planning.read(request.POST if request.method == "POST" else request.GET)
    if request.method == "POST":
        try:
            services.set_use(key, use_of(planning.use_told(request.POST)))
            background.start(key)
            return HttpResponseRedirect(reverse("web:project", args=[key]))
        except Problem as told:
            problem = told
    shown: Use = asked.use or found.use
    context = {
        "part": "projects",
        "project": found,
        "problem": problem,
        "asked_use": {"use": shown},
        "presets": planning.preset_groups(),
        "use_fields": planning.fields(shown),
        "use_acts": planning.act_choices(shown),
        "use_territories": planning.territories(shown),
    }
    return render(request, "web/project_use.html", context, status=400 if problem else 200)


@for_workers
@require_safe
def items(request: HttpRequest, key: str) -> HttpResponse:
    """The grid."""
    return grid_page(request, opened(request, key), request.GET)


def grid_page(
    request: HttpRequest, found: ProjectView, parameters: Any, problem: Problem | None = None
) -> HttpResponse:
    """The grid, with what went wrong with a decision on many."""
    asked = projects.grid(parameters)
    page = projects.page_of(found.key, asked)
    context = {
        "part": "projects",
        "project": found,
        "problem": problem,
        "grid": asked,
        "page": page,
        "summary": queries.summary(found.key),
        "matches": projects.matches(),
        "standings": projects.standings(),
        "heads": _heads(asked),
        "paging": paging(page.number, page.pages, lambda number: asked.address(page=number)),
        "kept": asked.pairs("q", "verdict", "match", "standing", "troubled", "page"),
    }
    return render(request, "web/project_items.html", context, status=400 if problem else 200)


def _heads(asked: projects.Grid) -> dict[str, dict[str, str]]:
    """For every column that sorts: the address that sorts by it, and how it is sorted now."""
    now = "descending" if asked.descending else "ascending"
    return {
        name: {
            "address": asked.address(sort=name, descending=asked.sort == name and not asked.descending),
            "sorted": now if asked.sort == name else "",
        }
        for name in queries.SORTS
    }


@for_workers
@require_safe
def export(request: HttpRequest, key: str, form: str) -> HttpResponse:
    """The report as a file, or the chain of evidence."""
    found = opened(request, key)
    name = f"{found.list_name.rpartition('.')[0] or found.list_name}-kenri.{form}"
    if form == "evidence.jsonl":
        response: Any = StreamingHttpResponse(queries.evidence_lines(key), content_type=FORMS["jsonl"])
    elif form in FORMS:
        response = HttpResponse(reports.report(key, form, wording.language()), content_type=FORMS[form])
    else:
        raise errors.missing("page_not_found")
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return response


@for_workers
@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: HttpRequest, key: str) -> HttpResponse:
    """Ask before a project is deleted, and delete it."""
    found = opened(request, key)
    problem: Problem | None = None
    if request.method == "POST":
        try:
            services.delete_project(key)
            background.forget(key)
            return HttpResponseRedirect(reverse("web:projects"))
        except Problem as told:
            problem = told
    context = {"part": "projects", "project": found, "summary": queries.summary(key), "problem": problem}
    return render(request, "web/project_delete.html", context, status=409 if problem else 200)
