"""One truth in several words, and what a crawler hears of an address."""

from __future__ import annotations

import json

import pytest
from django.test import Client
from django.utils import timezone
from owning import proved

from kenri.accounts.models import User
from kenri.registry import lookup, services
from kenri.registry.declared import Declared, Terms
from kenri.registry.lookup import Willed
from kenri.web.registry import registering

pytestmark = pytest.mark.django_db
URL = "https://video.example/watch?v=1"
NO_AI = {"ai_training": "refuse", "text_data_mining": "ask", "derivative": "terms", "commercial": "permit"}


def registered(email: str = "haru@example.org", answers: dict[str, str] = NO_AI, url: str = URL) -> str:
    user = User.objects.create_user(email)
    told = {"title": "雨音", "kind": "musical_work", "url": url, "holder": "霧野ハル", "made": "person"}
    work = services.save_draft(user, told)
    services.publish(user, work.key)
    if answers:
        services.declare(user, Declared(answers, Terms(credit=True, territory="JP")), work.key)
    return work.key


def willed(url: str) -> Willed:
    [found] = lookup.wills([url], at=timezone.now())
    return found


def form_of(client: Client, key: str, form: str):
    answer = client.get(f"/registrations/{key}/{form}.json")
    assert answer.status_code == 200
    return json.loads(answer.content)


def test_odrl_says_each_answer_and_nothing_else(client):
    key = registered()
    policy = form_of(client, key, "odrl")
    assert policy["@type"] == "Offer"
    assert policy["uid"] == f"http://testserver/registrations/{key}/odrl.json"
    assert policy["assigner"]["uid"].endswith(f"{key}#holder")
    [refused] = policy["prohibition"]
    assert refused["target"] == URL
    assert refused["constraint"][0]["rightOperand"]["@id"].endswith("#ai_training")
    allowed = {rule["action"]: rule for rule in policy["permission"]}
    assert allowed["derive"]["duty"] == [{"action": "attribute"}]
    assert allowed["derive"]["constraint"][0]["leftOperand"] == "spatial"
    assert set(allowed["commercialize"]) == {"target", "action"}
    assert allowed["use"]["duty"] == [{"action": "obtainConsent"}]
    assert len(policy["permission"]) == 3


def test_crawlers_hear_the_same_in_each_form(client):
    key = registered()
    policy = f"http://testserver/registrations/{key}/odrl.json"
    assert form_of(client, key, "tdmrep") == [
        {"location": "/watch?v=1", "tdm-reservation": 1, "tdm-policy": policy}
    ]
    assert form_of(client, key, "headers") == {
        "tdm-reservation": "1",
        "tdm-policy": policy,
        "Content-Usage": "train-ai=n",
    }
    assert form_of(client, key, "cawg")["data"]["entries"] == {
        "cawg.ai_training": {"use": "notAllowed"},
        "cawg.ai_generative_training": {"use": "notAllowed"},
        "cawg.data_mining": {"use": "constrained", "constraint_info": policy},
    }
    schema = form_of(client, key, "schema")
    assert schema["license"] == policy
    assert schema["copyrightNotice"] == "© 霧野ハル"


def test_what_was_not_answered_is_unknown_everywhere(client):
    key = registered(answers={"commercial": "permit", "ai_training": "permit"})
    assert form_of(client, key, "tdmrep") == [], "data mining was not answered"
    assert form_of(client, key, "headers") == {"Content-Usage": "train-ai=y"}
    silent = registered("silent@example.org", {}, "https://video.example/2")
    assert form_of(client, silent, "headers") == {}
    assert form_of(client, silent, "cawg")["data"]["entries"] == {}
    assert "permission" not in form_of(client, silent, "odrl")


def test_drafts_and_withdrawn_works_are_not_published(client):
    key = registered()
    services.withdraw(User.objects.get(), key)
    user = User.objects.get()
    draft = services.save_draft(user, {"title": "下書き"})
    for hidden in (key, draft.key, "0000000000000000"):
        assert client.get(f"/registrations/{hidden}/odrl.json").status_code == 404
    assert client.get(f"/registrations/{key}/secret.json").status_code == 404
    assert willed(URL).state == "unknown"


def test_a_crawler_asks_about_many_addresses(client):
    key = registered()
    asked = ["HTTPS://Video.Example/watch?v=1&utm_source=x", "https://video.example/other", "no address", URL]
    answer = client.post("/api/v1/intentions", {"urls": asked}, content_type="application/json")
    results = json.loads(answer.content)["results"]
    assert [one["asked"] for one in results] == asked
    assert [one["state"] for one in results] == ["declared", "unknown", "unknown", "declared"]
    assert results[0]["content_usage"] == "train-ai=n"
    assert results[0]["registrations"] == [key]
    assert "commercial" not in results[0]["answers"], "whose address it is was never confirmed"
    one = json.loads(client.get("/api/v1/intentions", {"url": URL}).content)
    assert one == results[3]


def test_a_conflict_is_told_and_the_stricter_stands():
    registered(answers={"ai_training": "permit"})
    registered("other@example.org", {"ai_training": "refuse"})
    found = willed(URL)
    assert found.state == "conflict"
    assert found.answers == {"ai_training": "refuse"}
    assert len(found.registrations) == 2


def test_a_permission_for_an_unconfirmed_address_is_unknown():
    registered(answers={"ai_training": "permit"})
    found = willed(URL)
    assert (found.state, found.content_usage) == ("unknown", "")


def test_a_confirmed_permission_is_passed_on(client):
    registered(answers={"ai_training": "permit", "commercial": "refuse"})
    proved(User.objects.get(), URL)
    told = json.loads(client.get("/api/v1/intentions", {"url": URL}).content)
    assert told["confirmed"] is True
    assert told["answers"] == {"ai_training": "permit", "commercial": "refuse"}
    assert told["content_usage"] == "train-ai=y"


def test_a_general_answer_stands_where_the_work_has_none(client):
    registered(answers={"ai_training": "ask"})
    services.declare(User.objects.get(), Declared({"ai_training": "refuse", "commercial": "refuse"}))
    assert willed(URL).answers == {"commercial": "refuse", "ai_training": "ask"}


def test_nothing_and_too_much_is_refused(client):
    for body in ({}, {"urls": []}, {"urls": ["x"] * 10_001}, {"urls": "x"}, {"entities": ["x"] * 501}):
        answer = client.post("/api/v1/intentions", body, content_type="application/json")
        assert answer.status_code in (400, 422), body
    assert client.get("/api/v1/intentions").status_code == 400
    both = {"url": URL, "entity": "x"}
    assert client.get("/api/v1/intentions", both).status_code == 400


@pytest.mark.django_db(transaction=True)
def test_entities_and_identifiers_are_asked_about(client):
    registered(answers={"ai_training": "permit", "commercial": "refuse"})
    registering.bring_in()
    entity = json.loads(client.get("/en/search.json", {"q": "雨音"}).content)["results"][0]["id"]
    asked = {"entities": [entity, "nothing"], "identifiers": [f"url:{URL}", "isbn:nonsense", "x"]}

    def told() -> list[dict]:
        answer = client.post("/api/v1/intentions", asked, content_type="application/json")
        return json.loads(answer.content)["results"]

    before = told()
    assert [one["asked"] for one in before] == [*asked["identifiers"], *asked["entities"]]
    assert [one["state"] for one in before] == ["declared", "unknown", "unknown", "declared", "unknown"]
    assert before[3]["answers"] == {"commercial": "refuse"}
    proved(User.objects.get(), URL)
    assert told()[3]["answers"] == {"ai_training": "permit", "commercial": "refuse"}
