"""``kenri route`` as people and scripts use it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from kenri.project.commands.route import route
from kenri.vocab.problems import Problem

WORKS = [
    {
        "id": "1",
        "schema": "text",
        "title": "羅生門",
        "published": 1915,
        "creators": [{"name": "芥川龍之介", "died": 1927, "nationality": "JP"}],
    },
    {"id": "2", "schema": "text", "colour": "red"},
    {
        "id": "3",
        "schema": "musical_work",
        "published": 1980,
        "creators": [{"name": "作曲者", "role": "composer", "died": 1990}],
    },
]


@pytest.fixture
def works(tmp_path: Path) -> Path:
    path = tmp_path / "works.json"
    path.write_text(json.dumps(WORKS), encoding="utf-8")
    return path


def plans(capfd: pytest.CaptureFixture[str], **options: Any) -> list[Any]:
    route(on="2026-11-22", json=True, **options)
    return [json.loads(line) for line in capfd.readouterr().out.splitlines()]


def test_every_work_that_can_be_read_gets_a_plan(works: Path, capfd: pytest.CaptureFixture[str]) -> None:
    told = plans(capfd, facts=works, use="digital_archive")
    assert [(p["id"], p["outcome"]) for p in told] == [("1", "free"), ("3", "ask")]
    doubted = plans(capfd, facts=works, use="スキャンの公開", answer=["only_told_layers=no"])
    assert [p["outcome"] for p in doubted] == ["undetermined", "undetermined"]
    abroad = plans(capfd, facts=works, use="digital_archive", territory="jp, br")
    assert any(q["key"] == "text:foreign_law" for q in abroad[0]["questions"])


def test_what_cannot_be_read_is_told_with_its_place(works: Path, capfd: pytest.CaptureFixture[str]) -> None:
    route(facts=works, use="digital_archive", json=True)
    assert "works.json[1]" in capfd.readouterr().err


def test_a_plan_is_told_in_both_languages(
    works: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KENRI_LANG", "en")
    route(facts=works, use="free_concert", on="2026-11-22")
    english = capfd.readouterr().out
    assert "Sing or play at a free concert: Ask the holder" in english
    assert "--answer performers_paid=yes/no" in english
    assert "(unverified)" in english
    monkeypatch.setenv("KENRI_LANG", "ja")
    route(facts=works, use="free_concert", on="2026-11-22")
    japanese = capfd.readouterr().out
    assert "入場無料の演奏会で歌う・演奏する：権利者に申請します" in japanese
    assert "（未確認）" in japanese


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ({"use": "no such use"}, "unknown_use"),
        ({"use": "free_concert", "answer": ["performers_paid"]}, "answer_without_question"),
        ({"use": "free_concert", "answer": ["performers_paid=perhaps"]}, "bad_answer"),
        ({"use": "free_concert", "territory": "Japan"}, "bad_territory"),
        ({"use": "free_concert", "territory": "JP,ZZ"}, "bad_territory"),
        ({"use": "free_concert", "on": "today"}, "bad_day"),
        ({"use": "free_concert", "begins": "2027-02-01", "ends": "2027-01-01"}, "use_ends_first"),
        ({"use": "free_concert", "id": "w1"}, "facts_or_id"),
    ],
)
def test_wrong_input_is_told_with_its_cure(works: Path, options: dict[str, Any], code: str) -> None:
    with pytest.raises(Problem) as told:
        route(facts=works, **options)
    assert told.value.code == code
    assert told.value.message("ja")


@pytest.mark.django_db
def test_an_entity_that_is_not_there_is_told() -> None:
    with pytest.raises(Problem, match="nothing"):
        route("nothing", use="free_concert")
