"""The page on which owners prove an address, from the code to the confirmation that everybody sees."""

from __future__ import annotations

import re

import msgspec
import pytest
from django.test import Client
from proving_server import site

from kenri.accounts.models import User
from kenri.registry import services
from kenri.registry.models import Control
from kenri.web.registry import proving

pytestmark = pytest.mark.django_db


def page_of(client: Client, path: str, **data: str) -> str:
    return client.get(path, data).content.decode()


@pytest.fixture
def maker(client: Client) -> Client:
    client.force_login(User.objects.create_user("haru@example.org"))
    return client


@pytest.mark.parametrize(
    ("language", "unsure", "sure"), [("ja", "未確認", "確認済み"), ("en", "not confirmed", "confirmed")]
)
def test_from_the_code_to_the_confirmation(maker, monkeypatch, language, unsure, sure):
    monkeypatch.setattr(
        proving, "POLITE", msgspec.structs.replace(proving.POLITE, rate=0, allow_private=True)
    )
    monkeypatch.setattr(proving, "resolve", lambda host, port: ["127.0.0.1"])
    with site() as (local, pages):
        address = local.replace("127.0.0.1", "works.example")
        told = {
            "title": "雨音",
            "kind": "musical_work",
            "url": f"{address}/1",
            "holder": "ハル",
            "made": "person",
        }
        work = services.save_draft(User.objects.get(), told)
        services.publish(User.objects.get(), work.key)
        public = f"/{language}/registrations/{work.key}"
        assert f">{unsure}</span>" in page_of(Client(), public)
        mine = f"/{language}/account/addresses"
        assert "addresses?address=http%3A%2F%2Fworks.example" in page_of(maker, f"/{language}/account/works/")
        assert f'value="{address}/1"' in page_of(maker, mine, address=f"{address}/1")
        assert maker.post(mine, {"address": f"{address}/1", "method": "page"}).status_code == 302
        code = re.search(r"kenri-verification=([0-9a-f]{32})", page_of(maker, mine))[1]
        look = f"{mine}/{Control.objects.get().key}/look"
        assert 'class="banner error"' in maker.post(look, follow=True).content.decode()
        pages["/1"] = f'<head><meta name="kenri-verification" content="{code}"></head>'.encode()
        assert 'class="banner error"' not in maker.post(look, follow=True).content.decode()
        assert f">{sure}</span>" in page_of(Client(), public)


def test_bad_addresses_and_strangers_are_refused(maker):
    for address in ("", "x", "javascript:alert(1)", "https://user:pw@x.example/"):
        answer = maker.post("/en/account/addresses", {"address": address, "method": "page"})
        assert answer.status_code == 400, address
    maker.post("/en/account/addresses", {"address": "https://x.example/", "method": "page"})
    look = f"/en/account/addresses/{Control.objects.get().key}/look"
    stranger = Client()
    assert "/login" in stranger.post(look)["Location"]
    stranger.force_login(User.objects.create_user("b@example.org"))
    assert "not among those" in stranger.post(look, follow=True).content.decode()
    assert "x.example" not in page_of(stranger, "/en/account/addresses")
