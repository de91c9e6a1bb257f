"""CMOA: years padded to days."""

from __future__ import annotations

from pathlib import Path

import pytest
from western_exports import check_real, json_record, read, table, years

from kenri.sources.cmoa import SOURCE

CREATOR = {"artist_id": "p", "party_type": "Person", "full_name": "Ann Doe", "cited_name": "Doe, Ann", "role": None,
           "nationality": "American", "birth_date": "1908-01-01", "death_date": "1998-06-12"}  # fmt: skip


def test_a_padded_day_is_a_year_and_a_real_day_stays(tmp_path: Path) -> None:
    record = json_record(SOURCE, tmp_path, {
        "id": "x", "accession_number": "1", "title": "T", "creator": [CREATOR], "creation_date": "c. 1940",
        "creation_date_earliest": "1935-01-01", "creation_date_latest": "1945-01-01",
    })  # fmt: skip
    (by,) = record.contributions
    assert by.born is not None
    assert by.died is not None
    assert (by.born.earliest, by.died.earliest) == ("1908", "1998-06-12")
    date = record.events[0].date
    assert date is not None
    assert (date.earliest, date.latest) == ("1935", "1945")


def test_an_unknown_kind_of_party_rejects_the_row(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text(
        '[{"id": "x", "accession_number": "1", "creator": [{"full_name": "A", "party_type": "Robot"}]}]'
    )
    _, (rejected,), _ = read(SOURCE, path)
    assert (rejected.problem.code, rejected.problem.values["value"]) == ("unknown_code", "Robot")


def test_makers_of_the_csv_are_divided_by_bars(tmp_path: Path) -> None:
    header = ("id", "accession_number", "title", "full_name", "party_type", "birth_date", "role")
    row = ("x", "1", "T", "Ann Doe|Doe Works", "Person|Organization", "1950-01-01|", "designer|manufacturer")
    (record,), _, _ = read(SOURCE, table(tmp_path, header, row))
    assert [(c.names[0].text, c.role) for c in record.contributions] == [
        ("Ann Doe", "designer"),
        ("Doe Works", "producer"),
    ]
    assert years(record.contributions[0].born) == (1950, 1950)


@pytest.mark.shared_data
@pytest.mark.parametrize("name", ["cmoa/cmoa_objects.jsonl.gz", "cmoa/teenie_objects.jsonl.gz"])
def test_real_data(name: str) -> None:
    assert len(check_real(SOURCE, name)) == 3000
