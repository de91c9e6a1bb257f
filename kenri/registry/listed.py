"""Lists of works to be registered at once: an owner's own table, or what a platform exports of their uploads.

In: any file that ``read_list`` opens. Out: one ``Listed`` for every row, a registration or what is wrong with
it. Columns that say what only a registration knows are found by their names (``data/columns.yaml``); exports
of platforms are told by their columns (``data/platforms.yaml``), everything else as people's lists are.
"""

from __future__ import annotations

import functools
import hashlib
import unicodedata
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import msgspec

from kenri.harvest.lists import ListReading, ListRow, read_list
from kenri.registry.registration import Registration, faults, registration_of
from kenri.vocab.data_files import load_of
from kenri.vocab.identifiers import try_identifier
from kenri.vocab.list_fields import fold_header, list_fields
from kenri.vocab.names import NameKind
from kenri.vocab.problems import Problem
from kenri.vocab.text import Text


class Platform(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An export of a platform: columns by which it is known, what its columns mean, the address of an item.

    ``address`` has ``{}`` where the cell of the column ``item`` goes. Rows whose column ``only`` holds
    another value than those named are left out: they are not public.
    """

    label: Text
    known_by: tuple[str, ...]
    columns: dict[str, str]
    item: str = ""
    address: str = ""
    kind: str = ""
    only: dict[str, tuple[str, ...]] = {}


class Given(msgspec.Struct, frozen=True):
    """What holds for every row that does not say otherwise: the kind of work and the holder's name."""

    kind: str = ""
    holder: str = ""


class Listed(msgspec.Struct, frozen=True):
    """A row. ``ref`` is equal for rows about the same work of one owner; ``told`` is what can be read."""

    number: int
    told: Registration
    ref: str
    problems: tuple[Problem, ...] = ()


@functools.cache
def platforms() -> Mapping[str, Platform]:
    """Every export that is known, by key."""
    return load_of("kenri.registry", "data/platforms.yaml", dict[str, Platform])


@functools.cache
def own_columns() -> Mapping[str, str]:
    """Fields of a registration that other lists do not have, by folded name of the column."""
    words = load_of("kenri.registry", "data/columns.yaml", dict[str, tuple[str, ...]])
    return {fold_header(word): field for field, found in words.items() for word in found}


@functools.cache
def _made_words() -> Mapping[str, str]:
    words = load_of("kenri.registry", "data/made.yaml", dict[str, tuple[str, ...]])
    return {fold_header(word): made for made, found in words.items() for word in found}


def read(path: Path, given: Given, columns: Mapping[str, str] | None = None) -> tuple[ListReading, str]:
    """Open a list; with it the key of the platform that exported it, empty for none.

    ``columns`` says which column is which field of a list, and wins. Raises those of ``read_list``.
    """
    told = dict(columns or {})
    reading = read_list(path, columns=told, schema=given.kind)
    names = {guess.column for guess in reading.columns}
    for key, platform in platforms().items():
        if names >= set(platform.known_by):
            meant = {name: field for name, field in platform.columns.items() if name in names}
            return read_list(path, columns=meant | told, schema=given.kind or platform.kind), key
    ours = {name: "" for name in names if fold_header(name) in own_columns() and name not in told}
    return (read_list(path, columns=ours | told, schema=given.kind) if ours else reading), ""


def rows(reading: ListReading, platform: str, given: Given) -> Iterator[Listed]:
    """Every row of the list, in its order."""
    export = platforms().get(platform)
    told = _columns(reading)
    first: dict[str, int] = {}
    for row in reading.rows():
        if export and (_total(row, export) or _hidden(row, export)):
            continue
        found = _listed(row, export, given, told)
        before = first.setdefault(found.ref, found.number) if found.ref else found.number
        if before != found.number:
            again = Problem("row_repeated", first=before)
            found = msgspec.structs.replace(found, problems=(*found.problems, again))
        yield found


def _total(row: ListRow, export: Platform) -> bool:
    """The line that sums an export up."""
    return bool(export.item) and row.raw.get(export.item, "").strip() in ("Total", "合計", "")


def _hidden(row: ListRow, export: Platform) -> bool:
    return any(row.raw.get(name, "") not in values for name, values in export.only.items())


def _columns(reading: ListReading) -> dict[str, list[str]]:
    """The columns of addresses and of days, whose cells are told even where a list takes them for nothing."""
    dates = [key for key, field in list_fields().items() if field.holds == "date"]
    found: dict[str, list[str]] = {"url": [], "published": []}
    for guess in reading.columns:
        if guess.field == "url":
            found["url"].append(guess.column)
        elif guess.field in dates and guess.field not in ("born", "died"):
            found["published"].append(guess.column)
    return found


def _listed(row: ListRow, export: Platform | None, given: Given, columns: Mapping[str, list[str]]) -> Listed:
    problems = tuple(one for one in row.problems if one.code not in _HARMLESS)
    if row.record is None:
        told = Registration()
        return Listed(row.number, told, "", problems or (Problem("row_no_title"),))
    try:
        told = registration_of(_told(row, export, given, columns))
    except Problem as problem:
        return Listed(row.number, Registration(title=row.record.title[:200]), "", (*problems, problem))
    return Listed(row.number, told, _ref(told), (*problems, *faults(told)))


_HARMLESS = frozenset(("row_repeated", "row_repeated_id", "row_formula_error"))
"""Of a list that is cleared; here a row is the same as another where its work is."""


def _told(
    row: ListRow, export: Platform | None, given: Given, columns: Mapping[str, list[str]]
) -> dict[str, Any]:
    """A row in the words of a registration."""
    record = row.record
    if record is None:  # pragma: no cover  (the caller has looked)
        return {}
    own = {own_columns().get(fold_header(name), ""): cell for name, cell in row.raw.items()}
    other = next((name for name in record.names if name.kind is NameKind.TRANSLATED), None)
    kind = record.schema if row.kind_told else ""
    claims = [claim.holder for claim in record.claims if claim.holder]
    made = own.get("made", "").strip()
    return {
        "title": record.title if record.title != record.url else "",  # an address is nobody's title
        "reading": record.names[0].reading,
        "other_title": other.text if other else own.get("other_title", ""),
        "other_language": other.language if other else own.get("other_language", ""),
        "kind": kind or given.kind or (export.kind if export else ""),
        "published": _published(row, columns["published"]),
        "service": own.get("service", "") or (export.label.ja if export else ""),
        "url": _address(row, export, columns["url"]),
        "contributors": [
            {"name": one.names[0].text, "reading": one.names[0].reading, "role": one.role}
            for one in record.contributions
        ],
        "made": _made_words().get(fold_header(made), made) or "person",
        "contribution": own.get("contribution", ""),
        "tool": own.get("tool", ""),
        "holder": (claims[0] if claims else "") or given.holder,
        "description": record.description or own.get("description", ""),
    }


def _published(row: ListRow, columns: list[str]) -> str:
    """The first day of the row as it can be read, else the cell itself, which is then refused."""
    dates = [event.date for event in (row.record.events if row.record else ()) if event.date]
    if dates:
        first = dates[0]
        return str(first.earliest) if first.earliest == first.latest else first.text
    return next((cell for name in columns if (cell := row.raw.get(name, "").strip())), "")


def _address(row: ListRow, export: Platform | None, columns: list[str]) -> str:
    if export and export.item and (cell := row.raw.get(export.item, "").strip()):
        return export.address.format(cell)
    found = row.record.url if row.record else ""
    return found or next((cell for name in columns if (cell := row.raw.get(name, "").strip())), "")


def _ref(told: Registration) -> str:
    """A digest by which an owner's work is known again: its address, else title, kind and when and where."""
    made = try_identifier("url", told.url) if told.url else None
    parts = [made.value] if made else [told.title, told.kind, told.published, told.service]
    folded = "\n".join(unicodedata.normalize("NFKC", part).casefold().strip() for part in parts)
    return hashlib.sha256((made.value if made else folded).encode()).hexdigest()[:32]
