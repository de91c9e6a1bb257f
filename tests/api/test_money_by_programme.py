"""Money by programme: each sees what is theirs, the keeper all of it; told twice it moves once."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from kenri.accounts.models import Membership, Organisation, User
from kenri.accounts.permissions import roles
from kenri.accounts.services import appoint, issue_key
from kenri.ledger import exports, services
from kenri.ledger.models import Obligation
from kenri.ledger.tax import Line
from kenri.seals.signing import check_pdf
from kenri.vocab.text import Text
from tests.ledger.books import AT
from tests.ledger.test_reconciling import BODY

pytestmark = pytest.mark.django_db


def compensation(payer: str, amount: int) -> Obligation:
    """What a payer is asked for in a case."""
    return services.oblige(
        "compensation", case="2026-0673-00001", payer=payer, payee="case:2026-0673-00001", amount=amount,
        lines=[Line(Text("補償金", "Compensation"), amount)], due=AT.date(), key="1", at=AT,
    )  # fmt: skip


class Programme:
    """A programme with a key."""

    def __init__(self, name: str, role: str = "user", scopes: tuple[str, ...] = ("use_api",)) -> None:
        self.organisation = Organisation.objects.create(name=name)
        if roles()[role].appointed_by:
            appoint(self.organisation, role)
        user = User.objects.create_user(f"{name}@example.org", name=name)
        self.membership = Membership.objects.create(user=user, organisation=self.organisation, role=role)
        _, text = issue_key(user, name, list(scopes))
        self.headers = {"authorization": f"Bearer {text}"}
        self.party = f"organisation:{self.organisation.key}"

    def get(self, path: str, status: int = 200, **query: Any) -> Any:
        answer = Client().get(f"/api/v1/money/{path}", query, headers=self.headers)
        assert answer.status_code == status, answer.content
        return answer if answer["Content-Type"] == "application/pdf" else answer.json()

    def post(self, path: str, told: object, status: int = 201) -> Any:
        answer = Client().post(
            f"/api/v1/money/{path}", json.dumps(told), content_type="application/json", headers=self.headers
        )
        assert answer.status_code == status, answer.content
        return answer.json()


@pytest.fixture
def payer() -> Programme:
    return Programme("payer")


@pytest.fixture
def stranger() -> Programme:
    return Programme("stranger")


@pytest.fixture
def keeper() -> Programme:
    return Programme("keeper", "compensation_officer", ("use_api", "keep_compensation"))


def test_a_payment_is_told_seen_and_booked_once(payer, stranger, keeper, settings) -> None:
    (settings.KENRI_HOME / "body.yaml").write_text(BODY, encoding="utf-8")
    number = compensation(payer.party, 36_500).number
    [row] = payer.get("obligations")["obligations"]
    assert (row["number"], row["state"], row["asked"]) == (number, "due", 36_500)
    assert stranger.get("obligations")["total"] == 0
    told = {"amount": 36_500, "message": "m-1", "on": AT.date().isoformat()}
    payer.post(f"obligations/{number}/payments", told, 403)
    first = keeper.post(f"obligations/{number}/payments", told)
    assert keeper.post(f"obligations/{number}/payments", told) == first
    assert first["obligation"]["state"] == "paid"
    [happened] = payer.get(f"obligations/{number}")["happened"]
    assert (happened["effect"], happened["amount"], happened["line"]) == ("received", 36_500, "B-00000001")
    assert payer.get(f"obligations/{number}/invoice").content.startswith(b"%PDF")
    receipt = f"obligations/{number}/receipts/{happened['entry']}"
    assert check_pdf(payer.get(receipt).content).state == "intact"
    stranger.get(receipt, 404)
    payer.get(f"obligations/{number}/receipts/1", 400)
    case = row["case"]
    assert keeper.get(f"cases/{case}")["held"] == 36_500
    assert {one["account"]: one["amount"] for one in keeper.get("balances")["balances"]}[
        "Assets:Bank:main"
    ] == 36_500


def test_what_is_not_ones_own_is_not_there(payer, stranger, keeper) -> None:
    number = compensation(payer.party, 100).number
    for path in (f"obligations/{number}", f"obligations/{number}/invoice"):
        stranger.get(path, 404)
    stranger.get("cases/2026-0673-00001", 403)
    stranger.get("statement", 403, payee=payer.party)
    stranger.get("balances", 403)
    assert keeper.get("statement", payee=payer.party)["form"] == "kenri-statement-1"
    keeper.membership.delete()
    keeper.get("balances", 403)


def test_a_key_without_the_scope_keeps_nothing(payer) -> None:
    small = Programme("small", "compensation_officer")
    number = compensation(payer.party, 100).number
    small.get("balances", 403)
    small.get(f"obligations/{number}", 404)


def test_a_bank_file_is_matched_where_it_is_certain(payer, keeper) -> None:
    wanted = compensation(payer.party, 500)
    services.receive(wanted.number, 500, bank="other", message="x", on=AT.date(), at=AT)
    data = exports.bank_statement("other", AT.date(), AT.date(), AT)
    answers = []
    for _ in range(2):
        answer = Client().post(
            "/api/v1/money/bank-files?bank=main",
            {"file": SimpleUploadedFile("s.xml", data)},
            headers=keeper.headers,
        )
        assert answer.status_code == 201, answer.content
        [told] = answer.json()["statements"]
        answers.append((told["new"], told["known"]))
    assert answers == [(1, 0), (0, 1)]


def test_what_is_asked_wrongly_is_told(keeper) -> None:
    assert keeper.get("obligations", 400, state="lost")["code"] == "choice_unknown"
    assert keeper.get("statement", 400, first="2026-05-02", last="2026-05-01")["code"] == "days_reversed"
    keeper.get("obligations", 422, page=0)


def test_the_description_names_every_address() -> None:
    described = Client().get("/api/v1/openapi.json").json()
    money = {path for path in described["paths"] if "/money/" in path}
    assert {f"/api/v1/money/{path}" for path in ("statement", "balances", "bank-files")} < money
    assert all(
        told["security"] for path in money for told in described["paths"][path].values() if "security" in told
    )
