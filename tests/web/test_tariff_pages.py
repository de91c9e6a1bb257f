"""The pages of tariffs: the directory, one tariff with its arithmetic, two days compared, the ordinary royalty."""

from __future__ import annotations

import pytest
from django.test import Client

from kenri.tariffs import tariffs

DOWNLOAD = "tariffs/jasrac_download"


def test_the_directory_lists_every_tariff(empty_site: Client, language: str) -> None:
    page = empty_site.get(f"/{language}/tariffs/").content.decode()
    for found in tariffs():
        assert found.label.in_language(language).split("（")[0] in page
        assert f'href="/{language}/tariffs/{found.id}"' in page
    music = empty_site.get(f"/{language}/tariffs/", {"field": "music"}).content.decode()
    assert "jasrac_download" in music
    assert "jrrc_copy" not in music


@pytest.mark.parametrize("found", tariffs(), ids=lambda found: found.id)
def test_every_tariff_has_a_page_with_a_form_of_its_inputs(empty_site: Client, found) -> None:
    answer = empty_site.get(f"/ja/tariffs/{found.id}")
    assert answer.status_code == 200
    page = answer.content.decode()
    for key in found.inputs:
        assert f'name="{key}"' in page
    assert ("仮定" in page) is (found.written.nature == "model")


def test_a_use_is_reckoned_line_by_line(empty_site: Client, language: str) -> None:
    told = {"price": "150", "requests": "1,000", "months": "1", "on": "2026-11-22"}
    page = empty_site.get(f"/{language}/{DOWNLOAD}", told).content.decode()
    assert ("11,550円" if language == "ja" else "¥11,550") in page
    assert (
        "<b>料率による額</b><br>使用料率 7.7％" if language == "ja" else "<b>By the rate</b><br>7.7% (Rate)"
    ) in page
    assert ("未確認の数値を含みます" if language == "ja" else "Some figures are unverified") in page
    assert "jasrac_download@2020-01-01" in page


def test_what_is_wrong_stands_at_its_field_and_nothing_told_is_lost(empty_site: Client) -> None:
    answer = empty_site.get(f"/en/{DOWNLOAD}", {"price": "cheap", "requests": "10", "on": "2026-11-22"})
    page = answer.content.decode()
    assert answer.status_code == 400
    assert 'aria-invalid="true" aria-describedby="i-price-error"' in page
    assert 'value="cheap"' in page
    assert 'value="10"' in page


@pytest.mark.parametrize("told", [{"on": "soon"}, {"on": "1999-01-01"}, {"compare": "soon"}])
def test_a_day_that_does_not_fit_is_told(empty_site: Client, told: dict[str, str]) -> None:
    answer = empty_site.get(f"/ja/{DOWNLOAD}", {"price": "1", "requests": "1", **told})
    assert answer.status_code == 400
    assert "banner error" in answer.content.decode()


def test_two_days_are_compared(empty_site: Client) -> None:
    told = {"price": "150", "requests": "1000", "on": "2026-11-22", "compare": "2020-01-01"}
    page = empty_site.get(f"/en/{DOWNLOAD}", told).content.decode()
    assert "On 2020-01-01" in page
    assert "the same" in page


def test_an_unknown_tariff_is_told(empty_site: Client) -> None:
    assert empty_site.get("/ja/tariffs/nothing").status_code == 404
    assert empty_site.get("/ja/tariffs/nothing.json").status_code == 404


def test_the_same_for_programmes(empty_site: Client) -> None:
    told = empty_site.get("/ja/tariffs/sartras_class.json").json()
    assert [asked["key"] for asked in told["inputs"]] == ["manner", "school", "learners", "years"]
    assert told["version"] == "sartras_class@2021-04-01"


def test_the_ordinary_royalty_asks_what_its_tariff_needs(empty_site: Client, language: str) -> None:
    chosen = {"field": "books", "use": "digital_archive"}
    page = empty_site.get(f"/{language}/tariffs/ordinary-royalty", chosen).content.decode()
    assert "model_text_online" in page
    told = {**chosen, "characters": "20000", "begins": "2026-06-01", "ends": "2029-05-31"}
    told |= {"market_rate": "30000", "past_award": "0"}
    page = empty_site.get(f"/{language}/tariffs/ordinary-royalty", told).content.decode()
    assert ("21,605円" if language == "ja" else "¥21,605") in page, "median of 26,423 × 0.5 and 30,000"


def test_a_use_without_a_basis_is_told(empty_site: Client) -> None:
    answer = empty_site.get("/ja/tariffs/ordinary-royalty", {"field": "archives", "use": "paid_concert"})
    assert answer.status_code == 400
    assert "通常の使用料相当額を計算する基準がありません" in answer.content.decode()
