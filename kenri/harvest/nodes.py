"""Reading XML items: pop children and texts of nodes, and hand back what a mapping leaves inside them.

A node is what ``Xml`` describes: ``{"text": …, "@attribute": …, "prefix:child": [node, …]}``. The reader
counts what is left at the top of an item only, so a mapping that takes a nested node apart gives the rest
back under a path such as ``dcndl:BibResource/dcndl:price``.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from kenri.harvest.strict import EMPTY

Node = dict[str, Any]


def children(node: Node, name: str) -> list[Node]:
    """Pop the child nodes of one name; an attribute or a bare text is given as a node too."""
    value = node.pop(name, None)
    if not value:
        return []
    if isinstance(value, list):
        return [child if isinstance(child, dict) else {"text": str(child)} for child in value]
    return [value if isinstance(value, dict) else {"text": str(value)}]


def inner_text(node: Node) -> str:
    """Pop the trimmed text of a node."""
    value = node.pop("text", None)
    return value.strip() if isinstance(value, str) else ""


def texts(node: Node, name: str) -> list[str]:
    """Pop the texts of the children of one name, without the empty ones."""
    return [text for child in children(node, name) if (text := inner_text(child))]


def attribute(node: Node, name: str) -> str:
    """Pop an attribute (``@prefix:name`` or ``@name``); empty where it is missing."""
    value = node.pop(name, None)
    return value.strip() if isinstance(value, str) else ""


def give_back(item: Node, path: str, node: Node, ignored: Iterable[str] = ()) -> None:
    """Put what a mapping left in a nested node back into the item, so that it is counted as a leftover."""
    if not node:
        return
    skip = set(ignored)
    for key, value in node.items():
        if key not in skip and value not in EMPTY and not (isinstance(value, str) and not value.strip()):
            item[f"{path}/{key}"] = value
