"""Payments: what is owed from the minimum on leaves, less tax; what is owed below it stays and adds up."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import msgspec
from django.db import transaction

from kenri.ledger.distribution import queries
from kenri.ledger.distribution.deductions import Deduction, commission, tax_withheld
from kenri.ledger.distribution.models import HeldMandate, Paid, RunAmount
from kenri.ledger.distribution.schemes import schemes
from kenri.ledger.services import Posting, balance, pay_out, post
from kenri.vocab.problems import Problem

TAX_OFFICE = "Liabilities:Payable:organisation:tax-office"


class Outcome(msgspec.Struct, frozen=True):
    """What became of one payee's money: ``paid``, or why not (``problem``); ``owed`` before."""

    payee: str
    through: str
    owed: int
    paid: Paid | None = None
    problem: Problem | None = None


def pay_due(
    batch: str, *, bank: str, at: dt.datetime, minimum: int | None = None, by: str = ""
) -> Iterator[Outcome]:
    """Pay everybody who is owed the minimum; the same batch pays nobody twice.

    ``minimum`` in yen; None: the least of the schemes in force. A payee of whom nothing is known for the tax
    office is told as a problem (``payee_not_known``) and keeps what is owed.
    """
    least = minimum if minimum is not None else min(one.minimum_payout for one in schemes(at.date()))
    pairs = RunAmount.objects.exclude(payee="").values_list("payee", "through").distinct()
    for payee, through in pairs.order_by("payee", "through"):
        key = f"pay:{batch}:{payee}:{through}"
        if paid := Paid.objects.filter(key=key).first():
            yield Outcome(payee, through, paid.gross, paid)
            continue
        owed = -balance(queries.payable(payee, through)) + sum(balance(one) for one in _below(payee, through))
        if owed < max(least, 1):
            continue
        try:
            yield Outcome(payee, through, owed, _pay(key, payee, through, owed, bank, at, by))
        except Problem as problem:
            yield Outcome(payee, through, owed, problem=problem)


def _below(payee: str, through: str) -> list[str]:
    """Accounts under a payee's own, of what it is owed for others as their society."""
    if through:
        return []
    others = RunAmount.objects.filter(through=payee).values_list("payee", flat=True).distinct().order_by()
    return [queries.payable(other, payee) for other in others]


def _pay(key: str, payee: str, through: str, owed: int, bank: str, at: dt.datetime, by: str) -> Paid:
    with transaction.atomic():
        account = queries.payable(payee, through)
        deductions = _deductions(payee, through, owed, at)
        leaving = owed - sum(one.yen for one in deductions if one.kind == "tax")
        if leaving < owed:
            withheld = [Posting(account, owed - leaving), Posting(TAX_OFFICE, leaving - owed)]
            post(f"withhold:{key}", at, withheld, refers=key[:200])
        payout = None
        if leaving:
            payout = pay_out(
                key, party=through or payee, account=account, amount=leaving, bank=bank, at=at, by=by,
                refers=payee, text=f"{payee}" if through else "",
            )  # fmt: skip
        return Paid.objects.create(
            party=payee, through=through, gross=owed, net=owed - sum(one.yen for one in deductions),
            deductions=[msgspec.to_builtins(one) for one in deductions], payout=payout, key=key, at=at,
        )  # fmt: skip


def _deductions(payee: str, through: str, owed: int, at: dt.datetime) -> list[Deduction]:
    """A society takes its commission itself and pays the rest on; others have tax withheld."""
    if through:
        row = HeldMandate.objects.filter(party=payee, society=through).order_by("-pk").first()
        known = queries.payee_named(through)
        found = commission(owed, row.commission if row else 0, known.name if known else through)
    else:
        known = queries.payee_named(payee)
        if known is None:
            raise Problem("payee_not_known", party=payee)
        found = tax_withheld(owed, known.kind, at.date())
    return [found] if found else []
