"""Aozora Bunko: mangled dates, grouping, flags."""

from __future__ import annotations

from typing import Any

import pytest

from kenri.sources.aozora import date_of, first_publication, read_simple, read_work
from kenri.vocab.problems import Problem


@pytest.mark.parametrize(
    ("written", "earliest"),
    [
        ("1867-02-09", "1867-02-09"),
        ("12/9/1916", "1916-12-09"),
        ("6/13/1948", "1948-06-13"),
        ("1881-1-15", "1881-01-15"),
        ("1874-08", "1874-08"),
        ("580", "0580"),
        ("1882", "1882"),
        ("紀元前484", "-0483"),
    ],
)
def test_dates_of_persons(written: str, earliest: str) -> None:
    date = date_of(written)
    assert date is not None
    assert date.earliest == earliest
    assert date.text == written


def test_an_unknown_date_is_kept_and_says_nothing() -> None:
    date = date_of("不詳")
    assert date is not None
    assert (date.text, date.earliest, date.latest) == ("不詳", "", "")
    assert date_of("") is None


@pytest.mark.parametrize(
    ("written", "earliest"),
    [
        ("「実業之日本　二八巻四号」実業之日本社、1925（大正14）年2月15日", "1925-02-15"),
        ("「ホトトギス」1906（明治39）年4月", "1906-04"),
        ("1903年", "1903"),
        ("「東京朝日新聞」1890（明治23）年5月3日～7月3日", "1890-05-03"),
    ],
)
def test_first_publication(written: str, earliest: str) -> None:
    date = first_publication(written)
    assert date is not None
    assert date.earliest == earliest


def test_a_first_publication_without_date_has_none() -> None:
    assert first_publication("初出未詳") is None


def row(**values: str) -> dict[str, Any]:
    return {
        "作品ID": "000001",
        "作品名": "題",
        "作品著作権フラグ": "なし",
        "人物ID": "000009",
        "姓": "ドイル",
        "名": "アーサー・コナン",
        "姓ローマ字": "Doyle",
        "名ローマ字": "Arthur Conan",
        "役割フラグ": "著者",
        "人物著作権フラグ": "なし",
    } | values


def test_the_rows_of_a_work_are_its_persons() -> None:
    translator = row(人物ID="S1", 姓="大久保", 名="ゆう", 役割フラグ="翻訳者", 人物著作権フラグ="あり")
    rows = [row(作品著作権フラグ="あり"), translator | {"作品著作権フラグ": "あり"}]
    record = read_work({"rows": rows})
    assert [(c.names[0].text, c.role, c.party) for c in record.contributions] == [
        ("ドイル アーサー・コナン", "author", "000009"),
        ("大久保ゆう", "translator", "S1"),
    ]
    assert record.contributions[0].names[0].romaji == "Doyle, Arthur Conan"
    assert [statement.code for statement in record.statements] == ["in-copyright", "", ""]
    assert not any(value for left in rows for value in left.values())


@pytest.mark.parametrize(("column", "value"), [("役割フラグ", "朗読者"), ("作品著作権フラグ", "不明")])
def test_an_unknown_code_rejects_the_work(column: str, value: str) -> None:
    with pytest.raises(Problem) as caught:
        read_work({"rows": [row(**{column: value})]})
    assert caught.value.code == "unknown_code"
    assert caught.value.values["field"] == column


def test_the_simple_list_has_translators_in_one_column() -> None:
    simple = {
        "人物ID": "1",
        "著者名": "ポー エドガー・アラン",
        "作品ID": "2",
        "作品名": "黄金虫",
        "状態": "公開",
    }
    record = read_simple({"rows": [simple | {"翻訳者名等": "佐々木 直次郎、森 鴎外"}]})
    assert [(c.names[0].text, c.role) for c in record.contributions] == [
        ("ポー エドガー・アラン", "author"),
        ("佐々木直次郎", "translator"),
        ("森鴎外", "translator"),
    ]
