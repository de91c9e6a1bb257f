"""The proof of the books: true books pass, and every kind of alteration is found where it was made."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from kenri.ledger import canonical, debts, services
from kenri.ledger.models import Entry
from kenri.ledger.services import close, reverse
from kenri.ledger.verifying import links, verify
from kenri.seals import chain
from tests.append_only import unguarded
from tests.ledger.books import AT, BANK, HELD, PAYABLE, move
from tests.ledger.test_obligations import ask, come_in


def books() -> None:
    for number in range(3):
        move(f"in {number}", BANK, HELD, 100 + number, text='補償金 "A" \\ \n')
    move("out", HELD, PAYABLE, 50)
    reverse(Entry.objects.get(number=2), "undo", AT, "wrong case")


@pytest.mark.django_db
def test_true_books_pass_and_the_chain_is_one_that_anybody_can_check() -> None:
    assert verify().entries == 0
    books()
    found = verify()
    assert (found.broken, found.entries, found.postings) == (None, 5, 10)
    rows = list(links())
    assert chain.verify(rows, head=found.hash, length=5, known={3: rows[2].hash}) is None
    assert verify({3: rows[2].hash}).broken is None
    assert verify({3: "0" * 64}).broken is not None
    assert verify({6: "0" * 64}).broken is not None


ALTERED = {
    "text": ("UPDATE ledger_entry SET text = 'other' WHERE number = 3", 3),
    "time": ("UPDATE ledger_entry SET at = '2020-01-01 00:00:00+00:00' WHERE number = 4", 4),
    "amounts": ("UPDATE ledger_posting SET amount = amount * 2 WHERE entry_id = 2", 2),
    "account": ("UPDATE ledger_posting SET account = 'Income:Fees:me' WHERE entry_id = 1 AND number = 2", 1),
    "last postings": ("DELETE FROM ledger_posting WHERE entry_id = 5", 5),
    "balance": ("UPDATE ledger_balance SET amount = amount - 1 WHERE account LIKE 'Liabilities:Held%'", 5),
    "head": ("UPDATE ledger_head SET length = 4", 4),
    "hidden entry": (
        "UPDATE ledger_head SET length = 4, hash = (SELECT hash FROM ledger_entry WHERE number = 4)",
        4,
    ),
}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("how", list(ALTERED))
def test_what_was_altered_past_the_guards_is_found(how: str) -> None:
    books()
    close(AT.date(), AT + dt.timedelta(days=1))
    statement, place = ALTERED[how]
    with unguarded(), connection.cursor() as cursor:
        cursor.execute(statement)
    broken = verify().broken
    assert broken is not None
    assert broken.number == place


BESIDE = (
    "UPDATE ledger_obligation SET amount = amount + 1 WHERE key = 'a'",
    "UPDATE ledger_obligation SET payee = 'user:me' WHERE key = 'a'",
    "UPDATE ledger_obligation SET \"case\" = 'K-2' WHERE key = 'b'",
    "UPDATE ledger_settlement SET amount = amount - 1 WHERE effect = 'received'",
    "UPDATE ledger_settlement SET effect = 'refunded' WHERE effect = 'waived'",
    "UPDATE ledger_settlement SET obligation_id = obligation_id + 1 WHERE effect = 'received'",
    "DELETE FROM ledger_settlement WHERE effect = 'waived'",
    "UPDATE ledger_payout SET amount = amount - 1",
    "UPDATE ledger_payout SET party = 'user:me'",
)


@pytest.mark.django_db(transaction=True)
def test_what_rows_beside_the_books_say_is_held_against_the_books() -> None:
    first, _ = ask(key="a"), ask(key="b")
    services.apply(come_in(40_000, "1"), first.number, 40_000, key="in", at=AT)
    services.waive(first.number, 500, key="less", at=AT, why="取消し")
    services.refund(first.number, key="back", bank="main", at=AT)
    assert verify().broken is None
    for statement in BESIDE:
        with unguarded(), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
            found = verify().broken
            transaction.set_rollback(True)
        assert found is not None, statement
        assert found.problem.code == "row_beside_books"
    assert debts.gone_from("K-1") is None
    assert verify().broken is None


@given(
    st.text(),
    st.text(),
    st.lists(st.tuples(st.text(), st.integers(-(2**63), 2**63 - 1), st.text())),
    st.none() | st.integers(0),
)
def test_the_bytes_are_those_of_the_common_chain(
    key: str, text: str, postings: list[tuple[str, int, str]], reverses: int | None
) -> None:
    body = canonical.Body(
        canonical.moment(AT), canonical.FORM, key, 7, "2026-05-20", postings, "ab", "", reverses, text
    )
    plain = {name: getattr(body, name) for name in body.__struct_fields__ if name != "previous"}
    made = chain.link(plain, "ab")
    assert (canonical.text_of(body).decode(), canonical.hash_of(body)) == (made.body_text, made.hash)
