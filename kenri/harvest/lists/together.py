"""A title and who made the work in one cell: 夏目漱石『こころ』, 羅生門（芥川龍之介）, "Emma, by Austen"."""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from typing import NamedTuple

from kenri.vocab.list_fields import fields_called, list_fields

FIELD = "title_and_creator"
_HEADER = re.compile(r"[（(\[【・/／,、&＆+＋]|と(?=[^と]+$)|\s+and\s+", re.IGNORECASE)
_QUOTED = re.compile(r"(?P<who>[^『』]{0,80})『(?P<title>[^『』]+)』(?P<rest>.*)", re.DOTALL)
_CORNERED = re.compile(r"(?P<who>[^「」]{2,80})「(?P<title>[^「」]+)」(?P<rest>.*)", re.DOTALL)
_DIVIDED = re.compile(r"(?P<title>.+?)(?:\s+[/／]\s*|\s*／\s*)(?P<who>[^/／].*)", re.DOTALL)
_BRACKETED = re.compile(r"(?P<title>.+?)\s*[（(](?P<who>[^（）()]*[^\W\d_][^（）()]*)[)）]\s*", re.DOTALL)
_BY = re.compile(r"(?P<title>.+?),?\s+by\s+(?P<who>[^\W\d_].+)", re.DOTALL)
_SURE = (_QUOTED, _DIVIDED)
"""Forms that say even under a header that speaks of a title alone that somebody is named beside it."""
_TOLD = (*_SURE, _CORNERED, _BRACKETED, _BY)
_COUNTED = re.compile(r"[(（]?\d{1,4}[)）.．、]\s+|[(（]\d{1,4}[)）]\s*")
"""A number before an entry: "12. 夏目漱石『こころ』"."""
_YEAR = re.compile(r"(?<!\d)(1[0-9]{3}|20[0-9]{2})(?!\d)")
_BESIDE = re.compile(r"\s*[、,，;；]\s*")


class Parts(NamedTuple):
    """The title, who is named beside it (empty: nobody), and a year that stands there."""

    title: str
    who: str
    year: str


@functools.lru_cache(maxsize=4096)
def heads_both(header: str) -> bool:
    """Whether a header names a title and a maker together: 作品（著者）, 書名・著者名, "Title / Author"."""
    parts = [part.strip(" 　）)]】") for part in _HEADER.split(header) if part and part.strip(" 　）)]】")]
    if len(parts) != 2:
        return False
    title, maker = ({list_fields()[key].holds for key in fields_called(part)} for part in parts)
    return "title" in title and bool({"party", "name"} & maker) and "title" not in maker


def holds_both(cells: Sequence[str]) -> bool:
    """Whether most cells of a column of titles name somebody beside the title, in a sure form."""
    told = sum(bool(parts_of(cell, sure=True).who) for cell in cells)
    return len(cells) > 1 and told * 10 >= len(cells) * 6


def parts_of(cell: str, *, sure: bool = False) -> Parts:
    """The parts of a cell; ``sure``: only in the forms that leave no doubt. Else the whole is the title."""
    text = _COUNTED.sub("", cell.strip())
    for form in _SURE if sure else _TOLD:
        found = form.fullmatch(text)
        if found is None:
            continue
        groups = found.groupdict("")
        title, who, rest = groups["title"].strip(), groups["who"].strip(" 　:："), groups.get("rest", "")
        year = _YEAR.search(rest) or (_YEAR.search(who) if form is not _BRACKETED else None)
        if not who:
            who = rest
        who = _BESIDE.split(who.strip(" 　、,，"), maxsplit=1)[0] if year or not _is_list(who) else who
        if title and any(letter.isalpha() for letter in who):
            return Parts(title, who, year[1] if year else "")
    return Parts(cell, "", "")


def _is_list(who: str) -> bool:
    """Whether commas divide names, not a maker from a publisher and the like."""
    return all(0 < len(part) <= 12 for part in _BESIDE.split(who))
