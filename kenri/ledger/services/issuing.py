"""Invoices and receipts: what is given out is kept as it was, given out once and sealed once a language."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable

import msgspec
from django.db import transaction
from django.utils import timezone

from kenri.documents.about import template
from kenri.documents.typesetting import typeset
from kenri.ledger.body import Body
from kenri.ledger.models import Issued, Obligation, PrintedPaper, Settlement
from kenri.ledger.papers import TEMPLATES, Paper, digest_of, facts
from kenri.ledger.services.obligations import standing_of
from kenri.ledger.services.writing import one_writer
from kenri.ledger.tax import Line
from kenri.seals.signing import Signer
from kenri.vocab.problems import Problem


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


def sealed(issued: Issued, language: str, seal: Callable[[dt.datetime], Signer], at: dt.datetime) -> bytes:
    """An invoice or receipt as a sealed PDF file: made when it is first asked for, the same bytes for ever.

    ``seal`` tells who seals at a moment. Raises what it, ``typeset`` and ``Signer.sign_pdf`` raise.
    """
    made = PrintedPaper.objects.filter(issued=issued, language=language).first()
    if made is None:
        name = TEMPLATES[issued.kind]
        sheet = typeset(name, facts(issued, language), language=language)
        content = seal(at).sign_pdf(sheet, template(name).label.in_language(language), at)
        # Whoever was first has the one print that there is; what the other made is thrown away.
        made, _ = PrintedPaper.objects.get_or_create(
            issued=issued,
            language=language,
            defaults={"content": content, "hash": hashlib.sha256(content).hexdigest(), "at": at},
        )
    return bytes(made.content)


def _issue(
    kind: str, obligation: Obligation, settlement: Settlement | None, paper: Paper, at: dt.datetime
) -> Issued:
    data = msgspec.to_builtins(paper)
    return Issued.objects.create(
        kind=kind, obligation=obligation, settlement=settlement, data=data, hash=digest_of(data), at=at
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
