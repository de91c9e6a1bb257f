"""Problems as the database keeps them: code, place and values, to be told in any language later."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kenri.vocab.problems import Problem
from kenri.vocab.text import Text


def kept(problem: Problem) -> dict[str, Any]:
    """A problem as plain data."""
    values = {name: _plain(value) for name, value in problem.values.items()}
    return {"code": problem.code, "where": problem.where, "values": values}


def told(data: Mapping[str, Any]) -> Problem:
    """The problem again."""
    values = {
        name: Text(value["ja"], value["en"]) if isinstance(value, dict) else value
        for name, value in data["values"].items()
    }
    return Problem(data["code"], data["where"], **values)


def _plain(value: object) -> str | dict[str, str]:
    return {"ja": value.ja, "en": value.en} if isinstance(value, Text) else str(value)
