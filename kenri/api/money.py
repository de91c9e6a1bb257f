"""``/api/v1/money``: what is owed, what came in, papers, statements, balances, by programme.

A payer and a payee read what is theirs; a key with ``keep_compensation``, whose owner keeps the compensation,
reads all of it, books money that came in and takes bank files in.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from ninja import Field, File, Query, Router, Schema
from ninja.files import UploadedFile
from ninja.throttling import AuthRateThrottle

from kenri.accounts.clock import now, today
from kenri.api import keys
from kenri.api.answers import as_json
from kenri.api.problems import Told
from kenri.cases.proceedings import access, seal
from kenri.ledger import queries, reconciling, services
from kenri.ledger.body import body, known_body
from kenri.ledger.distribution import statements, stating
from kenri.ledger.models import Issued, Obligation, Payout, Settlement
from kenri.ledger.models.obligations import KINDS, STATES
from kenri.ledger.providers import providers
from kenri.vocab.problems import Problem

router = Router(tags=["money"], auth=keys.ByKey(), throttle=[AuthRateThrottle(settings.KENRI_API_RATE)])
KEEPS = "keep_compensation"
PER_PAGE = 50
LARGEST_FILE = 20 << 20


class Wanted(Schema):
    """Which obligations: by state, kind, case, words in it; ``late``: open after their last day."""

    state: str = ""
    kind: str = ""
    case: str = ""
    text: str = ""
    late: bool = False
    page: int = Field(1, ge=1)


class Seen(Schema):
    """A payment that somebody saw arrive: ``message`` names it, so that telling it again is the same.

    ``amount`` in yen, ``bank`` one of the installation's accounts, ``on`` the day on which it came in.
    """

    amount: int = Field(gt=0)
    message: str = Field(min_length=1, max_length=150)
    on: dt.date
    bank: str = "main"
    name: str = ""


class Sent(Schema):
    """Payouts that are to leave on a day, from one of the installation's accounts, in a bank's format."""

    payouts: list[str] = Field(min_length=1, max_length=1_000)
    day: dt.date
    form: str = "zengin"
    bank: str = "main"


@router.get("/money/obligations")
def obligations(request: HttpRequest, wanted: Query[Wanted]) -> HttpResponse:
    """What the key's owner pays and is paid, 50 a page; all of it for those who keep the compensation."""
    _one_of(state=(wanted.state, STATES), kind=(wanted.kind, KINDS))
    found = queries.obligations(
        state=wanted.state, kind=wanted.kind, case=wanted.case, text=wanted.text.strip()[:100],
        late=today() if wanted.late else None, parties=None if keys.holds(request, KEEPS) else _mine(request),
    )  # fmt: skip
    total = found.count()
    rows = found[(wanted.page - 1) * PER_PAGE : wanted.page * PER_PAGE]
    pages = max(-(-total // PER_PAGE), 1)
    return as_json(
        {"total": total, "page": wanted.page, "pages": pages, "obligations": [_shown(row) for row in rows]}
    )


@router.get("/money/obligations/{number}")
def obligation(request: HttpRequest, number: str) -> HttpResponse:
    """One obligation with everything that happened to it, each with the bank's line and the entry."""
    row = _theirs(request, number)
    return as_json(
        {**_shown(row), "lines": row.lines, "happened": [_told(one) for one in queries.story(row)]}
    )


@router.get("/money/obligations/{number}/invoice")
def invoice(request: HttpRequest, number: str, language: str = "ja") -> HttpResponse:
    """The invoice (適格請求書) as a sealed PDF file, issued when it is first asked for."""
    row = _theirs(request, number)
    ours, to = body(settings.KENRI_HOME), queries.names_of([row.payer])[row.payer]
    return _pdf(services.issue_invoice(row.number, ours, to, now()), language)


@router.get("/money/obligations/{number}/receipts/{entry}")
def receipt(request: HttpRequest, number: str, entry: int, language: str = "ja") -> HttpResponse:
    """The receipt for money that came in by an entry that ``happened`` tells: a sealed PDF file."""
    row = _theirs(request, number)
    came = next((one for one in queries.story(row) if one.entry_id == entry), None)
    if came is None:
        raise Problem("nothing_received", number=row.number)
    ours, to = body(settings.KENRI_HOME), queries.names_of([row.payer])[row.payer]
    return _pdf(services.issue_receipt(came, ours, to, now()), language)


@router.post("/money/obligations/{number}/payments")
def pay(request: HttpRequest, number: str, told: Seen) -> HttpResponse:
    """Book money that came in for an obligation; told again, nothing moves twice."""
    by = keys.require(request, KEEPS)
    settled = services.receive(
        number, told.amount, bank=told.bank, message=told.message, on=told.on, at=now(), name=told.name,
        by=by,
    )  # fmt: skip
    return as_json({**_told(settled), "obligation": _shown(services.standing_of(number))}, 201)


@router.post("/money/bank-files")
def bank_file(request: HttpRequest, file: File[UploadedFile], bank: str = "") -> HttpResponse:
    """Take in a bank statement (camt.053 or 全銀): what is certain is matched, the rest waits for people."""
    by = keys.require(request, KEEPS)
    if (file.size or 0) > LARGEST_FILE:
        raise Problem("api_too_big")
    found = reconciling.take_file(
        file.read(), providers()["bank_transfer"], known_body(settings.KENRI_HOME), bank=bank, at=now(),
        by=by,
    )  # fmt: skip
    fresh = [line for _, taken in found for line in taken.new]
    matched = reconciling.accept_certain(fresh, at=now(), by=by)
    told = [
        {
            "bank": name, "new": len(taken.new), "known": taken.known, "difference": taken.difference,
            "refused": [Told.of(problem) for problem in taken.refused],
        }
        for name, taken in found
    ]  # fmt: skip
    open_ones = [line.number for line in fresh if line not in matched]
    return as_json({"statements": told, "matched": [line.number for line in matched], "open": open_ones}, 201)


@router.get("/money/payouts")
def payouts(request: HttpRequest) -> HttpResponse:
    """Payouts that are decided and in no file for the bank yet; ``account``: whether it is known where to."""
    keys.require(request, KEEPS)
    return as_json({"payouts": [_payout(row) for row in queries.to_send()]})


@router.post("/money/orders")
def order(request: HttpRequest, told: Sent) -> HttpResponse:
    """Write payouts into a file for the bank; each is written into one only, ever."""
    by = keys.require(request, KEEPS)
    ours = body(settings.KENRI_HOME)
    if told.bank not in ours.banks:
        raise Problem("bank_unknown", account=told.bank, known=", ".join(ours.banks))
    account = ours.banks[told.bank]
    made = services.order(
        queries.payouts_of(told.payouts), providers()["bank_transfer"], told.form, bank=told.bank,
        source=account.creditor, client=account.client, day=told.day, at=now(), by=by,
    )  # fmt: skip
    answer = {"number": made.number, "form": made.form, "day": made.day, "total": made.total}
    return as_json({**answer, "content": bytes(made.content)}, 201)


@router.get("/money/cases/{number}")
def of_case(request: HttpRequest, number: str) -> HttpResponse:
    """The money of a case for those who see the case: what is asked, what came, what is held for whom."""
    if not keys.holds(request, KEEPS):
        access.case_of(keys.owner(request), number)
    rows = queries.obligations(case=number)
    held = {
        "held": -services.balance(f"Liabilities:Held:{number}"),
        "security": -services.balance(f"Liabilities:Security:{number}"),
    }
    return as_json({"case": number, **held, "obligations": [_shown(row) for row in rows]})


@router.get("/money/statement")
def statement(
    request: HttpRequest, payee: str = "", first: dt.date | None = None, last: dt.date | None = None
) -> HttpResponse:
    """A holder's statement in the form that ``recompute_statement.py`` reads; by default this year's."""
    mine = _mine(request)
    wanted = payee or mine[0]
    if wanted not in mine:
        keys.require(request, KEEPS)
    until = last or today()
    since = first or until.replace(month=1, day=1)
    if until < since:
        raise Problem("days_reversed", first=since, last=until)
    told = stating.statement(wanted, since, until)
    return HttpResponse(statements.as_json(told), content_type="application/json; charset=utf-8")


@router.get("/money/balances")
def balances(request: HttpRequest, account: str = "", on: dt.date | None = None) -> HttpResponse:
    """What accounts hold (debits less credits) now or at the end of a day."""
    keys.require(request, KEEPS)
    return as_json({"balances": queries.balances(account, on)})


def _pdf(issued: Issued, language: str) -> HttpResponse:
    data = services.sealed(issued, "en" if language == "en" else "ja", seal.signer, now())
    answer = HttpResponse(data, content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="{issued.number}.pdf"'
    return answer


def _shown(row: Obligation) -> dict[str, Any]:
    return {
        "number": row.number, "kind": row.kind, "case": row.case, "payer": row.payer, "payee": row.payee,
        "amount": row.amount, "currency": row.currency, "asked": row.asked, "received": row.received,
        "refunded": row.refunded, "state": row.stands, "due": row.due, "reference": row.reference,
    }  # fmt: skip


def _payout(row: Payout) -> dict[str, Any]:
    return {
        "number": row.number, "party": row.party, "amount": row.amount, "currency": row.currency,
        "refers": row.refers, "account": services.account_of(row.party) is not None,
    }  # fmt: skip


def _told(one: Settlement) -> dict[str, Any]:
    return {
        "effect": one.effect, "amount": one.amount, "day": one.day, "entry": one.entry_id,
        "line": one.line.number if one.line else "", "payout": one.payout.number if one.payout else "",
        "why": one.why,
    }  # fmt: skip


def _one_of(**told: tuple[str, tuple[str, ...]]) -> None:
    for name, (value, known) in told.items():
        if value and value not in known:
            raise Problem("choice_unknown", name=name, value=value, known=", ".join(known))


def _theirs(request: HttpRequest, number: str) -> Obligation:
    row = services.standing_of(number)
    if keys.holds(request, KEEPS) or {row.payer, row.payee} & set(_mine(request)):
        return row
    raise Problem("no_such_obligation", number=number)


def _mine(request: HttpRequest) -> list[str]:
    return queries.parties_of(keys.owner(request))
