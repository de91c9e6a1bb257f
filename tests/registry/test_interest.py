"""Holders hear how often their works are looked up, and when an adjudication is applied for; never by whom."""

from __future__ import annotations

import datetime as dt
import json
from types import SimpleNamespace

import pytest
from django.test import Client
from django.utils import timezone

from kenri.accounts.models import Notice, User
from kenri.cases.proceedings import alerting
from kenri.cases.proceedings.models import Case, Party
from kenri.registry import interest, services
from kenri.registry.models import Interest
from kenri.web.registry import registering
from tests.cases.proceedings.conftest import people
from tests.cases.proceedings.walks import Walk

__all__ = ["people"]
pytestmark = pytest.mark.django_db(transaction=True)
SONG = {
    "title": "雨音のプログラム",
    "kind": "musical_work",
    "url": "https://video.example/watch/1",
    "holder": "霧野ハル",
}
WEEK = dt.timedelta(days=7)


@pytest.fixture
def maker() -> User:
    return User.objects.create_user("maker@example.org", name="霧野ハル", language="en")


@pytest.fixture
def song(maker, home) -> str:
    work = services.save_draft(maker, SONG)
    services.publish(maker, work.key)
    registering.bring_in()
    return work.key


def test_looks_are_counted_by_the_week_and_told_when_it_is_over(maker, song) -> None:
    entity, reader, own = registering.entity_of(song), Client(), Client()
    own.force_login(maker)
    for client in (reader, reader, own):
        assert client.get(f"/en/entities/{entity}").status_code == 200
    reader.get(f"/en/registrations/{song}")
    asked = json.dumps({"urls": [SONG["url"], "https://else.example/"], "entities": [entity]})
    reader.post("/api/v1/intentions", asked, content_type="application/json")
    assert dict(Interest.objects.values_list("how", "times")) == {"page": 3, "asked": 1}, (
        "not their own looks"
    )
    now = timezone.now()
    assert interest.tell_weekly(now) == 0, "the week is not over"
    assert interest.tell_weekly(now + WEEK) == 1
    assert interest.tell_weekly(now + WEEK) == 0, "told once"
    [notice] = Notice.objects.all()
    assert notice.user == maker
    assert "4 times" in notice.title["en"]
    assert "雨音のプログラム: 4" in notice.body["en"]


def test_whoever_registered_a_work_hears_of_an_application_but_not_the_applicant(
    maker, song, people: SimpleNamespace
) -> None:
    entity = registering.entity_of(song)
    Walk(people, entity=entity).file()
    [notice] = Notice.objects.filter(kind="applications")
    assert (notice.user, notice.path) == (maker, f"entities/{entity}")
    assert "放送局" not in notice.body["ja"], "not by whom"
    case = Case.objects.get()
    Party.objects.filter(case=case, role="applicant").update(user=maker, organisation=None)
    assert alerting.alert(case, timezone.now()) == 0
