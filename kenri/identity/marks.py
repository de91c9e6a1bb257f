"""Marks in titles: which volume, part, season, movement, opus or edition of something a title names.

第17巻, vol. 2, Part II, 2nd season, Op. 27 No. 2, 改訂版. Marks bind: two titles of different volumes are
never one work, however alike the rest is, and no model may weigh that up. The patterns are data
(``data/marks.yaml``).
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Mapping
from enum import StrEnum
from importlib import resources
from itertools import groupby

import msgspec

from kenri.identity.comparison import Comparison
from kenri.identity.writing.normalise import fold
from kenri.identity.writing.numerals import with_digits
from kenri.vocab.data_files import parse_yaml
from kenri.vocab.text import Text


class Mark(msgspec.Struct, frozen=True, order=True):
    """One mark: ``kind`` as in ``KINDS``, ``value`` in one form (17 for 第十七巻, XVII and vol. 17).

    Numbers have no leading zeros; a range is ``1-3``; ``mid`` is 中, ``last`` 下 or 後編, ``final``
    完結編, ``side`` 外伝. Editions are numbers or codes of ``data/marks.yaml`` (``revised``).
    """

    kind: str
    value: str


class Level(StrEnum):
    """At which level two titles are asked to be one: the work, its edition or version, the single issue."""

    WORK = "work"
    EDITION = "edition"
    ITEM = "item"


class EditionKind(msgspec.Struct, frozen=True):
    """One kind of edition or version, with the words that name it."""

    label: Text
    words: tuple[str, ...]


class MarkTable(msgspec.Struct, frozen=True):
    """The file of patterns and words."""

    patterns: dict[str, tuple[str, ...]]
    editions: dict[str, EditionKind]
    remarks: frozenset[str]


KINDS = {
    "volume": Text("巻", "volume"),
    "part": Text("部・編", "part"),
    "season": Text("期・シーズン", "season"),
    "episode": Text("話・回", "episode"),
    "number": Text("番号", "number"),
    "movement": Text("楽章", "movement"),
    "opus": Text("作品番号", "opus"),
    "catalogue_number": Text("作品目録番号", "catalogue number"),
    "edition": Text("版", "edition"),
    "year": Text("年", "year"),
    "series": Text("叢書内の番号", "number in a series"),
    "track": Text("曲順", "track"),
}
"""The kinds of mark. ``number`` is one that does not say of what; ``series`` stood in brackets with a name of
a series, ``track`` before the title."""

_BINDING = {
    Level.WORK: ("volume", "part", "season", "episode", "number", "movement", "opus", "catalogue_number"),
    Level.EDITION: ("edition",),
    Level.ITEM: ("year",),
}
_NAMING = frozenset(("number", "opus", "catalogue_number"))
"""Kinds that name the same thing over again: Symphony No. 5 is Op. 67, whether that is said or not."""
_OUTER_FIRST = ("season", "volume", "part", "number", "episode")
_COUNTED = frozenset(("volume", "part", "season", "episode"))

_KANJI_NUMBER = "[〇一二三四五六七八九十百壱弐参拾]+"
_ROMAN = r"(?:x{1,3}|x{0,3}(?:ix|iv|v?i{1,3}|v))(?![a-z0-9])"
_DIGITS = r"[0-9]+(?: ?[-~–] ?[0-9]+)?"
_CARDINALS = dict(
    zip(
        ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
        map(str, range(1, 13)),
        strict=True,
    )
)
_ORDINALS = {
    "first": "1", "second": "2", "third": "3", "fourth": "4", "fifth": "5", "sixth": "6", "seventh": "7",
    "eighth": "8", "ninth": "9", "tenth": "10", "eleventh": "11", "twelfth": "12", "final": "last",
}  # fmt: skip
_NUMBERS = {
    "{d}": f"({_DIGITS})",
    "{n}": f"({_DIGITS}|{_KANJI_NUMBER}|{_ROMAN})",
    "{e}": rf"({_DIGITS}|{_ROMAN}|{'|'.join(_CARDINALS)})(?: ?\(?of [0-9]+\)?)?",
    "{o}": rf"([0-9]+(?:st|nd|rd|th)|{'|'.join(_ORDINALS)})",
}
_WORDS = {
    **_CARDINALS, **_ORDINALS,
    "上": "1", "中": "mid", "下": "last", "前": "1", "後": "last", "完結": "final",
    "正": "1", "続": "2", "続々": "3", "続続": "3", "zoku": "2", "zoku zoku": "3", "zoku-zoku": "3",
    "正続": "1-2", "外伝": "side", "番外編": "side", "番外篇": "side", "gaiden": "side",
}  # fmt: skip
_JAPANESE = re.compile("[\u3040-\u30ff\u4e00-\u9fff]")
_JAPANESE_TRIGGERS = frozenset("第巻冊輯編篇部話期版上中下前後番号品ズ続正伝")
_TRIGGERS = (
    ("op", "opus", "bwv", "kv", "k", "d", "rv", "hwv", "woo", "buxwv", "swv", "hob", "twv", "anh", "movement",
     "mov", "mvmt", "mvt", "satz", "season", "saison", "staffel", "series", "s", "episode", "folge",
     "ep", "edition", "edn", "ed", "volume", "volumes", "vol", "vols", "bd", "band", "tome", "tomo", "t", "v",
     "book", "disc", "disk", "cd", "part", "pt", "teil", "partie", "parte", "act", "chapter", "chap", "no",
     "nr", "nos", "num", "number", "n", "#", "№", "♯", "zoku", "gaiden")
)  # fmt: skip
"""The words with which Latin patterns begin, where they do not begin with an ordinal."""


def _beginning() -> str:
    """Where a Latin mark may begin. Trying this first spares most places of a title the trying of all
    patterns, which takes ten times as long; the words stand by their first letters for the same reason."""
    words = sorted({*_TRIGGERS, *_ORDINALS})
    begun = (
        f"{re.escape(first)}(?:{'|'.join(re.escape(word[1:]) for word in several)})"
        for first, several in groupby(words, key=lambda word: word[0])
    )
    return rf"(?<![a-z])(?=[0-9]+(?:st|nd|rd|th)|(?:{'|'.join(begun)})(?![a-z]))"


_BEGINNING = re.compile(_beginning())
_DIGITS_IN = re.compile("[0-9]+")
_NOT_VALUE = re.compile(r"[^0-9a-z]+")


@functools.cache
def mark_table() -> MarkTable:
    """The file of patterns and words."""
    file = resources.files("kenri.identity").joinpath("data/marks.yaml")
    return msgspec.convert(parse_yaml(file.read_bytes()), MarkTable, strict=False)


@functools.cache
def edition_words() -> Mapping[str, str]:
    """The folded words for editions, each with the code of its kind."""
    return {fold(word): code for code, kind in mark_table().editions.items() for word in kind.words}


@functools.cache
def remark_words() -> frozenset[str]:
    """The folded words that say what a thing is."""
    return frozenset(map(fold, mark_table().remarks))


@functools.cache
def _pattern(japanese: bool, latin: bool) -> re.Pattern[str]:
    """All patterns in one: those that hold Japanese characters, those that hold none, or both."""
    alternatives = []
    for kind, patterns in mark_table().patterns.items():
        for place, pattern in enumerate(patterns):
            if japanese if _JAPANESE.search(pattern) else latin:
                for name, number in _NUMBERS.items():
                    pattern = pattern.replace(name, number)
                alternatives.append(f"(?P<{kind}_{place}>{pattern})")
    joined = "|".join(alternatives)
    return re.compile(joined if japanese else f"{_BEGINNING.pattern}(?:{joined})")


def take_marks(text: str) -> tuple[str, list[Mark]]:
    """The text without its marks, and the marks. The text is in lower case and normal width (NFKC)."""
    japanese = not text.isascii() and not _JAPANESE_TRIGGERS.isdisjoint(text)
    latin = not japanese or _BEGINNING.search(text) is not None
    marks: list[Mark] = []

    def note(match: re.Match[str]) -> str:
        kind = (match.lastgroup or "").rpartition("_")[0]
        written = next(group for group in match.groups()[match.lastindex or 0 :] if group)
        value = value_of(kind, written)
        marks.append(Mark(kind, f"1-{value}" if match[0].startswith("全") else value))
        return " "

    rest = _pattern(japanese, latin).sub(note, text)
    return (rest, marks) if marks else (text, marks)


def value_of(kind: str, written: str) -> str:
    """A value in its one form: 十七, XVII and 017 are 17, 上 is 1, "27, No. 2" is 27/2."""
    if written in _WORDS:
        return _WORDS[written]
    if written.isdecimal() and kind != "catalogue_number":
        return written.lstrip("0") or "0"
    if written[0] in "上前":
        return "1-last"
    if kind == "opus":
        return "/".join(re.findall(r"[0-9]+[a-z]?", with_digits(written)))
    if kind == "catalogue_number":
        return _NOT_VALUE.sub("", written.replace("kv", "k"))
    if kind == "number" and len(several := re.findall("[0-9]+", written)) > 1 and "-" not in written:
        return ",".join(several)
    digits = re.sub(r"(?<=[0-9])(?:st|nd|rd|th)$", "", with_digits(written))
    return re.sub(r" ?[-~–] ?", "-", digits)


def volume_in(cell: str) -> tuple[Mark, ...]:
    """The marks in a cell that holds nothing else: 第17巻, "vol. 17", 017 and XVII are all volume 17."""
    if not cell:
        return ()
    text = unicodedata.normalize("NFKC", cell).strip().lower()
    marks = tuple(take_marks(f" {text} ")[1])
    if marks or not text:
        return marks
    digits = _DIGITS_IN.search(text)
    value = digits[0].lstrip("0") or "0" if digits else value_of("volume", fold(text))
    return (Mark("volume", value),) if value else ()


def marks_key(marks: tuple[Mark, ...]) -> str:
    """The marks that make another work in one text, equal where sources mark the same one; empty for none.

    For looking up and vetoing by equality, where ``compare_marks`` cannot be asked: "vol. 17", 第17巻 and a
    bare 17 are all ``17``; a work that has a number is not told by its opus and catalogue number as well.
    """
    told: dict[str, set[str]] = {}
    for mark in marks:
        told.setdefault(mark.kind, set()).add(mark.value)
    values = [value for kind in _OUTER_FIRST if kind in told for value in sorted(told[kind])]
    values = values or sorted(told.get("opus", ())) or sorted(told.get("catalogue_number", ()))
    values += [f"movement {value}" for value in sorted(told.get("movement", ()))]
    return " ".join(values)


def compare_marks(one: tuple[Mark, ...], other: tuple[Mark, ...], level: Level = Level.WORK) -> Comparison:
    """Whether the marks allow two titles to be one thing at the level asked.

    Levels: ``equal`` (they agree), ``none`` (neither has any that bind), ``compatible`` (a first volume and
    an unnumbered title, 下 and 2), ``one_sided`` (only one has a mark), ``differ`` (they cannot be one). The
    level asked includes those above it: editions differ where works do.
    """
    first, second = _bound(one, level), _bound(other, level)
    found: list[tuple[str, str, frozenset[str], frozenset[str]]] = []
    for kind in (kind for kind in KINDS if kind in first or kind in second):
        here, there = _meeting(kind, first, second), _meeting(kind, second, first)
        if (kind in first or kind in second) and not (kind == "number" and not (here and there) and found):
            found.append((_agreement(here, there), kind, here, there))
    if any(agreement == "equal" and kind in _NAMING for agreement, kind, *_ in found):
        found = [entry for entry in found if entry[0] != "one_sided" or entry[1] not in _NAMING]
    if not found:
        return Comparison("none", 0.0, _SENTENCES["none"])
    worst, kind, here, there = min(found, key=lambda entry: _ORDER.index(entry[0]))
    left, right = sorted((here or there, there or here), key=sorted)
    sentence = _SENTENCES[worst].format(kind=KINDS[kind], left=_shown(left), right=_shown(right))
    return Comparison(worst, _WEIGHTS[worst], sentence)


def _bound(marks: tuple[Mark, ...], level: Level) -> dict[str, frozenset[str]]:
    kinds = _kinds(level)
    bound: dict[str, frozenset[str]] = {}
    for mark in marks:
        if mark.kind in kinds:
            bound[mark.kind] = bound.get(mark.kind, frozenset()) | {mark.value}
    return bound


@functools.cache
def _kinds(level: Level) -> frozenset[str]:
    """The kinds that bind at a level and above it."""
    levels = tuple(Level)
    return frozenset(kind for at in levels[: levels.index(level) + 1] for kind in _BINDING[at])


def _meeting(
    kind: str, own: Mapping[str, frozenset[str]], others: Mapping[str, frozenset[str]]
) -> frozenset[str]:
    """The values of one side that answer to a kind: a number that does not say of what answers to any."""
    if kind in own:
        return own[kind]
    if kind in _COUNTED and "number" in own and "number" not in others:
        return own["number"]
    if kind == "number":
        return next((own[counted] for counted in sorted(_COUNTED) if counted in own), frozenset())
    if kind in ("volume", "part"):
        return own.get("part" if kind == "volume" else "volume", frozenset())
    return frozenset()


def _shown(values: frozenset[str]) -> Text:
    """Values as people read them: 下 for ``last``, the label for a code of edition."""
    labels = [_label(value) for value in sorted(values)]
    return Text("・".join(label.ja for label in labels), ", ".join(label.en for label in labels))


def _label(value: str) -> Text:
    if value in mark_table().editions:
        return mark_table().editions[value].label
    return _VALUES.get(value, Text(value, value))


def _agreement(here: frozenset[str], there: frozenset[str]) -> str:
    if here & there:
        return "equal"
    if not here or not there:
        return "compatible" if here | there <= {"1"} else "one_sided"
    return "compatible" if any(_may_be(a, b) or _may_be(b, a) for a in here for b in there) else "differ"


def _may_be(word: str, other: str) -> bool:
    """下 is the second or third of two or three; 中 the second of three; 完結編 the last or any later one."""
    later = other.isdecimal() and other != "1"
    return {"last": later, "mid": other == "2", "final": later or other == "last"}.get(word, False)


_VALUES = {
    "mid": Text("中", "the middle one"),
    "last": Text("下・後", "the last one"),
    "final": Text("完結", "the concluding one"),
    "side": Text("外伝", "side story"),
}
_ORDER = ("differ", "one_sided", "compatible", "equal", "none")
_WEIGHTS = {"equal": 3.0, "compatible": 0.0, "one_sided": -3.0, "differ": -12.0}
_SENTENCES = {
    "none": Text(
        "巻・部・版などの表示はどちらにもありません。", "Neither title has a volume, part or edition mark."
    ),
    "equal": Text("{kind}の表示が一致します（{left}）。", "They agree in {kind} ({left})."),
    "compatible": Text(
        "{kind}の表示（{left}）は、もう一方と矛盾しません。",
        "The {kind} mark ({left}) does not contradict the other title.",
    ),
    "one_sided": Text(
        "一方だけに{kind}の表示（{left}）があります。", "Only one of them has a {kind} mark ({left})."
    ),
    "differ": Text(
        "{kind}が異なるため（{left}／{right}）、別のものです。",
        "They differ in {kind} ({left} / {right}), so they are different things.",
    ),
}
