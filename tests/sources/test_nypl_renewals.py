"""Renewals: several registrations of one entry, both column variants, what the full text tells."""

from __future__ import annotations

from pathlib import Path

import pytest
from western_exports import check_real, dates, read, table

from kenri.sources.nypl_renewals import SOURCE
from kenri.vocab.names import NameKind
from kenri.vocab.records import EventKind, PartyKind, Record

FIRST = ("entry_id", "author", "title", "oreg", "odat", "id", "rdat", "claimants", "notes", "full_text")
SECOND = ("entry_id", "auth", "titl", "oreg", "odat", "id", "dreg", "claimants", "note", "full_text")


def entry(folder: Path, header: tuple[str, ...], *rows: tuple[str, ...]) -> Record:
    (record,), rejected, _ = read(SOURCE, table(folder, header, *rows, delimiter="\t"))
    assert not rejected
    return record


@pytest.mark.parametrize("header", [FIRST, SECOND])
def test_rows_of_an_entry_are_one_record(tmp_path: Path, header: tuple[str, ...]) -> None:
    row = (
        "e1",
        "DOE, JANE.",
        'A "quoted tale',
        "A1",
        "1930-01-02",
        "R1",
        "1957-03-04",
        "Jane Doe|A||X Corp.|PWH",
        "",
        "",
    )
    record = entry(tmp_path, header, row, (*row[:3], "AI-2", "1930-05-06", "R1", *row[6:]))
    assert record.title == 'A "quoted tale'
    assert dates(record, EventKind.REGISTERED) == ["1930-01-02", "1930-05-06"]
    assert dates(record, EventKind.RENEWED) == ["1957-03-04"]
    assert [(c.holder, c.territory, c.basis) for c in record.claims] == [
        ("Jane Doe", "US", "renewal; A: author"),
        ("X Corp.", "US", "renewal; PWH: proprietor of copyright in a work made for hire"),
    ]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("David B. Austin, Will French, J. Dan Hull.", [("David B. Austin", "author"), ("Will French", "author"), ("J. Dan Hull", "author")]),
        ("Hodding Carter, ill.: Mimi Korach.", [("Hodding Carter", "author"), ("Mimi Korach", "illustrator")]),
        ("John Smith, Jr., & Mary Jones", [("John Smith, Jr.", "author"), ("Mary Jones", "author")]),
        ("A. Doe, translator: Knopf, Inc., as employer for hire of B. Roe", [("A. Doe", "author"), ("Knopf, Inc.", "translator")]),
    ],
)  # fmt: skip
def test_the_author_line_is_taken_apart(tmp_path: Path, line: str, expected: list[tuple[str, str]]) -> None:
    record = entry(tmp_path, SECOND, ("e", line, "T", "A1", "", "RE1", "", "", "", ""))
    assert [(c.names[0].text, c.role) for c in record.contributions] == expected


def test_a_pseudonym_is_the_pen_name_of_a_person(tmp_path: Path) -> None:
    record = entry(
        tmp_path, SECOND, ("e", "Tony Brice, pseud. of Helen Evers.", "T", "A1", "", "RE1", "", "", "", "")
    )
    (by,) = record.contributions
    assert [(n.text, n.kind) for n in by.names] == [
        ("Tony Brice", NameKind.PEN_NAME),
        ("Helen Evers", NameKind.MAIN),
    ]
    assert by.kind is PartyKind.PERSON


@pytest.mark.parametrize(
    ("written", "title", "makers", "host"),
    [
        ("War or peace with Russia? By Earl Browder.", "War or peace with Russia?", ["Earl Browder"], ""),
        ("Superman, by Jerome Siegel & Joe Shuster.", "Superman", ["Jerome Siegel", "Joe Shuster"], ""),
        ("Treasures. (In Youth's companion (N.Y.), 1929)", "Treasures", [], "Youth's companion (N.Y.), 1929"),
        ("Told, by the fire.", "Told, by the fire", [], ""),
        (
            '"Suggestions for ""A history."" By Goldwin Smith."',
            'Suggestions for "A history."',
            ["Goldwin Smith"],
            "",
        ),
        ("In the U. S. A.", "In the U. S. A.", [], ""),
    ],
)
def test_what_stands_behind_a_title(
    tmp_path: Path, written: str, title: str, makers: list[str], host: str
) -> None:
    record = entry(tmp_path, SECOND, ("e", "", written, "A1", "", "RE1", "", "", "", ""))
    assert record.title == title
    assert [one.names[0].text for one in record.contributions] == makers
    assert [one.text for one in record.relations] == ([host] if host else [])


def test_an_entry_with_only_its_full_text(tmp_path: Path) -> None:
    full = (
        "DOE, WALTER S. The crime. © 27May32, AI-16; 17Nov32, A57. Ann Doe & Bob Doe (C); 16Feb60; R252845."
    )
    record = entry(tmp_path, FIRST, ("e", "", "", "", "", "", "", "", "", full))
    assert record.title == "The crime"
    assert record.contributions[0].names[0].family == "DOE"
    assert [claim.holder for claim in record.claims] == ["Ann Doe", "Bob Doe"]
    assert [event.note for event in record.events] == ["R252845"]
    assert full in record.description


@pytest.mark.parametrize(
    ("number", "author", "schema"),
    [("A1", "", "text"), ("B1", "", "serial"), ("B5-1", "", "text"), ("B1", "X Y", "text"), ("EP1", "", "musical_work"),
     ("DU1", "", "script"), ("MP1", "", "film"), ("KK1", "", "image"), ("Label 3", "", "image"), ("UCC work", "", "text")],
)  # fmt: skip
def test_the_class_letter_tells_the_kind_of_work(
    tmp_path: Path, number: str, author: str, schema: str
) -> None:
    assert entry(tmp_path, FIRST, ("e", author, "T", number, "", "R1", "", "", "", "")).schema == schema


def test_an_unknown_class_rejects_the_entry(tmp_path: Path) -> None:
    _, (rejected,), _ = read(
        SOURCE, table(tmp_path, FIRST, ("e", "", "T", "Q1", "", "R1", "", "", "", ""), delimiter="\t")
    )
    assert (rejected.problem.code, rejected.problem.values["value"]) == ("unknown_code", "Q")


@pytest.mark.shared_data
@pytest.mark.parametrize("name", ["1950-1977_books_etc.tsv.gz", "1978-2001_from-db_all_classes.tsv.gz"])
def test_real_data(name: str) -> None:
    assert len(check_real(SOURCE, f"cce_renewals/{name}")) > 2000
