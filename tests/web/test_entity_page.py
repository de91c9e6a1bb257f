"""Entity and record pages: every fact with its source, disagreements side by side, the raw record."""

from __future__ import annotations

import json
import re

import pytest
from django.test import Client

from kenri.records.models import Entity, Record


@pytest.fixture
def artist(site: Client) -> str:
    """The artist whom two museums know, with two years of death."""
    return Entity.objects.get(redirect_to=None, size=2).key


def test_the_sources_disagreement_is_shown_side_by_side(site: Client, artist: str, language: str) -> None:
    page = site.get(f"/{language}/entities/{artist}").content.decode()
    conflict = page[page.index('class="conflict"') : page.index("</section>", page.index('class="conflict"'))]
    sides = re.findall(r'<div class="side">(.*?)</ul>', conflict, re.DOTALL)
    assert len(sides) == 2
    for year, source in (("1967", "moma"), ("1968", "nga")):
        side = next(side for side in sides if year in side)
        assert f"/{language}/records/{source}/" in side
        assert "<time datetime=" in side


def test_every_fact_names_its_source_and_day(site: Client, artist: str) -> None:
    page = site.get(f"/ja/entities/{artist}").content.decode()
    facts = re.findall(r'<li><div class="kind.*?</ul>\s*</li>', page, re.DOTALL)
    assert len(facts) >= 8
    for fact in facts:
        assert re.search(
            r'<ul class="said".*?href="/ja/records/(moma|nga)/.*?<time datetime="20', fact, re.DOTALL
        )


def test_a_fact_that_both_say_has_both_sources(site: Client, artist: str) -> None:
    page = site.get(f"/en/entities/{artist}").content.decode()
    fact = next(
        f for f in re.findall(r'<li><div class="kind.*?</ul>\s*</li>', page, re.DOTALL) if "Q4242" in f
    )
    assert "/en/records/moma/" in fact
    assert "/en/records/nga/" in fact
    assert 'href="https://www.wikidata.org/wiki/Q4242" rel="external noopener"' in fact


def test_the_records_and_the_reason_of_bringing_them_together(site: Client, artist: str) -> None:
    page = site.get(f"/ja/entities/{artist}").content.decode()
    assert "artist/7" in page[page.index('id="records"') :]
    assert "constituent/81" in page[page.index('id="records"') :]
    assert "Q4242" in page[page.index('id="bonds"') :]


def test_an_id_that_was_merged_leads_on_for_good(site: Client, artist: str, language: str) -> None:
    merged = Entity.objects.exclude(redirect_to=None).get().key
    answer = site.get(f"/{language}/entities/{merged}")
    assert (answer.status_code, answer.headers["Location"]) == (301, f"/{language}/entities/{artist}")
    answer = site.get(f"/{language}/entities/{merged}.json")
    assert (answer.status_code, answer.headers["Location"]) == (301, f"/{language}/entities/{artist}.json")


def test_the_entity_as_json(site: Client, artist: str) -> None:
    found = json.loads(site.get(f"/en/entities/{artist}.json").content)
    assert found["id"] == artist
    assert len(found["records"]) == 2
    assert found["disagreements"]
    assert all(fact["said"] for fact in found["facts"])


def test_unknown_ids_are_told(site: Client, language: str) -> None:
    for path in (
        "entities/zzzz",
        "entities/zzzz.json",
        "records/moma/9999",
        "records/nowhere/1",
        "records/moma/%00",
    ):
        answer = site.get(f"/{language}/{path}")
        assert answer.status_code == 404
        expected = "登録されていません|取り込まれていません" if language == "ja" else "number|holds no record"
        assert re.search(expected, answer.content.decode())


def test_a_record_as_received_and_as_read(site: Client) -> None:
    page = site.get("/ja/records/creators_list/91").content.decode()
    assert "さくらのそので" in page[: page.index('id="raw"')]
    assert "よみ" in page[page.index('id="raw"') :]
    assert "https://example.org/works/91" in page
    raw = json.loads(site.get("/ja/records/creators_list/91", {"as": "raw"}).content)
    assert raw["作品名"] == "桜の園で"
    read = json.loads(site.get("/ja/records/creators_list/91", {"as": "json"}).content)
    assert read["names"][0]["reading"] == "さくらのそので"
    entity = Record.objects.get(source="creators_list", local_id="91").entity.key
    assert f"/ja/entities/{entity}" in page


def test_readings_stand_above_names_and_languages_are_marked(site: Client) -> None:
    entity = Record.objects.get(source="creators_list", local_id="91").entity.key
    page = site.get(f"/en/entities/{entity}").content.decode()
    assert '<ruby lang="ja">桜の園で<rp>（</rp><rt>さくらのそので</rt><rp>）</rp></ruby>' in page
    assert '<span lang="ja">白石 透</span>' in page
    assert 'badge open">' in page


def test_the_page_of_a_person_leads_to_works(site: Client, artist: str) -> None:
    page = site.get(f"/ja/entities/{artist}").content.decode()
    address = re.search(r'href="(/ja/search\?q=creator[^"]*)"', page)[1]
    assert site.get(address).status_code == 200


def test_long_lists_of_records_are_cut_and_say_so(
    site: Client, artist: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kenri.web.rights.views.entity.RECORDS", 1)
    page = site.get(f"/en/entities/{artist}").content.decode()
    assert "1 more record is in the JSON download." in page
