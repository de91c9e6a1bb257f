"""The books for other programmes: beancount, CSV, and statements of our bank accounts as camt.053."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from collections.abc import Iterator

from kenri.ledger import csv_text
from kenri.ledger.banking import camt053
from kenri.ledger.banking.statements import Line, Statement, told
from kenri.ledger.beancount_text import quoted
from kenri.ledger.models import Balance, BankLine, Entry, PostingRow
from kenri.ledger.plan import ROOTS
from kenri.ledger.services import balance
from kenri.vocab.problems import Problem

CHUNK = 2_000
_FITS = re.compile(r"[A-Z0-9][A-Za-z0-9\-]*")


def beancount(on: dt.date | None = None) -> Iterator[str]:
    """The books as beancount reads them, line by line, with an assertion of every balance at the end.

    ``beancount_text`` reads them again to the letter: members beside the entries say what beancount has no
    place or no letters for.

    ``on``: up to and including that day; None: all of it.
    """
    chosen = Entry.objects.order_by("day", "number")
    rows = PostingRow.objects.all()
    if on is not None:
        chosen, rows = chosen.filter(day__lte=on), rows.filter(entry__day__lte=on)
    first = chosen.values_list("day", flat=True).first()
    if first is None:
        return
    yield 'option "title" "Kenri"'
    names = _names()
    for account in sorted(set(rows.values_list("account", flat=True)), key=lambda account: names[account]):
        yield f"{first} open {names[account]}"
        if names[account] != account:
            yield f"  account: {quoted(account)}"
    last = first
    for entry in chosen.select_related("reverses").prefetch_related("postings").iterator(CHUNK):
        last = entry.day
        yield ""
        yield f"{entry.day} * {quoted(entry.text or entry.refers or entry.key)}"
        yield from _members(entry)
        for posting in sorted(entry.postings.all(), key=lambda row: row.number):
            amount = told(posting.amount, posting.currency)
            yield f"  {names[posting.account]}  {amount} {posting.currency}"
    yield ""
    day = last + dt.timedelta(days=1)
    for account, currency in Balance.objects.order_by("account").values_list("account", "currency"):
        if rows.filter(account=account, currency=currency).exists():
            amount = told(balance(account, on, currency), currency)
            yield f"{day} balance {names[account]}  {amount} {currency}"


def as_csv(on: dt.date | None = None) -> Iterator[str]:
    """Every posting with its entry, a row each; ``csv_text`` reads them again."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(csv_text.COLUMNS)
    rows = PostingRow.objects.select_related("entry__reverses").order_by("entry_id", "number")
    if on is not None:
        rows = rows.filter(entry__day__lte=on)
    for row in rows.iterator(CHUNK):
        entry = row.entry
        writer.writerow(
            [entry.number, entry.day, entry.at.astimezone(dt.UTC).isoformat(), entry.key, entry.text,
             entry.refers, entry.reverses.key if entry.reverses else "", row.account, row.amount,
             row.currency]
        )  # fmt: skip
        yield out.getvalue()
        out.seek(0)
        out.truncate()


def bank_statement(
    bank: str, since: dt.date, until: dt.date, made: dt.datetime, currency: str = "JPY"
) -> bytes:
    """One of our bank accounts over some days, as the books have it, in camt.053."""
    if until < since:
        raise Problem("period_backwards", start=since, end=until)
    account = f"Assets:Bank:{bank}"
    rows = BankLine.objects.filter(bank=bank, currency=currency, day__gte=since, day__lte=until)
    lines = tuple(
        Line(row.message, row.day, row.amount, row.currency, row.name, row.text, row.ends)
        for row in rows.order_by("day", "pk")
    )
    opening = balance(account, since - dt.timedelta(days=1), currency)
    statement = Statement(
        bank, lines, (), opening, balance(account, until, currency), until, currency
    ).checked()
    return camt053.write_statement(statement, f"{bank}-{since:%Y%m%d}-{until:%Y%m%d}", made, since)


def _names() -> dict[str, str]:
    """Every account by its name for beancount, which begins each part with a capital letter or a digit."""
    taken: set[str] = set()
    names: dict[str, str] = {}
    for account in Balance.objects.order_by("account").values_list("account", flat=True).distinct():
        root, *parts = account.split(":")
        if root not in ROOTS:
            raise Problem("not_in_the_plan", account=account, known=", ".join(ROOTS))
        wanted = ":".join([root, *map(_part, parts)])
        name, number = wanted, 1
        while name in taken:
            number += 1
            name = f"{wanted}-{number}"
        taken.add(name)
        names[account] = name
    return names


def _part(part: str) -> str:
    plain = re.sub(r"[^A-Za-z0-9\-]", "-", part)
    capital = plain[:1].upper() + plain[1:]
    return capital if _FITS.fullmatch(capital) else f"X{plain}"


def _members(entry: Entry) -> Iterator[str]:
    yield f"  number: {entry.number}"
    yield f"  key: {quoted(entry.key)}"
    yield f'  hash: "{entry.hash}"'
    if not entry.text:
        yield '  text: ""'
    if entry.refers:
        yield f"  refers: {quoted(entry.refers)}"
    if entry.reverses:
        yield f"  reverses: {quoted(entry.reverses.key)}"
