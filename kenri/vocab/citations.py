"""Citations of Japanese laws, as they stand in the data, for readers of English.

著作権法第67条の3第1項第2号 is Copyright Act, art. 67-3(1)(ii).
"""

from __future__ import annotations

import functools
import re

from kenri.vocab.data_files import load

_PARTS = re.compile(
    r"(?P<article>第(?P<number>\d+)条(?P<branch>(?:の\d+)*))|第(?P<paragraph>\d+)項|第(?P<item>\d+)号"
    r"|(?P<and>[・、])|(?P<to>～)|(?P<law>[^第・、～]+)"
)
_ITEMS = ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x")


@functools.cache
def laws() -> dict[str, str]:
    """The English names of laws and rules by their Japanese ones."""
    return load("laws.yaml", dict[str, str])


@functools.cache
def in_english(citation: str) -> str:
    """A citation in English; as it stands where it names a law that ``data/laws.yaml`` does not."""
    found, end = "", 0
    for part in _PARTS.finditer(citation):
        if part.start() != end or not (told := _told(part, found)):
            return citation
        found, end = found + told, part.end()
    return found if end == len(citation) else citation


def _told(part: re.Match[str], before: str) -> str:
    if part["article"]:
        parted = ", " if before and not before.endswith((", ", " – ")) else ""
        return f"{parted}art. {part['number']}{part['branch'].replace('の', '-')}"
    if part["paragraph"]:
        return f"({part['paragraph']})"
    if part["item"]:
        number = int(part["item"])
        return f"({_ITEMS[number] if number < len(_ITEMS) else number})"
    if part["law"]:
        return laws().get(part["law"], "")
    return " – " if part["to"] else ", "
