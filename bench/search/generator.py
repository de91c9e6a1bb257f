# ruff: noqa: E501, SIM905  (tables of characters read better in long lines)
"""Deterministic bilingual records as raw JSON lines, noisy as catalogues are.

68 % Japanese, 32 % English titles; readings in kana with spaces between words; other-language titles for a
third; one to three creators with readings; old kanji in most titles before 1946, full width in 5 %,
half-width katakana in 1 %. Word frequencies fall as in Zipf's law.
"""

from __future__ import annotations

import json
import random
import unicodedata
from collections.abc import Iterator
from typing import Any

import msgspec

from bench.search import words
from kenri.search.document import Document, Term

_OLD = str.maketrans(
    "国学会体来図気広経済戦争写真画旧医薬楽変声売読数万竜沢浜桜恵辺斉",
    "國學會體來圖氣廣經濟戰爭寫眞畫舊醫藥樂變聲賣讀數萬龍澤濱櫻惠邊齊",
)
_FIELDS = "books newspapers music film broadcast manga anime games art photography stage scripts online archives".split()
_SCHEMAS = "text serial musical_work recording artwork photograph film programme game script".split()
_SOURCES = (
    "ndl_search",
    "madb",
    "japan_search",
    "aozora",
    "moma",
    "tate",
    "gutenberg",
    "musicbrainz",
    "marc21",
    "onix",
)
_STATUSES = ("public_domain", "protected", "undetermined", "not_protected")


class Raw(msgspec.Struct, gc=False):
    """One raw record."""

    id: str
    title: str
    kana: str
    alt: list[str]
    creators: tuple[Term, ...]
    ids: tuple[str, ...]
    field: str
    schema: str
    source: str
    status: str
    holder: str
    year: int


def document(raw: Raw) -> Document:
    """The document that a harvested record of this kind becomes."""
    return Document(
        id=raw.id,
        schema=raw.schema,
        titles=(Term(raw.title, raw.kana), *(Term(text) for text in raw.alt)),
        creators=raw.creators,
        identifiers=raw.ids,
        fields=(raw.field,),
        sources=(raw.source,),
        holders=(raw.holder,) if raw.holder else (),
        statuses=(raw.status,),
        first_year=raw.year,
        last_year=raw.year,
    )


class Generator:
    """Makes records one after the other; the same seed gives the same records."""

    def __init__(self, seed: int = 20261122) -> None:
        self.random = random.Random(seed)
        self.kanji = words.kanji_words(self.random)
        self.katakana = words.katakana_words(self.random)
        self.latin = words.latin_words(self.random)
        self.persons = words.persons(self.random)
        self.holders = [f"{word}{kind}" for word, _ in self.kanji[:200] for kind in ("出版社", "株式会社")]

    def _zipf(self, pool: list[Any]) -> Any:
        """A skewed choice: rank r is taken about in proportion to 1/(r+20)."""
        share = self.random.random()
        return pool[min(len(pool) - 1, int(20 * ((len(pool) / 20 + 1) ** share - 1)))]

    def _japanese(self) -> tuple[str, str]:
        k, other = self._zipf(self.kanji), self._zipf(self.kanji)
        t = self._zipf(self.katakana)
        family, given = self._zipf(self.persons)
        number = self.random.randint(1, 40)
        patterns = (
            lambda: (f"{k[0]}の{other[0]}", f"{k[1]} ノ {other[1]}"),
            lambda: (f"{k[0]}{other[0]}", f"{k[1]} {other[1]}"),
            lambda: (f"{t[0]}{k[0]}", f"{t[1]} {k[1]}"),
            lambda: (f"{k[0]}と{other[0]}の{t[0]}", f"{k[1]} ト {other[1]} ノ {t[1]}"),
            lambda: (f"{k[0]}{other[0]} {number}", f"{k[1]} {other[1]} {number}"),
            lambda: (f"{family[0]}{given[0]}{k[0]}集", f"{family[1]} {given[1]} {k[1]} シュウ"),
            lambda: (f"{t[0]}・{self._zipf(self.katakana)[0]}", ""),
            lambda: (f"{k[0]}における{other[0]}の{self._zipf(self.kanji)[0]}", ""),
            lambda: (f"{k[0]}", f"{k[1]}"),
            lambda: (f"{k[0]}{other[0]}入門 : {t[0]}から{self._zipf(self.kanji)[0]}へ", ""),
        )
        title, kana = self.random.choice(patterns)()
        return title, "".join(chr(ord(c) + 0x60) if "ぁ" <= c <= "ゖ" else c for c in kana)

    def _english(self) -> str:
        count = self.random.choice((1, 2, 2, 3, 3, 4, 5, 6))
        return " ".join(self._zipf(self.latin) for _ in range(count)).title()

    def _noise(self, title: str, year: int) -> str:
        chance = self.random.random()
        if year < 1946 and chance < 0.6:
            return title.translate(_OLD)
        if chance > 0.95:
            return "".join(
                chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else "　" if c == " " else c for c in title
            )
        if 0.94 < chance <= 0.95:
            return "".join(_half(c) for c in title)
        return title

    def _creator(self, japanese: bool) -> Term:
        if japanese:
            family, given = self._zipf(self.persons)
            return Term(f"{family[0]} {given[0]}", f"{family[1]} {given[1]}")
        return Term(f"{self._zipf(self.latin)} {self._zipf(self.latin)}".title())

    def record(self, number: int) -> Raw:
        """The next record."""
        choose = self.random
        year = int(1600 + 425 * choose.random() ** 0.3)
        japanese = choose.random() < 0.68
        title, kana = self._japanese() if japanese else (self._english(), "")
        alt = [self._english()] if japanese and choose.random() < 0.35 else []
        return Raw(
            id=f"w{number:08d}",
            title=self._noise(title, year),
            kana=kana,
            alt=alt,
            creators=tuple(self._creator(japanese) for _ in range(choose.choice((1, 1, 1, 2, 2, 3)))),
            ids=(f"isbn:{9784000000000 + number * 7}",) if choose.random() < 0.6 else (),
            field=choose.choice(_FIELDS),
            schema=choose.choice(_SCHEMAS),
            source=choose.choice(_SOURCES),
            status=choose.choice(_STATUSES),
            holder=choose.choice(self.holders) if choose.random() < 0.5 else "",
            year=year,
        )


_HALF = {unicodedata.normalize("NFKC", chr(code)): chr(code) for code in range(0xFF66, 0xFF9E)}


def _half(character: str) -> str:
    """Half-width katakana, voiced ones in two characters."""
    parts = unicodedata.normalize("NFD", character)
    if parts[0] not in _HALF:
        return character
    return _HALF[parts[0]] + {"\u3099": "ﾞ", "\u309a": "ﾟ"}.get(parts[1:], "")


def lines(count: int) -> Iterator[bytes]:
    """Raw JSON records, one a line."""
    generator = Generator()
    for number in range(count):
        yield json.dumps(msgspec.to_builtins(generator.record(number)), ensure_ascii=False).encode() + b"\n"
