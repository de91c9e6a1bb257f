"""The directory, one database, its refused rows, and where one has to search."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from kenri.harvest.source import Duty
from kenri.sources import all_sources, visited_databases
from kenri.vocab.text import Text
from kenri.vocab.vocabularies import acts, fields, schemas
from kenri.web.find import duties


def test_every_database_stands_in_the_directory_with_its_state(site: Client, language: str) -> None:
    page = site.get(f"/{language}/databases/").content.decode()
    for source in all_sources().values():
        assert f'href="/{language}/databases/{source.id}"' in page
    for database in visited_databases().values():
        assert f'href="{database.homepage}"' in page
    card = page[page.index(f'href="/{language}/databases/creators_list"') :]
    card = card[: card.index("</li>")]
    assert ">57<" in card
    assert re.search(rf'href="/{language}/databases/creators_list/rejected">2<', card)


def test_the_directory_by_field(site: Client) -> None:
    page = site.get("/ja/databases/", {"field": "music"}).content.decode()
    for source in all_sources().values():
        assert (f'href="/ja/databases/{source.id}"' in page) == ("music" in source.fields)


def test_the_page_of_a_database_accounts_for_its_harvest(site: Client, language: str) -> None:
    page = site.get(f"/{language}/databases/creators_list").content.decode()
    row = page[page.index("<tbody>", page.index('id="history"')) :]
    counts = [int(count) for count in re.findall(r'<td class="number">([\d,]+)</td>', row)[:6]]
    read, new, changed, unchanged, removed, rejected = counts
    assert (read, rejected, removed) == (59, 2, 0)
    assert read == new + changed + unchanged + rejected


def test_refused_rows_with_reason_and_as_received(site: Client, language: str) -> None:
    page = site.get(f"/{language}/databases/creators_list/rejected").content.decode()
    reasons = ("「作品名」が空です", "なぞなぞ") if language == "ja" else ("作品名 is empty", "なぞなぞ")
    for reason in reasons:
        assert reason in page
    assert "https://example.org/works/92" in page
    assert site.get(f"/{language}/databases/creators_list/rejected", {"page": "x"}).status_code == 200
    assert site.get(f"/{language}/databases/creators_list/rejected", {"page": "999"}).status_code == 200


def test_where_to_search_names_basis_and_what_is_unverified(site: Client, language: str) -> None:
    query = {"field": "music", "kind": "recording", "use": "reproduction_of_phonogram"}
    page = site.get(f"/{language}/where-to-search", query).content.decode()
    must, _ = duties.to_search(**query)
    assert must
    for item in must:
        assert item.database.homepage in page
        for duty in item.duties:
            assert duty.basis.in_language(language) in page
    unverified = sum(not duty.verified for item in must for duty in item.duties)
    mark = "未確認" if language == "ja" else "unverified"
    assert page.count(f'badge unsure">{mark}<') == unverified


@pytest.mark.parametrize("field", list(fields()))
def test_a_choice_holds_exactly_the_duties_that_apply(field: str, db: None) -> None:
    must, may = duties.to_search(field, "", "")
    for item in must:
        assert all(not duty.fields or field in duty.fields for duty in item.duties)
    for item in may:
        assert not item.database.fields or field in item.database.fields
        assert not any(not duty.fields or field in duty.fields for duty in item.database.duties)
    assert not {item.database.id for item in must} & {item.database.id for item in may}


def test_a_wider_act_includes_its_forms_and_the_other_way_round() -> None:
    transmission, _ = duties.to_search("", "", "public_transmission")
    broadcasting, _ = duties.to_search("", "", "broadcasting")
    named = {item.database.id for item in transmission}
    assert {item.database.id for item in broadcasting} <= named
    by_general_word = [
        d for d in visited_databases().values() for duty in d.duties if "public_transmission" in duty.uses
    ]
    assert {d.id for d in by_general_word} <= {item.database.id for item in broadcasting}


def test_a_database_for_reference_only_is_no_duty() -> None:
    must, may = duties.to_search("anime", "", "")
    assert not {"anidb", "bangumi"} & {item.database.id for item in must}
    assert {"anidb", "bangumi"} <= {item.database.id for item in may}
    assert not [d for item in must for d in item.duties if "ではありません" in d.basis.ja]


def test_what_is_not_decided_excludes_nothing() -> None:
    basis = Text("例", "example")
    duty = Duty(fields=("music",), kinds=("recording",), uses=("rental",), basis=basis)
    assert duty.applies()
    assert duty.applies("music")
    assert not duty.applies("film")
    assert duty.applies("music", "recording", "rental")
    assert not duty.applies("music", "text", "rental")
    assert Duty(basis=basis).applies("film", "text", "rental")


def test_every_duty_can_be_chosen() -> None:
    offered = {use for uses in duties.choices_of_use().values() for use in uses}
    databases = (*all_sources().values(), *visited_databases().values())
    for duty in (duty for database in databases for duty in database.duties):
        assert set(duty.uses) <= offered <= set(acts())
        assert set(duty.fields) <= set(fields())
        assert set(duty.kinds) <= set(schemas())
