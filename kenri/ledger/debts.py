"""What obligations, settlements and payouts repeat of the books: each must say what its entry says.

The books are chained; these rows are not, and cases ask them whether something is paid.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from django.db.models import Count, Q

from kenri.ledger.models import Entry, Obligation, Payout, PostingRow, Settlement
from kenri.ledger.services.obligations import content_of, receivable, refund_account, unmatched
from kenri.ledger.services.payouts import content_of as content_of_payout
from kenri.seals.chain import Broken
from kenri.vocab.problems import Problem

TOGETHER = 2_000
"""How many rows are compared at once."""


class Said(NamedTuple):
    """What a row says of its entry; ``amount``: what the entry's postings on these accounts sum to."""

    row: str
    entry: int
    key: str
    refers: str
    at: dt.datetime
    accounts: tuple[str, ...]
    amount: int
    currency: str
    whole: bool = True


def verify() -> Broken | None:
    """The first row that does not say what its entry says, or that is gone; told is its entry's number."""
    said = _said()
    while some := list(islice(said, TOGETHER)):
        numbers = {one.entry for one in some}
        entries = Entry.objects.filter(pk__in=numbers).in_bulk()
        sums: Counter[tuple[int, str, str]] = Counter()
        postings = PostingRow.objects.filter(entry_id__in=numbers)
        for entry, account, amount, currency in postings.values_list(
            "entry_id", "account", "amount", "currency"
        ):
            sums[entry, account, currency] += amount
        for one in some:
            entry = entries.get(one.entry)
            there = sum(sums[one.entry, account, one.currency] for account in one.accounts)
            same = entry and (entry.key, entry.refers, entry.at) == (one.key, one.refers, one.at)
            if not (one.whole and same and there == one.amount):
                return _broken(one.entry, one.row)
    return _gone()


def gone_from(case: str) -> Broken | None:
    """Whether the books know of something that was asked in a case, and its obligation is not there."""
    asked = Entry.objects.filter(key__startswith=f"oblige:{case}/", refers=case)
    lost = asked.exclude(pk__in=Obligation.objects.filter(case=case).values("entry")).first()
    return _broken(lost.number, lost.key) if lost else None


def _gone() -> Broken | None:
    """Money that came in for an obligation, or was waived, of which its rows say nothing."""
    moved = Entry.objects.filter(Q(key__startswith="receive:") | Q(key__startswith="waive:"))
    booked = dict(moved.order_by().values_list("refers").annotate(count=Count("pk")))
    own = Q(settlements__effect__in=(Settlement.RECEIVED, Settlement.WAIVED))
    told = Obligation.objects.order_by("pk").annotate(count=Count("settlements", filter=own))
    for one in told.iterator(TOGETHER):
        if booked.get(one.number, 0) != one.count:
            return _broken(one.entry_id, one.number)
    return None


def _said() -> Iterator[Said]:
    for one in Obligation.objects.order_by("pk").iterator(TOGETHER):
        yield Said(
            one.number, one.entry_id, f"oblige:{one.key}", one.case, one.at, (receivable(one),), one.amount,
            one.currency, one.content == content_of(one),
        )  # fmt: skip
    settled = Settlement.objects.select_related("obligation", "line", "payout").order_by("pk")
    for done in settled.iterator(TOGETHER):
        yield _settled(done, done.obligation)
    for out in Payout.objects.order_by("pk").iterator(TOGETHER):
        yield Said(
            out.number, out.entry_id, f"payout:{out.key}", out.refers, out.at, (out.account,), out.amount,
            out.currency, out.content == content_of_payout(out),
        )  # fmt: skip


def _settled(done: Settlement, of: Obligation) -> Said:
    accounts: tuple[str, ...] = (receivable(of), refund_account(of))
    key, amount = f"waive:{done.key}", -done.amount
    if done.effect == Settlement.RECEIVED:
        accounts = (unmatched(done.line.bank),) if done.line else ()
        key, amount = f"receive:{done.key}", done.amount
    elif done.effect == Settlement.REFUNDED:
        accounts = (refund_account(of),)
        key, amount = f"payout:{done.payout.key}" if done.payout else "", done.amount
    return Said(of.number, done.entry_id, key, of.number, done.at, accounts, amount, of.currency)


def _broken(entry: int, row: str) -> Broken:
    return Broken(entry, Problem("row_beside_books", row=row, number=entry))
