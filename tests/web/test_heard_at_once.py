"""A new intention is heard by router and search in the very next request; former ones stay readable."""

from __future__ import annotations

import json

import pytest
from django.test import Client

from kenri.accounts.models import User
from kenri.registry import services
from kenri.web.registry import registering
from tests.registry.owning import proved

pytestmark = pytest.mark.django_db(transaction=True)
URL = "https://v.example/1"
WORK = {
    "title": "雨音のプログラム",
    "kind": "musical_work",
    "url": URL,
    "holder": "霧野ハル",
    "service": "動画サイト",
}
USE = {"use": "derivative_video", "a.commercial": "no"}


@pytest.fixture
def maker() -> tuple[Client, User]:
    user = User.objects.create_user("maker@example.org", name="霧野ハル")
    client = Client()
    client.force_login(user)
    return client, user


def search(words: str) -> list[dict]:
    return json.loads(Client().get("/en/search.json", {"q": words}).content)["results"]


def plan(entity: str, **more: str) -> dict:
    return json.loads(Client().get(f"/en/entities/{entity}/plan", {**USE, **more, "as": "json"}).content)


def routes(entity: str, **more: str) -> dict[str, str]:
    return {
        route["kind"]: route["state"] for part in plan(entity, **more)["parts"] for route in part["routes"]
    }


def test_router_and_search_hear_it_in_the_next_request(maker) -> None:
    client, user = maker
    work = services.save_draft(user, WORK)
    services.publish(user, work.key)
    registering.bring_in()
    [hit] = search("雨音")
    entity = hit["id"]
    proved(user, URL)
    before = routes(entity)
    assert before.get("adjudication_67_3") in (None, "not_applicable", "blocked"), "its maker can be asked"
    address = f"/en/account/works/{work.key}/permissions"
    answers = {"answer.derivative": "permit", "answer.private_sharing": "permit", "action": "declare"}
    client.post(address, answers)
    assert routes(entity)["intention"] == "cleared"
    refusing = {"answer.derivative": "refuse", "action": "declare", "credit": ""}
    client.post(address, refusing)
    assert routes(entity)["intention"] == "blocked"
    page = client.get(address).content.decode()
    assert "replaced" in page
    assert page.count("Permit") >= 1, "what was declared before can still be read"


def test_a_published_licence_is_in_the_search_at_once(maker) -> None:
    client, user = maker
    work = services.save_draft(user, WORK)
    services.publish(user, work.key)
    registering.bring_in()
    declared = {"template": "cc-by-4.0", "credit": "on", "fee": "free", "action": "declare"}
    rows = ("private_sharing", "education", "archives", "broadcasting", "commercial", "derivative")
    declared |= {
        f"answer.{key}": "terms" for key in (*rows, "translation", "merchandising", "virtual_spaces")
    }
    assert search("雨音")[0]["statuses"] == []
    client.post(f"/en/account/works/{work.key}/permissions", declared)
    assert search("雨音")[0]["statuses"] == ["cc-by-4.0"]


@pytest.mark.parametrize("says", ["", "ask"])
def test_registering_takes_a_work_out_of_art_67_3(maker, says) -> None:
    """Whose maker is asked here is no work of which nobody can find out what its holder wills."""
    client, user = maker
    work = services.save_draft(user, WORK)
    services.publish(user, work.key)
    registering.bring_in()
    entity = search("雨音")[0]["id"]
    if says:
        told = {"answer.derivative": says, "action": "declare"}
        client.post(f"/en/account/works/{work.key}/permissions", told)
    state = routes(entity)
    assert state.get("adjudication_67_3", "not_applicable") in ("not_applicable", "blocked"), state
    assert state["request"] in ("possible", "open", "conditional"), state
