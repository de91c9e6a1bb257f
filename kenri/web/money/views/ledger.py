"""The pages of the body that keeps the money: what is held and owed, bank files, payments to send."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from kenri.accounts import clock
from kenri.accounts.permissions import actions, may
from kenri.ledger import queries, reconciling, services
from kenri.ledger.body import Body, body, known_body
from kenri.ledger.distribution.awards import sent_as
from kenri.ledger.matching import suggestions
from kenri.ledger.models import Obligation, PaymentOrder, Payout
from kenri.ledger.models.obligations import KINDS, STATES, ObligationQuerySet
from kenri.ledger.payees import payee, unclaimed
from kenri.ledger.providers import providers
from kenri.vocab.problems import Problem
from kenri.web import errors
from kenri.web.money import shown
from kenri.web.paging import Paging, paging

PROVIDER = "bank_transfer"
PER_PAGE = 50
LARGEST_FILE = 20 << 20
SORTS = {"": ("-pk",), "due": ("due", "pk"), "amount": ("-amount", "pk")}
"""The orders in which obligations are listed, by their key in the address."""
View = Callable[..., HttpResponse]


def for_body(view: View) -> View:
    """Only for those who keep the compensation; everybody else is told so."""

    @functools.wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not may(request.user, "keep_compensation"):
            problem = Problem("not_yours_to_do", action=actions()["keep_compensation"].label)
            heading = _("This page is for those who keep the compensation")
            told = {"status": 403, "heading": heading, "problem": problem, "level": "warning"}
            return render(request, "web/error.html", told, status=403)
        return view(request, *args, **kwargs)

    return login_required(guarded)


@for_body
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Money in, held and out."""
    today = clock.today()
    held = {told.account: told.amount for told in queries.families()}
    years = queries.years()
    asked = request.GET.get("year", "")
    year = next((one for one in years if str(one) == asked), today.year)
    months = queries.in_and_out(year)
    return _page(
        request,
        "overview",
        "overview",
        families=[told for told in queries.families() if told.amount],
        bank=held["Assets:Bank"],
        owed=held["Assets:Receivable"],
        holding=-(held["Liabilities:Held"] + held["Liabilities:Security"]),
        fund=-held["Liabilities:CommonFund"],
        unmatched=len(queries.to_reconcile()),
        sending=len(queries.to_send()),
        late=queries.obligations(late=today).count(),
        months=[month for month in months if month[1] or month[2]],
        chart=shown.chart(year, months),
        year=year,
        years=years,
        closing=queries.latest_closing(),
        payee=payee(today)[0],
        unclaimed=unclaimed(today),
    )


@for_body
@require_safe
def obligations(request: HttpRequest) -> HttpResponse:
    """What is asked of whom, with filters."""
    asked, found = chosen_obligations(request)
    count = found.count()
    part, links = on_page(request, count, asked)
    return _page(
        request,
        "obligations",
        "obligations",
        rows=shown.rows(found[part], clock.today()),
        count=count,
        asked=asked,
        chosen=urlencode({name: value for name, value in asked.items() if value}),
        states=shown.STATES,
        kinds=shown.KINDS,
        paging=links,
    )


def chosen_obligations(request: HttpRequest) -> tuple[dict[str, str], ObligationQuerySet]:
    """What an address asks for, and the obligations that are so, in the order asked for."""
    asked = {name: request.GET.get(name, "") for name in ("state", "kind", "text", "late", "sort")}
    found = queries.obligations(
        state=asked["state"] if asked["state"] in STATES else "",
        kind=asked["kind"] if asked["kind"] in KINDS else "",
        text=asked["text"].strip()[:100],
        late=clock.today() if asked["late"] else None,
    )
    return asked, found.order_by(*SORTS.get(asked["sort"], SORTS[""]))


def on_page(request: HttpRequest, count: int, asked: Mapping[str, str] | None = None) -> tuple[slice, Paging]:
    """The part of a list of so many rows that an address asks for, and the links to the others."""
    pages = max(-(-count // PER_PAGE), 1)
    told = request.GET.get("page", "1")
    here = min(max(int(told) if told.isascii() and told.isdigit() and len(told) < 10 else 1, 1), pages)
    kept = {name: value for name, value in (asked or {}).items() if value}
    links = paging(here, pages, lambda page: "?" + urlencode({**kept, "page": page}))
    return slice((here - 1) * PER_PAGE, here * PER_PAGE), links


@for_body
@require_http_methods(["GET", "HEAD", "POST"])
def obligation(request: HttpRequest, number: str) -> HttpResponse:
    """One obligation: what for, what happened, and what can be done."""
    try:
        found = services.standing_of(number)
    except Problem as problem:
        raise errors.missing(problem.code, **problem.values) from None
    problem = None
    if request.method == "POST":
        try:
            _act(request, found.number)
            return redirect("web:money_obligation", found.number)
        except Problem as refused:
            problem = refused
    [row] = shown.rows([found], clock.today())
    return _page(
        request,
        "obligation",
        "obligations",
        problem=problem,
        row=row,
        one=found,
        surplus=max(found.net - found.asked, 0),
        story=[(shown.EFFECTS[happened.effect], happened) for happened in queries.story(found)],
        entries=queries.entries_about(found.number),
        **_for_holder(found),
    )


def _for_holder(found: Obligation) -> dict[str, Any]:
    """What of a case's compensation is held, how a cancellation split it, and what left for the holder."""
    if found.kind != "compensation":
        return {}
    days = next((one.days for one in queries.story(found) if one.days), None)
    account = services.target(found)
    left = Payout.objects.filter(account=account).order_by("pk")
    names = queries.names_of([row.party for row in left])
    return {
        "holds": True,
        "held": -services.balance(account),
        "split": services.split_by_day(found.amount, *map(dt.date.fromisoformat, days)).lines if days else (),
        "sent": [(names[row.party], sent_as(row)) for row in left],
    }


def _act(request: HttpRequest, number: str) -> None:
    """Refund or cancel, as the form says."""
    at, who = clock.now(), by(request)
    standing = services.standing_of(number)
    if request.POST.get("action") == "refund":
        key = f"refund:{number}:{standing.refunded}:{standing.asked}"
        payout = services.refund(number, key=key, bank=bank_of(request), at=at, by=who)
        messages.success(request, _("%(number)s is among the payments to send.") % {"number": payout.number})
    elif request.POST.get("action") == "cancel":
        why = request.POST.get("why", "").strip()[:500]
        services.cancel(number, key=f"cancel:{number}", at=at, why=why, by=who)
        messages.success(request, _("The obligation is cancelled."))


@for_body
@require_http_methods(["GET", "HEAD", "POST"])
def bank(request: HttpRequest) -> HttpResponse:
    """The bank's files, and what their lines may be for."""
    problem, taken = None, None
    if request.method == "POST":
        try:
            taken = _bank_action(request)
            if taken is None:
                return redirect("web:money_bank")
        except Problem as refused:
            problem = refused
    today, lines = clock.today(), queries.to_reconcile()
    part, links = on_page(request, len(lines))
    waiting = [
        shown.Waiting(line, left, shown.guesses(suggestions(line), today)) for line, left in lines[part]
    ]
    return _page(
        request,
        "bank",
        "bank",
        problem=problem,
        taken=taken,
        waiting=waiting,
        count=len(lines),
        paging=links,
        certain=sum(any(guess.certain for guess in one.found) for one in waiting),
        banks=_banks(),
        formats=[reader.label for reader in providers()[PROVIDER].readers],
    )


def _bank_action(request: HttpRequest) -> list[tuple[str, services.Taken]] | None:
    """What a form of the page asks for; what a file brought, where it was one."""
    at, who = clock.now(), by(request)
    match request.POST.get("action"):
        case "file":
            upload = request.FILES.get("statement")
            if upload is None or not upload.size:
                raise Problem("upload_missing")
            if upload.size > LARGEST_FILE:
                raise Problem("upload_too_large", most=LARGEST_FILE >> 20, size=upload.size >> 20)
            told = request.POST.get("bank", "")
            return reconciling.take_file(
                upload.read(),
                providers()[PROVIDER],
                known_body(settings.KENRI_HOME),
                bank=told,
                at=at,
                by=who,
            )
        case "certain":
            lines = [line for line, _left in queries.to_reconcile()]
            count = len(reconciling.accept_certain(lines, at=at, by=who))
            messages.success(
                request,
                ngettext("%(n)s line was matched.", "%(n)s lines were matched.", count) % {"n": count},
            )
        case "accept":
            line = queries.line_of(request.POST.get("line", ""))
            wanted = request.POST.get("sign", "")
            chosen = [found for found in suggestions(line) if shown.sign_of(found) == wanted]
            if not chosen:
                raise Problem("no_suggestion", number=line.number)
            reconciling.accept(line, chosen[0], at=at, by=who)
            messages.success(request, _("%(number)s was matched.") % {"number": line.number})
        case "to":
            line = queries.line_of(request.POST.get("line", ""))
            number = services.standing_of(request.POST.get("obligation", "").strip()).number
            left = services.left_of(line)
            services.apply(line, number, left, key=f"{line.number}/{number}", at=at, by=who)
            messages.success(request, _("%(number)s was matched.") % {"number": line.number})
        case "back":
            line = queries.line_of(request.POST.get("line", ""))
            payout = services.send_back(
                line, key=f"back:{line.number}", at=at, left=services.left_of(line), by=who
            )
            messages.success(
                request, _("%(number)s is among the payments to send.") % {"number": payout.number}
            )
    return None


@for_body
@require_http_methods(["GET", "HEAD", "POST"])
def payments(request: HttpRequest) -> HttpResponse:
    """Payments to send, and the files that were written for the bank."""
    problem = None
    if request.method == "POST":
        try:
            made = _order(request, body(settings.KENRI_HOME))
            messages.success(request, _("The file %(number)s is ready.") % {"number": made.number})
            return redirect("web:money_payments")
        except Problem as refused:
            problem = refused
    waiting = queries.to_send()
    part, links = on_page(request, len(waiting))
    about = [one.refers for one in waiting[part] if ":" in one.refers]
    names = queries.names_of([*(one.party for one in waiting[part]), *about])
    return _page(
        request,
        "payments",
        "payments",
        problem=problem,
        waiting=[
            (one, names[one.party], names.get(one.refers, one.refers), services.account_of(one.party))
            for one in waiting[part]
        ],
        count=len(waiting),
        paging=links,
        total=sum(payout.amount for payout in waiting),
        orders=queries.orders(),
        writers=providers()[PROVIDER].writers.items(),
        day=clock.today() + dt.timedelta(days=1),
        banks=_banks(),
        body=known_body(settings.KENRI_HOME),
    )


def _order(request: HttpRequest, ours: Body) -> PaymentOrder:
    if request.POST.get("all"):
        chosen = [payout for payout in queries.to_send() if services.account_of(payout.party)]
    else:
        chosen = queries.payouts_of(request.POST.getlist("payout"))
    name = bank_of(request)
    if name not in ours.banks:
        raise Problem("bank_unknown", account=name, known=", ".join(ours.banks))
    try:
        day = dt.date.fromisoformat(request.POST.get("day", ""))
    except ValueError:
        raise Problem("bank_field_unreadable", field=_("Day of payment")) from None
    account = ours.banks[name]
    return services.order(
        chosen,
        providers()[PROVIDER],
        request.POST.get("form", ""),
        bank=name,
        source=account.creditor,
        client=account.client,
        day=day,
        at=clock.now(),
        by=by(request),
    )


@for_body
@require_safe
def order_file(request: HttpRequest, number: int) -> HttpResponse:
    """A file for the bank, byte for byte as it was written."""
    found = PaymentOrder.objects.filter(pk=number).first()
    if found is None:
        raise errors.missing("no_such_payout", number=f"T-{number:08d}")
    writer = providers()[PROVIDER].writers[found.form]
    answer = HttpResponse(bytes(found.content), content_type=writer.media_type)
    answer["Content-Disposition"] = f'attachment; filename="{found.number}.{writer.ending}"'
    return answer


def bank_of(request: HttpRequest) -> str:
    """The account of the installation that a form names, else the first."""
    return request.POST.get("bank", "") or next(iter(_banks()), reconciling.MAIN)


def _banks() -> list[str]:
    told = known_body(settings.KENRI_HOME)
    return list(told.banks) if told else []


def by(request: HttpRequest) -> str:
    """Who does something, as the books name them."""
    return f"user:{request.user.key}"  # type: ignore[union-attr]


def places() -> list[tuple[str, str, str]]:
    """The pages of those who keep the compensation: key, words, address."""
    return [
        ("overview", _("Overview"), reverse("web:money")),
        ("obligations", _("Obligations"), reverse("web:money_obligations")),
        ("bank", _("Bank"), reverse("web:money_bank")),
        ("payments", _("Payments to send"), reverse("web:money_payments")),
        ("distribution", _("Distribution"), reverse("web:distribution")),
        ("held", _("Holders found later"), reverse("web:money_held")),
    ]


def _page(request: HttpRequest, name: str, here: str, **context: Any) -> HttpResponse:
    status = 400 if context.get("problem") else 200
    told = {"part": "account", "places": places(), "here": here, **context}
    return render(request, f"web/ledger/{name}.html", told, status=status)
