"""A whole case by programme: keys with scopes, every step over HTTP, refusals as problems."""

from __future__ import annotations

import datetime as dt
import io
import json
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from kenri.accounts.models import Membership, Organisation, User
from kenri.accounts.permissions import roles
from kenri.accounts.services import appoint, issue_key
from tests.cases.proceedings.walks import FACTS, moment

pytestmark = pytest.mark.django_db
USE = {"preset": "stream_archive_programme", "begins": "2026-09-01", "ends": "2028-08-31"}
BODIES = {
    "user": "apply_for_use",
    "confirmation_officer": "confirm_cases",
    "commissioner_office": "decide_cases",
    "compensation_officer": "keep_compensation",
}


class Programme:
    """One office's programme with its key."""

    def __init__(self, role: str, organisation: Organisation, scopes: list[str]) -> None:
        self.user = User.objects.create_user(
            f"{role}{len(scopes)}{User.objects.count()}@example.org", name=role
        )
        if roles()[role].appointed_by:
            appoint(organisation, role)
        Membership.objects.create(user=self.user, organisation=organisation, role=role)
        _, self.text = issue_key(self.user, role, scopes)
        self.organisation = organisation

    def get(self, path: str, **query: Any):
        return Client().get(f"/api/v1/{path}", query, headers={"authorization": f"Bearer {self.text}"})

    def post(self, path: str, body: object):
        return Client().post(
            f"/api/v1/{path}", json.dumps(body), content_type="application/json",
            headers={"authorization": f"Bearer {self.text}"},
        )  # fmt: skip

    def act(self, number: str, action: str, status: int = 200, **told: Any) -> dict[str, Any]:
        response = self.post(f"cases/{number}/actions", {"action": action, "input": told})
        assert response.status_code == status, response.content.decode()
        return response.json()


@pytest.fixture
def programmes(db) -> dict[str, Programme]:
    return {
        role: Programme(role, Organisation.objects.create(name=role), ["use_api", scope])
        for role, scope in BODIES.items()
    }


@pytest.fixture
def on(settings) -> Callable[[str], None]:
    def on(day: str) -> None:
        settings.KENRI_NOW = moment(day)

    return on


def opened(applicant: Programme) -> str:
    looked = {
        f"{check}_{what}": told
        for check in ("surroundings", "holder_sites", "cross_search")
        for what, told in (("on", "2026-05-01"), ("result", "なし"))
    }
    response = applicant.post("cases", {
        "procedure": "adjudication_67_3", "title": "港の記録", "use": USE,
        "organisation": applicant.organisation.key, "given": {**FACTS, **looked, "sites": []},
    })  # fmt: skip
    assert response.status_code == 201, response.content.decode()
    return response.json()["number"]


def test_a_case_from_opening_to_use(programmes, on) -> None:
    applicant, body, commissioner, treasurer = programmes.values()
    on("2026-05-01")
    number = opened(applicant)
    upload = Client().post(
        f"/api/v1/cases/{number}/files",
        {"kind": "work_copy", "file": SimpleUploadedFile("cover.txt", b"cover")},
        headers={"authorization": f"Bearer {applicant.text}"},
    )
    assert upload.status_code == 201, upload.content
    offered = applicant.get(f"cases/{number}/offers").json()["applicant"]
    assert {one["action"]: one["open"] for one in offered}["file"] is True
    applicant.act(number, "file")
    assert body.get("cases", role="confirmation_body", turn=True).json()["total"] == 1
    body.act(number, "ask_fee", fee=13_800)
    body.act(number, "payment_received", purpose="fee", amount=13_800, received_on="2026-05-01")
    for check in (
        "published",
        "unmanaged",
        "no_contact_published",
        "measures",
        "intention_unknown",
        "in_japan",
    ):
        body.act(number, "record_check", check=check, result="met", evidence="申請書")
    body.act(number, "reckon", compensation_reckoned=36_500, reckoning="年額×2")
    assert body.act(number, "grant", status=409)["reasons"][0]["code"] == "wrong_role"
    body.act(number, "forward", report="良")
    on("2026-06-01")
    commissioner.act(number, "record_own_check", check="not_withdrawn", result="met", evidence="申請書")
    granted = {"granted_manner": "配信", "granted_from": "2026-09-01", "granted_until": "2028-08-31"}
    commissioner.act(number, "grant", **granted, compensation=36_500, label_text="裁定による利用")
    told = {"number": number, "on": "2026-09-01"}
    use = Client().get(f"/api/v1/cases/{number}/use", {"on": "2026-09-01"}).json()
    assert {**told, "allowed": False}.items() <= use.items()
    treasurer.act(number, "payment_received", purpose="compensation", amount=36_500, received_on="2026-06-01")
    assert Client().get(f"/api/v1/cases/{number}/use", {"on": "2026-09-01"}).json()["allowed"]
    assert not Client().get(f"/api/v1/cases/{number}/use", {"on": "2028-09-01"}).json()["allowed"]

    shown = applicant.get(f"cases/{number}").json()
    assert (shown["state"], shown["last_day"]) == ("in_use", "2028-08-31")
    assert [one["state"] for one in shown["money"]] == ["paid", "paid"]
    decision = next(one for one in shown["documents"] if one["template"] == "decision_grant")
    assert applicant.get(f"cases/{number}/documents/{decision['number']}").content.startswith(b"%PDF-")
    pack = applicant.get(f"cases/{number}/evidence")
    assert "summary.json" in zipfile.ZipFile(io.BytesIO(pack.content)).namelist()
    entries = Client().get("/api/v1/register", {"kind": "decision"}).json()
    assert (entries["total"], entries["entries"][0]["case"]) == (1, number)
    assert Client().get("/api/v1/register/statistics").json()["published"] == {"decision": 1}


def test_refusals_are_problems(programmes, on) -> None:
    applicant, body, *_ = programmes.values()
    on("2026-05-01")
    number = opened(applicant)
    assert Client().get("/api/v1/cases").status_code == 401
    wrong = Client().get("/api/v1/cases", headers={"authorization": "Bearer kenri_x_y"})
    assert (wrong.status_code, wrong.json()["code"]) == (401, "bad_key")
    hidden, missing = body.get(f"cases/{number}"), body.get("cases/2026-0673-99999")
    assert hidden.status_code == missing.status_code == 403
    assert {**hidden.json(), "where": ""} == {**missing.json(), "where": ""}
    refusal = applicant.act(number, "file", status=409)
    assert refusal["reasons"]
    assert all(one["cure"]["ja"] and one["cure"]["en"] for one in refusal["reasons"])
    moved = applicant.post(
        f"cases/{number}/actions", {"action": "describe", "input": {"authors": "某"}, "expecting": 9}
    )
    assert (moved.status_code, moved.json()["code"]) == (409, "case_moved")
    assert applicant.act(number, "fly", status=400)["code"] == "unknown_action"
    nothing = Client().get("/api/v1/cases/nothing/use")
    assert (nothing.status_code, nothing.json()["code"]) == (404, "no_such_case")
    bad = applicant.post("cases", {"procedure": "nothing", "title": "x", "use": USE})
    assert (bad.status_code, bad.json()["code"]) == (400, "unknown_procedure")


def test_a_key_does_no_more_than_its_scopes(programmes, on) -> None:
    applicant, *_ = programmes.values()
    on("2026-05-01")
    number = opened(applicant)
    _, applicant.text = issue_key(applicant.user, "reading", ["use_api"])
    assert applicant.get(f"cases/{number}").status_code == 200
    assert applicant.get(f"cases/{number}/offers").json() == {}
    assert applicant.act(number, "describe", status=403, authors="某")["code"] == "not_yours_to_do"
    assert (
        applicant.post("cases", {"procedure": "adjudication_67_3", "title": "x", "use": USE}).status_code
        == 403
    )
    _, applicant.text = issue_key(applicant.user, "without", ["apply_for_use"])
    assert applicant.get("cases").status_code == 403


def test_many_cases_at_once(programmes, on) -> None:
    applicant, *_ = programmes.values()
    on("2026-05-01")
    numbers = [opened(applicant) for _ in range(3)]
    body = {"numbers": numbers, "action": "describe", "input": {"authors": "不詳"}, "key": "once"}
    first = applicant.post("cases/together", body).json()
    assert [one["problem"] for one in first["outcomes"]] == [None] * 3
    assert applicant.post("cases/together", body).json() == {"key": "once", "outcomes": []}
    assert dt.date.fromisoformat(applicant.get("cases").json()["cases"][0]["opened"][:10]) == dt.date(
        2026, 5, 1
    )


def test_a_territory_that_is_none_is_refused_with_cause_and_cure(programmes) -> None:
    applicant = programmes["user"]
    response = applicant.post("cases", {
        "procedure": "adjudication_67_3", "title": "港の記録", "use": {**USE, "territory": ["JP", "ZZ"]},
        "organisation": applicant.organisation.key, "given": {**FACTS, "sites": []},
    })  # fmt: skip
    assert 400 <= response.status_code < 500
    told = response.content.decode()
    assert "bad_territory" in told
    assert "ZZ" in told
    assert "ISO 3166-1" in told
