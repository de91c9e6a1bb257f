"""Proof that the books are as they were written: every hash, every sum, every balance, from the rows alone,
and that obligations, settlements and payouts say what their entries say."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from itertools import groupby
from operator import itemgetter
from typing import Any

import msgspec
from django.db import transaction
from django.db.models import Func, TextField

from kenri.ledger import canonical, debts
from kenri.ledger.models import Balance, Closing, Entry, Head, PostingRow
from kenri.ledger.services.writing import one_writer
from kenri.seals.chain import Broken, Link
from kenri.vocab.problems import Problem

CHUNK = 20_000


class Verified(msgspec.Struct, frozen=True):
    """What was checked. ``hash`` is the chain's end, for a signed checkpoint; ``broken`` the first fault."""

    entries: int
    postings: int
    hash: str
    broken: Broken | None = None


def verify(known: Mapping[int, str] | None = None) -> Verified:
    """Check every entry against its hash and the one before, that it balances, and the running balances.

    ``known``: hashes by number from signed checkpoints, which the chain must go through. Others may go on
    writing meanwhile: what they add is not looked at, except for the balances.
    """
    head = Head.objects.first() or Head()
    marks = {**(known or {}), **{row.length: row.hash for row in Closing.objects.all() if row.length}}
    sums: dict[tuple[str, str], int] = defaultdict(int)
    count, postings, previous = 0, 0, ""
    for number, body, hashed in _bodies(head.length):
        count += 1
        fault = _fault(count, number, body, hashed, previous)
        if fault is None and marks.pop(number, hashed) != hashed:
            fault = "chain_rewritten"
        if fault:
            return Verified(count, postings, hashed, Broken(count, Problem(fault, number=count)))
        previous = hashed
        postings += len(body.postings)
        for account, amount, currency in body.postings:
            sums[account, currency] += amount
    whole = (head.length, head.hash) == (count, previous)
    whole = whole and PostingRow.objects.filter(entry_id__lte=count).count() == postings
    if not whole or any(number > count for number in marks):
        return Verified(count, postings, previous, Broken(count, Problem("chain_cut", number=count)))
    return Verified(count, postings, previous, _end(count, sums) or debts.verify())


def links() -> Iterator[Link]:
    """The chain as canonical texts and hashes: what ``kenri.seals.chain.verify`` and third parties check."""
    head = Head.objects.first() or Head()
    for _, body, hashed in _bodies(head.length):
        yield Link(canonical.text_of(body).decode(), hashed)


def _fault(count: int, number: int, body: canonical.Body, hashed: str, previous: str) -> str | None:
    if number != count or body.previous != previous:
        return "chain_gap"
    if body.form != canonical.FORM:
        return "chain_form_of_row"
    if canonical.hash_of(body) != hashed:
        return "chain_changed"
    totals: dict[str, int] = defaultdict(int)
    for _, amount, currency in body.postings:
        totals[currency] += amount
    return "books_unbalanced" if len(body.postings) < 2 or any(totals.values()) else None


def _end(count: int, sums: dict[tuple[str, str], int]) -> Broken | None:
    """What shows at the end only, while nobody writes: rows beyond it, balances that differ."""
    with transaction.atomic():
        head = one_writer()
        rows = PostingRow.objects.filter(entry_id__gt=count)
        if (
            Entry.objects.filter(number__gt=head.length).exists()
            or rows.filter(entry_id__gt=head.length).exists()
        ):
            return Broken(head.length, Problem("chain_cut", number=head.length))
        for account, amount, currency in rows.values_list("account", "amount", "currency"):
            sums[account, currency] += amount
        kept = {(row.account, row.currency): row.amount for row in Balance.objects.iterator(CHUNK)}
    for place in sorted(kept.keys() | sums.keys()):
        if kept.get(place) != sums.get(place):
            told = Problem("balance_differs", account=place[0], kept=kept.get(place), sum=sums.get(place))
            return Broken(count, told)
    return None


class _Told(Func):
    """A moment as it is hashed (``canonical.moment``), or a day, made by the database: a fraction of the time
    that Python takes for it."""

    output_field = TextField()

    def as_postgresql(self, compiler: Any, connection: Any, **more: Any) -> tuple[str, Any]:
        """From a column with a time zone, or of days."""
        template = "to_char(%(expressions)s AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"+00:00\"')"
        return self.as_sql(compiler, connection, template=template, **more)

    def as_sqlite(self, compiler: Any, connection: Any, **more: Any) -> tuple[str, Any]:
        """From the text that Django keeps, in UTC, without a fraction where that is nought."""
        template = (
            "substr(replace(%(expressions)s, ' ', 'T') || '.', 1, 20)"
            " || substr(substr(%(expressions)s, 21) || '000000', 1, 6) || '+00:00'"
        )
        return self.as_sql(compiler, connection, template=template, **more)


def _bodies(until: int) -> Iterator[tuple[int, canonical.Body, str]]:
    """Entries up to a number as they are hashed, with the hash that stands: two streams, merged."""
    columns = ("form", "key", "number", "day", "previous", "refers", "reverses_id", "text", "hash")
    entries = Entry.objects.filter(number__lte=until).order_by("number")
    told = entries.values_list(_Told("at"), *columns).iterator(CHUNK)
    rows = PostingRow.objects.filter(entry_id__lte=until).order_by("entry_id", "number")
    streamed = rows.values_list("account", "amount", "currency", "entry_id").iterator(CHUNK)
    grouped = groupby(streamed, itemgetter(3))
    at_hand: tuple[int, Any] | None = next(grouped, None)
    for at, form, key, number, day, previous, refers, reverses, text, hashed in told:
        while at_hand and at_hand[0] < number:
            at_hand = next(grouped, None)
        mine: list[tuple[str, int, str]] = []
        if at_hand and at_hand[0] == number:
            mine = [row[:3] for row in at_hand[1]]
            at_hand = next(grouped, None)
        body = canonical.Body(at, form, key, number, day.isoformat(), mine, previous, refers, reverses, text)
        yield number, body, hashed
