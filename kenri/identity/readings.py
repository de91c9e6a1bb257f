"""How a text is read aloud: told by kana and romanisation, guessed by a dictionary for kanji."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence
from itertools import combinations, islice, product
from typing import NamedTuple

import msgspec
import sudachipy

from kenri.identity.writing import kana, romaji
from kenri.identity.writing.consonants import skeleton
from kenri.identity.writing.normalise import fold

_UNREAD = re.compile("[^a-z ]+")
_LETTERS = re.compile("[a-z]")
_DIGITS = re.compile("([0-9]+)")
_WORD = re.compile(r"[a-z]+|[^a-z]+")
_RUN = re.compile("[a-z]+|[0-9]+|[^a-z0-9 ]+")
_READ_BOTH_WAYS = {"にっぽん": "にほん", "わたくし": "わたし"}
_SILENT = frozenset(("補助記号", "空白"))


class Reading(msgspec.Struct, frozen=True):
    """How a text sounds.

    ``kana`` is folded kana with spaces where words are known; digits, letters that cannot be Japanese and
    characters without a reading stay among it. ``sound`` is the key under which spellings of one sound meet,
    ``consonants`` are what foreign words and their katakana have in common, word by word.
    ``guessed`` says that a dictionary or a rule chose the reading: weak evidence, above all for names.
    """

    kana: str
    sound: str
    consonants: str
    guessed: bool


def reading_of(text: str) -> Reading:
    """The reading of a title or name in any script; never raises."""
    return reading_of_folded(fold(text))


@functools.lru_cache(maxsize=16384)
def reading_of_folded(folded: str) -> Reading:
    """``reading_of`` a text that is folded."""
    has_kanji = kana.has_kanji(folded)
    text = _UNREAD.sub(lambda match: f" {_read_kanji(match[0])} ", folded) if has_kanji else folded
    runs = [_spoken(run) for run in text.split()]
    spelt = " ".join([said for said, _ in runs])
    return Reading(
        kana=spelt,
        sound=sound_of(spelt.replace(" ", "")),
        consonants=" ".join([consonants for _, consonants in runs if consonants]),
        guessed=has_kanji or (folded.isascii() and _LETTERS.search(spelt) is not None),
    )


@functools.lru_cache(maxsize=131072)
def _spoken(run: str) -> tuple[str, str]:
    """The words of a run of text, letters in kana where they can be, and their consonants."""
    if run.isalpha() and run.isascii():
        said = romaji.kana_of(run) or run
        return said, skeleton(said)
    spelt = [romaji.kana_of(word) or word for word in _WORD.findall(run)]
    return " ".join(spelt), " ".join(filter(None, map(skeleton, spelt)))


def sound_of(spelt: str) -> str:
    """The sound of kana, with one form for words that everybody reads both ways (にほん, にっぽん)."""
    if not spelt.isascii():
        for reading, usual in _READ_BOTH_WAYS.items():
            spelt = spelt.replace(reading, usual)
    return kana.sound(spelt)


class NameReading(NamedTuple):
    """A Japanese name divided and read, both by guess. The parts are empty where it is a single word.

    ``words`` is the likeliest kana of the parts, of the whole where there are none.
    """

    family: str
    given: str
    words: tuple[str, ...]


MOST_FURTHER = 24
"""Further readings of a name that are looked at."""
MOST_ECHOES, FEWEST_ECHOES = 10, 4
"""Readings of a title that are looked at: of a Japanese one, and of one in letters."""
MOST_OF_A_WORD = 5
"""Readings of one word that are looked at."""


@functools.lru_cache(maxsize=65536)
def reading_of_name(name: str) -> NameReading:
    """Divide and read a folded name that is written without spaces."""
    written, read = ["", ""], ["", ""]
    place = 0
    for morpheme in _tokenizer().tokenize(name):
        if not place and written[0] and morpheme.part_of_speech()[3] != "姓":
            place = 1
        written[place] += morpheme.surface()
        read[place] += _kana_of(morpheme)
    if not place:
        return NameReading("", "", (fold(read[0]),))
    return NameReading(written[0], written[1], (fold(read[0]), fold(read[1])))


def further_readings(name: NameReading) -> list[tuple[str, str]]:
    """Other readings that the dictionary knows for a name's parts, as 幸子 is さちこ, ゆきこ or こうこ."""
    if not name.given:
        return []
    families = dict.fromkeys((name.words[0], *_names_of(name.family, "姓"), *_composed(name.family)))
    givens = dict.fromkeys((name.words[1], *_names_of(name.given, "名"), *_composed(name.given)))
    both = sorted(product(enumerate(families), enumerate(givens)), key=lambda two: two[0][0] + two[1][0])
    return [(family, given) for (_, family), (_, given) in both[1 : MOST_FURTHER + 1]]


@functools.lru_cache(maxsize=65536)
def echoes_of(text: str) -> tuple[str, ...]:
    """The sounds under which a text may be met where it is read otherwise, loosely written (``kana.echo``).

    Foreign words may be said as Japanese spells them (online, オンライン), characters have several readings.
    The likeliest comes first; what is read in one way only has one.
    """
    folded = fold(text)
    words = [word for run in _runs(folded) for word in _ways_to_say(run)]
    most = FEWEST_ECHOES if folded.isascii() else MOST_ECHOES
    said = dict.fromkeys(map("".join, islice(_sayings(words), most)))
    return tuple(dict.fromkeys(filter(None, map(kana.echo, map(sound_of, said)))))


def _runs(folded: str) -> list[str]:
    return _RUN.findall(folded)


def _ways_to_say(run: str) -> list[tuple[str, ...]]:
    """For each word of a run the ways it may be said, the likeliest first."""
    if run.isascii():
        return [_said_in_letters(run)]
    return [_said(surface, usual) for surface, usual in _morphemes(run)]


def _sayings(words: Sequence[tuple[str, ...]]) -> Iterator[list[str]]:
    """Ways to say the whole: the usual one, every word in its second way, one word otherwise, two."""
    usual = [word[0] for word in words]
    yield usual
    open_ = [place for place, word in enumerate(words) if len(word) > 1]
    if not open_:
        return
    if len(open_) > 1:
        yield [word[min(1, len(word) - 1)] for word in words]
    for count in (1, 2):
        for places in combinations(open_, count):
            for chosen in product(*(words[place][1:] for place in places)):
                said = list(usual)
                for place, way in zip(places, chosen, strict=True):
                    said[place] = way
                yield said


@functools.lru_cache(maxsize=65536)
def _said_in_letters(word: str) -> tuple[str, ...]:
    """A word in letters: as romanised Japanese, and as the dictionary says a foreign one (code, コード)."""
    told = (romaji.kana_of(word), *_readings_in_dictionary(word)) if word.isalpha() else ()
    return tuple(dict.fromkeys(filter(None, told))) or (word,)


@functools.lru_cache(maxsize=65536)
def _said(surface: str, usual: str) -> tuple[str, ...]:
    """A word and how it may be read: as usual, otherwise by the dictionary, character by character."""
    if not kana.has_kanji(surface):
        return (usual,)
    others = (*_readings_in_dictionary(surface), *_composed(surface))
    return tuple(dict.fromkeys((usual, *others)))[:MOST_OF_A_WORD]


@functools.lru_cache(maxsize=65536)
def _readings_in_dictionary(written: str) -> tuple[str, ...]:
    """All readings that the dictionary has for a word; none that only repeat its letters."""
    found = (fold(morpheme.reading_form()) for morpheme in _dictionary().lookup(written))
    return tuple(dict.fromkeys(read for read in found if kana.is_kana(read)))


@functools.lru_cache(maxsize=65536)
def _composed(written: str) -> tuple[str, ...]:
    """Readings put together from those of single characters: 杏村 is きょうそん, as pen names often are."""
    if not 2 <= len(written) <= LONGEST_COMPOSED:
        return ()
    ways = [_readings_in_dictionary(one) if kana.has_kanji(one) else (one,) for one in written]
    return tuple(islice(dict.fromkeys(map("".join, product(*ways))), MOST_FURTHER)) if all(ways) else ()


LONGEST_COMPOSED = 4
"""Characters of a word that may be read one by one."""


@functools.lru_cache(maxsize=65536)
def _names_of(written: str, kind: str) -> tuple[str, ...]:
    """The readings of a family name (姓) or given name (名) that stand in the dictionary."""
    found = (
        fold(morpheme.reading_form())
        for morpheme in _dictionary().lookup(written)
        if morpheme.part_of_speech()[3] == kind
    )
    return tuple(dict.fromkeys(found))


@functools.cache
def _dictionary() -> sudachipy.Dictionary:
    """Opened on first need in each process: it is large, and cannot be passed between processes."""
    return sudachipy.Dictionary(dict="core")


@functools.cache
def _tokenizer() -> sudachipy.Tokenizer:
    fields = {"pos", "reading_form"}
    return _dictionary().tokenizer(mode=sudachipy.SplitMode.C, fields=fields)


def _read_kanji(run: str) -> str:
    """A run of kanji and kana in kana; what the dictionary does not know stays as it is."""
    return "".join(usual for _, usual in _morphemes(run))


@functools.lru_cache(maxsize=8192)
def _morphemes(run: str) -> tuple[tuple[str, str], ...]:
    """The words of a run of kanji and kana, each with its usual reading in folded kana."""
    return tuple((m.surface(), fold(_kana_of(m))) for m in _tokenizer().tokenize(run))


def _kana_of(morpheme: sudachipy.Morpheme) -> str:
    surface: str = morpheme.surface()
    if surface.isdecimal() or kana.is_kana(surface) or morpheme.part_of_speech()[0] in _SILENT:
        return surface
    if _DIGITS.search(surface):
        # Numbers stay numbers, though the dictionary reads 銀河鉄道999 as "three nine".
        parts = filter(None, _DIGITS.split(surface))
        return "".join(part if part.isdecimal() else _read_kanji(part) for part in parts)
    read: str = morpheme.reading_form()
    return read
