"""The named cases of ``cases/*.yaml`` as works, uses, answers and what is expected of the plan."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import pytest

from kenri.procedures.plans import Plan
from kenri.procedures.rights import Holder, Intention, rights_for
from kenri.procedures.router import plan
from kenri.procedures.routes import Route
from kenri.status.reading import work_of
from kenri.vocab.data_files import parse_yaml
from kenri.vocab.uses import use_of

FOLDER = Path(__file__).with_name("cases")
TODAY = date(2026, 11, 22)


class Expected(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a plan must say; what is left out is not looked at.

    ``parts``: the outcome by part. ``routes``: the state by ``PART KIND`` or ``PART KIND:RULE``; ``absent``
    for a route that must not be there. ``asks``: questions that must be open; ``first`` the one that comes
    first. ``todo``: words of a step that remains. ``says``: words of any reason.
    """

    outcome: str = ""
    parts: dict[str, str] = {}
    routes: dict[str, str] = {}
    asks: tuple[str, ...] = ()
    first: str = ""
    todo: tuple[str, ...] = ()
    says: tuple[str, ...] = ()
    cleared: bool | None = None
    steps: tuple[str, ...] = ()
    cost: int | None = None


class Case(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A work's facts, a use (a preset's key, or facts of one), who holds what, answers, expectations."""

    name: str
    facts: dict[str, Any]
    use: str | dict[str, Any]
    expected: Expected
    source: str
    on: date = TODAY
    holders: dict[str, tuple[Holder, ...]] = {}
    managed: dict[str, str] = {}
    intentions: dict[str, tuple[Intention, ...]] = {}
    answers: dict[str, str] = {}


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
    """All cases as parameters of a test."""
    return [
        pytest.param(case, id=f"{file.stem}: {case.name}")
        for file in sorted(FOLDER.glob("*.yaml"))
        for case in msgspec.convert(parse_yaml(file.read_bytes()), list[Case], strict=False)
    ]


def planned(case: Case) -> Plan:
    """The plan of a case."""
    use = use_of({"preset": case.use} if isinstance(case.use, str) else typed(case.use))
    work = rights_for(
        work_of(typed(case.facts)),
        use,
        case.on,
        holders=case.holders,
        managed=case.managed,
        intentions=case.intentions,
    )
    return plan(work, use, case.answers, case.on)


def routes_of(made: Plan) -> dict[str, Route]:
    """The routes of a plan by ``PART KIND`` and ``PART KIND:RULE``."""
    found = {}
    for part in made.parts:
        for route in part.routes:
            found.setdefault(f"{part.key} {route.kind}", route)
            found[f"{part.key} {route.kind}:{route.rule}"] = route
    return found
