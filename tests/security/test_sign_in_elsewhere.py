"""Signing in through an OpenID Connect provider: a real round trip with one that listens on this machine."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from allauth.socialaccount.models import SocialAccount
from django.test import Client

from kenri.accounts.models import Assurance, User

pytestmark = [pytest.mark.django_db, pytest.mark.filterwarnings("ignore")]
START = "/en/account/oidc/gbizid/login/"


@pytest.fixture
def server() -> Iterator[str]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        provider = pytest.importorskip("oidc_provider_mock")
        with provider.run_server_in_thread() as running:
            yield f"http://localhost:{running.server_port}"


@pytest.fixture(autouse=True)
def _offered(server: str, settings) -> None:
    """As a line of the file that ``KENRI_SIGN_IN`` names becomes it."""
    app = {
        "provider_id": "gbizid",
        "name": "GビズID",
        "client_id": "kenri",
        "secret": "the secret",
        "settings": {"server_url": server, "grade": "public_id"},
    }
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [app], "OAUTH_PKCE_ENABLED": True}}


def known(server: str, sub: str, **claims: object) -> None:
    """Somebody whom the provider knows."""
    assert httpx.put(f"{server}/users/{sub}", json=claims).status_code == 204


def there_and_back(client: Client, server: str, sub: str) -> str:
    """The user presses the button, proves who they are at the provider, and is sent back: to where."""
    away = client.post(START)["Location"]
    assert away.startswith(f"{server}/")
    told = parse_qs(urlsplit(away).query)
    assert told["code_challenge_method"] == ["S256"]
    assert len(told["state"][0]) >= 16
    back = httpx.post(away, data={"sub": sub}).headers["Location"]
    return client.get(back.removeprefix("http://testserver"))["Location"]


def test_who_is_known_elsewhere_signs_in_here(server: str) -> None:
    known(server, "c-7", email="hana@example.org", email_verified=True, name="花")
    for _ in range(2):
        client = Client()
        assert there_and_back(client, server, "c-7") == "/en/account/"
        assert client.get("/en/account/").status_code == 200
    user = User.objects.get()
    assert (user.email, user.has_usable_password()) == ("hana@example.org", False)
    assert SocialAccount.objects.get().uid == "c-7"
    noted = [(one.grade, one.how, one.by) for one in Assurance.objects.filter(user=user)]
    assert ("public_id", "OpenID Connect: gbizid", None) in noted
    assert len(noted) == len(set(noted)), "once, however often they sign in"


def test_an_address_is_not_taken_over_by_a_provider_that_names_it(server: str) -> None:
    """Whoever says at a provider that they have somebody's address has not their account."""
    User.objects.create_user("hana@example.org", "correct horse battery")
    known(server, "evil", email="hana@example.org", email_verified=False)
    client = Client()
    there_and_back(client, server, "evil")
    assert client.get("/en/account/").status_code == 302
    assert not SocialAccount.objects.exists()


def test_an_answer_that_nobody_asked_for_signs_nobody_in(server: str) -> None:
    known(server, "c-7", email="hana@example.org", email_verified=True)
    victim, attacker = Client(), Client()
    away = attacker.post(START)["Location"]
    back = httpx.post(away, data={"sub": "c-7"}).headers["Location"].removeprefix("http://testserver")
    victim.get(back)
    assert victim.get("/en/account/").status_code == 302, "the state is another browser's"
    code = parse_qs(urlsplit(back).query)["code"][0]
    attacker.get(back.replace(code, "x" * len(code)))
    assert attacker.get("/en/account/").status_code == 302, "the provider knows no such code"
    assert not User.objects.exists()


def test_a_link_alone_leads_nowhere(server: str) -> None:
    assert Client().get(START).status_code == 200, "a page with a button: nobody is sent away by a link"
