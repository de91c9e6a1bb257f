"""Walters: lives in brackets, double dates, files that hold no records."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from western_exports import check_real, json_record, read, table, years

from kenri.sources.walters import SOURCE


def item(**values: Any) -> dict[str, Any]:
    return {"ObjectID": 1, "ObjectNumber": "W.1", "Title": "T", **values}


def test_both_calendars_give_the_years_ad(tmp_path: Path) -> None:
    record = json_record(SOURCE, tmp_path, item(
        DateText="972 AH/AD 1564-1565", DateBeginYear=1564, DateEndYear=1565,
        Creators=[{"ConcatDisplayName": "Hafiz (Persian, died 792 AH/AD 1390) (?)", "CreatorID": 3, "Role": "Author"}],
        Geographies=[{"GeoType": "Place Depicted", "GeographyTerm": "X"}, {"GeoType": "Place of Origin", "GeographyTerm": "Îran"}],
    ))  # fmt: skip
    assert years(record.events[0].date) == (1564, 1565)
    assert record.events[0].place == "Îran"
    (by,) = record.contributions
    assert (by.names[0].text, by.role, by.role_text, by.party) == (
        "Hafiz",
        "author",
        "Author (?)",
        "creator/3",
    )
    assert years(by.died) == (1390, 1390)


def test_years_bc_are_astronomical_and_zero_is_unknown(tmp_path: Path) -> None:
    record = json_record(
        SOURCE, tmp_path, item(DateText="late 5th century BC", DateBeginYear=-425, DateEndYear=-401)
    )
    assert years(record.events[0].date) == (-424, -400)
    record = json_record(SOURCE, tmp_path, item(DateText="", DateBeginYear=0, DateEndYear=0))
    assert record.events == ()


def test_a_file_of_pairs_holds_no_records(tmp_path: Path) -> None:
    path = table(
        tmp_path,
        ("id", "art1", "art2", "relationship1", "relationship2"),
        ("1", "2", "3", "See Also", "See Also"),
    )
    records, rejected, account = read(SOURCE, path)
    assert (records, rejected, account.skipped) == ([], [], 1)


@pytest.mark.shared_data
@pytest.mark.parametrize(
    "name", ["walters_objects_2015-08.jsonl.gz", "creators.csv.gz", "exhibitions.csv.gz"]
)
def test_real_data(name: str) -> None:
    assert len(check_real(SOURCE, f"walters/{name}")) > 1000
