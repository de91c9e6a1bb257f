"""The analysis chain: what is written differently and means the same meets; what differs stays apart."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kenri.identity.writing import kana, numerals, romaji
from kenri.identity.writing.kanji import variant_forms
from kenri.identity.writing.normalise import compact, fold, without_article
from kenri.search.analysis import tokens

JAPANESE = st.text(
    st.characters(min_codepoint=0x3000, max_codepoint=0x30FF)
    | st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF)
    | st.sampled_from("ｶﾞｷﾞＡ１ー々ゝゞ〱﨑髙ヶ\ufe00\u3099 　")
)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ＡＢＣ　１２３", "abc 123"),
        ("ｶﾞﾝﾀﾞﾑ", "がんだむ"),
        ("か\u3099", "が"),
        ("國語學", "国語学"),
        ("渡邉", "渡辺"),
        ("渡邊", "渡邉"),
        ("齋藤", "斉藤"),
        ("斎藤", "齊藤"),
        ("髙橋", "高橋"),
        ("宮﨑", "宮崎"),
        ("中嶋", "中島"),
        ("冨士", "富士"),
        ("濵田", "浜田"),
        ("廣澤", "広沢"),
        ("森鷗外", "森鴎外"),
        ("惠", "恵"),
        ("龍", "竜"),
        ("葛\U000e0100城", "葛城"),
        ("人々", "人人"),
        ("いすゞ", "いすず"),
        ("こゝろ", "こころ"),
        ("部分々々", "部分部分"),
        ("アーネスト・ヘミングウェイ", "アーネスト ヘミングウェイ"),
        ("Tōkyō", "tokyo"),
        ("Čapek, Straße & Søn", "capek strasse and son"),
        ("Ken'ichi", "kenichi"),
        ("【第１巻】〈上〉", "第1巻 上"),
        ("関ヶ原", "関が原"),
        ("三ヶ月", "三か月"),
    ],
)
def test_folds_to_the_same(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("one", "other"), [("ビール", "ビル"), ("は", "ば"), ("海", "梅"), ("こころ", "こゝる"), ("1", "l")]
)
def test_keeps_apart(one: str, other: str) -> None:
    assert fold(one) != fold(other)


@given(st.text() | JAPANESE)
@example("ゝ0〱")
def test_folding_is_idempotent(text: str) -> None:
    once = fold(text)
    assert fold(once) == once


@given(st.text() | JAPANESE)
def test_tokens_hold_no_space_and_are_never_empty(text: str) -> None:
    pairs, words = tokens.text_tokens(fold(text))
    assert all(token and not token.isspace() and " " not in token for token in (*pairs, *words))


def test_no_kanji_form_leads_to_another() -> None:
    forms = variant_forms()
    assert len(forms) > 500
    assert all(len(form) == len(used) == 1 for form, used in forms.items())
    assert not set(forms) & set(forms.values())


@pytest.mark.parametrize(
    ("letters", "reading"),
    [
        ("shimbun", "しんぶん"),
        ("shinbun", "しんぶん"),
        ("sinbun", "しんぶん"),
        ("tokyo", "とうきょう"),
        ("toukyou", "とうきょう"),
        ("tookyoo", "とうきょう"),
        ("ohtani", "おおたに"),
        ("satoh", "さとう"),
        ("kenichi", "けんいち"),
        ("tyotto", "ちょっと"),
        ("chotto", "ちょっと"),
        ("matcha", "まっちゃ"),
        ("syonen", "しょうねん"),
        ("zidai", "じだい"),
        ("hukuoka", "ふくおか"),
        ("gumma", "ぐんま"),
        ("wagahaiwanekodearu", "わがはいはねこである"),
        ("vaiorin", "ヴァイオリン"),
        ("kashi", "くわし"),
        ("cho", "てふ"),
        ("tsuzuki", "つづき"),
    ],
)
def test_romanisations_sound_like_the_reading(letters: str, reading: str) -> None:
    assert kana.sound(romaji.kana_of(letters)) == kana.sound(fold(reading))


@pytest.mark.parametrize("word", ["history", "gatsby", "x", "the", "3d", "straße", ""])
def test_what_cannot_be_japanese_has_no_kana(word: str) -> None:
    assert romaji.kana_of(word) == ""


@pytest.mark.parametrize(
    ("text", "digits"),
    [
        ("ゴジラ Ⅲ", "ごじら 3"),
        ("ゴジラ ③", "ごじら 3"),
        ("ゴジラ三", "ごじら3"),
        ("Rocky III", "rocky 3"),
        ("一九八四年", "1984年"),
        ("二十三夜", "23夜"),
        ("第弐話", "第2話"),
        ("巻001", "巻1"),
        ("civil", "civil"),
        ("Vivid", "vivid"),
    ],
)
def test_numerals_take_one_form(text: str, digits: str) -> None:
    assert numerals.with_digits(fold(text)) == digits


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


def test_old_verb_endings() -> None:
    assert tokens.modern_endings(fold("思ひ出を言ふ")) == fold("思い出を言う")


def test_keys_leave_out_spaces_and_articles() -> None:
    assert compact(without_article(fold("The Old Man"))) == "oldman"
    assert compact(fold("コンピューター 入門")) == compact(fold("コンピュータ入門"))


@pytest.mark.parametrize("key", ["雪国", "吾輩は猫である", "a" * 500])
def test_keys_of_different_kinds_do_not_meet(key: str) -> None:
    assert tokens.term_of("x", key) != tokens.term_of("k", key)
    assert len(tokens.term_of("x", key)) <= 8
