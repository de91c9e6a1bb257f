"""Paged JSON against an API whose pages and totals are in order, and out of it."""

from __future__ import annotations

import json
from pathlib import Path

import msgspec
import pytest
from servers.lists import Catalogue
from servers.manners import QUICK, Watch
from servers.site import Site, serving

from kenri.harvest import paged
from kenri.harvest.captures import Captures
from kenri.harvest.http import Client
from kenri.harvest.progress import Walked
from kenri.harvest.source import PagedJson
from kenri.vocab.problems import Problem

REQUEST = {"source": "test"}


def walk(
    site: Site, folder: Path, url: str = "/json?offset={offset}&limit={limit}", **changes: object
) -> Walked:
    access = PagedJson(url=site.url + url, items="result.items", total="result.total", page_size=20)
    access = msgspec.structs.replace(access, **changes)
    with Captures(folder).locked() as captures, Client(QUICK, Watch().clock) as client:
        run = captures.unfinished(REQUEST) or captures.begin(REQUEST, "2026-11-22T00:00:00+00:00")
        return paged.walk(client, access, run)


def found(folder: Path) -> list[int]:
    pages = sorted(folder.glob("runs/*/pages/*.json"))
    return [item["id"] for page in pages for item in json.loads(page.read_bytes())["result"]["items"]]


def refused(site: Site, folder: Path, **changes: object) -> Problem:
    with pytest.raises(Problem) as caught:
        walk(site, folder, **changes)  # type: ignore[arg-type]
    assert caught.value.message("ja")
    return caught.value


@pytest.mark.parametrize(
    "traits", [{}, {"count": 100}, {"count": 0}, {"most": 7}, {"total_as": str}], ids=str
)
@pytest.mark.parametrize("total", ["result.total", ""])
def test_pages_by_offset(tmp_path: Path, traits: dict[str, int], total: str) -> None:
    catalogue = Catalogue(**traits)  # type: ignore[arg-type]
    with serving(catalogue) as site:
        walked = walk(site, tmp_path, total=total)
    assert found(tmp_path) == list(range(catalogue.count))
    assert (walked.complete, walked.notes) == (True, ())


@pytest.mark.parametrize("total", ["result.total", ""])
def test_pages_by_number(tmp_path: Path, total: str) -> None:
    with serving(Catalogue()) as site:
        assert walk(site, tmp_path, "/json?page={page}&limit={limit}", first=1, total=total).complete
    assert found(tmp_path) == list(range(95))


def test_a_url_without_placeholders_is_one_page(tmp_path: Path) -> None:
    with serving(Catalogue(count=10)) as site:
        assert walk(site, tmp_path, "/json").complete
    assert len(site.visits) == 1


def test_a_page_that_comes_again(tmp_path: Path) -> None:
    with serving(Catalogue(stuck=True)) as site:
        assert refused(site, tmp_path).code == "list_repeats"


@pytest.mark.parametrize(
    ("traits", "expected"),
    [
        ({"stated": 300}, "list_short"),
        ({"empty_from": 40}, "list_short"),
        ({"growing": True}, "list_short"),
        ({"growing": True, "stated": 80}, "total_changed"),
    ],
)
def test_totals_that_do_not_add_up(tmp_path: Path, traits: dict[str, object], expected: str) -> None:
    with serving(Catalogue(**traits)) as site:  # type: ignore[arg-type]
        walked = walk(site, tmp_path)
    assert (walked.complete, [note.code for note in walked.notes]) == (False, [expected])


def test_a_page_cut_short_is_asked_again_and_a_broken_walk_goes_on(tmp_path: Path) -> None:
    with serving(Catalogue(cut_at={1, *range(3, 8)})) as site:
        assert refused(site, tmp_path).code == "truncated"
        assert found(tmp_path) == list(range(40))
        assert walk(site, tmp_path).complete
    assert found(tmp_path) == list(range(95))


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ('{"result": {"items": {"a": 1}, "total": 1}}', "json_shape"),
        ('{"result": {"items": [], "total": "many"}}', "json_shape"),
        ('{"result": {"items": [], "total": true}}', "json_shape"),
        ('{"data": []}', "json_shape"),
        ("[1, 2]", "json_shape"),
        ('{"result": nonsense}', "broken_json"),
        ("<html><title>login</title></html>", "html_answer"),
        ("Bad gateway", "not_as_expected"),
    ],
)
def test_answers_of_another_shape(tmp_path: Path, body: str, expected: str) -> None:
    with serving(lambda visit: visit.send(body, kind="application/json")) as site:
        assert refused(site, tmp_path).code == expected
