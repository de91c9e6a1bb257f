"""One MARC 21 record in ISO 2709 as an item.

The end marks of the fields decide where a field ends, for many systems write lengths and starts that do not
fit (they count characters, or cut at 99,999). The directory gives the tags, and the order where its starts
are sound. Text is UTF-8 or MARC-8 (ANSEL and the sets that it escapes to), whatever the leader says.
"""

from __future__ import annotations

import re
import unicodedata
from itertools import accumulate

from pymarc.marc8 import marc8_to_unicode

from kenri.harvest.source import Item

LEADER = 24
END_OF_RECORD = b"\x1d"
END_OF_FIELD = b"\x1e"
_SUBFIELD = b"\x1f"

_ENTRY = 12
"""The bytes of one entry of the directory: tag 3, length 4, start 5."""

_SAME_IN_BOTH = re.compile(rb"[\x1e\x1f -~]*")
"""What MARC-8 and UTF-8 read alike: MARC-8 drops control characters and begins its sets by an escape."""


def item_of(data: bytes) -> Item:
    """The record as ``Marc`` describes it. Raises ValueError where it cannot be taken apart."""
    leader = data[:LEADER].decode("ascii")
    end = data.find(END_OF_FIELD)
    directory = data[LEADER:end].decode("ascii")
    body = data[end + 1 : -1]
    tags = [directory[at : at + 3] for at in range(0, len(directory), _ENTRY)]
    fields = body.split(END_OF_FIELD)[:-1]
    if end < 0 or len(directory) % _ENTRY or len(tags) != len(fields):
        raise ValueError(f"{len(fields)} fields, directory of {len(directory)} characters")
    if not fields:
        raise ValueError("no fields")
    item: Item = {"leader": leader}
    in_utf8 = leader[9] == "a" or _SAME_IN_BOTH.fullmatch(body) is not None or _is_utf8(body)
    texts = body.decode().split("\x1e") if in_utf8 else []
    for tag, place in zip(tags, _order(directory, fields), strict=True):
        if tag < "010" and tag.isdigit():
            value: object = texts[place] if in_utf8 else fields[place].decode("latin-1")
        else:
            value = _data_field(texts[place].split("\x1f") if in_utf8 else _marc8(fields[place]))
        item.setdefault(tag, []).append(value)
    return item


def _order(directory: str, fields: list[bytes]) -> range | list[int]:
    """For each entry of the directory, the place of its field: the standard allows any order of entries."""
    told = [directory[at : at + 5] for at in range(7, len(directory), _ENTRY)]
    if told == sorted(told):
        return range(len(fields))
    starts = [f"{start:05d}" for start in accumulate([len(field) + 1 for field in fields[:-1]], initial=0)]
    if set(told) == set(starts):
        places = {start: place for place, start in enumerate(starts)}
        return [places[start] for start in told]
    return range(len(fields))


def _data_field(parts: list[str]) -> dict[str, object]:
    """A data field from its indicators and its subfields, whose first character is the code.

    Missing indicators are blank; what stands between the indicators and the first subfield belongs to none.
    """
    indicators = parts[0]
    if len(indicators) != 2:
        indicators = indicators[:2].ljust(2)
    if not indicators.isascii():
        raise ValueError(f"indicators {indicators!r}")
    subfields = [(part[0], part[1:]) for part in parts[1:] if part]
    if any(code > "\x7f" for code, _ in subfields):
        subfields = [(_ascii_code(code), text) for code, text in subfields]
    return {"indicators": indicators, "subfields": subfields}


def _ascii_code(written: str) -> str:
    """A code beyond ASCII is a slip of the keyboard (á for a)."""
    code = unicodedata.normalize("NFKD", written)[0]
    if not code.isascii():
        raise ValueError(f"subfield code {written!r}")
    return code


def _marc8(field: bytes) -> list[str]:
    """The indicators and subfields of a field in MARC-8; each subfield begins in the default sets anew."""
    indicators, *subfields = field.split(_SUBFIELD)
    return [
        indicators.decode("ascii"),
        *(part[:1].decode("latin-1") + str(marc8_to_unicode(part[1:], True)) for part in subfields if part),
    ]


def _is_utf8(body: bytes) -> bool:
    """Whether text is UTF-8, whatever the leader says: MARC-8 beyond ASCII hardly ever is valid UTF-8."""
    if body.isascii():
        return False
    try:
        body.decode()
    except UnicodeDecodeError:
        return False
    return True
