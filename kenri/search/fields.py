"""From a document to the fields of the index: the one place that says what is searchable how.

==========  ===============================================================================
``id``      the entity, stored
``shown``   the titles as written, one a line, stored for ranking, completion and suggestions
``t a c``   pairs of Japanese characters of the main title, the other titles, the creators
``w v``     words of other scripts of the titles, the creators
``k r``     pairs of the sound of the titles' readings, the creators' readings
``u``       the kanji of titles, one by one, and names of one character
``key``     hashed keys of titles: exact (x), reading (k), sound (s), numerals as digits (n), nearly (d)
``edge``    beginnings of titles and readings, for completion
``ident``   identifiers
``first``   first year; ``last``: last year; ``weight``: number of records; ``order``: sorting of titles
==========  ===============================================================================

and one field for each facet.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

import msgspec

from kenri.search.analysis import kana, numerals, romaji, tokens
from kenri.search.analysis.normalise import compact, fold, without_article
from kenri.search.document import Document, Term

FIELDS_VERSION = "3"
"""Raised whenever a field is added or filled differently."""

LONGEST_TITLE = 600
"""Characters of a title that are searched; the rest is shown but not indexed."""

TITLES_SHOWN = 6
NO_YEAR = -9999

_NOT_IDENTIFIER = re.compile(r"[^0-9a-z]+")
_NUMBER = re.compile(r"\d+")
_encode = msgspec.json.Encoder().encode


class _Fields:
    """Collects the tokens of one document."""

    def __init__(self) -> None:
        self.lists: dict[str, list[str]] = {name: [] for name in ("t", "a", "c", "w", "v", "k", "r", "u")}
        self.keys: dict[str, None] = {}
        self.edges: dict[str, None] = {}

    def title(self, term: Term, main: bool) -> None:
        folded = fold(term.text[:LONGEST_TITLE])
        if not folded:
            return
        pairs, words = tokens.text_tokens(folded)
        self.lists["t" if main else "a"] += pairs
        self.lists["w"] += words
        if pairs:
            self.lists["u"] += tokens.kanji_of(folded)
        key = compact(folded)
        self.keys[tokens.hashed("x", key)] = None
        self._title_variants(folded, key, pairs, words, main)
        self._edges(folded)
        self._title_reading(term, folded)

    def _title_variants(self, folded: str, key: str, pairs: list[str], words: list[str], main: bool) -> None:
        modern = tokens.modern_endings(folded)
        if modern != folded:
            self.keys[tokens.hashed("x", compact(modern))] = None
        digits = numerals.with_digits(folded)
        if digits != folded:
            more_pairs, more_words = tokens.text_tokens(digits)
            self.lists["t" if main else "a"] += [pair for pair in more_pairs if pair not in pairs]
            self.lists["w"] += [word for word in more_words if word not in words]
        if digits != folded or _NUMBER.search(digits):
            self.keys[tokens.hashed("n", compact(digits))] = None
        if pairs and 1 < len(key) <= tokens.LONGEST_NEAR:
            for near in tokens.near_keys(key):
                self.keys[tokens.hashed("d", near)] = None

    def _edges(self, folded: str) -> None:
        for edge in tokens.edges(compact(without_article(folded))):
            self.edges[edge] = None

    def _title_reading(self, term: Term, folded: str) -> None:
        reading = fold(term.reading) or romaji.reading_of(fold(term.romaji))
        if not reading:
            reading = folded if kana.is_kana(folded) else romaji.reading_of(folded)
        elif term.reading:
            self._edges(reading)
        if reading:
            self.keys[tokens.hashed("k", kana.plain_reading(reading))] = None
            spoken = kana.sound(reading)
            self.keys[tokens.hashed("s", spoken)] = None
            self.lists["k"] += tokens.pairs(spoken)
        if term.romaji:
            self.lists["w"] += fold(term.romaji).split()

    def creator(self, term: Term) -> None:
        folded = fold(term.text[:LONGEST_TITLE])
        pairs, words = tokens.text_tokens(folded)
        self.lists["c"] += pairs
        self.lists["v"] += words
        self.lists["u"] += [run for run in tokens.runs(folded) if len(run) == 1]
        romanised = fold(term.romaji)
        if romanised:
            self.lists["v"] += romanised.split()
        reading = _NUMBER.sub("", fold(term.reading)) or romaji.reading_of(romanised)
        if not reading:
            reading = folded if kana.is_kana(folded) else romaji.reading_of(folded)
        if reading:
            self.lists["r"] += tokens.pairs(kana.sound(reading))


def index_fields(document: Document) -> dict[str, object]:
    """What the engine is given of a document."""
    collected = _Fields()
    for place, term in enumerate(document.titles):
        collected.title(term, main=place == 0)
    for term in document.creators:
        collected.creator(term)
    fields: dict[str, object] = {
        "id": document.id,
        "shown": "\n".join(_shown(document.titles)),
        "key": " ".join(collected.keys),
        "edge": list(collected.edges),
        "schema": document.schema,
        "weight": document.weight,
        "order": order_of(document.titles[0]) if document.titles else 0,
    }
    for name, values in collected.lists.items():
        if values:
            fields[name] = " ".join(values)
    if document.identifiers:
        fields["ident"] = " ".join(identifier_key(value) for value in document.identifiers)
    for facet, values in _facets(document):
        if values:
            fields[facet] = values
    first, last = document.first_year, document.last_year
    if first is not None or last is not None:
        fields["first"] = first if first is not None else last
        fields["last"] = last if last is not None else first
    return fields


def _facets(document: Document) -> Iterable[tuple[str, tuple[str, ...]]]:
    yield "field", document.fields
    yield "source", document.sources
    yield "status", document.statuses
    yield "holder", document.holders


def _shown(titles: tuple[Term, ...]) -> list[str]:
    texts = dict.fromkeys(" ".join(term.text[:LONGEST_TITLE].split()) for term in titles)
    return list(texts)[:TITLES_SHOWN]


def index_json(document: Document) -> bytes:
    """The fields of a document as the engine's JSON."""
    return _encode(index_fields(document))


def identifier_key(value: str) -> str:
    """An identifier without its scheme, hyphens and case (``isbn:978-4-00-310101-0`` → ``9784003101010``)."""
    folded = fold(value.rpartition(":")[2] or value)
    return _NOT_IDENTIFIER.sub("", folded)


_LETTERS = {letter: place for place, letter in enumerate("0123456789abcdefghijklmnopqrstuvwxyz", 1)}
_LETTERS |= {chr(code): place for place, code in enumerate(range(0x3041, 0x3097), 37)}
_OTHER = 127


def order_of(term: Term) -> int:
    """A number that sorts titles: digits, letters, then kana by the reading, then kanji without a reading.

    Nine characters at seven bits, or three kanji; enough for a list to look sorted.
    """
    key = compact(without_article(fold(term.reading or term.text)))
    packed = 0
    filled = 0
    for character in key[:9]:
        place = _LETTERS.get(character)
        if place is None:
            if filled + 28 > 63:
                break
            packed = packed << 28 | _OTHER << 21 | min(ord(character), 0x1FFFFF)
            filled += 28
        elif filled + 7 <= 63:
            packed = packed << 7 | place
            filled += 7
    return packed << (63 - filled)
