"""Filling a document from the facts of a case: which of them goes into which field stands with the field."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kenri.documents.about import template

BLANK: tuple[Any, ...] = (None, "", (), [])
"""What counts as not told."""


def filled(name: str, facts: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of a document that the facts can fill, as ``typeset`` takes them.

    A field takes the first of its ``takes`` that is told, else the fact of its own name. Raises
    ``Problem('unknown_document')``.
    """
    found: dict[str, Any] = {}
    for key, field in template(name).fields.items():
        told = (_told(facts, take) for take in (*field.takes, key))
        value = next((value for value in told if value not in BLANK), None)
        if value is not None:
            found[key] = value
    return found


def _told(facts: Mapping[str, Any], take: str | tuple[str, str]) -> Any:
    if isinstance(take, str):
        return facts.get(take)
    pair = tuple(facts.get(name) for name in take)
    return None if any(value in BLANK for value in pair) else pair
