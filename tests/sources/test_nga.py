"""NGA: attribution lines and years BC."""

from __future__ import annotations

from pathlib import Path

import pytest
from western_exports import read, table, years

from kenri.sources.nga import SOURCE

HEADER = (
    "objectid",
    "title",
    "attribution",
    "attributioninverted",
    "displaydate",
    "beginyear",
    "endyear",
    "wikidataid",
)


@pytest.mark.parametrize(
    ("attribution", "name", "role", "words"),
    [
        ("Claude Monet", "Claude Monet", "artist", ""),
        ("after Rembrandt van Rijn", "Rembrandt van Rijn", "original_author", "after"),
        ("Attributed to Titian", "Titian", "artist", "Attributed to"),
        ("Giovanni Bellini and Workshop", "Giovanni Bellini", "artist", "and Workshop"),
        ("Follower of Hieronymus Bosch", "Hieronymus Bosch", "contributor", "Follower of"),
    ],
)
def test_an_attribution_line(tmp_path: Path, attribution: str, name: str, role: str, words: str) -> None:
    row = ("1", "T", attribution, "", "c. 500 B.C.", "-525", "-475", "Q1")
    (record,), _, _ = read(SOURCE, table(tmp_path, HEADER, row))
    (by,) = record.contributions
    assert (by.names[0].text, by.role, by.role_text) == (name, role, words)
    assert years(record.events[0].date) == (-524, -474)
    assert record.identifiers[0].value == "Q1"


def test_a_constituent_active_in_years_was_not_born_in_them(tmp_path: Path) -> None:
    header = ("constituentid", "preferreddisplayname", "forwarddisplayname", "displaydate", "beginyear", "endyear",
              "constituenttype")  # fmt: skip
    path = table(tmp_path, header, ("1", "Doe, Jane", "Jane Doe", "Dutch, active 1640/1660", "1640", "1660", "individual"),
                 ("2", "Press", "Press", "American, founded 1960", "1960", "", "corporate"),
                 ("3", "X", "X", "", "", "", "robot"))  # fmt: skip
    (person, press), (rejected,), _ = read(SOURCE, path)
    assert person.events == ()
    assert (person.names[0].family, person.nationality) == ("Doe", "Dutch")
    assert press.schema == "organisation"
    assert rejected.problem.values["value"] == "robot"
