"""Two claim one work: both are told, everybody sees it, and one withdraws."""

from __future__ import annotations

import json

import pytest
from django.core import mail
from django.test import Client

from kenri.accounts import services as accounts
from kenri.accounts.models import User
from kenri.registry import services
from kenri.registry.models import ClaimStep, RightsClaim
from kenri.web.registry import registering

pytestmark = pytest.mark.django_db(transaction=True)
TOLD = {
    "holder": "霧野ハル",
    "basis": "author",
    "share": "60",
    "evidence": "<b>奥付</b> =1+1",
    "layer": "composition",
}


def signed_in(name: str) -> tuple[Client, User]:
    user = User.objects.create_user(f"{name}@example.org", name=name)
    client = Client()
    client.force_login(user)
    return client, user


def text_of(answer) -> str:
    return answer.content.decode()


@pytest.mark.parametrize("language", ["ja", "en"])
def test_two_claim_and_one_withdraws(language):
    a, maker = signed_in("a")
    b, _ = signed_in("b")
    told = {"title": "雨音", "kind": "musical_work", "url": "https://v.example/1", "holder": "ハル"}
    work = services.save_draft(maker, told)
    services.publish(maker, work.key)
    registering.bring_in()
    found = json.loads(Client().get("/en/search.json", {"q": "雨音"}).content)["results"]
    entity = f"/{language}/entities/{found[0]['id']}"
    page = text_of(Client().get(entity))
    assert f"{entity}/claims" in page
    assert "/login" in Client().post(f"{entity}/claims", TOLD)["Location"]
    assert "/login" in text_of(Client().get(f"{entity}/claims"))
    assert a.post(f"{entity}/claims", TOLD).status_code == 302
    assert mail.outbox == []
    assert b.post(f"{entity}/claims", {**TOLD, "holder": "別の人", "exclusive": "on"}).status_code == 302
    assert {letter.to[0] for letter in mail.outbox} == {"a@example.org", "b@example.org"}
    assert "雨音" in mail.outbox[0].subject
    seen = text_of(Client().get(f"{entity}/claims"))
    assert "<b>奥付" not in seen
    conflict = {"ja": "矛盾あり", "en": "in conflict"}[language]
    assert conflict in seen
    assert conflict in text_of(Client().get(entity))
    mine = text_of(b.get(f"/{language}/account/claims/"))
    assert conflict in mine
    key = RightsClaim.objects.latest("pk").key
    step = f"/{language}/account/claims/{key}/step"
    a.post(step, {"kind": "withdrawn", "note": "x"})
    assert conflict in text_of(Client().get(entity)), "not theirs to withdraw"
    b.post(step, {"kind": "withdrawn", "note": "取り違え"})
    assert conflict not in text_of(Client().get(entity))
    assert "取り違え" in text_of(Client().get(f"{entity}/claims"))
    assert len(mail.outbox) == 4


def test_bad_claims_keep_what_was_typed():
    a, maker = signed_in("a")
    work = services.save_draft(
        maker, {"title": "雨音", "kind": "image", "url": "https://v.example/1", "holder": "h"}
    )
    services.publish(maker, work.key)
    registering.bring_in()
    found = json.loads(Client().get("/en/search.json", {"q": "雨音"}).content)["results"]
    address = f"/en/entities/{found[0]['id']}/claims"
    for wrong in (
        {"share": "120"},
        {"territory": "Japan"},
        {"evidence": " "},
        {"begins": "2027-01-01", "ends": "2026-01-01"},
        {"link": "javascript:alert(1)"},
        {"basis": "x"},
        {"layer": "x"},
        {"succeeds": "x"},
    ):
        answer = a.post(address, {**TOLD, **wrong})
        assert answer.status_code == 400, wrong
        assert "霧野ハル" in text_of(answer)
    assert not RightsClaim.objects.exists()
    assert Client().get("/en/entities/nothing/claims").status_code == 404


def officer() -> Client:
    client, user = signed_in("officer")
    agency = accounts.found_organisation(user, "文化庁")
    accounts.appoint(agency, "commissioner_office")
    accounts.take_office(agency, user, "commissioner_office")
    return client


@pytest.mark.parametrize("language", ["ja", "en"])
def test_an_officer_takes_a_wrong_claim_down(language):
    a, maker = signed_in("a")
    b, _ = signed_in("b")
    told = {"title": "雨音", "kind": "musical_work", "url": "https://v.example/1", "holder": "ハル"}
    work = services.save_draft(maker, told)
    services.publish(maker, work.key)
    registering.bring_in()
    found = json.loads(Client().get("/en/search.json", {"q": "雨音"}).content)["results"]
    address = f"/{language}/entities/{found[0]['id']}/claims"
    a.post(address, TOLD)
    b.post(address, {**TOLD, "holder": "なりすまし"})
    wrong = RightsClaim.objects.latest("pk")
    step = f"/{language}/account/claims/{wrong.key}/step"
    taking = {"kind": "taken_down", "note": "契約書は偽造"}
    a.post(step, taking)
    assert 'value="taken_down"' not in text_of(a.get(address))
    assert not ClaimStep.objects.filter(kind="taken_down").exists(), "not for another claimant to do"
    office = officer()
    assert 'value="taken_down"' in text_of(office.get(address))
    office.post(step, {"kind": "taken_down", "note": " "})
    assert not ClaimStep.objects.filter(kind="taken_down").exists(), "not without a reason"
    mail.outbox.clear()
    assert office.post(step, taking)["Location"] == address
    office.post(step, taking)
    assert ClaimStep.objects.get(kind="taken_down").note == "契約書は偽造"
    assert {letter.to[0] for letter in mail.outbox} == {"a@example.org", "b@example.org"}
    assert len(mail.outbox) == 2
    assert "契約書は偽造" in mail.outbox[0].body
    seen = text_of(Client().get(address))
    assert {"ja": "窓口が抹消", "en": "taken down by an office"}[language] in seen
    assert "契約書は偽造" in seen
    assert {"ja": "矛盾あり", "en": "in conflict"}[language] not in seen
    again = b.post(address, {**TOLD, "holder": "なりすまし"})
    assert again.status_code == 400, "the very same is not claimed again"
    assert b.post(address, {**TOLD, "holder": "なりすまし", "evidence": "新しい根拠"}).status_code == 302


def test_an_officer_does_not_judge_a_work_that_they_claim():
    office = officer()
    a, maker = signed_in("a")
    work = services.save_draft(
        maker, {"title": "雨音", "kind": "image", "url": "https://v.example/1", "holder": "h"}
    )
    services.publish(maker, work.key)
    registering.bring_in()
    found = json.loads(Client().get("/en/search.json", {"q": "雨音"}).content)["results"]
    address = f"/en/entities/{found[0]['id']}/claims"
    told = {name: value for name, value in TOLD.items() if name != "layer"}
    a.post(address, told)
    office.post(address, told)
    theirs = RightsClaim.objects.get(owner=maker)
    office.post(f"/en/account/claims/{theirs.key}/step", {"kind": "taken_down", "note": "x"})
    assert not ClaimStep.objects.filter(kind="taken_down").exists()
