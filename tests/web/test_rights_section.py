"""The rights section of a work's page: state, reasons with their records, timeline, other laws and days."""

from __future__ import annotations

from datetime import date

import msgspec
import pytest
from django.test import Client
from django.utils import translation

from kenri.catalogue.entity import Said
from kenri.records.models import Record
from kenri.status.assessing import assess
from kenri.status.reading import work_of
from kenri.vocab.dates import ImpreciseDate
from kenri.web.rights import section as rights
from kenri.web.rights.timeline import timeline

TODAY = date(2026, 11, 22)
SOSEKI = {
    "schema": "text",
    "published": 1914,
    "creators": [{"name": "夏目漱石", "role": "author", "born": 1867, "died": "1916-12-09"}],
}
AMERICAN = {
    "schema": "text",
    "published": 1935,
    "creators": [
        {"name": "A. Writer", "role": "author", "born": 1890, "died": 1960, "nationality": "US"},
    ],
}


@pytest.fixture
def work(site: Client) -> str:
    return Record.objects.get(source="creators_list", local_id="91").entity.key


def test_the_state_its_reasons_and_what_would_settle_it(site: Client, work: str, language: str) -> None:
    page = site.get(f"/{language}/entities/{work}").content.decode()
    section = page[page.index('id="rights"') : page.index('id="what-for"')]
    assert ("判定できません" if language == "ja" else "Undetermined") in section
    settling = "確定に必要な事実" if language == "ja" else "What would settle it"
    assert "白石 透" in section[section.index(settling) :]
    assert ("著作権法" if language == "ja" else "Copyright Act") in section


def test_the_facts_used_lead_to_the_records_that_said_them() -> None:
    said = {"published": (Said("creators_list", "90"),)}
    work = msgspec.structs.replace(work_of(AMERICAN), said=said)
    shown = rights.of_answer(assess(work, TODAY, "US"))
    used = [fact for why in shown.layers[0].whys for fact in why.used]
    assert ("creators_list", "90") in [saying for fact in used for saying in fact.sayings]


def test_declared_statements_stand_beside_the_computed_state(site: Client, work: str) -> None:
    page = site.get(f"/en/entities/{work}").content.decode()
    assert "CC0" in page[page.index('class="declared"') :][:400]


def test_the_switch_keeps_the_day_and_the_form_the_law(site: Client, work: str) -> None:
    page = site.get(f"/en/entities/{work}", {"law": "US", "on": "2030-01-01"}).content.decode()
    assert 'href="?law=EU&amp;on=2030-01-01#rights"' in page
    assert '<input type="hidden" name="law" value="US">' in page
    assert "United States, 1 January 2030" in page


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"on": "yesterday"}, "is no day"),
        ({"on": "1800-01-01"}, "1899-07-15"),
        ({"law": "XX"}, "no rules of the law"),
        ({"on": "2026-02-30"}, "is no day"),
    ],
)
def test_what_cannot_be_asked_is_told_and_today_is_shown(
    site: Client, work: str, asked: dict[str, str], told: str
) -> None:
    answer = site.get(f"/en/entities/{work}", asked)
    assert answer.status_code == 200
    assert told in answer.content.decode()
    assert "Japan, " in answer.content.decode()


def test_a_person_has_no_rights_section(site: Client) -> None:
    key = Record.objects.get(source="moma").entity.key
    page = site.get(f"/en/entities/{key}").content.decode()
    assert 'id="rights"' not in page
    assert 'id="what-for"' not in page


def places(bar: object) -> tuple[float, float]:
    x, width = (float(value.rstrip("%")) for value in (bar.x, bar.width))
    return x, x + width


def test_the_timeline_draws_lives_terms_and_today_in_order() -> None:
    drawn = timeline(assess(work_of(SOSEKI), TODAY), TODAY)
    life, events, term = drawn.lanes
    assert (life.label, life.kind) == ("夏目漱石", "life")
    born, died = places(life.bars[0])
    first, last = places(term.bars[0])
    assert [bar.kind for bar in term.bars] == ["protected"]
    assert born < float(events.marks[0].rstrip("%")) < died < last < float(drawn.today.rstrip("%"))
    assert first == pytest.approx(float(events.marks[0].rstrip("%")), abs=0.1)
    assert not drawn.has_maybe
    assert not drawn.asked


def test_wartime_days_are_drawn_at_the_end_of_the_term() -> None:
    answer = assess(work_of(AMERICAN), TODAY)
    drawn = timeline(answer, TODAY)
    assert drawn.has_wartime
    bars = {bar.kind: places(bar) for lane in drawn.lanes for bar in lane.bars}
    assert bars["wartime"][1] == pytest.approx(bars["protected"][1], abs=0.1)
    assert bars["wartime"][0] > bars["protected"][0]
    assert any("3,794" in row.ends for row in drawn.rows)


def test_a_term_without_an_end_reaches_the_edge_and_is_open() -> None:
    drawn = timeline(
        assess(work_of({"schema": "text", "published": 1950, "creators": [{"name": "甲"}]}), TODAY), TODAY
    )
    open_ = [bar for lane in drawn.lanes for bar in lane.bars if bar.kind == "maybe"]
    assert places(open_[0])[1] == pytest.approx(100, abs=0.1)
    assert drawn.has_maybe


def test_nothing_known_draws_nothing() -> None:
    assert timeline(assess(work_of({"schema": "text", "creators": [{"name": "甲"}]}), TODAY), TODAY) is None


def test_another_day_than_today_has_a_line_of_its_own() -> None:
    drawn = timeline(assess(work_of(SOSEKI), date(1940, 1, 1)), TODAY)
    assert float(drawn.asked.rstrip("%")) < float(drawn.today.rstrip("%"))


@pytest.mark.parametrize("language_code", ["ja", "en"])
def test_every_answer_is_worded(language_code: str) -> None:
    with translation.override(language_code):
        for facts in (SOSEKI, AMERICAN, {"schema": "text", "creators": [{"name": "甲"}]}):
            for law in rights.LAWS:
                shown = rights.of_answer(assess(work_of(facts), TODAY, law))
                assert shown.headline
                assert shown.layers[0].whys
                assert "{" not in shown.headline


@pytest.mark.parametrize("written", ["1979-04-07", "1979-04-07T08:30:00.000Z"])
def test_a_day_is_worded_without_its_hour(written: str) -> None:
    work = work_of({"schema": "film", "published": 1979, "authorship": "corporate"})
    day = ImpreciseDate(written, "1979-04-07", "1979-04-07")
    work = msgspec.structs.replace(work, published=day)
    with translation.override("en"):
        shown = rights.of_answer(assess(work, TODAY))
    values = [fact.value for why in shown.layers[0].whys for fact in why.used]
    assert "7 April 1979" in values
