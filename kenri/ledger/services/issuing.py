"""Invoices and receipts: what is given out is kept as it was, and given out once.

An invoice is a 適格請求書 where the body has a registration number: who, when, what for, the sums by rate of
tax with the rate, the tax by rate, to whom (消費税法 57 条の4第1項).
"""

from __future__ import annotations

import datetime as dt
from typing import Any

import msgspec
from django.db import transaction
from django.utils import timezone

from kenri.documents.typesetting import typeset
from kenri.ledger.body import Body
from kenri.ledger.models import Issued, Obligation, Settlement
from kenri.ledger.services.obligations import standing_of
from kenri.ledger.services.writing import one_writer
from kenri.ledger.tax import Line, by_rate, tax_in
from kenri.seals import chain
from kenri.vocab.problems import Problem
from kenri.vocab.text import Text

PART = Text("ご請求金額の一部としての入金です。", "Part of the amount that was asked.")
TOO_MUCH = Text(
    "ご請求金額を超えるご入金です。超過分は返還の対象となります。",
    "More than the amount that was asked; the rest can be returned.",
)


class Paper(msgspec.Struct, frozen=True):
    """The data of an invoice or receipt, from which it is shown and typeset in either language."""

    to: str
    body: Body
    obligation: str
    kind: str
    case: str
    reference: str
    day: dt.date
    due: dt.date
    amount: int
    lines: tuple[Line, ...]
    received: int = 0
    received_on: dt.date | None = None


def issue_invoice(number: str, body: Body, to: str, at: dt.datetime) -> Issued:
    """The invoice of an obligation; the one that was issued where there is one. ``to``: the payer's name."""
    with transaction.atomic():
        one_writer()
        obligation = standing_of(number)
        if standing := Issued.objects.filter(obligation=obligation, kind="invoice").first():
            return standing
        return _issue("invoice", obligation, None, _paper(obligation, body, to, at), at)


def issue_receipt(settlement: Settlement, body: Body, to: str, at: dt.datetime) -> Issued:
    """The receipt for money that came in; the one that was issued where there is one.

    Raises ``Problem('nothing_received')`` on what is no receipt of money.
    """
    with transaction.atomic():
        one_writer()
        if settlement.effect != Settlement.RECEIVED:
            raise Problem("nothing_received", number=settlement.obligation.number)
        if standing := Issued.objects.filter(settlement=settlement).first():
            return standing
        paper = msgspec.structs.replace(
            _paper(settlement.obligation, body, to, at),
            received=settlement.amount,
            received_on=settlement.day,
        )
        return _issue("receipt", settlement.obligation, settlement, paper, at)


def paper_of(issued: Issued) -> Paper:
    """What an invoice or receipt says."""
    return msgspec.convert(issued.data, Paper)


def invoice_file(issued: Issued, language: str) -> bytes:
    """An invoice as a PDF file; the same bytes whenever it is asked for. Raises what ``typeset`` raises."""
    paper = paper_of(issued)

    def say(text: Text) -> str:
        return text.in_language(language)

    tax = tax_in(paper.lines)
    data: dict[str, Any] = {
        "number": issued.number,
        "date": paper.day.isoformat(),
        "to": [paper.to],
        "issuer": [say(paper.body.name), say(paper.body.address)],
        "registration": paper.body.registration,
        "case": paper.case,
        "title": paper.case,
        "lines": [
            {"text": say(line.text), "tax_rate": f"{line.rate}%" if line.rate else "–", "amount": line.amount}
            for line in paper.lines
        ],
        "amount": paper.amount,
        "net": paper.amount - tax,
        "tax": tax,
        "tax_rate": _rates(paper, language),
        "due": paper.due.isoformat(),
        "reference": paper.reference,
        "account": [say(account.told()) for account in paper.body.banks.values()],
        "contact": [paper.body.contact],
    }
    return typeset("invoice", data, language=language)


def receipt_file(issued: Issued, language: str) -> bytes:
    """A receipt as a PDF file; the same bytes whenever it is asked for. Raises what ``typeset`` raises."""
    paper = paper_of(issued)
    part = PART if paper.received < paper.amount else TOO_MUCH
    data: dict[str, Any] = {
        "number": issued.number,
        "date": paper.day.isoformat(),
        "to": [paper.to],
        "issuer": [text.in_language(language) for text in (paper.body.name, paper.body.address)],
        "registration": paper.body.registration,
        "amount": paper.received,
        "purpose": [line.text.in_language(language) for line in paper.lines],
        "received_on": paper.received_on,
        "invoiced": paper.amount,
        "tax": tax_in(paper.lines),
        "tax_rate": _rates(paper, language),
        "note": "" if paper.received == paper.amount else part.in_language(language),
        "obligation": paper.obligation,
        "case": paper.case,
        "reference": paper.reference,
        "contact": [paper.body.contact],
    }
    return typeset("payment_receipt", data, language=language)


def _rates(paper: Paper, language: str) -> str:
    """The sums by rate of tax, with the tax in each."""
    told = [
        Text(
            f"{part.rate}%対象 {part.amount:,}円（うち消費税 {part.tax:,}円）"
            if part.rate
            else f"対象外 {part.amount:,}円",
            f"{part.rate}%: ¥{part.amount:,} (of which tax ¥{part.tax:,})"
            if part.rate
            else f"not taxable: ¥{part.amount:,}",
        )
        for part in by_rate(paper.lines)
    ]
    return " / ".join(text.in_language(language) for text in told)


def _issue(
    kind: str, obligation: Obligation, settlement: Settlement | None, paper: Paper, at: dt.datetime
) -> Issued:
    data = msgspec.to_builtins(paper)
    return Issued.objects.create(
        kind=kind,
        obligation=obligation,
        settlement=settlement,
        data=data,
        hash=chain.digest(chain.canonical(data)),  # however a database orders the members
        at=at,
    )


def _paper(obligation: Obligation, body: Body, to: str, at: dt.datetime) -> Paper:
    return Paper(
        to,
        body,
        obligation.number,
        obligation.kind,
        obligation.case,
        obligation.reference,
        timezone.localdate(at),
        obligation.due,
        obligation.amount,
        tuple(msgspec.convert(obligation.lines, list[Line])),
    )
