"""Which bearer of a name is meant: the elder or the younger, the second, or somebody about him.

"John Smith, Jr.", "Pieter Brueghel the Elder", "Dumas fils", "Charles I", 二代目 歌川豊国, "Workshop of
Rembrandt". Father and son have all but such a word in common, so it binds as a volume's number does. The
words are data (``data/bearers.yaml``).
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable
from importlib import resources
from typing import NamedTuple

from kenri.identity.writing.numerals import with_digits
from kenri.vocab.data_files import parse_yaml

ABOUT = "~"
"""Begins what is not the bearer but others about him: ``~workshop``, ``~after``."""
UNSURE = "?"
"""Stands where it may be the bearer: a person has to look."""

_GENERATION = re.compile(
    r"^(初|[二三四五六七八九十]{1,3}|[0-9]{1,2})代目\s*(?=\S)"
    r"|(?<=\S)[\s(]+(初|[一二三四五六七八九十]{1,3}|[0-9]{1,2})(?:代目?|世)\)?$"
)
_GENERATION_SIGNS = frozenset("代世")
_REGNAL = re.compile(r"(\w+) ([IV])")
_PARTING = str.maketrans(",.()", "    ")


class _Words(NamedTuple):
    """The patterns, and the words without which none of them can match."""

    before: re.Pattern[str]
    behind: re.Pattern[str]
    hints: frozenset[str]


@functools.cache
def _words() -> _Words:
    file = resources.files("kenri.identity").joinpath("data/bearers.yaml")
    data: dict[str, list[str]] = parse_yaml(file.read_bytes())

    def any_of(words: Iterable[str]) -> str:
        return "|".join(map(re.escape, sorted(words, key=len, reverse=True)))

    about = any_of(data["about"])
    before = (
        rf"(?:(?:the )?(?P<about>{about}) of|(?P<after>{any_of(data['after'])})"
        rf"|(?P<unsure>{any_of(data['unsure'])}))\.?\s+(?=\S)"
    )
    behind = (
        rf"(?:,\s*|\s+)(?:(?P<first>{any_of(data['first'])})|(?P<second>{any_of(data['second'])})"
        r"|(?-i:(?P<roman>[IVX]{2,5}))|(?P<ordinal>[2-9])(?:nd|rd|th))\.?(?=\s*(?:[,(]|$))"
        rf"|\s*[(,]\s*(?:(?P<about>{about})(?: of)?|(?P<after>{any_of(data['after'])})"
        rf"|(?P<unsure>{any_of(data['unsure_behind'])}|\?))\.?\)?(?=\s*(?:[,(]|$))"
    )
    hints = {
        word for words in data.values() for phrase in words for word in phrase.translate(_PARTING).split()
    }
    numerals = {"i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv", "xv"}
    hints |= numerals | {"2nd", "3rd", *(f"{n}th" for n in range(4, 10)), "?"}
    return _Words(re.compile(before, re.IGNORECASE), re.compile(behind, re.IGNORECASE), frozenset(hints))


def take_bearer(name: str) -> tuple[str, str]:
    """A name (NFKC) without such words, and which bearer they mean: empty where nothing says so, a number
    (``1`` the elder, ``2`` the younger or second), ``~workshop`` and the like, or ``?``.

    A name that is nothing but such words stays.
    """
    if not _GENERATION_SIGNS.isdisjoint(name) and (match := _GENERATION.search(name)):
        number = (match[1] or match[2]).replace("初", "1")
        return name[: match.start()] + name[match.end() :], with_digits(number)
    if _words().hints.isdisjoint(name.lower().translate(_PARTING).split()):
        return name, ""
    if match := _REGNAL.fullmatch(name):
        return match[1], with_digits(match[2].lower())
    bearer = ""
    if match := _words().before.match(name):
        bearer, name = _told(match), name[match.end() :]
    if match := _words().behind.search(name):
        rest = (name[: match.start()] + name[match.end() :]).strip(" ,")
        bearer, name = (bearer or _told(match), rest) if rest else (bearer, name)
    return name, bearer


def _told(match: re.Match[str]) -> str:
    found = {kind: text for kind, text in match.groupdict().items() if text}
    kind, text = found.popitem()
    return {
        "first": "1",
        "second": "2",
        "unsure": UNSURE,
        "after": f"{ABOUT}after",
        "about": f"{ABOUT}{text.lower()}",
    }.get(kind) or with_digits(text.lower())


def are_others(one: str, other: str) -> bool:
    """Whether two bearers of one name cannot be one: the first and the second, the master and his school."""
    if one == other:
        return False
    if ABOUT in one + other:
        return True
    return bool(one and other) and UNSURE not in (one, other)
