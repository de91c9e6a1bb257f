"""Project Gutenberg: authors with lives and roles, rows of one book, languages."""

from __future__ import annotations

from pathlib import Path

import pytest
from western_exports import check_real, read, table, years

from kenri.sources.gutenberg import SOURCE
from kenri.vocab.names import NameKind
from kenri.vocab.records import EventKind

CATALOG = ("Text#", "Type", "Issued", "Title", "Language", "Authors", "Subjects", "LoCC", "Bookshelves")


def test_authors_have_lives_and_roles(tmp_path: Path) -> None:
    row = (
        "1",
        "Text",
        "2001-02-03",
        "T\nsub",
        "en; ja",
        "Homer, 751? BCE-651? BCE; Butler, Samuel, 1835-1902 [Translator]",
        "A -- B; C",
        "PA",
        "",
    )
    (record,), _, _ = read(SOURCE, table(tmp_path, CATALOG, row))
    homer, butler = record.contributions
    assert years(homer.born) == (-750, -750)
    assert (butler.role, butler.names[0].family, years(butler.died)) == ("translator", "Butler", (1902, 1902))
    assert [(n.text, n.kind) for n in record.names] == [("T", NameKind.MAIN), ("sub", NameKind.SUBTITLE)]
    assert record.languages == ("en", "ja")
    assert record.subjects == ("A -- B", "C")
    assert [event.kind for event in record.events] == [EventKind.ONLINE]


@pytest.mark.parametrize(("column", "value"), [(1, "Hologram"), (4, "xx-nonsense")])
def test_an_unknown_code_rejects_the_row(tmp_path: Path, column: int, value: str) -> None:
    row = ["1", "Text", "", "T", "en", "", "", "", ""]
    row[column] = value
    _, (rejected,), _ = read(SOURCE, table(tmp_path, CATALOG, row))
    assert (rejected.problem.code, rejected.problem.values["value"]) == ("unknown_code", value)


def test_rows_that_differ_by_author_are_one_book(tmp_path: Path) -> None:
    header = (
        "gutenberg_id",
        "title",
        "author",
        "gutenberg_author_id",
        "language",
        "gutenberg_bookshelf",
        "rights",
        "has_text",
    )
    same = ("en", "Category: Poetry/Drama", "Public domain in the USA.", "True")
    path = table(
        tmp_path,
        header,
        ("18", "F : $b papers", "Madison, James", "14", *same),
        ("18", "F : $b papers", "Jay, John", "15", *same),
    )
    (record,), _, account = read(SOURCE, path)
    assert account.items == 1
    assert [c.party for c in record.contributions] == ["author/14", "author/15"]
    assert [n.text for n in record.names] == ["F", "papers"]
    assert record.subjects == ("Poetry", "Drama")
    assert record.statements[0].code == "rs-noc-us"


def test_an_author_before_christ(tmp_path: Path) -> None:
    header = ("gutenberg_author_id", "author", "alias", "birthdate", "deathdate", "wikipedia", "aliases")
    path = table(tmp_path, header, ("7", "Zhuangzi", "", "-369", "-286", "", "莊子/Chuang Tse"))
    (record,), _, _ = read(SOURCE, path)
    assert [years(event.date) for event in record.events] == [(-368, -368), (-285, -285)]
    assert [name.text for name in record.names] == ["Zhuangzi", "莊子", "Chuang Tse"]


@pytest.mark.shared_data
@pytest.mark.parametrize("name", ["metadata", "authors"])
def test_real_data(name: str) -> None:
    assert len(check_real(SOURCE, f"gutenberg/gutenberg_{name}.csv.gz")) > 2900
