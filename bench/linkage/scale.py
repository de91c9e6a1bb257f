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

import msgspec

from bench.linkage.corrupted import misspelt
from bench.linkage.labelled import DATA, dated, rows
from kenri.identity.clusters import Member, grouped
from kenri.identity.features import tables_of
from kenri.identity.linkage import LEAST, Linkage
from kenri.vocab.names import Name
from kenri.vocab.records import Contribution, EventKind, Record

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


def peak_gigabytes() -> float:
    """The most memory of this process and of the largest child."""
    own, child = (
        resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    return (own + child) / 1024**2


def run(count: int, *, processes: int = 2) -> tuple[dict[str, float], Linkage]:
    """Link so many records; the seconds of each stage, and the linkage."""
    seconds: dict[str, float] = {}
    keyed = ((key, *item) for key, item in enumerate(records(count)))

    def lap(name: str, start: float) -> float:
        now = time.perf_counter()
        seconds[name] = now - start
        return now

    start = time.perf_counter()
    linkage = Linkage("text")
    linkage.put_tables(tables_of(keyed, processes=processes))
    start = lap("features and load", start)
    linkage.learn()
    start = lap("learn, find and score", start)
    pairs = linkage.all_pairs(LEAST, reasons=False)
    clusters = grouped(dict.fromkeys(range(count), Member()), pairs, None, linkage.against())
    lap("clusters", start)
    seconds["total"] = sum(seconds.values())
    seconds["candidates"] = linkage.candidates
    seconds["clusters of several"] = sum(len(cluster) > 1 for cluster in clusters)
    seconds["peak GB"] = peak_gigabytes()
    return seconds, linkage


def new_records(linkage: Linkage, count: int, new: int) -> tuple[float, int]:
    """The seconds in which new records are put in and matched against all, and the pairs found."""
    chance = random.Random(3)
    real = list(islice(real_works(), 20_000))
    made = [(_copy(chance.choice(real), chance, 0), {}) for _ in range(new)]
    start = time.perf_counter()
    keyed = ((count + place, *item) for place, item in enumerate(made))
    linkage.put_tables(tables_of(keyed, processes=2))
    pairs = linkage.pairs_of(range(count, count + new))
    return time.perf_counter() - start, len(pairs)
