"""Headings of libraries with readings: 「夏目, 漱石, 1867-1916」 and 「ナツメ, ソウセキ, 1867-1916」."""

from __future__ import annotations

import functools
import re

import msgspec

from kenri.vocab.headings import Heading, read_heading
from kenri.vocab.names import Name

_KANJI = re.compile(r"[\u3005\u3040-\u309f\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")


@functools.lru_cache(maxsize=32768)
def heading(text: str, reading: str = "") -> Heading:
    """A heading taken apart; a Japanese name is shown without the comma that the heading sorts it by.

    The reading's own comma and years go; its family and given name stay divided by a space.
    """
    found = read_heading(text)
    name = found.name
    shown = name.family + name.given if name.given and _KANJI.search(name.text) else name.text
    kana = ""
    if reading:
        read = read_heading(reading).name if "," in reading else Name(reading)
        kana = " ".join(part for part in re.split(r"[,\s\u3000]+", read.text) if part)
    if shown == name.text and not kana:
        return found
    return msgspec.structs.replace(found, name=msgspec.structs.replace(name, text=shown, reading=kana))
