"""From a document to the fields of the index: the one place that says what is searchable, and how.

==========  ===============================================================================
``id``      the entity, stored
``shown``   the titles as written, one a line, stored for ranking, completion and suggestions
``t a c``   pairs of Japanese characters of the main title, the other titles, the creators
``w v``     words of other scripts of the titles, the creators
``k r``     the sound of the titles' readings, the creators' readings; the engine pairs their characters
``e``       the beginnings of titles and readings, for completion; the engine makes the shorter ones
``u``       the kanji of titles, one by one, and names of one character
``key``     keys, led by their kind: see ``Kind``
``first``   first year; ``last``: last year; ``order``: sorting of titles
``weight``  number of records, then how short the main title is
==========  ===============================================================================

and one field for each facet.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable

import msgspec

from kenri.identity.writing import kana, numerals, romaji
from kenri.identity.writing.normalise import compact, fold, without_article
from kenri.search.analysis import loanwords, tokens
from kenri.search.document import Document, Term
from kenri.vocab.identifiers import try_identifier
from kenri.vocab.urls import page_key

FIELDS_VERSION = "13"
"""Raised whenever a field is added or filled differently."""

LONGEST_TITLE = 600
"""Characters of a title that are searched; the rest is shown but not indexed."""

TITLES_SHOWN = 6
"""Titles that are kept as written; all are searched."""

_SHORT_BITS = 6
_SHORTEST = (1 << _SHORT_BITS) - 1

_NOT_IDENTIFIER = re.compile(r"[^0-9a-z]+")
_NUMBER = re.compile(r"\d+")
_LONG_NUMBER = re.compile(r"(?:[a-z]{2,10} )?(?: ?[0-9]){7,40} ?x?")
_encoder = msgspec.json.Encoder()


class Kind:
    """Kinds of keys. Long ones are hashed, all but identifiers."""

    EXACT = "x"
    """A whole title."""
    READING = "k"
    """A whole reading."""
    SOUND = "s"
    """A whole reading, by sound, where it is spelt otherwise."""
    NUMERALS = "n"
    """A whole title with its numerals as digits, where it is written otherwise."""
    KATAKANA, LATIN = "c", "l"
    """The consonants of a title with katakana and of its katakana words; of a short title in Latin ones."""
    NEAR = "d"
    """A short title, whole or without one of its characters."""
    IDENTIFIER = "i"
    PAGE = "p"
    """The address of a page, however it is written."""


class _Titles(msgspec.Struct, gc=False):
    """Collects the tokens and keys of the titles of one document."""

    main: list[str] = []
    others: list[str] = []
    words: list[str] = []
    sounds: list[str] = []
    edges: list[str] = []
    kanji: list[str] = []
    keys: list[str] = []
    order: int = 0
    shortness: int = 0

    def add(self, term: Term, main: bool) -> None:
        folded = fold(term.text[:LONGEST_TITLE])
        reading = fold(term.reading)
        key, spelt = compact(folded), compact(reading) if reading else ""
        unled = without_article(folded)
        begun = key if unled == folded else compact(unled)
        if main:
            self.order = order_of(spelt or begun)
            self.shortness = max(0, _SHORTEST - len(key))
        if not folded:
            return
        pairs, words = tokens.text_tokens(folded)
        target = self.main if main else self.others
        target += pairs
        self.words += words
        self.keys.append(tokens.term_of(Kind.EXACT, key))
        if pairs:
            self._japanese(folded, key)
        elif "," in term.text and 1 < len(words) < 6:
            self.keys.append(tokens.term_of(Kind.EXACT, compact(fold(_turned(term.text)))))
        digits = numerals.with_digits(folded)
        if digits != folded:
            self._numerals(digits, target, pairs, words)
        self.edges.append(begun[: tokens.LONGEST_EDGE])
        if spelt:
            self.edges.append(spelt[: tokens.LONGEST_EDGE])
        romanised = fold(term.romaji) if term.romaji else ""
        if romanised:
            self.words += romanised.split()
        reading = reading or (romaji.reading_of(romanised) if romanised else _own_reading(folded))
        if reading:
            self._reading(reading, spelt or compact(reading))
        if not pairs:
            self._by_ear(Kind.LATIN, loanwords.of_letters(unled))
        elif foreign := loanwords.in_katakana(term.text):
            self._by_ear(Kind.KATAKANA, map(loanwords.of_kana, [*foreign, reading]))

    def _japanese(self, folded: str, key: str) -> None:
        self.kanji += tokens.kanji_of(folded)
        loose = tokens.loose_spelling(folded)
        if loose != folded:
            self.keys.append(tokens.term_of(Kind.EXACT, compact(loose)))
        if 1 < len(key) <= tokens.LONGEST_NEAR:
            self.keys += [Kind.NEAR + near for near in tokens.near_keys(key)]

    def _by_ear(self, kind: str, consonants: Iterable[str]) -> None:
        self.keys += [tokens.term_of(kind, told) for told in consonants if told]

    def _numerals(self, digits: str, target: list[str], pairs: list[str], words: list[str]) -> None:
        more_pairs, more_words = tokens.text_tokens(digits)
        target += [pair for pair in more_pairs if pair not in pairs]
        self.words += [word for word in more_words if word not in words]
        self.keys.append(tokens.term_of(Kind.NUMERALS, compact(digits)))

    def _reading(self, reading: str, spelt: str) -> None:
        self.keys.append(tokens.term_of(Kind.READING, spelt))
        spoken = kana.sound(reading)
        if spoken != spelt:
            self.keys.append(tokens.term_of(Kind.SOUND, spoken))
        self.sounds.append(tokens.pairable(spoken))


def _own_reading(folded: str) -> str:
    """The reading of a text that is written in kana, or romanised; empty for others."""
    if folded.isascii():
        return romaji.reading_of(folded)
    return folded if kana.is_kana(folded) else ""


def _turned(name: str) -> str:
    """A heading in its natural order: Carroll, Lewis → Lewis Carroll; Gathering, The → The Gathering."""
    last, _, first = name.partition(",")
    return f"{first} {last}"


def _creator(term: Term) -> tuple[str, str, str, str]:
    """Pairs, words and lone kanji of a name, each led by a space; its sounds.

    Names come again and again, so they are kept: Japanese ones apart, which cost most and must not be
    pushed out by the others.
    """
    if term.reading or term.romaji or not term.text.isascii():
        return _japanese_creator(term)
    return _ascii_creator(term.text)


@functools.lru_cache(maxsize=1 << 16)
def _ascii_creator(name: str) -> tuple[str, str, str, str]:
    folded = fold(name[:LONGEST_TITLE])
    return "", f" {folded}" if folded else "", _lone(folded), _sounds(romaji.reading_of(folded))


@functools.lru_cache(maxsize=1 << 16)
def _japanese_creator(term: Term) -> tuple[str, str, str, str]:
    folded = fold(term.text[:LONGEST_TITLE])
    pairs, words = tokens.text_tokens(folded)
    romanised = fold(term.romaji)
    words += romanised.split()
    reading = _NUMBER.sub("", fold(term.reading)) or romaji.reading_of(romanised) or _own_reading(folded)
    return " ".join(["", *pairs]), " ".join(["", *words]), _lone(folded), _sounds(reading)


def _lone(folded: str) -> str:
    """The runs of a name that are a single character: no pair holds them."""
    return "".join([f" {run}" for run in folded.split() if len(run) == 1])


def _sounds(reading: str) -> str:
    return tokens.pairable(kana.sound(reading)) if reading else ""


class Fields(msgspec.Struct, omit_defaults=True, frozen=True, gc=False):
    """What the engine is given of a document; what is empty is left out."""

    id: str
    shown: bytes
    key: str
    schema: str
    weight: int
    order: int
    t: str = ""
    a: str = ""
    w: str = ""
    k: list[str] = []
    e: list[str] = []
    c: str = ""
    v: str = ""
    u: str = ""
    r: list[str] = []
    field: tuple[str, ...] = ()
    source: tuple[str, ...] = ()
    status: tuple[str, ...] = ()
    holder: tuple[str, ...] = ()
    first: int | None = None
    last: int | None = None


def index_fields(document: Document) -> Fields:
    """What the engine is given of a document."""
    titles = _Titles()
    for place, term in enumerate(document.titles):
        titles.add(term, main=place == 0)
    for value in document.identifiers:
        titles.keys.append(Kind.IDENTIFIER + identifier_key(value))
    for address in document.addresses:
        if key := page_key(address):
            titles.keys.append(tokens.term_of(Kind.PAGE, key))
    c = v = u = ""
    r = []
    for term in document.creators:
        pairs, words, lone, sounds = _creator(term)
        c += pairs
        v += words
        u += lone
        if sounds:
            r.append(sounds)
    first, last = document.first_year, document.last_year
    return Fields(  # in their order: twenty names would cost more than all the rest of this call
        document.id,
        _shown(document.titles).encode(),
        " ".join(dict.fromkeys(titles.keys)),
        document.schema,
        document.weight << _SHORT_BITS | titles.shortness,
        titles.order,
        " ".join(titles.main),
        " ".join(titles.others),
        " ".join(titles.words),
        titles.sounds,
        titles.edges,
        c[1:],
        v[1:],
        (" ".join(titles.kanji) + u) if titles.kanji else u[1:],
        r,
        document.fields,
        document.sources,
        document.statuses,
        document.holders,
        first if first is not None else last,
        last if last is not None else first,
    )


def _shown(titles: tuple[Term, ...]) -> str:
    if len(titles) == 1 and "\n" not in titles[0].text:
        return titles[0].text[:LONGEST_TITLE]
    texts = dict.fromkeys(" ".join(term.text[:LONGEST_TITLE].split()) for term in titles)
    return "\n".join(list(texts)[:TITLES_SHOWN])


def index_json(document: Document) -> bytes:
    """The fields of a document as the engine's JSON."""
    return _encoder.encode(index_fields(document))


def index_lines(documents: Iterable[Document]) -> bytes:
    """The fields of documents as the engine's JSON, each ended by a line feed."""
    return _encoder.encode_lines(map(index_fields, documents))


def identifier_key(value: str) -> str:
    """An identifier without its scheme, hyphens and case (``isbn:978-4-00-310101-0`` → ``9784003101010``)."""
    bare = value.rpartition(":")[2] or value
    if bare.isascii() and bare.isalnum():  # most are: nothing to fold
        return bare.lower()
    return _NOT_IDENTIFIER.sub("", fold(bare))


def identifier_keys(typed: str) -> list[str]:
    """The keys of an identifier as people type it: with its scheme's name or without, an old ISBN."""
    scheme, _, rest = typed.partition(" ")
    bare = rest if scheme.isalpha() and _NUMBER.search(rest) else typed
    isbn = try_identifier("isbn", bare)
    values = [identifier_key(typed), identifier_key(bare), *([isbn.value] if isbn else [])]
    return list(dict.fromkeys(values))


def is_number(typed: str) -> bool:
    """Whether a folded text is nothing but a long number, such as an ISBN with or without that word."""
    return _LONG_NUMBER.fullmatch(typed) is not None


class _Places(dict[int, str]):
    """The place of each character in the order of titles, as one byte or, from 0x80, two."""

    def __missing__(self, code: int) -> str:
        high, low = divmod(code, 256)
        self[code] = place = chr(0x80 | high & 0x7F) + chr(low) if code >= 0x3100 else ""
        return place


_PLACES = _Places(
    {ord(letter): chr(place) for place, letter in enumerate("0123456789abcdefghijklmnopqrstuvwxyz", 1)}
)
_ASCII_PLACES = bytes(ord(_PLACES.get(code, "\0")) for code in range(256))
_PLACES |= {code: chr(0x25 + place) for place, code in enumerate(range(0x3041, 0x3097))}


def order_of(key: str) -> int:
    """A number that sorts keys: digits, letters, then kana by the reading, then kanji without a reading.

    Eight letters or kana, or four kanji; enough for a list to look sorted.
    """
    start = key[:8]
    places = start.encode().translate(_ASCII_PLACES) if start.isascii() else _places(start)
    return int.from_bytes(places.ljust(8, b"\0"), "big")


def _places(start: str) -> bytes:
    return start.translate(_PLACES).encode("latin-1")[:8]
