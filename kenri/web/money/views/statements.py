"""What works earned: a holder's statements and uses, and what anybody may know of each scheme."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import cast
from urllib.parse import urlencode

import msgspec
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kenri.accounts import clock
from kenri.accounts import queries as accounts
from kenri.accounts.models import User
from kenri.cases.proceedings import seal
from kenri.documents.about import template
from kenri.documents.typesetting import typeset
from kenri.ledger.distribution import likely, statements, stating, transparency
from kenri.ledger.distribution.schemes import Scheme, schemes
from kenri.vocab.problems import Problem
from kenri.vocab.text import Text
from kenri.web import wording
from kenri.web.charts import Bar, bars
from kenri.web.errors import missing

INTERMEDIARIES = {
    "provider": Text("自ら提供する事業者", "Provider of its own content"),
    "host": Text("ホスティング事業者", "Host of others' files"),
    "platform": Text("プラットフォーム事業者", "Platform for others' posts"),
    "carrier": Text("電気通信役務提供者", "Telecommunications carrier"),
    "device_maker": Text("機器・媒体の提供者", "Maker of devices or media"),
    "broadcaster": Text("放送事業者", "Broadcaster"),
    "school": Text("教育機関の設置者", "Founder of schools"),
    "dealer": Text("取引の仲介者", "Dealer"),
}
KINDS = {
    "first": Text("分配", "Distribution"),
    "correction": Text("訂正による差額", "Difference after a correction"),
    "release": Text("保留分の分配", "Release of held money"),
}
HELD = {
    "unmatched": Text("作品が特定できない利用", "Uses of works that are not identified yet"),
    "unclaimed": Text("権利者が申し出ていない取り分", "Parts that no holder has claimed"),
    "disputed": Text("持分に争いのある取り分", "Parts in dispute"),
}
FORMS = {
    "json": "application/json",
    "csv": "text/csv; charset=utf-8",
    "pdf": "application/pdf",
}


class Asked(msgspec.Struct, frozen=True):
    """Whose statement, from which day to which; ``problem`` is what is wrong with the address."""

    payee: str
    first: dt.date
    last: dt.date
    problem: Problem | None = None

    @property
    def address(self) -> str:
        """The query of the page and of its files."""
        told = {"payee": self.payee, "first": self.first.isoformat(), "last": self.last.isoformat()}
        return "?" + urlencode(told)


def payees_of(user: User) -> dict[str, str]:
    """Those whose money a user may see: themselves, and the organisations that they act for."""
    bodies = {row.organisation.key: row.organisation.name for row in accounts.memberships(user)}
    return {f"user:{user.key}": str(user), **{f"organisation:{key}": name for key, name in bodies.items()}}


def _asked(request: HttpRequest) -> Asked:
    """The question of an address; without one, the user's own last twelve months."""
    known = payees_of(cast("User", request.user))
    today = clock.today()
    payee = request.GET.get("payee", "") or next(iter(known))
    if payee not in known:
        raise missing("page_not_found")
    first, last = today.replace(year=today.year - 1, day=1), today
    try:
        first = _day(request.GET.get("first", ""), first)
        last = _day(request.GET.get("last", ""), last)
        if last < first:
            raise Problem("days_reversed", first=first, last=last)
    except Problem as problem:
        return Asked(payee, min(first, last), max(first, last), problem)
    return Asked(payee, first, last)


def _day(text: str, otherwise: dt.date) -> dt.date:
    try:
        return dt.date.fromisoformat(text.strip()) if text.strip() else otherwise
    except ValueError:
        raise Problem("bad_day", day=text) from None


@login_required
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """A holder's statement of a period, the uses of their works, and money that may be theirs."""
    asked = _asked(request)
    told = stating.statement(asked.payee, asked.first, asked.last)
    context = {
        "part": "account",
        "here": "statements",
        "asked": {},
        "choice": asked,
        "payees": payees_of(cast("User", request.user)),
        "told": told,
        "uses": stating.own_uses(asked.payee),
        "likely": likely.of_party(asked.payee),
        "kinds": KINDS,
    }
    return render(request, "web/statements/mine.html", context, status=400 if asked.problem else 200)


@login_required
@require_safe
def file(request: HttpRequest, form: str) -> HttpResponse:
    """The same as a file: JSON to reckon it again, CSV for a spreadsheet, PDF to keep."""
    asked = _asked(request)
    if asked.problem is not None or form not in FORMS:
        raise missing("page_not_found")
    told = stating.statement(asked.payee, asked.first, asked.last)
    if form == "json":
        content = statements.as_json(told)
    elif form == "csv":
        content = statements.as_csv(told, wording.language())
    else:
        issued = {**stating.document(told, wording.language()), "issuer": "Kenri"}
        sheet = typeset("statement", issued, language=wording.language())
        label = template("statement").label.in_language(wording.language())
        content = seal.signer(clock.now()).sign_pdf(sheet, label, clock.now())
    answer = HttpResponse(content, content_type=FORMS[form])
    answer["Content-Disposition"] = f'attachment; filename="statement-{asked.first}-{asked.last}.{form}"'
    answer["Cache-Control"] = "private, no-store"
    return answer


@login_required
@require_POST
def claim(request: HttpRequest, number: int) -> HttpResponse:
    """Say that held money is one's own; an office verifies it before anything is paid."""
    payees = payees_of(cast("User", request.user))
    try:
        likely.claim(number, payees, at=clock.now())
    except Problem as problem:
        if problem.code == "no_such_finding":
            raise missing(problem.code) from problem
        messages.error(request, problem.message(wording.language()))
    else:
        messages.success(request, _("Your claim is noted. You will hear once it is verified."))
    return redirect("web:statements")


@require_safe
def directory(request: HttpRequest) -> HttpResponse:
    """The schemes, each with its most telling figures."""
    told = [transparency.figures(rule) for rule in schemes(clock.today())]
    return render(request, "web/statements/schemes.html", {"part": "schemes", "asked": {}, "schemes": told})


@require_safe
def scheme(request: HttpRequest, scheme_id: str) -> HttpResponse:
    """What came in, went out and is held under a scheme, in figures, charts and tables."""
    told = transparency.figures(_scheme(scheme_id))
    flow = _flow(told)
    context = {
        "part": "schemes",
        "asked": {},
        "told": told,
        "flow": flow,
        "chart": _chart(flow),
        "held": [(HELD[why], yen) for why, yen in told.held.items()],
        "chart_of_years": _chart_of_years(told),
        "matched": _percent(told.matched, told.units),
        "platforms": [(one, INTERMEDIARIES.get(one.intermediary)) for one in told.platforms],
    }
    return render(request, "web/statements/scheme.html", context)


@require_safe
def as_json(request: HttpRequest, scheme_id: str) -> HttpResponse:
    """The figures for programmes."""
    told = transparency.figures(_scheme(scheme_id))
    return HttpResponse(msgspec.json.encode(told), content_type="application/json")


def _scheme(scheme_id: str) -> Scheme:
    for rule in schemes(clock.today()):
        if rule.id == scheme_id:
            return rule
    raise missing("page_not_found")


def _percent(part: int, whole: int) -> str:
    return f"{part * 1000 // whole / 10:.1f}" if whole else ""


def _flow(told: transparency.Figures) -> list[tuple[str, int, str]]:
    """What became of the money: words, yen, per cent."""
    parts = [
        (_("Paid to holders"), told.paid),
        (_("Owed to holders, not paid yet"), told.waiting),
        (_("Held"), told.held_in_all),
        (_("Common-purpose fund"), told.fund),
        (_("Cost of the scheme"), told.cost),
    ]
    whole = sum(max(yen, 0) for _words, yen in parts)
    return [(words, yen, _percent(max(yen, 0), whole)) for words, yen in parts]


def _chart(flow: Sequence[tuple[str, int, str]]) -> SafeString:
    rows = [Bar(words, yen, _yen(yen), place) for place, (words, yen, _percents) in enumerate(flow)]
    return bars(_("What became of the money"), rows)


def _chart_of_years(told: transparency.Figures) -> SafeString:
    rows = []
    for one in told.years:
        rows.append(Bar(_("%(year)s: in") % {"year": one.year}, one.gross, _yen(one.gross)))
        holders = _("%(year)s: to holders") % {"year": one.year}
        rows.append(Bar(holders, one.to_holders, _yen(one.to_holders), 2))
    return bars(_("Money by year"), rows)


def _yen(yen: int) -> str:
    return _("¥%(yen)s") % {"yen": f"{yen:,}"}
