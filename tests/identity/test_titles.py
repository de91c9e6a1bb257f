"""Titles: taken apart the same whoever writes them, and compared with a sentence that says why."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kenri.identity.marks import Level
from kenri.identity.title_comparison import compare_titles, written_difference
from kenri.identity.titles import parse_title

TITLES = st.text(max_size=25) | st.lists(
    st.sampled_from(
        ["こころ", "ナルト", "第17巻", "上", "(下)", "vol. 2", "Part II", "The", "Moby Dick", ":", " - ", "/", "【完全版】",
         "[live]", "Op. 27", "3", "IV", "2nd season", "003 - ", "feat. X", "～水星～", "改訂版", "(1994)", "國", "\n"]
    ),
    max_size=5,
).map(" ".join)  # fmt: skip


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("國語學原論", "国語学原論"),
        ("Ｍｏｂｙ　Ｄｉｃｋ", "Moby Dick"),
        ("ﾅﾙﾄ", "ナルト"),
        ("コンピューター入門", "コンピュータ入門"),
        ("The Old Man and the Sea", "Old Man & the Sea"),
        ("Tale of Two Cities, A", "A Tale of Two Cities"),
        ("Misérables, Les", "Les Misérables"),
        ("Emma / by Jane Austen", "Emma: a novel"),
        ("こゝろ", "こころ"),
        ("Les Misérables", "Les Miserables"),
        ("ナルト 第17巻", "ナルト　巻之十七"),
        ("003 - Yesterday", "Yesterday (Remastered 2009)"),
        ("Yesterday [Live]", "Yesterday feat. X"),
        ("Moby Dick; or, The Whale", "Moby Dick"),
        ("Pride &amp; Prejudice", "Pride and Prejudice"),
        ("Ã‰tudes", "Études"),
        ("広辞苑改訂版", "広辞苑 第3版"),
        ("Piano Sonata, Op. 27 No. 2", "Piano Sonata Op. 27, No. 1"),
        ("小説 (film)", "小説【DVD】"),
    ],
)
def test_one_name(one: str, other: str) -> None:
    assert parse_title(one).key == parse_title(other).key


@pytest.mark.parametrize(
    ("title", "core", "subtitle"),
    [
        ("Star Wars: Episode IV - A New Hope", "star wars", "a new hope"),
        ("機動戦士ガンダム ～水星の魔女～", "機動戦士がんだむ", "水星の魔女"),
        ("De Orbe Novo, Volume 1 (of 2)\nThe Eight Decades", "de orbe novo", "the eight decades"),
        ("2001: A Space Odyssey", "2001 a space odyssey", ""),
        ("Re: Zero", "re zero", ""),
        ("Re:ゼロから始める", "re ぜろから始める", ""),
        ("(I Can't Get No) Satisfaction", "i cant get no satisfaction", ""),
        ("Twilight (Twilight, #1)", "twilight", "twilight"),
        ("Song (Reprise)", "song", "reprise"),
        ("【限定版】君の名は。", "君の名は", ""),
        ("1984", "1984", ""),
        ("第一部", "第一部", ""),
        ("Vol. 3", "vol 3", ""),
        ("???", "???", ""),
        ("Long Live", "long live", ""),
        ("わが処女出版", "わが処女出版", ""),
    ],
)
def test_name_and_subtitle(title: str, core: str, subtitle: str) -> None:
    parsed = parse_title(title)
    assert (parsed.core, parsed.subtitle) == (core, subtitle)


@pytest.mark.parametrize(
    ("one", "other", "level"),
    [
        ("こころ", "こころ", "identical"),
        ("國語學", "国語学", "spelling"),
        ("Moby Dick; or, The Whale", "Moby Dick", "name"),
        ("機動戦士ガンダム ～水星の魔女～", "機動戦士ガンダム ～閃光～", "subtitles_differ"),
        ("ナルト", "NARUTO", "sound"),
        ("吾輩は猫である", "Wagahai wa neko de aru", "sound_guessed"),
        ("Pride and Prejudice", "Pride and Prejudise", "near"),
        ("ガンダム", "Gundam", "consonants"),
        ("細雪と人々", "細雪と", "contained"),
        ("細雪", "The Makioka Sisters", "other_script"),
        ("こころ", "雪国", "differ"),
        ("ナルト 17", "ナルト 18", "marks_differ"),
    ],
)
def test_levels(one: str, other: str, level: str) -> None:
    found = compare_titles(parse_title(one), parse_title(other))
    assert found.level == level
    assert found.sentence.ja
    assert found.sentence.en


def test_the_sentence_shows_how_writing_differs() -> None:
    assert "国↔國" in compare_titles(parse_title("國語"), parse_title("国語")).sentence.ja
    assert written_difference("國語", "国語") == written_difference("国語", "國語")


def test_editions_are_one_work_and_two_editions() -> None:
    one, other = parse_title("広辞苑 第3版"), parse_title("広辞苑 第4版")
    assert compare_titles(one, other).level == "spelling"
    assert compare_titles(one, other, Level.EDITION).level == "marks_differ"


@given(TITLES)
def test_a_title_is_never_emptied(text: str) -> None:
    parsed = parse_title(text)
    assert bool(parsed.core) == bool(text.strip())
    assert bool(parsed.key) == bool(text.strip())


@given(TITLES)
def test_the_key_of_a_core_is_its_key(text: str) -> None:
    core = parse_title(text).core
    assert parse_title(core.upper()).core == parse_title(core).core


@given(TITLES, TITLES, st.sampled_from(Level))
def test_comparison_is_symmetric(one: str, other: str, level: Level) -> None:
    first, second = parse_title(one), parse_title(other)
    assert compare_titles(first, second, level) == compare_titles(second, first, level)


@given(TITLES)
def test_every_title_is_itself(text: str) -> None:
    parsed = parse_title(text)
    assert compare_titles(parsed, parsed, Level.ITEM).level == "identical"


@pytest.mark.parametrize("piece", ["(", "a", "~ ", " -", "第", "1 ", "、", "株式会社", "山"])
def test_endless_text_takes_no_time(piece: str) -> None:
    text = piece * 20_000
    before = time.process_time()
    parse_title(text)
    assert time.process_time() - before < 5
