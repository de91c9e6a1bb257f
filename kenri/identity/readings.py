"""How a text is read aloud: told by kana and romanisation, guessed by a dictionary for kanji."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable

import msgspec
import sudachipy

from kenri.identity.writing import kana, romaji
from kenri.identity.writing.consonants import skeleton
from kenri.identity.writing.normalise import fold

_UNREAD = re.compile(r"[^0-9a-z ]+")
_SILENT = frozenset(("補助記号", "空白"))


class Reading(msgspec.Struct, frozen=True):
    """How a text sounds.

    ``kana`` is folded kana with spaces where words are known; digits, letters that cannot be Japanese and
    characters without a reading stay among it. ``sound`` is the key under which spellings of one sound meet.
    ``guessed`` says that a dictionary or a rule chose the reading: weak evidence, above all for names.
    """

    kana: str
    sound: str
    guessed: bool

    @property
    def consonants(self) -> str:
        """The consonants word by word, under which foreign words meet their katakana."""
        return " ".join(filter(None, map(skeleton, self.kana.split())))


def reading_of(text: str) -> Reading:
    """The reading of a title or name in any script; never raises."""
    return _reading(text)


def readings_of(texts: Iterable[str]) -> list[Reading]:
    """The readings of many texts, in their order."""
    return [_reading(text) for text in texts]


@functools.lru_cache(maxsize=65536)
def _reading(text: str) -> Reading:
    folded = fold(text)
    if not kana.has_kanji(folded):
        return _of_words(folded)
    read = _UNREAD.sub(lambda match: _read_kanji(match[0]), folded)
    spelt = _of_words(" ".join(read.split()))
    return Reading(spelt.kana, spelt.sound, guessed=True)


def _of_words(folded: str) -> Reading:
    """The reading of folded text without kanji: Latin words as Japanese where they can be that."""
    if folded.isascii():
        words, guessed = [], False
        for word in folded.split():
            spelt = romaji.kana_of(word)
            guessed = guessed or not (spelt or word.isdecimal())
            words.append(spelt or word)
        return Reading(" ".join(words), kana.sound("".join(words)), guessed)
    words = [romaji.kana_of(word) or word for word in folded.split()]
    return Reading(" ".join(words), kana.sound("".join(words)), guessed=False)


@functools.lru_cache(maxsize=65536)
def reading_of_name(name: str) -> tuple[str, str, str]:
    """Family and given name of a folded undivided Japanese name, and the kana of both; all are guesses.

    Family and given name are both empty where the dictionary sees a single word.
    """
    written = ["", ""]
    read = ""
    place = 0
    for morpheme in _tokenizer().tokenize(name):
        if not place and written[0] and morpheme.part_of_speech()[3] != "姓":
            place = 1
        written[place] += morpheme.surface()
        read += _kana_of(morpheme)
    return (written[0], written[1], fold(read)) if written[1] else ("", "", fold(read))


@functools.cache
def _tokenizer() -> sudachipy.Tokenizer:
    """Made on first need in each process: it is large, and cannot be passed between processes."""
    fields = {"pos", "reading_form"}
    return sudachipy.Dictionary(dict="core").tokenizer(mode=sudachipy.SplitMode.C, fields=fields)


def _read_kanji(run: str) -> str:
    """A run of kanji and kana in kana; what the dictionary does not know stays as it is."""
    return fold("".join(map(_kana_of, _tokenizer().tokenize(run))))


def _kana_of(morpheme: sudachipy.Morpheme) -> str:
    surface: str = morpheme.surface()
    if kana.is_kana(surface) or morpheme.part_of_speech()[0] in _SILENT:
        return surface
    read: str = morpheme.reading_form()
    return read
