"""SRU against a server that pages, limits, repeats and refuses."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from lxml import etree
from servers.lists import SRW, Catalogue
from servers.manners import QUICK, Watch
from servers.site import Site, serving

from kenri.harvest import sru
from kenri.harvest.captures import Captures
from kenri.harvest.http import Client
from kenri.harvest.progress import Walked
from kenri.harvest.source import Sru
from kenri.vocab.problems import Problem

REQUEST = {"source": "test"}
TITLE = "{http://purl.org/dc/elements/1.1/}title"


def walk(site: Site, folder: Path, **changes: object) -> tuple[Walked, list[int]]:
    access = Sru(url=site.url + "/sru", query='title="本" AND from="1990"', schema="dcndl", page_size=20)
    access = msgspec.structs.replace(access, **changes)
    with Captures(folder).locked() as captures, Client(QUICK, Watch().clock) as client:
        run = captures.unfinished(REQUEST) or captures.begin(REQUEST, "2026-11-22T00:00:00+00:00")
        walked = sru.walk(client, access, run)
        pages = [etree.fromstring(run.read(page)) for page in run.pages]
    return walked, [int(title.text.split()[1]) for page in pages for title in page.iter(TITLE)]


def codes(walked: Walked) -> list[str]:
    assert all(note.message("ja") and note.message("en") for note in walked.notes)
    return [note.code for note in walked.notes]


@pytest.mark.parametrize(
    "traits", [{}, {"names_next": False}, {"count": 100}, {"count": 1}, {"count": 0}, {"most": 7}], ids=str
)
def test_all_pages(tmp_path: Path, traits: dict[str, int]) -> None:
    catalogue = Catalogue(**traits)  # type: ignore[arg-type]
    with serving(catalogue) as site:
        walked, found = walk(site, tmp_path)
    assert found == list(range(catalogue.count))
    assert (walked.complete, codes(walked)) == (True, [])


def test_what_is_asked_in_both_versions(tmp_path: Path) -> None:
    with serving(Catalogue(count=5)) as site:
        walk(site, tmp_path / "a")
        walk(site, tmp_path / "b", version="2.0")
    first, second = (visit.query for visit in site.visits)
    assert first == {
        "operation": "searchRetrieve", "version": "1.2", "query": 'title="本" AND from="1990"',
        "startRecord": "1", "maximumRecords": "20", "recordSchema": "dcndl", "recordPacking": "xml",
    }  # fmt: skip
    assert "operation" not in second
    assert second["recordXMLEscaping"] == "xml"


def test_a_limit_on_the_start_position_is_told(tmp_path: Path) -> None:
    with serving(Catalogue(count=1200, limit=500)) as site:
        walked, found = walk(site, tmp_path, page_size=200)
    assert found == list(range(600))
    assert (walked.complete, codes(walked)) == (False, ["sru_start_limit"])
    assert walked.notes[0].values == {"start": 601, "total": 1200}


def test_a_refused_query(tmp_path: Path) -> None:
    with serving(Catalogue()) as site, pytest.raises(Problem) as caught:
        walk(site, tmp_path, query="broken")
    assert (caught.value.code, caught.value.values["number"]) == ("sru_diagnostic", "10")


def test_a_page_that_comes_again(tmp_path: Path) -> None:
    with serving(Catalogue(stuck=True)) as site, pytest.raises(Problem) as caught:
        walk(site, tmp_path)
    assert caught.value.code == "list_repeats"
    assert len(site.visits) == 3


@pytest.mark.parametrize(
    ("traits", "expected"),
    [
        ({"stated": 300}, "list_short"),
        ({"empty_from": 40}, "list_short"),
        ({"growing": True}, "total_changed"),
    ],
)
def test_totals_that_do_not_add_up(tmp_path: Path, traits: dict[str, object], expected: str) -> None:
    with serving(Catalogue(**traits)) as site:  # type: ignore[arg-type]
        walked, _ = walk(site, tmp_path)
    assert not walked.complete
    assert codes(walked)[0] == expected


def test_a_page_cut_short_is_asked_again(tmp_path: Path) -> None:
    with serving(Catalogue(cut_at={1, 3})) as site:
        walked, found = walk(site, tmp_path)
    assert found == list(range(95))
    assert walked.complete


def test_a_broken_walk_goes_on(tmp_path: Path) -> None:
    with serving(Catalogue(cut_at=set(range(2, 7)))) as site:
        with pytest.raises(Problem) as caught:
            walk(site, tmp_path)
        assert caught.value.code == "truncated"
        before = len(site.visits)
        walked, found = walk(site, tmp_path)
        assert len(site.visits) - before == 3
    assert found == list(range(95))
    assert walked.complete


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<!doctype html><title>x</title>", "html_answer"),
        ("<rss/>", "not_sru"),
        (f"<searchRetrieveResponse xmlns='{SRW}'><a></b></searchRetrieveResponse>", "broken_xml"),
    ],
)
def test_answers_that_are_no_sru(tmp_path: Path, body: str, expected: str) -> None:
    with serving(lambda visit: visit.send(body)) as site, pytest.raises(Problem) as caught:
        walk(site, tmp_path)
    assert caught.value.code == expected
