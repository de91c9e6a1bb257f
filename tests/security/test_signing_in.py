"""Signing in as OWASP ASVS 4.0.3 wants it: passwords, limits, second factors, sessions, what is told."""

from __future__ import annotations

import logging
import re
import time

import pytest
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.contrib.auth.hashers import PBKDF2PasswordHasher, get_hashers
from django.core import mail
from django.core.cache import caches
from django.test import Client

from kenri.accounts.models import User
from kenri.accounts.services import issue_key

pytestmark = pytest.mark.django_db
PASSWORD = "correct horse battery"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@pytest.fixture(autouse=True)
def _quick(request: pytest.FixtureRequest, settings) -> None:
    """Hashing is slow on purpose; the tests that are not about it need not wait."""
    if "hashed" not in request.node.name:
        settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def user() -> User:
    return User.objects.create_user("hana@example.org", PASSWORD, name="花")


def sign_in(client: Client, password: str = PASSWORD, email: str = "hana@example.org", **more):
    return client.post("/en/account/login/", {"login": email, "password": password}, **more)


def text_of(answer) -> str:
    return answer.content.decode()


def sign_up(password: str, email: str = "new@example.org") -> str:
    told = {"email": email, "password1": password, "password2": password}
    return text_of(Client().post("/en/account/signup/", told))


def test_passwords_may_be_any_letters_of_12_to_128() -> None:
    assert "at least 12" in sign_up("short word")
    assert "at most 128" in sign_up("長" * 129)
    for number, password in enumerate(("合い言葉は 🐈 と 🐕 です。", "x y " * 32, "lower case only words")):
        sign_up(password, f"n{number}@example.org")
        assert User.objects.get(email=f"n{number}@example.org").check_password(password)
        assert not User.objects.get(email=f"n{number}@example.org").check_password(password[:-1])


def test_common_passwords_are_refused() -> None:
    """The 20,000 most common ones of breaches, kept here: nothing is asked of a service elsewhere."""
    assert "too common" in sign_up("qwertyuiop123")
    assert "too similar" in sign_up("hana-yamada-2026", "hana-yamada-2026@example.org")


def test_passwords_are_kept_hashed(user: User) -> None:
    method, rounds, salt, _ = user.password.split("$")
    assert (method, len(salt) >= 22) == ("pbkdf2_sha256", True)
    assert int(rounds) >= 600_000
    assert isinstance(get_hashers()[0], PBKDF2PasswordHasher)
    assert PASSWORD not in repr(User.objects.values().get())


def test_a_new_password_asks_for_the_old_one_and_ends_other_sessions(user: User) -> None:
    here, elsewhere = Client(), Client()
    sign_in(here)
    sign_in(elsewhere)
    here.post("/en/account/reauthenticate/", {"password": PASSWORD})
    told = {"password1": "another long phrase", "password2": "another long phrase"}
    here.post("/en/account/password/change/", {**told, "oldpassword": "wrong"})
    user.refresh_from_db()
    assert user.check_password(PASSWORD)
    here.post("/en/account/password/change/", {**told, "oldpassword": PASSWORD})
    user.refresh_from_db()
    assert user.check_password("another long phrase")
    assert elsewhere.get("/en/account/").status_code == 302
    assert [letter.to for letter in mail.outbox] == [[user.email]], "they are told of it"
    assert "another long phrase" not in mail.outbox[0].body


def test_guessing_is_slowed_down(user: User) -> None:
    answers = [sign_in(Client(), "wrong password") for _ in range(6)]
    assert "Too many failed login attempts" in text_of(answers[-1])
    assert "Too many failed" in text_of(sign_in(Client())), "the right one helps nobody who guessed"
    assert sign_in(Client(), email="other@example.org").status_code == 200


def test_guessing_under_invented_addresses_is_slowed_down_too(user: User) -> None:
    """What a client says of where it comes from counts only behind servers of one's own."""
    answers = [
        sign_in(
            Client(), "wrong", f"n{number}@example.org", headers={"x-forwarded-for": f"203.0.113.{number}"}
        )
        for number in range(12)
    ]
    assert answers[0].status_code == 200
    assert "Too many failed" in text_of(answers[-1])


def test_behind_a_server_of_ones_own_its_word_counts(user: User, settings) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    for number in range(12):
        address = f"198.51.100.1, 203.0.113.{number}"
        answer = sign_in(Client(), "wrong", f"n{number}@example.org", headers={"x-forwarded-for": address})
        assert "Too many failed" not in text_of(answer)


def test_limits_and_used_codes_are_known_to_every_process(settings) -> None:
    found = settings.CACHES["default"]["BACKEND"]
    assert found == "django.core.cache.backends.filebased.FileBasedCache", "memory is one process's own"
    caches["default"].set("a", 1)
    assert list(settings.KENRI_HOME.glob("cache/*.djcache"))


def test_resets_are_limited_and_tell_nothing(user: User) -> None:
    strip = re.compile(r'name="csrfmiddlewaretoken" value="\w+"|hana@|nobody@')
    pages = []
    for email in ("hana@example.org", "nobody@example.org"):
        answer = Client().post("/en/account/password/reset/", {"email": email}, follow=True)
        pages.append(strip.sub("", text_of(answer)))
    assert pages[0] == pages[1]
    assert [letter.to for letter in mail.outbox] == [["hana@example.org"]]
    statuses = [
        Client().post("/en/account/password/reset/", {"email": "hana@example.org"}).status_code
        for _ in range(6)
    ]
    assert statuses[-1] == 429


def test_signing_up_tells_nothing_of_who_has_an_account(user: User, settings) -> None:
    settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"
    settings.ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
    led = []
    for email in ("hana@example.org", "unknown@example.org"):
        told = {"email": email, "password1": "a very long phrase", "password2": "a very long phrase"}
        led.append(Client().post("/en/account/signup/", told)["Location"])
    assert led[0] == led[1]
    user.refresh_from_db()
    assert user.check_password(PASSWORD)


def test_a_reset_code_holds_for_minutes_and_a_few_tries(user: User, settings) -> None:
    from allauth.account import app_settings

    assert app_settings.PASSWORD_RESET_BY_CODE_TIMEOUT <= 600
    assert app_settings.EMAIL_VERIFICATION_BY_CODE_TIMEOUT <= 900
    led = []
    for wrong in (0, 3):
        client = Client()
        client.post("/en/account/password/reset/", {"email": "hana@example.org"})
        code = re.search(r"^([A-Z0-9-]{6,9})$", mail.outbox[-1].body, re.MULTILINE)[1]
        for _ in range(wrong):
            client.post("/en/account/password/reset/confirm/", {"code": "WRONG1"})
        answer = client.post("/en/account/password/reset/confirm/", {"code": code})
        led.append(answer.status_code == 302 and answer["Location"])
    assert led[0] == "/en/account/password/reset/complete/"
    assert led[1] != led[0], "tried too often: the code is gone"


def test_a_new_address_counts_once_it_is_confirmed(user: User, settings) -> None:
    settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"
    settings.ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
    client = Client()
    client.force_login(user)
    client.post("/en/account/email/", {"email": "new@example.org", "action_add": ""})
    assert not mail.outbox, "first the password"
    client.post("/en/account/reauthenticate/", {"password": PASSWORD})
    client.post("/en/account/email/", {"email": "new@example.org", "action_add": ""})
    user.refresh_from_db()
    assert user.email == "hana@example.org"
    assert "new@example.org" in {to for letter in mail.outbox for to in letter.to}


def code_now() -> str:
    return format_hotp_value(hotp_value(SECRET, int(time.time()) // 30))


def test_a_code_of_an_authenticator_app_counts_once(user: User) -> None:
    TOTP.activate(user, SECRET)
    first, second = Client(), Client()
    for client in (first, second):
        assert sign_in(client)["Location"].endswith("/2fa/authenticate/")
        assert client.get("/en/account/").status_code == 302, "the password alone signs nobody in"
    code = code_now()
    assert first.post("/en/account/2fa/authenticate/", {"code": code}).status_code == 302
    assert first.get("/en/account/").status_code == 200
    second.post("/en/account/2fa/authenticate/", {"code": code})
    assert second.get("/en/account/").status_code == 302


def test_guessing_codes_is_slowed_down(user: User) -> None:
    TOTP.activate(user, SECRET)
    client = Client()
    sign_in(client)
    answers = [client.post("/en/account/2fa/authenticate/", {"code": "000000"}) for _ in range(6)]
    assert "Too many failed login attempts" in text_of(answers[-1]) or answers[-1].status_code == 429


def test_second_factors_are_sealed_in_the_database(user: User, settings) -> None:
    TOTP.activate(user, SECRET)
    RecoveryCodes.activate(user)
    kept = repr(list(Authenticator.objects.values("data")))
    assert SECRET not in kept
    assert kept.count("sealed:") == 2
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "a new key of the site"
    row = Authenticator.objects.get(type="totp")
    assert get_adapter().decrypt(row.data["secret"]) == SECRET, "a key that is replaced still reads"


def test_a_recovery_code_counts_once_and_is_random(user: User) -> None:
    TOTP.activate(user, SECRET)
    codes = RecoveryCodes.activate(user).get_unused_codes()
    assert len(set(codes)) == len(codes) == 10
    for expected in (200, 302):
        client = Client()
        sign_in(client)
        client.post("/en/account/2fa/authenticate/", {"code": codes[0]})
        assert client.get("/en/account/").status_code == expected


def test_whoever_signs_in_gets_a_new_session(user: User) -> None:
    client = Client()
    client.get("/en/account/login/")
    session = client.session
    session["before"] = "x"
    session.save()
    client.cookies["sessionid"] = before = session.session_key
    sign_in(client)
    assert client.cookies["sessionid"].value not in ("", before)
    assert len(client.cookies["sessionid"].value) >= 32
    stolen = Client()
    stolen.cookies["sessionid"] = before
    assert stolen.get("/en/account/").status_code == 302


def test_signing_out_ends_the_session(user: User) -> None:
    client = Client()
    sign_in(client)
    key = client.cookies["sessionid"].value
    assert client.get("/en/account/logout/").status_code == 200, "a link alone signs nobody out"
    assert client.get("/en/account/").status_code == 200
    client.post("/en/account/logout/")
    client.cookies["sessionid"] = key
    assert client.get("/en/account/").status_code == 302


def test_a_session_lasts_half_a_day(user: User, settings) -> None:
    client = Client()
    sign_in(client)
    assert settings.SESSION_COOKIE_AGE == 12 * 3600
    assert not settings.SESSION_SAVE_EVERY_REQUEST, "it ends whatever is done meanwhile"
    assert client.session.get_expiry_age() <= 12 * 3600


def test_sessions_are_listed_and_ended(user: User) -> None:
    here, elsewhere = Client(), Client()
    sign_in(here)
    sign_in(elsewhere, headers={"user-agent": "Elsewhere/1.0"})
    assert "Elsewhere/1.0" in text_of(here.get("/en/account/sessions/"))
    here.post("/en/account/reauthenticate/", {"password": PASSWORD})
    here.post("/en/account/sessions/")
    assert here.get("/en/account/").status_code == 200
    assert elsewhere.get("/en/account/").status_code == 302


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("/en/account/keys/", {"name": "script", "scopes": ["use_api"]}),
        ("/en/account/data", {"email": "hana@example.org"}),
        ("/en/account/bank-account", {"bank": "0005"}),
        ("/en/account/sessions/", {}),
        ("/en/account/2fa/totp/activate/", {"code": "000000"}),
    ],
)
def test_what_is_sensitive_asks_for_the_password_again(user: User, address: str, told: dict) -> None:
    client = Client()
    sign_in(client)
    answer = client.post(address, told)
    assert answer.status_code == 302
    assert "/account/reauthenticate/" in answer["Location"]
    assert not user.api_keys.exists()
    assert User.objects.filter(email="hana@example.org").exists()


def test_a_link_to_elsewhere_is_not_followed(user: User) -> None:
    for place in ("https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)"):
        client = Client()
        answer = client.post("/en/account/login/", {"login": user.email, "password": PASSWORD, "next": place})
        assert answer["Location"].startswith("/en/account/")
        assert "evil" not in client.post("/en/account/logout/", {"next": place})["Location"]


def test_what_concerns_signing_in_is_logged_without_secrets(user: User, caplog) -> None:
    caplog.set_level(logging.INFO, "kenri.signing_in")
    client = Client()
    sign_in(client, "a wrong password")
    sign_in(client)
    client.post("/en/account/logout/")
    told = [record.getMessage() for record in caplog.records if record.name == "kenri.signing_in"]
    assert told == [
        "sign-in failed: user - from 127.0.0.1",
        f"signed in: user {user.key} from 127.0.0.1",
        f"signed out: user {user.key} from 127.0.0.1",
    ]


def test_a_key_of_a_programme_signs_nobody_in(user: User) -> None:
    _, text = issue_key(user, "script", ["use_api"])
    client = Client(headers={"authorization": f"Bearer {text}"})
    assert client.get("/en/account/").status_code == 302
    assert client.get("/api/v1/cases", {"key": text}, headers={"authorization": ""}).status_code == 401
