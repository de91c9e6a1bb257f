"""Short ways to read an export of one item, and the real data sets beside the checkout."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from kenri.harvest.reading import Account, Read, Rejected, read_export
from kenri.harvest.source import Source
from kenri.vocab.dates import ImpreciseDate
from kenri.vocab.records import EventKind, Record

SHARED = Path(__file__).resolve().parents[2] / "../shared/data"


def read(source: Source, path: Path) -> tuple[list[Record], list[Rejected], Account]:
    """The records, rejections and account of an export in one part."""
    (part,) = parts = list(_parts(source, path))
    assert len(parts) == 1
    return part


def _parts(source: Source, path: Path) -> list[tuple[list[Record], list[Rejected], Account]]:
    found = []
    for part in read_export(source, path):
        outcomes = list(part.outcomes())
        records = [o.reading for o in outcomes if isinstance(o, Read) and isinstance(o.reading, Record)]
        found.append((records, [o for o in outcomes if isinstance(o, Rejected)], part.account))
    return found


def json_record(source: Source, folder: Path, *items: dict[str, Any]) -> Record:
    """The only record of JSON lines."""
    path = folder / "items.jsonl"
    path.write_text("".join(json.dumps(item) + "\n" for item in items), encoding="utf-8")
    (record,), rejected, _ = read(source, path)
    assert not rejected
    return record


def table(folder: Path, header: Sequence[str], *rows: Sequence[str], delimiter: str = ",") -> Path:
    """A table with every value quoted, or plain where the delimiter is a tab."""
    path = folder / ("rows.tsv" if delimiter == "\t" else "rows.csv")
    quote = "" if delimiter == "\t" else '"'
    lines = [
        delimiter.join(f"{quote}{v.replace(quote, quote * 2) if quote else v}{quote}" for v in row)
        for row in (header, *rows)
    ]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def years(date: ImpreciseDate | None) -> tuple[int | None, int | None]:
    """First and last year of a date."""
    assert date is not None
    return date.first_year, date.last_year


def dates(record: Record, kind: EventKind) -> list[str]:
    """The earliest ends of a record's dates of one kind."""
    return [e.date.earliest for e in record.events if e.kind is kind and e.date is not None]


def check_real(
    source: Source, name: str, *, rejected_share: float = 0.005, limit: int = 3000
) -> list[Record]:
    """Read the head of a real data set: nothing unknown, nothing left, few rejected; skip where it is missing."""
    path = SHARED / name
    if not path.exists():
        pytest.skip(f"no {name} beside the checkout")
    records: list[Record] = []
    unknown: Counter[str] = Counter()
    items = rejected = 0
    for part in read_export(source, path, limit=limit):
        records += [
            o.reading for o in part.outcomes() if isinstance(o, Read) and isinstance(o.reading, Record)
        ]
        items += part.account.items
        rejected += part.account.rejected
        unknown.update(part.account.unknown)
    assert items
    assert rejected <= items * rejected_share
    assert not unknown
    return records
