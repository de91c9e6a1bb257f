"""Names of persons: one key in whatever order, script and spelling; guesses marked as guesses."""

from __future__ import annotations

import csv
import gzip
import time
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kenri.identity.person_comparison import compare_persons
from kenri.identity.person_names import PersonName, life_in, parse_person
from kenri.vocab.names import Name, inverted_name, person_name

ENAMDICT = Path(__file__).parents[3] / "shared/data/enamdict/persons_full_names.tsv.gz"
WORDS = st.sampled_from(
    ["夏目", "漱石", "山田", "太郎", "Natsume", "Sōseki", "Turner", "J.", "M.", "Joseph", "van", "Gogh", "チャールズ",
     "ディケンズ", "Charles", "Dickens", "さくら", "ももこ", "O'Neill", "Anne-Marie"]
)  # fmt: skip
NAMES = st.lists(WORDS, min_size=1, max_size=4).map(" ".join) | st.text(max_size=15)


def parsed(text: str, reading: str = "") -> PersonName:
    return parse_person(Name(text, reading=reading))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("夏目漱石", "夏目 漱石"),
        ("夏目漱石", "夏目, 漱石"),
        ("渡邉一郎", "渡辺一郎"),
        ("Natsume Sōseki", "Soseki Natsume"),
        ("Natsume, Sōseki", "Sôseki Natsume"),
        ("Vincent van Gogh", "Gogh, Vincent van"),
        ("Vincent van Gogh", "Van Gogh, Vincent"),
        ("Dürer, Albrecht, 1471-1528", "Albrecht Durer"),
        ("Sir Arthur Conan Doyle", "Doyle, Arthur Conan"),
        ("King, Martin Luther, Jr.", "Martin Luther King"),
        ("Tennyson, Alfred Tennyson, Baron, 1809-1892", "Alfred Tennyson"),
        ("Hans Holbein the Younger (German, 1497–1543)", "Hans Holbein"),
        ("O&#39;Brien, Flann", "Flann O'Brien"),
        ("チャールズ・ディケンズ", "ディケンズ, チャールズ"),
        ("チャールズ・ディケンズ", "チャールズ=ディケンズ"),
        ("手塚治虫先生", "手塚治虫"),
        ("手塚治虫 著", "手塚治虫"),
        ("尾田栄一郎 [画]", "尾田栄一郎"),
        ("夏目漱石（1867-1916）", "夏目漱石"),
        ("J.R.R. Tolkien", "Tolkien, J. R. R."),
    ],
)
def test_one_key(one: str, other: str) -> None:
    assert parsed(one).key == parsed(other).key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("田中", "中田"),
        ("Tanaka", "Nakata"),
        ("山田太郎", "山田次郎"),
        ("John Smith", "Jane Smith"),
        ("森鴎外", "森茉莉"),
    ],
)
def test_other_keys(one: str, other: str) -> None:
    assert parsed(one).key != parsed(other).key


@pytest.mark.parametrize(
    "letters",
    ["Satō Kōichi", "Koichi Sato", "Satoh, Koichi", "SATOU Kouichi", "Satoo Kooiti", "Sato, Kōichi"],
)
def test_romanisations_of_a_told_reading(letters: str) -> None:
    assert parsed(letters).sound == parsed("佐藤浩一", reading="サトウ, コウイチ").sound
    assert parsed(letters).sound == parsed("佐藤浩一", reading="さとうこういち").sound


def test_a_reading_told_is_no_guess() -> None:
    assert parsed("佐藤浩一").guessed_reading
    assert not parsed("佐藤浩一", reading="サトウ コウイチ").guessed_reading
    assert not parse_person(Name("佐藤浩一", romaji="Sato Koichi")).guessed_reading


def test_vowels_that_meet_between_names_are_not_long() -> None:
    assert parsed("川端有子", reading="かわばたありこ").sound == parsed("Ariko Kawabata").sound
    assert parsed("Taro Ueda").sound == parsed("上田太郎", reading="ウエダ タロウ").sound


@pytest.mark.parametrize(
    ("name", "family", "given", "divided"),
    [
        (person_name("夏目", "漱石"), "夏目", "漱石", "told"),
        (inverted_name("Turner, Joseph Mallord"), "turner", "joseph mallord", "told"),
        (Name("Gogh, Vincent van"), "van gogh", "vincent", "told"),
        (Name("夏目漱石"), "夏目", "漱石", "guessed"),
        (Name("Vincent van Gogh"), "van gogh", "vincent", "guessed"),
        (Name("NATSUME Soseki"), "natsume", "soseki", "guessed"),
        (Name("CLAMP"), "", "", "no"),
        (Name("さくらももこ"), "", "", "no"),
    ],
)
def test_division(name: Name, family: str, given: str, divided: str) -> None:
    found = parse_person(name)
    assert (found.family, found.given, found.divided) == (family, given, divided)


@pytest.mark.parametrize(
    ("text", "life"),
    [
        ("Whitney, Helen Hay, 1875-1944", ("1875", "1944")),
        ("Smith, John, 1880?-1940?", ("1880", "1940")),
        ("夏目漱石（1867-1916）", ("1867", "1916")),
        ("Vincent Ward (born 1956)", ("1956", "")),
        ("Smith, John, 1930-", ("1930", "")),
        ("John 1930", ("", "")),
        ("Agent 007", ("", "")),
    ],
)
def test_a_life_told_behind_the_name(text: str, life: tuple[str, str]) -> None:
    assert life_in(text) == life


@pytest.mark.parametrize(
    ("text", "initials"),
    [("Turner, J. M. W.", "jmw"), ("Joseph Mallord William Turner", "jmw"), ("夏目漱石", "")],
)
def test_initials(text: str, initials: str) -> None:
    assert parsed(text).initials == initials


@pytest.mark.parametrize(
    ("text", "script"),
    [("夏目漱石", "kanji"), ("さくらももこ", "kana"), ("CLAMP", "latin"), ("Пушкин", "other")],
)
def test_script(text: str, script: str) -> None:
    assert parsed(text).script == script


@pytest.mark.parametrize(
    ("one", "other", "level"),
    [
        ("夏目漱石", "夏目 漱石", "same"),
        ("さくら ももこ", "Momoko Sakura", "sound"),
        ("夏目漱石", "Natsume Sōseki", "sound_guessed"),
        ("山田浩", "山田宏", "homophones"),
        ("J. R. R. Tolkien", "Tolkien, John Ronald Reuel", "initials"),
        ("Charles Dickens", "Dickens, Charles John Huffam", "part"),
        ("Dostoevsky, Fyodor", "Fyodor Dostoyevsky", "near"),
        ("チャールズ・ディケンズ", "Charles Dickens", "consonants"),
        ("John Smith", "Agatha Smith", "family"),
        ("森鴎外", "Charles Dickens", "other_script"),
        ("森鴎外", "夏目漱石", "differ"),
    ],
)
def test_levels(one: str, other: str, level: str) -> None:
    found = compare_persons(parsed(one), parsed(other))
    assert found.level == level
    assert found.sentence.ja
    assert found.sentence.en


@given(NAMES, NAMES)
@example("江弘毅", "木戸一郎")  # the first sound of one is short, the one that they share is not
def test_comparison_is_symmetric(one: str, other: str) -> None:
    first, second = parsed(one), parsed(other)
    assert compare_persons(first, second) == compare_persons(second, first)


@given(st.lists(WORDS.filter(lambda word: word < "\u3000" and "." not in word), min_size=2, max_size=2))
def test_the_order_of_two_names_says_nothing(words: list[str]) -> None:
    one, other = parsed(" ".join(words)), parsed(" ".join(words[::-1]))
    assert (one.key, one.sound, one.consonants) == (other.key, other.sound, other.consonants)


@given(NAMES)
def test_a_name_is_never_emptied(text: str) -> None:
    assert bool(parsed(text).key) == bool(text.strip())


@pytest.mark.shared_data
@pytest.mark.skipif(not ENAMDICT.exists(), reason="needs the shared data")
def test_told_readings_meet_romanised_names_in_either_order() -> None:
    with gzip.open(ENAMDICT, "rt", encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file, delimiter="\t") if row["romaji"].count(" ") == 1][:6000:3]
    met = sum(
        parsed(row["kanji"], row["kana"]).sound == parsed(" ".join(reversed(row["romaji"].split()))).sound
        for row in rows
        if all("\u3400" <= character <= "\u9fff" for character in row["kanji"])
    )
    asked = sum(all("\u3400" <= character <= "\u9fff" for character in row["kanji"]) for row in rows)
    assert met / asked > 0.9


@pytest.mark.parametrize("piece", ["(", "a", "~ ", " -", "第", "1 ", "、", "株式会社", "山"])
def test_endless_text_takes_no_time(piece: str) -> None:
    text = piece * 20_000
    before = time.process_time()
    parsed(text)
    assert time.process_time() - before < 5
