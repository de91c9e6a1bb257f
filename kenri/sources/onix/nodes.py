"""The elements of a message as nodes: one set of names for both tag sets, and what is asked of a node."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kenri.sources.onix.codes import CODES

Node = dict[str, Any]
"""An element as ``kenri.harvest.source.Xml`` gives it, its children under their reference names."""


def with_reference_names(node: Mapping[str, Any]) -> Node:
    """A copy of a node, and of all in it, with reference names, whichever tags it came in."""
    return {CODES.short_tags.get(name, name): _renamed(value) for name, value in node.items()}


def _renamed(value: Any) -> Any:
    if isinstance(value, list):
        return [with_reference_names(n) if isinstance(n, dict) else {"text": str(n)} for n in value]
    return value


def children(node: Node, name: str) -> list[Node]:
    """The children of that name, in their order."""
    value = node.get(name)
    return [child for child in value if isinstance(child, dict)] if isinstance(value, list) else []


def child(node: Node, name: str) -> Node:
    """The first child of that name; a node without anything where there is none."""
    return next(iter(children(node, name)), {})


def text_of(node: Node) -> str:
    """The trimmed text of a node itself."""
    return str(node.get("text") or "").strip()


def first_text(node: Node, name: str) -> str:
    """The text of the first child of that name that has one; empty where none has."""
    return next((text for one in children(node, name) if (text := text_of(one))), "")


def attribute(node: Node, name: str) -> str:
    """An attribute, trimmed; empty where it is missing."""
    return str(node.get(f"@{name}") or "").strip()


def collation_key(node: Node, *names: str) -> str:
    """The collation keys of the first child of each name, together: how a name is read or filed."""
    keys = (attribute(one, "collationkey") for name in names for one in children(node, name)[:1])
    return " ".join(key for key in keys if key)
