"""Contracts: each clause says what was agreed, and what nobody spoke of is marked."""

from __future__ import annotations

import datetime as dt

import pytest

from kenri.documents import contracts
from kenri.documents.typesetting import typeset

AGREED = {
    "licence_fee": 20_000, "credit": "© 霧野ハル", "exclusive": "no", "adaptation": "yes", "ai_training": "no",
    "terms": "公開前に確認する",
}  # fmt: skip


def texts(facts: dict, language: str = "ja") -> str:
    return "\n".join(row["text"][language] for row in contracts.rows(facts))


def test_what_was_agreed_stands_in_the_clauses() -> None:
    told = texts(AGREED)
    assert "20,000円" in told
    assert "© 霧野ハル" in told
    assert "第27条及び第28条に規定する権利に係る利用を含む" in told
    assert "AIの学習に用いない" in told
    assert "公開前に確認する" in told
    assert contracts.left_open(AGREED) == []
    assert "¥20,000" in texts(AGREED, "en")


def test_what_nobody_spoke_of_is_said_and_marked() -> None:
    open_ = [heading.en for heading in contracts.left_open({"licence_fee": 0})]
    assert {"Changes and adaptations", "Credit", "Training of AI"} <= set(open_)
    rows = {row["heading"]["en"]: row for row in contracts.rows({"licence_fee": 0})}
    assert rows["Credit"]["note"]["ja"].startswith("【合意なし】")
    assert "含まない" in rows["Changes and adaptations"]["text"]["ja"], "silence gives no right"
    assert "無償" in rows["Fee"]["text"]["ja"]


def test_a_fee_that_is_not_agreed_makes_no_clause() -> None:
    assert "Fee" not in {row["heading"]["en"] for row in contracts.rows({})}


@pytest.mark.parametrize("language", ["ja", "en"])
def test_braces_in_words_of_the_parties_are_words(language: str) -> None:
    assert "{licence_fee} {0}" in texts({**AGREED, "terms": "{licence_fee} {0}"}, language)


@pytest.mark.parametrize("language", ["ja", "en"])
def test_it_is_typeset(language: str) -> None:
    told = {
        "number": "2026-DR-00001-D02", "date": dt.date(2026, 5, 1), "licensor": ["霧野ハル"], "licensee": ["港北放送"],
        "title": "雨音", "manner": "配信", "period": ("2026-09-01", "2028-08-31"), "clauses": contracts.rows(AGREED),
        "signed": [{"party": {"ja": "権利者", "en": "holder"}, "name": "霧野ハル", "at": "2026-05-01T10:00+09:00"}],
    }  # fmt: skip
    assert typeset("contract", told, language=language).startswith(b"%PDF")
