"""Nobody reaches what is somebody else's: every address that names an object, every method, every stranger.

The table says of each address how it is filled in, or why everybody may read it. An address that is added and
stands in neither fails the test.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import urlencode

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from django.urls import URLPattern, get_resolver, reverse

from kenri.accounts import services as accounts
from kenri.accounts.models import User
from kenri.accounts.permissions import actions
from kenri.cases import usage_works
from kenri.web.registry import registering
from kenri.web.rights import background
from tests.cases.proceedings.conftest import people
from tests.security.belongings import SECRET, made, strangers

__all__ = ["people"]
pytestmark = pytest.mark.django_db
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE")
Arguments = Callable[[SimpleNamespace], dict[str, object]]


def key(name: str, **more: object) -> Arguments:
    return lambda world: {"key": getattr(world, name), **more}


def number(name: str, **more: str) -> Arguments:
    return lambda world: (
        {"number": getattr(world, name)}
        | {argument: getattr(world, value, value) for argument, value in more.items()}
    )


def of(**told: str) -> Arguments:
    return lambda world: {argument: getattr(world, value) for argument, value in told.items()}


def body_of(world: SimpleNamespace) -> dict[str, object]:
    return {"key": world.company.key}


SOMEBODYS: dict[str, tuple[Arguments, str]] = {
    # The address, its arguments, and who it belongs to (of ``people``).
    **{
        f"web:{name}": (key("project"), "applicant")
        for name in (
            "project",
            "project_columns",
            "project_use",
            "project_run",
            "project_progress",
            "project_items",
            "project_bulk",
            "project_delete",
            "new_batch",
        )
    },
    "web:project_item": (lambda world: {"key": world.project, "item_id": world.item}, "applicant"),
    "web:project_export": (key("project", form="jsonl"), "applicant"),
    "web:organisation": (body_of, "applicant"),
    "web:end_membership": (lambda w: {**body_of(w), "membership": w.membership.pk}, "applicant"),
    "web:withdraw_invitation": (lambda w: {**body_of(w), "invitation": w.invitation.pk}, "applicant"),
    "web:revoke_key": (lambda world: {"public": world.key.public}, "applicant"),
    **{
        f"web:{name}": (key("work"), "applicant")
        for name in ("registered_work", "autosave_work", "withdraw_work", "work_intentions")
    },
    **{
        f"web:{name}": (key("list"), "applicant")
        for name in ("import", "import_carry_out", "import_discard", "import_table")
    },
    "web:claim_step": (key("claim"), "applicant"),
    "web:look_for_code": (key("control"), "applicant"),
    "web:licence": (number("licence"), "applicant"),
    "web:licence_file": (number("licence", form="json"), "applicant"),
    "web:claim_held": (number("likely"), "applicant"),
    "web:invoice": (number("obligation"), "applicant"),
    "web:receipt": (number("obligation", settlement="settlement"), "applicant"),
    "web:receipt_pdf": (number("obligation", settlement="settlement"), "applicant"),
    "web:money_obligation": (number("obligation"), "treasurer"),
    "web:money_held_decide": (number("likely"), "treasurer"),
    "web:money_order": (number("order"), "treasurer"),
    "web:notice": (key("notice"), "applicant"),
    "web:saved_search": (key("search"), "applicant"),
    "web:usage_report": (number("usage"), "applicant"),
    "web:distribute_report": (number("usage"), "treasurer"),
    "api:report": (number("usage"), "applicant"),
    "api:look_again": (number("usage"), "applicant"),
    "api:ask": (number("usage"), "treasurer"),
    "api:distribute": (number("usage"), "treasurer"),
    "api:run": (number("run"), "treasurer"),
    "api:obligation": (number("obligation"), "applicant"),
    "api:invoice": (number("obligation"), "applicant"),
    "api:receipt": (number("obligation", entry="entry"), "applicant"),
    "api:pay": (number("obligation"), "treasurer"),
    "api:of_case": (number("case"), "applicant"),
    "web:together": (key("together"), "applicant"),
    "web:case": (number("case"), "applicant"),
    "web:case_act": (number("draft"), "applicant"),
    "web:case_attach": (number("case"), "applicant"),
    "web:case_file": (number("case", key="attachment"), "applicant"),
    "web:case_desk": (number("case"), "checker"),
    "web:case_reckon": (number("filed", action="reckon"), "checker"),
    "web:case_look": (number("draft"), "applicant"),
    "web:case_evidence": (number("case"), "applicant"),
    "web:case_whole": (number("case"), "applicant"),
    "web:case_document": (number("case", document="document"), "applicant"),
    "web:case_letter": (number("draft", item="1"), "applicant"),
    "web:case_letter_pdf": (number("case", item="1"), "applicant"),
    **{f"api:{name}": (number("case"), "applicant") for name in ("show", "offers", "evidence")},
    "api:act": (number("draft"), "applicant"),
    "api:attach": (number("case"), "applicant"),
    "api:join": (number("case"), "checker"),
    "api:document": (number("case", document="document"), "applicant"),
    "api:as_a_whole": (number("case"), "applicant"),
}
BODIES: dict[str, tuple[object, str]] = {
    "web:claim_step": (urlencode({"kind": "withdrawn", "note": "x"}), "application/x-www-form-urlencoded"),
    "api:act": ({"action": "describe", "input": {"authors": "x"}}, "application/json"),
    "api:join": ({"role": "holder", "who": "user@example.org"}, "application/json"),
    "api:distribute": ({"key": "k"}, "application/json"),
    "api:pay": ({"amount": 1, "message": "m", "on": "2026-06-02"}, "application/json"),
    "api:attach": (
        {"kind": "other", "file": SimpleUploadedFile("a.txt", b"x", "text/plain")}, MULTIPART_CONTENT
    ),
}  # fmt: skip
"""What an address wants before it looks whose the object is; all others look first."""
EVERYBODYS = {
    "registration_export": "a published registration",
    "api:use": "whether a decided use is allowed is public (art. 67, public notice)",
    **dict.fromkeys(("web:entity", "web:entity_json", "web:plan", "web:record"), "the catalogue"),
    "web:entity_claims": "claims to a work are public; making one is tried below",
    **dict.fromkeys(("web:source", "web:rejections"), "what a database is and what of it was refused"),
    **dict.fromkeys(("web:tariff", "web:tariff_json", "web:scheme", "web:scheme_json"), "published tariffs"),
    **dict.fromkeys(
        ("web:public_entry", "web:public_entry_json", "web:public_register_feed", "web:public_register_data"),
        "the public register",
    ),
    "web:registration": "a published registration; drafts are tried below",
    "web:take_licence": "terms that are offered to everybody",
    "web:invitation": "holding the link is the permission (test_services.py)",
    **dict.fromkeys(
        ("web:request", "web:request_document", "web:notices_stop"), "holding the letter is the permission"
    ),
    "web:drop_search": "deletes one's own only; nobody is told whether there was one, tried below",
    "web:watch": "watching is one's own, and of a public entity",
    "web:usage_hand_in": "the token is of who uploaded (test_usage_pages.py)",
    "web:answer": "holding the letter is the permission (test_case_answers.py)",
    "web:money_books": "names a form; the books are one body's, tried below",
    "web:statement_file": "names a form; whose statement is asked in the query, tried below",
    "account_confirm_email": "holding the letter is the permission; codes are used instead",
}
ALLAUTH = ("account_", "mfa_", "socialaccount_", "usersessions_", "openid_connect_")


def addresses(patterns: list[object], space: str = "") -> Iterator[tuple[str, URLPattern]]:
    for one in patterns:
        if isinstance(one, URLPattern):
            yield f"{space}{one.name}", one
        else:
            named = f"{one.namespace}:" if one.namespace else space
            yield from addresses(one.url_patterns, named)


WITH_OBJECT = sorted(
    {name for name, one in addresses(get_resolver().url_patterns) if one.pattern.regex.groups}
)


def test_every_address_with_an_object_is_in_the_table() -> None:
    known = SOMEBODYS.keys() | EVERYBODYS.keys()
    theirs = {name for name in WITH_OBJECT if name.startswith(ALLAUTH)}
    assert theirs <= known | {"openid_connect_login", "openid_connect_callback"}
    assert set(WITH_OBJECT) - theirs <= known, "say whose it is, or why everybody may read it"
    assert SOMEBODYS.keys() <= set(WITH_OBJECT), "an address of the table is gone"
    assert not SOMEBODYS.keys() & EVERYBODYS.keys()


@pytest.fixture
def world(people: SimpleNamespace, home: Path, settings, monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    settings.KENRI_OPEN = False
    monkeypatch.setattr(background, "start", lambda key: None)
    monkeypatch.setattr(registering, "bring_in", lambda: True)
    monkeypatch.setattr(usage_works, "look_up_beside", lambda report, at: None)
    return made(people, home)


def asking(user: User | None, *, programme: bool) -> Client:
    """How somebody asks: signed in with the browser, or by a key with every scope."""
    if not programme or user is None:
        client = Client()
        if user is not None:
            client.force_login(user)
        return client
    _, text = accounts.issue_key(user, "script", list(actions()))
    return Client(headers={"authorization": f"Bearer {text}"})


def kept() -> dict[str, str]:
    """A digest of every table in which something of somebody's stands."""
    found = {}
    for model in apps.get_models():
        if model._meta.app_label not in ("sessions", "usersessions"):
            columns = [field.attname for field in model._meta.concrete_fields if field.name != "used"]
            rows = sorted(map(repr, model.objects.values_list(*columns)))
            found[model._meta.label] = hashlib.sha256("\n".join(rows).encode()).hexdigest()
    return found


def body(name: str) -> tuple[bytes, str]:
    told, kind = BODIES.get(name, ({}, "application/json"))
    if kind == MULTIPART_CONTENT:
        told["file"].seek(0)
        return encode_multipart(BOUNDARY, told), kind
    return (told if isinstance(told, str) else json.dumps(told)).encode(), kind


def refused(answer, who: str, method: str) -> bool:
    """403, 404, a method that nobody has, or, for who is not signed in, the way to sign in."""
    if who == "anonymous" and answer.status_code == 302:
        return "/account/login/" in answer["Location"]
    return answer.status_code in ((401, 403, 404, 405) if who == "anonymous" else (403, 404, 405))


def test_no_stranger_reaches_it_by_any_method(world: SimpleNamespace) -> None:
    found = strangers(world.company)
    clients = {
        (who, programme): asking(user, programme=programme)
        for who, user in found.items()
        for programme in (False, True)
    }
    wrong = []
    before = kept()
    for name, (arguments, _) in SOMEBODYS.items():
        address = reverse(name, kwargs=arguments(world))
        for who in found:
            client = clients[who, name.startswith("api:")]
            for method in METHODS:
                answer = client.generic(method, address, *body(name))
                told = answer.getvalue().decode("utf-8", "replace")
                if not refused(answer, who, method) or SECRET in told:
                    wrong.append(f"{method} {address} as {who}: {answer.status_code}")
        if kept() != before:
            wrong.append(f"{address}: something was changed")
            before = kept()
    assert not wrong, "\n".join(wrong)


def test_whose_it_is_reaches_it(world: SimpleNamespace) -> None:
    """Otherwise the table would prove nothing: its arguments are those of real objects."""
    wrong = []
    for name, (arguments, who) in SOMEBODYS.items():
        user = getattr(world.people, who)
        address = reverse(name, kwargs=arguments(world))
        answers = []
        for method in ("GET", "POST"):
            with transaction.atomic():
                client = asking(user, programme=name.startswith("api:"))
                answer = client.generic(method, address, *body(name))
                answers.append(answer.status_code)
                transaction.set_rollback(True)
        if not any(status in (200, 201, 302, 400, 409) for status in answers) or {403, 404} & set(answers):
            wrong.append(f"{address} as {who}: {answers}")
    assert not wrong, "\n".join(wrong)


def asked_beside(world: SimpleNamespace) -> list[tuple[str, str, dict[str, object]]]:
    """Objects that are named in a query, a form or a body: method, address, what is told."""
    party, use = f"user:{world.owner.key}", {"preset": "stream_archive_programme"}
    opened = {"procedure": "adjudication_67_3", "title": "x", "use": use}
    filed = {"procedure": "adjudication_67_3", "use": use, "project": world.project}
    return [
        ("GET", "/ja/account/statements/", {"payee": party}),
        ("GET", "/ja/account/statements/", {"payee": f"organisation:{world.company.key}"}),
        ("GET", "/ja/account/statements/statement.json", {"payee": party}),
        ("GET", "/ja/account/permissions", {"organisation": world.company.key}),
        ("POST", f"/ja/account/permissions?organisation={world.company.key}", {"a.education": "permit"}),
        ("GET", "/ja/account/permissions", {"list": world.list}),
        ("POST", f"/ja/account/permissions?work={world.work}", {"a.education": "permit", "action": "declare"}),
        ("GET", "/ja/cases/new", {"project": world.project, "item": world.item}),
        ("POST", "/ja/cases/new", {"project": world.project, "item": world.item}),
        ("POST", "/ja/cases/together", {"case": world.draft, "do": "x", "key": world.together}),
        ("POST", "/ja/account/bank-account", {"party": party, "bank": "0005", "branch": "123", "kind": "1",
                                              "number": "1", "holder": "ﾔﾏﾀﾞ"}),
        ("POST", "/ja/account/appointments", {"end": f"{world.company.key}:confirmation_officer"}),
        ("POST", "/ja/account/addresses", {"address": "https://b.example/", "method": "page",
                                           "organisation": world.company.key}),
        ("POST", "/ja/account/works/new", {"title": "x", "organisation": world.company.key}),
        ("POST", "/ja/money/payments", {"payout": "P-1"}),
        ("GET", "/ja/money/obligations.csv", {}),
        ("GET", "/ja/money/books.csv", {}),
        ("POST", "/ja/money/bank", {"action": "accept", "line": world.line, "sign": world.obligation}),
        ("GET", "/api/v1/money/statement", {"payee": party}),
        ("GET", "/api/v1/money/obligations", {"case": "K-1"}),
        ("GET", "/api/v1/money/balances", {}),
        ("GET", "/api/v1/money/payouts", {}),
        ("POST", "/api/v1/money/orders", {"payouts": ["P-1"], "day": "2026-06-02"}),
        ("GET", "/api/v1/usage/reports", {}),
        ("GET", "/api/v1/usage/unpaid", {}),
        ("POST", "/api/v1/usage/payments", {"batch": "x"}),
        ("POST", "/ja/money/distribution", {"action": "pay", "batch": "x"}),
        ("POST", "/api/v1/works", {"work": {"title": "x"}, "organisation": world.company.key}),
        ("POST", "/api/v1/cases", {**opened, "organisation": world.company.key}),
        ("POST", "/api/v1/cases", {**opened, "reuses": world.case}),
        ("POST", "/api/v1/cases/together", {"numbers": [world.draft], "action": "describe",
                                            "input": {"authors": "x"}}),
        ("POST", "/api/v1/cases/batches", filed),
        ("POST", "/api/v1/cases/batches", {**filed, "batch": world.together}),
    ]  # fmt: skip


OWNED = ("owner", "organisation", "by", "user", "payer", "party", "opened_by")


def test_no_stranger_names_it_in_a_query_or_a_form(world: SimpleNamespace) -> None:
    """Nothing is told, and what belongs to the owner or their organisation stays as it was."""
    wrong = []
    found = strangers(world.company)
    before = theirs(world)
    for method, address, told in asked_beside(world):
        programme = address.startswith("/api/")
        for who, user in found.items():
            client = asking(user, programme=programme)
            kind = {"content_type": "application/json"} if programme else {}
            answer = client.get(address, told) if method == "GET" else client.post(address, told, **kind)
            if SECRET in answer.getvalue().decode("utf-8", "replace") or answer.status_code >= 500:
                wrong.append(f"{method} {address} as {who}: {answer.status_code}")
        if theirs(world) != before:
            wrong.append(f"{method} {address}: something of the owner was changed")
            before = theirs(world)
    assert not wrong, "\n".join(wrong)


def theirs(world: SimpleNamespace) -> dict[str, list[str]]:
    """Every row that names the owner or their organisation."""
    names = {str(value) for one in (world.owner, world.company) for value in (one.pk, one.key)}
    names |= {f"user:{world.owner.key}", f"organisation:{world.company.key}"}
    found = {}
    for model in apps.get_models():
        columns = {field.name: field.attname for field in model._meta.concrete_fields if field.name in OWNED}
        if columns and model._meta.app_label not in ("sessions", "usersessions"):
            rows = model.objects.values()
            owned = (row for row in rows if names & {str(row[column]) for column in columns.values()})
            found[model._meta.label] = sorted(map(repr, owned))
    return found
