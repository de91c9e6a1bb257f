"""Lists that are no tables: JSON, JSON Lines, BibTeX and RIS; each entry becomes a row."""

from __future__ import annotations

import io
import logging
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import bibtexparser
import rispy
from bibtexparser.customization import convert_to_unicode

from kenri.harvest.archives import Member
from kenri.harvest.formats.json import JsonReader
from kenri.harvest.formats.reader import Bad
from kenri.harvest.lists.encodings import TextLines
from kenri.harvest.lists.tables import Row
from kenri.harvest.source import Json, Shape
from kenri.vocab.problems import Problem

_NOTHING = Shape("list", Json(), lambda item: None)


class EntryTable:
    """Entries that are held whole, each a mapping from a column's name to its text."""

    name = ""
    header = 0

    def __init__(self, entries: list[tuple[int, Mapping[str, str], tuple[Problem, ...]]]) -> None:
        self._entries = entries
        self.notes: list[Problem] = []
        self.columns = tuple(dict.fromkeys(key for _, entry, _ in entries for key in entry))

    def rows(self) -> Iterator[Row]:
        """The entries in their order, numbered from 1."""
        for number, entry, problems in self._entries:
            yield Row(number, [entry.get(column, "") for column in self.columns], problems)


class JsonTable:
    """A JSON array or JSON Lines. Objects within an object are columns of their own (``author.name``)."""

    name = ""
    header = 0

    def __init__(self, member: Member) -> None:
        self._member = member
        self.notes: list[Problem] = []
        keys: dict[str, None] = {}
        for _, entry, _ in self._entries():
            keys.update(dict.fromkeys(entry))
        self.columns = tuple(keys)

    def rows(self) -> Iterator[Row]:
        """The objects in their order, numbered from 1; in JSON Lines the number is that of the line."""
        for number, entry, problems in self._entries():
            yield Row(number, [entry.get(column, "") for column in self.columns], problems)

    def _entries(self) -> Iterator[tuple[int, dict[str, str], tuple[Problem, ...]]]:
        shape = _NOTHING
        reader = JsonReader(self._member, shape)
        if reader.layout == "object" and (path := _path_of_array(self._member)):
            reader = JsonReader(self._member, Shape("list", Json(path), lambda item: None))
        for found in reader.entries({}):
            if isinstance(found, Bad):
                raw = found.raw.decode("utf-8", "replace").strip()
                yield _number(found.position), {"(entry)": raw}, (found.problem,)
            elif isinstance(found, tuple):
                yield _number(found[0]), flattened(found[1]), ()
        if reader.broken is not None:
            self.notes = [reader.broken]


def _number(position: str) -> int:
    return int(position.rpartition(" ")[2])


def _path_of_array(member: Member) -> str:
    """The key under which the first array of objects stands: ``{"items": [{…``."""
    found = re.search(r'"([^"\\]+)"\s*:\s*\[\s*\{', member.head().decode("utf-8", "replace"))
    return found[1] if found and "." not in found[1] else ""


def flattened(item: Mapping[str, Any], prefix: str = "") -> dict[str, str]:
    """The texts of an object by their path; several of one path are joined by semicolons."""
    found: dict[str, str] = {}
    for key, value in item.items():
        path = f"{prefix}{key}"
        if isinstance(value, Mapping) and not (name := _party(value)):
            found.update(flattened(value, f"{path}."))
        elif isinstance(value, Mapping):
            found[path] = name
        elif isinstance(value, list):
            found.update(_of_array(path, value))
        elif value is not None:
            found[path] = _text(value)
    return found


def _of_array(path: str, values: list[Any]) -> dict[str, str]:
    found: dict[str, list[str]] = {}
    for value in values:
        if isinstance(value, Mapping):
            name = _party(value)
            for inner, text in ({"": name} if name else flattened(value, ".")).items():
                found.setdefault(f"{path}{inner}", []).append(text)
        elif isinstance(value, list):
            found.setdefault(path, []).append("-".join(_text(part) for part in value))
        elif value is not None:
            found.setdefault(path, []).append(_text(value))
    return {key: "; ".join(dict.fromkeys(texts)) for key, texts in found.items()}


def _text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _party(value: Mapping[str, Any]) -> str:
    """The name of a person given in parts, as CSL-JSON and Schema.org do."""
    family = value.get("family") or value.get("familyName") or value.get("last")
    given = value.get("given") or value.get("givenName") or value.get("first")
    if family and given:
        return f"{family}, {given}"
    return str(family or value.get("literal") or (value.get("name") if len(value) == 1 else "") or "")


_BIBTEX = {
    "ENTRYTYPE": "schema",
    "ID": "id",
    "author": "author",
    "editor": "editor",
    "title": "title",
    "subtitle": "subtitle",
    "booktitle": "series",
    "journal": "series",
    "journaltitle": "series",
    "series": "series",
    "volume": "volume",
    "number": "number",
    "year": "year",
    "date": "published",
    "month": "month",
    "publisher": "publisher",
    "address": "place",
    "location": "place",
    "pages": "extent",
    "edition": "edition",
    "doi": "doi",
    "isbn": "isbn",
    "issn": "issn",
    "url": "url",
    "language": "language",
    "langid": "language",
    "keywords": "subject",
    "note": "note",
    "annote": "note",
    "abstract": "note",
    "translator": "translator",
    "copyright": "rights",
    "school": "publisher",
    "institution": "publisher",
}
_BIBTEX_START = re.compile(
    r"^[ \t]*@\s*(?!comment\b|string\b|preamble\b)\w+\s*[{(]", re.IGNORECASE | re.MULTILINE
)


def bibtex_fields(columns: Iterable[str]) -> dict[str, str]:
    """What the fields of BibTeX and BibLaTeX mean, for the columns that are there."""
    return {column: _BIBTEX[column] for column in columns if column in _BIBTEX}


def bibtex_table(member: Member) -> EntryTable:
    """The entries of a BibTeX file; one that cannot be parsed is a row with its text and the problem."""
    logging.getLogger("bibtexparser").setLevel(logging.CRITICAL)
    text = "".join(TextLines(member))
    starts = [found.start() for found in _BIBTEX_START.finditer(text)]
    whole = _parsed(text)
    if len(whole) == len(starts):
        return EntryTable([(number, entry, ()) for number, entry in enumerate(whole, start=1)])
    strings = "".join(re.findall(r"^[ \t]*@string\s*\{.*?\}\s*$", text, re.IGNORECASE | re.MULTILINE))
    entries: list[tuple[int, Mapping[str, str], tuple[Problem, ...]]] = []
    for number, (start, end) in enumerate(zip(starts, [*starts[1:], len(text)], strict=True), start=1):
        block = text[start:end]
        found = _parsed(f"{strings}\n{block}")
        if len(found) == 1:
            entries.append((number, found[0], ()))
        else:
            entries.append((number, {"(entry)": block.strip()}, (Problem("row_bad_entry", format="BibTeX"),)))
    return EntryTable(entries)


def _parsed(text: str) -> list[dict[str, str]]:
    parser = bibtexparser.bparser.BibTexParser(
        common_strings=True, interpolate_strings=True, ignore_nonstandard_types=False
    )
    try:
        entries = bibtexparser.loads(text, parser=parser).entries
    except Exception:
        return []
    return [_plain(entry) for entry in entries]


def _plain(entry: dict[str, str]) -> dict[str, str]:
    """An entry without TeX: accents as letters, braces gone, names parted by semicolons."""
    found = {}
    for key, value in convert_to_unicode(dict(entry)).items():
        text = " ".join(re.sub(r"[{}]|\\[a-z]+\s", "", str(value)).split())
        found[key] = re.sub(r"\s+and\s+", "; ", text) if key in ("author", "editor", "translator") else text
    return found


_RIS = {
    "type_of_reference": "schema",
    "id": "id",
    "title": "title",
    "primary_title": "title",
    "translated_title": "alternative_title",
    "short_title": "alternative_title",
    "authors": "author",
    "first_authors": "author",
    "secondary_authors": "editor",
    "tertiary_authors": "editor",
    "subsidiary_authors": "translator",
    "secondary_title": "series",
    "tertiary_title": "series",
    "journal_name": "series",
    "alternate_title3": "series",
    "year": "year",
    "publication_year": "year",
    "date": "published",
    "volume": "volume",
    "number": "number",
    "edition": "edition",
    "publisher": "publisher",
    "place_published": "place",
    "doi": "doi",
    "issn": "issn",
    "urls": "url",
    "language": "language",
    "keywords": "subject",
    "abstract": "note",
    "notes": "note",
    "notes_abstract": "note",
}


def ris_fields(columns: Iterable[str]) -> dict[str, str]:
    """What the tags of RIS mean, by the names that the reader gives them."""
    return {column: _RIS[column] for column in columns if column in _RIS}


def ris_table(member: Member) -> EntryTable:
    """The references of a RIS file; one that does not parse is a row with its text and the problem."""
    text = "".join(TextLines(member)).replace("\r\n", "\n")
    blocks = [
        block
        for block in re.split(r"(?m)^ER\s\s?-.*$", text)
        if re.search(r"(?m)^[A-Z][A-Z0-9]\s\s?-", block)
    ]
    entries: list[tuple[int, Mapping[str, str], tuple[Problem, ...]]] = []
    for number, block in enumerate(blocks, start=1):
        block = re.sub(r"(?m)^([A-Z][A-Z0-9])\s\s?-\s?", r"\1  - ", block.strip())
        try:
            found = rispy.load(io.StringIO(f"{block}\nER  - \n"))
        except Exception:
            found = []
        if len(found) != 1:
            entries.append((number, {"(entry)": block}, (Problem("row_bad_entry", format="RIS"),)))
            continue
        entry = {
            key: "; ".join(map(str, value)) if isinstance(value, list) else str(value)
            for key, value in found[0].items()
            if key != "unknown_tag"
        }
        if "date" in entry:
            entry["date"] = entry["date"].strip("/")
        entries.append((number, entry, ()))
    return EntryTable(entries)
