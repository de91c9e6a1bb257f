"""Entries of other books taken in: each by itself, once however often its file is read."""

from __future__ import annotations

import datetime as dt

import msgspec

from kenri.ledger import beancount_text, csv_text
from kenri.ledger.books import Books, Told, where
from kenri.ledger.models import Entry
from kenri.ledger.services import Draft, Posting, post_all
from kenri.vocab.problems import Problem


class Imported(msgspec.Struct, frozen=True):
    """How many entries are new and how many stood already, and the problems of those refused, by line."""

    new: int
    known: int
    refused: tuple[Problem, ...]


def books_of(data: bytes) -> Books | None:
    """The entries of a file that an export wrote, as beancount or as CSV; None where it is neither.

    Problems: those of ``beancount_text.read`` and ``csv_text.read``.
    """
    text = data.decode("utf-8", "surrogateescape")
    if beancount_text.is_beancount(data):
        return beancount_text.read(text)
    return csv_text.read(text) if csv_text.is_csv(data) else None


def take_entries(books: Books, at: dt.datetime) -> Imported:
    """Post the entries of other books in the order of their numbers; those refused hold up no other.

    An entry is known by its key. Balances that a file asserts are compared where nothing was refused: then
    lines are missing in the file; what it has is taken, and the whole file may be read later.

    Problems: those of the books and of ``post_all``, ``reverses_unknown`` and ``asserted_balance_differs``.
    """
    refused = list(books.problems)
    new = 0
    for told in books.entries:
        try:
            new += _take(told, at)
        except Problem as problem:
            refused.append(Problem(problem.code, where(told.line), **problem.values))
    known = len(books.entries) - new - (len(refused) - len(books.problems))
    return Imported(new, known, tuple(refused or books.checked()))


def _take(told: Told, at: dt.datetime) -> bool:
    """Whether the entry is new. Other books number theirs otherwise and were written at another time: an
    entry that stands is the same where its day, words and postings are."""
    standing = Entry.objects.filter(key=told.key).select_related("reverses").first()
    if standing is not None:
        if _said(standing) != (told.day, told.text, told.refers, told.reverses, told.postings):
            raise Problem("entry_key_reused", key=told.key)
        return False
    undone = None
    if told.reverses:
        undone = Entry.objects.filter(key=told.reverses).values_list("number", flat=True).first()
        if undone is None:
            raise Problem("reverses_unknown", key=told.reverses)
    post_all([Draft(told.key, at, told.postings, told.text, told.refers, told.day, undone)])
    return True


def _said(entry: Entry) -> tuple[dt.date, str, str, str, tuple[Posting, ...]]:
    rows = entry.postings.order_by("number")
    postings = tuple(Posting(row.account, row.amount, row.currency) for row in rows)
    undone = entry.reverses.key if entry.reverses else ""
    return entry.day, entry.text, entry.refers, undone, postings
