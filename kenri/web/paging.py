"""Links to the pages of a long list."""

from __future__ import annotations

from collections.abc import Callable

import msgspec


class Paging(msgspec.Struct, frozen=True):
    """``numbers`` are (page, address); a page 0 stands for a gap."""

    here: int
    count: int
    previous: str
    next: str
    numbers: tuple[tuple[int, str], ...]


def paging(here: int, count: int, address: Callable[[int], str]) -> Paging:
    """The links around page ``here`` of ``count``: first, last, and two to either side."""
    near = {1, count, *range(here - 2, here + 3)}
    shown = sorted(page for page in near if 1 <= page <= count)
    numbers: list[tuple[int, str]] = []
    for page in shown:
        if numbers and page > numbers[-1][0] + 1:
            numbers.append((0, ""))
        numbers.append((page, address(page)))
    previous = address(here - 1) if 1 < here <= count else ""
    return Paging(here, count, previous, address(here + 1) if here < count else "", tuple(numbers))
