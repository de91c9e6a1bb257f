"""Rows that together make one item."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from kenri.harvest.formats.reader import Bad, Entry
from kenri.vocab.problems import Problem

Keys = tuple[str, ...]

MOST_BYTES = 4 << 30
"""The most that rows waiting for others of their group may take, in bytes."""


def grouped(entries: Iterator[Entry], key: str) -> Iterator[Entry]:
    """One item ``{"rows": [row, …]}`` for all rows with the same value, at the place of the first of them.

    The rows of a group need not stand together, so the values of all rows are held, packed, until the last
    was read; their keys are held once for all rows that have the same.
    Raises ``Problem('too_many_rows')`` where that takes too much memory.
    """
    groups: dict[Any, tuple[str, list[tuple[Keys, bytes]]]] = {}
    layouts: dict[Keys, Keys] = {}
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
        keys = tuple(row)
        packed = encode(tuple(row.values()))
        held += len(packed)
        if held > MOST_BYTES:
            raise Problem("too_many_rows", position, most=MOST_BYTES)
        groups.setdefault(value, (position, []))[1].append((layouts.setdefault(keys, keys), packed))
    decode = msgspec.msgpack.Decoder(list[Any]).decode
    for position, rows in groups.values():
        yield position, {"rows": [dict(zip(keys, decode(values), strict=True)) for keys, values in rows]}
