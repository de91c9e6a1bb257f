"""What invoices and receipts say, found by number or by file, and whether they are as they were given out.

An invoice is a 適格請求書 where the body has a registration number: who, when, what for, the sums by rate of
tax with the rate, the tax by rate, to whom (消費税法 57 条の4第1項).
"""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import Any

import msgspec

from kenri.accounts import site
from kenri.ledger.body import Body
from kenri.ledger.models import Issued, PrintedPaper
from kenri.ledger.tax import Line, by_rate, tax_in
from kenri.seals import chain
from kenri.vocab.text import Text

TEMPLATES = {"invoice": "invoice", "receipt": "payment_receipt"}
"""The template of each kind of paper."""
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


def paper_of(issued: Issued) -> Paper:
    """What an invoice or receipt says."""
    return msgspec.convert(issued.data, Paper)


def find(number: str) -> Issued | None:
    """The paper of a number; None where there is none."""
    letter, _, digits = number.partition("-")
    kind = {"I": "invoice", "R": "receipt"}.get(letter)
    if kind is None or not (digits.isascii() and digits.isdecimal()) or len(digits) > 18:
        return None
    return Issued.objects.filter(pk=int(digits), kind=kind).first()


def of_file(digest: str) -> Issued | None:
    """The paper of a sealed file, by its SHA-256; None where no such file was given out."""
    made = PrintedPaper.objects.filter(hash=digest).select_related("issued").first()
    return made.issued if made else None


def digest_of(data: Any) -> str:
    """The digest of what a paper says, however a database orders the members."""
    return chain.digest(chain.canonical(data))


def whole(issued: Issued) -> bool:
    """Whether its data and every sealed file of it are those that were given out."""
    return digest_of(issued.data) == issued.hash and all(
        hashlib.sha256(bytes(made.content)).hexdigest() == made.hash for made in issued.prints.all()
    )


def facts(issued: Issued, language: str) -> dict[str, Any]:
    """What is typeset of a paper."""
    paper = paper_of(issued)
    told = {
        "number": issued.number,
        "date": paper.day.isoformat(),
        "to": [paper.to],
        "issuer": [paper.body.name.in_language(language), paper.body.address.in_language(language)],
        "registration": paper.body.registration,
        "case": paper.case,
        "reference": paper.reference,
        "tax": tax_in(paper.lines),
        "tax_rate": _rates(paper, language),
        "contact": [paper.body.contact],
        "verify": site.public_address(f"verify?number={issued.number}", language),
    }
    more = _of_invoice(paper, language) if issued.kind == "invoice" else _of_receipt(paper, language)
    return told | more


def _of_invoice(paper: Paper, language: str) -> dict[str, Any]:
    return {
        "title": paper.case,
        "lines": [
            {
                "text": line.text.in_language(language),
                "tax_rate": f"{line.rate}%" if line.rate else "–",
                "amount": line.amount,
            }
            for line in paper.lines
        ],
        "amount": paper.amount,
        "net": paper.amount - tax_in(paper.lines),
        "due": paper.due.isoformat(),
        "account": [account.told().in_language(language) for account in paper.body.banks.values()],
    }


def _of_receipt(paper: Paper, language: str) -> dict[str, Any]:
    part = PART if paper.received < paper.amount else TOO_MUCH
    return {
        "amount": paper.received,
        "purpose": [line.text.in_language(language) for line in paper.lines],
        "received_on": paper.received_on,
        "invoiced": paper.amount,
        "note": "" if paper.received == paper.amount else part.in_language(language),
        "obligation": paper.obligation,
    }


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
