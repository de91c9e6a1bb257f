"""From a document to the fields of the index: the one place that says what is searchable how.

==========  ===============================================================================
``id``      the entity, stored
``shown``   the titles as written, one a line, stored for ranking, completion and suggestions
``t a c``   pairs of Japanese characters of the main title, the other titles, the creators
``w v``     words of other scripts of the titles, the creators
``k r``     pairs of the sound of the titles' readings, the creators' readings
``u``       the kanji of titles, one by one, and names of one character
``key``     keys, led by their kind: see ``Kind``
``first``   first year; ``last``: last year; ``weight``: number of records; ``order``: sorting of titles
==========  ===============================================================================

and one field for each facet.
"""

from __future__ import annotations

import functools
import re
from base64 import b64encode

import msgspec

from kenri.search.analysis import kana, numerals, romaji, tokens
from kenri.search.analysis.normalise import compact, fold, without_article
from kenri.search.document import Document, Term

FIELDS_VERSION = "6"
"""Raised whenever a field is added or filled differently."""

LONGEST_TITLE = 600
"""Characters of a title that are searched; the rest is shown but not indexed."""

TITLES_SHOWN = 6
"""Titles that are kept as written; all are searched."""

_NOT_IDENTIFIER = re.compile(r"[^0-9a-z]+")
_NUMBER = re.compile(r"\d+")
_encode = msgspec.json.Encoder().encode


class Kind:
    """Kinds of keys. All but identifiers and beginnings are hashed."""

    EXACT = "x"
    """A whole title."""
    READING = "k"
    """A whole reading."""
    SOUND = "s"
    """A whole reading, by sound."""
    NUMERALS = "n"
    """A whole title with its numerals as digits."""
    NEAR = "d"
    """A short title, whole or without one of its characters."""
    EDGE = "e"
    """The beginning of a title or reading, for completion."""
    IDENTIFIER = "i"


def hashed(kind: str, key: str) -> str:
    """The term that stands for a key of a kind."""
    return tokens.hashed(kind, key)


class _Titles:
    """Collects what the titles of one document give."""

    def __init__(self) -> None:
        self.main: list[str] = []
        self.others: list[str] = []
        self.words: list[str] = []
        self.sounds: list[str] = []
        self.kanji: list[str] = []
        self.keys: dict[str, None] = {}
        self.order = 0

    def add(self, term: Term, main: bool) -> None:
        folded = fold(term.text if len(term.text) <= LONGEST_TITLE else term.text[:LONGEST_TITLE])
        reading = fold(term.reading)
        if main:
            self.order = order_of(reading or folded)
        if not folded:
            return
        target = self.main if main else self.others
        pairs, words = tokens.text_tokens(folded)
        target += pairs
        self.words += words
        key = compact(folded)
        self.keys[hashed(Kind.EXACT, key)] = None
        if pairs:
            self.kanji += tokens.kanji_of(folded)
            self._japanese(folded, key)
        elif "," in term.text and 1 < len(words) < 6:
            self.keys[hashed(Kind.EXACT, compact(fold(_turned(term.text))))] = None
        self._numerals(folded, target, pairs, words)
        self._edges(folded)
        self._reading(term, folded, reading)

    def _japanese(self, folded: str, key: str) -> None:
        modern = tokens.modern_endings(folded)
        if modern is not folded and modern != folded:
            self.keys[hashed(Kind.EXACT, compact(modern))] = None
        if 1 < len(key) <= tokens.LONGEST_NEAR:
            for near in tokens.near_keys(key):
                self.keys[hashed(Kind.NEAR, near)] = None

    def _numerals(self, folded: str, target: list[str], pairs: list[str], words: list[str]) -> None:
        digits = numerals.with_digits(folded)
        if digits != folded:
            more_pairs, more_words = tokens.text_tokens(digits)
            target += [pair for pair in more_pairs if pair not in pairs]
            self.words += [word for word in more_words if word not in words]
            self.keys[hashed(Kind.NUMERALS, compact(digits))] = None
        elif _NUMBER.search(digits):
            self.keys[hashed(Kind.NUMERALS, compact(digits))] = None

    def _edges(self, folded: str) -> None:
        key = compact(without_article(folded))
        for length in range(1, min(len(key), tokens.LONGEST_EDGE) + 1):
            self.keys[Kind.EDGE + key[:length]] = None

    def _reading(self, term: Term, folded: str, reading: str) -> None:
        if reading:
            self._edges(reading)
        elif term.romaji:
            reading = romaji.reading_of(fold(term.romaji))
        else:
            reading = folded if kana.is_kana(folded) else romaji.reading_of(folded)
        if reading:
            self.keys[hashed(Kind.READING, compact(reading))] = None
            spoken = kana.sound(reading)
            self.keys[hashed(Kind.SOUND, spoken)] = None
            self.sounds += tokens.pairs(spoken)
        if term.romaji:
            self.words += fold(term.romaji).split()


def _turned(name: str) -> str:
    """A heading in its natural order: Carroll, Lewis → Lewis Carroll; Gathering, The → The Gathering."""
    last, _, first = name.partition(",")
    return f"{first} {last}"


@functools.lru_cache(maxsize=1 << 16)
def _creator(term: Term) -> tuple[str, str, str, str]:
    """Pairs, words, lone kanji and sounds of a name. Names come again and again, so they are kept."""
    folded = fold(term.text[:LONGEST_TITLE])
    pairs, words = tokens.text_tokens(folded)
    romanised = fold(term.romaji)
    words += romanised.split()
    reading = _NUMBER.sub("", fold(term.reading)) or romaji.reading_of(romanised)
    if not reading:
        reading = folded if kana.is_kana(folded) else romaji.reading_of(folded)
    return (
        " ".join(pairs),
        " ".join(words),
        " ".join(run for run in folded.split() if len(run) == 1),
        " ".join(tokens.pairs(kana.sound(reading))) if reading else "",
    )


def index_fields(document: Document) -> dict[str, object]:
    """What the engine is given of a document."""
    titles = _Titles()
    for place, term in enumerate(document.titles):
        titles.add(term, main=place == 0)
    for value in document.identifiers:
        titles.keys[Kind.IDENTIFIER + identifier_key(value)] = None
    fields: dict[str, object] = {
        "id": document.id,
        "shown": b64encode("\n".join(_shown(document.titles)).encode()).decode(),
        "key": " ".join(titles.keys),
        "schema": document.schema,
        "weight": document.weight,
        "order": titles.order,
        "t": " ".join(titles.main),
        "a": " ".join(titles.others),
        "w": " ".join(titles.words),
        "k": " ".join(titles.sounds),
        "field": document.fields,
        "source": document.sources,
        "status": document.statuses,
        "holder": document.holders,
    }
    names = [_creator(term) for term in document.creators]
    lone = titles.kanji + [name[2] for name in names if name[2]]
    for field, values in (
        ("c", [name[0] for name in names]),
        ("v", [name[1] for name in names]),
        ("u", lone),
        ("r", [name[3] for name in names]),
    ):
        fields[field] = " ".join(values)
    first, last = document.first_year, document.last_year
    if first is not None or last is not None:
        fields["first"] = first if first is not None else last
        fields["last"] = last if last is not None else first
    return fields


def _shown(titles: tuple[Term, ...]) -> list[str]:
    if len(titles) == 1 and "\n" not in titles[0].text:
        return [titles[0].text[:LONGEST_TITLE]]
    texts = dict.fromkeys(" ".join(term.text[:LONGEST_TITLE].split()) for term in titles)
    return list(texts)[:TITLES_SHOWN]


def index_json(document: Document) -> bytes:
    """The fields of a document as the engine's JSON."""
    return _encode(index_fields(document))


def identifier_key(value: str) -> str:
    """An identifier without its scheme, hyphens and case (``isbn:978-4-00-310101-0`` → ``9784003101010``)."""
    return _NOT_IDENTIFIER.sub("", fold(value.rpartition(":")[2] or value))


class _Places(dict[int, str]):
    """The place of each character in the order of titles, as one byte or, from 0x80, two."""

    def __missing__(self, code: int) -> str:
        high, low = divmod(code, 256)
        self[code] = place = chr(0x80 | high & 0x7F) + chr(low) if code >= 0x3100 else ""
        return place


_PLACES = _Places(
    {ord(letter): chr(place) for place, letter in enumerate("0123456789abcdefghijklmnopqrstuvwxyz", 1)}
)
_PLACES |= {code: chr(0x25 + place) for place, code in enumerate(range(0x3041, 0x3097))}


def order_of(folded: str) -> int:
    """A number that sorts titles: digits, letters, then kana by the reading, then kanji without a reading.

    Eight letters or kana, or four kanji; enough for a list to look sorted.
    """
    places = compact(without_article(folded[:24])).translate(_PLACES).encode("latin-1")[:8]
    return int.from_bytes(places.ljust(8, b"\0"), "big")
