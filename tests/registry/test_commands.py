"""``kenri register`` and ``kenri intentions`` as people and programmes call them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from kenri.accounts.models import User
from kenri.project import commands
from kenri.registry import services
from kenri.registry.declared import Declared
from kenri.registry.models import Import, Version

pytestmark = pytest.mark.django_db(transaction=True)
LIST = "title,type,url\nRain,image,https://a.example/1\nNo kind,,https://a.example/2\n"


def run(*told: str):
    app = typer.Typer()
    commands.add_to(app)
    return CliRunner().invoke(app, list(told))


@pytest.fixture
def listed(tmp_path: Path) -> str:
    User.objects.create_user("haru@example.org", name="Haru")
    path = tmp_path / "mine.csv"
    path.write_text(LIST, encoding="utf-8")
    return str(path)


def test_a_list_is_looked_at_then_registered_once(listed, tmp_path):
    report = tmp_path / "report.csv"
    dry = run("register", listed, "--for", "haru@example.org", "--dry-run", "--json", "--report", str(report))
    assert dry.exit_code == 0, dry.output
    assert json.loads(dry.stdout)["counts"] | {} == {
        **dict.fromkeys(("new", "changed", "same", "known"), 0),
        "rows": 2,
        "refused": 1,
        "ready": 1,
    }
    assert "No kind of work" in report.read_text(encoding="utf-8-sig") or "種類" in report.read_text(
        "utf-8-sig"
    )
    assert not Version.objects.exists()
    assert not Import.objects.exists()
    for outcome in ("new", "same"):
        done = run("register", listed, "--for", "HARU@example.org", "--json")
        assert json.loads(done.stdout)["counts"][outcome] == 1
    assert Version.objects.count() == 1
    for told in (("--for", "nobody@example.org"), ("--for", "haru@example.org", "--kind", "nonsense")):
        assert run("register", listed, *told).exit_code == 1


def test_a_file_of_addresses_is_answered_line_by_line(listed, tmp_path):
    user = User.objects.get()
    work = services.save_draft(
        user, {"title": "A", "kind": "image", "url": "https://a.example/1", "holder": "x"}
    )
    services.publish(user, work.key)
    services.declare(user, Declared({"ai_training": "refuse"}), work.key)
    asked = tmp_path / "urls.txt"
    asked.write_text("https://a.example/1\n\nnonsense \xff\nhttps://a.example/2\n", encoding="latin-1")
    answer = run("intentions", str(asked), "--json")
    assert answer.exit_code == 0, answer.output
    lines = [json.loads(line) for line in answer.stdout.splitlines()]
    assert [line["state"] for line in lines] == ["declared", "unknown", "unknown"]
    assert lines[0]["content_usage"] == "train-ai=n"
    out = tmp_path / "answers.jsonl"
    assert run("intentions", str(asked), "--out", str(out)).exit_code == 0
    assert len(out.read_text().splitlines()) == 3
    assert run("intentions", str(tmp_path / "missing.txt")).exit_code == 1


def test_the_upkeep_brings_in_what_is_due(listed):
    user = User.objects.get()
    work = services.save_draft(
        user, {"title": "A", "kind": "image", "url": "https://a.example/1", "holder": "x"}
    )
    services.publish(user, work.key)
    done = run("registry", "--json")
    assert json.loads(done.stdout) == {"looked": 0, "missing": 0, "due": 0}, done.output
