"""Going on behind an element that is not well-formed.

XML itself knows no way on after an error. In a list of elements there is one: the next start tag of an
item, read within the start tags of the elements around the list.
"""

from __future__ import annotations

import io
import re
from typing import Any
from xml.sax.saxutils import quoteattr

from kenri.harvest.archives import BUFFER, Guarded, Member, buffered
from kenri.harvest.formats.encodings import wide_encoding

MOST_RESUMES = 100
"""How many broken elements of one file are passed over before the rest of it is given up."""

FLAT = 3
"""From how many items without items inside on, an item inside one means that an end tag is missing."""


class Onward:
    """A stream that begins with ``opening`` and goes on as another does."""

    def __init__(self, opening: bytes, stream: io.BufferedReader) -> None:
        self._opening = opening
        self._stream = stream

    def read(self, size: int = -1) -> bytes:
        """The opening first."""
        opening, self._opening = self._opening, b""
        return opening or self._stream.read(size)

    def close(self) -> None:
        """Close the stream."""
        self._stream.close()


class Progress:
    """How far the items of a file were read, and from where to go on.

    ``number`` counts the items so far, ``starts`` those that began since ``offset``.
    """

    def __init__(self, member: Member) -> None:
        self._member = member
        self.number = 0
        self._offset = 0
        self._starts = 0
        self._resumes = 0
        self._nested = self._inner = False
        self._name = b""
        self._opening = b""
        self.inside: Any = None
        self.guard: Guarded | None = None

    def open(self) -> io.BufferedReader:
        """The file from its start."""
        stream, self.guard = buffered(self._member)
        return stream

    def start(self, element: Any) -> None:
        """An item begins."""
        self.inside = element
        self._starts += 1
        if not self._name:
            self._name = _qualified(element)
            self._opening = b"".join(_start_tag(outer) for outer in reversed(list(element.iterancestors())))

    def nested(self) -> None:
        """An item begins within an item, or behind one whose end tag is missing."""
        self._inner = True

    def end(self) -> str:
        """The item ends well; gives its position."""
        self._nested = self._nested or self._inner
        self._inner, self.inside = False, None
        self.number += 1
        return f"item {self.number}"

    def onward(self) -> Onward | None:
        """The file from the item behind the broken one; None where there is none or it cannot be told."""
        self._resumes += 1
        head = self._member.head(4096)
        unclear = self._nested or (self._inner and self.number < FLAT)
        if not self._name or unclear or self._resumes > MOST_RESUMES or wide_encoding(head):
            return None
        broken = self._starts + (self.inside is None)
        offset = self._nth_start(broken + 1)
        if offset is None:
            return None
        declaration = re.match(rb"(?:\xef\xbb\xbf)?\s*(<\?xml[^>]*\?>)", head)
        self._offset, self._starts, self._inner, self.inside = offset, 0, False, None
        stream = self.open()
        _skip(stream, offset)
        return Onward((declaration[1] if declaration else b"") + self._opening, stream)

    def _nth_start(self, wanted: int) -> int | None:
        """Where the item begins that is the wanted one since ``offset``."""
        pattern = re.compile(rb"<" + re.escape(self._name) + rb"(?=[\s/>])")
        longest = len(self._name) + 2
        stream, _ = buffered(self._member)
        with stream:
            _skip(stream, self._offset)
            at, kept = self._offset, b""
            while chunk := stream.read(BUFFER):
                text = kept + chunk
                ends = len(text) - longest
                for match in pattern.finditer(text):
                    if match.start() <= ends:
                        wanted -= 1
                        if not wanted:
                            return at + match.start()
                kept = text[ends + 1 :] if ends >= 0 else text
                at += len(text) - len(kept)
        return None


def _skip(stream: io.BufferedReader, count: int) -> None:
    while count and (passed := len(stream.read(min(count, BUFFER)))):
        count -= passed


def _qualified(element: Any) -> bytes:
    local = str(element.tag).rpartition("}")[2]
    return (f"{element.prefix}:{local}" if element.prefix else local).encode()


def _start_tag(element: Any) -> bytes:
    spaces = "".join(
        f" xmlns{':' + prefix if prefix else ''}={quoteattr(namespace)}"
        for prefix, namespace in element.nsmap.items()
    )
    return b"<" + _qualified(element) + spaces.encode("ascii", "xmlcharrefreplace") + b">"
