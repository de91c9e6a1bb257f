"""The pages about money: for the body that keeps it, and for who pays."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import pypdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from kenri.accounts import services as accounts
from kenri.accounts.models import Organisation, User
from kenri.accounts.services import appoint
from kenri.ledger import queries, services
from kenri.ledger.banking.statements import Creditor
from kenri.ledger.importing import books_of, take_entries
from kenri.ledger.models import BankLine, Obligation, Payout
from kenri.ledger.tax import Line as For
from kenri.vocab.text import Text
from kenri.web.money.views import ledger
from tests.ledger.books import AT
from tests.ledger.test_banking import zengin_statement
from tests.ledger.test_obligations import DUE
from tests.ledger.test_reconciling import BODY

pytestmark = pytest.mark.django_db


def user(email: str) -> User:
    return User.objects.create_user(email, name=email.partition("@")[0])


@pytest.fixture
def officer(home: Path) -> Client:
    (home / "body.yaml").write_text(BODY, encoding="utf-8")
    found = user("officer@example.jp")
    body = Organisation.objects.create(name="補償金管理機関")
    appoint(body, "compensation_officer")
    accounts.appoint(body, "compensation_officer")
    accounts.take_office(body, found, "compensation_officer")
    client = Client()
    client.force_login(found)
    return client


def ask(payer: User, amount: int = 36_500, key: str = "k", rate: int = 0) -> Obligation:
    return services.oblige(
        "compensation", case="K-1", payer=f"user:{payer.key}", payee="organisation:cc22", amount=amount,
        lines=[For(Text("補償金", "Compensation"), amount, rate)], due=DUE, key=key, at=AT,
    )  # fmt: skip


PAGES = ("money/", "money/obligations/", "money/bank", "money/payments")


def test_only_who_keeps_the_compensation_sees_the_money(officer: Client) -> None:
    other = Client()
    assert other.get("/ja/money/").status_code == 302
    other.force_login(user("payer@example.jp"))
    for page in PAGES:
        assert other.get(f"/ja/{page}").status_code == 403
        assert officer.get(f"/en/{page}").status_code == 200


def test_from_the_banks_file_to_the_file_for_the_bank(officer: Client) -> None:
    payer = user("payer@example.jp")
    asked = ask(payer)
    data = zengin_statement((36_600, f"{asked.reference}ﾔﾏﾀﾞ", ""), (5, "X", ""), opening=0)
    upload = {"action": "file", "statement": SimpleUploadedFile("s.txt", data)}
    shown = officer.post("/en/money/bank", upload).content.decode()
    assert "2 new lines, 0 known" in shown
    assert asked.state == "due"
    line = BankLine.objects.order_by("pk")[0]
    refused = officer.post("/en/money/bank", {"action": "accept", "line": line.number, "sign": "O-9"})
    assert refused.status_code == 400
    officer.post("/en/money/bank", {"action": "accept", "line": line.number, "sign": asked.number})
    assert asked.state == "overpaid"
    page = f"/en/money/obligations/{asked.number}"
    assert officer.post(page, {"action": "refund"}).status_code == 302
    assert officer.post(page, {"action": "refund"}).status_code == 400
    payout = Payout.objects.get()
    order = {"payout": payout.number, "day": "2026-06-02", "form": "zengin"}
    assert "told no bank account" in officer.post("/en/money/payments", order).content.decode()
    theirs = Client()
    theirs.force_login(payer)
    account = {
        "party": f"user:{payer.key}", "bank": "0005", "branch": "123", "kind": "1", "number": "765432",
        "holder": "やまだ タロウ",
    }  # fmt: skip
    assert theirs.post("/en/account/bank-account", {**account, "holder": "山田"}).status_code == 200
    assert theirs.post("/en/account/bank-account", account).status_code == 302
    assert officer.post("/en/money/payments", order).status_code == 302
    file = officer.get("/en/money/payments/1")
    assert file.content.decode("cp932").split("\r\n")[1][50:80].strip() == "ﾔﾏﾀﾞ ﾀﾛｳ"
    other = {"action": "back", "line": BankLine.objects.order_by("pk")[1].number}
    assert officer.post("/en/money/bank", other).status_code == 302
    assert services.balance("Liabilities:Unmatched") == 0
    assert officer.get("/ja/money/").status_code == 200
    for state in ("paid", "due", "nonsense"):
        assert officer.get(f"/ja/money/obligations/?state={state}&text={asked.reference}").status_code == 200


def test_lists_are_sorted_paged_and_taken_along(officer: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ledger, "PER_PAGE", 2)
    payer = user("payer@example.jp")
    small, large, late = (ask(payer, yen, f"k{yen}") for yen in (700, 900, 800))
    for page, listed in (
        ("", [late, large]),
        ("?page=2", [small]),
        ("?sort=amount", [large, late]),
        ("?sort=due&page=2&state=due", [late]),
        (f"?page={'9' * 5_000}", [late, large]),
    ):
        shown = officer.get(f"/ja/money/obligations/{page}").content.decode()
        assert re.findall(r'obligations/(O-\d+)"', shown) == [one.number for one in listed], page
    table = officer.get("/en/money/obligations.csv?sort=amount").content.decode("utf-8-sig")
    assert [row["Amount (yen)"] for row in csv.DictReader(io.StringIO(table))] == ["900", "800", "700"]
    for form in ("csv", "beancount"):
        data = b"".join(officer.get(f"/ja/money/books.{form}").streaming_content)
        assert take_entries(books_of(data), AT).known == 3
    assert officer.get("/ja/money/books.exe").status_code == 404
    for number, one in enumerate((small, large, late)):
        services.receive(one.number, one.amount + 5, bank="main", message=f"m{number}", on=DUE, at=AT)
        services.refund(one.number, key=f"back{number}", bank="main", at=AT)
    services.set_account(f"user:{payer.key}", Creditor("0005", "123", "1", "7654321", "ﾔﾏﾀﾞ"), at=AT)
    assert officer.get("/ja/money/payments?page=2").content.decode().count('name="payout"') == 1
    officer.post("/ja/money/payments", {"all": "1", "day": "2026-06-02", "form": "zengin"})
    assert queries.to_send() == [], "those on the other pages too"
    assert officer.get("/ja/money/?year=2026").status_code == 200


def test_payers_see_their_own_papers_only(officer: Client) -> None:
    payer, stranger = user("payer@example.jp"), user("other@example.jp")
    asked = ask(payer, 700)
    came = services.receive(asked.number, 700, bank="main", message="m", on=DUE, at=AT)
    theirs, others = Client(), Client()
    theirs.force_login(payer)
    others.force_login(stranger)
    assert asked.reference in theirs.get("/ja/account/invoices/").content.decode()
    assert asked.reference not in others.get("/ja/account/invoices/").content.decode()
    papers = (
        f"/ja/account/invoices/{asked.number}.pdf",
        f"/en/account/invoices/{asked.number}/receipts/{came.pk}",
        f"/ja/account/invoices/{asked.number}/receipts/{came.pk}.pdf",
    )
    for paper in papers:
        assert others.get(paper).status_code == 404
        assert theirs.get(paper).status_code == 200
    assert theirs.get(papers[0]).content == theirs.get(papers[0]).content


def test_every_payment_has_its_receipt_as_a_document(officer: Client) -> None:
    asked = ask(user("payer@example.jp"), 13_800, rate=10)
    page = f"/ja/money/obligations/{asked.number}"
    assert "receipts/" not in officer.get(page).content.decode()
    came = [
        services.receive(asked.number, yen, bank="main", message=str(yen), on=DUE, at=AT)
        for yen in (3_800, 10_000)
    ]
    shown = officer.get(page).content.decode()
    texts = []
    for one in came:
        address = f"/ja/account/invoices/{asked.number}/receipts/{one.pk}.pdf"
        assert address in shown
        answer = officer.get(address)
        assert answer["Content-Disposition"] == f'attachment; filename="{one.receipt.number}.pdf"'
        assert answer.content == officer.get(address).content, "issued once"
        pages = pypdf.PdfReader(io.BytesIO(answer.content)).pages
        texts.append("".join("".join(page.extract_text().split()) for page in pages))
    for text, yen in zip(texts, ("3,800円", "10,000円"), strict=True):
        tax = "うち消費税1,254円"
        for part in (
            "領収書",
            "電子署名",
            yen,
            "13,800円",
            tax,
            asked.reference,
            "T7000012050002",
            "一部としての入金",
        ):
            assert part in text, part
    english = officer.get(f"/en/account/invoices/{asked.number}/receipts/{came[0].pk}.pdf").content
    assert "Courtesy translation" in pypdf.PdfReader(io.BytesIO(english)).pages[0].extract_text()
