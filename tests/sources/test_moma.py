"""MoMA: both layouts of works, and which bio belongs to whom."""

from __future__ import annotations

from pathlib import Path

import pytest
from western_exports import SHARED, check_real, dates, json_record, read, table, years

from kenri.sources.moma import SOURCE
from kenri.vocab.records import EventKind, PartyKind


def test_a_csv_row_divides_its_brackets_over_the_makers(tmp_path: Path) -> None:
    header = (
        "Title",
        "Artist",
        "ConstituentID",
        "ArtistBio",
        "Nationality",
        "BeginDate",
        "EndDate",
        "Gender",
        "ObjectID",
    )
    row = ("A", "RedStart Design, LLC, Jane Doe", "11, 12", "(USA, est. 2004) (American, born 1950)",
           "(American) (American)", "(2004) (1950)", "(0) (0)", "() (female)", "7")  # fmt: skip
    (record,), _, _ = read(SOURCE, table(tmp_path, header, row))
    studio, person = record.contributions
    assert studio.names[0].text == "RedStart Design, LLC"
    assert (studio.kind, studio.born, studio.party) == (PartyKind.ORGANISATION, None, "artist/11")
    assert (person.kind, years(person.born), person.died) == (PartyKind.PERSON, (1950, 1950), None)


def test_makers_without_as_many_bios_get_no_dates(tmp_path: Path) -> None:
    record = json_record(SOURCE, tmp_path, {
        "ObjectID": "1", "Title": "T", "Artist": "A B, C D", "ArtistBio": "(American, born 1957)", "Date": "1990",
    })  # fmt: skip
    assert [(c.names[0].text, c.born) for c in record.contributions] == [("A B", None), ("C D", None)]


def test_lists_of_todays_json_are_read_in_step(tmp_path: Path) -> None:
    record = json_record(SOURCE, tmp_path, {
        "ObjectID": 2, "Title": "T", "Artist": ["A", "B"], "ConstituentID": [5, 6], "ArtistBio": ["", "French, 1900–1950"],
        "Nationality": ["", "French"], "BeginDate": [0, 1900], "EndDate": [0, 1950], "Gender": ["", "male"],
        "Date": "(1899, published 1916)", "Classification": "Photograph",
    })  # fmt: skip
    assert record.local_id == "2"
    assert record.schema == "photograph"
    assert record.contributions[0].born is None
    assert years(record.contributions[1].died) == (1950, 1950)
    assert dates(record, EventKind.CREATED) == ["1899"]
    assert dates(record, EventKind.PUBLISHED) == ["1916"]


def test_an_untitled_object_is_named_by_its_number(tmp_path: Path) -> None:
    record = json_record(
        SOURCE, tmp_path, {"ObjectID": "3", "Title": "", "MoMANumber": "28.1990.1", "Artist": ""}
    )
    assert record.title == "28.1990.1"
    assert record.contributions == ()


@pytest.mark.shared_data
@pytest.mark.parametrize(
    "name", ["moma/moma_artworks_2015-08.jsonl.gz", "moma/moma_artists_2016-05.jsonl.gz"]
)
def test_real_data(name: str) -> None:
    assert SHARED
    assert len(check_real(SOURCE, name)) == 3000
