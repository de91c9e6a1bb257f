"""``/api/v1/usage``: reports of uses, who holds what, distributions and payments, by programme.

A platform (scope ``report_uses``) hands in and reads its own reports. Those who keep the compensation (scope
``keep_compensation``) read all of them, ask for their money, distribute it, and decide what is paid.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

import msgspec
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from ninja import Field, File, Form, Router, Schema
from ninja.files import UploadedFile
from ninja.throttling import AuthRateThrottle

from kenri.accounts.clock import now, today
from kenri.api import keys
from kenri.api.answers import as_json
from kenri.api.files import received
from kenri.api.problems import Told
from kenri.cases import usage_works
from kenri.ledger.distribution import exports, queries, services
from kenri.ledger.distribution.models import Run, UsageReport
from kenri.ledger.models import Obligation
from kenri.ledger.queries import platforms_of
from kenri.vocab.problems import Problem

router = Router(tags=["usage"], auth=keys.ByKey(), throttle=[AuthRateThrottle(settings.KENRI_API_RATE)])
KEEPS, REPORTS = "keep_compensation", "report_uses"
PER_PAGE = 50
TERM = dt.timedelta(days=30)
"""Within which time a platform is to pay, where no day is told."""


class Reported(Schema):
    """What is said of a report beside its file, as ``services.Told`` has it; ``given`` in yen."""

    platform: str
    scheme: str
    intermediary: str = "platform"
    first: dt.date | None = None
    last: dt.date | None = None
    given: int | None = Field(None, ge=1)
    corrects: str = ""


class Asked(Schema):
    """By when a platform is to pay; None: ``TERM`` from today."""

    due: dt.date | None = None


class Ordered(Schema):
    """A distribution: the same ``key`` is the same one; ``why`` stands on the statements."""

    key: str = Field(min_length=1, max_length=80)
    why: str = Field("", max_length=300)


class Due(Schema):
    """A payment of all that is owed: the same ``batch`` pays nobody twice; ``minimum`` in yen."""

    batch: str = Field(min_length=1, max_length=40)
    minimum: int | None = Field(None, ge=1)
    bank: str = "main"


@router.get("/usage/reports")
def reports(request: HttpRequest, page: int = 1) -> HttpResponse:
    """The reports that no other one corrects, 50 a page: one's platforms', or all for the keeper."""
    found = queries.reports(None if keys.holds(request, KEEPS) else _platforms(request))
    start = (max(page, 1) - 1) * PER_PAGE
    rows = [_shown(one) for one in found[start : start + PER_PAGE]]
    return as_json({"total": found.count(), "page": max(page, 1), "reports": rows})


@router.post("/usage/reports")
def take(request: HttpRequest, file: File[UploadedFile], told: Form[Reported]) -> HttpResponse:
    """Hand a report in: a list or a DDEX sales report. Its works are looked for while the answer is read."""
    by = keys.require(request, REPORTS)
    body = platforms_of(keys.owner(request)).get(told.platform)
    if body is None or (told.corrects and _theirs(request, told.corrects).platform != told.platform):
        raise keys.not_yours(REPORTS)
    said = services.Told(name=body.name, by=by, **told.dict())
    with received(file) as path:
        report = services.take_in(path, said, now())
    usage_works.look_up_beside(report, now())
    return as_json(_told(report), 201)


@router.get("/usage/reports/{number}")
def report(request: HttpRequest, number: str) -> HttpResponse:
    """A report: its figures, its problems by row, how far works were looked for, money and runs."""
    return as_json(_told(_theirs(request, number)))


@router.post("/usage/reports/{number}/works")
def look_again(request: HttpRequest, number: str) -> HttpResponse:
    """Look again for the works that were not found."""
    found = _theirs(request, number)
    usage_works.look_up_beside(found, now())
    return as_json(_told(found))


@router.post("/usage/reports/{number}/obligation")
def ask(request: HttpRequest, number: str, told: Asked) -> HttpResponse:
    """Ask the platform to pay; asked again it is the same obligation."""
    keys.require(request, KEEPS)
    made = services.ask(services.report_called(number), told.due or today() + TERM, now())
    return as_json(_obligation(made), 201)


@router.post("/usage/reports/{number}/runs")
def distribute(request: HttpRequest, number: str, told: Ordered) -> HttpResponse:
    """Distribute a report's money among its holders: the first time all of it, later what differs."""
    by = keys.require(request, KEEPS)
    made = services.run(services.report_called(number), key=told.key, at=now(), by=by, why=told.why)
    return as_json(_run(made), 201)


@router.get("/usage/runs/{number}")
def run(request: HttpRequest, number: str) -> HttpResponse:
    """A whole distribution, in the form that ``recompute_statement.py`` reads."""
    keys.require(request, KEEPS)
    made = exports.run_as_json(queries.run_called(number))
    return HttpResponse(made, content_type="application/json; charset=utf-8")


@router.post("/usage/shares")
def shares(request: HttpRequest, file: File[UploadedFile]) -> HttpResponse:
    """Take in who holds what, through whom they are paid, and what they are for the tax office (CSV)."""
    by = keys.require(request, KEEPS)
    with received(file) as path:
        counts, problems = services.import_shares(path, at=now(), by=by)
    return as_json({**counts, "problems": [Told.of(problem) for problem in problems]}, 201)


@router.post("/usage/payments")
def pay(request: HttpRequest, told: Due) -> HttpResponse:
    """Pay everybody who is owed the minimum; who could not be paid is told with the reason."""
    by = keys.require(request, KEEPS)
    found = services.pay_due(told.batch, bank=told.bank, at=now(), minimum=told.minimum, by=by)
    rows = [
        {
            "payee": one.payee, "through": one.through, "owed": one.owed,
            "payment": one.paid.number if one.paid else "", "paid": one.paid.net if one.paid else None,
            "payout": one.paid.payout.number if one.paid and one.paid.payout else "",
            "problem": Told.of(one.problem) if one.problem else None,
        }
        for one in found
    ]  # fmt: skip
    return as_json({"batch": told.batch, "payments": rows}, 201)


@router.get("/usage/unpaid")
def unpaid(request: HttpRequest) -> HttpResponse:
    """What has been owed for longer than its scheme's term, with why."""
    keys.require(request, KEEPS)
    return as_json({"unpaid": list(queries.unpaid(today()))})


def _platforms(request: HttpRequest) -> list[str]:
    return list(platforms_of(keys.owner(request))) if keys.holds(request, REPORTS) else []


def _theirs(request: HttpRequest, number: str) -> UsageReport:
    """A report that the key's owner may read. Raises ``Problem('no_such_report')``."""
    found = services.report_called(number)
    if not keys.holds(request, KEEPS) and found.platform not in _platforms(request):
        raise Problem("no_such_report", number=number)
    return found


def _shown(found: UsageReport) -> dict[str, Any]:
    return {
        "number": found.number, "platform": found.platform, "name": found.name, "scheme": found.scheme,
        "intermediary": found.intermediary, "first": found.first, "last": found.last, "at": found.at,
        "corrects": found.corrects.number if found.corrects else "",
    }  # fmt: skip


def _told(found: UsageReport) -> dict[str, Any]:
    problems = [Problem(one["code"], one["where"], **one["values"]) for one in found.problems]
    asked = Obligation.objects.standing().filter(case=found.number)
    return {
        **_shown(found),
        "counts": found.counts,
        "lines": msgspec.structs.asdict(queries.searched(found)),
        "searching": usage_works.is_looked_up(found),
        "problems": [Told.of(problem) for problem in problems],
        "obligations": [_obligation(one) for one in asked],
        "runs": [_run(made) for made in found.runs.order_by("pk")],
    }


def _obligation(row: Obligation) -> dict[str, Any]:
    return {"number": row.number, "yen": row.amount, "reference": row.reference, "due": row.due}


def _run(made: Run) -> dict[str, Any]:
    told = msgspec.structs.asdict(queries.summed(made))
    return {"number": made.number, "kind": made.kind, "report": made.report.number, "at": made.at, **told}
