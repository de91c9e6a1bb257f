"""Obligations: somebody has to pay; what comes in for it, what is waived, what goes back.

In the books an obligation is a receivable from the start. A fee is earned with it; everything else is only
*expected* until the money is there, so that what is held for others is always backed by money in the bank.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import msgspec
from django.db import transaction
from django.db.models import Sum

from kenri.ledger.models import BankLine, Entry, Obligation, Payout, Settlement
from kenri.ledger.models.obligations import KINDS
from kenri.ledger.services.entries import Posting, post
from kenri.ledger.services.writing import digest, one_writer
from kenri.ledger.tax import Line, tax_in
from kenri.vocab.problems import Problem

OF_A_CASE = ("compensation", "security")
TAX = "Liabilities:Tax:Consumption"


def oblige(
    kind: str,
    *,
    case: str,
    payer: str,
    payee: str,
    amount: int,
    lines: Sequence[Line],
    due: dt.date,
    key: str,
    at: dt.datetime,
    currency: str = "JPY",
) -> Obligation:
    """Somebody has to pay ``amount`` (tax included) until ``due``; the same key is the same obligation.

    ``lines`` say what for and add up to the amount. Raises ``Problem``: ``unknown_obligation_kind``,
    ``lines_do_not_add_up``, ``obligation_without_case``, ``entry_key_reused``, and those of ``post``.
    """
    if kind not in KINDS:
        raise Problem("unknown_obligation_kind", kind=kind, known=", ".join(KINDS))
    if amount <= 0 or sum(line.amount for line in lines) != amount:
        raise Problem("lines_do_not_add_up", amount=amount, sum=sum(line.amount for line in lines))
    if kind in OF_A_CASE and not case:
        raise Problem("obligation_without_case", kind=kind)
    draft = Obligation(
        key=key, kind=kind, case=case, payer=payer, payee=payee, amount=amount, currency=currency,
        lines=msgspec.to_builtins(list(lines)), due=due, at=at,
    )  # fmt: skip
    draft.content = content_of(draft)
    with transaction.atomic():
        one_writer()
        if standing := Obligation.objects.filter(key=key).first():
            if standing.content != draft.content:
                raise Problem("entry_key_reused", key=key)
            return standing
        postings = [Posting(receivable(draft), amount, currency), *_source(draft, amount, 0)]
        draft.entry = post(f"oblige:{key}", at, postings, f"{kind} {case}".strip(), case)
        draft.save(force_insert=True)
    return draft


def apply(line: BankLine, number: str, amount: int, *, key: str, at: dt.datetime, by: str = "") -> Settlement:
    """Take money that came in as payment of an obligation; what is too much is kept for refunding.

    Raises ``Problem``: ``no_such_obligation``, ``line_spent`` (more than is left of the bank line),
    ``currency_differs``, ``entry_key_reused``, ``nothing_asked`` on an obligation that was cancelled.
    """
    with transaction.atomic():
        one_writer()
        obligation = standing_of(number)
        if known := _known(key, obligation, Settlement.RECEIVED, amount):
            return known
        if line.currency != obligation.currency:
            raise Problem("currency_differs", one=line.currency, other=obligation.currency)
        if not 0 < amount <= left_of(line):
            raise Problem("line_spent", line=line.number, left=left_of(line), wanted=amount)
        if not obligation.asked:
            raise Problem("nothing_asked", number=number)
        part = min(amount, max(obligation.asked - obligation.net, 0))
        postings = [Posting(unmatched(line.bank), amount, obligation.currency)]
        if part:
            postings.append(Posting(receivable(obligation), -part, obligation.currency))
        if amount > part:
            postings.append(Posting(refund_account(obligation), part - amount, obligation.currency))
        if part and obligation.kind != "fee":
            postings += [
                Posting(_expected(obligation), part, obligation.currency),
                Posting(target(obligation), -part, obligation.currency),
            ]
        entry = post(f"receive:{key}", at, postings, line.number, number)
        return Settlement.objects.create(
            key=key, obligation=obligation, effect=Settlement.RECEIVED, amount=amount, day=line.day,
            line=line, entry=entry, at=at, by=by,
        )  # fmt: skip


def waive(
    number: str,
    amount: int,
    *,
    key: str,
    at: dt.datetime,
    why: str,
    by: str = "",
    days: Sequence[dt.date] | None = None,
) -> Settlement:
    """Ask for less than before: what is open falls away, what was paid already is kept for refunding.

    With the split of a cancelled award (``days``: its first, its last, that of the cancellation) this gives
    the user's share back. Raises ``Problem``:
    ``no_such_obligation``, ``waived_too_much``, ``held_too_little`` where what was paid is spent.
    """
    with transaction.atomic():
        one_writer()
        obligation = standing_of(number)
        if known := _known(key, obligation, Settlement.WAIVED, amount):
            return known
        if not 0 < amount <= obligation.asked:
            raise Problem("waived_too_much", number=number, asked=obligation.asked, wanted=amount)
        open_part = min(amount, max(obligation.asked - obligation.net, 0))
        paid_part = amount - open_part
        currency = obligation.currency
        postings = []
        if open_part:
            postings.append(Posting(receivable(obligation), -open_part, currency))
        if paid_part:
            postings.append(Posting(refund_account(obligation), -paid_part, currency))
        if obligation.kind == "fee":
            undone = _source(obligation, obligation.asked, obligation.asked - amount)
            postings += [Posting(p.account, -p.amount, currency) for p in undone]
        else:
            if open_part:
                postings.append(Posting(_expected(obligation), open_part, currency))
            if paid_part:
                postings.append(Posting(target(obligation), paid_part, currency))
        entry = post(f"waive:{key}", at, postings, why, number)
        return Settlement.objects.create(
            key=key, obligation=obligation, effect=Settlement.WAIVED, amount=amount, day=entry.day,
            entry=entry, at=at, by=by, why=why, days=days and [day.isoformat() for day in days],
        )  # fmt: skip


def cancel(number: str, *, key: str, at: dt.datetime, why: str, by: str = "") -> Settlement | None:
    """Ask for nothing any more; None where that is so already."""
    with transaction.atomic():
        one_writer()
        asked = standing_of(number).asked
        if known := Settlement.objects.filter(key=key).first():
            return known
        return waive(number, asked, key=key, at=at, why=why, by=by) if asked else None


def paid(case: str, kind: str) -> bool:
    """Whether all that is asked in a case under this kind has come in; False where nothing is asked."""
    asked = [row for row in Obligation.objects.standing().filter(case=case, kind=kind) if row.asked]
    return bool(asked) and all(row.net >= row.asked for row in asked)


def standing_of(number: str) -> Obligation:
    """An obligation with where it stands. Raises ``Problem('no_such_obligation')``."""
    digits = number.removeprefix("O-")
    found = None
    if digits.isascii() and digits.isdigit():
        found = Obligation.objects.standing().filter(pk=int(digits)).first()
    if found is None:
        raise Problem("no_such_obligation", number=number)
    return found


def left_of(line: BankLine) -> int:
    """What of a bank line's money in is not taken for anything yet."""
    if line.amount < 0:
        return 0
    used = line.settlements.filter(effect=Settlement.RECEIVED).aggregate(total=Sum("amount"))["total"] or 0
    back = Payout.objects.filter(account=unmatched(line.bank), refers=line.number)
    left = line.amount - used - int(back.aggregate(total=Sum("amount"))["total"] or 0)
    twice = line.amount if Entry.objects.filter(key=same_key(line)).exists() else 0
    reported = sum(line.outcomes.values_list("payout__amount", flat=True))
    return int(left - twice - reported)


def same_key(line: BankLine) -> str:
    """The key of the entry that says: this line of the bank is one that was recorded by hand before."""
    return f"same:{line.number}"


def unmatched(bank: str) -> str:
    """The account of what came in on one of our bank accounts, or went out, and is not accounted for yet."""
    return f"Liabilities:Unmatched:{bank}"


def target(obligation: Obligation) -> str:
    """The account of money that was paid: held for the holder, security, earned, or owed to the payee."""
    match obligation.kind:
        case "compensation":
            return f"Liabilities:Held:{obligation.case}"
        case "security":
            return f"Liabilities:Security:{obligation.case}"
        case "fee":
            return f"Income:Fees:{obligation.payee}"
        case _:
            return f"Liabilities:Payable:{obligation.payee}"


def _source(obligation: Obligation, before: int, after: int) -> list[Posting]:
    """The credit for what is asked beyond ``after`` up to ``before``: earned, with its tax, or expected."""
    currency = obligation.currency
    if obligation.kind != "fee":
        return [Posting(_expected(obligation), after - before, currency)]
    tax = _tax(obligation, before) - _tax(obligation, after)
    parts = [Posting(target(obligation), after - before + tax, currency), Posting(TAX, -tax, currency)]
    return [part for part in parts if part.amount]


def _tax(obligation: Obligation, amount: int) -> int:
    """The tax in a part of an obligation, in proportion."""
    lines = msgspec.convert(obligation.lines, list[Line])
    return tax_in(lines) * amount // obligation.amount


def content_of(row: Obligation) -> str:
    """The digest of what an obligation says."""
    lines = msgspec.convert(row.lines, list[Line])
    return digest([row.kind, row.case, row.payer, row.payee, row.amount, row.currency, lines, row.due])


def receivable(obligation: Obligation) -> str:
    """The account of what its payer owes."""
    return f"Assets:Receivable:{obligation.payer}"


def refund_account(obligation: Obligation) -> str:
    """The account of what goes back to its payer."""
    return f"Liabilities:Refund:{obligation.payer}"


def _expected(obligation: Obligation) -> str:
    return f"Liabilities:Expected:{obligation.case or obligation.payee}"


def _known(key: str, obligation: Obligation, effect: str, amount: int) -> Settlement | None:
    """What was written under a key. Raises ``Problem('entry_key_reused')`` where that was something else."""
    row = Settlement.objects.filter(key=key).first()
    if row and (row.obligation_id, row.effect, row.amount) != (obligation.pk, effect, amount):
        raise Problem("entry_key_reused", key=key)
    return row
