"""Tokens and keys of the analysis chain: what an engine is given."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kenri.identity.writing.normalise import fold
from kenri.search.analysis import loanwords, tokens

JAPANESE = st.text(
    st.characters(min_codepoint=0x3000, max_codepoint=0x30FF)
    | st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF)
    | st.sampled_from("ｶﾞｷﾞＡ１ー々ゝゞ〱﨑髙ヶ\ufe00\u3099 　")
)


@given(st.text() | JAPANESE)
def test_tokens_hold_no_space_and_are_never_empty(text: str) -> None:
    pairs, words = tokens.text_tokens(fold(text))
    assert all(token and not token.isspace() and " " not in token for token in (*pairs, *words))


@pytest.mark.parametrize(
    ("wrong", "right"),
    [("歴史日本", "歴史本日"), ("吾輩猫", "吾輩は猫"), ("雪国人", "雪国"), ("坊ちゃん", "坊っちゃん")],
)
def test_near_keys_share_one_after_one_slip(wrong: str, right: str) -> None:
    assert set(tokens.near_keys(fold(wrong))) & set(tokens.near_keys(fold(right)))


def test_long_vowel_marks_are_extras() -> None:
    with_mark, _ = tokens.text_tokens(fold("サーバーの本"))
    without, _ = tokens.text_tokens(fold("サーバの本"))
    assert with_mark[:3] == without[:3] == ["さば", "ばの", "の本"]
    assert set(tokens.run_tokens(fold("サーバ"))[0]) <= set(with_mark)


def test_loose_spelling() -> None:
    assert tokens.loose_spelling(fold("思ひ出を言ふ")) == fold("思い出を言う")
    assert tokens.loose_spelling(fold("坊っちゃん")) == fold("坊ちゃん")
    assert tokens.loose_spelling(fold("きって")) == fold("きって")


@pytest.mark.parametrize(
    ("letters", "katakana"),
    [
        ("tokyo boogie woogie", "トウキョウブギウギ"),
        ("Dragon Ball", "ドラゴンボール"),
        ("Frankenstein", "フランケンシュタイン"),
        ("Death Note", "デス・ノート"),
        ("Evangelion", "エヴァンゲリオン"),
    ],
)
def test_loanwords_keep_their_consonants(letters: str, katakana: str) -> None:
    assert loanwords.of_kana(fold(katakana).replace(" ", "")) in loanwords.of_letters(fold(letters))


@pytest.mark.parametrize("text", ["", "to be", "Catch 22", "naïve 東京", "x" * 40])
def test_what_cannot_be_heard_is_not(text: str) -> None:
    assert loanwords.of_letters(fold(text)) == []


@pytest.mark.parametrize("key", ["雪国", "吾輩は猫である", "a" * 500])
def test_keys_of_different_kinds_do_not_meet(key: str) -> None:
    assert tokens.term_of("x", key) != tokens.term_of("k", key)
    assert len(tokens.term_of("x", key)) <= 8
