"""What do you want to do with it: the plan for a use, made anew from the address."""

from __future__ import annotations

import html
import json
import re

import pytest
from django.test import Client

from kenri.records.models import Entity, Record
from kenri.vocab.uses import presets


@pytest.fixture
def work(site: Client) -> str:
    return Record.objects.get(source="creators_list", local_id="91").entity.key


def test_the_page_of_a_work_offers_every_preset(site: Client, work: str) -> None:
    page = site.get(f"/en/entities/{work}").content.decode()
    chooser = page[page.index('id="what-for"') :]
    assert set(re.findall(r'<option value="(\w+)"', chooser)) >= set(presets())


def test_the_plan_says_outcome_ways_cost_and_time(site: Client, work: str, language: str) -> None:
    answer = site.get(f"/{language}/entities/{work}/plan", {"use": "online_distribution"})
    assert answer.status_code == 200
    page = answer.content.decode()
    assert page.count('class="routes chosen"') >= 1
    for words in (
        ("計画", "費用の合計", "期間の合計")
        if language == "ja"
        else ("The plan", "Cost in all", "Time in all")
    ):
        assert words in page


def test_articles_are_cited_in_the_language_of_the_page(site: Client, work: str, language: str) -> None:
    page = site.get(f"/{language}/entities/{work}/plan", {"use": "online_distribution"}).content.decode()
    told = {"ja": "著作権法第113条第8項", "en": "Copyright Act, art. 113(8)"}
    assert [key for key, words in told.items() if words in page] == [language]


def test_an_answer_changes_the_plan_and_can_be_taken_back(site: Client, work: str) -> None:
    address = f"/en/entities/{work}/plan"
    before = json.loads(site.get(address, {"use": "merchandise", "as": "json"}).content)
    question = next(q for q in before["questions"] if q["takes"] == "choice" and q["choices"])
    told = {"use": "merchandise", f"a.{question['key']}": question["choices"][0]["value"]}
    after = json.loads(site.get(address, {**told, "as": "json"}).content)
    assert question["key"] not in {q["key"] for q in after["questions"]}
    page = site.get(address, told).content.decode()
    answered = page[page.index('class="answered"') :]
    back = html.unescape(re.search(r'href="([^"#]*)#questions"', answered)[1])
    assert "a." not in back
    assert json.loads(site.get(address + back + "&as=json").content) == before


def test_the_details_of_a_preset_can_be_changed(site: Client, work: str) -> None:
    told = {
        "use": "post_online",
        "own": "1",
        "acts": ["screening"],
        "commercial": "no",
        "territory": ["JP", "US"],
    }
    made = json.loads(site.get(f"/en/entities/{work}/plan", {**told, "as": "json"}).content)
    assert made["use"]["acts"] == ["screening"]
    page = site.get(f"/en/entities/{work}/plan", told).content.decode()
    assert re.search(r'id="act-screening"[^>]* checked', page)
    assert re.search(r'id="territory-US"[^>]* checked', page)
    assert not re.search(r'id="act-reproduction"[^>]* checked', page)


def test_a_use_can_be_built_without_a_preset(site: Client, work: str) -> None:
    told = {"own": "1", "acts": ["recitation"], "audience": "public", "charge": "no", "commercial": "no"}
    page = site.get(f"/en/entities/{work}/plan", told).content.decode()
    assert 'id="plan"' in page


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"use": "levitation"}, "levitation"),
        ({"use": "merchandise", "a.nonsense": "yes"}, "nonsense"),
        ({"use": "merchandise", "a.commercial": "perhaps"}, "perhaps"),
        ({"use": "merchandise", "on": "soon"}, "soon"),
        ({"use": "merchandise", "territory": "ZZ"}, "ZZ"),
        ({"use": "merchandise", "begins": "2027-02-01", "ends": "2027-01-01"}, "2027"),
        ({"own": "1", "purpose": "publication", "acts": "flying"}, "flying"),
    ],
)
def test_what_makes_no_sense_is_told_and_the_form_stays(
    site: Client, work: str, asked: dict[str, str], told: str
) -> None:
    answer = site.get(f"/en/entities/{work}/plan", asked)
    assert answer.status_code == 400
    page = answer.content.decode()
    assert told in page[page.index('role="alert"') :]
    assert 'id="what-for"' in page


def test_persons_and_unknown_works_have_no_plan(site: Client) -> None:
    person = Record.objects.get(source="moma").entity.key
    for key in (person, "nobody"):
        assert site.get(f"/en/entities/{key}/plan").status_code == 404


def test_a_merged_work_leads_on_with_its_question(site: Client) -> None:
    merged = Entity.objects.exclude(redirect_to=None).first()
    answer = site.get(f"/en/entities/{merged.key}/plan", {"use": "quotation"})
    assert answer.status_code in (301, 404)
