"""Names of several people in one cell, however the list divides them.

"Themistoklis Palpanas, Richard Sidle" are two, "Palpanas, Themistoklis" is one: which of them a list means is
told by the whole column where a single cell does not tell it.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable
from typing import Literal

from kenri.harvest.credits import NOBODY, bracketed, responsibility
from kenri.harvest.parties import looks_corporate
from kenri.vocab.headings import read_heading
from kenri.vocab.names import Name
from kenri.vocab.records import Contribution, PartyKind
from kenri.vocab.vocabularies import role_named

Commas = Literal["", "list", "inverted"]
"""What a comma between two names means in a column: the next person, the given name, or nothing told."""

LONGEST = 4000
"""Characters of a cell that is taken apart; longer ones are prose."""

LONGEST_ROLE = 4
"""Characters of a role alone between slashes: 芥川龍之介／著, 宮崎駿／監督."""

BANDS = frozenset(("performer", "singer", "label", "creator"))
"""Roles whose names hold "and" and commas of their own: Earth, Wind & Fire."""

_STRONG = re.compile(r"\s*(?:[;；|｜\n\r]|\s[/／]\s|／|、(?![^（(]*[）)]))\s*")
_AND = re.compile(r"\s*,?\s+(?:and|und|et|&|＆|with)\s+|\s*[&＆]\s*")
_FEATURING = re.compile(
    r"\s+(?:feat\.?|ft\.?|featuring)\s+|\s*[(（](?:feat\.?|ft\.?|featuring)\s*([^)）]*)[)）]", re.IGNORECASE
)
_DOTS = re.compile(r"(?<=[\u4e00-\u9fff])・(?=[\u4e00-\u9fff])")
_COMMA = re.compile(r"\s*[,，]\s*")
_OTHERS = re.compile(
    r"[\s　,，、]*(?:\[?(?:ほか|et\.? al\.?|and others|他)\]?[\d一二三四五六七八九十]*[名人]?)\s*$",
    re.IGNORECASE,
)
_INITIALS = re.compile(r"(?:[A-ZÀ-Þ]\.?[\s\-.]*){1,4}")
_CJK = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff々]")
_KANJI = re.compile(r"[\u4e00-\u9fff々ヶ]{1,3}")
_SUFFIX = re.compile(r"(?:jr|sr|ii|iii|iv|ph\.?d|m\.?d|esq)\.?", re.IGNORECASE)
_DATES = re.compile(r"\d{3,4}")
_ROLE_BEFORE = re.compile(r"(?P<role>[^\s:：]{1,8})(?:\s*[:：]\s*|(?<=[^\s:：]{2})[\s　]+)(?P<name>\S.*)")
_CREDITED = re.compile(r"(?<=[\u3040-\u30ff\u4e00-\u9fff][著訳編画])[\s　]+(?=\S{2,}[著訳編画](?:[\s　]|$))")
_UNKNOWN = re.compile(r"[\u4e00-\u9fff]{0,4}(?:不詳|不明|未詳)")
"""Nobody is named: 作者不詳, 撮影者不明."""
_ROLE_AFTER = re.compile(r"(?:[\s　／/](?:[^\s　]{1,8})|[著訳編作画監撰])$")


def commas_of(cells: Iterable[str]) -> Commas:
    """What the commas of a column mean, from its cells that have exactly one."""
    lists = inverted = 0
    for cell in cells:
        parts = _COMMA.split(cell.strip())
        if len(parts) != 2 or not all(parts) or _STRONG.search(cell) or _SUFFIX.fullmatch(parts[1]):
            continue
        before, after = (len(part.split()) for part in parts)
        if _CJK.search(cell):
            short = bool(_KANJI.fullmatch(parts[0])) and len(parts[1]) <= 4
            inverted, lists = inverted + short, lists + (not short and len(parts[1]) > 2)
        elif before > 1 and after > 1:
            lists += 1
        elif before == 1:
            inverted += 1
    if lists > 2 * inverted:
        return "list"
    return "inverted" if inverted > 2 * lists else ""


@functools.lru_cache(maxsize=65536)
def people(cell: str, role: str, commas: Commas = "") -> tuple[Contribution, ...]:
    """The contributions that a cell names, each once, in its order; ``role`` where the cell tells none."""
    cell = cell.strip()
    if not cell or cell in NOBODY:
        return ()
    if len(cell) > LONGEST:
        return (Contribution((Name(cell),), role=role),)
    if cell[0] in "[［【":
        found = [(c.name, c.roles, c.role_text) for c in bracketed(cell, role)]
    else:
        found = [told for name in names_in(cell, role, commas) for told in _with_role(name, role)]
    made: dict[Contribution, None] = {}
    for name, roles, wording in found:
        for key in roles:
            made[_contribution(name, key, wording)] = None
    return tuple(made)


def names_in(cell: str, role: str = "", commas: Commas = "") -> list[str]:
    """The single names of a cell, inverted ones left as they are."""
    cell = _CREDITED.sub(";", _OTHERS.sub("", cell))
    found: list[str] = []
    for piece in _STRONG.split(cell):
        if found and _CJK.search(piece) and len(piece) <= LONGEST_ROLE and role_named(piece):
            found[-1] += f" {piece}"
            continue
        piece = _FEATURING.sub(lambda match: ";" + (match[1] or ""), piece) if "f" in piece.lower() else piece
        for one in piece.split(";"):
            if one.strip():
                found.extend(_divided(one.strip(), role, commas))
    return [name for name in found if name not in NOBODY and not _UNKNOWN.fullmatch(name)]


def _divided(piece: str, role: str, commas: Commas) -> list[str]:
    if role in BANDS and commas != "list":
        return _by_commas(piece, commas) if "," in piece and not _AND.search(piece) else [piece]
    found: list[str] = []
    for part in _by_and(piece):
        found.extend(_by_commas(part, commas))
    return found


def _by_and(piece: str) -> list[str]:
    """Divided at "and", unless a part of it would be no name of its own ("Simon and Schuster, Inc.")."""
    if looks_corporate(piece) and "," not in piece.split(" and ", maxsplit=1)[0]:
        return [piece]
    parts = [part.strip(" ,") for part in _AND.split(piece) if part and part.strip(" ,")]
    whole = len(parts) > 1 and all(" " in part or "," in part or _CJK.search(part) for part in parts)
    if whole and not _CJK.search(piece):
        return parts
    dotted = _DOTS.split(parts[0]) if len(parts) == 1 else parts
    return dotted if all(len(part) >= 2 for part in dotted) and len(dotted) > 1 else [piece]


def _by_commas(piece: str, commas: Commas) -> list[str]:
    parts = [part for part in _COMMA.split(piece) if part]
    if len(parts) < 2:
        return [piece]
    if _CJK.search(piece):
        return _japanese(piece, parts, commas)
    if all(" " in part and not _SUFFIX.fullmatch(part) and not _DATES.search(part) for part in parts):
        if commas == "inverted" and len(parts) == 2:
            return [piece]
        return parts
    if looks_corporate(piece) and commas != "list":
        return [piece]
    if len(parts) % 2 == 0 and all(_INITIALS.fullmatch(part) for part in parts[1::2]):
        return [f"{family}, {given}" for family, given in zip(parts[::2], parts[1::2], strict=True)]
    if _DATES.search(parts[-1]) or _SUFFIX.fullmatch(parts[-1]):
        return [piece]
    if len(parts) == 2:
        return parts if commas == "list" else [piece]
    if commas == "inverted" and len(parts) % 2 == 0:
        return [f"{family}, {given}" for family, given in zip(parts[::2], parts[1::2], strict=True)]
    return parts


def _japanese(piece: str, parts: list[str], commas: Commas) -> list[str]:
    """夏目, 漱石, 1867-1916 is one; 夏目漱石, 森鷗外 are two."""
    if _DATES.search(parts[-1]):
        return [piece]
    short = len(parts) == 2 and bool(_KANJI.fullmatch(parts[0])) and len(parts[1]) <= 4
    if short and commas != "list" and (commas == "inverted" or len(parts[0] + parts[1]) <= 4):
        return [piece]
    return parts


def _with_role(name: str, role: str) -> list[tuple[str, tuple[str, ...], str]]:
    """A name with the role before it (作詞：土井晩翠) or after it (夏目漱石 著), else the column's."""
    before = _ROLE_BEFORE.fullmatch(name) if _CJK.search(name) else None
    if before and (key := role_named(before["role"])):
        return [] if before["name"] in NOBODY else [(before["name"], (key,), before["role"])]
    if _CJK.search(name) and _ROLE_AFTER.search(name):
        credited = responsibility(name, role)
        if any(credit.role_text and role_named(credit.role_text) for credit in credited):
            return [(credit.name, credit.roles, credit.role_text) for credit in credited]
    return [(name, (role,), "")]


def _contribution(name: str, role: str, wording: str) -> Contribution:
    if role in BANDS and _AND.search(name):
        return Contribution((Name(name),), role=role, role_text=wording)
    heading = read_heading(name)
    kind = heading.kind
    if kind == PartyKind.UNKNOWN and heading.name.family:
        kind = PartyKind.PERSON
    return Contribution(
        (heading.name,), role=role, role_text=wording, kind=kind, born=heading.born, died=heading.died
    )
