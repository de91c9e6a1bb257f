"""A project from its list to its outcomes: stages, corrections that stick, what is done again and what not."""

from __future__ import annotations

import datetime as dt
import signal
import subprocess
import sys
from pathlib import Path

import dirty_workbook
import pytest

from kenri.cases import queries, services
from kenri.cases.models import Item, Project, UserFact
from kenri.cases.outcomes import VERDICTS
from kenri.cases.queries import Selection
from kenri.records import queries as records
from kenri.vocab.problems import Problem
from kenri.vocab.uses import use_named

pytestmark = pytest.mark.django_db(transaction=True)

RASHOMON = "羅生門,芥川竜之介,1915,,text"
STARRY = "The Starry Night,Vincent van Gogh,1889,,artwork"
UNKNOWN = "郷土の昔ばなし,山本某,1950,,text"
OWN_FACTS = "郷土の歌,川田某,1890,1901,text"


def by_title(key: str) -> dict[str, queries.ItemView]:
    return {item.title: item for item in queries.every_item(key)}


def test_rows_are_matched_assessed_and_routed(catalogue, project) -> None:
    key = project(RASHOMON, STARRY, UNKNOWN, OWN_FACTS)
    items = by_title(key)
    rashomon = items["羅生門"]
    assert (rashomon.match, rashomon.standing) == ("confident", "public_domain")
    assert records.entity(rashomon.entity).title.text == "羅生門"
    assert rashomon.chosen["reasons"]
    assert rashomon.plan["parts"][0]["chosen"][0]["kind"] == "term"
    assert items["郷土の昔ばなし"].verdict == "not_found"
    own = items["郷土の歌"]
    assert (own.match, own.standing) == ("none", "public_domain")
    assert own.status["layers"][0]["reasons"][0]["facts"][0]["said"][0]["source"] == "list:list.csv"
    told = queries.summary(key)
    assert sum(told.verdicts.values()) == told.rows == 4
    assert set(told.verdicts) == set(VERDICTS)
    assert queries.project(key).state == "done"


def test_nothing_is_done_twice(catalogue, project) -> None:
    key = project(RASHOMON, UNKNOWN)
    before = (Project.objects.get(key=key).chained, list(Item.objects.values_list("plan", flat=True)))
    report = services.run(key)
    assert (report.matched, report.assessed, report.planned, report.unchanged) == (0, 0, 0, 2)
    assert (Project.objects.get(key=key).chained, list(Item.objects.values_list("plan", flat=True))) == before


def test_another_use_is_planned_without_looking_again(catalogue, project) -> None:
    key = project(RASHOMON, UNKNOWN)
    services.set_use(key, use_named("free_concert"))
    report = services.run(key)
    assert (report.matched, report.assessed, report.planned) == (0, 0, 2)
    assert queries.project(key).use.key == "free_concert"


def test_another_day_is_another_law(catalogue, project) -> None:
    line = "雪の歌,川田某,1960,1972,text"
    key = project(line, on=dt.date(2030, 1, 1))
    assert by_title(key)["雪の歌"].standing == "protected"
    key = project(line, on=dt.date(2043, 1, 1))
    assert by_title(key)["雪の歌"].standing == "public_domain"


def test_a_correction_sticks(catalogue, project) -> None:
    key = project(UNKNOWN, RASHOMON)
    items = by_title(key)
    unknown = items["郷土の昔ばなし"]
    services.correct(
        key, [unknown.id], "fact", name="creators[0].died", value="1940", source="p. 3", by="佐藤"
    )
    corrected = queries.item(key, unknown.id)
    assert corrected.standing == "public_domain"
    said = corrected.status["layers"][0]["reasons"][0]["facts"][0]["said"]
    assert said == [{"source": "user", "local_id": "p. 3", "seen": ""}]
    services.run(key)
    assert queries.item(key, unknown.id).standing == "public_domain"
    services.correct(key, [unknown.id], "fact", name="creators[0].died", by="佐藤", withdrawn=True)
    assert queries.item(key, unknown.id).standing == "undetermined"
    facts = queries.facts(key, unknown.id)
    assert [(fact.withdrawn, fact.standing) for fact in facts] == [(True, False), (False, False)]
    assert UserFact.objects.count() == 2


def test_this_is_that_work(catalogue, project) -> None:
    key = project("らしょうもん初出,芥川,,,text", RASHOMON)
    items = by_title(key)
    meant = items["羅生門"].entity
    asked = items["らしょうもん初出"]
    assert asked.entity != meant
    services.correct(key, [asked.id], "entity", value=meant, source="表紙", by="佐藤")
    told = queries.item(key, asked.id)
    assert (told.match, told.entity, told.standing) == ("told", meant, "public_domain")
    services.correct(key, [asked.id], "entity", value="", source="別の作品", by="佐藤")
    assert queries.item(key, asked.id).entity == ""


def test_answers_change_the_plan(catalogue, project) -> None:
    key = project("雪の歌,川田某,1960,1972,text")
    (item,) = queries.every_item(key)
    assert item.verdict == "ask"
    question = next(q for q in item.plan["questions"] if q["key"].endswith(":reachable"))
    services.correct(key, [item.id], "answer", name=question["key"], value="no", by="佐藤")
    assert queries.item(key, item.id).verdict != "ask"


@pytest.mark.parametrize(
    ("kind", "name", "value", "code"),
    [
        ("entity", "", "0000000000000000", "unknown_entity"),
        ("fact", "publishedd", "1931", "unknown_fact_meant"),
        ("fact", "published", "yesterday 99", "bad_fact_date"),
        ("fact", "published", "soon", "bad_fact_date"),
        ("fact", "creators[0].died", "long ago", "bad_fact_date"),
        ("answer", "no such question", "yes", "unknown_question"),
        ("answer", "", "yes", "correction_without_name"),
        ("fact", "published", "1" * 3000, "correction_too_long"),
    ],
)
def test_corrections_that_make_no_sense_are_refused(project, kind, name, value, code) -> None:
    key = project(UNKNOWN)
    (item,) = queries.every_item(key)
    with pytest.raises(Problem) as told:
        services.correct(key, [item.id], kind, name=name, value=value)
    assert told.value.code == code
    assert not UserFact.objects.exists()


def test_columns_can_be_put_right_and_corrections_stay(project) -> None:
    key = project("x,y,1950,,text", columns={"title": "author", "author": "title"})
    (item,) = queries.every_item(key)
    assert item.title == "y"
    services.correct(key, [item.id], "fact", name="published", value="1931", source="奥付", by="佐藤")
    services.set_columns(key, {})
    services.run(key)
    (again,) = queries.every_item(key)
    assert (again.id, again.title) == (item.id, "x")
    assert queries.facts(key, again.id)[0].value == "1931"


def test_filters_pages_and_order(project) -> None:
    key = project(*(f"作品{n:02},甲,19{n:02},,text" for n in range(30)))
    page = queries.items(key, Selection(text="作品1", sort="title", descending=True), page=2, size=4)
    assert (page.total, page.pages, page.number) == (10, 3, 2)
    assert [item.title for item in page.items] == ["作品15", "作品14", "作品13", "作品12"]
    assert queries.items(key, Selection(verdict="free")).total == 0
    assert queries.items(key, Selection(sort="nonsense"), page=99).number == 1


def test_unknown_projects_and_items(project) -> None:
    key = project(UNKNOWN)
    for ask in (lambda: queries.project("none"), lambda: services.run("none")):
        with pytest.raises(Problem) as told:
            ask()
        assert told.value.code == "unknown_project"
    with pytest.raises(Problem) as told:
        queries.item(key, 10**9)
    assert told.value.code == "unknown_item"


def test_a_bad_list_makes_no_project(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("title\nx\n", encoding="utf-8")
    with pytest.raises(Problem):
        services.create_project(path, use_named("free_concert"), columns={"title": "nonsense"})
    assert not Project.objects.exists()


def test_a_project_can_go(project, home: Path) -> None:
    key = project(UNKNOWN)
    services.delete_project(key)
    assert not Project.objects.exists()
    assert not Item.objects.exists()
    assert not list((home / "lists").iterdir())


@pytest.mark.timeout(300)
def test_every_row_of_a_dirty_workbook_is_accounted_for(catalogue, tmp_path: Path) -> None:
    path = tmp_path / "list.xlsx"
    expected = dirty_workbook.make(path)
    key = services.create_project(path, use_named("stream_archive_programme"))
    services.run(key)
    items = list(queries.every_item(key))
    assert [item.number for item in items] == [row.number for row in expected]
    for item, row in zip(items, expected, strict=True):
        codes = {problem.code for problem in item.problems}
        assert (item.record is not None) == row.item, (row, codes)
        assert (item.verdict == "no_item") == (not row.item), (row, item.verdict)
        assert item.verdict in VERDICTS
        if row.code:
            assert row.code in codes, (row, codes)
        else:
            assert not codes, (row, codes)
        for problem in item.problems:
            assert problem.message("ja") != problem.message("en")
    told = queries.summary(key)
    assert told.rows == len(expected) == dirty_workbook.ROWS - 12
    assert sum(told.verdicts.values()) == told.rows
    (left_out,) = queries.project(key).notes
    assert (left_out.code, left_out.where) == ("list_sheet_left_out", path.name)


SCRIPT = Path(__file__).with_name("clear_once.py")


@pytest.mark.timeout(300)
def test_a_killed_run_is_taken_up_again(tmp_path: Path) -> None:
    """On SQLite, whose file another process can open; what is kept by batch does not depend on the database."""
    path = tmp_path / "list.csv"
    path.write_text("title\n" + "".join(f"作品{n:03}\n" for n in range(60)), encoding="utf-8")
    command = [sys.executable, str(SCRIPT), "", str(tmp_path / "home")]
    key = subprocess.run([*command, str(path)], capture_output=True, text=True, check=True).stdout.strip()
    with subprocess.Popen([*command, key], stdout=subprocess.PIPE, text=True) as running:
        for line in running.stdout:
            if line.split() == ["match", "30"]:
                running.send_signal(signal.SIGKILL)
                break
    again = subprocess.run([*command, key], capture_output=True, text=True, check=True).stdout.splitlines()
    _, before, matched, settled, chained = again[-1].split()
    assert before == "running"
    assert 0 < int(matched) <= 30
    assert (int(settled), int(chained)) == (60, 1 + 60 + 60), (
        "sources once, each row looked for and assessed once"
    )
