"""Lines of bank statements become money in the books, once however often a statement is read."""

from __future__ import annotations

import datetime as dt

import msgspec
from django.db import transaction

from kenri.ledger.banking.statements import Line, Statement
from kenri.ledger.models import BankLine, Entry, Settlement
from kenri.ledger.services.entries import YEN, Posting, balance, post, reverse
from kenri.ledger.services.obligations import apply, left_of, same_key, standing_of, unmatched
from kenri.ledger.services.writing import one_writer
from kenri.vocab.problems import Problem

BY_HAND = "by_hand"
"""The provider of lines that somebody recorded without the bank's statement."""


class Taken(msgspec.Struct, frozen=True):
    """What reading a statement did. ``known``: lines read before.

    ``difference``: the bank's closing balance less that of the books at the end of the same day; None where
    the bank told none. Other than nought it says that lines are missing, in the books or in the file.
    """

    new: tuple[BankLine, ...]
    known: int
    refused: tuple[Problem, ...]
    difference: int | None


def take_statement(statement: Statement, *, bank: str, provider: str, at: dt.datetime, by: str = "") -> Taken:
    """Book every line of a statement that is not booked yet, against what is unmatched.

    ``bank``: which of our accounts it is. A line whose day lies in a closed period is refused; the others
    go on.
    """
    new: list[BankLine] = []
    known = 0
    refused = list(statement.problems)
    for line in statement.lines:
        try:
            row, fresh = take_line(line, bank=bank, provider=provider, at=at, by=by)
        except Problem as problem:
            problem.where = problem.where or line.message
            refused.append(problem)
            continue
        if fresh:
            new.append(row)
        else:
            known += 1
    difference = None
    if statement.closing is not None and statement.until is not None:
        difference = statement.closing - balance(f"Assets:Bank:{bank}", statement.until, statement.currency)
    return Taken(tuple(new), known, tuple(refused), difference)


def take_line(
    line: Line, *, bank: str, provider: str, at: dt.datetime, by: str = ""
) -> tuple[BankLine, bool]:
    """One line, and whether it is new. Raises ``Problem('entry_key_reused')`` where the bank gave two
    different lines one name, and what ``post`` raises."""
    with transaction.atomic():
        one_writer()
        row = BankLine.objects.filter(bank=bank, message=line.message).first()
        if row is not None:
            if (row.day, row.amount, row.currency) != (line.day, line.amount, line.currency):
                raise Problem("entry_key_reused", key=line.message)
            return row, False
        entry = post(
            f"bank:{bank}:{line.message}",
            at,
            [
                Posting(f"Assets:Bank:{bank}", line.amount, line.currency),
                Posting(unmatched(bank), -line.amount, line.currency),
            ],
            provider,
            on=line.day,
        )
        return BankLine.objects.create(
            provider=provider, bank=bank, message=line.message, day=line.day, amount=line.amount,
            currency=line.currency, name=line.name[:200], text=line.text[:500], ends=line.end[:100],
            entry=entry, at=at, by=by,
        ), True  # fmt: skip


def same_as(line: BankLine, by_hand: BankLine, *, at: dt.datetime) -> Entry:
    """The bank now tells of money that somebody recorded by hand before: it is counted once.

    Raises ``Problem('not_the_same')`` unless the amounts agree, one line was recorded by hand and the other
    not, and neither was joined before.
    """
    with transaction.atomic():
        one_writer()
        key = same_key(line)
        if standing := Entry.objects.filter(key=key).first():
            return standing
        agree = (line.bank, line.amount, line.currency) == (by_hand.bank, by_hand.amount, by_hand.currency)
        joined = Entry.objects.filter(reverses=by_hand.entry_id).exists()
        hands = line.provider != BY_HAND and by_hand.provider == BY_HAND
        if not (agree and hands) or joined or left_of(line) != line.amount:
            raise Problem("not_the_same", line=line.number, other=by_hand.number)
        return reverse(by_hand.entry, key, at, f"{line.number} = {by_hand.number}")


def receive(
    number: str,
    amount: int,
    *,
    bank: str,
    message: str,
    on: dt.date,
    at: dt.datetime,
    name: str = "",
    by: str = "",
) -> Settlement:
    """Money for an obligation that somebody saw arrive: a line of the bank and its use in one step.

    ``message`` names the payment; told again it is the same payment. Raises what ``apply`` raises.
    """
    with transaction.atomic():
        currency = standing_of(number).currency or YEN
        line, _ = take_line(
            Line(message, on, amount, currency, name), bank=bank, provider=BY_HAND, at=at, by=by
        )
        return apply(line, number, amount, key=f"{bank}:{message}", at=at, by=by)
