"""The match service over HTTP: batches, problems as JSON, limits."""

from __future__ import annotations

import json

import pytest
from django.test import Client

from kenri.api.match import MOST_ITEMS, router
from kenri.records import index, services
from kenri.sources import all_sources

pytestmark = pytest.mark.django_db(transaction=True)

MADE = "作品ID 作品名 よみ 種別 作者 公開日 URL 利用条件".split()  # noqa: SIM905
WORKS = (
    ("1", "夜明けのアーカイブ", "よあけのあーかいぶ", "小説", "白石 透", "2001", "https://example.org/1", ""),
    ("2", "電子の海", "でんしのうみ", "小説", "白石 透", "2004", "https://example.org/2", ""),
    ("3", "電子の海", "でんしのうみ", "小説", "森山 花", "2011", "https://example.org/3", ""),
)


@pytest.fixture
def filled(tmp_path) -> None:
    file = tmp_path / "list.csv"
    file.write_text("\n".join(",".join(row) for row in (MADE, *WORKS)) + "\n", encoding="utf-8")
    services.harvest(all_sources()["creators_list"], path=file)
    services.link()
    index.index()


def ask(client: Client, body: object, **headers: str):
    data = body if isinstance(body, str) else json.dumps(body)
    return client.post("/api/v1/match", data, content_type="application/json", headers=headers)


def test_a_batch_is_answered_in_its_order(filled, client: Client) -> None:
    items = [
        {"id": "a", "title": "電子の海", "author": "森山花", "year": 2011},
        {"id": "b", "title": "どこにもない題名", "author": "だれか"},
        {"id": "c", "作品名": "夜明けのアーカイブ", "creators": [{"name": "白石透"}]},
        {"note": "nothing"},
    ]
    response = ask(client, {"items": items, "limit": 3})
    assert response.status_code == 200, response.content
    answer = response.json()
    assert answer["columns"]["作品名"] == "title"
    first, second, third, fourth = answer["results"]
    assert [one["id"] for one in answer["results"]][:3] == ["a", "b", "c"]
    assert first["candidates"][0]["creators"] == ["森山 花"]
    assert first["candidates"][0]["score"] >= max(c["score"] for c in first["candidates"])
    assert all(reason["text"]["ja"] and reason["text"]["en"] for reason in first["candidates"][0]["reasons"])
    assert second["decision"] == "none"
    assert third["candidates"][0]["title"] == "夜明けのアーカイブ"
    assert fourth["decision"] == "none"
    assert fourth["problems"][0]["code"] == "row_no_title"


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ("{", 400, "api_not_understood"),
        ({"items": []}, 422, "api_not_understood"),
        ({"items": [{}] * (MOST_ITEMS + 1)}, 422, "api_not_understood"),
        ({"items": [{"title": "x"}], "limit": 0}, 422, "api_not_understood"),
        ({"items": [{"title": "x"}], "schema": "novel"}, 400, "api_unknown_schema"),
        ({"items": [{"title": "x" * 3_000_000}]}, 413, "api_too_big"),
    ],
)
def test_what_cannot_be_followed_is_told_as_a_problem(client: Client, body, status: int, code: str) -> None:
    response = ask(client, body, **{"accept-language": "ja"})
    assert (response.status_code, response.json()["code"]) == (status, code)
    assert response["content-type"].startswith("application/problem+json")
    assert response.json()["title"] == response.json()["cause"]["ja"]
    assert ask(client, body, **{"accept-language": "en"}).json()["title"] == response.json()["cause"]["en"]


def test_too_many_requests_are_slowed_down(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    throttle = next(op for path in router.path_operations.values() for op in path.operations)
    (limit,) = throttle.throttle_objects
    monkeypatch.setattr(limit, "num_requests", 1)
    body = {"items": [{"title": "x"}], "schema": "nothing"}
    headers = {"x-forwarded-for": "203.0.113.7"}
    assert ask(client, body, **headers).status_code == 400
    slowed = ask(client, body, **headers)
    assert (slowed.status_code, slowed.json()["code"]) == (429, "api_too_often")
    assert int(slowed["Retry-After"]) >= 1


def test_the_interface_describes_itself(client: Client) -> None:
    described = client.get("/api/v1/openapi.json").json()
    assert "/api/v1/match" in described["paths"]


def test_an_unknown_address_is_told_as_json(client: Client) -> None:
    response = client.get("/api/v1/nope")
    assert (response.status_code, response["Content-Type"]) == (
        404,
        "application/problem+json; charset=utf-8",
    )
    assert response.json()["code"] == "api_no_address"
    assert "/api/v1/nope" in response.json()["cause"]["en"]
