"""A bank's file becomes payments that are accounted for; nothing is matched without somebody's word."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from functools import partial
from pathlib import Path

import pytest
from beancount import loader
from beancount.core import realization
from beancount.core.data import Transaction
from typer.testing import CliRunner

from kenri.ledger import exports, papers, queries, reconciling, services
from kenri.ledger.banking.statements import Creditor, Line
from kenri.ledger.body import body
from kenri.ledger.matching import suggestions
from kenri.ledger.models import BankLine, Entry, Issued, Outcome, Settlement
from kenri.ledger.payees import payee, unclaimed
from kenri.ledger.providers import providers
from kenri.ledger.tax import Line as For
from kenri.seals import chain
from kenri.seals.signing import check_pdf, signer
from kenri.vocab.text import Text
from tests.ledger.books import AT, refused
from tests.ledger.test_banking import zengin_statement
from tests.ledger.test_obligations import DUE, ask, come_in

pytestmark = pytest.mark.django_db

BODY = """
party: organisation:cc22
name: {ja: 補償金管理機関, en: Compensation body}
address: {ja: 東京都千代田区一丁目, en: "1 Chiyoda, Tokyo"}
registration: T7000012050002
contact: money@example.jp
banks:
  main:
    bank: "0001"
    bank_name: {ja: みずほ銀行, en: Mizuho Bank}
    branch: "001"
    branch_name: {ja: 東京営業部, en: Tokyo}
    kind: "1"
    number: "1234567"
    holder: ホショウキン カンリ
    client: "1234567890"
"""


@pytest.fixture
def told(home: Path) -> Path:
    (home / "body.yaml").write_text(BODY, encoding="utf-8")
    return home


def take(data: bytes) -> list[BankLine]:
    taken = reconciling.take_file(data, providers()["bank_transfer"], None, at=AT)
    return [line for _, one in taken for line in one.new]


def test_a_statement_is_taken_once_and_only_certain_lines_match_by_one_word(told: Path) -> None:
    sure, unsure = ask(amount=36_500), ask(amount=700, key="k2")
    data = zengin_statement(
        (36_500, f"{sure.reference}ｶ)ﾎｳｿｳ", ""), (700, "ｶ)ﾎｳｿｳ", ""), (9, "ｼﾗﾅｲ", ""), opening=0
    )
    file = told / "statement.txt"
    file.write_bytes(data)
    from kenri.project import command, commands

    if not command.app.registered_commands:
        commands.add_to(command.app)
    asked = ["ledger", "import", str(file), "--json", "--by", "me"]
    answer = json.loads(CliRunner().invoke(command.app, asked).stdout)
    assert [(one["new"], one["known"], one["difference"]) for one in answer["statements"]] == [(3, 0, 0)]
    assert [len(line["suggestions"]) for line in answer["open"]] == [1, 1, 0]
    assert sure.state == unsure.state == "due"
    again = json.loads(CliRunner().invoke(command.app, asked).stdout)
    assert [(one["new"], one["known"]) for one in again["statements"]] == [(0, 3)]
    lines = list(BankLine.objects.order_by("pk"))
    assert reconciling.accept_certain(lines, at=AT, by="me") == lines[:1]
    assert (sure.state, unsure.state) == ("paid", "due")
    [by_amount] = suggestions(lines[1])
    assert [reason.en for reason in by_amount.reasons] == [
        "a name that paid for this payer before", "the amount that is open"
    ]  # fmt: skip
    assert not by_amount.certain
    reconciling.accept(lines[1], by_amount, at=AT, by="me")
    assert unsure.state == "paid"
    assert suggestions(lines[1]) == suggestions(lines[2]) == []
    assert [line.amount for line, _ in queries.to_reconcile()] == [9]


def test_one_payment_for_several_obligations_of_a_payer() -> None:
    first, second = ask(amount=300), ask(amount=450, key="k2")
    services.receive(
        ask(amount=5, key="k0").number, 5, bank="main", message="m", on=DUE, at=AT, name="ｶ)ﾎｳｿｳ"
    )
    line = come_in(750, "both")
    [found] = suggestions(line)
    assert {row.pk for row in found.obligations} == {first.pk, second.pk}
    reconciling.accept(line, found, at=AT, by="me")
    assert (first.state, second.state, services.left_of(line)) == ("paid", "paid", 0)


def test_what_was_recorded_by_hand_is_counted_once_when_the_bank_tells_it() -> None:
    asked = ask(amount=300)
    services.receive(asked.number, 300, bank="main", message="seen", on=DUE, at=AT)
    line = come_in(300, "told", DUE)
    assert services.balance("Assets:Bank") == 600
    [found] = suggestions(line)
    for _ in range(2):
        reconciling.accept(line, found, at=AT, by="me")
    assert services.balance("Assets:Bank") == 300
    assert (services.balance("Liabilities:Unmatched"), services.left_of(line), asked.state) == (0, 0, "paid")
    with refused("not_the_same"):
        services.same_as(come_in(300, "other", DUE), found.same, at=AT)  # type: ignore[arg-type]


def test_payouts_are_found_again_on_the_statement(told: Path) -> None:
    asked = ask("royalty", 900)
    services.receive(asked.number, 900, bank="main", message="m", on=DUE, at=AT)
    services.set_account("user:h", Creditor("0005", "123", "1", "7654321", "ﾔﾏﾀﾞ"), at=AT)
    account = services.target(asked)
    pair = [
        services.pay_out(f"p{n}", party="user:h", account=account, amount=n, bank="main", at=AT)
        for n in (400, 500)
    ]
    ours = body(told).banks["main"]
    services.order(
        pair, providers()["bank_transfer"], "zengin", bank="main", source=ours.creditor, client=ours.client,
        day=DUE, at=AT,
    )  # fmt: skip
    line = come_in(-900, "out")
    [found] = suggestions(line)
    assert (found.certain, len(found.payouts)) == (False, 2)
    reconciling.accept(line, found, at=AT, by="me")
    assert services.balance("Liabilities") == 0
    back = services.take_line(
        Line("back", DUE, 400, end=pair[0].number), bank="main", provider="test", at=AT
    )[0]
    [found] = suggestions(back)
    assert found.certain
    reconciling.accept(back, found, at=AT, by="me")
    assert set(pair[0].outcomes.values_list("what", flat=True)) == {
        Outcome.ORDERED, Outcome.CONFIRMED, Outcome.RETURNED
    }  # fmt: skip
    assert (services.balance(account), services.left_of(back)) == (-400, 0)


def test_an_invoice_is_issued_once_and_is_a_qualified_one(told: Path) -> None:
    lines = [For(Text("手数料", "Fee"), 13_800, 10), For(Text("実費", "Costs"), 1_080, 8)]
    asked = services.oblige(
        "fee", case="K-1", payer="user:a", payee="organisation:cc22", amount=14_880, lines=lines, due=DUE,
        key="f", at=AT,
    )  # fmt: skip
    ours = body(told)
    issued = services.issue_invoice(asked.number, ours, "山田 太郎", AT)
    assert services.issue_invoice(asked.number, ours, "someone else", AT).pk == issued.pk
    issued.refresh_from_db()
    assert issued.hash == chain.digest(chain.canonical(issued.data)), "as the database gives it back"
    seal = partial(signer, told / "seal")
    pdf = services.sealed(issued, "ja", seal, AT)
    assert check_pdf(pdf).state == "intact"
    assert services.sealed(issued, "ja", seal, AT + dt.timedelta(days=1)) == pdf, (
        "the file that was given out"
    )
    assert services.sealed(issued, "en", seal, AT) != pdf
    assert papers.whole(issued)
    services.receive(asked.number, 14_880, bank="main", message="m", on=DUE, at=AT)
    came = Settlement.objects.get()
    receipt = services.issue_receipt(came, ours, "山田 太郎", AT)
    assert services.issue_receipt(came, ours, "x", AT).pk == receipt.pk
    assert Issued.objects.count() == 2
    assert papers.of_file(hashlib.sha256(services.sealed(receipt, "ja", seal, AT)).hexdigest()) == receipt
    (told / "body.yaml").write_text(BODY.replace("T7000012050002", "T7000012050003"), encoding="utf-8")
    with refused("bad_identifier"):
        body(told)
    (told / "body.yaml").unlink()
    with refused("no_body"):
        body(told)


def test_beancount_reads_the_books_and_agrees_on_every_balance() -> None:
    first = ask("fee", 13_800, rate=10)
    services.receive(first.number, 20_000, bank="main", message='a "b" \\', on=DUE, at=AT)
    services.refund(first.number, key="r", bank="main", at=AT)
    services.post("usd", AT, [services.Posting("Assets:Bank:usd", 1_234, "USD"),
                              services.Posting("Liabilities:Held:K-9", -1_234, "USD")], 'quoted "text"')  # fmt: skip
    undone = services.post(
        "x", AT, [services.Posting("Assets:Bank:main", 5), services.Posting("Equity:Opening:main", -5)]
    )
    services.reverse(undone, "undo", AT, "typing mistake")
    entries, errors, _ = loader.load_string("\n".join(exports.beancount()))
    assert errors == []
    assert sum(isinstance(entry, Transaction) for entry in entries) == Entry.objects.count()
    root = realization.realize(entries)
    names = exports._names()
    for row in queries.balances():
        held = realization.get(root, names[row.account]).balance.get_currency_units(row.currency).number
        assert int(held * (100 if row.currency == "USD" else 1)) == row.amount
    rows = "".join(exports.as_csv()).splitlines()
    assert len(rows) == 1 + sum(entry.postings.count() for entry in Entry.objects.all())
    early = list(exports.beancount(AT.date() - dt.timedelta(days=1)))
    assert early == []


def test_our_own_statement_adds_up() -> None:
    come_in(700, "a", DUE)
    come_in(-200, "b", DUE)
    data = exports.bank_statement("main", DUE, DUE, AT)
    [found] = providers()["bank_transfer"].read(data)
    assert (found.opening, found.closing, len(found.lines)) == (0, 500, 2)


def test_who_is_paid_is_a_dated_rule() -> None:
    """law.md, rule 12."""
    today, must = payee(dt.date(2026, 5, 1), state_body=True)
    assert (today.key, must) == ("designated_body", True)
    before, must = payee(dt.date(2020, 1, 1), state_body=True)
    assert (before.key, must) == ("deposit_office", False)
    assert payee(dt.date(2020, 1, 1))[1]
    with refused("no_rule_yet"):
        payee(dt.date(1900, 1, 1))


def test_money_that_nobody_claims_goes_to_the_fund_when_the_time_is_over() -> None:
    asked = ask(amount=1_000)
    services.receive(asked.number, 1_000, bank="main", message="m", on=DUE, at=AT)
    years = unclaimed(DUE).years
    last_day = AT.replace(year=AT.year + years)
    assert services.move_to_fund(last_day) == []
    after = last_day + dt.timedelta(days=1)
    for _ in range(2):
        services.move_to_fund(after)
    assert (services.balance("Liabilities:Held"), services.balance("Liabilities:CommonFund")) == (0, -1_000)
