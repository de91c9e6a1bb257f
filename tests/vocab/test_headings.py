"""Headings divided into name, life dates and titles, and names of persons."""

# Tables of cases read better in one line.

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kenri.vocab.headings import read_heading
from kenri.vocab.names import Name, NameKind, inverted_name, person_name

# heading | name | family | given | kind | born | died | additions
TABLE = """
Poe, Edgar Allan, 1809-1849 | Poe, Edgar Allan | Poe | Edgar Allan | person | 1809 | 1849 |
夏目, 漱石, 1867-1916 | 夏目, 漱石 | 夏目 | 漱石 | person | 1867 | 1916 |
夏目, 漱石, 1867-1916. | 夏目, 漱石 | 夏目 | 漱石 | person | 1867 | 1916 |
村上, 春樹, 1949- | 村上, 春樹 | 村上 | 春樹 | person | 1949 | |
三島由紀夫（1925－1970） | 三島由紀夫 | | | person | 1925 | 1970 |
中野重治 (1902年-1979年) | 中野重治 | | | person | 1902 | 1979 |
King, Martin Luther, Jr., 1929-1968 | King, Martin Luther | King | Martin Luther | person | 1929 | 1968 | Jr.
Dumas, Alexandre, père, 1802-1870 | Dumas, Alexandre | Dumas | Alexandre | person | 1802 | 1870 | père
Doyle, Arthur Conan, Sir, 1859-1930 | Doyle, Arthur Conan | Doyle | Arthur Conan | person | 1859 | 1930 | Sir
Pius XII, Pope, 1876-1958 | Pius XII | | | person | 1876 | 1958 | Pope
Carroll, Lewis [pseud.] | Carroll, Lewis | Carroll | Lewis | person | | | pseud.
Lawrence, D. H. (David Herbert), 1885-1930 | Lawrence, D. H. (David Herbert) | Lawrence | D. H. (David Herbert) | person | 1885 | 1930 |
Utagawa Hiroshige (Japanese, 1797-1858) | Utagawa Hiroshige | | | person | 1797 | 1858 | Japanese
Aristotle, 384-322 B.C. | Aristotle | | | person | -0383 | -0321 |
Plato, 428? BCE-348? BCE | Plato | | | person | -0427 | -0347 |
Plutarch, 46-119? | Plutarch | | | person | 0046 | 0119 |
Smith, John, b. 1950 | Smith, John | Smith | John | person | 1950 | |
Smith, John, d. 1899 | Smith, John | Smith | John | person | | 1899 |
Church, Frederic Edwin, 1826-1900 | Church, Frederic Edwin | Church | Frederic Edwin | person | 1826 | 1900 |
Turner, Joseph Mallord William | Turner, Joseph Mallord William | Turner | Joseph Mallord William | person | | |
Macmillan, Inc. | Macmillan, Inc. | | | organisation | | |
松竹株式会社 | 松竹株式会社 | | | organisation | | |
Library of Congress. Copyright Office | Library of Congress. Copyright Office | | | organisation | | |
Beatles (Musical group) | Beatles (Musical group) | | | organisation | | |
夏目漱石 | 夏目漱石 | | | unknown | | |
Anonymous | Anonymous | | | unknown | | |
"""
ROWS = [tuple(cell.strip() for cell in row.split("|")) for row in TABLE.strip().splitlines()]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_headings(row):
    heading = read_heading(row[0])
    found = (
        heading.name.text,
        heading.name.family,
        heading.name.given,
        str(heading.kind),
        heading.born.earliest if heading.born else "",
        heading.died.earliest if heading.died else "",
        ", ".join(heading.additions),
    )
    assert found == row[1:]


def test_a_pseudonym_is_a_pen_name():
    assert read_heading("Bell, Currer, pseud.").name.kind is NameKind.PEN_NAME


def test_activity_is_no_life():
    heading = read_heading("Homer, active 8th century B.C.")
    assert (heading.name.text, heading.born, heading.active.earliest) == ("Homer", None, "-0799")


@given(st.text(max_size=80))
def test_any_heading_is_read(text):
    heading = read_heading(text)
    assert heading.name.text or not any(character.isalnum() for character in text.split(",")[0])


@pytest.mark.parametrize(
    ("family", "given_name", "text"),
    [
        ("夏目", "漱石", "夏目漱石"),
        ("いわさき", "ちひろ", "いわさきちひろ"),
        ("アンデルセン", "ハンス・クリスチャン", "アンデルセン ハンス・クリスチャン"),
        ("Poe", "Edgar Allan", "Edgar Allan Poe"),
        ("世阿弥", "", "世阿弥"),
        ("", "Cher", "Cher"),
    ],
)
def test_names_that_come_divided(family, given_name, text):
    assert person_name(family, given_name) == Name(text, family=family, given=given_name)


def test_inverted_names_keep_their_text():
    assert inverted_name("Turner, J. M. W.") == Name("Turner, J. M. W.", family="Turner", given="J. M. W.")
    assert inverted_name("夏目，漱石").family == "夏目"
    assert inverted_name("Cher") == Name("Cher")
    assert inverted_name("Cher,") == Name("Cher,")
