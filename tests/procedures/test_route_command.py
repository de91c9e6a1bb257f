"""``kenri route`` as people and scripts use it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

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


def run(tmp_path: Path, *words: str, code: int = 0, language: str = "en") -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    done = subprocess.run(
        [Path(sys.executable).with_name("kenri"), "route", *words],
        env=environment | {"KENRI_HOME": str(tmp_path / "home"), "KENRI_LANG": language},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == code, f"exit {done.returncode}\n{done.stdout}\n{done.stderr}"
    return done


def test_every_work_that_can_be_read_gets_a_plan(tmp_path: Path, works: Path) -> None:
    done = run(tmp_path, "--facts", str(works), "--use", "digital_archive", "--on", "2026-11-22", "--json")
    plans = [json.loads(line) for line in done.stdout.splitlines()]
    assert [(p["id"], p["outcome"]) for p in plans] == [("1", "possible"), ("3", "ask")]
    assert "works.json[1]" in done.stderr
    sure = run(
        tmp_path, "--facts", str(works), "--use", "スキャンの公開", "--on", "2026-11-22",
        "--answer", "only_told_layers=yes", "--json",
    )  # fmt: skip
    assert json.loads(sure.stdout.splitlines()[0])["outcome"] == "free"


def test_a_plan_is_told_in_both_languages(tmp_path: Path, works: Path) -> None:
    words = ("--facts", str(works), "--use", "free_concert", "--on", "2026-11-22")
    english = run(tmp_path, *words).stdout
    assert "Sing or play at a free concert: Ask the holder" in english
    assert "--answer performers_paid=yes/no" in english
    assert "(unverified)" in english
    japanese = run(tmp_path, *words, language="ja").stdout
    assert "入場無料の演奏会で歌う・演奏する：権利者に申請します" in japanese
    assert "（未確認）" in japanese


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--use", "no such use"), "There is no use called"),
        (("--use", "free_concert", "--answer", "performers_paid"), "not of the form QUESTION=ANSWER"),
        (("--use", "free_concert", "--answer", "performers_paid=perhaps"), "does not answer"),
        (("--use", "free_concert", "--territory", "Japan"), "no code of a country"),
        (("--use", "free_concert", "--on", "today"), "is no day"),
        (("--use", "free_concert", "--from", "2027-02-01", "--to", "2027-01-01"), "before it begins"),
    ],
)
def test_wrong_input_is_told_with_its_cure(
    tmp_path: Path, works: Path, words: tuple[str, ...], said: str
) -> None:
    assert said in run(tmp_path, "--facts", str(works), *words, code=1).stderr


def test_a_use_must_be_named(tmp_path: Path, works: Path) -> None:
    run(tmp_path, "--facts", str(works), code=2)
