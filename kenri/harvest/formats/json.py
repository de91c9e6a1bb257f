"""JSON arrays, objects that hold one, JSON Lines and JSON-LD as items, streaming."""

from __future__ import annotations

import codecs
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import msgspec

from kenri.harvest.archives import Member, buffered
from kenri.harvest.formats.encodings import Recoded, wide_encoding
from kenri.harvest.formats.jsontext import BrokenText, JsonText
from kenri.harvest.formats.lines import Oversized, bounded_lines
from kenri.harvest.formats.reader import SAMPLE, Bad, Entry, Reader, missing_keys
from kenri.harvest.formats.tables import too_large
from kenri.harvest.source import Item, Json, JsonLd, Shape
from kenri.vocab.problems import Problem

LINES, ARRAY, OBJECT = "lines", "array", "object"

_decode_line = msgspec.json.Decoder().decode


class JsonReader:
    """One JSON file in one shape."""

    fixed = False
    unit = ""

    def __init__(self, member: Member, shape: Shape) -> None:
        self._member = member
        self.shape = shape
        self.notes: list[Problem] = []
        self._path = _path_of(shape)
        head = member.head()
        self._wide = wide_encoding(head)
        self.layout = _layout(head.decode(self._wide or "utf-8", "replace"))
        self.page = self.layout == OBJECT
        self._stopped: Problem | None = None
        self._passed: tuple[str, ...] = ()
        self.empty = False
        self.columns = self._sample()
        self.missing = () if self.empty else missing_keys(shape, self.columns)

    @property
    def broken(self) -> Problem | None:
        """Why the end of the file is not the end of the export."""
        return self._guard.broken or self._stopped

    def entries(self, renames: Mapping[str, str]) -> Iterator[Entry]:
        """Read all items."""
        names = self.shape.aliases | dict(renames)
        found = self._lines() if self.layout == LINES else self._elements()
        if not names:
            yield from found
            return
        for entry in found:
            if isinstance(entry, tuple):
                item = entry[1]
                for old in names.keys() & item.keys():
                    item.setdefault(names[old], item.pop(old))
            yield entry

    def _sample(self) -> tuple[str, ...]:
        keys: dict[str, None] = {}
        count = 0
        for count, entry in enumerate(self.entries({}), start=1):
            if isinstance(entry, tuple):
                keys.update(dict.fromkeys(entry[1]))
            if count >= SAMPLE:
                break
        self.empty = not count and self.broken is None
        return tuple(keys) or self._passed

    def _open(self) -> io.BufferedReader:
        self._stopped = None
        stream, self._guard = buffered(self._member)
        return io.BufferedReader(Recoded(stream, self._wide)) if self._wide else stream

    def _lines(self) -> Iterator[Entry]:
        with self._open() as stream:
            offset = 0
            for number, line in enumerate(bounded_lines(stream), start=1):
                if isinstance(line, Oversized):
                    yield too_large(f"row {number}", line)
                    offset += line.length
                    continue
                if number == 1:
                    line = line.removeprefix(codecs.BOM_UTF8)
                try:
                    item = _decode_line(line)
                except (ValueError, RecursionError) as error:
                    bad = self._bad_line(line, number, offset, error)
                    if bad is not None:
                        yield bad
                else:
                    if isinstance(item, dict):
                        yield f"row {number}", item
                    else:
                        found = type(item).__name__
                        problem = Problem("wrong_json", found=found, expected="object", byte=offset)
                        yield Bad(f"row {number}", problem, line[: 1 << 16])
                offset += len(line)

    def _bad_line(self, line: bytes, number: int, offset: int, error: Exception) -> Bad | None:
        if not line.strip():
            return None
        if not line.endswith(b"\n"):
            self._stopped = Problem("truncated_file", self._member.where, byte=offset + len(line))
        return Bad(f"row {number}", _line_problem(line, offset, error), line[: 1 << 16])

    def _elements(self) -> Iterator[Entry]:
        """The elements of the array, or the one object."""
        with self._open() as stream:
            text = JsonText(stream)
            try:
                if text.peek() != "[" and self._path:
                    yield from self._inside(text)
                else:
                    yield from self._values(text)
                text.finish()
            except BrokenText as broken:
                self._stopped = broken.problem(self._member.where)

    def _values(self, text: JsonText) -> Iterator[Entry]:
        """The objects, and the elements of the arrays, that stand one after another: mostly it is one."""
        number = 0
        while found := text.peek():
            self.page = self.page and not number
            if found == "[":
                for entry in self._array(text, number):
                    number += 1
                    yield entry
            else:
                number += 1
                yield self._checked(text, f"item {number}", text.value())

    def _inside(self, text: JsonText) -> Iterator[Entry]:
        """The elements of the array at the path, or for JSON-LD without ``@graph`` the object itself."""
        passed: Item = {}
        if text.descend(self._path, passed):
            self.page = isinstance(self.shape.format, Json)
            if text.peek() == "[":
                yield from self._array(text)
            elif text.value() is not None:
                raise text.wrong("array", "object")
        elif isinstance(self.shape.format, JsonLd):
            yield "item 1", passed
        else:
            self._passed = tuple(passed)
            found = ", ".join(self._passed[:20])
            path = ".".join(self._path)
            self._stopped = Problem("path_missing", self._member.where, path=path, found=found)

    def _array(self, text: JsonText, number: int = 0) -> Iterator[Entry]:
        """The elements of an array, behind ``number`` items of the file."""
        text.take("[")
        while text.peek() != "]":
            number += 1
            try:
                value = text.value()
            except BrokenText as broken:
                yield Bad(f"item {number}", broken.problem(), text.extract())
                if not text.skip_to_next():
                    raise
                continue
            yield self._checked(text, f"item {number}", value)
            text.separator()
        text.take("]")

    def _checked(self, text: JsonText, position: str, value: Any) -> Entry:
        if not isinstance(value, dict):
            return Bad(position, text.wrong("object", type(value).__name__).problem(), text.extract())
        if text.damaged and (raw := text.undecodable()):
            return Bad(position, Problem("bad_bytes", byte=text.start_byte, encoding="utf-8"), raw)
        return position, value


def json_readers(member: Member, shapes: Sequence[Shape]) -> list[Reader]:
    """A reader for each shape that is JSON or JSON-LD."""
    return [JsonReader(member, shape) for shape in shapes if isinstance(shape.format, Json | JsonLd)]


def _path_of(shape: Shape) -> tuple[str, ...]:
    if isinstance(shape.format, Json) and shape.format.path:
        return tuple(shape.format.path.split("."))
    return ("@graph",) if isinstance(shape.format, JsonLd) else ()


def _layout(head: str) -> str:
    """Whether a file is an array, an object over several lines, or one object a line."""
    head = head.lstrip("\ufeff \t\r\n")
    if head.startswith("["):
        return ARRAY
    first, _, rest = head.partition("\n")
    rest = rest.lstrip("\r\n")
    try:
        json.loads(first)
    except (ValueError, RecursionError):
        return LINES if rest.startswith("{") else OBJECT
    return LINES if rest.strip() else OBJECT


def _line_problem(line: bytes, offset: int, error: Exception) -> Problem:
    try:
        line.decode()
    except UnicodeDecodeError as undecodable:
        return Problem("bad_bytes", byte=offset + undecodable.start, encoding="utf-8")
    if b"\0" in line:
        return Problem("zero_byte", field=f"byte {offset + line.index(0)}")
    return Problem("bad_json", error=str(error) or type(error).__name__, byte=offset)
