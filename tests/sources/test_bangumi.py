"""Bangumi Data: days in Japan, titles by language."""

from __future__ import annotations

from typing import Any

import pytest

from kenri.sources.bangumi import local_date, read_item
from kenri.vocab.problems import Problem
from kenri.vocab.records import EventKind

ITEM: dict[str, Any] = {
    "title": "けいおん!",
    "titleTranslate": {"en": ["K-ON!"], "zh-Hans": ["轻音少女"]},
    "type": "tv",
    "lang": "ja",
    "officialSite": "",
    "begin": "2009-04-02T16:25:00.000Z",
    "end": "2009-06-25T16:55:00.000Z",
    "sites": [{"site": "bangumi", "id": "1424"}],
}


@pytest.mark.parametrize(
    ("moment", "hours", "day"),
    [
        ("1958-10-21T15:00:00.000Z", 9, "1958-10-22"),
        ("2009-04-02T16:25:00.000Z", 9, "2009-04-03"),
        ("2016-07-02T12:00:00.000Z", 8, "2016-07-02"),
        ("1999", 9, "1999"),
    ],
)
def test_the_day_is_that_of_the_country(moment: str, hours: int, day: str) -> None:
    date = local_date(moment, hours)
    assert date is not None
    assert date.earliest == day
    assert date.text == moment


def test_an_item() -> None:
    record = read_item(dict(ITEM))
    assert (record.local_id, record.schema) == ("1424", "programme")
    assert [event.date.earliest for event in record.events if event.date] == ["2009-04-03", "2009-06-26"]
    assert [(name.text, name.language) for name in record.names] == [
        ("けいおん!", "ja"),
        ("K-ON!", "en"),
        ("轻音少女", "zh-Hans"),
    ]


@pytest.mark.parametrize(
    "change", [{"type": "radio"}, {"lang": "xx"}, {"titleTranslate": {"tlh": ["Qapla"]}}]
)
def test_an_unknown_code_rejects(change: dict[str, Any]) -> None:
    with pytest.raises(Problem) as caught:
        read_item(ITEM | change)
    assert caught.value.code == "unknown_code"


def test_an_item_without_a_type_is_an_animation_of_an_untold_kind() -> None:
    record = read_item(ITEM | {"type": ""})
    assert record.schema == "animation"
    assert {event.kind for event in record.events} == {EventKind.PUBLISHED}
