from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kenri.search.highlighting import highlight


@pytest.mark.parametrize(
    ("text", "query", "marked"),
    [
        ("《國語學》原論", "国語学", ["國語學"]),
        ("ｶﾞﾝﾀﾞﾑの歴史", "ガンダム", ["ｶﾞﾝﾀﾞﾑ"]),
        ("Tōkyō Story", "tokyo", ["Tōkyō"]),
        ("The Old Man and the Sea", "old sea", ["Old", "Sea"]),
        ("コンピューターの歴史", "コンピュータ", ["コンピューター"]),
        ("こゝろ", "こころ", ["こゝろ"]),
        ("日本の歴史", "歴史 日本", ["日本", "歴史"]),
        ("日本の歴史と文化", "日本文化", ["日本", "文化"]),
        ("猫と犬と猫", "猫", ["猫", "猫"]),
        ("foobar", "bar", []),
        ("foobar", "foo", ["foo"]),
        ("雪国", "", []),
        ("", "雪国", []),
    ],
)
def test_marks_the_text_as_written(text: str, query: str, marked: list[str]) -> None:
    assert [text[start:end].rstrip("ー") for start, end in highlight(text, query)] == [
        one.rstrip("ー") for one in marked
    ]


@given(st.text(), st.text(max_size=20))
def test_spans_are_in_order_and_within_the_text(text: str, query: str) -> None:
    last = 0
    for start, end in highlight(text, query):
        assert last <= start < end <= len(text)
        last = end
