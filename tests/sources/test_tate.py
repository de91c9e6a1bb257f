"""Tate: copyright lines, attributions, years without text."""

from __future__ import annotations

from pathlib import Path

import pytest
from western_exports import check_real, json_record, read, table, years

from kenri.sources.tate import SOURCE


@pytest.mark.parametrize(
    ("line", "holders"),
    [
        ("© The Henry Moore Foundation; All rights reserved DACS 2014", ["The Henry Moore Foundation"]),
        ("© The estate of Barry Flanagan, courtesy Plubronze Ltd", ["The estate of Barry Flanagan"]),
        ("© Angela Verren Taunt 2014. All rights reserved, DACS", ["Angela Verren Taunt"]),
        ("© DACS, 2014", ["DACS"]),
        ("© Succession Picasso/DACS 2014", ["Succession Picasso"]),
        (
            "The Work of Naum Gabo © Nina & Graham Williams/Tate, London 2014",
            ["Nina & Graham Williams/Tate, London"],
        ),
        ("© A; © B", ["A", "B"]),
        ("copyright unknown", []),
    ],
)
def test_the_copyright_line_names_its_holders(tmp_path: Path, line: str, holders: list[str]) -> None:
    item = {"id": 1, "acno": "T00001", "title": "T", "contributors": [], "thumbnailCopyright": line}
    record = json_record(SOURCE, tmp_path, item)
    assert [claim.holder for claim in record.claims] == holders
    assert record.statements[0].text == line


def test_after_somebody_is_not_by_him(tmp_path: Path) -> None:
    maker = {"fc": "Peter Paul Rubens", "mda": "Rubens, Peter Paul", "role": "after", "date": "1577–1640", "id": 9,
             "gender": "Male", "displayOrder": 1, "birthYear": 1577}  # fmt: skip
    item = {"id": 1, "acno": "T00001", "title": "T", "contributors": [maker], "dateText": "date not known",
            "dateRange": {"startYear": "1700", "endYear": 1720, "text": None}}  # fmt: skip
    record = json_record(SOURCE, tmp_path, item)
    (by,) = record.contributions
    assert (by.role, by.role_text, by.party) == ("original_author", "after", "artist/9")
    assert years(record.events[0].date) == (1700, 1720)


def test_an_artist_without_gender_may_be_a_group(tmp_path: Path) -> None:
    header = (
        "id",
        "name",
        "gender",
        "dates",
        "yearOfBirth",
        "yearOfDeath",
        "placeOfBirth",
        "placeOfDeath",
        "url",
    )
    path = table(tmp_path, header, ("1", "Art & Language", "", "founded 1968", "1968", "", "", "", ""),
                 ("2", "Li, Yuan-chia", "Male", "1929–1994", "1929", "1994", "Guangxi, Zhonghua", "", ""),
                 ("3", "Wrong", "Something", "", "", "", "", "", ""))  # fmt: skip
    (group, person), (rejected,), _ = read(SOURCE, path)
    assert group.schema == "organisation"
    assert (person.names[0].family, person.names[0].given) == ("Li", "Yuan-chia")
    assert rejected.problem.code == "unknown_code"


@pytest.mark.shared_data
@pytest.mark.parametrize(
    "name", ["tate_working/tate_artworks_dev_half.jsonl.gz", "tate_working/tate_artists.csv.gz"]
)
def test_real_data(name: str) -> None:
    assert len(check_real(SOURCE, name)) == 3000
