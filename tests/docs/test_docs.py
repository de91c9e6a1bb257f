"""The documentation does what it says: its examples run, its links lead somewhere, its commands exist."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

from kenri import sources
from kenri.harvest.reading import Read, Rejected, read_export
from kenri.vocab.records import Record

CHECKOUT = Path(__file__).resolve().parents[2]
PAGES = sorted([CHECKOUT / "README.md", *CHECKOUT.glob("docs/*.md")])


def blocks(page: Path, language: str) -> list[str]:
    return re.findall(
        rf"^```{language}\n(.*?)^```", page.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL
    )


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.name)
def test_links_lead_to_files(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#\s]+)", page.read_text(encoding="utf-8")):
        if "://" not in target and not target.startswith("mailto:"):
            assert (page.parent / target).exists(), f"{page.name} links to {target}"


@pytest.mark.parametrize("page", [p for p in PAGES if p.name != "add-a-source.md"], ids=lambda p: p.name)
def test_python_examples_run(page: Path) -> None:
    for block in blocks(page, "python"):
        exec(compile(block, str(page), "exec"), {})


def test_the_guide_adds_a_source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    guide = CHECKOUT / "docs/add-a-source.md"
    package = tmp_path / "more_sources"
    package.mkdir()
    (package / "__init__.py").write_text('"""Sources of a guide."""\n', encoding="utf-8")
    (package / "harbour_songs.py").write_text(blocks(guide, "python")[0], encoding="utf-8")
    (tmp_path / "songs.csv").write_text(blocks(guide, "csv")[0], encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    try:
        source = sources.discover([str(package)], "more_sources")["harbour_songs"]
    finally:
        sys.modules.pop("more_sources.harbour_songs", None)

    [part] = read_export(source, tmp_path / "songs.csv")
    outcomes = list(part.outcomes())

    records = [o.reading for o in outcomes if isinstance(o, Read)]
    assert [r.title for r in records if isinstance(r, Record)] == ["港の灯り", "Harbour Lights (live)"]
    assert [o.problem.code for o in outcomes if isinstance(o, Rejected)] == ["unknown_code"]
    assert part.complete
    assert not part.account.unknown
    assert not part.account.leftovers


def test_every_command_is_documented() -> None:
    from kenri.project.command import app

    readme = (CHECKOUT / "README.md").read_text(encoding="utf-8")
    for command in app.registered_commands:
        name = command.name or (command.callback.__name__ if command.callback else "")
        assert f"kenri {name}" in readme, f"README.md does not mention kenri {name}"


def test_every_address_of_the_interface_is_documented() -> None:
    from kenri.api.wiring import api

    told = (CHECKOUT / "docs/api.md").read_text(encoding="utf-8")
    known = {
        path for path in api.get_openapi_schema()["paths"] if path.split("/")[3] not in ("money", "usage")
    }
    assert {path for path in known if f"{path}`" not in told} == set()
    assert set(re.findall(r"(?:GET|POST) (/api/v1/[^`]+)`", told)) <= known
