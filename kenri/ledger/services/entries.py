"""Entries: posting, reversing, closing, and what an account holds."""

from __future__ import annotations

import datetime as dt
import functools
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

import msgspec
from django.db import connection, transaction
from django.db.models import Max, Q, Sum
from django.utils import timezone

from kenri.ledger import canonical
from kenri.ledger.models import Balance, Closing, Entry, Head, PostingRow
from kenri.ledger.models.entries import LARGEST
from kenri.ledger.plan import GUARDED, described
from kenri.ledger.services.writing import digest, insert, one_writer
from kenri.vocab.problems import Problem

YEN = "JPY"
POSTING = ("entry_id", "number", "account", "amount", "currency")
ENTRY = (
    "number", "key", "content", "day", "at", "text", "refers", "reverses_id", "form", "previous", "hash",
)  # fmt: skip
SLICE = 400
"""Rows looked up in one statement: SQLite takes a bounded number of values."""


class Posting(msgspec.Struct, frozen=True):
    """An account of the plan and what it gains (debit, above nought) or gives (credit, below nought).

    ``amount`` counts minor units of the currency: whole yen.
    """

    account: str
    amount: int
    currency: str = YEN


class Draft(msgspec.Struct, frozen=True):
    """An entry to be posted. ``on``: the day that it belongs to; None: the day of ``at`` in Japan."""

    key: str
    at: dt.datetime
    postings: tuple[Posting, ...]
    text: str = ""
    refers: str = ""
    on: dt.date | None = None
    reverses: int | None = None


def post(
    key: str,
    at: dt.datetime,
    postings: Sequence[Posting],
    text: str = "",
    refers: str = "",
    *,
    on: dt.date | None = None,
) -> Entry:
    """One entry; the one that stands already where the key and the content are the same.

    Raises what ``post_all`` raises.
    """
    return post_all([Draft(key, at, tuple(postings), text, refers, on)])[0]


def post_all(drafts: Iterable[Draft]) -> list[Entry]:
    """Many entries, all or none of them, in their order.

    Raises ``Problem``: ``entry_unbalanced``, ``entry_of_one_posting``, ``amount_not_whole``,
    ``not_in_the_plan``, ``bad_currency``, ``entry_key_reused`` (same key, other content), ``period_closed``,
    ``held_too_little`` (money held for others would fall below nought), ``already_reversed``.
    """
    wanted = list(drafts)
    for draft in wanted:
        _check(draft)
    contents = [_content(draft) for draft in wanted]
    with transaction.atomic():
        head = one_writer()
        standing = _standing(draft.key for draft in wanted)
        fresh: dict[str, tuple[Draft, str]] = {}
        for draft, content in zip(wanted, contents, strict=True):
            stands = standing[draft.key].content if draft.key in standing else None
            if (stands or fresh.get(draft.key, (draft, content))[1]) != content:
                raise Problem("entry_key_reused", key=draft.key)
            if draft.key not in standing:
                fresh.setdefault(draft.key, (draft, content))
        _check_against_books([draft for draft, _ in fresh.values()])
        written = _write(head, fresh.values())
    return [standing.get(draft.key) or written[draft.key] for draft in wanted]


def reverse(entry: Entry, key: str, at: dt.datetime, why: str) -> Entry:
    """The entry that undoes another; the first stays as it is.

    Raises ``Problem('already_reversed')`` where another key did it, and what ``post_all`` raises.
    """
    undone = tuple(
        Posting(row.account, -row.amount, row.currency) for row in entry.postings.order_by("number")
    )
    return post_all([Draft(key, at, undone, why, entry.refers, None, entry.number)])[0]


def balance(account: str, on: dt.date | None = None, currency: str = YEN) -> int:
    """What an account and all below it hold: debits less credits, so that money owed is below nought.

    ``on``: at the end of that day, by the days to which entries belong; None: after the last entry.
    """
    below = Q(account=account) | Q(account__startswith=f"{account}:")
    rows = (
        Balance.objects.filter(below, currency=currency)
        if on is None
        else PostingRow.objects.filter(below, currency=currency, entry__day__lte=on)
    )
    return int(rows.aggregate(total=Sum("amount"))["total"] or 0)


def close(until: dt.date, at: dt.datetime, by: str = "") -> Closing:
    """Close the books up to and including a day: no entry may belong to it or to a day before any more.

    Raises ``Problem('period_not_over')`` on a day that is not over and ``Problem('period_closed')`` on one
    before the last closing; the same day again is the closing that stands.
    """
    if until >= timezone.localdate(at):
        raise Problem("period_not_over", day=until)
    with transaction.atomic():
        head = one_writer()
        if same := Closing.objects.filter(until=until).first():
            return same
        if (last := closed_until()) and until < last:
            raise Problem("period_closed", day=until, closed=last)
        return Closing.objects.create(until=until, at=at, by=by, length=head.length, hash=head.hash)


def closed_until() -> dt.date | None:
    """The last day of the last closed period."""
    last: dt.date | None = Closing.objects.aggregate(last=Max("until"))["last"]
    return last


def day_of(draft: Draft) -> dt.date:
    """The day to which an entry belongs, in Japan."""
    return draft.on or timezone.localdate(draft.at)


def _check(draft: Draft) -> None:
    """What can be said of an entry by itself."""
    if len(draft.postings) < 2:
        raise Problem("entry_of_one_posting", key=draft.key)
    sums: dict[str, int] = defaultdict(int)
    for posting in draft.postings:
        if type(posting.amount) is not int or not 0 < abs(posting.amount) <= LARGEST:
            raise Problem("amount_not_whole", amount=posting.amount, most=LARGEST)
        _check_name(posting.account, posting.currency)
        sums[posting.currency] += posting.amount
    for currency, total in sums.items():
        if total:
            raise Problem("entry_unbalanced", key=draft.key, difference=f"{total} {currency}")
    for value, most in ((draft.key, 200), (draft.text, 500), (draft.refers, 200)):
        if len(value) > most:
            raise Problem("entry_text_too_long", text=value, most=most)
    if not draft.key:
        raise Problem("entry_without_key")


@functools.lru_cache(maxsize=50_000)
def _check_name(account: str, currency: str) -> None:
    described(account)
    if not (len(currency) == 3 and currency.isascii() and currency.isupper()):
        raise Problem("bad_currency", currency=currency)


def _content(draft: Draft) -> str:
    """The digest of what makes two entries of one key the same; when it is sent again is no part of it."""
    told = (
        [(p.account, p.amount, p.currency) for p in draft.postings],
        draft.text,
        draft.refers,
        draft.on,
        draft.reverses,
    )
    return digest(told)


def _standing(keys: Iterable[str]) -> dict[str, Entry]:
    """The entries that have these keys."""
    wanted = list(dict.fromkeys(keys))
    found: dict[str, Entry] = {}
    for start in range(0, len(wanted), SLICE):
        found.update(Entry.objects.in_bulk(wanted[start : start + SLICE], field_name="key"))
    return found


def _check_against_books(drafts: Sequence[Draft]) -> None:
    """What the database would refuse as well, told in words."""
    closed = closed_until()
    reversing = [draft.reverses for draft in drafts if draft.reverses is not None]
    undone = set(Entry.objects.filter(reverses__in=reversing).values_list("reverses", flat=True))
    left: dict[tuple[str, str], int] = {}
    for draft in drafts:
        if closed and day_of(draft) <= closed:
            raise Problem("period_closed", day=day_of(draft), closed=closed)
        if draft.reverses is not None:
            if draft.reverses in undone:
                raise Problem("already_reversed", number=draft.reverses)
            undone.add(draft.reverses)
        for posting in draft.postings:
            if posting.account.startswith(GUARDED):
                place = (posting.account, posting.currency)
                left[place] = left.get(place, 0) + posting.amount
    for (account, currency), change in left.items():
        if change > 0:
            row = Balance.objects.filter(account=account, currency=currency).first()
            there = -row.amount if row else 0
            if change > there:
                raise Problem("held_too_little", account=account, there=there, wanted=change)


def _write(head: Head, drafts: Iterable[tuple[Draft, str]]) -> dict[str, Entry]:
    """Postings first, then the entries that seal them; the database moves balances and the chain's end."""
    previous = head.hash
    rows: list[tuple[Any, ...]] = []
    postings: list[tuple[int, int, str, int, str]] = []
    for number, (draft, content) in enumerate(drafts, start=head.length + 1):
        day = day_of(draft)
        body = canonical.Body(
            at=canonical.moment(draft.at),
            form=canonical.FORM,
            key=draft.key,
            number=number,
            on=day.isoformat(),
            postings=[(p.account, p.amount, p.currency) for p in draft.postings],
            previous=previous,
            refers=draft.refers,
            reverses=draft.reverses,
            text=draft.text,
        )
        hashed = canonical.hash_of(body)
        rows.append(
            (number, draft.key, content, day, draft.at, draft.text, draft.refers, draft.reverses,
             canonical.FORM, previous, hashed)
        )  # fmt: skip
        previous = hashed
        postings += [
            (number, place, p.account, p.amount, p.currency)
            for place, p in enumerate(draft.postings, start=1)
        ]
    if not rows:
        return {}
    insert(PostingRow, POSTING, postings)
    insert(Entry, ENTRY, rows)
    alias = connection.alias
    return {row[1]: Entry.from_db(alias, ENTRY, row) for row in rows}
