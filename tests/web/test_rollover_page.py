"""What enters the public domain on a day: the page and the feed."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from datetime import date

import pytest
from django.test import Client
from django.utils import timezone

from kenri.records import rollover

ATOM = "{http://www.w3.org/2005/Atom}"


def test_the_coming_new_year_is_shown_first(site: Client, language: str) -> None:
    page = site.get(f"/{language}/public-domain").content.decode()
    year = timezone.localdate().year + 1
    assert (f"{year}年1月1日" if language == "ja" else f"1 January {year}") in page
    assert f'href="/{language}/public-domain.atom?on={year}-01-01' in page


def test_other_days_and_laws(site: Client) -> None:
    page = site.get("/en/public-domain", {"on": "2039-04-01", "law": "US"}).content.decode()
    assert "1 April 2039" in page
    assert "United States: 0 works" in page


@pytest.mark.parametrize("asked", [{"on": "x"}, {"year": "12345"}, {"law": "??"}, {"on": "1800-01-01"}])
def test_what_cannot_be_asked_is_told(site: Client, asked: dict[str, str]) -> None:
    for path in ("/en/public-domain", "/en/public-domain.atom"):
        assert site.get(path, asked).status_code == 400


def test_page_and_feed_list_the_same_works(site: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    works = (
        rollover.Entered("a" * 16, "text", "海辺の記録", ("森山 花",), "protected", "sure", ()),
        rollover.Entered("b" * 16, "film", "Night & Day", (), "undetermined", "presumed", ("in_own_name",)),
    )
    found = rollover.Entering(date(2039, 1, 1), "JP", 2, works, computed=True, current=True)
    monkeypatch.setattr(rollover, "entering", lambda *_told, **_more: found)
    page = site.get("/en/public-domain", {"year": "2039"}).content.decode()
    assert "Japan: 2 works" in page
    assert "海辺の記録" in page
    assert page.count("rests on a presumption") == 1
    assert page.count("may have been free before") == 1
    answer = site.get("/en/public-domain.atom", {"year": "2039"})
    assert answer.headers["Content-Type"].startswith("application/atom+xml")
    feed = ET.fromstring(answer.content)
    assert [entry.findtext(f"{ATOM}title") for entry in feed.iter(f"{ATOM}entry")] == [
        "海辺の記録",
        "Night & Day",
    ]
    ids = {entry.findtext(f"{ATOM}id") for entry in feed.iter(f"{ATOM}entry")}
    assert len(ids) == 2


def test_a_law_not_computed_yet_says_how(site: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    found = rollover.Entering(date(2039, 1, 1), "JP", 0, (), computed=False, current=False)
    monkeypatch.setattr(rollover, "entering", lambda *_told, **_more: found)
    page = site.get("/en/public-domain", {"year": "2039"}).content.decode()
    assert "kenri entering --on 2039-01-01<" in page
    page = site.get("/en/public-domain", {"year": "2039", "law": "US"}).content.decode()
    assert "kenri entering --on 2039-01-01 --jurisdiction US<" in page
