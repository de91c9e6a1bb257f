"""Signing up, signing in, and the pages of an account, as people use them."""

from __future__ import annotations

import json
import re

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from kenri.accounts import services
from kenri.accounts.models import Organisation, User

pytestmark = pytest.mark.django_db
PASSWORD = "correct horse battery"


@pytest.fixture
def user() -> User:
    return User.objects.create_user("hana@example.org", PASSWORD, name="花")


@pytest.fixture
def signed_in(client: Client, user: User) -> Client:
    client.force_login(user)
    return client


def proved(client: Client) -> None:
    """What is sensitive asks for the password again."""
    assert client.post("/en/account/reauthenticate/", {"password": PASSWORD}).status_code == 302


def text_of(answer) -> str:
    return answer.content.decode()


def test_somebody_signs_up_signs_out_and_in_again(client, settings):
    form = {"email": "New@example.org", "password1": PASSWORD, "password2": PASSWORD}
    answer = client.post("/ja/account/signup/", form, follow=True)
    assert answer.redirect_chain[-1][0] == "/ja/account/"
    assert "new@example.org" in text_of(answer)
    client.post("/ja/account/logout/")
    assert client.get("/ja/account/").status_code == 302
    answer = client.post(
        "/ja/account/login/", {"login": "NEW@example.org", "password": PASSWORD}, follow=True
    )
    assert "new@example.org" in text_of(answer)


def test_a_weak_password_is_refused_with_its_cure(client):
    answer = client.post(
        "/en/account/signup/", {"email": "a@example.org", "password1": "12345678", "password2": "12345678"}
    )
    assert "at least 12" in text_of(answer)
    assert not User.objects.exists()


def test_signing_in_tells_nothing_of_who_has_an_account(client, user):
    wrong = [
        text_of(client.post("/en/account/login/", {"login": email, "password": "wrong password"}))
        for email in (user.email, "nobody@example.org")
    ]
    strip = re.compile(r'name="csrfmiddlewaretoken" value="\w+"|hana@|nobody@')
    assert strip.sub("", wrong[0]) == strip.sub("", wrong[1])


def test_with_a_mail_server_the_address_is_confirmed_by_a_code(client, settings):
    settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"
    settings.ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
    form = {"email": "new@example.org", "password1": PASSWORD, "password2": PASSWORD}
    client.post("/en/account/signup/", form)
    assert client.get("/en/account/").status_code == 302, "not before the code"
    code = re.search(r"^([A-Z0-9-]{6,9})$", mail.outbox[0].body, re.MULTILINE)[1]
    client.post("/en/account/confirm-email/", {"code": code})
    assert client.get("/en/account/").status_code == 200


def test_an_organisation_invites_a_member(signed_in, user):
    signed_in.post("/en/account/organisations/", {"name": "国立映画アーカイブ"})
    page = user.memberships.get().organisation
    answer = signed_in.post(
        f"/en/account/organisations/{page.key}", {"email": "guest@example.org", "role": "user"}
    )
    link = re.search(r'<code class="long">http://testserver([^<]+)</code>', text_of(answer))[1]
    assert link not in text_of(signed_in.get(f"/en/account/organisations/{page.key}")), "shown once"
    guest = Client()
    guest.force_login(User.objects.create_user("guest@example.org"))
    assert guest.get(link).status_code == 200
    assert not User.objects.get(email="guest@example.org").memberships.exists(), "opening accepts nothing"
    assert "国立映画アーカイブ" in text_of(guest.post(link, follow=True))


def test_what_is_refused_says_why(signed_in, user):
    answer = signed_in.post("/en/account/organisations/", {"name": "x", "corporate_number": "123"})
    assert 'class="banner error"' in text_of(answer)
    assert not user.memberships.exists()


def test_nobody_reaches_what_is_anothers(signed_in, user):
    owner = User.objects.create_user("owner@example.org")
    body = services.found_organisation(owner, "別の組織")
    invitation, _ = services.invite(owner, body, "x@example.org", "user")
    key, _ = services.issue_key(owner, "theirs", [])
    membership = body.memberships.get()
    assert signed_in.get(reverse("web:organisation", args=[body.key])).status_code == 404
    for address in (
        reverse("web:organisation", args=[body.key]),
        reverse("web:end_membership", args=[body.key, membership.pk]),
        reverse("web:withdraw_invitation", args=[body.key, invitation.pk]),
        reverse("web:revoke_key", args=[key.public]),
    ):
        assert signed_in.post(address, {"email": "y@example.org", "role": "user"}).status_code == 404
        assert Client().post(address).status_code == 302
    own = services.found_organisation(user, "自分の組織")
    crossed = reverse("web:end_membership", args=[own.key, membership.pk])
    assert signed_in.post(crossed).status_code == 404
    membership.refresh_from_db()
    assert membership.until is None


def test_a_key_is_shown_once(signed_in):
    proved(signed_in)
    answer = signed_in.post("/en/account/keys/", {"name": "script", "scopes": ["use_api"]})
    secret = re.search(r"kenri_\w+_[\w-]+", text_of(answer))[0]
    assert services.key_of(secret).name == "script"
    assert secret not in text_of(signed_in.get("/en/account/keys/"))


def test_who_may_not_appoint_finds_no_page_of_it(signed_in):
    assert signed_in.get("/en/account/appointments").status_code == 404
    assert "Appointments of bodies" not in text_of(signed_in.get("/en/account/"))


def test_a_body_is_appointed_and_its_appointment_ends(signed_in, user):
    agency, body = (Organisation.objects.create(name=name) for name in ("文化庁", "確認機関"))
    services.appoint(agency, "commissioner_office")
    services.take_office(agency, user, "commissioner_office")
    page = "/en/account/appointments"
    told = {"organisation": "nowhere", "role": "confirmation_officer", "number": "第1号"}
    assert "no organisation" in text_of(signed_in.post(page, told))
    answer = signed_in.post(page, {**told, "organisation": body.key}, follow=True)
    assert "第1号" in text_of(answer)
    assert services.appointment(body, "confirmation_officer").by == user
    refused = signed_in.post(page, {**told, "organisation": body.key, "role": "commissioner_office"})
    assert refused.status_code == 200
    assert services.appointment(body, "commissioner_office") is None
    signed_in.post(page, {"end": f"{body.key}:confirmation_officer"})
    assert services.appointment(body, "confirmation_officer") is None


def test_a_person_takes_their_data_along_and_is_erased(signed_in, user):
    data = json.loads(signed_in.get("/en/account/data.json").content)
    assert data["email"] == "hana@example.org"
    proved(signed_in)
    assert "not the address" in text_of(signed_in.post("/en/account/data", {"email": "other@example.org"}))
    signed_in.post("/en/account/data", {"email": "HANA@example.org"})
    assert signed_in.get("/en/account/").status_code == 302
    assert not User.objects.filter(email="hana@example.org").exists()


def test_a_provider_is_offered(client, settings):
    settings.SOCIALACCOUNT_PROVIDERS = {
        "openid_connect": {
            "APPS": [
                {
                    "provider_id": "gbizid",
                    "name": "GビズID",
                    "client_id": "a",
                    "secret": "b",
                    "settings": {"server_url": "http://127.0.0.1:9"},
                }
            ]
        }
    }
    assert "GビズID" in text_of(client.get("/ja/account/login/"))
