"""The guide's procedure is one: it is read, and all that it tells can happen."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from plausible_steps import Search

from kenri.procedures.conduct import conditions, course, versions

DOCS = Path(__file__).resolve().parents[3] / "docs"


def test_the_procedure_of_the_guide(monkeypatch: pytest.MonkeyPatch) -> None:
    page = (DOCS / "add-a-procedure.md").read_text(encoding="utf-8")
    [block] = re.findall(r"^```yaml\n(.*?)^```", page, re.MULTILINE | re.DOTALL)
    loan = versions.read_procedure(block)
    monkeypatch.setattr(course, "procedure_at", {loan.key: loan}.__getitem__)
    search = Search(loan)
    search.run(2000)
    assert not search.undone


def test_the_guide_tells_every_kind_of_condition() -> None:
    page = (DOCS / "add-a-procedure.md").read_text(encoding="utf-8")
    for rule in conditions.Rule.__subclasses__():
        assert f"`{rule.__name__.lower()}`" in page


def test_every_procedure_is_shown() -> None:
    page = (DOCS / "procedures.md").read_text(encoding="utf-8")
    for made in versions.procedures():
        assert f"`{made.id}` from {made.version}" in page
        assert f"images/procedures/{made.id}-ja.svg" in page
