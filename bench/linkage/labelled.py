"""Labelled sets of ``../shared/data``: records as anybody would bring them, and which are one thing."""

from __future__ import annotations

import csv
import gzip
from collections.abc import Iterator, Mapping
from itertools import combinations
from pathlib import Path
from typing import NamedTuple

from kenri.vocab.dates import parse_date
from kenri.vocab.names import Name, NameKind, person_name
from kenri.vocab.records import Contribution, Event, EventKind, Record

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"
Pair = tuple[str, str]


class Item(NamedTuple):
    """A record with its id and what has no place in a record."""

    id: str
    record: Record
    extra: dict[str, str]


class LabelledSet(NamedTuple):
    """Records of one schema and the pairs that are one thing (the smaller id first)."""

    name: str
    items: list[Item]
    truth: set[Pair]


def pair(one: str, other: str) -> Pair:
    """A pair with the smaller id first."""
    return (one, other) if one <= other else (other, one)


def pairs_of_groups(group_of: Mapping[str, str]) -> set[Pair]:
    """All pairs of ids in the same group."""
    groups: dict[str, list[str]] = {}
    for key, group in group_of.items():
        groups.setdefault(group, []).append(key)
    return {pair(*two) for ids in groups.values() for two in combinations(ids, 2)}


def rows(path: str, delimiter: str = ",") -> Iterator[dict[str, str]]:
    """The rows of a gzipped table of the shared data, names and values without outer spaces."""
    with gzip.open(DATA / path, "rt", encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file, delimiter=delimiter, skipinitialspace=True):
            yield {(key or "").strip(): (value or "").strip() for key, value in row.items() if key}


def dated(kind: EventKind, text: str) -> tuple[Event, ...]:
    """One event of that date; none where nothing is told."""
    return (Event(kind, parse_date(text)),) if text else ()


def dblp_acm() -> LabelledSet:
    """Articles of two bibliographies; authors divided by commas, the venue as series."""
    items = []
    for source, path in (("dblp", "er_dblp_acm/a_dblp.csv.gz"), ("acm", "er_dblp_acm/b_acm.csv.gz")):
        for row in rows(path):
            authors = [name.strip() for name in row["authors"].split(",") if name.strip()]
            record = Record(
                source=source,
                local_id=row["id"],
                schema="text",
                names=(Name(row["title"]), Name(row["venue"], kind=NameKind.SERIES)),
                contributions=tuple(Contribution((Name(name),), role="author") for name in authors),
                events=dated(EventKind.PUBLISHED, row["year"]),
            )
            items.append(Item(source + row["id"], record, {}))
    truth = {pair("dblp" + r["id_a"], "acm" + r["id_b"]) for r in rows("er_dblp_acm/TRUTH_matches.csv.gz")}
    return LabelledSet("DBLP-ACM", items, truth)


def _person(id_: str, source: str, family: str, given: str, born: str, extra: dict[str, str]) -> Item:
    born = f"{born[:4]}-{born[4:6]}-{born[6:]}" if len(born) == 8 and born.isdecimal() else born
    name = person_name(family, given) if family or given else Name("?")
    record = Record(
        source=source, local_id=id_, schema="person", names=(name,), events=dated(EventKind.BORN, born)
    )
    return Item(id_, record, {key: value for key, value in extra.items() if value})


def febrl(number: int) -> LabelledSet:
    """Synthetic persons with an address; set 4 links two files."""
    items, group_of = [], {}
    for part in ("a", "b") if number == 4 else ("",):
        for row in rows(f"er_febrl/dataset{number}{part}.csv.gz"):
            id_ = row.pop("rec_id")
            group_of[id_] = id_.split("-")[1]
            family, given, born = row.pop("surname"), row.pop("given_name"), row.pop("date_of_birth")
            items.append(_person(id_, f"file {part}", family, given, born, row))
    return LabelledSet(f"Febrl {number}", items, pairs_of_groups(group_of))


def rldata() -> LabelledSet:
    """RLdata10000: German names and dates of birth, nothing else."""
    groups = [r["identity.RLdata10000"] for r in rows("er_febrl/RLdata10000_TRUTH_identity.tsv.gz", "\t")]
    items = []
    for number, row in enumerate(rows("er_febrl/RLdata10000.tsv.gz", "\t")):
        given = " ".join(row[c] for c in ("fname_c1", "fname_c2") if row[c] != "NA")
        family = " ".join(row[c] for c in ("lname_c1", "lname_c2") if row[c] != "NA")
        born = f"{int(row['by']):04d}{int(row['bm']):02d}{int(row['bd']):02d}"
        items.append(_person(f"r{number}", "rl", family, given, born, {}))
    return LabelledSet(
        "RLdata10000",
        items,
        pairs_of_groups({item.id: group for item, group in zip(items, groups, strict=True)}),
    )


def freedb() -> LabelledSet:
    """Compact discs as their owners typed them in, many with lost letters."""
    items = []
    for row in rows("er_freedb_cds/records.csv.gz"):
        record = Record(
            source="freedb",
            local_id=row["id"],
            schema="release",
            names=(Name(row["title"] or "?"),),
            contributions=(Contribution((Name(row["artist"]),)),) if row["artist"] else (),
            events=dated(EventKind.RELEASED, row["year"]),
        )
        extra = {key: row[key] for key in ("category", "genre", "tracks") if row[key]}
        items.append(Item(row["id"], record, extra))
    truth = {pair(r["p1"], r["p2"]) for r in rows("er_freedb_cds/TRUTH_pairs.csv.gz")}
    return LabelledSet("FreeDB CDs", items, truth)
