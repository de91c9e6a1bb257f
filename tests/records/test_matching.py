"""Matching a user's records: what is confident, what a person has to look at, and what is not there."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from declared import declare, row, write
from django.core.management import call_command
from django.test import override_settings
from python_calamine import CalamineWorkbook

from kenri.harvest.lists import read_list
from kenri.records import index, match_files, services
from kenri.records.matching import Decision, Matched, match
from kenri.vocab.dates import ImpreciseDate
from kenri.vocab.identifiers import Identifier
from kenri.vocab.names import Name
from kenri.vocab.problems import Problem
from kenri.vocab.records import Contribution, Event, EventKind, Record

pytestmark = pytest.mark.django_db

ISBN, GRASS = "9784003101018", "9784101010137"
WORKS = (
    row(1, "坊っちゃん", author="夏目漱石", year="1907"),
    row(2, "こころ", author="夏目漱石", year="1914"),
    row(3, "心", author="小泉八雲", year="1896", url="https://www.alpha.example/works/3"),
    row(4, "こゝろ", author="夏目漱石", year="1915"),
    row(5, "銀河鉄道の夜", author="宮沢賢治", year="1934", scheme="isbn", value=ISBN),
    row(6, "銀河鉄道の夜", author="杉井ギサブロー", year="1985", schema="film"),
    row(7, "吾輩は猫である 第1巻", author="夏目漱石", year="1905"),
    row(8, "吾輩は猫である 第2巻", author="夏目漱石", year="1906"),
    row(9, "夏目漱石", schema="person", author="", year=""),
    row(10, "道草", author="夏目漱石", year="1915", scheme="isbn", value=GRASS),
    row(11, "道草", author="夏目漱石", year="1915", scheme="isbn", value=GRASS),
    *(row(100 + n, "無題", author=f"画家{n}", year=str(1900 + n), schema="artwork") for n in range(30)),
)


@pytest.fixture(scope="module")
def catalogue(
    django_db_setup: None, django_db_blocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Path]:
    """The data folder of a catalogue that the tests only read."""
    home = tmp_path_factory.mktemp("matched")
    with django_db_blocker.unblock(), override_settings(KENRI_HOME=home):
        services.harvest(declare("alpha"), path=write(home / "works.csv", WORKS))
        services.link()
        index.index()
    yield home
    with django_db_blocker.unblock():
        call_command("flush", interactive=False, verbosity=0)


@pytest.fixture
def filled(home: Path, catalogue: Path, db: None, settings) -> None:
    settings.KENRI_HOME = catalogue


def probe(title: str, author: str = "", year: str = "", schema: str = "text", isbn: str = "") -> Record:
    return Record(
        "list",
        title,
        schema,
        (Name(title),),
        contributions=(Contribution((Name(author),), role="author"),) if author else (),
        events=(Event(EventKind.PUBLISHED, ImpreciseDate(year, year, year)),) if year else (),
        identifiers=(Identifier("isbn", isbn),) if isbn else (),
    )


def one(*said: str, **more: str) -> Matched:
    (found,) = match([probe(*said, **more)])
    return found


def test_title_and_creator_in_other_writing_are_confident(filled) -> None:
    found = one("銀河鐵道の夜", "宮澤 賢治")
    assert found.decision is Decision.CONFIDENT
    assert found.best.title == "銀河鉄道の夜"
    assert found.best.score >= 0.95
    assert {reason.comparison for reason in found.best.reasons} == {"title", "creator"}
    assert all(reason.text.ja and reason.text.en for reason in found.best.reasons)


def test_a_title_in_other_kana_is_found_through_its_creator(filled) -> None:
    found = one("坊つちやん", "夏目 漱石")
    assert (found.best.title, found.decision) == ("坊っちゃん", Decision.REVIEW)


@pytest.mark.parametrize(
    ("cell", "title", "creator"),
    [
        ("夏目漱石 道草 文庫", "道草", "夏目漱石"),
        ("道草（新潮文庫）夏目漱石", "道草", "夏目漱石"),
        ("夏目漱石『坊ちゃん』", "坊っちゃん", "夏目漱石"),
        ("宮沢賢治 銀河鉄道の夜 新装版", "銀河鉄道の夜", "宮沢賢治"),
        ("道草 夏目漱石 [CD]", "道草", "夏目漱石"),
    ],
)
def test_a_title_with_its_creator_in_one_cell_is_for_a_person(
    filled, cell: str, title: str, creator: str
) -> None:
    found = one(cell)
    assert (found.best.title, found.best.creators, found.decision) == (title, (creator,), Decision.REVIEW)
    assert (found.best.reasons[0].comparison, found.best.reasons[0].level) == ("title", "divided")


def test_a_creator_alone_brings_his_works_for_a_person(filled) -> None:
    found = one("夏目漱石")
    assert found.decision is Decision.REVIEW
    assert {c.creators for c in found.candidates} == {("夏目漱石",)}
    assert all(c.decision is not Decision.CONFIDENT for c in found.candidates)
    assert found.best.reasons[0].level == "alone"


def test_a_small_tsu_more_or_less_is_the_same_title(filled) -> None:
    found = one("坊ちゃん", "夏目漱石")
    assert (found.best.title, found.decision is Decision.NONE) == ("坊っちゃん", False)


def test_records_of_one_work_do_not_compete(filled) -> None:
    found = one("こころ", "夏目漱石")
    assert found.decision is Decision.CONFIDENT
    assert {c.title for c in found.candidates if c.decision is Decision.CONFIDENT} == {"こころ", "こゝろ"}
    assert all(c.score < 0.5 for c in found.candidates if "小泉八雲" in c.creators)


def test_a_title_alone_is_for_a_person(filled) -> None:
    assert one("坊っちゃん").decision is Decision.REVIEW


def test_the_likeliest_candidate_comes_first(filled) -> None:
    # As like as the others, 道草 has more records; but こゝろ and こころ, probably one work, do not compete.
    found = one("三四郎", "夏目漱石", year="1915")
    assert [c.title for c in found.candidates[:2]] == ["こゝろ", "道草"]
    assert found.candidates[0].score > found.candidates[1].score


def test_what_is_not_there_is_none(filled) -> None:
    assert one("どこにもない題名", "だれか").decision is Decision.NONE
    assert one("坊っちゃん", "村上春樹").decision is Decision.NONE


def test_common_titles_share_the_probability(filled) -> None:
    assert one("無題", schema="artwork").decision is Decision.NONE
    found = one("無題", "画家7", schema="artwork")
    assert found.best.creators == ("画家7",)


def test_kinds_are_not_confused_unless_nobody_told(filled) -> None:
    film = one("銀河鉄道の夜", "杉井ギサブロー", schema="film")
    assert (film.best.schema, film.decision) == ("film", Decision.CONFIDENT)
    assert one("銀河鉄道の夜", "杉井ギサブロー").decision is not Decision.CONFIDENT
    asked = probe("銀河鉄道の夜", "杉井ギサブロー")
    (found,) = match([asked], untold={asked.local_id})
    assert (found.best.schema, found.decision) == ("film", Decision.CONFIDENT)


def test_a_volume_is_that_volume(filled) -> None:
    found = one("吾輩は猫である 第2巻", "夏目漱石")
    assert found.best.title == "吾輩は猫である 第2巻"
    assert all(c.decision is Decision.NONE for c in found.candidates if "第1巻" in c.title)


def test_an_identifier_settles_it_unless_the_names_object(filled) -> None:
    found = one("銀河鉄道", isbn=ISBN)
    assert (found.best.title, found.decision) == ("銀河鉄道の夜", Decision.CONFIDENT)
    assert found.best.reasons[0].comparison == "identifier"
    assert one("料理の基本", "だれか", isbn=ISBN).decision is not Decision.CONFIDENT


def test_the_address_of_its_page_tells_a_work(filled) -> None:
    asked = msgspec.structs.replace(probe("心"), url="http://alpha.example/works/3/")
    (found,) = match([asked])
    assert (found.best.creators, found.decision) == (("小泉八雲",), Decision.CONFIDENT)
    assert found.best.reasons[0].comparison == "identifier"
    alone = one("https://alpha.example/works/3")
    assert (alone.best.creators, alone.decision) == (("小泉八雲",), Decision.REVIEW)


def test_persons_are_found_in_any_order_of_their_names(filled) -> None:
    found = one("夏目 漱石", schema="person")
    assert found.best.schema == "person"
    assert found.decision is Decision.REVIEW


def test_answers_come_in_order_with_a_limit(filled) -> None:
    probes = [probe("無題", f"画家{n % 30}", schema="artwork") for n in range(450)]
    told = []
    found = list(match(probes, limit=2, on_progress=lambda done, total: told.append(done)))
    assert [f.probe for f in found] == probes
    assert max(len(f.candidates) for f in found) <= 2
    assert told[-1] == 450


def test_without_an_index_it_says_so(db) -> None:
    with pytest.raises(Problem) as caught:
        next(match([probe("x")]))
    assert caught.value.code == "no_index"


@pytest.fixture
def answered(filled, tmp_path: Path):
    path = tmp_path / "list.csv"
    path.write_text(
        "作品名,作者,年\n坊っちゃん,夏目漱石,1907\n=1+1,x,\nどこにもない,だれか,\n合計,,\n", encoding="utf-8"
    )
    rows = list(read_list(path).rows())
    found = match([r.record for r in rows if r.record], untold={r.id for r in rows})
    return [(r, next(found) if r.record else None) for r in rows]


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_tables_for_people(answered, tmp_path: Path, suffix: str, language: str) -> None:
    out = tmp_path / f"out{suffix}"
    with match_files.opened(out, language) as sheet:
        for r, found in answered:
            sheet.write(r, found)
    if suffix == ".csv":
        with out.open(encoding="utf-8-sig", newline="") as file:
            cells = list(csv.reader(file))
    else:
        cells = CalamineWorkbook.from_path(out).get_sheet_by_index(0).to_python()
    assert len(cells) == 1 + len(answered)
    assert cells[0][3] == {"ja": "判定", "en": "Decision"}[language]
    assert cells[1][3] == {"ja": "確実", "en": "confident"}[language]
    assert cells[1][6] == "坊っちゃん"
    formula = next(r for r in cells if "1+1" in str(r[2]))
    assert formula[2] == ("'=1+1" if suffix == ".csv" else "=1+1")


def test_lines_for_programmes(answered, tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    with match_files.opened(out, "en") as sheet:
        for r, found in answered:
            sheet.write(r, found)
    lines = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert [line["row"] for line in lines] == [r.number for r, _ in answered]
    assert lines[0]["decision"] == "confident"
    assert lines[0]["candidates"][0]["reasons"][0]["text"]["en"]


def test_an_earlier_file_stays_where_writing_fails(answered, tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    out.write_text("before", encoding="utf-8")
    with pytest.raises(AttributeError), match_files.opened(out, "en") as sheet:
        sheet.write(None, None)
    assert out.read_text(encoding="utf-8") == "before"
    assert list(tmp_path.glob(".out*")) == []
    with pytest.raises(Problem), match_files.opened(tmp_path / "out.pdf", "en"):
        pass
