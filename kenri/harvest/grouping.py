"""Rows that together make one item."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from kenri.harvest.formats.reader import Bad, Entry
from kenri.harvest.source import Item
from kenri.vocab.problems import Problem

MOST_BYTES = 4 << 30
"""The most that rows waiting for others of their group may take, in bytes."""


def grouped(entries: Iterator[Entry], key: str) -> Iterator[Entry]:
    """One item ``{"rows": [row, …]}`` for all rows with the same value, at the place of the first of them.

    The rows of a group need not stand together, so all rows are held, packed, until the last was read.
    Raises ``Problem('too_many_rows')`` where that takes too much memory.
    """
    groups: dict[Any, tuple[str, list[bytes]]] = {}
    encode = msgspec.msgpack.Encoder().encode
    held = 0
    for entry in entries:
        if not isinstance(entry, tuple):
            yield entry
            continue
        position, row = entry
        value = row.get(key)
        if not value:
            yield Bad(position, Problem("missing_value", field=key), b"", row)
            continue
        packed = encode(row)
        held += len(packed)
        if held > MOST_BYTES:
            raise Problem("too_many_rows", position, most=MOST_BYTES)
        if value in groups:
            groups[value][1].append(packed)
        else:
            groups[value] = (position, [packed])
    decode = msgspec.msgpack.Decoder(Item).decode
    for position, rows in groups.values():
        yield position, {"rows": [decode(row) for row in rows]}
