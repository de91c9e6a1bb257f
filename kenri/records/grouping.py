"""Groups of records that links hold together, within what people decided."""

from __future__ import annotations

from collections.abc import Iterable

Edge = tuple[int, int]


def groups(
    keys: Iterable[int], links: Iterable[Edge], same: Iterable[Edge], different: Iterable[Edge]
) -> list[tuple[int, ...]]:
    """The groups among ``keys``, each in ascending order, by their smallest key.

    ``same`` always holds. A link holds where it brings no two records together that are ``different``;
    stronger links come first in ``links``.
    """
    group = {key: {key} for key in keys}
    apart: dict[int, set[int]] = {key: set() for key in group}
    for left, right in different:
        apart[left].add(right)
        apart[right].add(left)

    def join(left: int, right: int, *, always: bool) -> None:
        one, other = group[left], group[right]
        if one is other or (not always and any(apart[key] & other for key in one)):
            return
        one |= other
        for key in other:
            group[key] = one

    for left, right in sorted(same):
        join(left, right, always=True)
    for left, right in links:
        join(left, right, always=False)
    return sorted({tuple(sorted(members)) for members in group.values()})
