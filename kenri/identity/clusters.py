"""From links to clusters: everything that links hold together, in the same order whatever theirs was."""

from __future__ import annotations

from collections.abc import Iterable

Edge = tuple[int, int]


def clusters(keys: Iterable[int], edges: Iterable[Edge]) -> list[tuple[int, ...]]:
    """The connected groups among ``keys``, each in ascending order, groups by their smallest key.

    A key without an edge is a group of its own. Raises KeyError on an edge to a key that is not among them.
    """
    parent = {key: key for key in keys}

    def root(key: int) -> int:
        top = key
        while parent[top] != top:
            top = parent[top]
        while parent[key] != top:
            parent[key], key = top, parent[key]
        return top

    for left, right in edges:
        one, other = root(left), root(right)
        if one != other:
            parent[max(one, other)] = min(one, other)
    groups: dict[int, list[int]] = {}
    for key in sorted(parent):
        groups.setdefault(root(key), []).append(key)
    return [tuple(groups[top]) for top in sorted(groups)]
