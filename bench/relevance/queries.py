"""Known-item queries of each kind, and which answers to them are right.

Several records may rightly answer one query: right is every document of which a title (or reading, or
creator) equals that of the sought one under ``variants.simple``. Records are taken as they were read, not
linked, so the same work from two catalogues counts as two right answers.
"""

from __future__ import annotations

import random
import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence

import msgspec

from bench.relevance import variants
from bench.relevance.variants import is_japanese, simple
from kenri.search.document import Document, Term

PARTIES = ("person", "organisation")


class Item(msgspec.Struct, frozen=True):
    """One query of one kind, and the ids of all right answers."""

    kind: str
    query: str
    right: frozenset[str]


class Library:
    """The documents by what they are called."""

    def __init__(self, documents: Sequence[Document]) -> None:
        self.documents = documents
        self.by_title: dict[str, set[str]] = defaultdict(set)
        self.by_reading: dict[str, set[str]] = defaultdict(set)
        self.by_romaji: dict[str, set[str]] = defaultdict(set)
        self.by_creator: dict[str, set[str]] = defaultdict(set)
        self.by_person: dict[str, set[str]] = defaultdict(set)
        self.by_kanji: dict[str, set[str]] = defaultdict(set)
        self._sorted: list[str] = []
        for document in documents:
            for term in document.titles:
                key = simple(term.text)
                self.by_title[key].add(document.id)
                reading = reading_key(term.reading or term.text)
                self.by_reading[reading].add(document.id)
                if is_kana(reading):
                    self.by_romaji[flat(reading)].add(document.id)
                elif term.text.isascii():
                    self.by_romaji[_flat_letters(simple(term.text))].add(document.id)
                for character in set(key):
                    if "一" <= character <= "鿿":
                        self.by_kanji[character].add(document.id)
            parties = (*document.creators, *(document.titles if document.schema in PARTIES else ()))
            for term in parties:
                self.by_creator[name_key(term.text)].add(document.id)
                for said in (term.romaji, term.text, *_romanised(term)):
                    if said and said.isascii():
                        self.by_person[_person_key(said)].add(document.id)

    def begun_with(self, key: str) -> set[str]:
        """The documents with a title that begins with a compared text."""
        if not self._sorted:
            self._sorted = sorted(self.by_title)
        found: set[str] = set()
        for title in self._sorted[bisect_left(self._sorted, key) :]:
            if not title.startswith(key):
                break
            found |= self.by_title[title]
        return found


def reading_key(text: str) -> str:
    """A reading without spaces and marks."""
    return re.sub(r"[^0-9a-zぁ-ゖー一-鿿]", "", simple(text))


def is_kana(text: str) -> bool:
    return bool(text) and re.fullmatch(r"[ぁ-ゖー]+", text) is not None


def flat(kana: str) -> str:
    """The same letters for all romanisations of a reading: Hepburn, short vowels, m as n, wa as ha."""
    return _flat_letters(variants.romaji(kana, "hepburn"))


def _flat_letters(letters: str) -> str:
    letters = re.sub(r"m(?=[bpm])", "n", letters)
    for pair in ("ou", "oo", "uu"):
        letters = letters.replace(pair, pair[0])
    return letters.replace("wa", "ha").replace("wo", "o")


def name_key(text: str) -> str:
    """A name without regard to its order where it has words, and to the forms of its kanji."""
    forms = {form: name for name, others in variants.NAME_FORMS.items() for form in others}
    key = "".join(forms.get(c, c) for c in text)
    if is_japanese(key):
        return simple(key)
    return " ".join(sorted(simple(word) for word in re.split(r"[\s,]+", key) if word))


def _person_key(romanised: str) -> str:
    words = sorted(_flat_letters(simple(word)) for word in re.split(r"[\s,]+", romanised) if word)
    return " ".join(words)


def _romanised(term: Term) -> list[str]:
    parts = re.split(r"[\s,、]+", term.reading.strip())
    if not is_japanese(term.text) or len(parts) != 2:
        return []
    roman = [variants.romaji(part, "hepburn") for part in parts]
    return [" ".join(roman)] if all(roman) and all(part.isascii() for part in roman) else []


Maker = Callable[[Library, Document, random.Random], tuple[str, set[str]] | None]


def _title(change: Callable[[str, random.Random], str], shortest: int = 1, only: str = "") -> Maker:
    def make(library: Library, document: Document, random_: random.Random) -> tuple[str, set[str]] | None:
        text = document.titles[0].text
        if not shortest <= len(text) <= 100 or (only and is_japanese(text) != (only == "ja")):
            return None
        query = change(text, random_)
        return (query, library.by_title[simple(text)]) if query else None

    return make


def _reading(library: Library, document: Document, _: random.Random) -> tuple[str, set[str]] | None:
    term = document.titles[0]
    key = reading_key(term.reading)
    return (variants.hiragana(key), library.by_reading[key]) if is_kana(key) and len(key) > 2 else None


def _romaji(library: Library, document: Document, random_: random.Random) -> tuple[str, set[str]] | None:
    term = document.titles[0]
    key = reading_key(term.reading)
    if not is_kana(key) or not 3 <= len(key) <= 30:
        return None
    query = variants.romaji(term.reading, random_.choice(("hepburn", "macron", "kunrei", "wapuro")))
    return (query, library.by_romaji[flat(key)]) if query else None


def _nasal(library: Library, document: Document, random_: random.Random) -> tuple[str, set[str]] | None:
    found = _romaji(library, document, random_)
    query = variants.nasal(found[0]) if found else ""
    return (query, found[1]) if found and query else None


def _other_language(
    library: Library, document: Document, random_: random.Random
) -> tuple[str, set[str]] | None:
    main, others = document.titles[0], document.titles[1:]
    others = tuple(t for t in others if is_japanese(t.text) != is_japanese(main.text) and len(t.text) > 2)
    if not others or document.schema in PARTIES:
        return None
    text = random_.choice(others).text
    return text, library.by_title[simple(text)]


def _half_and_creator(exactly: bool) -> Maker:
    """Half a title and one creator. Right is every work by that creator whose title begins with that half
    (volumes of a series cannot be told apart by it), or ``exactly`` only the sought title."""

    def make(library: Library, document: Document, random_: random.Random) -> tuple[str, set[str]] | None:
        title = document.titles[0].text
        part = variants.half(title)
        if not simple(part) or not document.creators or len(title) > 100:
            return None
        creator = random_.choice(document.creators[:3]).text
        right = library.by_title[simple(title)]
        if not exactly:
            theirs = library.by_creator[name_key(creator)] & library.begun_with(simple(part))
            right = right | theirs
        return f"{part} {creator}", right

    return make


def _whole_and_creator(form: str) -> Maker:
    """A whole title and one creator, in one line as people write it; right is that title by that creator."""

    def make(library: Library, document: Document, random_: random.Random) -> tuple[str, set[str]] | None:
        title = document.titles[0].text
        if not document.creators or not 2 <= len(title) <= 40:
            return None
        creator = document.creators[0].text
        right = library.by_title[simple(title)] & library.by_creator[name_key(creator)]
        return form.format(title=title, creator=creator), right

    return make


def _given_first(library: Library, document: Document, _: random.Random) -> tuple[str, set[str]] | None:
    for term in document.creators:
        if not is_japanese(term.text):
            continue
        names = [name for name in (term.romaji, *_romanised(term)) if len(name.split()) == 2]
        if names:
            family, given = names[0].replace(",", "").split()
            return f"{given} {family}", library.by_person[_person_key(f"{family} {given}")]
    return None


def _katakana_author(
    library: Library, document: Document, random_: random.Random
) -> tuple[str, set[str]] | None:
    """A foreign author by the other script than the title's record shows first."""
    for term in document.creators:
        text = re.sub(r"[\s・＝=]", "", term.text)
        if term.romaji and re.fullmatch(r"[ァ-ー]+", text):
            if random_.random() < 0.5:
                return term.romaji, library.by_person[_person_key(term.romaji)]
            return term.text, library.by_creator[name_key(term.text)]
    return None


def _name_form(library: Library, document: Document, random_: random.Random) -> tuple[str, set[str]] | None:
    for term in document.creators:
        query = (
            variants.name_forms(term.text, random_) if is_japanese(term.text) and len(term.text) < 9 else ""
        )
        if query:
            return query, library.by_creator[name_key(term.text)]
    return None


def _single_kanji(
    library: Library, document: Document, random_: random.Random
) -> tuple[str, set[str]] | None:
    kanji = [c for c in document.titles[0].text if "一" <= c <= "鿿"]
    if len(kanji) < 2:
        return None
    character = random_.choice(kanji)
    return character, library.by_kanji[simple(character)]


def _unchanged(text: str, _: random.Random) -> str:
    return text


KINDS: dict[str, tuple[Maker, str]] = {
    "exact": (_title(_unchanged), "mrr 0.99"),
    "width": (_title(variants.width, 2), "mrr 0.99"),
    "kana": (_title(variants.kana_swap, 2, "ja"), "mrr 0.99"),
    "old kanji": (_title(variants.old_kanji, 2, "ja"), "mrr 0.99"),
    "spacing": (_title(variants.spacing, 3, "ja"), "mrr 0.99"),
    "reading": (_reading, "mrr 0.99"),
    "romaji": (_romaji, "mrr 0.98"),
    "romaji m/n": (_nasal, "mrr 0.98"),
    "typo ja": (_title(variants.typo, 5, "ja"), "mrr 0.93"),
    "typo en": (_title(variants.typo, 8, "en"), "mrr 0.93"),
    "swapped ja": (_title(variants.transposed, 5, "ja"), "mrr 0.93"),
    "swapped en": (_title(variants.transposed, 8, "en"), "mrr 0.93"),
    "other language": (_other_language, ""),
    "word order": (_title(variants.word_order, 8), ""),
    "half title + creator": (_half_and_creator(exactly=False), "mrr 0.85"),
    "  the very title": (_half_and_creator(exactly=True), ""),
    "creator + title": (_whole_and_creator("{creator} {title}"), "mrr 0.95"),
    "title + creator": (_whole_and_creator("{title} {creator}"), "mrr 0.95"),
    "creator『title』": (_whole_and_creator("{creator}『{title}』"), "mrr 0.95"),
    "title + edition": (_title(variants.edition, 2), "mrr 0.9"),
    "title + publisher": (_title(variants.publisher, 2), "mrr 0.85"),
    "numerals": (_title(variants.numerals, 3), ""),
    "kanji in title": (_single_kanji, ""),
    "author given first": (_given_first, "@10 0.95"),
    "author katakana/en": (_katakana_author, "@10 0.95"),
    "author name forms": (_name_form, "@10 0.95"),
}
"""How the queries of each kind are made, and what is aimed at."""


def items(library: Library, each: int, seed: int) -> Iterator[Item]:
    """``each`` queries of every kind, from documents taken at random."""
    for kind, (make, _) in KINDS.items():
        random_ = random.Random(f"{seed} {kind}")
        made = 0
        for number in _shuffled(len(library.documents), random_):
            document = library.documents[number]
            if not document.titles or not simple(document.titles[0].text):
                continue
            found = make(library, document, random_)
            if found is None or not found[1]:
                continue
            yield Item(kind, found[0], frozenset(found[1]))
            made += 1
            if made == each:
                break


def _shuffled(count: int, random_: random.Random) -> list[int]:
    numbers = list(range(count))
    random_.shuffle(numbers)
    return numbers
