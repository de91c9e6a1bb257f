"""goodbooks-10k: the ten thousand books that readers of Goodreads rated most, as published on GitHub.

Read: ``books.csv``. Its ISBNs were damaged by a spreadsheet: ``isbn`` lost leading zeros, ``isbn13`` became a
number in floating point of which twelve digits are left. An ISBN is kept only when its check digit is right
and the two do not contradict each other; others are left over, and so reported. In: rows. Out: records of
books. Never run against the live file.
"""

from __future__ import annotations

import functools
import re

from kenri.harvest.source import Csv, Download, Item, Reading, Shape, Source
from kenri.harvest.strict import required, text
from kenri.vocab.dates import year_date
from kenri.vocab.identifiers import Identifier, try_identifier
from kenri.vocab.names import Name, NameKind
from kenri.vocab.problems import Problem
from kenri.vocab.records import Contribution, Event, EventKind, Record
from kenri.vocab.text import Text
from kenri.vocab.vocabularies import language_named

_SERIES = re.compile(r"^(?P<title>.+?)\s*\((?P<series>[^()]*#[^()]*)\)$")
_SPACES = re.compile(r"\s+")
_SUFFIX = re.compile(r"^(?:Jr|Sr|II|III|IV|M\.?D|Ph\.?D|Inc|Ltd)\b\.?", re.IGNORECASE)
_YEAR = re.compile(r"-?\d{1,4}(?:\.0+)?")


def book(item: Item) -> Reading:
    """One book; the language of the edition that has the most ratings."""
    number, title = required(item, "book_id"), required(item, "title")
    language = text(item, "language_code")
    code = language_named(language) if language else ""
    if code is None:
        raise Problem("unknown_code", field="language_code", value=language)
    goodreads = text(item, "goodreads_book_id")
    identifiers = [
        i for i in (_isbn(item), try_identifier("goodreads", goodreads) if goodreads.isdigit() else None) if i
    ]
    return Record(
        source="goodbooks",
        local_id=number,
        schema="text",
        names=_names(title, text(item, "original_title"), code),
        contributions=_authors(text(item, "authors")),
        events=_published(text(item, "original_publication_year")),
        identifiers=tuple(identifiers),
        languages=(code,) if code else (),
        url=f"https://www.goodreads.com/book/show/{goodreads}" if goodreads else "",
    )


def _isbn(item: Item) -> Identifier | None:
    """The one ISBN that both columns allow. What is not used stays in the item and is reported."""
    short, long = (item.get(key) or "" for key in ("isbn", "isbn13"))
    digits = str(short).strip().removesuffix(".0")
    found = try_identifier("isbn", digits.zfill(10)) if 7 <= len(digits) <= 10 else None
    thirteen = str(long).strip()
    try:
        number = float(thirteen) if thirteen else 0.0
    except ValueError:
        number = 0.0
    if re.fullmatch(r"97[89]\d{10}(?:\.0)?", thirteen):
        whole = try_identifier("isbn", thirteen[:13])
        if whole and (not found or _agree(found, number)):
            item.pop("isbn13")
            item.pop("isbn", None)
            return whole
    if found is None or (number and not _agree(found, number)):
        return None
    item.pop("isbn")
    if number:
        item.pop("isbn13")
    return found


def _agree(isbn: Identifier, number: float) -> bool:
    """Whether a number that kept its first digits only can be this ISBN."""
    digits = re.sub(r"\D", "", isbn.value)
    return len(digits) == 13 and abs(int(digits) - number) <= 10 ** (13 - 11)


def _names(title: str, original: str, language: str) -> tuple[Name, ...]:
    names = [Name(title, language=language)]
    if match := _SERIES.match(title):
        names += [
            Name(match["title"], NameKind.ALTERNATIVE, language),
            Name(match["series"], NameKind.SERIES, language),
        ]
    if original and original not in {name.text for name in names}:
        names.append(Name(original, NameKind.ORIGINAL))
    return tuple(names)


@functools.lru_cache(maxsize=16384)
def _authors(line: str) -> tuple[Contribution, ...]:
    """The first is the author; of the others the list does not say what they did."""
    names: list[str] = []
    for part in line.split(", "):
        name = _SPACES.sub(" ", part).strip()
        if names and _SUFFIX.match(name):
            names[-1] += f", {name}"
        elif name:
            names.append(name)
    return tuple(
        Contribution((Name(name),), "contributor" if position else "author")
        for position, name in enumerate(dict.fromkeys(names))
    )


@functools.lru_cache(maxsize=4096)
def _published(written: str) -> tuple[Event, ...]:
    """Years BC are negative; the astronomical year of 750 BC is -749."""
    if not _YEAR.fullmatch(written):
        return ()
    year = int(float(written))
    return (
        Event(EventKind.PUBLISHED, year_date(year + 1 if year < 0 else year, written.removesuffix(".0"))),
    )


SOURCE = Source(
    id="goodbooks",
    title=Text("goodbooks-10k(読者評価の多い書籍1万点)", "goodbooks-10k"),
    publisher=Text("ズィグムント・ザヨンツ(FastML)", "Zygmunt Zając (FastML)"),
    description=Text(
        "Goodreadsで評価の多い書籍1万点の一覧です。原題・著者・初版年・ISBNを含みます。2017年で更新は終わっています。",
        "Ten thousand books with the most ratings on Goodreads: original title, authors, first year of publication, "
        "ISBN. Frozen in 2017.",
    ),
    fields=("books",),
    schemas=("text",),
    homepage="https://github.com/zygmuntz/goodbooks-10k",
    licence="cc-by-sa-4.0",
    terms=Text(
        "CC BY-SA 4.0です。出典を示し、改変したデータは同じ条件で提供してください。",
        "CC BY-SA 4.0: give credit, and pass changed data on under the same terms.",
    ),
    terms_url="https://github.com/zygmuntz/goodbooks-10k#license",
    shapes=(
        Shape(
            "books",
            Csv(),
            book,
            ("book_id", "authors", "title"),
            (
                "goodreads_book_id",
                "isbn",
                "isbn13",
                "original_publication_year",
                "original_title",
                "language_code",
            ),
            (
                "best_book_id",
                "work_id",
                "books_count",
                "average_rating",
                "ratings_count",
                "work_ratings_count",
                "work_text_reviews_count",
                "ratings_1",
                "ratings_2",
                "ratings_3",
                "ratings_4",
                "ratings_5",
                "image_url",
                "small_image_url",
            ),
        ),
    ),
    access=(Download("https://raw.githubusercontent.com/zygmuntz/goodbooks-10k/master/books.csv"),),
    schedule="never (frozen in 2017)",
)
