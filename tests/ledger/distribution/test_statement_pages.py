"""The pages of statements and schemes: one's own only, the same in both languages, and as files."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json

import pypdf
import pytest
from django.test import Client
from test_distributing import AT, report, verified

from kenri.accounts.models import User
from kenri.ledger.distribution import likely, services
from kenri.seals.signing import check_pdf
from kenri.vocab.text import Text

__all__ = ["report"]
PERIOD = "?first=2026-07-01&last=2026-12-31"


@pytest.fixture
def hana(report, db: None) -> User:
    user = User.objects.create_user("hana@example.org", name="青木花")
    verified(f"user:{user.key}", "k-river", part="1/3")
    verified("user:other", "k-night")
    services.name_payee(f"user:{user.key}", "青木花", "resident_person", at=AT)
    services.run(report(), key="run-1", at=AT)
    list(services.pay_due("2026-07", bank="main", at=AT))
    return user


@pytest.fixture
def page(hana: User, client: Client):
    client.force_login(hana)
    return lambda address, language="ja": client.get(f"/{language}/account/statements/{address}")


@pytest.mark.parametrize("language", ["ja", "en"])
def test_a_statement_shows_its_arithmetic_and_nobody_else(page, language: str) -> None:
    shown = page(PERIOD, language).content.decode()
    # 52,250 × 1,000 ÷ 3 ÷ 1,807 = 9,638.44
    for wanted in ("川の歌", "9,638.44", "1,807", "333,333,333", "984"):
        assert wanted in shown
    for hidden in ("夜の窓", "user:other", "空</"):
        assert hidden not in shown


def test_files_hold_the_same(page) -> None:
    told = json.loads(page(f"statement.json{PERIOD}").content)
    assert [one["yen"] for one in told["given"]] == [9638]
    rows = list(csv.reader(io.StringIO(page(f"statement.csv{PERIOD}", "en").content.decode("utf-8-sig"))))
    assert rows[-1][-1] == "9638"
    answer = page(f"statement.pdf{PERIOD}")
    assert check_pdf(answer.content).state == "intact"
    text = "".join(pypdf.PdfReader(io.BytesIO(answer.content)).pages[0].extract_text().split())
    for told in ("未確認", "platform_advertising@2026-04-01", "所得税法204条1項1号"):
        assert told in text, told
    assert answer["Cache-Control"] == "private, no-store"
    assert page(f"statement.exe{PERIOD}").status_code == 404


def test_nobody_reads_anothers_statement(page, client: Client) -> None:
    assert page(f"{PERIOD}&payee=user:other").status_code == 404
    assert page(f"statement.json{PERIOD}&payee=user:other").status_code == 404
    client.logout()
    assert page(PERIOD).status_code == 302


def test_a_bad_period_is_told(page) -> None:
    for query in ("?first=2026-13-01", "?first=2026-12-31&last=2026-01-01"):
        answer = page(query)
        assert answer.status_code == 400
        assert "banner error" in answer.content.decode()


def test_a_holder_claims_what_may_be_theirs_and_nothing_else(
    page, client: Client, hana: User, monkeypatch
) -> None:
    mine = likely.Told(f"user:{hana.key}", "青木花", "知らない曲", (), Text("登録", "Registered"))
    other = likely.Told("user:other", "B", "知らない曲", (), Text("登録", "Registered"))
    monkeypatch.setattr(likely, "ENOUGH", 0.0)
    found = {row.party: row for row in likely.seek(likely.held_of_reports(), [mine, other], AT)}
    assert "知らない曲" in page(PERIOD).content.decode()
    for row in found.values():
        client.post(f"/ja/account/statements/claims/{row.pk}")
    assert [one.party for one in likely.waiting(likely.CLAIMED)] == [f"user:{hana.key}"]


@pytest.mark.parametrize("language", ["ja", "en"])
def test_anybody_sees_what_became_of_the_money(hana: User, client: Client, language: str) -> None:
    assert "55,000" in client.get(f"/{language}/schemes/").content.decode()
    shown = client.get(f"/{language}/schemes/platform_advertising").content.decode()
    for wanted in ("55,000", "2,750", "<svg", "Kikoe", "platform_advertising@2026-04-01"):
        assert wanted in shown
    assert "user:" not in shown
    told = json.loads(client.get(f"/{language}/schemes/platform_advertising.json").content)
    assert told["gross"] == told["to_holders"] + sum(told["held"].values()) + told["cost"] == 55_000
    assert told["days_to_distribution"] == (AT.date() - dt.date(2026, 6, 30)).days
    assert client.get(f"/{language}/schemes/nothing").status_code == 404


def test_those_who_keep_the_compensation_verify_claims(page, client: Client, hana: User, monkeypatch) -> None:
    monkeypatch.setattr(likely, "ENOUGH", 0.0)
    mine = likely.Told(f"user:{hana.key}", "青木花", "知らない曲", (), Text("登録", "Registered"))
    [row] = likely.seek(likely.held_of_reports(), [mine], AT)
    assert client.get("/ja/money/held").status_code == 403
    assert client.post(f"/ja/money/held/{row.pk}", {"decision": "verify"}).status_code == 403
    likely.claim(row.pk, [row.party], at=AT)
    officer = User.objects.create_user("officer@example.org")
    monkeypatch.setattr("kenri.web.money.views.ledger.may", lambda user, action: user == officer)
    client.force_login(officer)
    shown = client.get("/en/money/held").content.decode()
    assert "知らない曲" in shown
    assert 'value="verify"' in shown
    client.post(f"/ja/money/held/{row.pk}", {"decision": "verify"})
    assert [one.party for one in likely.waiting(likely.VERIFIED)] == [row.party]
    again = client.post(f"/ja/money/held/{row.pk}", {"decision": "refuse"}, follow=True)
    assert likely.waiting(likely.REFUSED) == []
    assert "判断" in again.content.decode()
