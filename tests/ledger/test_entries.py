"""Entries: balanced, in a chain, written once; and what the database refuses by itself."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import IntegrityError, connection, transaction

from kenri.ledger.models import Balance, Entry, Head, PostingRow
from kenri.ledger.services import Draft, Posting, balance, close, post, post_all, reverse
from tests.ledger.books import AT, BANK, HELD, PAYABLE, move, refused

pytestmark = pytest.mark.django_db


def test_an_entry_moves_money_and_the_same_key_moves_it_once() -> None:
    first = move("in", BANK, HELD, 36_500)
    again = move("in", BANK, HELD, 36_500, AT + dt.timedelta(days=3))
    assert again.number == first.number == 1
    assert Entry.objects.count() == 1
    assert (balance(BANK), balance(HELD), balance("Liabilities")) == (36_500, -36_500, -36_500)
    with refused("entry_key_reused"):
        move("in", BANK, HELD, 36_501)


def test_a_batch_is_written_whole_or_not_at_all() -> None:
    good = Draft("a", AT, (Posting(BANK, 5), Posting(HELD, -5)))
    bad = Draft("b", AT, (Posting(HELD, 6), Posting(PAYABLE, -6)))
    with refused("held_too_little"):
        post_all([good, bad])
    assert not Entry.objects.exists()
    entries = post_all([good, good, Draft("c", AT, (Posting(HELD, 5), Posting(PAYABLE, -5)))])
    assert [entry.number for entry in entries] == [1, 1, 2]
    with refused("entry_key_reused"):
        post_all([Draft("d", AT, (Posting(BANK, n), Posting(PAYABLE, -n))) for n in (1, 2)])


@pytest.mark.parametrize(
    ("postings", "code"),
    [
        ([Posting(BANK, 5), Posting(HELD, -4)], "entry_unbalanced"),
        ([Posting(BANK, 5), Posting(HELD, -5, "USD")], "entry_unbalanced"),
        ([Posting(BANK, 5)], "entry_of_one_posting"),
        ([], "entry_of_one_posting"),
        ([Posting(BANK, 0), Posting(HELD, 0)], "amount_not_whole"),
        ([Posting(BANK, 1.5), Posting(HELD, -1.5)], "amount_not_whole"),  # type: ignore[arg-type]
        ([Posting(BANK, 10**16), Posting(HELD, -(10**16))], "amount_not_whole"),
        ([Posting("Assets:Gold:x", 5), Posting(HELD, -5)], "not_in_the_plan"),
        ([Posting("Assets:Bank", 5), Posting(HELD, -5)], "not_in_the_plan"),
        ([Posting(BANK, 5, "yen"), Posting(HELD, -5, "yen")], "bad_currency"),
    ],
)
def test_what_is_no_entry_is_refused(postings: list[Posting], code: str) -> None:
    with refused(code):
        post("x", AT, postings)
    assert not Entry.objects.exists()


def test_reversing_adds_and_undoes_once() -> None:
    first = move("in", BANK, HELD, 700)
    undone = reverse(first, "undo", AT, "sent to the wrong case")
    assert (balance(BANK), Entry.objects.count(), undone.reverses_id) == (0, 2, first.number)
    assert reverse(first, "undo", AT, "sent to the wrong case").number == undone.number
    with refused("already_reversed"):
        reverse(first, "undo again", AT, "")


def test_balances_of_a_day_and_closed_periods() -> None:
    move("may", BANK, HELD, 100, AT)
    move("june", BANK, HELD, 20, AT + dt.timedelta(days=30))
    assert [balance(HELD, day) for day in (dt.date(2026, 5, 19), dt.date(2026, 5, 20), None)] == [
        0,
        -100,
        -120,
    ]
    later = AT + dt.timedelta(days=40)
    may = dt.date(2026, 5, 31)
    assert close(may, later).length == close(may, later).length == 2
    with refused("period_closed"):
        move("late", BANK, HELD, 1, AT)
    with refused("period_closed"):
        close(dt.date(2026, 4, 30), later)
    with refused("period_not_over"):
        close(dt.date(2027, 1, 1), later)
    move("on time", BANK, HELD, 1, later)


def raw(*statements: str) -> None:
    """SQL by the side of the services, with the rules that wait for the end of a transaction checked."""
    with transaction.atomic(), connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
        connection.check_constraints()
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def posting(entry: int, number: int, account: str, amount: int) -> str:
    return (
        "INSERT INTO ledger_posting (entry_id, number, account, amount, currency)"
        f" VALUES ({entry}, {number}, '{account}', {amount}, 'JPY')"
    )


def entry(number: int, previous: str, key: str = "raw", day: str = "2026-06-01") -> str:
    return (
        "INSERT INTO ledger_entry (number, key, content, day, at, text, refers, form, previous, hash)"
        f" VALUES ({number}, '{key}', '', '{day}', '2026-06-01 00:00:00', '', '', 'ledger-1', '{previous}', 'h')"
    )


@pytest.fixture
def standing() -> str:
    """One entry of 100 yen in a closed May; gives the hash of the chain's end."""
    number = move("in", BANK, HELD, 100).number
    close(dt.date(2026, 5, 31), AT + dt.timedelta(days=30))
    found: str = Entry.objects.get(number=number).hash
    return found


def test_raw_sql_may_add_what_keeps_the_rules(standing: str) -> None:
    raw(posting(2, 1, BANK, 7), posting(2, 2, HELD, -7), entry(2, standing))
    assert balance(HELD) == -107
    assert Head.objects.get().length == 2


def broken(standing: str) -> dict[str, list[str]]:
    pair = [posting(2, 1, BANK, 7), posting(2, 2, HELD, -7)]
    return {
        "unbalanced": [posting(2, 1, BANK, 7), posting(2, 2, HELD, -6), entry(2, standing)],
        "one posting": [posting(2, 1, BANK, 7), entry(2, standing)],
        "no posting": [entry(2, standing)],
        "postings without entry": pair,
        "posting under a sealed entry": [posting(1, 3, BANK, 7), posting(1, 4, HELD, -7)],
        "a gap": [posting(3, 1, BANK, 7), posting(3, 2, HELD, -7), entry(3, standing)],
        "another end of the chain": [*pair, entry(2, "0" * 64)],
        "same key": [*pair, entry(2, standing, key="in")],
        "closed period": [*pair, entry(2, standing, day="2026-05-31")],
        "held below nought": [posting(2, 1, HELD, 101), posting(2, 2, PAYABLE, -101), entry(2, standing)],
        "no account": [posting(2, 1, "Gold:x", 7), posting(2, 2, HELD, -7), entry(2, standing)],
        "changed amount": ["UPDATE ledger_posting SET amount = amount * 2"],
        "changed text": ["UPDATE ledger_entry SET text = 'other'"],
        "deleted posting": ["DELETE FROM ledger_posting"],
        "deleted all": ["DELETE FROM ledger_posting", "DELETE FROM ledger_entry"],
        "reopened": ["DELETE FROM ledger_closing"],
        "moved closing": ["UPDATE ledger_closing SET until = '2020-01-01'"],
        "shortened chain": ["UPDATE ledger_head SET length = 0"],
    }


@pytest.mark.parametrize("how", list(broken("")))
def test_raw_sql_cannot_break_the_books(standing: str, how: str) -> None:
    before = sorted(Balance.objects.values_list("account", "amount"))
    with pytest.raises(IntegrityError):
        raw(*broken(standing)[how])
    assert sorted(Balance.objects.values_list("account", "amount")) == before
    assert (Entry.objects.count(), PostingRow.objects.count()) == (1, 2)


@pytest.mark.skipif(connection.vendor != "sqlite", reason="only SQLite replaces rows")
@pytest.mark.parametrize("how", ["same key", "posting under a sealed entry"])
def test_nothing_is_replaced(standing: str, how: str) -> None:
    with pytest.raises(IntegrityError):
        raw(*(statement.replace("INSERT", "INSERT OR REPLACE") for statement in broken(standing)[how]))
    assert Entry.objects.get().key == "in"
