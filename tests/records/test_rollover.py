"""What enters the public domain on a day: computed once, kept up with the catalogue, answered at once."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from declared import declare, row, write

from kenri.catalogue.entity import Entity
from kenri.records import queries, rollover, services
from kenri.records.linking import entity_key
from kenri.records.models import Entity as EntityRow
from kenri.status.assessing import assess
from kenri.status.entities import facts_of
from kenri.vocab.problems import Problem

pytestmark = pytest.mark.django_db(transaction=True)

NEW_YEAR = date(2039, 1, 1)


def put(folder: Path, *items: dict[str, str]) -> None:
    services.harvest(declare("alpha"), path=write(folder / "works.csv", items), accept_removals=True)
    services.link()


def record(number: int, year: str, title: str) -> dict[str, str]:
    return row(number, title, author="", schema="recording", year=year)


def titles(day: date, code: str = "JP") -> list[str]:
    return [work.title for work in rollover.entering(day, code).works]


def catalogue() -> list[Entity]:
    found = (queries.entity(key) for key in EntityRow.objects.values_list("key", flat=True))
    return [entity for entity in found if entity is not None]


def test_works_enter_on_their_day_only(tmp_path: Path) -> None:
    put(tmp_path, record(1, "1968", "昭和の歌"), record(2, "1969", "翌年の歌"), record(3, "1967", "前年の歌"))
    found = rollover.entering(NEW_YEAR)
    assert [(work.id, work.title) for work in found.works] == [(entity_key("alpha", "1"), "昭和の歌")]
    assert (found.total, found.computed, found.current) == (1, True, True)
    assert (found.works[0].was, bool(found.works[0].assumes)) == ("protected", True)
    assert titles(date(2039, 1, 2)) == []
    assert titles(date(2040, 1, 1)) == ["翌年の歌"]
    assert rollover.days(date(2030, 1, 1), date(2050, 1, 1)) == {NEW_YEAR: 1, date(2040, 1, 1): 1}


def test_the_law_of_the_day_is_applied(tmp_path: Path) -> None:
    put(tmp_path, record(1, "1967", "一九六七年の歌"))
    assert titles(date(2018, 1, 1)) == ["一九六七年の歌"]
    assert titles(date(2039, 1, 1), "GB") == []


def test_it_is_the_same_as_looking_at_every_work(tmp_path: Path) -> None:
    put(tmp_path, *[record(number, str(1960 + number), f"歌 {number}") for number in range(1, 20)])
    works = [facts_of(entity) for entity in catalogue()]
    for day in (date(2015, 1, 1), date(2018, 1, 1), NEW_YEAR, date(2045, 1, 1), date(2045, 6, 1)):
        before = day - timedelta(days=1)
        free = [work for work in works if assess(work, day).status == "public_domain"]
        entered = [work.title for work in free if assess(work, before).status != "public_domain"]
        assert sorted(titles(day)) == sorted(entered)


def test_it_follows_the_catalogue(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    many = [record(number, "1990", f"歌 {number}") for number in range(10, 40)]
    put(tmp_path, record(1, "1968", "昭和の歌"), record(2, "1968", "もう一つ"), *many)
    assert len(titles(NEW_YEAR)) == 2
    monkeypatch.setattr(rollover, "AT_ONCE", 0)
    put(tmp_path, record(1, "1970", "昭和の歌"), *many)
    before = rollover.entering(NEW_YEAR)
    assert (before.total, before.current) == (2, False)
    looked_at = rollover.bring_up(NEW_YEAR)
    assert 0 < looked_at <= 3
    assert rollover.entering(NEW_YEAR).total == 0
    assert rollover.bring_up(NEW_YEAR) == 0
    assert titles(date(2041, 1, 1)) == ["昭和の歌"]


def test_what_was_not_computed_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(tmp_path, record(1, "1968", "昭和の歌"))
    monkeypatch.setattr(rollover, "AT_ONCE", 0)
    assert rollover.entering(NEW_YEAR) == rollover.Entering(
        NEW_YEAR, "JP", 0, (), computed=False, current=False
    )


def test_a_broken_file_is_made_anew(tmp_path: Path, home: Path) -> None:
    put(tmp_path, record(1, "1968", "昭和の歌"))
    assert titles(NEW_YEAR) == ["昭和の歌"]
    (file,) = (home / "rollover").glob("*.sqlite3")
    file.write_bytes(b"no database")
    assert titles(NEW_YEAR) == ["昭和の歌"]


def test_what_a_killed_run_left_is_in_nobodys_way(tmp_path: Path, home: Path) -> None:
    put(tmp_path, record(1, "1968", "昭和の歌"))
    assert titles(NEW_YEAR) == ["昭和の歌"]
    (file,) = (home / "rollover").iterdir()
    file.with_suffix(".new").write_bytes(b"half")
    file.with_name(f"{file.stem}.new-journal").write_bytes(b"half")
    rollover.bring_up(NEW_YEAR, rebuild=True)
    assert titles(NEW_YEAR) == ["昭和の歌"]
    assert list((home / "rollover").iterdir()) == [file]


@pytest.mark.parametrize(
    ("day", "code", "problem"),
    [(NEW_YEAR, "XX", "unknown_jurisdiction"), (date(1850, 1, 1), "JP", "day_before_the_law")],
)
def test_what_cannot_be_asked_is_told(day: date, code: str, problem: str) -> None:
    with pytest.raises(Problem) as raised:
        rollover.entering(day, code)
    assert raised.value.code == problem
