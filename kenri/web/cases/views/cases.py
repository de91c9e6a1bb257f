"""The page of a case: everything of it on one screen, and the one address to which its forms are sent."""

from __future__ import annotations

from typing import cast

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from kenri.accounts.clock import now
from kenri.accounts.models import User
from kenri.cases.proceedings import access, issuing, pack, queries, services, storage
from kenri.ledger.body import known_body
from kenri.procedures.conduct.clocks import day_of
from kenri.procedures.conduct.diagram import diagram
from kenri.procedures.conduct.reasons import ROLES, Reason, Refused, of_problem
from kenri.vocab.problems import Problem
from kenri.vocab.text import Text
from kenri.web import errors, wording
from kenri.web.cases import forms, letters
from kenri.web.cases import page as case_page
from kenri.web.cases.forms import NOTHING, Entered, Sent


def user_of(request: HttpRequest) -> User:
    """The user, who is signed in wherever this is called."""
    return cast(User, request.user)


def opened(request: HttpRequest, number: str) -> queries.Shown:
    """A case with all that the user may see of it; 404 otherwise."""
    try:
        return queries.case_page(number, user_of(request), now())
    except Problem as problem:
        if problem.code != "not_yours_to_do":
            raise
        raise errors.missing("no_such_case", number=number) from problem


@login_required
@require_safe
def page(request: HttpRequest, number: str) -> HttpResponse:
    """The case."""
    return show(request, opened(request, number))


def show(
    request: HttpRequest, shown: queries.Shown, sent: Sent = NOTHING, problem: Problem | None = None
) -> HttpResponse:
    """The page of a case, with a form that was refused as it was typed and why."""
    made = case_page.page(shown, day_of(now()), sent)
    context = {
        "part": "cases",
        "page": made,
        "shown": shown,
        "case": shown.case,
        "problem": problem,
        "accounts": _accounts() if made.to_pay else (),
        "drawing": diagram(shown.procedure, language=wording.language(), state=shown.course.state),
        "words": letters.told(shown),
        "read_here": len(pack.readable(shown.course)) if made.mine else 0,
        "officers": access.officers(shown.case, made.office) if made.office else (),
        "admits": [(role, ROLES[role]) for role in access.admitted(shown.case)] if made.office else (),
    }
    response = render(request, "web/cases/case.html", context, status=400 if problem or sent.refused else 200)
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _accounts() -> list[Text]:
    """The bank accounts of this installation, for payers; none where it was not told."""
    ours = known_body(settings.KENRI_HOME)
    return [account.told() for account in ours.banks.values()] if ours else []


@login_required
@require_POST
def act(request: HttpRequest, number: str) -> HttpResponse:
    """Take what a form asks for. What is refused comes back as it was typed; what was not is done."""
    shown = opened(request, number)
    try:
        wanted = _changed(shown, forms.entered(request.POST, shown.procedure))
        done, refused = _take(request, shown, wanted)
    except Problem as problem:
        return show(request, shown, Sent(forms.typed(request.POST)), problem)
    if refused:
        return show(request, opened(request, number), Sent(forms.typed(request.POST), refused))
    labels = [shown.procedure.actions[one.action].label for one in done]
    _say(request, [wording.chosen(label) for label in dict.fromkeys(labels)], len(done))
    return back(request, number)


def back(request: HttpRequest, number: str) -> HttpResponse:
    """To the case again, at the place where the form stood."""
    place = request.POST.get("place", "")
    anchor = f"#{place}" if place.replace("-", "").replace("_", "").isalnum() else ""
    return HttpResponseRedirect(reverse("web:case", args=[number]) + anchor)


def _say(request: HttpRequest, labels: list[str], count: int) -> None:
    told = _(", ").join(labels)
    if count > len(labels):
        told = ngettext("{what} ({n} entry)", "{what} ({n} entries)", count).format(what=told, n=count)
    messages.success(request, _("Recorded: {what}").format(what=told))


def _changed(shown: queries.Shown, entries: list[Entered]) -> list[Entered]:
    """Of the entries that are only taken if they were filled in, those that were."""
    made = case_page.page(shown, day_of(now()))
    standing = {
        form.entry: {box.key: box.value for box in form.boxes}
        for form in (
            *made.measures,
            *(one.form for one in made.examined if one.form),
            *(form for listed in made.lists for row in listed.rows for form in row.forms),
        )
    }
    found = [one for one in entries if one.asked or _differs(one, standing.get(one.entry, {}))]
    if not found:
        raise Problem("nothing_filled_in")
    return found


def _differs(one: Entered, standing: dict[str, str]) -> bool:
    told = {key: value for key, value in one.told.items() if key not in ("item", "check")}
    return any(value != standing.get(key, "") for key, value in told.items())


def _take(
    request: HttpRequest, shown: queries.Shown, wanted: list[Entered]
) -> tuple[list[Entered], dict[str, tuple[Reason, ...]]]:
    """Take one entry after another; each is done or refused for itself.

    Raises Problem where the case has moved since the page was made.
    """
    steps = request.POST.get("expecting", "")
    expecting = int(steps) if steps.isdecimal() and len(steps) < 9 else -1
    role = request.POST.get("role", "")
    done: list[Entered] = []
    refused: dict[str, tuple[Reason, ...]] = {}
    for one in wanted:
        held = role if role in shown.procedure.actions[one.action].by else ""
        try:
            case = services.act(
                user_of(request),
                shown.case.number,
                one.action,
                one.told,
                at=now(),
                expecting=expecting,
                role=held,
            )
        except Refused as problem:
            refused[one.entry] = problem.reasons
        except Problem as problem:
            if problem.code == "case_moved":
                raise
            refused[one.entry] = (of_problem(problem),)
        else:
            done.append(one)
            expecting = case.steps
    return done, refused


@login_required
@require_POST
def attach(request: HttpRequest, number: str) -> HttpResponse:
    """Hand in one file or several of one kind."""
    shown = opened(request, number)
    files = request.FILES.getlist("file")
    try:
        if not files:
            raise Problem("no_file_chosen")
        for file in files:
            data = file.read(storage.LARGEST + 1)
            kind = request.POST.get("kind", "") or "other"
            services.attach(user_of(request), number, kind, file.name or "", data, now())
    except Problem as problem:
        return show(request, shown, Sent(forms.typed(request.POST)), problem)
    messages.success(request, _("The file was handed in."))
    return back(request, number)


@login_required
@require_POST
def look_into(request: HttpRequest, number: str) -> HttpResponse:
    """Let Kenri look into the listed databases that it reads itself, and record what came back."""
    shown = opened(request, number)
    try:
        count = pack.look_into(user_of(request), number, now())
    except Problem as problem:
        return show(request, shown, problem=problem)
    told = ngettext("{n} database was looked into.", "{n} databases were looked into.", count)
    messages.success(request, told.format(n=count))
    return back(request, number)


@login_required
@require_safe
def document(request: HttpRequest, number: str, document: str) -> HttpResponse:
    """An issued document as a sealed PDF, in the page's language where there is one."""
    shown = opened(request, number)
    if document not in {issued.number for issued in shown.issued}:
        raise errors.missing("no_such_document", number=document)
    data = issuing.pdf(document, wording.language(), now())
    response = HttpResponse(data, content_type="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="{document}.pdf"'
    return response


@login_required
@require_safe
def file(request: HttpRequest, number: str, key: str) -> HttpResponse | FileResponse:
    """A file that was handed in, always as a download: it was made by others."""
    shown = opened(request, number)
    found = next((one for one in shown.attachments if one.key == key and not one.erased), None)
    if found is None:
        raise errors.missing("unknown_attachment")
    response = HttpResponse(storage.read(found.file), content_type="application/octet-stream")
    response.headers["Content-Disposition"] = (
        f'attachment; filename="{key}{found.file[found.file.rfind(".") :]}"'
    )
    return response


@login_required
@require_safe
def evidence(request: HttpRequest, number: str) -> HttpResponse:
    """The evidence of a case in one file."""
    opened(request, number)
    response = HttpResponse(pack.pack(user_of(request), number, now()), content_type="application/zip")
    response.headers["Content-Disposition"] = f'attachment; filename="{number}-evidence.zip"'
    return response
