"""Readings: told by kana and letters, guessed for kanji, and marked as guesses."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kenri.identity.readings import echoes_of, further_readings, reading_of, reading_of_name

TITLES = st.text(
    st.sampled_from("吾輩は猫である東京タワー銀河鉄道999 ABCabcōーっん・！"), max_size=20
) | st.text(max_size=20)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("吾輩は猫である", "Wagahai wa Neko de Aru"),
        ("吾輩は猫である", "ワガハイハネコデアル"),
        ("銀河鉄道999", "Ginga Tetsudō 999"),
        ("東京", "Tôkyô"),
        ("東京", "Toukyou"),
        ("東京", "TOKYO"),
        ("新聞", "Sinbun"),
        ("新聞", "shimbun"),
        ("日本の歴史", "Nihon no Rekishi"),
        ("日本の歴史", "ニッポンのれきし"),
        ("私の部屋", "わたしのへや"),
        ("国語學", "こくごがく"),
        ("猫を飼う", "Neko o Kau"),
        ("Liveの夜", "ＬＩＶＥノヨル"),
    ],
)
def test_one_sound(one: str, other: str) -> None:
    assert reading_of(one).sound == reading_of(other).sound


@pytest.mark.parametrize(
    ("one", "other"), [("こころ", "ここの"), ("東京", "京都"), ("銀河鉄道999", "銀河鉄道99")]
)
def test_different_sounds(one: str, other: str) -> None:
    assert reading_of(one).sound != reading_of(other).sound


@pytest.mark.parametrize(
    ("text", "guessed"),
    [
        ("こころ", False),
        ("ココロ 3", False),
        ("Kokoro", False),
        ("心", True),
        ("Pride and Prejudice", True),
        ("", False),
    ],
)
def test_says_whether_it_is_a_guess(text: str, guessed: bool) -> None:
    assert reading_of(text).guessed is guessed


@given(TITLES)
def test_a_reading_read_again_is_the_same(text: str) -> None:
    once = reading_of(text)
    assert reading_of(once.kana).sound == once.sound


@pytest.mark.parametrize(
    ("japanese", "romanised"),
    [
        ("疑似ハーレム", "Giji Harem"),
        ("終末トレインどこへいく？", "Shuumatsu Train Doko e Iku?"),
        ("ソードアート・オンライン", "Sword Art Online"),
        ("キツネ狩り", "Kitsunegari"),
        ("風夏", "Fuuka"),
        ("クシー君の発明", "Kushii-kun no Hatsumei"),
    ],
)
def test_other_readings_and_foreign_words_meet(japanese: str, romanised: str) -> None:
    assert set(echoes_of(japanese)) & set(echoes_of(romanised))


def test_other_titles_do_not_meet() -> None:
    assert not set(echoes_of("風夏")) & set(echoes_of("Haru"))
    assert echoes_of("") == ()


@pytest.mark.parametrize(
    ("name", "family", "given"),
    [("夏目漱石", "夏目", "漱石"), ("村上春樹", "村上", "春樹"), ("尾田栄一郎", "尾田", "栄一郎")],
)
def test_divides_a_japanese_name(name: str, family: str, given: str) -> None:
    assert reading_of_name(name)[:2] == (family, given)


def test_further_readings() -> None:
    name = reading_of_name("大野幸子")
    further = further_readings(name)
    assert name.words not in further
    assert {("おおの", "さちこ"), ("おおの", "ゆきこ")} <= {name.words, *further}
    assert further_readings(reading_of_name("田中")) == []


def test_a_single_word_is_not_divided() -> None:
    assert reading_of_name("田中")[:2] == ("", "")
