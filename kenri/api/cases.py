"""``/api/v1/cases``: whole procedures by programme; ``/api/v1/register``: what everybody may know of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from ninja import File, Form, Router
from ninja.files import UploadedFile
from ninja.throttling import AnonRateThrottle, AuthRateThrottle

from kenri.accounts.clock import now, today
from kenri.accounts.models import Organisation, User
from kenri.accounts.queries import organisation_of
from kenri.api import keys
from kenri.api.answers import as_json
from kenri.api.case_schemas import Acted, ActedTogether, Filed, Joined, Opened
from kenri.api.problems import Told
from kenri.cases.models import Item, Project
from kenri.cases.proceedings import (
    access,
    issuing,
    pack,
    queries,
    register,
    services,
    storage,
    together,
    whole,
    works,
)
from kenri.cases.proceedings.models import Batch, Case
from kenri.cases.proceedings.opening import Opening, role_of_opener
from kenri.procedures.conduct.versions import procedure
from kenri.vocab.problems import Problem
from kenri.vocab.uses import use_of

router = Router(tags=["cases"], auth=keys.ByKey(), throttle=[AuthRateThrottle(settings.KENRI_API_RATE)])
public = Router(tags=["register"], throttle=[AnonRateThrottle(settings.KENRI_API_RATE)])


@router.post("/cases")
def open_case(request: HttpRequest, told: Opened) -> HttpResponse:
    """Open a case: it is its opener's own, or their organisation's."""
    user = keys.owner(request)
    made, known = procedure(told.procedure, today()), works.of(told.entity)
    keys.require_scope(request, access.ACTIONS[role_of_opener(made)])
    opening = Opening(
        procedure=told.procedure,
        title=told.title or known.title,
        use=use_of(told.use),
        entity=told.entity,
        field=told.field or known.field,
        kind=told.kind or known.kind,
        given={**works.given(made, known), **told.given},
        parties=told.parties,
        organisation=_organisation(user, told.organisation),
        reuses=access.case_of(user, told.reuses) if told.reuses else None,
    )
    return as_json(queries.facts(services.open_case(user, opening, now())), 201)


@router.get("/cases")
def list_cases(
    request: HttpRequest, role: str = "", procedure: str = "", state: str = "", turn: bool | None = None,
    overdue: bool | None = None, closed: bool | None = None, batch: str = "", text: str = "",
    sort: str = "due", page: int = 1,
) -> HttpResponse:  # fmt: skip
    """The cases that the key's owner sees, 50 a page."""
    filters = queries.Filters(
        procedure=procedure, state=state, turn=turn, overdue=overdue, closed=closed, batch=batch, text=text
    )
    found = queries.queue(keys.owner(request), role, filters, on=today(), sort=sort, page=page)
    cases = [queries.facts(case) for case in found.cases]
    return as_json({"total": found.total, "page": found.number, "pages": found.pages, "cases": cases})


@router.post("/cases/together")
def act_together(request: HttpRequest, told: ActedTogether) -> HttpResponse:
    """Take one action on many cases, one after another; what one refuses stops none of the others."""
    user, at = keys.owner(request), now()
    key = together.begin_together(user, told.numbers, told.action, told.input, at, told.key)
    outcomes = together.carry_on(user, key, at, keys.roles(request))
    return as_json({"key": key, "outcomes": list(_outcomes(outcomes))})


@router.post("/cases/batches")
def file_batch(request: HttpRequest, told: Filed) -> HttpResponse:
    """File a project's items as cases; named again with its ``batch``, what is missing is filed."""
    user, at = keys.owner(request), now()
    keys.require_scope(request, access.ACTIONS["applicant"])
    project = Project.objects.filter(key=told.project, by=user.key).first()
    if project is None:
        access.refuse(told.project)
    filing = together.Filing(
        procedure=told.procedure, use=use_of(told.use), name=told.name, given=told.given,
        parties=told.parties, field=told.field, kind=told.kind,
    )  # fmt: skip
    batch = Batch.objects.filter(key=told.batch, opened_by=user).first() if told.batch else None
    if batch is None:
        organisation = _organisation(user, told.organisation)
        batch = together.begin_batch(user, project, filing, at, organisation=organisation)
    items = Item.objects.filter(project=project).exclude(record="")
    if told.places:
        items = items.filter(place__in=told.places)
    outcomes = together.file_batch(user, batch, items.values_list("pk", flat=True), at)
    return as_json({"batch": batch.key, "outcomes": list(_outcomes(outcomes))}, 201)


@router.get("/cases/{number}")
def show(request: HttpRequest, number: str) -> HttpResponse:
    """Everything of a case that the key's owner may see."""
    return as_json(_shown(queries.case_page(number, keys.owner(request), now())))


@router.get("/cases/{number}/whole")
def as_a_whole(request: HttpRequest, number: str, on: dt.date | None = None) -> HttpResponse:
    """Whether the work of a case may be used as a whole on a day (today): part by part, and why.

    Parameters ``a.<question>=<answer>`` answer the questions that are open on the whole.
    """
    answers = {key[2:]: value for key, value in request.GET.items() if key.startswith("a.")}
    return as_json(whole.whole(keys.owner(request), number, on or today(), answers))


@router.get("/cases/{number}/offers")
def offers(request: HttpRequest, number: str) -> HttpResponse:
    """What the key's owner may do next, by role; what is barred with every reason and its cure."""
    user = keys.owner(request)
    case = access.case_of(user, number)
    offered = services.offers_for(user, case, now())
    allowed = keys.roles(request)
    return as_json({role: told for role, told in offered.items() if role in allowed})


@router.post("/cases/{number}/actions")
def act(request: HttpRequest, number: str, told: Acted) -> HttpResponse:
    """Take an action of the procedure."""
    case = services.act(
        keys.owner(request), number, told.action, told.input, at=now(), expecting=told.expecting,
        role=told.role, roles=keys.roles(request),
    )  # fmt: skip
    return as_json(queries.facts(case))


@router.post("/cases/{number}/parties")
def join(request: HttpRequest, number: str, told: Joined) -> HttpResponse:
    """Let a holder who was found take part; an office does so once it has satisfied itself who it is."""
    user = keys.owner(request)
    held = access.roles_in(user, access.case_of(user, number))
    if not keys.roles(request).intersection(held, access.OFFICES):
        access.refuse(number)
    return as_json(queries.facts(services.join(user, number, told.role, told.who, now())))


@router.post("/cases/{number}/files")
def attach(request: HttpRequest, number: str, file: File[UploadedFile], kind: Form[str]) -> HttpResponse:
    """Hand in a file."""
    user = keys.owner(request)
    if not keys.roles(request).intersection(access.roles_in(user, access.case_of(user, number))):
        access.refuse(number)
    data = file.read(storage.LARGEST + 1)
    made = services.attach(user, number, kind, file.name or "", data, now())
    told = {"key": made.key, "kind": made.kind, "name": made.name, "size": made.size, "digest": made.digest}
    return as_json(told, 201)


@router.get("/cases/{number}/evidence")
def evidence(request: HttpRequest, number: str) -> HttpResponse:
    """The evidence pack, a ZIP file."""
    data = pack.pack(keys.owner(request), number, now())
    response = HttpResponse(data, content_type="application/zip")
    response.headers["Content-Disposition"] = f'attachment; filename="{number}-evidence.zip"'
    return response


@router.get("/cases/{number}/documents/{document}")
def document(request: HttpRequest, number: str, document: str, language: str = "ja") -> HttpResponse:
    """An issued document as a sealed PDF file."""
    case = access.case_of(keys.owner(request), number)
    if issuing.document(document).case_id != case.pk:
        raise Problem("no_such_document", number=document)
    return HttpResponse(issuing.pdf(document, language, now()), content_type="application/pdf")


@public.get("/cases/{number}/use")
def use(request: HttpRequest, number: str, on: dt.date | None = None) -> HttpResponse:
    """Whether the use that a case is about is allowed on a day (today), and why or why not."""
    allowed, reasons = queries.may_use(number, on or today())
    return as_json({"number": number, "on": on or today(), "allowed": allowed, "reasons": reasons})


@public.get("/register")
def entries(
    request: HttpRequest, kind: str = "", procedure: str = "", text: str = "", entity: str = "",
    since: dt.date | None = None, until: dt.date | None = None, page: int = 1,
) -> HttpResponse:  # fmt: skip
    """Public entries: decisions, calls, expiries, cancellations; newest first, 50 a page."""
    wanted = register.Wanted(
        kind=kind, procedure=procedure, text=text, since=since, until=until, entity=entity
    )
    found, total = register.register(wanted, page=page)
    return as_json({"total": total, "entries": found})


@public.get("/register/statistics")
def statistics(request: HttpRequest) -> HttpResponse:
    """Cases in numbers."""
    return as_json(register.statistics(today()))


def _organisation(user: User, key: str) -> Organisation | None:
    if not key:
        return None
    found = organisation_of(user, key)
    if found is None:
        access.refuse(key)
    return found


def _outcomes(outcomes: Iterable[together.Outcome]) -> Iterator[dict[str, Any]]:
    for one in outcomes:
        problem = Told.of(one.problem) if one.problem else None
        yield {"number": one.number, "title": one.title, "problem": problem}


def _shown(shown: queries.Shown) -> dict[str, Any]:
    case: Case = shown.case
    return {
        **queries.facts(case),
        "use": shown.use,
        "roles": shown.roles,
        "parties": shown.parties,
        "data": shown.course.data,
        "findings": shown.findings,
        "clocks": shown.clocks,
        "offers": shown.offers,
        "allowed": shown.allowed,
        "why": shown.why,
        "money": shown.money,
        "evidence": shown.evidence,
        "documents": [{"number": one.number, "template": one.template, "at": one.at} for one in shown.issued],
        "files": [{"key": one.key, "kind": one.kind, "digest": one.digest} for one in shown.attachments],
        "history": shown.history,
    }
