"""Text of lists whose encoding nobody declared, line by line; a file may even change it on the way."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator

from kenri.harvest.archives import Member, buffered
from kenri.harvest.formats.encodings import Recoded, wide_encoding
from kenri.harvest.formats.lines import Oversized, bounded_lines

SAMPLE_BYTES = 1 << 20
"""How much of a file is looked at to tell its encoding."""

CANDIDATES = ("cp932", "euc_jp", "cp1252", "latin-1")
"""Encodings of lists that are not Unicode; Latin-1 decodes anything, so a text always comes out."""

DAMAGED = "damaged"
"""Instead of an encoding: some bytes of the line are in none, and became U+FFFD."""

_HALF_KANA = re.compile("[\uff61-\uff9f]")
_FULL = re.compile("[\u3041-\u30fe\u4e00-\u9fff\u3000-\u3002\uff01-\uff5e]")
_BROKEN = re.compile("[\ue000-\uf8ff\ufffd\x80-\x9f]")
_TORN = re.compile("[A-Za-z][\u4e00-\u9fff\uff61-\uff9f](?=[A-Za-z ,.])")
_ACCENTED = re.compile("(?<=[A-Za-z])[À-ÖØ-öø-ÿŒœŠšŽž](?![À-ÿ]{2})|[À-ÖØ-öø-ÿŒœŠšŽž](?=[a-z])")
_SYMBOLS = re.compile("[\xa1-\xbf×÷ƒˆ˜†‡•‰‹›]|[À-ÿ]{3}")


class TextLines:
    """The lines of a file as text, each decoded in the encoding that fits it.

    ``encoding`` is that of the file; ``other`` are the numbers (from 1) of the lines in another one, filled
    while the lines are read; ``broken`` tells after reading why the file ended early.
    """

    def __init__(self, member: Member) -> None:
        self._member = member
        head = member.head(SAMPLE_BYTES)
        self._wide = wide_encoding(head)
        self._old_breaks = b"\r" in head and b"\n" not in head
        self.encoding = self._wide or _encoding_of(head)
        self.other: set[int] = set()

    @property
    def broken(self) -> object:
        """The Problem of a stream that broke, else None."""
        return self._guard.broken

    def __iter__(self) -> Iterator[str]:
        stream, self._guard = buffered(self._member)
        self.other = set()
        if self._wide or self._old_breaks:
            name = self.encoding
            stream = io.BufferedReader(Recoded(stream, name, old_breaks=self._old_breaks))
        main = "utf-8" if self._wide or self._old_breaks else self.encoding
        number = 0
        with stream:
            for line in bounded_lines(stream):
                number += 1
                if isinstance(line, Oversized):
                    self.other.add(number)
                    yield "\n"
                    continue
                if number == 1:
                    line = line.removeprefix(b"\xef\xbb\xbf")
                if line.isascii() and main != "iso2022_jp":
                    text = line.decode("ascii")
                else:
                    text, found = _decoded(line, main)
                    if found != main:
                        self.other.add(number)
                yield _one_line(text) if "\r" in text or "\0" in text else text


def _one_line(text: str) -> str:
    """A line that ends in LF alone and holds no other break and no NUL, which a reader of rows refuses."""
    return text.rstrip("\r\n").replace("\r", " ").replace("\0", "\ufffd") + "\n"


def _encoding_of(head: bytes) -> str:
    """UTF-8 where most lines beyond ASCII are; else the encoding in which all of them look most likely."""
    if b"\x1b$B" in head or b"\x1b$@" in head:
        return "iso2022_jp"
    lines = [line for line in head.split(b"\n")[:-1] or [head] if not line.isascii()][:2000]
    if sum(_decodes(line, "utf-8") for line in lines) * 2 >= len(lines):
        return "utf-8"
    return max(CANDIDATES, key=lambda name: sum(_fitness(line, name) for line in lines))


def _decodes(line: bytes, name: str) -> bool:
    try:
        line.decode(name)
    except UnicodeDecodeError:
        return False
    return True


def _fitness(line: bytes, name: str) -> float:
    return _likelihood(line.decode(name)) if _decodes(line, name) else -float(len(line))


def _decoded(line: bytes, main: str) -> tuple[str, str]:
    """The text of a line and its encoding: UTF-8 where it is valid, for other bytes hardly ever are."""
    if main == "iso2022_jp" and line.isascii():
        return line.decode(main, "replace"), main
    if _decodes(line, "utf-8"):
        return line.decode(), "utf-8"
    if main != "utf-8" and _decodes(line, main):
        return line.decode(main), main
    # Where a byte is damaged, the rest of the line may still be in the file's own encoding.
    found = [(line.decode(main, "replace"), DAMAGED)]
    found += [(line.decode(name), name) for name in CANDIDATES if _decodes(line, name)]
    return max(found, key=lambda pair: _likelihood(pair[0]))


def _likelihood(text: str) -> float:
    """How much a text looks as if it were meant: Japanese or accented Latin, without torn-up letters."""
    return (
        len(_FULL.findall(text))
        + len(_ACCENTED.findall(text))
        - len(_HALF_KANA.findall(text))
        - 5 * len(_BROKEN.findall(text))
        - 3 * len(_TORN.findall(text))
        - len(_SYMBOLS.findall(text))
    )
