"""A JSON text read value by value from a stream, however long the array around the values is."""

from __future__ import annotations

import codecs
import io
import json
import re
from typing import Any

from kenri.harvest.archives import BUFFER
from kenri.harvest.formats.reader import LARGEST_ITEM
from kenri.vocab.problems import Problem

_BLANK = re.compile(r"[ \t\r\n\ufeff]*")
_SURROGATE = re.compile("[\udc80-\udcff]")


class BrokenText(Exception):  # noqa: N818
    """The text is not JSON from here on."""

    def __init__(self, code: str, **values: object) -> None:
        self.code = code
        self.values = values
        super().__init__(code)

    def problem(self, where: str = "") -> Problem:
        """The same for people."""
        return Problem(self.code, where, **self.values)


def _refuse_constant(name: str) -> Any:
    raise ValueError(f"{name} is no JSON")


class JsonText:
    """A place in a JSON text. Every method that reads raises ``BrokenText``."""

    def __init__(self, stream: io.BufferedReader) -> None:
        self._stream = stream
        self._decoder = codecs.getincrementaldecoder("utf-8")("surrogateescape")
        self._json = json.JSONDecoder(parse_constant=_refuse_constant)
        self._buffer = ""
        self._at = 0
        self._start = 0
        self._passed = 0
        self._ended = False
        self._depth = 0
        self._between = ""
        self.damaged = False

    @property
    def start_byte(self) -> int:
        """Where the last value begins, in bytes."""
        return self._byte(self._start)

    def extract(self) -> bytes:
        """The beginning of the last value as it stands."""
        end = max(self._at, min(len(self._buffer), self._start + 4096))
        return self._buffer[self._start : end].encode("utf-8", "surrogateescape")[: 1 << 16]

    def undecodable(self) -> bytes:
        """The last value's bytes where some of them are no UTF-8; else nothing."""
        part = self._buffer[self._start : self._at]
        return part.encode("utf-8", "surrogateescape") if _SURROGATE.search(part) else b""

    def peek(self) -> str:
        """The next character that is not blank; empty at the end."""
        while True:
            match = _BLANK.match(self._buffer, self._at)
            self._at = match.end() if match is not None else self._at
            if self._at < len(self._buffer):
                return self._buffer[self._at]
            self._start = self._at
            if not self._more():
                return ""

    def take(self, char: str) -> None:
        """Go over this character."""
        found = self.peek()
        if found != char:
            raise self._broken(f"expected {char}", self._at, ended=not found)
        self._at += 1

    def value(self) -> Any:
        """Read one value."""
        self.peek()
        self._start = self._at
        while True:
            try:
                value, end = self._json.raw_decode(self._buffer, self._start)
            except json.JSONDecodeError as error:
                if not self._worth_more(error):
                    raise self._failure(error) from None
                self._more()
                continue
            except (ValueError, RecursionError) as error:
                message = str(error) or type(error).__name__
                raise self._broken(message, self._start, ended=False) from None
            if end == len(self._buffer) and isinstance(value, int | float) and self._more():
                continue  # a number may go on behind the end of the buffer
            self._at = end
            return value

    def separator(self) -> None:
        """Go over the comma between two elements, or stay before the end of the array."""
        end = self._at
        found = self.peek()
        if found == ",":
            self._at += 1
            following = self.peek()
            if self._start <= end <= self._at and "\n" in self._buffer[end : self._at]:
                self._between = self._buffer[end : self._at] + following
        elif found != "]":
            raise self._broken("expected , or ]", self._at, ended=not found)

    def skip_to_next(self) -> bool:
        """Go to where an element begins as the others did, on a line of its own; False where none does."""
        if not self._between:
            return False
        self._at = self._start + 1
        while True:
            found = self._buffer.find(self._between, self._at)
            if found >= 0:
                self._at = found + len(self._between) - 1
                return True
            self._at = self._start = max(self._at, len(self._buffer) - len(self._between))
            if not self._more():
                return False

    def descend(self, path: tuple[str, ...], passed: dict[str, Any]) -> bool:
        """Go to the value at the path; False where there is none. ``passed`` gets the keys on the way."""
        return all(self.peek() == "{" and self._go_to(name, passed) for name in path)

    def finish(self) -> None:
        """Read what follows the array, up to the end of the text."""
        while self._depth:
            self._depth -= 1
            while self.peek() == ",":
                self._at += 1
                self._key()
                self.value()
            self.take("}")
        if self.peek():
            raise self._broken("text behind the end", self._at, ended=False)

    def wrong(self, expected: str, found: str) -> BrokenText:
        """The value read last is of the wrong type."""
        return BrokenText("wrong_json", expected=expected, found=found, byte=self.start_byte)

    def _go_to(self, name: str, passed: dict[str, Any]) -> bool:
        self.take("{")
        self._depth += 1
        while self.peek() != "}":
            key = self._key()
            if key == name:
                return True
            passed[key] = self.value()
            if self.peek() == ",":
                self._at += 1
        self._at += 1
        self._depth -= 1
        return False

    def _key(self) -> str:
        key = self.value()
        if not isinstance(key, str):
            raise self.wrong("key", type(key).__name__)
        self.take(":")
        return key

    def _more(self) -> bool:
        """Read on, and forget what lies before the last value; False at the end."""
        if self._ended:
            return False
        kept = min(self._start, self._at)
        size = max(BUFFER, len(self._buffer) - kept)
        chunk = self._stream.read(size)
        self._ended = not chunk
        text = self._decoder.decode(chunk, self._ended)
        self.damaged = self.damaged or (not chunk.isascii() and _SURROGATE.search(text) is not None)
        self._passed = self._byte(kept)
        self._buffer = self._buffer[kept:] + text
        self._at -= kept
        self._start -= kept
        return bool(text) or not self._ended

    def _byte(self, index: int) -> int:
        return self._passed + len(self._buffer[:index].encode("utf-8", "surrogateescape"))

    def _worth_more(self, error: json.JSONDecodeError) -> bool:
        """Whether the error may only mean that the value goes on behind the end of the buffer."""
        if self._ended or len(self._buffer) - self._start > LARGEST_ITEM:
            return False
        return error.msg.startswith("Unterminated") or error.pos > len(self._buffer) - 64

    def _failure(self, error: json.JSONDecodeError) -> BrokenText:
        if len(self._buffer) - self._start > LARGEST_ITEM:
            length = len(self._buffer) - self._start
            return BrokenText("item_too_large", byte=self.start_byte, length=length, most=LARGEST_ITEM)
        ended = self._ended and (error.msg.startswith("Unterminated") or error.pos > len(self._buffer) - 8)
        return self._broken(error.msg, error.pos, ended=ended)

    def _broken(self, message: str, index: int, *, ended: bool) -> BrokenText:
        if ended:
            return BrokenText("truncated_file", byte=self._byte(len(self._buffer)))
        return BrokenText("bad_json", error=message, byte=self._byte(index))
