"""What every answer carries, what it never carries, and what is refused before anything looks at it."""

from __future__ import annotations

import json
import logging
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.test import Client

from kenri.accounts.models import Membership, Organisation, User
from kenri.accounts.services import issue_key
from kenri.project.commands.serve import serve
from kenri.project.log_lines import Lines
from kenri.vocab.problems import Problem
from kenri.web import middleware

pytestmark = pytest.mark.django_db
PAGES = (
    "/en/",
    "/en/account/login/",
    "/en/tariffs/",
    "/health",
    "/api/v1/register",
    "/en/nothing",
    "/robots.txt",
)


@pytest.fixture
def user() -> User:
    found = User.objects.create_user("hana@example.org", name="花")
    body = Organisation.objects.create(name="a")
    Membership.objects.create(user=found, organisation=body, role="administrator")
    return found


@pytest.mark.parametrize("page", PAGES)
def test_every_answer_says_how_it_may_be_used(client: Client, page: str) -> None:
    answer = client.get(page)
    policy = dict(part.split(" ", 1) for part in answer["Content-Security-Policy"].split("; "))
    assert policy["default-src"] == policy["base-uri"] == policy["frame-ancestors"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == "'self'"
    assert "unsafe" not in middleware.POLICY
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "camera=()" in answer["Permissions-Policy"]
    assert "charset=utf-8" in answer["Content-Type"].lower() or "json" in answer["Content-Type"]
    assert not {"Server", "X-Powered-By"} & set(answer.headers)
    assert "Access-Control-Allow-Origin" not in answer.headers


def test_what_somebody_signed_in_was_given_is_kept_by_no_cache(client: Client, user: User) -> None:
    client.force_login(user)
    for page in ("/en/account/", "/en/account/data.json", "/en/account/keys/", "/en/", "/en/account/works/"):
        assert (
            client.get(page)["Cache-Control"] == "private, no-store"
            or "no-store" in client.get(page)["Cache-Control"]
        )
    _, text = issue_key(user, "script", ["use_api", "apply_for_use"])
    answer = Client().get("/api/v1/cases", headers={"authorization": f"Bearer {text}"})
    assert answer["Cache-Control"] == "private, no-store"
    assert answer["Content-Disposition"] == 'attachment; filename="api.json"'


def test_https_is_kept_to(tmp_path: Path) -> None:
    """The settings of a public site, read anew, and one page of it."""
    script = """
import json, django
from django.conf import settings
django.setup()
from django.core.management import call_command
call_command("migrate", "socialaccount", verbosity=0)
from django.test import Client
client = Client(headers={"host": "kenri.example"})
plain, told = client.get("/en/account/login/"), {"x-forwarded-proto": "https"}
page = client.get("/en/account/login/", headers=told)
cookies = {name: [bool(c["secure"]), bool(c["httponly"]), c["samesite"], c["path"], c["domain"]]
           for name, c in client.cookies.items()}
client.get("/en/account/login/", headers=told)
print(json.dumps({"status": plain.status_code, "to": plain["Location"], "page": page.status_code,
  "hsts": page["Strict-Transport-Security"], "cookies": cookies, "debug": settings.DEBUG,
  "session": settings.SESSION_COOKIE_NAME, "flags": [settings.SESSION_COOKIE_SECURE,
  settings.SESSION_COOKIE_HTTPONLY, settings.SESSION_COOKIE_SAMESITE], "open": settings.KENRI_OPEN,
  "health": client.get("/health").status_code}))
"""
    environment = {
        "PATH": os.environ["PATH"], "KENRI_HOME": str(tmp_path), "KENRI_HTTPS": "yes",
        "KENRI_SECRET_KEY": "x" * 60, "KENRI_HOSTS": "kenri.example",
        "DJANGO_SETTINGS_MODULE": "kenri.project.settings",
    }  # fmt: skip
    ran = subprocess.run([sys.executable, "-c", script], env=environment, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stderr
    told = json.loads(ran.stdout)
    assert (told["status"], told["to"]) == (301, "https://kenri.example/en/account/login/")
    assert (told["page"], told["health"]) == (200, 200)
    assert re.fullmatch(r"max-age=\d{8}; includeSubDomains", told["hsts"])
    assert told["cookies"] == {"__Host-csrftoken": [True, True, "Lax", "/", ""]}
    assert (told["session"], told["flags"]) == ("__Host-sessionid", [True, True, "Lax"])
    assert (told["debug"], told["open"]) == (False, False)


def test_no_public_site_with_the_key_that_everybody_knows(settings) -> None:
    settings.IS_PUBLIC = True
    with pytest.raises(Problem) as refusal:
        serve()
    assert refusal.value.code == "built_in_key"
    assert "KENRI_SECRET_KEY" in refusal.value.message("en")


def test_forms_of_other_sites_are_refused(user: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(user)
    for page in ("/en/account/", "/en/account/organisations/", "/en/account/works/new", "/en/projects/"):
        assert client.post(page, {"name": "x"}).status_code == 403
    assert Client(enforce_csrf_checks=True).post("/en/account/login/", {}).status_code == 403


def test_a_session_is_no_key_and_no_token_in_an_address(user: User) -> None:
    client = Client()
    client.force_login(user)
    assert client.get("/api/v1/cases").status_code == 401, "so no form of another site can act by programme"
    _, text = issue_key(user, "script", ["use_api"])
    assert Client().get("/api/v1/cases", {"token": text, "key": text}).status_code == 401


def test_errors_tell_nothing_of_the_inside(client: Client, monkeypatch) -> None:
    from kenri.web.find.views import home

    def broken(*args: object, **kwargs: object) -> None:
        raise RuntimeError("SECRET of the inside")

    monkeypatch.setattr(home, "render", broken)
    client.raise_request_exception = False
    for page in ("/en/", "/ja/"):
        answer = client.get(page)
        assert answer.status_code == 500
        assert "SECRET" not in answer.content.decode()
        assert "Traceback" not in answer.content.decode()


def test_a_form_sets_no_field_that_it_does_not_show(client: Client, user: User) -> None:
    client.force_login(user)
    told = {
        "name": "新",
        "language": "en",
        "country": "JP",
        "email": "x@example.org",
        "is_active": "",
        "key": "x",
    }
    client.post("/en/account/", {**told, "password": "x", "is_staff": "1"})
    before = (user.key, user.email, user.is_active, user.password)
    user.refresh_from_db()
    assert user.name == "新"
    assert (user.key, user.email, user.is_active, user.password) == before
    client.post("/en/account/organisations/", {"name": "b", "key": "chosen", "role": "commissioner_office"})
    assert not Organisation.objects.filter(key="chosen").exists()
    assert set(user.memberships.values_list("role", flat=True)) == {"administrator"}


def test_a_value_told_twice_is_one_value(client: Client, user: User) -> None:
    client.force_login(user)
    client.post("/en/account/?name=address", {"name": ["一", "二"], "language": "en"})
    user.refresh_from_db()
    assert user.name == "二", "the last one of the form, never the address's"


def test_what_people_write_is_no_markup(client: Client, user: User) -> None:
    client.force_login(user)
    attack = "<script>alert(1)</script>{{ 7|add:7 }}{% now 'Y' %}"
    client.post("/en/account/", {"name": attack, "language": "en"})
    page = client.get("/en/account/").content.decode()
    assert "<script>alert" not in page
    assert "{{ 7|add:7 }}" in page, "no template is made of it either"


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "TRACE"])
def test_methods_that_nothing_uses_are_refused(client: Client, user: User, method: str) -> None:
    client.force_login(user)
    for page in ("/en/account/", "/en/account/keys/", "/api/v1/intentions", "/en/tariffs/", "/health"):
        assert client.generic(method, page).status_code == 405


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b"{", "application/json", 400),
        (b"urls=x", "application/x-www-form-urlencoded", 415),
        (b'{"urls": []}', "text/plain", 415),
        (b"<urls/>", "application/xml", 415),
        (b'{"urls": "x"}', "application/json", 422),
        (b'{"urls": [' + b'"x",' * 10_000 + b'"x"]}', "application/json", 422),
        (b'{"urls": [1]}', "application/json", 422),
        (b"[" * 100_000, "application/json", 400),
        (rb'{"urls": ["https://a.example/\ud800"]}', "application/json", 400),
        (rb'{"entities": ["\u0000"]}', "application/json", 400),
        (b'{"urls": [NaN]}', "application/json", 400),
        (b'{"urls": ["' + b"x" * 3_000_000 + b'"]}', "application/json", 413),
    ],
)
def test_what_is_no_question_is_refused_by_the_interface(client: Client, body, kind, status: int) -> None:
    assert client.post("/api/v1/intentions", body, content_type=kind).status_code == status


def test_addresses_of_files_stay_in_their_places(client: Client) -> None:
    for place in (
        "/static/../kenri.sqlite3",
        "/static/..%2f..%2fetc/passwd",
        "/.git/config",
        "/static/",
        "/var/",
    ):
        assert client.get(place).status_code in (301, 302, 400, 404)
        assert b"SQLite" not in client.get(place).content


def test_the_log_is_of_lines_and_keeps_no_secret() -> None:
    def line(message: str, *values: object) -> str:
        return Lines().format(logging.LogRecord("kenri", logging.WARNING, "", 1, message, values, None))

    told = line("Not Found: %s", "/en/x\r\n2026 INFO forged \x1b[31m\u2028y")
    assert "\n" not in told
    assert "\x1b" not in told
    assert "\u2028" not in told
    assert re.match(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z WARNING kenri ", told)
    for secret, path in (
        ("2026-0673-00001.1.20260501.abcdefghij", "/ja/answers/{}"),
        ("Abc-def_123", "/en/account/invitations/{}"),
        ("0123456789abcdef_secretsecret", "Bearer kenri_{}"),
        ("hunter22", "/x?password={}&a=b"),
    ):
        assert secret.rpartition("_")[2] not in line(path.format(secret))


def test_refusals_are_logged(client: Client, user: User, caplog) -> None:
    client.force_login(user)
    client.get("/en/account/organisations/0000000000000000")
    client.get("/en/money/")
    Client().get("/api/v1/cases")
    told = [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING]
    assert [text.partition(":")[0] for text in told] == ["Not Found", "Forbidden", "Unauthorized"]
