"""A million records: real works of eight lists, with scripted copies, linked as ``kenri dedupe`` links them.

The time of every stage, memory, growth, and new records against all.
"""

from __future__ import annotations

import gzip
import json
import random
import resource
import time
from collections.abc import Iterator
from itertools import chain, cycle, islice
from pathlib import Path
from typing import NamedTuple

import msgspec

from bench.linkage.corrupted import misspelt
from bench.linkage.labelled import DATA, dated, rows
from kenri.identity.clusters import Member, grouped
from kenri.identity.features import Keyed, tables_of
from kenri.identity.linkage import LEAST, Linkage
from kenri.records.collecting import seldom_collecting
from kenri.vocab.names import Name
from kenri.vocab.records import Contribution, EventKind, Record, decode_record

COPIES = 0.25
"""The share of copies among all records."""


def _work(source: str, title: str, creator: str, year: str) -> Record:
    return Record(
        source=source,
        local_id="",
        schema="text",
        names=(Name(title[:200]),),
        contributions=(Contribution((Name(creator[:120]),)),) if creator else (),
        events=dated(EventKind.PUBLISHED, year[:4] if year[:4].isdecimal() else ""),
    )


def _lines(path: str) -> Iterator[dict[str, object]]:
    with gzip.open(DATA / path, "rt", encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)


def _japanese(path: str) -> Iterator[Record]:
    for node in _lines(path):
        label = node.get("label")
        creator = node.get("creator") or node.get("contributor") or ""
        names = creator if isinstance(creator, list) else [creator]
        told = next((name for name in names if isinstance(name, str)), "")
        if isinstance(label, str) and label:
            yield _work("madb", label, told.split("／")[0], str(node.get("datePublished", "")))


def real_works() -> Iterator[Record]:
    """Works of eight lists, as they come."""
    for row in rows("cce_renewals/1950-1977_books_etc.tsv.gz", "\t"):
        yield _work("renewals", row["title"] or "?", row["author"], row["odat"])
    for row in rows("cce_renewals/1978-2001_from-db_all_classes.tsv.gz", "\t"):
        yield _work("renewals 2", row["titl"].split("|")[0] or "?", row["auth"], row["odat"])
    for row in rows("gutenberg/gutenberg_metadata.csv.gz"):
        yield _work("gutenberg", row["title"] or "?", row["author"], "")
    for name in ("cm-col_cm106", "gm-col_gm306", "ma-col_ma408", "an-col_an207", "cm-col_cm105"):
        yield from _japanese(f"madb/{name}.jsonl.gz")
    for node in _lines("moma/moma_artworks_2015-08.jsonl.gz"):
        yield _work("moma", str(node["Title"] or "?"), str(node["Artist"] or ""), str(node["Date"] or ""))
    for node in _lines("tate_working/tate_artworks_dev_half.jsonl.gz"):
        yield _work(
            "tate", str(node["title"] or "?"), str(node["all_artists"] or ""), str(node["dateText"] or "")
        )
    for name in ("cmoa_objects", "teenie_objects"):
        for node in _lines(f"cmoa/{name}.jsonl.gz"):
            yield _work("cmoa", str(node["title"] or "?"), "", str(node["creation_date_earliest"] or ""))
    for row in rows("er_freedb_cds/records.csv.gz"):
        yield _work("freedb", row["title"] or "?", row["artist"], row["year"])


def _copy(record: Record, chance: random.Random, turn: int) -> Record:
    title, creators = record.names[0].text, record.contributions
    if chance.random() < 0.5:
        title = misspelt(title, chance)
    if chance.random() < 0.2:
        creators = ()
    return msgspec.structs.replace(
        record, source=f"copies {turn}", names=(Name(title.upper() if chance.random() < 0.2 else title),),
        contributions=creators, events=record.events if chance.random() < 0.8 else (),
    )  # fmt: skip


def records(count: int) -> Iterator[tuple[Record, dict[str, str]]]:
    """So many records: real ones, then copies of them; where the real ones run out, copies of all in turn."""
    chance = random.Random(11)
    real = list(islice(real_works(), int(count * (1 - COPIES))))
    copies = (_copy(chance.choice(real), chance, turn) for turn in cycle(range(3)))
    return ((record, {}) for record in islice(chain(real, copies), count))


def write(count: int, folder: Path) -> Path:
    """So many records as JSON, one a line: linking begins with what a store of records gives."""
    path = folder / f"{count}.jsonl"
    with path.open("wb") as file:
        for record, _ in records(count):
            file.write(msgspec.json.encode(record) + b"\n")
    return path


def read(path: Path, first: int = 0) -> Iterator[Keyed]:
    """The records of a file under ascending keys."""
    with path.open("rb") as file:
        for key, line in enumerate(file, first):
            yield key, decode_record(line), {}


class Lap(NamedTuple):
    """How long a stage took: seconds that passed, and seconds of processors, those of children included."""

    wall: float
    cpu: float


class Linked(NamedTuple):
    """One run: its stages, what came out, and peaks of memory in GiB."""

    stages: dict[str, Lap]
    candidates: int
    clusters: int
    peak: float
    peak_worker: float
    linkage: Linkage

    @property
    def total(self) -> Lap:
        """All stages."""
        laps = self.stages.values()
        return Lap(sum(lap.wall for lap in laps), sum(lap.cpu for lap in laps))


class Stages:
    """A clock of stages."""

    def __init__(self) -> None:
        self.laps: dict[str, Lap] = {}
        self._last = self._now()

    def done(self, name: str) -> None:
        """The stage that began with the last one's end is over."""
        now = self._now()
        self.laps[name] = Lap(now.wall - self._last.wall, now.cpu - self._last.cpu)
        self._last = now

    def _now(self) -> Lap:
        used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
        return Lap(time.perf_counter(), sum(one.ru_utime + one.ru_stime for one in used))


def peak_gigabytes(who: int) -> float:
    """The most memory of this process, or of the largest child that has ended."""
    return resource.getrusage(who).ru_maxrss / 1024**2


@seldom_collecting()
def run(path: Path, *, processes: int = 2) -> Linked:
    """Link the records of a file; memory is cleaned up as seldom as ``kenri link`` does it."""
    clock = Stages()
    linkage = Linkage("text")
    count = linkage.put_tables(tables_of(read(path), processes=processes))
    clock.done("features and load")
    # Later children begin as copies of this process, and would be counted as large as it is.
    worker = peak_gigabytes(resource.RUSAGE_CHILDREN)
    linkage.learn()
    clock.done("weights, candidates, scores")
    pairs = linkage.all_pairs(LEAST, reasons=False)
    clusters = grouped(dict.fromkeys(range(count), Member()), pairs, None, linkage.against())
    clock.done("clusters")
    return Linked(
        stages=clock.laps,
        candidates=linkage.candidates,
        clusters=sum(len(cluster) > 1 for cluster in clusters),
        peak=peak_gigabytes(resource.RUSAGE_SELF),
        peak_worker=worker,
        linkage=linkage,
    )


@seldom_collecting()
def new_records(linkage: Linkage, count: int, new: int) -> tuple[Lap, int]:
    """The time in which new records are put in and matched against all, and the pairs found."""
    chance = random.Random(3)
    real = list(islice(real_works(), 20_000))
    made = [_copy(chance.choice(real), chance, 0) for _ in range(new)]
    clock = Stages()
    linkage.put_tables(tables_of(((count + place, one, {}) for place, one in enumerate(made)), processes=2))
    pairs = linkage.pairs_of(range(count, count + new))
    clock.done("new")
    return clock.laps["new"], len(pairs)
