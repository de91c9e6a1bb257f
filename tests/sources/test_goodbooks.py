"""goodbooks: an ISBN is kept only when both damaged columns allow it."""

from __future__ import annotations

from pathlib import Path

import pytest
from western_exports import check_real, dates, read, table

from kenri.sources.goodbooks import SOURCE
from kenri.vocab.identifiers import identifier
from kenri.vocab.records import EventKind

HEADER = ("book_id", "authors", "title", "isbn", "isbn13", "original_publication_year")


@pytest.mark.parametrize(
    ("isbn", "isbn13", "found", "left"),
    [
        ("61120081", "9.78006112008e+12", "9780061120084", []),
        ("743273567", "", "9780743273565", []),
        ("074327356X", "9.78074327356e+12", None, ["isbn", "isbn13"]),
        ("743273567", "9.78000000000e+12", None, ["isbn", "isbn13"]),
        ("", "9.78000000000e+12", None, ["isbn13"]),
        ("", "9784101010137", "9784101010137", []),
        ("", "9784101010138.0", None, ["isbn13"]),
        ("", "", None, []),
    ],
)
def test_damaged_identifiers(
    tmp_path: Path, isbn: str, isbn13: str, found: str | None, left: list[str]
) -> None:
    (record,), _, account = read(SOURCE, table(tmp_path, HEADER, ("1", "A", "T", isbn, isbn13, "-750.0")))
    assert [i.value for i in record.identifiers] == ([found] if found else [])
    assert sorted(account.leftovers) == left
    assert dates(record, EventKind.PUBLISHED) == ["-0749"]


def test_the_first_of_the_names_is_the_author(tmp_path: Path) -> None:
    row = ("1", "William Shakespeare, Robert          Jackson, Jr.", "T (S, #1)", "", "", "")
    (record,), _, _ = read(SOURCE, table(tmp_path, HEADER, row))
    made = [(c.names[0].text, c.role) for c in record.contributions]
    assert made == [("William Shakespeare", "author"), ("Robert Jackson, Jr.", "contributor")]
    assert [name.text for name in record.names] == ["T (S, #1)", "T", "S, #1"]


@pytest.mark.shared_data
def test_real_data() -> None:
    records = check_real(SOURCE, "goodbooks/books.csv.gz")
    numbers = [i for record in records for i in record.identifiers if i.scheme == "isbn"]
    assert len(numbers) > 2500
    assert all(identifier("isbn", number.value) == number for number in numbers)
