"""Project Gutenberg: its catalogue of free electronic books.

Read: ``pg_catalog.csv`` (the project's own weekly file) and the tables of the gutenbergr package: metadata
(a row for each author of a book), authors, and the tables of languages and subjects, whose rows belong to
books read elsewhere and are counted as skipped. "Public domain in the USA" says nothing of other countries.
Never run against the live files.
"""

from __future__ import annotations

import functools
import re

from kenri.harvest.parties import inverted, life, looks_corporate
from kenri.harvest.source import Csv, Download, Item, Reading, Shape, Source
from kenri.harvest.strict import code, identified_at, required, text
from kenri.vocab.dates import ImpreciseDate, parse_date, year_date
from kenri.vocab.identifiers import Identifier, try_identifier
from kenri.vocab.names import Name, NameKind
from kenri.vocab.problems import Problem
from kenri.vocab.records import (
    Contribution,
    Event,
    EventKind,
    PartyKind,
    Record,
    Relation,
    RelationKind,
)
from kenri.vocab.rights import Statement
from kenri.vocab.text import Text
from kenri.vocab.vocabularies import language_named, role_named

_TYPES = {
    "Text": "text",
    "Sound": "recording",
    "Image": "image",
    "StillImage": "image",
    "MovingImage": "film",
    "Dataset": "dataset",
    "Collection": "dataset",
    "Other": "text",
}
_RIGHTS = {
    "Public domain in the USA.": "rs-noc-us",
    "Copyrighted. Read the copyright notice inside this book for details.": "in-copyright",
    "None": "",
}
_LIFE = re.compile(
    r",\s*(?P<life>(?:active|fl\.|b\.|d\.|born|died)\s.*\d.*|-?\??(?:ca?\.\s*)?\d{1,4}\??(?:\s*BCE?)?\s*-.*|"
    r"-\d{3,4}\??(?:\s*BCE?)?|\d{1,2}(?:st|nd|rd|th) cent.*)$"
)
_ROLE = re.compile(r"\s*\[(?P<role>[^\]]+)\]$")
_SUBFIELD = re.compile(r"\s*[:;/]?\s*\$[a-z]\s*")
_NOBODY = frozenset({"anonymous", "unknown", "various"})


def book(item: Item) -> Reading:
    """One book of ``pg_catalog.csv``."""
    number = required(item, "Text#")
    schema = code(item, "Type", _TYPES, "text")
    issued = text(item, "Issued")
    subjects = [*_divided(text(item, "Subjects"), ";"), *_divided(text(item, "Bookshelves"), ";")]
    return Record(
        source="gutenberg",
        local_id=number,
        schema=schema,
        names=_titles(required(item, "Title")),
        contributions=_authors(text(item, "Authors")),
        events=(Event(EventKind.ONLINE, parse_date(issued)),) if issued else (),
        identifiers=_identifiers(number),
        languages=_languages(text(item, "Language"), ";"),
        genre=text(item, "LoCC"),
        subjects=tuple(dict.fromkeys(subjects)),
        url=f"https://www.gutenberg.org/ebooks/{number}",
    )


def rows(item: Item) -> Reading:
    """One book of gutenbergr: its rows differ by author only."""
    group: list[Item] = item.pop("rows")
    first = group[0]
    number = required(first, "gutenberg_id")
    title = text(first, "title")
    makers: dict[Contribution, None] = {}
    for row in group:
        if name := text(row, "author"):
            makers[_author(name, "", text(row, "gutenberg_author_id"))] = None
    rights = text(first, "rights")
    shelves = _divided(text(first, "gutenberg_bookshelf"), "/")
    languages = _languages(text(first, "language"), "/")
    for row in group:
        for key in (
            "gutenberg_id",
            "title",
            "language",
            "gutenberg_bookshelf",
            "rights",
            "gutenberg_author_id",
        ):
            row.pop(key, None)
        item.update(row)
    if rights and rights not in _RIGHTS:
        raise Problem("unknown_code", field="rights", value=rights)
    return Record(
        source="gutenberg",
        local_id=number,
        schema="text",
        names=_titles(title) if title else (Name(f"Project Gutenberg #{number}", NameKind.ALTERNATIVE),),
        contributions=tuple(makers),
        identifiers=_identifiers(number),
        languages=languages,
        subjects=tuple(dict.fromkeys(shelf.removeprefix("Category: ") for shelf in shelves)),
        statements=(Statement(rights, _RIGHTS[rights]),) if rights and rights != "None" else (),
        url=f"https://www.gutenberg.org/ebooks/{number}",
    )


def author(item: Item) -> Reading:
    """One author of gutenbergr, with aliases and years; years BC are negative."""
    number, name = required(item, "gutenberg_author_id"), required(item, "author")
    born, died = _lived(text(item, "birthdate")), _lived(text(item, "deathdate"))
    aliases = [*_divided(text(item, "aliases"), "/"), text(item, "alias")]
    corporate = born is None and died is None and looks_corporate(name)
    links = [url for url in text(item, "wikipedia").split("|") if url]
    found = [identified_at(item, "wikipedia", "url", url) for url in links]
    return Record(
        source="gutenberg",
        local_id=f"author/{number}",
        schema="organisation" if corporate else "person",
        names=(
            inverted(name),
            *(inverted(a, NameKind.ALTERNATIVE) for a in dict.fromkeys(aliases) if a and a != name),
        ),
        events=tuple(Event(k, d) for k, d in ((EventKind.BORN, born), (EventKind.DIED, died)) if d),
        relations=tuple(Relation(RelationKind.SEE_ALSO, identifier=i) for i in found if i),
        url=f"https://www.gutenberg.org/ebooks/author/{number}",
    )


def no_record(item: Item) -> Reading:
    """A row that tells a language or subject of a book: no record of its own."""
    item.clear()
    return None


@functools.lru_cache(maxsize=4096)
def _titles(title: str) -> tuple[Name, ...]:
    """The first line, or what stands before MARC's ``$b``, is the title; the rest its subtitle."""
    lines = [line for part in title.splitlines() for line in _SUBFIELD.split(part) if line.strip()]
    first, rest = lines[0].strip(), " ".join(line.strip() for line in lines[1:])
    return (Name(first), Name(rest, NameKind.SUBTITLE)) if rest else (Name(first),)


@functools.lru_cache(maxsize=65536)
def _authors(line: str) -> tuple[Contribution, ...]:
    """``Poe, Edgar Allan, 1809-1849; Baudelaire, Charles, 1821-1867 [Translator]``."""
    return tuple(
        dict.fromkeys(
            _author(_ROLE.sub("", part), match["role"] if (match := _ROLE.search(part)) else "", "")
            for part in _divided(line, ";")
        )
    )


@functools.lru_cache(maxsize=65536)
def _author(written: str, role_text: str, number: str) -> Contribution:
    match = _LIFE.search(written)
    name = written[: match.start()] if match else written
    told = life(match["life"].replace("BCE", "BC")) if match else life("")
    turned = inverted(name)
    kind = PartyKind.PERSON if turned.family or match else PartyKind.UNKNOWN
    if kind is PartyKind.UNKNOWN and looks_corporate(name) and name.lower() not in _NOBODY:
        kind = PartyKind.ORGANISATION
    role = role_named(role_text) if role_text else "author"
    return Contribution(
        names=(turned,),
        role=role or "contributor",
        role_text=role_text,
        kind=kind,
        party=f"author/{number}" if number else "",
        born=told.born,
        died=told.died,
    )


@functools.lru_cache(maxsize=8192)
def _lived(written: str) -> ImpreciseDate | None:
    if not written:
        return None
    if re.fullmatch(r"-?\d{1,4}(?:\.0)?", written):
        year = int(float(written))
        return year_date(year + 1 if year < 0 else year, written)
    return parse_date(written)


@functools.lru_cache(maxsize=1024)
def _languages(line: str, divider: str) -> tuple[str, ...]:
    """The vocabulary's codes; a code that it lacks rejects the row."""
    found = []
    for part in _divided(line, divider):
        language = language_named(part)
        if language is None:
            raise Problem("unknown_code", field="language", value=part)
        found.append(language)
    return tuple(dict.fromkeys(found))


def _divided(line: str, divider: str) -> list[str]:
    return [part.strip() for part in line.split(divider) if part.strip()]


def _identifiers(number: str) -> tuple[Identifier, ...]:
    identifier = try_identifier("gutenberg", number) if number.isdigit() else None
    return (identifier,) if identifier else ()


SOURCE = Source(
    id="gutenberg",
    title=Text("プロジェクト・グーテンベルク目録", "Project Gutenberg catalogue"),
    publisher=Text(
        "プロジェクト・グーテンベルク文学アーカイブ財団", "Project Gutenberg Literary Archive Foundation"
    ),
    description=Text(
        "米国で保護期間の満了した書籍を中心とする電子書籍約8万点の目録です。著者・訳者の生没年を含みます。"
        "米国での保護期間満了は、日本での満了を意味しません。",
        "About 80,000 electronic books, most of them in the public domain in the United States, with the years of "
        "authors and translators. Public domain there does not mean public domain in Japan.",
    ),
    fields=("books",),
    schemas=("text", "recording", "image", "film", "dataset", "person", "organisation"),
    homepage="https://www.gutenberg.org/",
    licence="",
    terms=Text(
        "目録データは自由に利用できます。自動的な取得は、ページではなく目録ファイルに限られています。",
        "The catalogue data may be used freely. Automatic access is for the catalogue files, not for the pages.",
    ),
    terms_url="https://www.gutenberg.org/policy/robot_access.html",
    shapes=(
        Shape(
            "pg_catalog",
            Csv(),
            book,
            ("Text#", "Type", "Title"),
            ("Issued", "Language", "Authors", "Subjects", "LoCC", "Bookshelves"),
        ),
        Shape(
            "metadata",
            Csv(),
            rows,
            ("gutenberg_id", "title", "author"),
            ("gutenberg_author_id", "language", "gutenberg_bookshelf", "rights"),
            ("has_text",),
            group="gutenberg_id",
        ),
        Shape(
            "authors",
            Csv(),
            author,
            ("gutenberg_author_id", "author", "birthdate"),
            ("alias", "deathdate", "wikipedia", "aliases"),
        ),
        Shape("languages", Csv(), no_record, ("gutenberg_id", "language", "total_languages")),
        Shape("subjects", Csv(), no_record, ("gutenberg_id", "subject_type", "subject")),
    ),
    access=(Download("https://www.gutenberg.org/cache/epub/feeds/pg_catalog.csv.gz"),),
    schedule="weekly",
)
