"""Writing: what is written differently and means the same meets; what differs stays apart."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kenri.identity.writing import kana, numerals, romaji
from kenri.identity.writing.consonants import of_kana, skeleton
from kenri.identity.writing.kanji import variant_forms
from kenri.identity.writing.mojibake import repaired
from kenri.identity.writing.normalise import compact, fold, without_article

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
        ("wa", "は"),
    ],
)
def test_romanisations_sound_like_the_reading(letters: str, reading: str) -> None:
    assert kana.sound(romaji.kana_of(letters)) == kana.sound(fold(reading))


def test_a_particle_joins_no_word() -> None:
    assert kana.sound(romaji.reading_of("boku wa neko")) == kana.sound("ぼくはねこ")


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


def test_keys_leave_out_spaces_and_articles() -> None:
    assert compact(without_article(fold("The Old Man"))) == "oldman"
    assert compact(fold("コンピューター 入門")) == compact(fold("コンピュータ入門"))


JAPANESE_OR_LATIN = ["東京タワー", "こゝろ", "Étude in E♭", "naïve café", "Ａｎｎａ・カレーニナ", "—dash—"]


@pytest.mark.parametrize(
    ("meant", "read_as"),
    [
        ("東京タワー", "latin-1"),
        ("Étude", "latin-1"),
        ("Étude", "cp1252"),
        ("naïve café", "cp1252"),
        ("Dvořák", "cp1252"),
        ("太宰治", "cp932"),
        ("人間失格", "cp932"),
        ("風の又三郎", "cp932"),
    ],
)
def test_utf8_read_in_another_encoding_is_put_right(meant: str, read_as: str) -> None:
    garbled = meant.encode().decode(read_as)
    assert garbled != meant
    assert repaired(garbled) == meant


def test_shift_jis_read_as_windows_is_put_right() -> None:
    assert repaired("こころの旅".encode("cp932").decode("cp1252")) == "こころの旅"


@pytest.mark.parametrize("text", [*JAPANESE_OR_LATIN, "縺れる", "繧繝縁", "Æon Ã", "‚quoted‘"])
def test_sound_text_is_left_alone(text: str) -> None:
    assert repaired(text) == text


@given(st.text())
def test_repairing_is_idempotent_on_what_people_write(text: str) -> None:
    assert repaired(repaired(text)) == repaired(repaired(repaired(text)))


@pytest.mark.parametrize(
    ("katakana", "latin"),
    [
        ("ディケンズ", "Dickens"),
        ("チャールズ", "Charles"),
        ("シェイクスピア", "Shakespeare"),
        ("ヘミングウェイ", "Hemingway"),
        ("クリスティ", "Christie"),
        ("スティーヴン", "Stephen"),
        ("スティーブン", "Steven"),
        ("フィリップ", "Philip"),
        ("ジョージ", "George"),
        ("ガンダム", "Gundam"),
        ("ウィリアム", "William"),
    ],
)
def test_katakana_keeps_the_consonants(katakana: str, latin: str) -> None:
    assert skeleton(fold(katakana)) == skeleton(fold(latin)) != ""


@pytest.mark.parametrize(
    ("one", "other"), [("ディケンズ", "Dostoevsky"), ("チャールズ", "Chandler"), ("バッハ", "Brahms")]
)
def test_other_names_have_other_consonants(one: str, other: str) -> None:
    assert skeleton(fold(one)) != skeleton(fold(other))


@pytest.mark.parametrize("word", ["漱石", "3", "x3", ""])
def test_no_consonants_without_kana_or_letters(word: str) -> None:
    assert skeleton(word) == ""


@pytest.mark.parametrize(
    "word", ["ブギウギ", "ヴァレリー", "ヷルター", "ッチオ", "ーアカ", "オーケストラ", "シェークスピア", "ヶ"]
)
def test_katakana_sounds_as_its_folded_form(word: str) -> None:
    assert of_kana(word) == skeleton(fold(word)) != ""
