"""Lines of a byte stream, each bounded: a line of 10 GB costs no more memory than any other."""

from __future__ import annotations

import io
from collections.abc import Iterator

import msgspec

from kenri.harvest.formats.reader import LARGEST_ITEM


class Oversized(msgspec.Struct, frozen=True):
    """A line that is too long to be read: where it starts, and its length in bytes."""

    offset: int
    length: int


def bounded_lines(stream: io.BufferedReader) -> Iterator[bytes | Oversized]:
    """Every line with its end, or what is known of a line longer than ``LARGEST_ITEM`` bytes."""
    readline = stream.readline
    offset = 0
    while line := readline(LARGEST_ITEM):
        length = len(line)
        if length == LARGEST_ITEM and not line.endswith(b"\n"):
            while (rest := readline(1 << 20)) and not rest.endswith(b"\n"):
                length += len(rest)
            length += len(rest)
            del line
            yield Oversized(offset, length)
        else:
            yield line
        offset += length
