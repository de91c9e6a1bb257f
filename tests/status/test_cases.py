"""Named cases that a lawyer can read and extend: the YAML files of ``cases``."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import pytest

from kenri.status.assessing import assess
from kenri.status.reading import work_of
from kenri.vocab.data_files import parse_yaml

FOLDER = Path(__file__).with_name("cases")


class Case(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A work, the question and the answer that its source gives."""

    name: str
    facts: dict[str, Any]
    on: str
    jurisdiction: str
    expected: dict[str, str]
    source: str


def typed(value: Any) -> Any:
    """Plain YAML scalars as JSON has them: numbers and truth values."""
    if isinstance(value, dict):
        return {key: typed(item) for key, item in value.items()}
    if isinstance(value, list):
        return [typed(item) for item in value]
    if value in ("true", "false"):
        return value == "true"
    return int(value) if isinstance(value, str) and value.lstrip("-").isdigit() else value


def cases() -> list[Any]:
    return [
        pytest.param(case, id=f"{file.stem}: {case.name}")
        for file in sorted(FOLDER.glob("*.yaml"))
        for case in msgspec.convert(parse_yaml(file.read_bytes()), list[Case])
    ]


@pytest.mark.parametrize("case", cases())
def test_case(case: Case) -> None:
    answer = assess(work_of(typed(case.facts)), date.fromisoformat(case.on), case.jurisdiction)
    assert answer.status == case.expected["status"], answer.as_data()
    if "until" in case.expected:
        assert answer.until is not None, answer.as_data()
        assert answer.until.isoformat() == case.expected["until"]
    assert case.source


def test_names_are_told_once() -> None:
    names = [(case.values[0].name, case.values[0].jurisdiction) for case in cases()]
    assert len(names) == len(set(names))
    assert len(names) >= 150
