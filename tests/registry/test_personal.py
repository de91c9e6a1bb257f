"""A person takes their registrations along, and leaves: nothing names them any more, and the record stays."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from django.test import Client
from owning import proved, published_keys

from kenri.accounts import services as accounts
from kenri.accounts.models import User
from kenri.registry import claims, lookup, personal, queries, services
from kenri.registry.claiming import Claimed
from kenri.registry.claims import Subject
from kenri.registry.declared import Declared
from kenri.registry.models import Answered, Declaration, Version, Work

pytestmark = pytest.mark.django_db
AT = dt.datetime(2026, 11, 22, 12, 0, tzinfo=dt.UTC)
TOLD = {
    "title": "雨音",
    "kind": "image",
    "url": "https://a.example/1",
    "holder": "霧野ハル",
    "description": "ハルの絵",
    "contributors": [{"name": "霧野ハル", "role": "creator"}],
}


@pytest.fixture
def user() -> User:
    user = User.objects.create_user("haru@example.org", name="霧野ハル")
    body = accounts.found_organisation(user, "出版社")
    boss = User.objects.create_user("boss@example.org")
    accounts.accept(boss, accounts.invite(user, body, "boss@example.org", "administrator")[1])
    for organisation, url in ((None, TOLD["url"]), (body, "https://a.example/2")):
        work = services.save_draft(user, {**TOLD, "url": url}, organisation=organisation)
        services.publish(user, work.key)
        services.declare(user, Declared({"commercial": "refuse"}), work.key)
    services.save_draft(user, {**TOLD, "title": "下書き"})
    proved(user, TOLD["url"])
    claimed = Claimed("霧野ハル", "author", evidence="霧野の奥付")
    claims.claim(user, Subject("e", "雨音", ("list:1",)), claimed, at=AT)
    Answered.objects.create(
        entity="e", anchor="list:1", by="霧野ハル", user=user, says="permit", purposes=["archive"], doc={},
        case="K-1", at=AT,
    )  # fmt: skip
    return user


def test_everything_is_taken_along(user, client: Client):
    client.force_login(user)
    told = json.loads(client.get("/en/account/data.json").content)["registry"]
    assert len(told["works"]) == 3
    assert told["works"][0]["versions"][0]["doc"]["holder"] == "霧野ハル"
    assert [len(told[name]) for name in ("declarations", "addresses", "claims", "answers")] == [2, 1, 1, 1]


def test_whoever_leaves_is_named_nowhere_and_the_organisations_works_stay(user):
    theirs = Work.objects.get(address="https://a.example/2").key
    for _ in range(2):
        personal.erase(user, AT)
    own = Version.objects.filter(work__organisation=None)
    docs = [row.doc for row in own] + [row.draft for row in Work.objects.filter(organisation=None)]
    shown, _ = claims.about("e", ())
    assert "ハル" not in json.dumps(docs, ensure_ascii=False)
    assert "霧野" not in shown[0].claimed.holder + shown[0].claimed.evidence
    assert not shown[0].stands
    assert [row.withdrawn for row in own.order_by("number")] == [False, True]
    assert Declaration.objects.count() == 2, "what was permitted stays on record"
    assert list(queries.registered(published_keys(User.objects.get(email="boss@example.org")))) == [theirs]
    assert Answered.objects.get().by == ""
    [found] = lookup.wills([TOLD["url"]], at=AT)
    assert found.state == "unknown"
