"""Makers register works, declare what may be done with them, and users find both."""

from __future__ import annotations

import json

import pytest
from django.test import Client
from django.urls import reverse
from owning import proved

from kenri.accounts.models import User
from kenri.records import services
from kenri.records.models import Record
from kenri.registry.models import Declaration, Version, Work
from kenri.sources import all_sources
from kenri.web.registry import registering

pytestmark = pytest.mark.django_db(transaction=True)

SONG = {
    "title": "雨音のプログラム",
    "kind": "musical_work",
    "url": "https://video.example/watch/1",
    "published": "2026-05",
    "service": "動画共有サイト",
    "holder": "霧野ハル",
    "made": "person",
    "contributor_name": ["霧野ハル", ""],
    "contributor_role": ["composer", "creator"],
    "contributor_did": ["作曲", ""],
}


@pytest.fixture
def user() -> User:
    return User.objects.create_user("haru@example.org", name="霧野ハル")


@pytest.fixture
def maker(client: Client, user: User) -> Client:
    client.force_login(user)
    return client


def text_of(answer) -> str:
    return answer.content.decode()


def published(maker: Client, **changes: object) -> str:
    answer = maker.post("/en/account/works/new", {**SONG, **changes, "action": "publish"})
    assert answer.status_code == 302, text_of(answer)
    return answer["Location"].rsplit("/", 1)[1]


def found(client: Client, query: str) -> list[dict]:
    return json.loads(client.get("/en/search.json", {"q": query}).content)["results"]


def declared(maker: Client, key: str, **answers: str) -> None:
    fields = {f"answer.{purpose}": answer for purpose, answer in answers.items()}
    address = reverse("web:work_intentions", args=[key])
    assert maker.post(address, {**fields, "credit": "on", "action": "declare"}).status_code == 302


def plan_of(client: Client, entity: str, use: str, **answers: str) -> dict:
    asked = {"use": use, "as": "json", **{f"a.{name}": value for name, value in answers.items()}}
    return json.loads(client.get(f"/en/entities/{entity}/plan", asked).content)


@pytest.mark.parametrize("language", ["ja", "en"])
def test_a_registered_song_is_found_at_once_with_what_is_permitted(maker, language):
    key = published(maker)
    [hit] = found(Client(), "雨音のプログラム")
    assert hit["records"][0]["local_id"] == key
    declared(maker, key, derivative="terms", commercial="refuse", ai_training="refuse")
    page = text_of(Client().get(f"/{language}/registrations/{key}"))
    assert "霧野ハル" in page
    assert {"ja": "条件付きで許諾", "en": "On terms"}[language] in page
    assert f"/{language}/entities/{hit['id']}" in page
    proved(User.objects.get(), SONG["url"])
    routes = json.dumps(plan_of(Client(), hit["id"], "derivative_video", commercial="no"))
    assert '"intention", "state": "possible"' in routes, routes
    routes = json.dumps(plan_of(Client(), hit["id"], "derivative_video", commercial="yes"))
    assert '"intention", "state": "blocked"' in routes, routes


def test_a_later_declaration_changes_the_plan_and_the_former_stays_readable(maker):
    key = published(maker)
    [hit] = found(Client(), "雨音のプログラム")
    declared(maker, key, ai_training="refuse")
    before = json.dumps(plan_of(Client(), hit["id"], "ai_training"))
    assert '"intention", "state": "blocked"' in before
    declared(maker, key, ai_training="permit")
    unproved = json.dumps(plan_of(Client(), hit["id"], "ai_training"))
    assert '"intention", "state": "cleared"' not in unproved, "anybody could say so"
    proved(User.objects.get(), SONG["url"])
    after = json.dumps(plan_of(Client(), hit["id"], "ai_training"))
    assert '"intention", "state": "cleared"' in after
    page = text_of(maker.get(reverse("web:work_intentions", args=[key])))
    assert (page.count(">stands<"), page.count(">replaced<")) == (1, 1)


def test_nobody_permits_what_another_registered(maker):
    published(maker)
    other = Client()
    other.force_login(User.objects.create_user("second@example.org"))
    second = published(other, holder="別の人")
    declared(other, second, ai_training="permit")
    hits = found(Client(), "雨音のプログラム")
    assert len(hits) == 2, "which of the two is right is not for a machine to say"
    for hit in hits:
        plan = json.dumps(plan_of(Client(), hit["id"], "ai_training"))
        assert '"intention", "state": "cleared"' not in plan


def test_nobody_permits_what_other_databases_record(maker, tmp_path):
    listed = tmp_path / "list.csv"
    row = ("1", SONG["title"], "楽曲", SONG["holder"], "2026-05-03", SONG["url"])
    listed.write_text(f"作品ID,作品名,種別,作者,公開日,URL\n{','.join(row)}\n", encoding="utf-8")
    services.harvest(all_sources()["creators_list"], path=listed)
    key = published(maker)
    [hit] = found(Client(), "雨音のプログラム")
    assert len(hit["records"]) == 2, "the same address is the same work"
    declared(maker, key, ai_training="permit")
    plan = json.dumps(plan_of(Client(), hit["id"], "ai_training"))
    assert '"intention", "state": "cleared"' not in plan
    declared(maker, key, ai_training="refuse")
    plan = json.dumps(plan_of(Client(), hit["id"], "ai_training"))
    assert '"intention", "state": "blocked"' in plan, "caution needs no proof"


def test_a_draft_is_nobody_elses(maker, user):
    answer = maker.post("/en/account/works/new", {**SONG, "action": "save"})
    key = Work.objects.get().key
    assert answer["Location"] == f"/en/account/works/{key}"
    assert Client().get(f"/en/registrations/{key}").status_code == 404
    assert not Record.objects.exists()
    maker.post(f"/en/account/works/{key}/withdraw")
    assert not Work.objects.exists()


def test_what_is_missing_is_told_and_nothing_typed_is_lost(maker):
    told = {**SONG, "kind": "", "url": "ftp://x", "action": "publish"}
    answer = maker.post("/en/account/works/new", told)
    assert answer.status_code == 400
    page = text_of(answer)
    assert "No kind of work is chosen." in page
    assert "雨音のプログラム" in page
    assert Work.objects.get().draft["title"] == SONG["title"]
    assert not Version.objects.exists()
    long = maker.post("/en/account/works/new", {**SONG, "title": "x" * 501})
    assert long.status_code == 400


def test_autosave_and_two_windows(maker):
    first = maker.post("/ja/account/works/new/draft", {**SONG, "revision": "0"}).json()
    key = Work.objects.get().key
    assert first["page"] == f"/ja/account/works/{key}"
    second = maker.post(first["autosave"], {**SONG, "title": "二", "revision": first["revision"]}).json()
    assert second["revision"] == 2
    stale = maker.post(first["autosave"], {**SONG, "title": "三", "revision": first["revision"]})
    assert stale.status_code == 409
    assert "別の画面" in stale.json()["problem"]
    answer = maker.post(first["page"], {**SONG, "title": "三", "revision": "1", "action": "save"})
    assert "三" in text_of(answer), "what was typed is shown again"
    again = {**SONG, "title": "三", "revision": "2", "action": "save"}
    assert maker.post(first["page"], again).status_code == 302
    assert Work.objects.get().draft["title"] == "三"


def test_withdrawn_works_leave_the_search(maker):
    key = published(maker)
    maker.post(f"/en/account/works/{key}/withdraw")
    assert found(Client(), "雨音のプログラム") == []
    assert Client().get(f"/en/registrations/{key}").status_code == 404
    assert "withdrawn" in text_of(maker.get(f"/en/account/works/{key}"))


def test_the_catalogue_warns_of_what_it_has(maker):
    published(maker)
    answer = maker.post("/en/account/works/new", {**SONG, "action": "save"}, follow=True)
    assert "Is it yours?" in text_of(answer)
    own = Work.objects.order_by("pk").first().key
    assert "Is it yours?" not in text_of(maker.get(f"/en/account/works/{own}")), "not of itself"


def test_html_and_formulas_stay_text(maker):
    key = published(maker, title="<script>alert(1)</script>", holder="=1+1", service="<b>x</b>")
    page = text_of(Client().get(f"/en/registrations/{key}"))
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page
    assert "<b>x</b>" not in page


def test_nobody_reaches_what_is_anothers(maker):
    key = published(maker)
    stranger = Client()
    stranger.force_login(User.objects.create_user("stranger@example.org"))
    told = {**SONG, "title": "奪う", "revision": "1", "action": "publish", "answer.commercial": "permit"}
    for name in ("registered_work", "work_intentions", "autosave_work", "withdraw_work"):
        address = reverse(f"web:{name}", args=[key])
        assert stranger.post(address, told).status_code == 404, name
        assert stranger.get(address).status_code in (404, 405), name
        assert Client().post(address, told).status_code == 302, name
    for name in ("registered_works", "register_work", "autosave_new_work", "general_intentions"):
        assert Client().post(reverse(f"web:{name}"), told).status_code == 302, name
    assert Version.objects.get().doc["title"] == SONG["title"]
    assert not Declaration.objects.exists()


def test_the_preview_declares_nothing(maker):
    key = published(maker)
    address = reverse("web:work_intentions", args=[key])
    page = text_of(maker.post(address, {"answer.commercial": "ask", "action": "preview"}))
    assert "What a user will see" in page or "利用者への見え方" in page
    assert not Declaration.objects.exists()
    bad = maker.post(address, {"answer.commercial": "ask", "territory": "12", "action": "declare"})
    assert bad.status_code == 400
    assert maker.post(address, {"action": "declare"}).status_code == 400
    assert not Declaration.objects.exists()


def test_what_could_not_be_brought_in_is_brought_in_later(maker, monkeypatch):
    from kenri.records import services as records
    from kenri.vocab.problems import Problem

    def busy(*args: object, **options: object) -> None:
        raise Problem("already_running", what="harvest")

    with monkeypatch.context() as patched:
        patched.setattr(records, "harvest", busy)
        published(maker)
        assert not Record.objects.exists()
    assert registering.bring_in()
    assert len(found(Client(), "雨音のプログラム")) == 1
