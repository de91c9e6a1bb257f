"""``kenri clear`` and ``kenri demo`` as people and scripts use them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., subprocess.CompletedProcess[str]]
LIST = Path(__file__).resolve().parents[2] / "kenri" / "samples" / "lists" / "archive.csv"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="module")
def run(home: Path) -> Run:
    """The installed command with a data folder of its own, on SQLite."""
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}

    def command(*words: str, language: str = "en", code: int = 0) -> subprocess.CompletedProcess[str]:
        done = subprocess.run(
            [Path(sys.executable).with_name("kenri"), *map(str, words)],
            env=environment | {"KENRI_HOME": str(home), "KENRI_LANG": language},
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
        assert done.returncode == code, f"exit {done.returncode}\n{done.stdout}\n{done.stderr}"
        return done

    return command


@pytest.fixture(scope="module")
def demo(run: Run) -> Any:
    return json.loads(run("demo", "--json").stdout)


@pytest.mark.timeout(300)
def test_the_demo_ends_with_the_report_of_a_list(demo: Any, home: Path) -> None:
    cleared = demo["clear"]
    assert cleared["summary"]["rows"] == cleared["summary"]["items"] == 60
    assert sum(cleared["summary"]["verdicts"].values()) == 60
    assert Path(cleared["report"]) == home / "clearance-report.html"
    assert "羅生門" in Path(cleared["report"]).read_text(encoding="utf-8")


@pytest.mark.timeout(300)
def test_the_demo_again_doubles_no_project(run: Run, demo: Any) -> None:
    again = json.loads(run("demo", "--json").stdout)
    assert again["clear"]["project"] == demo["clear"]["project"]
    assert again["clear"]["summary"] == demo["clear"]["summary"]


@pytest.mark.timeout(300)
def test_a_list_is_cleared(run: Run, demo: Any, tmp_path: Path) -> None:
    out, chain = tmp_path / "report.jsonl", tmp_path / "evidence.jsonl"
    done = run(
        *("clear", LIST, "--use", "reprint_book", "--territory", "JP,US", "--from", "2027-01-01"),
        *("--to", "2027-12-31", "--out", out, "--evidence", chain, "--json"),
    )
    told = json.loads(done.stdout)
    assert told["use"]["territory"] == ["JP", "US"]
    assert told["use"]["ends"] == "2027-12-31"
    lines = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert len(lines) == 61
    counted = dict.fromkeys(told["summary"]["verdicts"], 0)
    for line in lines[1:]:
        counted[line["verdict"]] += 1
    assert counted == told["summary"]["verdicts"]
    assert len(chain.read_text(encoding="utf-8").splitlines()) == told["evidence"]["count"]
    again = run("clear", LIST, "--use", "free_concert", "--project", told["project"], "--out", out, "--json")
    assert json.loads(again.stdout)["run"]["matched"] == 0


@pytest.mark.timeout(300)
@pytest.mark.parametrize("language", ["ja", "en"])
def test_people_are_told_a_summary(run: Run, demo: Any, tmp_path: Path, language: str) -> None:
    path = tmp_path / "list.csv"
    path.write_text("Werk,Verfasser,Jahr\n羅生門,芥川竜之介,1915\nx,y,soon\n", encoding="utf-8")
    out = tmp_path / "report.html"
    maps = ("--map", "Werk=title", "--map", "Verfasser=author", "--map", "Jahr=published")
    done = run("clear", path, "--use", "stream_archive_programme", "--out", out, *maps, language=language)
    assert ("報告書：" if language == "ja" else "report: ") in done.stdout
    assert f'lang="{language}"' in out.read_text(encoding="utf-8")
    assert not done.stderr.strip()


@pytest.mark.timeout(300)
@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--use", "free_concert", "--out", "report.doc"), ".html, .xlsx, .jsonl, .pdf"),
        (("--use", "nonsense use", "--out", "report.html"), "nonsense use"),
        (("--use", "free_concert", "--out", "report.html", "--map", "題名"), "COLUMN=FIELD"),
        (("--use", "free_concert", "--out", "report.html", "--map", "題名=nonsense"), "nonsense"),
        (("--use", "free_concert", "--out", "report.html", "--from", "soon"), "soon"),
        (("--use", "free_concert", "--out", "report.html", "--language", "fr"), "fr"),
        (("--use", "free_concert", "--out", "report.html", "--territory", "Japan"), "JAPAN"),
        (("--use", "free_concert", "--out", "report.html", "--schema", "patent"), "patent"),
        (("--use", "free_concert", "--out", "report.html", "--project", "none"), "none"),
    ],
)
def test_wrong_words_are_refused_with_a_cure(run: Run, tmp_path: Path, words, told: str) -> None:
    words = [str(tmp_path / word) if word.startswith("report.") else word for word in words]
    done = run("clear", LIST, *words, code=1)
    assert done.stderr.startswith("kenri: ")
    assert told in done.stderr
    assert not done.stdout
    assert not list(tmp_path.iterdir())


@pytest.mark.timeout(300)
def test_wrong_usage_is_2(run: Run, tmp_path: Path) -> None:
    run("clear", LIST, code=2)
    run("clear", code=2)


@pytest.mark.timeout(300)
def test_a_failed_report_leaves_what_was_there(run: Run, tmp_path: Path) -> None:
    out = tmp_path / "report.html"
    out.write_text("before", encoding="utf-8")
    run("clear", tmp_path / "missing.csv", "--use", "free_concert", "--out", out, code=1)
    assert out.read_text(encoding="utf-8") == "before"
