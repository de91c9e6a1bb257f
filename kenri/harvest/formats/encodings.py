"""Finding the encoding of a file, and text that somebody read in the wrong one before it came here."""

from __future__ import annotations

import codecs
import io
import re
from collections.abc import Iterator, Sequence
from typing import Any

import msgspec

from kenri.harvest.archives import BUFFER, Member, buffered
from kenri.harvest.formats.lines import Oversized, bounded_lines
from kenri.vocab.problems import Problem

WORST = 0.05
"""The share of undecodable lines above which an encoding is not the file's."""


class Encoding(msgspec.Struct, frozen=True):
    """The encoding of a file; ``damaged`` tells that some lines do not decode and are to be rejected."""

    name: str
    damaged: bool = False


def encoding_of(member: Member, declared: Sequence[str]) -> Encoding:
    """The first of the declared encodings that decodes the whole file; UTF-16 is told by its own marks.

    Where none does, the one that fails on the fewest lines is taken, and those lines are rejected one by
    one. Raises ``Problem('wrong_encoding')`` where every encoding fails on more than 5 % of the lines.
    """
    wide = wide_encoding(member.head(4096))
    if wide:
        return Encoding(wide)
    failed: list[int] = []
    for name in declared:
        offset, cut = _first_failure(member, name)
        if offset is None:
            if not failed or _lines_in_utf8(member) < 1:
                return Encoding(name, damaged=cut)
            break  # an earlier, stricter encoding fits most lines: this one only happens to accept all
        failed.append(offset)
    best, share = "", 1.0
    for name in declared[: max(len(failed), 1)]:
        bad = _share_undecodable(member, name)
        if bad < share:
            best, share = name, bad
    if share > WORST:
        tried = ", ".join(declared)
        raise Problem("wrong_encoding", member.where, byte=max(failed, default=0), tried=tried)
    return Encoding(best, damaged=True)


def wide_encoding(head: bytes) -> str:
    """``utf-16`` and the like where a byte order mark or the pattern of zero bytes says so, else empty."""
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    if len(head) >= 4:
        even, odd = head[0:512:2], head[1:512:2]
        if odd.count(0) > len(odd) * 0.4 and even.count(0) == 0:
            return "utf-16-le"
        if even.count(0) > len(even) * 0.4 and odd.count(0) == 0:
            return "utf-16-be"
    return ""


class Recoded(io.RawIOBase):
    """A stream in another encoding as UTF-8; what does not decode becomes U+FFFD.

    ``old_breaks`` tells that its lines end in CR alone, as on old Macintoshes.
    """

    def __init__(self, inner: io.BufferedReader, encoding: str, *, old_breaks: bool = False) -> None:
        self._old_breaks = old_breaks
        self._inner = inner
        self._decoder = codecs.getincrementaldecoder(encoding)("replace")
        self._ready = b""
        self._ended = False

    def readable(self) -> bool:
        """Always."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Fill the buffer with UTF-8."""
        while not self._ready and not self._ended:
            chunk = self._inner.read(BUFFER)
            self._ended = not chunk
            text = self._decoder.decode(chunk, self._ended).removeprefix("\ufeff")
            if self._old_breaks:
                text = text.replace("\r", "\n")
            self._ready = text.encode()
        part = self._ready[: len(buffer)]
        buffer[: len(part)] = part
        self._ready = self._ready[len(part) :]
        return len(part)

    def close(self) -> None:
        """Close this stream and the one that it reads."""
        if not self.closed:
            super().close()
            self._inner.close()


def _first_failure(member: Member, name: str) -> tuple[int | None, bool]:
    """The offset of the first byte that does not decode, or None; and whether the last character is cut."""
    decoder = codecs.getincrementaldecoder(name)()
    stream, _ = buffered(member)
    offset = 0
    with stream:
        while True:
            chunk = stream.read(BUFFER)
            held = len(decoder.getstate()[0])
            try:
                decoder.decode(chunk, not chunk)
            except UnicodeDecodeError as error:
                return (offset - held + error.start, False) if chunk else (None, True)
            if not chunk:
                return None, False
            offset += len(chunk)


def _plain_lines(member: Member) -> Iterator[bytes]:
    stream, _ = buffered(member)
    with stream:
        for line in bounded_lines(stream):
            if not isinstance(line, Oversized):
                yield line


def _share_undecodable(member: Member, name: str) -> float:
    lines = bad = 0
    for line in _plain_lines(member):
        lines += 1
        try:
            line.decode(name)
        except UnicodeDecodeError:
            bad += 1
    return bad / lines if lines else 1.0


def _lines_in_utf8(member: Member) -> float:
    """How many lines hold proper UTF-8 beyond ASCII for each line that is not UTF-8.

    Text in cp932 or Latin-1 hardly ever is proper UTF-8, so a ratio over 1 means a damaged UTF-8 file.
    """
    proper = bad = 0
    for line in _plain_lines(member):
        if not line.isascii():
            try:
                line.decode()
            except UnicodeDecodeError:
                bad += 1
            else:
                proper += 1
    return proper / bad if bad else 0.0


_CP932 = re.compile("[縺繧繝].{0,3}[縺繧繝]")
_LATER = "[\u0080-\u00bf\u0152-\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122]"
_LATIN = re.compile(f"[\u00c2\u00c3]{_LATER}|[\u00e2-\u00ef]{_LATER}{{2}}")
# The same in UTF-8, and looser; each begins with one fixed byte, so that most items pass quickly.
_CP932_BYTES = re.compile(rb"\xe7(?:\xb8\xba|\xb9[\xa7\x9d])")
_LATIN_BYTES = re.compile(rb"\xc3[\x82-\xaf](?:\xc2|\xc5|\xc6\x92|\xcb|\xe2[\x80\x82\x84])")
_WINDOWS = {
    ord(bytes([byte]).decode("cp1252")): byte
    for byte in range(0x80, 0xA0)
    if byte not in (0x81, 0x8D, 0x8F, 0x90, 0x9D)
}


def refuse_mojibake(raw: bytes, item: object) -> None:
    """Raise ``Problem('mojibake')`` where a text of the item is UTF-8 that was read as cp932 or Latin-1.

    ``raw`` is the item as UTF-8 JSON; it is looked at first, because it is one string.
    """
    if not raw.isascii() and (_LATIN_BYTES.search(raw) or _CP932_BYTES.search(raw)):
        for text in _texts(item):
            repaired = unscrambled(text)
            if repaired:
                raise Problem("mojibake", value=text[:60], repaired=repaired[:60])


def unscrambled(text: str) -> str:
    """The text that was meant where ``text`` is mojibake with letters in it; else empty."""
    if _LATIN.search(text) is not None:
        try:
            repaired = text.translate(_WINDOWS).encode("latin-1").decode()
        except UnicodeError:
            return ""
        return repaired if any(char.isalpha() and not char.isascii() for char in repaired) else ""
    if _CP932.search(text) is not None:
        return text.encode("cp932", "replace").decode("utf-8", "replace")
    return ""


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _texts(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _texts(inner)
