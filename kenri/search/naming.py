"""What a question names beside a title: its creator, and what kind of thing it is.

夏目漱石 こころ, "Kokoro by Natsume Soseki", こころ 新装版 [DVD]. Nothing says which words are which, so every
division is offered; the index knows which of them names a work.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from kenri.identity.marks import edition_words, remark_words
from kenri.identity.titles import parse_title
from kenri.identity.writing.kana import has_kanji
from kenri.search.analysis.tokens import is_cjk, runs
from kenri.vocab.vocabularies import role_named

MOST_WORDS = 10
"""Words of the longest question that is divided at its spaces."""

LONGEST_NAME = 4
"""Words of the longest name of a creator."""

LONGEST_RUN = 20
"""Characters of the longest question with kanji and no spaces that is divided between any two."""


_BRACKETED = re.compile(r"[(\[【〔〈《（［].*?[)\]】〕〉》）］]")
_LAST_BRACKET = re.compile(r"\s*[(\[【〔〈《（［][^(\[【〔〈《（［]*[)\]】〕〉》）］]\s*$")
_YEAR = re.compile("1[5-9][0-9][0-9]|20[0-9][0-9]")


class Division(NamedTuple):
    """A question read as a title and the name of a creator; both folded."""

    title: str
    creator: str


def divisions(plain: str) -> Iterator[Division]:
    """All ways to read a folded question as a title and a creator, in either order."""
    words = plain.split()
    if 1 < len(words) <= MOST_WORDS:
        pairs = [(" ".join(words[:place]), " ".join(words[place:])) for place in range(1, len(words))]
    elif len(words) == 1 and len(plain) <= LONGEST_RUN and has_kanji(plain) and len(runs(plain)) == 1:
        pairs = [(plain[:place], plain[place:]) for place in range(2, len(plain))]
    else:
        return
    for first, last in pairs:
        for title, credited in ((last, first), (first, last)):
            yield from (Division(title, name) for name in _names(credited) if name.count(" ") < LONGEST_NAME)


def _names(credited: str) -> Iterator[str]:
    """A creator as written, and without what says what he did: by Soseki, 漱石の, 夏目漱石 著, 夏目漱石著."""
    if len(credited) > 1:
        yield credited
    name, _, role = credited.rpartition(" ")
    if name and role_named(role):
        yield name
    elif credited.startswith("by "):
        yield credited.removeprefix("by ")
    elif len(credited) > 2 and is_cjk(credited[-1]) and (credited[-1] == "の" or role_named(credited[-1])):
        yield credited[:-1]


def year_in(plain: str) -> tuple[str, int | None]:
    """A question without a year at its end, and that year: "dune 1984"."""
    title, _, last = plain.rpartition(" ")
    return (title, int(last)) if title and _YEAR.fullmatch(last) else (plain, None)


def core(written: str) -> str:
    """A question, folded, without what only says which volume, edition or carrier it is: 3巻, DVD."""
    return _unremarked(parse_title(written).full)


def bare(written: str) -> str:
    """The same without the bracket at its end, else those within, which hold a publisher or the like; empty
    where a single volume is meant, for that is another thing than the whole."""
    marks = parse_title(written).marks
    if any(mark.kind != "edition" and "-" not in mark.value for mark in marks):
        return ""
    without = _LAST_BRACKET if _LAST_BRACKET.search(written) else _BRACKETED
    return _unremarked(parse_title(without.sub(" ", written)).full)


def cores(written: str) -> list[str]:
    """What may be meant of a question, folded, the fullest first: without marks, brackets, a last year."""
    told = (core(written), bare(written))
    return list(filter(None, dict.fromkeys((*told, *(year_in(text)[0] for text in told)))))


def _unremarked(folded: str) -> str:
    """Without words at either end that say what kind of thing it is: 映画, 文庫, DVD."""
    words = folded.split()
    for count in (2, 1):
        while len(words) > count and _is_remark(words[-count:]):
            del words[-count:]
        while len(words) > count and _is_remark(words[:count]):
            del words[:count]
    return " ".join(words)


def _is_remark(words: list[str]) -> bool:
    said = " ".join(words)
    return said in remark_words() or said in edition_words()
