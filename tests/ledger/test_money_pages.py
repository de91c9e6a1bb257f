"""The pages about money: for the body that keeps it, and for who pays."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from kenri.accounts import services as accounts
from kenri.accounts.models import Organisation, User
from kenri.accounts.services import appoint
from kenri.ledger import services
from kenri.ledger.models import BankLine, Obligation, Payout
from kenri.ledger.tax import Line as For
from kenri.vocab.text import Text
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


def ask(payer: User, amount: int = 36_500, key: str = "k") -> Obligation:
    return services.oblige(
        "compensation", case="K-1", payer=f"user:{payer.key}", payee="organisation:cc22", amount=amount,
        lines=[For(Text("補償金", "Compensation"), amount)], due=DUE, key=key, at=AT,
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
    )
    for paper in papers:
        assert others.get(paper).status_code == 404
        assert theirs.get(paper).status_code == 200
    assert theirs.get(papers[0]).content == theirs.get(papers[0]).content
