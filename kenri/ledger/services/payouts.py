"""Payouts: money that is due to a party leaves, once.

A payout is decided (taken from its account), ordered (written into a file for the bank), and then seen on the
bank's statement or sent back by it. Each of these happens once at most, which the database holds.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Sequence

import msgspec
from django.db import transaction

from kenri.ledger.banking.statements import Creditor, Order, Transfer
from kenri.ledger.models import BankAccount, BankLine, Outcome, PaymentOrder, Payout, Settlement
from kenri.ledger.providers import Provider
from kenri.ledger.services.entries import YEN, Posting, balance, post
from kenri.ledger.services.obligations import standing_of, unmatched
from kenri.ledger.services.writing import digest, one_writer
from kenri.vocab.problems import Problem


def pay_out(
    key: str,
    *,
    party: str,
    account: str,
    amount: int,
    bank: str,
    at: dt.datetime,
    refers: str = "",
    text: str = "",
    by: str = "",
    currency: str = YEN,
) -> Payout:
    """Decide that a party is paid from what ``account`` holds; the same key is the same payout.

    ``bank``: from which of our accounts. Raises ``Problem``: ``held_too_little`` where the account
    holds less, ``entry_key_reused``, and those of ``post``.
    """
    made = Payout(
        key=key, party=party, account=account, bank=bank, amount=amount, currency=currency, refers=refers,
        text=text, at=at, by=by,
    )  # fmt: skip
    made.content = content_of(made)
    with transaction.atomic():
        one_writer()
        if standing := Payout.objects.filter(key=key).first():
            if standing.content != made.content:
                raise Problem("entry_key_reused", key=key)
            return standing
        there = -balance(account, currency=currency)
        if not 0 < amount <= there:
            raise Problem("held_too_little", account=account, there=there, wanted=amount)
        postings = [Posting(account, amount, currency), Posting(_ordered(bank), -amount, currency)]
        made.entry = post(f"payout:{key}", at, postings, text, refers)
        made.save(force_insert=True)
        return made


def content_of(row: Payout) -> str:
    """The digest of what a payout says."""
    return digest([row.party, row.account, row.amount, row.bank, row.currency, row.refers])


def refund(number: str, *, key: str, bank: str, at: dt.datetime, by: str = "") -> Payout:
    """Send back what was paid beyond what is asked. Raises ``Problem('nothing_to_refund')``."""
    with transaction.atomic():
        one_writer()
        if standing := Payout.objects.filter(key=key).first():
            return standing
        obligation = standing_of(number)
        surplus = obligation.net - obligation.asked
        if surplus <= 0:
            raise Problem("nothing_to_refund", number=number)
        account = f"Liabilities:Refund:{obligation.payer}"
        payout = pay_out(
            key, party=obligation.payer, account=account, amount=surplus, bank=bank, at=at,
            refers=number, by=by, currency=obligation.currency,
        )  # fmt: skip
        Settlement.objects.create(
            key=f"refund:{key}", obligation=obligation, effect=Settlement.REFUNDED, amount=surplus,
            day=payout.entry.day, payout=payout, entry=payout.entry, at=at, by=by,
        )  # fmt: skip
        return payout


def send_back(line: BankLine, *, key: str, at: dt.datetime, left: int, by: str = "") -> Payout:
    """Return money to whoever sent it, because it is for nothing that is asked."""
    return pay_out(
        key, party=f"sender:{line.number}", account=unmatched(line.bank), amount=left, bank=line.bank, at=at,
        refers=line.number, by=by, currency=line.currency,
    )  # fmt: skip


def set_account(party: str, to: Creditor, *, at: dt.datetime, by: str = "") -> BankAccount:
    """Where a party is paid from now on."""
    return BankAccount.objects.create(
        party=party,
        bank=to.bank,
        branch=to.branch,
        kind=to.kind,
        number=to.number,
        holder=to.holder,
        at=at,
        by=by,
    )


def account_of(party: str) -> Creditor | None:
    """Where a party is paid; None where it told no account."""
    row = BankAccount.objects.filter(party=party).order_by("-pk").first()
    if row is None or not row.number:
        return None
    return Creditor(row.bank, row.branch, row.kind, row.number, row.holder)


def order(
    payouts: Sequence[Payout],
    provider: Provider,
    form: str,
    *,
    bank: str,
    source: Creditor,
    client: str,
    day: dt.date,
    at: dt.datetime,
    by: str = "",
) -> PaymentOrder:
    """Write payouts into one file for the bank. The file is kept: asked for again it is the same bytes.

    Raises ``Problem``: ``nothing_to_order``, ``ordered_already`` (a payout is ordered once, ever),
    ``no_bank_account``, and what the format refuses.
    """
    with transaction.atomic():
        one_writer()
        if not payouts:
            raise Problem("nothing_to_order")
        transfers = []
        for payout in payouts:
            if payout.outcomes.exists():
                raise Problem("ordered_already", number=payout.number)
            to = account_of(payout.party)
            if to is None:
                raise Problem("no_bank_account", party=payout.party, number=payout.number)
            transfers.append(Transfer(payout.number, to, payout.amount, payout.text))
        last = PaymentOrder.objects.order_by("-pk").first()
        number = PaymentOrder(pk=(last.pk if last else 0) + 1)
        made = Order(number.number, day, at, client, source, tuple(transfers), payouts[0].currency)
        content = provider.write(made, form)
        row = PaymentOrder.objects.create(
            pk=number.pk, bank=bank, form=form, day=day, total=sum(p.amount for p in payouts),
            content=content, hash=hashlib.sha256(content).hexdigest(), at=at, by=by,
        )  # fmt: skip
        Outcome.objects.bulk_create(
            Outcome(payout=p, what=Outcome.ORDERED, order=row, to=msgspec.to_builtins(t.to), at=at, by=by)
            for p, t in zip(payouts, transfers, strict=True)
        )
        return row


def confirm(line: BankLine, payouts: Sequence[Payout], *, at: dt.datetime, by: str = "") -> None:
    """The bank's statement shows that payouts left. Raises ``Problem``: ``confirmed_sum_differs``,
    ``confirmed_already``, ``not_ordered``."""
    _outcome(Outcome.CONFIRMED, line, payouts, -line.amount, at, by)


def returned(line: BankLine, payout: Payout, *, at: dt.datetime, by: str = "") -> None:
    """The bank sent a payout back: the party is owed it again. Raises what ``confirm`` raises."""
    _outcome(Outcome.RETURNED, line, [payout], line.amount, at, by)


def _outcome(
    what: str, line: BankLine, payouts: Sequence[Payout], amount: int, at: dt.datetime, by: str
) -> None:
    with transaction.atomic():
        one_writer()
        if sum(payout.amount for payout in payouts) != amount or not payouts:
            raise Problem("confirmed_sum_differs", line=line.number, amount=amount)
        if line.outcomes.exists():
            raise Problem("confirmed_already", number=line.number)
        needed = Outcome.ORDERED if what == Outcome.CONFIRMED else Outcome.CONFIRMED
        for payout in payouts:
            had = set(payout.outcomes.values_list("what", flat=True))
            if what in had:
                raise Problem("confirmed_already", number=payout.number)
            if needed not in had:
                raise Problem("not_ordered", number=payout.number)
        currency = payouts[0].currency
        if what == Outcome.CONFIRMED:
            postings = [Posting(_ordered(line.bank), amount, currency)]
        else:
            postings = [Posting(payout.account, -payout.amount, currency) for payout in payouts]
        sign = -1 if what == Outcome.CONFIRMED else 1
        postings.append(Posting(unmatched(line.bank), sign * amount, currency))
        entry = post(f"{what}:{line.number}", at, postings, line.number, line.number)
        Outcome.objects.bulk_create(
            Outcome(payout=p, what=what, line=line, entry=entry, at=at, by=by) for p in payouts
        )


def _ordered(bank: str) -> str:
    return f"Liabilities:Ordered:{bank}"
