"""Entries of other books as a file tells them, whatever it is written in."""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

import msgspec

from kenri.ledger.banking.statements import told
from kenri.ledger.services import Posting
from kenri.vocab.problems import Problem

BROKEN = re.compile("[\ud800-\udfff]")
"""Bytes that are not UTF-8, as they stand in what was decoded with ``surrogateescape``."""


class Told(msgspec.Struct, frozen=True):
    """One entry of a file. ``number``: in the books that it comes from; ``reverses``: a key there."""

    line: int
    number: int
    key: str
    day: dt.date
    text: str
    refers: str
    reverses: str
    postings: tuple[Posting, ...]


class Asserted(msgspec.Struct, frozen=True):
    """What an account and all below it are said to hold when a day begins."""

    line: int
    day: dt.date
    account: str
    amount: int
    currency: str


class Books(msgspec.Struct, frozen=True):
    """A file as read: its entries in the order of their numbers, those without one last.

    ``problems``: what could not be read, by line.
    """

    entries: tuple[Told, ...]
    asserted: tuple[Asserted, ...]
    problems: tuple[Problem, ...]

    def checked(self) -> Iterator[Problem]:
        """The balances that the entries of the file do not come to."""
        sums: dict[tuple[str, str], int] = defaultdict(int)
        waiting = sorted(self.entries, key=lambda entry: entry.day, reverse=True)
        for one in sorted(self.asserted, key=lambda one: one.day):
            while waiting and waiting[-1].day < one.day:
                for posting in waiting.pop().postings:
                    for account in _and_above(posting.account):
                        sums[account, posting.currency] += posting.amount
            found = sums[one.account, one.currency]
            if found != one.amount:
                yield Problem(
                    "asserted_balance_differs",
                    where(one.line),
                    account=one.account,
                    found=told(found, one.currency),
                    asserted=told(one.amount, one.currency),
                )


def in_order(entries: Iterable[Told]) -> tuple[Told, ...]:
    """Entries in the order of their numbers, those without one last."""
    return tuple(sorted(entries, key=lambda entry: (not entry.number, entry.number)))


def where(line: int) -> str:
    """A line of the file, as problems name it."""
    return f"line {line}"


def _and_above(account: str) -> Iterator[str]:
    parts = account.split(":")
    return (":".join(parts[:end]) for end in range(1, len(parts) + 1))
