"""A workbook (ECMA-376), opened only after it is sure that what it unpacks to fits into the memory.

A file of one kilobyte may hold a cell at the last row and column, which its reader gives as a grid of 17
thousand million cells, or parts that unpack to any size; sizes that the file itself tells are not believed.
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any

import msgspec
import python_calamine

from kenri.harvest.archives import Member, whole
from kenri.vocab.problems import Problem

LARGEST = 256 << 20
"""Bytes of a workbook."""
LARGEST_UNPACKED = 2 << 30
"""Bytes of all its parts."""
MOST_CELLS = 32_000_000
"""Cells, empty ones too, of the grids that span each sheet from its first cell to its last."""
_LOCAL_HEADER = 30
_AT_ONCE = 1 << 20
_OVERLAP = 32
_PLACE = re.compile(rb"""\br\s*=\s*["']([A-Z]{0,3})([0-9]{1,7})["']""")

Merged = list[tuple[tuple[int, int], tuple[int, int]]]
"""Ranges of merged cells: the first and the last, each as row and column, from 0."""


class Workbook(msgspec.Struct, frozen=True):
    """The file as it came, and its sheets: name, rows of cells, merged ranges."""

    data: bytes
    sheets: list[tuple[str, list[list[Any]], Merged]]


def workbook(member: Member) -> Workbook:
    """A workbook with all its sheets.

    Raises ``Problem``: ``workbook_too_large``, ``workbook_too_wide``, ``zip_bomb``, ``damaged_workbook``.
    """
    data = b"".join(whole(member, LARGEST + 1))
    if len(data) > LARGEST:
        raise Problem("workbook_too_large", member.where, most=LARGEST)
    try:
        _measure(data, member.where)
        book = python_calamine.load_workbook(io.BytesIO(data))
        sheets = [(name, book.get_sheet_by_name(name)) for name in book.sheet_names]
        found = [
            (name, sheet.to_python(skip_empty_area=False), list(sheet.merged_cell_ranges or ()))
            for name, sheet in sheets
        ]
    except (python_calamine.CalamineError, zipfile.BadZipFile, zlib.error, struct.error, OSError) as error:
        raise Problem("damaged_workbook", member.where, error=str(error)) from error
    for _, rows, merged in found:
        if sum(min(bottom, len(rows)) - top + 1 for (top, _), (bottom, _) in merged) > MOST_CELLS:
            raise Problem("workbook_too_wide", member.where, most=MOST_CELLS)
    return Workbook(data, found)


def _measure(data: bytes, where: str) -> None:
    """Raises ``Problem`` where the parts are too large, or the grids of the sheets are."""
    unpacked = cells = 0
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        parts = book.infolist()
    names = {part.filename for part in parts}
    if "xl/workbook.xml" not in names or names & {"xl/workbook.bin", "content.xml"}:
        raise Problem("damaged_workbook", where, error="no xl/workbook.xml alone")
    for part in parts:
        rows: set[bytes] = set()
        columns: set[bytes] = set()
        before = b""
        for piece in _pieces(data, part):
            unpacked += len(piece)
            if unpacked > LARGEST_UNPACKED:
                raise Problem("zip_bomb", where, packed=len(data), unpacked=LARGEST_UNPACKED)
            for column, row in _PLACE.findall(before + piece):
                columns.add(column)
                rows.add(row)
            before = piece[-_OVERLAP:]
        cells += max(map(_column, columns), default=0) * max(map(int, rows), default=0)
        if cells > MOST_CELLS:
            raise Problem("workbook_too_wide", where, most=MOST_CELLS)


def _pieces(data: bytes, part: zipfile.ZipInfo) -> Iterator[bytes]:
    """What a part really unpacks to; the size that its head tells is not asked.

    Raises zlib.error, struct.error, and zipfile.BadZipFile on ways of packing that no workbook has.
    """
    head = part.header_offset
    start = head + _LOCAL_HEADER + sum(struct.unpack_from("<HH", data, head + 26))
    packed = data[start : start + part.compress_size]
    if part.compress_type == zipfile.ZIP_STORED:
        yield packed
    elif part.compress_type == zipfile.ZIP_DEFLATED:
        inflate = zlib.decompressobj(-zlib.MAX_WBITS)
        while packed and not inflate.eof:
            yield inflate.decompress(packed, _AT_ONCE)
            packed = inflate.unconsumed_tail
    else:
        raise zipfile.BadZipFile(f"{part.filename}: packed as {part.compress_type}")


def _column(letters: bytes) -> int:
    """``A`` is 1, ``XFD`` 16384; no letters are 0."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
