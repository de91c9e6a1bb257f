"""Books written as beancount text or CSV are the same books when they are read into others."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest
from beancount import loader
from beancount.core.data import Balance as Assertion
from beancount.core.data import Transaction
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from kenri.ledger import beancount_text, exports, queries, services, verifying
from kenri.ledger.banking.statements import told
from kenri.ledger.importing import Imported, books_of, take_entries
from kenri.ledger.models import Entry, PostingRow
from kenri.ledger.services import Posting
from tests.ledger.books import AT, BANK, HELD, PAYABLE, move
from tests.ledger.test_obligations import DUE, ask

pytestmark = pytest.mark.django_db

LATER = AT + dt.timedelta(days=90)
AT_UTC, EARLY_UTC = (at.astimezone(dt.UTC).isoformat() for at in (AT, AT - dt.timedelta(days=9)))
TRICKY = ' a "b" \\n \\ 全角　空白\n改行\tタブ\r; * 2026-01-01 open X'


def written(form: str) -> str:
    """The books as a file."""
    return "\n".join(exports.beancount()) if form == "beancount" else "".join(exports.as_csv())


def take(text: str, at: dt.datetime = LATER) -> Imported:
    """Take in a file."""
    books = books_of(text.encode("utf-8", "surrogateescape"))
    assert books is not None
    return take_entries(books, at)


def busy(form: str = "beancount") -> str:
    """Books with everything that an export has to carry, as a file."""
    asked = ask("fee", 13_800, rate=10)
    services.receive(asked.number, 20_000, bank="main", message=TRICKY, on=DUE, at=AT)
    services.refund(asked.number, key="back", bank="main", at=AT)
    services.post(
        "usd", AT, [Posting("Assets:Bank:usd", 1_234, "USD"), Posting("Liabilities:Held:K-9", -1_234, "USD")],
        TRICKY, "O-1", on=dt.date(2026, 5, 1),
    )  # fmt: skip
    for party in ("user:ab", "user:Ab", "entity:a_b", "entity:a.b"):  # one name in the letters of beancount
        move(f"to {party}", BANK, f"Liabilities:Payable:{party}", 7)
    undone = move("wrong", BANK, HELD, 5)
    services.reverse(undone, "undo", AT, "typing mistake")
    move("in", BANK, HELD, 100)
    move("early out", HELD, PAYABLE, 60, AT - dt.timedelta(days=9))  # dated before what it takes from
    return written(form)


def facts() -> list[object]:
    rows = Entry.objects.order_by("number").prefetch_related("postings")
    return [
        (row.key, row.day, row.text, row.refers, row.reverses and row.reverses.key,
         [(p.account, p.amount, p.currency) for p in row.postings.order_by("number")])
        for row in rows
    ]  # fmt: skip


@pytest.mark.parametrize("form", ["beancount", "csv"])
def test_empty_books_become_the_same_ones(form: str) -> None:
    with transaction.atomic():
        text = busy(form)
        before, balances = facts(), queries.balances()
        transaction.set_rollback(True)
    assert not Entry.objects.exists()
    taken = take(text)
    assert (taken.new, taken.known, taken.refused) == (len(before), 0, ())
    assert (facts(), queries.balances()) == (before, balances)
    assert verifying.verify().broken is None
    told = [line for line in text.splitlines() if "hash:" not in line]  # which tells when it was written
    again = [line for line in written(form).splitlines() if "hash:" not in line]
    assert [line.replace(LATER.astimezone(dt.UTC).isoformat(), AT_UTC) for line in again] == [
        line.replace(EARLY_UTC, AT_UTC) for line in told
    ]


def other_books(text: str) -> str:
    """A file with the same entries under other keys, for books in which the first ones stand."""
    return text.replace('key: "', 'key: "other ').replace('reverses: "', 'reverses: "other ')


def test_a_round_trip_gives_the_same_entries_and_twice_is_once() -> None:
    text = busy()
    before, balances = facts(), queries.balances()
    same = take(text)
    assert (same.new, same.known, same.refused) == (0, len(before), ())
    again = other_books(text)
    taken = take(again)
    assert (taken.new, taken.known, taken.refused) == (len(before), 0, ())
    assert take(again, LATER + dt.timedelta(days=1)).known == len(before)
    copies = facts()[len(before) :]
    expected = [
        (f"other {key}", day, text, refers, undone and f"other {undone}", postings)
        for key, day, text, refers, undone, postings in before
    ]
    assert copies == expected
    assert {(one.account, one.currency): one.amount for one in queries.balances()} == {
        (one.account, one.currency): 2 * one.amount for one in balances
    }
    assert verifying.verify().broken is None


def test_beancount_reads_the_same_as_we_do() -> None:
    text = busy()
    ours = beancount_text.read(text)
    assert ours.problems == ()
    theirs, errors, _ = loader.load_string(text)
    assert errors == []
    names = exports._names()
    read = [entry for entry in theirs if isinstance(entry, Transaction)]
    assert len(read) == len(ours.entries) == Entry.objects.count()
    by_line = {entry.line: entry for entry in ours.entries}
    for entry in read:
        mine = by_line[entry.meta["lineno"]]
        assert (entry.date, int(entry.meta["number"]), entry.meta["key"]) == (mine.day, mine.number, mine.key)
        assert entry.meta.get("text", entry.narration) == mine.text
        assert (entry.meta.get("refers", ""), entry.meta.get("reverses", "")) == (mine.refers, mine.reverses)
        assert [(p.account, p.units.currency, str(p.units.number)) for p in entry.postings] == [
            (names[p.account], p.currency, told(p.amount, p.currency)) for p in mine.postings
        ]
    asserted = {(one.meta["lineno"], one.date) for one in theirs if isinstance(one, Assertion)}
    assert asserted == {(one.line, one.day) for one in ours.asserted}
    assert list(ours.checked()) == []


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=40))
@settings(max_examples=40, deadline=None)
def test_any_text_is_read_as_it_was_written(text: str) -> None:
    head = f"2026-01-01 open Assets:A\n2026-01-01 open Equity:B\n2026-01-02 * {beancount_text.quoted(text)}\n"
    written = f"{head}  Assets:A  1 JPY\n  Equity:B  -1 JPY"
    [mine] = beancount_text.read(written).entries
    entries, errors, _ = loader.load_string(written)
    assert errors == []
    assert mine.text == entries[-1].narration == text


GOOD = """option "title" "x"
2026-05-01 open Assets:Bank:main
2026-05-01 open Liabilities:Held:K-1
2026-05-01 open Assets:Gold:x

2026-05-02 * "good"
  number: 1
  key: "a"
  Assets:Bank:main  5 JPY
  Liabilities:Held:K-1  -5 JPY
"""
REFUSED = {
    "account_not_opened": ('2026-06-02 * "x"\n  key: "k"\n  Assets:Bank:other  5 JPY\n  Assets:Bank:main  -5 JPY', 3),
    "not_in_the_plan": ('2026-06-02 * "x"\n  key: "k"\n  Assets:Gold:x  5 JPY\n  Assets:Bank:main  -5 JPY', 1),
    "entry_unbalanced": ('2026-06-02 * "x"\n  key: "k"\n  Assets:Bank:main  5 JPY\n  Liabilities:Held:K-1  -4 JPY', 1),
    "period_closed": ('2026-04-02 * "x"\n  key: "k"\n  Assets:Bank:main  5 JPY\n  Liabilities:Held:K-1  -5 JPY', 1),
    "bad_currency": ('2026-06-02 * "x"\n  key: "k"\n  Assets:Bank:main  5 GOLD\n  Liabilities:Held:K-1  -5 GOLD', 1),
    "amount_not_whole": ('2026-06-02 * "x"\n  key: "k"\n  Assets:Bank:main  5.5 JPY\n  Liabilities:Held:K-1  -5.5 JPY', 3),
    "entry_without_key": ('2026-06-02 * "x"\n  Assets:Bank:main  5 JPY\n  Liabilities:Held:K-1  -5 JPY', 1),
    "entry_key_reused": ('2026-06-02 * "x"\n  key: "a"\n  Assets:Bank:main  5 JPY\n  Liabilities:Held:K-1  -5 JPY', 1),
    "held_too_little": ('2026-06-02 * "x"\n  key: "k"\n  Liabilities:Held:K-1  6 JPY\n  Assets:Bank:main  -6 JPY', 1),
    "reverses_unknown": ('2026-06-02 * "x"\n  key: "k"\n  reverses: "?"\n  Assets:Bank:main  5 JPY\n  Liabilities:Held:K-1  -5 JPY', 1),
    "asserted_balance_differs": ("2026-06-03 balance Assets:Bank:main  6 JPY", 1),
}  # fmt: skip


@pytest.mark.parametrize("code", REFUSED)
def test_an_entry_is_refused_by_line_and_the_good_ones_go_on(code: str) -> None:
    services.close(dt.date(2026, 4, 30), AT)
    bad, line = REFUSED[code]
    taken = take(GOOD + bad + "\n")
    [problem] = taken.refused
    assert (problem.code, problem.where) == (code, f"line {len(GOOD.splitlines()) + line}")
    assert problem.message("ja") != problem.message("en")
    assert (taken.new, PostingRow.objects.count()) == (1, 2)
    assert take(GOOD).known == 1


ROW = "entry,day,at,key,text,refers,reverses,account,amount,currency\r\n"
GOOD_ROWS = (
    f"{ROW}1,2026-05-02,,a,good,,,Assets:Bank:main,5,JPY\r\n"
    '1,2026-05-02,,b,"of two\nlines",,,Assets:Bank:main,7,JPY\r\n'
    '1,2026-05-02,,b,"of two\nlines",,,Liabilities:Held:K-1,-7,JPY\r\n'
    "1,2026-05-02,,a,good,,,Liabilities:Held:K-1,-5,JPY\r\n"
)
REFUSED_ROWS = {
    "entry_row_unreadable": (
        "x,2026-05-02,,k,,,,Assets:Bank:main,5,JPY",
        "2,2026-13-02,,k,,,,Assets:Bank:main,5,JPY",
        "2,2026-05-02,,k,,,,Assets:Bank:main,5.5,JPY",
        "2,2026-05-02,,k,,,,Assets:Bank:main,１０,JPY",
        "2,2026-05-02,,k,,,,Assets:Bank:main,5",
        "2,2026-05-02,,k,a,b,,,,Assets:Bank:main,5,JPY",
        b"2,2026-05-02,,k,\x93\xfa,,,Assets:Bank:main,5,JPY".decode("utf-8", "surrogateescape"),
        '2,2026-05-02,,k,"open,,,Assets:Bank:main,5,JPY',
    ),
    "entry_rows_differ": ("1,2026-05-03,,a,good,,,Assets:Bank:main,5,JPY",),
    "not_in_the_plan": ("2,2026-05-02,,k,,,,Gold,5,JPY\n2,2026-05-02,,k,,,,Assets:Bank:main,-5,JPY",),
    "entry_of_one_posting": ("2,2026-05-02,,k,,,,Assets:Bank:main,5,JPY",),
    "entry_without_key": ("2,2026-05-02,,,,,,Assets:Bank:main,5,JPY\n2,2026-05-02,,,,,,Assets:Bank:b,-5,JPY",),
    "reverses_unknown": ("2,2026-05-02,,k,,,?,Assets:Bank:main,5,JPY\n2,2026-05-02,,k,,,?,Assets:Bank:b,-5,JPY",),
}  # fmt: skip


@pytest.mark.parametrize("code", REFUSED_ROWS)
def test_rows_are_refused_by_line_with_their_entry_and_the_good_ones_go_on(code: str) -> None:
    for number, bad in enumerate(REFUSED_ROWS[code]):
        with transaction.atomic():
            taken = take(f"{GOOD_ROWS}{bad}\r\n")
            [problem] = taken.refused
            assert (problem.code, problem.where) == (code, "line 8"), number
            assert problem.message("ja").encode() != problem.message("en").encode()
            assert (taken.new, taken.known) == ((1, 0) if code == "entry_rows_differ" else (2, 0)), bad
            transaction.set_rollback(True)


@pytest.mark.parametrize(
    "line",
    [
        '2026-13-02 * "x"\n  key: "k"',
        "2026-06-02 price USD 150 JPY",
        '2026-06-02 ! "x"',
        "  Assets:Bank:main  5 JPY @ 3 USD",
        "  Assets:Bank:main",
        "２０２６-06-02 open Assets:Bank:x",
        'include "/etc/passwd"',
        'plugin "x"',
        b'2026-06-02 * "\x93\xfa"'.decode("utf-8", "surrogateescape"),
        "  key: 5",
        "2026-06-02 open Assets:Bank:x\n  Assets:Bank:main  5 JPY",
    ],
)  # fmt: skip
def test_what_the_export_never_writes_is_refused(line: str) -> None:
    found = beancount_text.read(f"{GOOD}{line}\n")
    assert [problem.code for problem in found.problems] == ["beancount_line_unreadable"]
    assert found.problems[0].message("ja").encode()
    assert len(found.entries) == (0 if line.startswith("  ") else 1)


@pytest.mark.parametrize("form", ["beancount", "csv"])
def test_the_command_takes_the_file_that_it_wrote(home: Path, form: str) -> None:
    from kenri.project import command, commands

    if not command.app.registered_commands:
        commands.add_to(command.app)
    busy()
    file = home / f"books.{form}"
    run = CliRunner().invoke
    assert run(command.app, ["ledger", "export", str(file), "--form", form]).exit_code == 0
    answer = json.loads(run(command.app, ["ledger", "import", str(file), "--json"]).stdout)
    assert answer == {"new": 0, "known": Entry.objects.count(), "refused": []}
    file.write_text(GOOD.replace("-5 JPY", "-4 JPY"), encoding="utf-8")
    answer = json.loads(run(command.app, ["ledger", "import", str(file), "--json"]).stdout)
    assert [one["where"] for one in answer["refused"]] == ["line 6"]
    assert run(command.app, ["ledger", "import", str(file)]).exit_code == 0
