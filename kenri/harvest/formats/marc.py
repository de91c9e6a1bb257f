"""MARC 21 records as items: binary (ISO 2709) and MARCXML."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from kenri.harvest.archives import BUFFER, Guarded, Member, buffered
from kenri.harvest.formats.iso2709 import END_OF_RECORD, LEADER, item_of
from kenri.harvest.formats.reader import LARGEST_ITEM, SAMPLE, Bad, Entry, Reader, missing_keys
from kenri.harvest.formats.xml import Elements, serialized
from kenri.harvest.source import Item, Marc, Shape
from kenri.vocab.problems import Problem

NAMESPACE = "{http://www.loc.gov/MARC21/slim}"

_LEADERS = re.compile(rb"(\d{5})[ -~]{5}\d\d\d{5}[ -~]{3}4500", re.DOTALL)
_BETWEEN = b"\r\n \0\xef\xbb\xbf"
"""Bytes that may stand before a record: line breaks, padding, the byte order mark of an editor."""


class MarcReader:
    """One MARC file in one shape."""

    fixed = False
    unit = ""

    def __init__(self, member: Member, shape: Shape, *, xml: bool) -> None:
        self._member = member
        self.shape = shape
        self.notes: list[Problem] = []
        self._guard: Guarded | None = None
        self._cut: Problem | None = None
        self._elements = Elements(member, frozenset([f"{NAMESPACE}record", "record"])) if xml else None
        keys: dict[str, None] = {}
        for count, entry in enumerate(self.entries({})):
            if isinstance(entry, tuple):
                keys.update(dict.fromkeys(entry[1]))
            if count >= SAMPLE:
                break
        self.page = self._elements is not None and self._elements.page
        self.columns = tuple(keys)
        self.empty = self.page and not keys
        self.missing = () if self.empty else missing_keys(shape, keys)
        if not keys and not self.page:
            self.missing = ("leader",)

    @property
    def broken(self) -> Problem | None:
        """Why the end of the file is not the end of the export."""
        if self._elements is not None:
            return self._elements.stopped
        return (self._guard.broken if self._guard is not None else None) or self._cut

    def entries(self, renames: Mapping[str, str]) -> Iterator[Entry]:
        """Read all records; a MARC tag is never renamed."""
        return self._binary() if self._elements is None else self._from_xml(self._elements)

    def _from_xml(self, elements: Elements) -> Iterator[Entry]:
        for entry in elements:
            if isinstance(entry, tuple):
                position, found = entry
                try:
                    yield position, marc_element(found.element) | found.header
                except (KeyError, ValueError) as error:
                    problem = Problem("bad_marc", error=f"{type(error).__name__} {error}", byte="?")
                    yield Bad(position, problem, serialized(found.element))
            else:
                yield entry

    def _binary(self) -> Iterator[Entry]:
        self._cut = None
        stream, self._guard = buffered(self._member)
        offset = 0
        with stream:
            for piece, length in _pieces(stream):
                data = piece.lstrip(_BETWEEN)
                start = offset + len(piece) - len(data)
                offset += length
                if length > len(piece):
                    problem = Problem("item_too_large", byte=start, length=length, most=LARGEST_ITEM)
                    yield Bad(f"byte {start}", problem)
                elif data:
                    yield from self._records(data, start)

    def _records(self, data: bytes, start: int) -> Iterator[Entry]:
        """The record in these bytes up to an end mark; two where the mark between them was lost."""
        if data[:5].isdigit() and int(data[:5]) in (len(data), _characters(data)):
            yield _record(data, start)
            return
        if not data.endswith(END_OF_RECORD):
            self._cut = Problem("truncated_file", self._member.where, byte=start + len(data))
        found = data[:5].decode("ascii", "replace")
        problem = Problem("bad_marc", byte=start, error=f"length {found!r}, {len(data)} bytes")
        for match in _LEADERS.finditer(data, 1):
            if int(match[1]) == len(data) - match.start():
                yield Bad(f"byte {start}", problem, data[: match.start()])
                yield _record(data[match.start() :], start + match.start())
                return
        yield Bad(f"byte {start}", problem, data[: 1 << 16])


def marc_readers(member: Member, shapes: Sequence[Shape], *, xml: bool) -> list[Reader]:
    """A reader for each shape that is MARC."""
    return [MarcReader(member, shape, xml=xml) for shape in shapes if isinstance(shape.format, Marc)]


def is_marc(head: bytes) -> bool:
    """Whether the first bytes are a leader, up to the ``4500`` that ends it."""
    return _LEADERS.match(head.lstrip(_BETWEEN)[:LEADER]) is not None


def marc_element(element: Any) -> Item:
    """A ``record`` element of MARCXML as an item. Raises KeyError where a tag or code is missing."""
    item: Item = {"leader": ""}
    for child in element:
        name = child.tag.rpartition("}")[2] if isinstance(child.tag, str) else ""
        if name == "leader":
            item["leader"] = child.text or ""
        elif name == "controlfield":
            item.setdefault(child.attrib["tag"], []).append(child.text or "")
        elif name == "datafield":
            indicators = child.get("ind1", " ") + child.get("ind2", " ")
            subfields = [
                (inner.attrib["code"], inner.text or "") for inner in child if isinstance(inner.tag, str)
            ]
            value = {"indicators": indicators, "subfields": subfields}
            item.setdefault(child.attrib["tag"], []).append(value)
    return item


def _record(data: bytes, start: int) -> Entry:
    position = f"byte {start}"
    try:
        return position, item_of(data)
    except ValueError as error:
        return Bad(position, Problem("bad_marc", byte=start, error=f"{type(error).__name__} {error}"), data)


def _characters(data: bytes) -> int:
    """The length in characters: many systems count these where the standard wants bytes."""
    return len(data.decode("utf-8", "replace"))


def _pieces(stream: io.BufferedReader) -> Iterator[tuple[bytes, int]]:
    """Pieces up to each end mark, with their lengths; of one that is too large only the beginning."""
    pending = bytearray()
    length = 0
    while chunk := stream.read(BUFFER):
        parts = chunk.split(END_OF_RECORD)
        for index, part in enumerate(parts):
            length += len(part)
            if length <= LARGEST_ITEM:
                pending += part
            if index < len(parts) - 1:
                length += 1
                pending += END_OF_RECORD
                yield bytes(pending), length
                pending.clear()
                length = 0
    if length:
        yield bytes(pending), length
