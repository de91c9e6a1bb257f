"""A source of the tests' own: small, in the formats that exports come in."""

from __future__ import annotations

import csv
import itertools
from collections.abc import Iterable
from pathlib import Path

from kenri.harvest.source import Csv, Deleted, Item, Reading, Shape, Source
from kenri.harvest.strict import required, text
from kenri.vocab.dates import ImpreciseDate
from kenri.vocab.identifiers import Identifier
from kenri.vocab.names import Name
from kenri.vocab.records import Contribution, Event, EventKind, Record
from kenri.vocab.text import Text

COLUMNS = ("id", "title", "author", "year", "scheme", "value", "schema", "state", "url")
Row = dict[str, str]


def read_as(source_id: str):
    def read(item: Item) -> Reading:
        local_id = required(item, "id")
        title, author, year = text(item, "title"), text(item, "author"), text(item, "year")
        scheme, value = text(item, "scheme"), text(item, "value")
        schema, state = text(item, "schema") or "text", text(item, "state")
        if state == "deleted":
            return Deleted(local_id)
        return Record(
            source=source_id,
            local_id=local_id,
            schema=schema,
            names=(Name(title),),
            contributions=(Contribution((Name(author),), role="author"),) if author else (),
            events=(Event(EventKind.PUBLISHED, ImpreciseDate(year, year, year)),) if year else (),
            identifiers=(Identifier(scheme, value),) if scheme else (),
            url=text(item, "url"),
        )

    return read


def declare(source_id: str = "alpha", *, removals: bool = True, at_least: int = 0) -> Source:
    nothing = Text("試験", "Test")
    shape = Shape(
        name="works",
        format=Csv(),
        read=read_as(source_id),
        required=("id", "title"),
        optional=COLUMNS[2:],
        removals=removals,
        at_least=at_least,
    )
    return Source(
        id=source_id,
        title=nothing,
        publisher=nothing,
        description=nothing,
        fields=("books",),
        schemas=("text", "person"),
        homepage="https://example.org/",
        licence="cc0-1.0",
        terms=nothing,
        terms_url="https://example.org/terms",
        shapes=(shape,),
    )


def row(number: int | str, title: str = "", **values: str) -> Row:
    return {
        "id": str(number),
        "title": title or f"本 {number}",
        "author": f"著者 {number}",
        "year": "1950",
        **values,
    }


def rows(count: int, start: int = 1) -> list[Row]:
    return [row(number) for number in range(start, start + count)]


def write(path: Path, items: Iterable[Row], columns: Iterable[str] = COLUMNS) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(columns), restval="", extrasaction="ignore")
        writer.writeheader()
        writer.writerows(items)
    return path


def many(count: int) -> Iterable[Row]:
    return (
        row(number, value=str(number % 97), scheme="")
        for number in itertools.islice(itertools.count(1), count)
    )
