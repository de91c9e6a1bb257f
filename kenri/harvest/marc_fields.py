"""Fields of MARC items: pop them, join their subfields, pair them with their form in another script (880)."""

from __future__ import annotations

import re
from typing import Any

from kenri.harvest.isbd import unpunctuated
from kenri.harvest.scripts import in_scripts
from kenri.harvest.source import Item
from kenri.vocab.names import Name, NameKind

Field = dict[str, Any]
"""A data field: ``{"indicators": "10", "subfields": [("a", "…"), …]}``."""

_LINK = re.compile(r"^(?P<tag>\d{3})-(?P<number>\d\d)(?:/(?P<script>[^/]+))?")


def data_fields(item: Item, *tags: str) -> list[tuple[str, Field]]:
    """Pop the data fields of some tags, tag by tag, each with its tag."""
    return [
        (tag, field)
        for tag in tags
        if tag in item
        for field in item.pop(tag) or ()
        if isinstance(field, dict)
    ]


def texts(item: Item, tag: str, *codes: str) -> list[str]:
    """Pop the data fields of one tag, each as one text; empty ones are left out."""
    if tag not in item:
        return []
    return [text for _, field in data_fields(item, tag) if (text := joined(field, *codes))]


def control_texts(item: Item, tag: str) -> list[str]:
    """Pop the texts of a control field."""
    value = item.pop(tag, None) or []
    return [text for text in (value if isinstance(value, list) else [value]) if isinstance(text, str)]


def subfields(field: Field, *codes: str) -> list[str]:
    """The trimmed texts of some subfields in the order of the field, without the empty ones."""
    return [text for code, value in field["subfields"] if code in codes and value and (text := value.strip())]


def joined(field: Field, *codes: str) -> str:
    """The subfields as one text; a sign that only announced another subfield goes."""
    values = subfields(field, *codes)
    if not values:
        return ""
    last = values.pop()
    return unpunctuated(" ".join([*map(_unannounced, values), last]))


def _unannounced(value: str) -> str:
    return value[:-1].rstrip() if value[-1] in "=/:" else value


class Linked:
    """The 880 fields of a record by the field and number that they belong to."""

    def __init__(self, item: Item) -> None:
        self._found: dict[str, list[Field]] = {}
        for _, field in data_fields(item, "880"):
            match = next((m for value in subfields(field, "6") if (m := _LINK.match(value))), None)
            if match:
                self._found.setdefault(f"{match['tag']}-{match['number']}", []).append(field)

    def twins(self, tag: str, field: Field) -> list[Field]:
        """What is the same as this field in another script."""
        for value in subfields(field, "6") if self._found else ():
            match = _LINK.match(value)
            if match and match["number"] != "00":
                return self._found.get(f"{tag}-{match['number']}", [])
        return []

    def alone(self, tag: str) -> list[Field]:
        """Fields in another script without a pair."""
        return self._found.get(f"{tag}-00", []) if self._found else []


def names_of(field: Field, twins: list[Field], kind: NameKind, *codes: str) -> list[Name]:
    """The name in its own script, with the reading or the romanised form from the paired field."""
    main = joined(field, *codes)
    others = [text for twin in twins if (text := joined(twin, *codes)) and text != main]
    if not main:
        return [Name(text, kind) for text in others[:1]]
    return in_scripts(main, others, kind)
