"""The ``kenri`` command as people and scripts use it: exit codes, JSON on stdout, words on stderr."""

from __future__ import annotations

import json
import os
import re
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner

import kenri
from kenri.project.commands import COMMANDS, GROUPS, add_to
from kenri.vocab.problems import problem_kinds

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """The installed command with a data folder of its own, on SQLite."""
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    environment |= {"KENRI_HOME": str(tmp_path_factory.mktemp("home")), "KENRI_LANG": "en"}

    def command(*words: str, language: str = "en", code: int = 0) -> subprocess.CompletedProcess[str]:
        done = subprocess.run(
            [Path(sys.executable).with_name("kenri"), *words],
            env=environment | {"KENRI_LANG": language},
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
        assert done.returncode == code, f"exit {done.returncode}\n{done.stdout}\n{done.stderr}"
        return done

    return command


def answer(done: subprocess.CompletedProcess[str]) -> Any:
    return json.loads(done.stdout)


@pytest.fixture(scope="module")
def demo(run: Run) -> Any:
    return answer(run("demo", "--json"))


@pytest.mark.timeout(300)
def test_the_demo_fills_the_catalogue(demo: Any) -> None:
    for report in demo["harvests"]:
        kinds = ("new", "changed", "unchanged", "rejected")
        assert report["read"] == sum(report[kind] for kind in kinds), report["source"]
        assert report["rejected"] == 0, report["rejections"]
    assert len(demo["harvests"]) >= 14
    assert sum(report["new"] for report in demo["harvests"]) >= 300
    assert demo["link"]["merged"] > 0
    assert demo["index"]["documents"] == demo["link"]["entities"]


@pytest.mark.usefixtures("demo")
def test_a_second_demo_changes_nothing(run: Run) -> None:
    again = answer(run("demo", "--json"))
    assert all(report["new"] == report["changed"] == report["deleted"] == 0 for report in again["harvests"])
    assert again["link"]["merged"] == again["link"]["split"] == 0


@pytest.mark.usefixtures("demo")
def test_sources_are_listed_with_their_counts(run: Run) -> None:
    rows = {row["id"]: row for row in answer(run("sources", "--json"))}
    assert rows["aozora"]["records"] > 0
    assert rows["aozora"]["title"]["ja"]


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize("query", ["こころ", "こゝろ", "ｺｺﾛ", "kokoro"])
def test_a_work_is_found_however_it_is_written(run: Run, query: str) -> None:
    found = answer(run("search", query, "--json", "--limit", "5"))
    assert any("こころ" in hit["title"] or "こゝろ" in hit["title"] for hit in found["results"])
    assert all(hit["records"] for hit in found["results"])


@pytest.mark.usefixtures("demo")
def test_a_batch_gives_one_answer_a_line_and_passes_over_what_is_no_query(run: Run, tmp_path: Path) -> None:
    batch = tmp_path / "queries.tsv"
    batch.write_bytes("\ufeffq1\tこころ\r\nnothing\n\nq2\tBotchan\n".encode() + "q3\t夜\n".encode("cp932"))
    done = run("search", "--batch", str(batch), "--limit", "3", "--json")
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert [a["query_id"] for a in answers] == ["q1", "q2"]
    assert all(len(a["results"]) <= 3 for a in answers)
    assert re.findall(r"queries\.tsv:(\d)", done.stderr.replace("\n", "")) == ["2", "5"]


@pytest.mark.usefixtures("demo")
def test_an_entity_is_shown_with_every_fact_s_source(run: Run) -> None:
    hit = answer(run("search", "羅生門", "--json"))["results"][0]
    entity = answer(run("show", hit["id"], "--json"))
    assert entity["facts"]
    assert all(fact["said"] for fact in entity["facts"])
    assert hit["id"] in run("show", hit["id"]).stdout


def test_an_unknown_source_is_told_with_its_cure(run: Run) -> None:
    done = run("harvest", "nowhere", code=1)
    assert "nowhere" in done.stderr
    assert "aozora" in done.stderr
    assert not done.stdout
    assert "ありません" in run("harvest", "nowhere", language="ja", code=1).stderr


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize("facet", ["field", "schema", "source", "status"])
def test_a_condition_that_does_not_exist_is_told(run: Run, facet: str) -> None:
    done = run("search", "こころ", f"--{facet}", "nowhere", code=1)
    assert "nowhere" in done.stderr
    assert not done.stdout


def test_titles_are_shown_as_they_are(run: Run, tmp_path: Path) -> None:
    title = "[bold]夜[/] [/red] :cat: \x1b[31m"
    file = tmp_path / "list.csv"
    file.write_text(f"work_id,title,kind,creator\nhostile-1,{title},song,[Aoi]\n", encoding="utf-8")
    run("harvest", "creators_list", "--from", str(file))
    run("link")
    run("index")
    shown = run("search", "[bold]夜[/] [/red] :cat:").stdout
    assert "[bold]夜[/] [/red] :cat: \ufffd[31m" in shown
    assert "[Aoi]" in shown
    found = answer(run("search", "[bold]夜[/] [/red] :cat:", "--json"))["results"][0]
    assert found["title"] == title
    assert "[bold]夜[/] [/red] :cat: \ufffd[31m" in run("show", found["id"]).stdout


def test_cures_name_options_that_there_are() -> None:
    app = typer.Typer(rich_markup_mode=None)
    add_to(app)
    words = [[command.__name__] for command in COMMANDS]
    words += [[group, name] for group, (_, members) in GROUPS.items() for name in members]
    helps = " ".join(CliRunner().invoke(app, [*told, "--help"]).stdout for told in words)
    named = {
        option
        for kind in problem_kinds().values()
        for words in (kind.cure.ja, kind.cure.en)
        for option in re.findall(r"(?<![\w-])--[a-z][a-z-]*", words)
    }
    assert {"--allow-private", "--accept-drift", "--accept-removals", "--from", "--limit"} <= named
    assert not [option for option in named if option not in helps]


def test_a_missing_file_is_told(run: Run) -> None:
    assert "no such file" in run("harvest", "aozora", "--from", "missing.zip", code=1).stderr


@pytest.mark.usefixtures("demo")
def test_an_unknown_entity_is_told(run: Run) -> None:
    assert "kenri search" in run("show", "nothing", code=1).stderr


@pytest.mark.parametrize("words", [("harvest",), ("search", "--limit", "many"), ("fly",)])
def test_wrong_usage_exits_with_2(run: Run, words: tuple[str, ...]) -> None:
    run(*words, code=2)


@pytest.mark.usefixtures("demo")
def test_the_doctor_finds_nothing_wrong(run: Run) -> None:
    verdicts = {
        finding["topic"]["en"]: finding["verdict"] for finding in answer(run("doctor", "--json"))["findings"]
    }
    assert verdicts["database"] == "ok"
    assert verdicts["search index"] == "ok"


def test_the_status_of_facts_is_one_answer_a_line(run: Run, tmp_path: Path) -> None:
    works = [
        {
            "id": "a",
            "schema": "film",
            "published": 1956,
            "authorship": "corporate",
            "publication_country": "JP",
        },
        {"id": "b", "publised": 1956},
        {"id": "c", "schema": "text", "creators": [{"name": "夏目漱石", "died": 1916}]},
    ]
    path = tmp_path / "works.json"
    path.write_text(json.dumps(works), encoding="utf-8")
    done = run("status", "--facts", str(path), "--on", "2026-11-22", "--json")
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert [(a["id"], a["status"], a["until"]) for a in answers] == [
        ("a", "protected", "2026-12-31"),
        ("b", "undetermined", None),
        ("c", "public_domain", "1946-12-31"),
    ]
    assert answers[1]["problem"]["code"] == "unknown_fact_meant"
    assert "published" in done.stderr
    later = run("status", "--facts", str(path), "--on", "2027-01-01", language="ja")
    assert "保護期間満了" in later.stdout
    assert "第54条" in later.stdout


@pytest.mark.usefixtures("demo")
def test_the_status_of_an_entity_tells_who_said_what(run: Run) -> None:
    hits = answer(run("search", "羅生門", "--source", "aozora", "--json"))["results"]
    hit = next(hit for hit in hits if hit["title"] == "羅生門")
    status = answer(run("status", hit["id"], "--json"))
    assert status["status"] == "public_domain"
    assert any(fact["said"] for reason in status["reasons"] for fact in reason["facts"])


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("status",), "--facts"),
        (("status", "x", "--facts", "y.json"), "--facts"),
        (("status", "nothing"), "kenri search"),
        (("status", "--facts", "missing.json"), "no such file"),
        (("status", "x", "--on", "2026-02-30"), "2027-01-01"),
        (("status", "x", "--jurisdiction", "XX"), "JP"),
        (("status", "x", "--on", "1850-01-01"), "1899-07-15"),
    ],
)
def test_wrong_questions_of_status_are_told(run: Run, words: tuple[str, ...], told: str) -> None:
    assert told in run(*words, code=1).stderr


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize(
    ("language", "labels"),
    [("ja", ("種類", "名称", "著者", "発行・公表")), ("en", ("Kind of work", "Name", "Author", "Published"))],
)
def test_an_entity_is_shown_in_words(run: Run, language: str, labels: tuple[str, ...]) -> None:
    hit = answer(run("search", "羅生門", "--json"))["results"][0]
    shown = run("show", hit["id"], language=language).stdout
    headings = {re.split(r"\s{2,}", line)[0] for line in shown.splitlines()[1:]}
    assert set(labels) <= headings
    assert not headings & {"schema", "name", "creator", "published", "identifier", "statement"}


@pytest.mark.usefixtures("demo")
def test_states_of_sources_are_words(run: Run) -> None:
    shown = run("sources", language="ja").stdout
    assert "収集済み" in shown
    assert "done" not in shown


def test_the_list_of_commands_is_not_cut(run: Run) -> None:
    done = run("--help").stdout
    assert "harvest" in done
    assert not [line for line in done.splitlines() if line.endswith(("...", "…")) and "COMMAND" not in line]


def test_a_pipe_is_refused_instead_of_waited_for(run: Run, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "works.csv")
    done = run("harvest", "aozora", "--from", str(tmp_path / "works.csv"), code=1)
    assert "neither a regular file nor a folder" in done.stderr


@pytest.mark.parametrize(("family", "host"), [(socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1")])
def test_a_port_in_use_is_told(run: Run, family: socket.AddressFamily, host: str) -> None:
    with socket.socket(family) as other:
        try:
            other.bind((host, 0))
        except OSError:
            pytest.skip("this machine has no such address")
        other.listen()
        done = run("serve", "--host", host, "--port", str(other.getsockname()[1]), code=1)
    assert "is in use" in done.stderr


def test_a_host_of_no_machine_is_told(run: Run) -> None:
    assert "--host" in run("serve", "--host", "192.0.2.1", code=1).stderr


def test_commands_at_once_on_a_new_home_make_its_tables_once(tmp_path: Path) -> None:
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    environment |= {"KENRI_HOME": str(tmp_path / "home"), "KENRI_LANG": "en"}
    kenri = Path(sys.executable).with_name("kenri")
    running = [
        subprocess.Popen([kenri, "sources", "--json"], env=environment, stdout=subprocess.DEVNULL)
        for _ in range(3)
    ]
    assert [process.wait(timeout=120) for process in running] == [0, 0, 0]


def test_the_version_is_told(run: Run) -> None:
    assert run("--version").stdout.strip() == kenri.__version__


@pytest.mark.parametrize("words", [("judge", "export"), ("ledger", "export")])
def test_a_folder_that_is_not_there_is_told(run: Run, words: tuple[str, ...], tmp_path: Path) -> None:
    done = run(*words, str(tmp_path / "missing" / "out.csv"), code=1)
    assert "missing" in done.stderr
    assert "Check the path" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_command_that_is_not_told_what_to_do_says_what_it_can(run: Run) -> None:
    assert "--bring-forward" in run("cases", code=1).stderr
