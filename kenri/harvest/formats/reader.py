"""What every format's reader offers, and what it gives."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Protocol

import msgspec

from kenri.harvest.source import Item, Shape
from kenri.vocab.problems import Problem

LARGEST_ITEM = 16 << 20
"""The most that one item may take, in bytes. A larger one is rejected and reading goes on after it."""

SAMPLE = 100
"""How many items are looked at to recognise a shape."""


class Bad(msgspec.Struct, frozen=True):
    """A part of the file that is no item: it is rejected, and reading goes on after it.

    ``raw`` are its bytes as they stand in the file, ``item`` what could be read of it.
    """

    position: str
    problem: Problem
    raw: bytes = b""
    item: Item = {}


class Gone(msgspec.Struct, frozen=True):
    """The source says that it no longer has the thing with this identifier (OAI-PMH)."""

    position: str
    identifier: str


Entry = tuple[str, Item] | Bad | Gone
"""A position and the item there, or what stands there instead."""


class Reader(Protocol):
    """Reads one file, or one sheet, in one shape.

    ``columns`` are the keys by which the shape is recognised: the whole header where ``fixed``, else those
    of the first items. ``page`` tells that the file is one of many that make one export. ``unit`` tells
    sheets of one file apart. ``missing`` are the shape's required keys that are not there. ``empty`` tells
    that the file has the layout and holds no item.
    """

    shape: Shape
    columns: tuple[str, ...]
    fixed: bool
    page: bool
    unit: str
    empty: bool
    missing: tuple[str, ...]
    notes: list[Problem]

    def entries(self, renames: Mapping[str, str]) -> Iterator[Entry]:
        """Read from the start; ``renames`` maps keys of the file to those of the shape."""
        ...

    @property
    def broken(self) -> Problem | None:
        """After reading: why the end of the file is not the end of the export."""
        ...


def missing_keys(shape: Shape, columns: Iterable[str]) -> tuple[str, ...]:
    """The shape's required keys that are not among ``columns``."""
    have = set(columns)
    return tuple(key for key in shape.required if key not in have)
