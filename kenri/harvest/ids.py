"""Finds the key under which the items of an export hold the local id, from items whose local id is known."""

from __future__ import annotations

from typing import Any

import msgspec

LESSONS = 20


class IdKey:
    """Learns from pairs of local id and item, then tells the local id of an item that could not be mapped."""

    def __init__(self) -> None:
        self._lessons = 0
        self._candidates: dict[str, str] | None = None

    @property
    def key(self) -> str:
        """The key; empty while nothing was learned or where no one key holds the id."""
        return next(iter(self._candidates), "") if self._candidates else ""

    @property
    def prefix(self) -> str:
        """What a local id has before the key's value."""
        return self._candidates[self.key] if self._candidates else ""

    @property
    def learned(self) -> bool:
        """Whether there is nothing more to learn."""
        return self._lessons >= LESSONS

    def learn(self, local_id: str, raw: bytes) -> None:
        """Learn from one record and its item."""
        self._lessons += 1
        item = first_row(msgspec.json.decode(raw))
        found: dict[str, str] = {}
        for key, value in item.items():
            text = scalar(value)
            if text and local_id.endswith(text):
                found[key] = local_id[: -len(text)]
        if self._candidates is None:
            self._candidates = found
        else:
            self._candidates = {k: p for k, p in self._candidates.items() if found.get(k) == p}

    def of(self, item: dict[str, Any]) -> str | None:
        """The item's local id; empty where it has none, None where that cannot be told."""
        key = self.key
        item = first_row(item)
        if not key or key not in item:
            return None
        text = scalar(item[key])
        return self.prefix + text if text else ""


def first_row(item: dict[str, Any]) -> dict[str, Any]:
    """The item, or its first row where rows were grouped."""
    rows = item.get("rows")
    return rows[0] if isinstance(rows, list) and rows and isinstance(rows[0], dict) else item


def scalar(value: object) -> str:
    """A value as text where it is one: a text, a number, or the text of a single node."""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, int):
        return str(value)
    if isinstance(value, list) and len(value) == 1:
        return scalar(value[0])
    if isinstance(value, dict) and isinstance(value.get("text"), str):
        return str(value["text"]).strip()
    return ""
