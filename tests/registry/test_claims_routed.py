"""The router hears claims: who is known is asked, and what is contested is cleared by nobody's word alone."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from django.test import Client
from django.utils import timezone
from owning import proved

from kenri.accounts import services as accounts
from kenri.accounts.models import User
from kenri.cases import wills
from kenri.cases.claimants import claimed_among, claims_of
from kenri.procedures.plans import Plan
from kenri.procedures.rights import rights_for
from kenri.procedures.router import plan
from kenri.records import queries as catalogue
from kenri.registry import claims, services
from kenri.registry.claiming import Claimed
from kenri.registry.declared import Declared
from kenri.status.entities import facts_of
from kenri.vocab.uses import Use, use_named
from kenri.web.registry import claiming, registering

pytestmark = pytest.mark.django_db(transaction=True)
AT = timezone.now()
ON = timezone.localdate(AT)
URL = "https://v.example/1"


def person(name: str, *, known: bool = False) -> User:
    user = User.objects.create_user(f"{name}@example.org", name=name)
    if known:
        accounts.assure(None, "document", "passport", user=user)
    return user


@pytest.fixture
def entity() -> str:
    maker = person("ハル")
    told = {"title": "雨音", "kind": "image", "url": URL, "holder": "ハル"}
    told["contributors"] = [{"name": "ハル", "role": "illustrator"}]
    work = services.save_draft(maker, told)
    services.publish(maker, work.key)
    services.declare(maker, Declared({"ai_training": "permit"}), work.key)
    proved(maker, URL)
    assert registering.bring_in()
    found = json.loads(Client().get("/en/search.json", {"q": "雨音"}).content)["results"]
    return found[0]["id"]


def planned(key: str, answers: dict[str, str] | None = None, use: Use | None = None) -> Plan:
    entity = catalogue.entity(key)
    use = use or use_named("ai_training")
    rights = rights_for(
        facts_of(entity),
        use,
        ON,
        entity,
        intentions=wills.intentions_of(entity, use, answers or {}),
        claims=claims_of(entity, use, ON),
    )
    return plan(rights, use, answers or {}, ON)


def claim(user: User, key: str, percent: int = 100, **told: object) -> claims.Change:
    said = Claimed(user.name, told.pop("basis", "author"), share=percent * 100, evidence="奥付", **told)
    return claims.claim(user, claiming.subject_of(catalogue.entity(key)), said, at=AT)


def route(made: Plan, kind: str):
    return next(route for part in made.parts for route in part.routes if route.kind == kind)


def test_a_claim_of_somebody_known_gives_a_holder_to_ask(entity):
    before = wills.marks([entity])
    assert route(planned(entity), "intention").state == "cleared"
    assert claimed_among([catalogue.entity(entity)]) == {entity}, "whoever registered it can be asked"
    claim(person("版元", known=True), entity, basis="transfer")
    assert claimed_among([catalogue.entity(entity)]) == {entity}
    assert wills.marks([entity]) != before, "a list must be cleared again"
    made = planned(entity)
    assert [part.holder.name for part in made.parts] == ["版元", "ハル"], "the registrant is asked too"
    assert made.parts[0].holder.reachable
    assert not made.cleared, "the registrant's word is not enough where another claims it"
    asked = route(made, "request")
    assert asked.state == "possible"
    assert "reachable" not in {question.name for question in asked.questions}


def test_anybody_can_claim_but_not_push_others_aside(entity):
    claim(person("誰か"), entity)
    [part] = planned(entity).parts
    assert part.holder.name == "ハル"
    assert part.holder.contact == "use", "requests are passed on to whoever registered it"


def test_a_part_leaves_the_maker_the_rest(entity):
    claim(person("共有者", known=True), entity, 50)
    assert [part.holder.name for part in planned(entity).parts] == ["共有者", "ハル"]


def test_contested_rights_are_cleared_by_nobody_alone(entity):
    first, second = person("甲", known=True), person("乙")
    claim(first, entity)
    wrong = claim(second, entity, exclusive=True).claim
    answers = {"granted.request": "yes"}
    made = planned(entity, answers)
    asked = route(made, "request")
    assert asked.state == "possible"
    assert not made.cleared
    [doubt] = [reason for reason in asked.reasons if reason.kind == "doubt"]
    assert "甲" in doubt.text.ja
    assert "乙" in doubt.text.ja
    assert "contradict" in doubt.text.en
    [question] = [one for one in asked.questions if one.name == "claimants_agree"]
    assert route(planned(entity, answers | {question.key: "yes"}), "request").state == "cleared"
    assert route(planned(entity, answers | {question.key: "no"}), "request").state == "blocked"
    page = Client().get(f"/ja/entities/{entity}/plan", {"use": "ai_training"}).content.decode()
    assert doubt.text.ja in page
    claims.step(second, wrong.key, "withdrawn", "誤り", at=AT)
    assert route(planned(entity, answers), "request").state == "cleared"


@pytest.mark.parametrize(
    ("told", "heard"),
    [
        ({}, True),
        ({"territory": ("US",)}, False),
        ({"territory": ("JP", "US")}, True),
        ({"ends": ON - dt.timedelta(1)}, False),
        ({"begins": ON}, True),
        ({"layer": "film"}, False),
    ],
)
def test_a_claim_counts_where_and_when_the_use_is(entity, told, heard):
    claim(person("版元", known=True), entity, **told)
    assert (planned(entity).parts[0].holder.name == "版元") is heard
