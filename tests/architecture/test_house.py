"""The house keeps its plan: sizes, the flow of imports, nothing that names a concrete source."""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
import subprocess
import sys
from pathlib import Path

import pytest

import kenri

CHECKOUT = Path(__file__).resolve().parents[2]
PACKAGE = CHECKOUT / "kenri"
MODULES = sorted(p for p in PACKAGE.rglob("*.py") if "migrations" not in p.parts)
ROOMS = sorted(m.name for m in pkgutil.iter_modules(kenri.__path__) if m.ispkg)

LONG_MODULES: dict[str, str] = {}
"""Modules that may be longer than 400 lines, each with the reason why it is still one thing."""

LONG_FUNCTIONS: dict[str, str] = {}
"""Functions that may be longer than 50 lines, as ``path:name``, each with the reason."""


def name_of(path: Path) -> str:
    return path.relative_to(CHECKOUT).as_posix()


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_a_module_is_one_room(path: Path) -> None:
    lines = len(path.read_text(encoding="utf-8").splitlines())
    assert lines <= 400 or name_of(path) in LONG_MODULES, f"{lines} lines: is it still one thing?"
    assert not re.search(r"(utils?|helpers?|misc|common)\.py$", path.name), "name it for what it holds"


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_a_function_is_one_thing(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            assert lines <= 50 or f"{name_of(path)}:{node.name}" in LONG_FUNCTIONS, (
                f"{node.name}: {lines} lines"
            )


def test_what_may_be_long_is_long() -> None:
    for path in LONG_MODULES:
        assert len((CHECKOUT / path).read_text(encoding="utf-8").splitlines()) > 400, f"{path} needs no leave"


def test_imports_go_right_to_left() -> None:
    done = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"],
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_says_what_it_is_for(room: str) -> None:
    module = importlib.import_module(f"kenri.{room}")
    assert module.__doc__, f"kenri.{room} says nothing of itself"
    assert f"\n{room}" in (kenri.__doc__ or ""), f"kenri.{room} is missing in the table of kenri/__init__.py"


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_nothing_names_a_concrete_source(path: Path) -> None:
    if path.is_relative_to(PACKAGE / "sources"):
        return
    imported = re.findall(r"kenri\.sources(?:\.(\w+)| import (\w+))", path.read_text(encoding="utf-8"))
    offered = {"all_sources", "discover", "visited_databases", "Visited"}
    assert {a or b for a, b in imported} <= offered, "sources are found, not named"


def committed_files() -> list[Path]:
    listed = subprocess.run(["git", "ls-files"], cwd=CHECKOUT, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("not a git checkout")
    return [CHECKOUT / line for line in listed.stdout.splitlines() if (CHECKOUT / line).is_file()]


def test_no_lock_file_and_no_path_of_one_machine() -> None:
    paths = re.compile(rb"/(?:root|tmp/bash_jobs|home/\w+)/[A-Za-z.]")
    for file in committed_files():
        assert file.name not in {"uv.lock", "poetry.lock", "package-lock.json", "yarn.lock", "pnpm-lock.yaml"}
        if file.suffix in {".py", ".md", ".toml", ".yaml", ".html", ".css", ".js", ".sh"}:
            assert not paths.search(file.read_bytes()), name_of(file)
