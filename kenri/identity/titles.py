"""Titles: taken apart into name, subtitle and marks, and compared."""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Sequence
from enum import StrEnum

import msgspec

from kenri.catalogue.keys import text_key
from kenri.identity.marks import Mark, edition_words, remark_words, take_marks, value_of
from kenri.identity.writing.mojibake import repaired
from kenri.identity.writing.normalise import compact, fold, without_article


class ParsedTitle(msgspec.Struct, frozen=True):
    """A title as comparison sees it.

    ``core`` is the folded title without subtitle, marks and bracketed remarks, words parted by spaces;
    ``full`` the folded whole without marks and remarks; ``subtitle`` folded, with other brackets.
    ``text`` is the title as written, repaired where its encoding was garbled.
    """

    core: str
    full: str
    subtitle: str
    marks: tuple[Mark, ...]
    text: str

    @property
    def key(self) -> str:
        """The core without spaces, long-vowel marks and leading article: equal keys are the same title."""
        return compact(without_article(self.core)) or self.core


LONGEST = 1000
"""Characters of a title that are looked at; what is longer is a description."""
_BRACKETED = re.compile(r"[(\[【〔〈《<{]([^()\[\]【】〔〕〈〉《》<>{}]*)[)\]】〕〉》>}]")
_OPENING = frozenset("([【〔〈《<{")
_INVERTED_ARTICLE = re.compile(
    r"^(.+), (the|an?|les?|la|l'|die|der|das|el|los|las|il|lo|gli|un|une|ein|eine)$"
)
_RESPONSIBLE = re.compile(r"(?:(?:edited|translated|illustrated|written) )?by \S.*")
"""What stands behind a title and is no part of it: "Emma / by Jane Austen"."""
_TRACK = re.compile(
    r"(?:[0-9]{1,2}-)?([0-9]{1,3})(?:\s*[.)_]\s+|\)|\s+-\s+|-\s+)(?=[^\s0-9])"
    r"|(0[1-9])(?:[._]|\s+)(?=[^\s0-9.,:-])"
)
_DIVISION = re.compile(
    r"\s*(?:\n|[:;]\s|(?P<dash>\s-+\s)|\s[–—―=/|]+\s|[―—]{2,}|~(?=[^~]+~?\s*$)|\s-(?=[^-]{2,}-\s*$))\s*"
)
_DIVIDERS = frozenset(":;-–—―=/|~\n")
_LAST_NUMBER = re.compile(
    r"(?:(?<=\s)|(?<=[\u3040-\u30ff\u3400-\u9fff]))([0-9]{1,3}|xi{1,3}|x?i[vx]|x?vi{1,3}|i{2,3})$"
    r"|(?<=\s)([vx]|[一二三四五六七八九十]{1,3})$"
)
_NUMBER_ENDS = frozenset("0123456789ivx一二三四五六七八九十")
_LONGEST_NUMBER = len("xviii")
_ONLY_NUMBER = re.compile(
    r"#?([0-9]{1,3}|[一二三四五六七八九十]{1,3}|x{0,3}(?:ix|iv|v?i{1,3}|v|x))(?: of [0-9]+)?"
)
_FEATURING = re.compile(r"\s(?:feat\b|ft\.|featuring\b).*$")
_OF_MANY = re.compile(r"of [0-9]+|[0-9]+ ?x? ?(?:cd|lp|dvd|dis[ck]|枚組)s?(?: set)?")
"""How many there are in all: "of 3", "2 CDs"."""
_FEATURED = re.compile(r"(?:feat|ft|featuring|with|prod)\b")
_VERSION = re.compile(
    r"(?P<live>live(?: (?:at|in|from|on|session|version|ver|[0-9]{4})\b.*)?)"
    r"|(?P<remaster>.*\bremaster(?:ed)?\b.*)|.*(?:\b(?:(?:re)?mix|version|ver|edit|edition)|(?<!出)版|盤)"
)
_YEAR = re.compile(r"\b((?:1[5-9]|20)[0-9]{2})(?![0-9])年?")
_NUMBER = re.compile("[0-9]+")
_ORDINAL = re.compile("[0-9]+(?:st|nd|rd|th)")
_LETTER = re.compile(r"[^\W\d_]")
_LEAST_LATIN, _LEAST_OTHER = 3, 2
"""Letters that a title has at least before its subtitle: "Re: Zero" is not divided."""


@functools.lru_cache(maxsize=8192)
def parse_title(text: str) -> ParsedTitle:
    """Take a title apart. Any text is accepted; a title that is nothing but marks keeps them as its core."""
    text = repaired(text).strip()
    lower = unicodedata.normalize("NFKC", text[:LONGEST]).lower().replace("×", "x").strip()
    marks: list[Mark] = []
    asides: list[str] = []
    rest = _without_track(lower, marks)
    if not _OPENING.isdisjoint(rest):
        rest = _BRACKETED.sub(lambda match: _bracketed(match, marks, asides), rest)
    if "feat" in rest or "ft." in rest:
        rest = _FEATURING.sub("", rest) or rest
    main, subtitle, dashed = _divided(rest)
    if ", " in main:
        main = _INVERTED_ARTICLE.sub(r"\2 \1", main)
    if subtitle and fold(subtitle) in remark_words():
        subtitle = ""
    core = _named(main, marks)
    if dashed:
        subtitle = _remark(subtitle, marks)
    if subtitle:
        asides.insert(0, _named(subtitle, marks, may_be_empty=True))
    under = " ".join(filter(None, asides))
    if not core:
        core, under = under or fold(lower) or lower, ""
    return ParsedTitle(
        core=core,
        full=f"{core} {under}".strip(),
        subtitle=under,
        marks=tuple(dict.fromkeys(marks)),
        text=text,
    )


def _without_track(text: str, marks: list[Mark]) -> str:
    """ "003 - Song" is the third track of something; the number is no part of its name."""
    track = _TRACK.match(text)
    if track is None:
        return text
    marks.append(Mark("track", (track[1] or track[2]).lstrip("0") or "0"))
    return text[track.end() :]


def _bracketed(match: re.Match[str], marks: list[Mark], asides: list[str]) -> str:
    """What stays in the place of a bracket: its words where the name goes on, never marks and remarks."""
    rest = _remark(match[1].strip(), marks, first=not match.string[: match.start()].strip())
    if not match.string[match.end() :].strip() and match.string[: match.start()].strip():
        if folded := fold(rest):
            asides.append(folded)
        return " "
    return f" {rest} "


def _remark(inside: str, marks: list[Mark], *, first: bool = False) -> str:
    """What a bracket says beside marks, editions and remarks."""
    if _FEATURED.match(inside) or _OF_MANY.fullmatch(inside):
        return ""
    number = _ONLY_NUMBER.fullmatch(inside)
    if number:
        if not first:
            marks.append(Mark("number", value_of("number", number[1])))
        return ""
    if year := _YEAR.fullmatch(inside):
        marks.append(Mark("year", year[1]))
        return ""
    rest, found = take_marks(f"({inside})")
    rest = rest.strip("() ")
    folded = fold(rest)
    marks.extend(Mark("series", mark.value) if folded and mark.kind == "number" else mark for mark in found)
    edition = edition_words().get(folded) or _version(folded)
    if edition:
        marks.append(Mark("edition", edition))
        return ""
    return "" if folded in remark_words() else rest


def _version(folded: str) -> str:
    """The kind of edition that a phrase names ("live at the Budokan", "2009 remaster"); empty for none."""
    undated = " ".join(_YEAR.sub("", folded).split())
    if undated in edition_words():
        return edition_words()[undated]
    match = _VERSION.fullmatch(undated)
    return (match.lastgroup or undated) if match else ""


def _divided(text: str) -> tuple[str, str, bool]:
    """Name and subtitle, and whether a dash parts them, as it does remarks ("Song - Live").

    What stands before must be a name: "2001: A Space Odyssey" is not divided.
    """
    if _DIVIDERS.isdisjoint(text):
        return text, "", False
    for match in _DIVISION.finditer(text):
        letters = _LETTER.findall(take_marks(text[: match.start()])[0])
        least = _LEAST_LATIN if max(letters, default="") < "\u3000" else _LEAST_OTHER
        if "/" in match[0] and _RESPONSIBLE.fullmatch(text, match.end()):
            return text[: match.start()], "", False
        if (match["dash"] or len(letters) >= least) and letters and _LETTER.search(text, match.end()):
            return text[: match.start()], text[match.end() :], bool(match["dash"])
    return text, "", False


def _named(piece: str, marks: list[Mark], *, may_be_empty: bool = False) -> str:
    """A piece of a title folded, without its marks, which a name keeps where nothing else would be left."""
    rest, found = take_marks(piece)
    folded = _without_edition(fold(rest), found)
    end = max(0, len(folded) - _LONGEST_NUMBER)
    last = _LAST_NUMBER.search(folded, end) if folded[-1:] in _NUMBER_ENDS else None
    if last and all(mark.kind == "edition" for mark in found) and _LETTER.search(folded, 0, last.start()):
        found.append(Mark("number", value_of("number", last[1] or last[2])))
        folded = _without_edition(folded[: last.start()].strip(), found)
    if not folded and not may_be_empty:
        return fold(piece)
    marks.extend(found)
    return folded


def _without_edition(folded: str, marks: list[Mark]) -> str:
    """Without an edition that begins or ends the title: 新装版 広辞苑, "Works, revised edition"."""
    first, _, rest = folded.partition(" ")
    if rest and first[-1] in "版盤" and first in edition_words():
        marks.append(Mark("edition", edition_words()[first]))
        return _without_edition(rest, marks)
    if not folded.endswith(_ENDINGS):
        return folded
    words = folded.split()
    for count in range(1, min(len(words), 4)):
        phrase = " ".join(words[-count:])
        if phrase in edition_words():
            marks.append(Mark("edition", edition_words()[phrase]))
            return " ".join(words[: -count - bool(_ORDINAL.fullmatch(words[-count - 1]))])
    attached = next((word for word in _attached_editions() if folded.endswith(word) and folded != word), "")
    if attached:
        marks.append(Mark("edition", edition_words()[attached]))
        return folded.removesuffix(attached)
    return folded


_ENDINGS = ("版", "盤", "edition", "ed", "remastered", "りますたー", "かっと", "cut", "新装", "改訂", "増補")


@functools.cache
def _attached_editions() -> tuple[str, ...]:
    """Japanese words for editions that may be written onto the title, the longest first."""
    words = (word for word in edition_words() if len(word) >= 2 and word[-1] in "版盤")
    return tuple(sorted(words, key=len, reverse=True))


ALIKE, UNLIKE = 0.5, 0.25
"""Shares of common character pairs (Dice) from which two titles agree, and below which they differ."""
_ZEROS = re.compile(r"(?<!\d)0+(?=\d)")
_VOLUME = re.compile(r"([上中下前後])(?:巻|編|篇|集)?[)\]】〉》」』〕]*$")
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")


class Verdict(StrEnum):
    """What the names say."""

    AGREE = "agree"
    UNKNOWN = "unknown"
    DIFFER = "differ"


def compare(ones: Sequence[str], others: Sequence[str], *, strict: bool) -> Verdict:
    """Compare all names of one with all of the other: one agreeing pair is enough.

    Names in different scripts cannot be compared. ``strict`` is for two records of one source, which number
    their volumes: a volume number that only one of the names has makes them differ.
    """
    verdicts = {_pair(one, other, strict=strict) for one in ones for other in others}
    if Verdict.AGREE in verdicts:
        return Verdict.AGREE
    return Verdict.DIFFER if verdicts == {Verdict.DIFFER} else Verdict.UNKNOWN


def _pair(one: str, other: str, *, strict: bool) -> Verdict:
    first, second = _numbers(one), _numbers(other)
    if first != second and (strict or (first and second)):
        return Verdict.DIFFER
    one, other = (text_key(_ZEROS.sub("", unicodedata.normalize("NFKC", title))) for title in (one, other))
    if one == other:
        return Verdict.AGREE
    if bool(_CJK.search(one)) != bool(_CJK.search(other)):
        return Verdict.UNKNOWN
    shorter, longer = sorted((one, other), key=len)
    if len(shorter) > 1 and longer.startswith(shorter):
        return Verdict.AGREE
    alike = _dice(one, other)
    if alike >= ALIKE:
        return Verdict.AGREE
    return Verdict.DIFFER if alike < UNLIKE else Verdict.UNKNOWN


def _numbers(title: str) -> tuple[str, ...]:
    folded = unicodedata.normalize("NFKC", title).strip()
    numbers = [number.lstrip("0") for number in _NUMBER.findall(folded)]
    volume = _VOLUME.search(folded)
    return tuple(numbers + ([volume[1]] if volume else []))


def _dice(one: str, other: str) -> float:
    first, second = _pairs(one), _pairs(other)
    if not first or not second:
        return 0.0
    return 2 * len(first & second) / (len(first) + len(second))


def _pairs(text: str) -> set[str]:
    return {text[place : place + 2] for place in range(len(text) - 1)} or ({text} if text else set())
