"""What is declared for several works at once, for an organisation, and on terms of one purpose alone."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client

from kenri.accounts import services as accounts
from kenri.accounts.models import Membership, Organisation, User
from kenri.registry import imports, queries, services
from kenri.registry.declared import Declared, Terms
from kenri.registry.listed import Given
from kenri.registry.models import Declaration, Work
from kenri.vocab.problems import Problem

pytestmark = pytest.mark.django_db
AT = dt.datetime(2026, 11, 22, 12, 0, tzinfo=dt.UTC)


def user_of(name: str) -> User:
    return User.objects.create_user(f"{name}@example.org")


def published(user: User, number: int, body: Organisation | None = None) -> str:
    told = {"title": f"作品{number}", "kind": "image", "url": f"https://a.example/{number}", "holder": "x"}
    work = services.save_draft(user, told, organisation=body)
    services.publish(user, work.key)
    return work.key


def refused(call) -> str:
    with pytest.raises(Problem) as caught:
        call()
    return caught.value.code


def test_one_declaration_for_several_works_or_none():
    user, other = user_of("a"), user_of("b")
    keys = [published(user, number) for number in range(3)]
    foreign = published(other, 9)
    told = Declared({"commercial": "refuse"})
    assert refused(lambda: services.declare_for(user, told, [*keys, foreign])) == "no_such_work"
    assert not Declaration.objects.exists()
    assert services.declare_for(user, told, keys) == 3
    assert services.declare_for(user, told, keys) == 0, "twice says it once"
    found = queries.registered([*keys, foreign])
    assert [found[key].standing["commercial"].says for key in keys] == ["refuse"] * 3
    assert found[foreign].standing == {}


def test_terms_of_one_purpose():
    user = user_of("a")
    key = published(user, 1)
    own = {"merchandising": Terms(fee="売上の5%", territory="JP"), "commercial": Terms(credit=True)}
    answers = {"derivative": "terms", "merchandising": "terms", "commercial": "refuse"}
    row = services.declare(user, Declared(answers, Terms(credit=True, fee="free"), own=own), key)
    assert set(row.doc["own"]) == {"merchandising"}, "what is refused has no terms"
    standing = queries.registered([key])[key].standing
    assert standing["derivative"].terms == Terms(credit=True, fee="free")
    assert standing["merchandising"].terms.territory == "JP"


def test_an_organisation_declares_for_its_works_only():
    founder, keeper = user_of("a"), user_of("b")
    body = accounts.found_organisation(founder, "出版社")
    Membership.objects.create(user=keeper, organisation=body, role="holder")
    own, theirs = published(founder, 1), published(founder, 2, body)
    services.declare(keeper, Declared({"commercial": "ask"}), organisation=body)
    found = queries.registered([own, theirs])
    assert (found[own].standing, found[theirs].standing["commercial"].says) == ({}, "ask")
    stranger = user_of("c")
    assert refused(
        lambda: services.declare(stranger, Declared({"commercial": "permit"}), organisation=body)
    ) == ("not_yours_to_do")
    assert refused(lambda: services.save_draft(stranger, {}, organisation=body)) == "not_yours_to_do"


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_pages(client: Client, tmp_path, language):
    user = user_of("a")
    body = accounts.found_organisation(user, "出版社")
    client.force_login(user)
    page = f"/{language}/account/permissions"
    keys = [published(user, number) for number in range(2)]
    posted = {"answer.merchandising": "terms", "merchandising-fee": "5%", "answer.commercial": "refuse"}
    several = f"{page}?work={keys[0]}&work={keys[1]}"
    preview = client.post(several, posted).content.decode()
    assert "5%" in preview
    assert not Declaration.objects.exists()
    assert client.post(several, {**posted, "action": "declare"}).status_code == 302
    found = queries.registered(keys)
    assert {one.standing["merchandising"].terms.fee for one in found.values()} == {"5%"}
    assert f"organisation={body.key}" in client.get(page).content.decode()
    told = {"answer.education": "permit", "action": "declare"}
    assert client.post(f"{page}?organisation={body.key}", told).status_code == 302
    assert Declaration.objects.latest("pk").organisation == body
    listed = tmp_path / "l.csv"
    listed.write_text("title,type,url\nA,image,https://a.example/8\n", encoding="utf-8")
    imported = imports.stage(user, listed, Given(holder="x"), at=AT, name="l")
    imports.carry_out(user, imported.key, at=AT)
    assert client.post(f"{page}?list={imported.key}", told).status_code == 302
    assert Declaration.objects.latest("pk").work.address == "https://a.example/8"
    stranger = Client()
    stranger.force_login(user_of("c"))
    for query in (f"organisation={body.key}", f"list={imported.key}"):
        assert stranger.get(f"{page}?{query}").status_code == 404
    assert (
        "not among yours" in stranger.post(f"/en/account/permissions?work={keys[0]}", told).content.decode()
    )
    draft = {"title": "題", "organisation": body.key, "action": "save"}
    client.post(f"/{language}/account/works/new", draft)
    assert Work.objects.latest("pk").organisation == body
