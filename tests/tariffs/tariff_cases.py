"""The cases beside the tariffs: ``<tariff>.yaml``, written to be read and extended by a lawyer."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import msgspec

from kenri.vocab.data_files import parse_yaml

FOLDER = Path(__file__).parent


class Expected(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The amount with its tax; every line by its step, with what its Japanese text says; or the problem.

    ``unverified``: the steps whose lines carry the mark.
    """

    amount: int = 0
    tax: int = 0
    lines: dict[str, str] = {}
    unverified: tuple[str, ...] | None = None
    problem: str = ""


class Case(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A reckoning that somebody did by hand."""

    name: str
    on: date
    input: dict[str, str]
    expected: Expected


def cases() -> list[tuple[str, Case]]:
    """Every case with the tariff beside which it stands."""
    return [
        (path.stem, case)
        for path in sorted(FOLDER.glob("*.yaml"))
        if path.stem != "versions"
        for case in msgspec.convert(parse_yaml(path.read_text(encoding="utf-8")), list[Case], strict=False)
    ]
