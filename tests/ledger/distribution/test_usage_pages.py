"""A platform hands a report in on a page: looked at first, bad rows told, good ones kept, once."""

from __future__ import annotations

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from kenri.accounts.models import Membership, Organisation, User
from kenri.cases import usage_works
from kenri.ledger.distribution.models import UsageLine, UsageReport

pytestmark = pytest.mark.django_db
ROWS = "作品名,作者,再生回数,広告収入\n羅生門,芥川龍之介,6000,700000\n夜明け,白石透,たくさん,100\n空の歌,青木花,12,30\n"
ADDRESS = "/ja/account/usage/"


@pytest.fixture
def platform() -> Organisation:
    return Organisation.objects.create(name="キコエ")


def signed_in(role: str, platform: Organisation) -> Client:
    user = User.objects.create_user(f"{role}@example.org", name=role)
    Membership.objects.create(user=user, organisation=platform, role=role)
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def client(platform, monkeypatch) -> Client:
    monkeypatch.setattr(
        usage_works, "look_up_beside", lambda *told: None
    )  # a thread would see no test's rows
    return signed_in("platform", platform)


def told(platform: Organisation, text: str = ROWS, **more: str):
    return {
        "file": SimpleUploadedFile("usage.csv", text.encode()), "organisation": f"organisation:{platform.key}",
        "scheme": "platform_advertising", "intermediary": "platform", "first": "2026-04-01",
        "last": "2026-06-30", "corrects": "", **more,
    }  # fmt: skip


def test_a_report_is_looked_at_then_handed_in_once(client, platform) -> None:
    shown = client.post(ADDRESS, told(platform)).content.decode()
    assert UsageReport.objects.count() == 0, "looking keeps nothing"
    for wanted in ("6,012", "羅生門", "たくさん", "キコエ"):
        assert wanted in shown
    [where] = re.findall(r'action="(/ja/account/usage/look/\w+)"', shown)
    answer = client.post(where)
    report = UsageReport.objects.get()
    assert answer["Location"] == f"{ADDRESS}{report.number}"
    assert (report.platform, report.by[:5]) == (f"organisation:{platform.key}", "user:")
    assert UsageLine.objects.count() == 2
    assert client.post(where)["Location"] == ADDRESS, "it waits no more"
    again = client.post(ADDRESS, told(platform)).content.decode()
    client.post(re.findall(r'action="(/ja/account/usage/look/\w+)"', again)[0])
    assert UsageReport.objects.count() == 1
    page = client.get(f"/en/account/usage/{report.number}").content.decode()
    assert "0 of 2 looked for" in page
    assert "1 row with a problem" in page


@pytest.mark.parametrize(
    "change",
    [
        {"text": "作品名,再生回数\n"},
        {"first": "2026-07-01"},
        {"organisation": "organisation:other"},
        {"file": SimpleUploadedFile("x.pdf", b"%PDF-1.7")},
    ],
    ids=["empty", "days", "another's", "no table"],
)
def test_what_cannot_be_read_is_refused_and_nothing_is_kept(client, platform, change) -> None:
    answer = client.post(ADDRESS, told(platform, **change))
    assert (answer.status_code, UsageReport.objects.count()) == (400, 0)
    shown = answer.content.decode()
    assert 'role="alert"' in shown or 'class="error"' in shown
    assert "/account/usage/look/" not in shown


def test_only_those_of_the_platform_hand_in_and_see(client, platform) -> None:
    shown = client.post(ADDRESS, told(platform)).content.decode()
    [where] = re.findall(r'action="(/ja/account/usage/look/\w+)"', shown)
    stranger = signed_in("user", Organisation.objects.create(name="別の会社"))
    stranger.post(where)
    assert UsageReport.objects.count() == 0
    client.post(where)
    number = UsageReport.objects.get().number
    assert stranger.get(f"{ADDRESS}{number}").status_code == 404
    assert 'type="file"' not in stranger.get(ADDRESS).content.decode()
    assert Client().get(ADDRESS).status_code == 302
