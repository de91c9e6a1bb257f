# ruff: noqa: E501, ISC004  (the lines of a report)
"""``python -m bench.search``: speed, size and memory of the search against its peers, in one run.

Generated bilingual records are written as raw JSON lines first; then their ingest is timed from raw line to
published index, queries of each class are timed through the Python call with and without four facets, and
the same tokens go to SQLite FTS5 and, with ``--lucene-jars``, to Lucene.
"""

from __future__ import annotations

import argparse
import itertools
import json
import random
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec

from bench.search.generator import Raw, document, lines
from bench.search.measures import Foreign, disk, peak_memory, percentiles, queries_a_second
from bench.search.peers import Asked, Fts5, asked, lucene, rows
from bench.search.questions import FACETS, MIXED, questions
from kenri.records.collecting import seldom_collecting
from kenri.search.document import Document
from kenri.search.engine import Query
from kenri.search.fields import index_fields
from kenri.search.tantivy_engine import TantivyBuilder, TantivyEngine, open_engine

_decode = msgspec.json.Decoder(Raw).decode

GOALS = {
    "exact": 15, "two kanji": 5, "reading": 5, "romaji": 40, "completion": 5, "typo": 40, "fielded": 5, "common word": 15,
}  # fmt: skip
"""p99 in milliseconds at a million records."""


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.search", description=__doc__)
    parser.add_argument("--records", type=int, default=100_000)
    parser.add_argument("--processes", type=int, default=None, help="processes that tokenise")
    parser.add_argument("--lucene-jars", type=Path, help="folder with lucene-core's jar")
    parser.add_argument("--no-peers", action="store_true", help="only Kenri's own search")
    parser.add_argument("--each", type=int, default=300, help="queries of each class")
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        raw = folder / "raw.jsonl"
        _tell(f"writing {given.records:,} records")
        with raw.open("wb") as out:
            out.writelines(lines(given.records))
        figures: dict[str, Any] = {}
        try:
            measure(folder, raw, given, figures)
        finally:
            print(json.dumps(figures) if given.json else table(figures), flush=True)


def _documents(raw: Path) -> Iterator[Document]:
    with raw.open("rb") as file:
        for line in file:
            yield document(_decode(line))


def measure(folder: Path, raw: Path, given: argparse.Namespace, figures: dict[str, Any]) -> None:
    """Fill in the figures one after the other, telling each; a peer that fails is told and left out."""
    index = folder / "index"
    figures["records"] = given.records
    _ingest(index, raw, given, figures)
    with raw.open("rb") as file:
        step = max(1, given.records // 5000)
        sample = [_decode(line) for line in itertools.islice(file, 0, None, step)]
    queries = questions(sample, given.each)
    engine = open_engine(index)
    assert engine is not None
    _tell("asking")
    with Foreign() as asking:
        figures["classes"] = _ask_kenri(engine, queries)
        mixed = [(kind, query) for kind in MIXED for query in queries[kind]]
        random.Random(1).shuffle(mixed)
        figures["qps"] = [round(queries_a_second(lambda pair: _one(engine, *pair), mixed, n)) for n in (1, 2)]
    figures["queries_foreign_cores"] = round(asking.cores, 2)
    figures["queries_cpu_us"] = round(1e6 * _cpu_a_query(engine, mixed))
    _tell(json.dumps(figures))
    if given.no_peers:
        return
    tokens = {kind: [asked(query, kind == "completion") for query in some] for kind, some in queries.items()}
    peers: dict[str, Callable[[], dict[str, Any]]] = {}
    if given.lucene_jars:
        peers["lucene"] = lambda: lucene(
            given.lucene_jars, rows(map(index_fields, _documents(raw))), tokens, MIXED
        )
    peers["fts5"] = lambda: _ask_fts5(folder, raw, tokens, given.records)
    for name, run in peers.items():
        _tell(name)
        try:
            with Foreign() as peer:
                found = run()
        except (OSError, subprocess.CalledProcessError, sqlite3.Error) as error:
            _tell(f"{name} left out: {error}")
            continue
        figures[name] = {**found, "foreign_cores": round(peer.cores, 2)}
        _tell(json.dumps({name: figures[name]}))


def _ingest(index: Path, raw: Path, given: argparse.Namespace, figures: dict[str, Any]) -> None:
    _tell("indexing")
    with seldom_collecting(), Foreign() as build:
        TantivyBuilder(given.processes).build(index, _documents(raw), "bench")
    figures |= {
        "ingest": round(given.records / build.seconds),
        "ingest_cpu_us": round(1e6 * build.cpu / given.records, 1),
        "ingest_foreign_cores": round(build.cores, 2),
        "bytes_a_record": round(disk(index) / given.records, 1),
        "peak_memory_mb": peak_memory(),
    }
    _tell(json.dumps(figures))


def _cpu_a_query(engine: TantivyEngine, mixed: list[tuple[str, str]]) -> float:
    """Seconds of this thread's processor time for one mixed query: what other programs disturb least."""
    started = time.thread_time()
    for kind, query in mixed:
        _one(engine, kind, query)
    return (time.thread_time() - started) / len(mixed)


def _one(engine: TantivyEngine, kind: str, query: str, facets: tuple[str, ...] = ()) -> object:
    if kind == "completion":
        return engine.complete(query)
    return engine.search(Query(query, facets=FACETS if kind == "fielded" else facets))


def _ask_kenri(engine: TantivyEngine, queries: dict[str, list[str]]) -> dict[str, Any]:
    classes = {}
    for kind, some in queries.items():
        plain = percentiles(lambda query, kind=kind: _one(engine, kind, query), some)
        counted = (
            plain
            if kind in ("completion", "fielded")
            else percentiles(lambda q, kind=kind: _one(engine, kind, q, FACETS), some)
        )
        classes[kind] = [round(value, 2) for value in (*plain, *counted)]
    return classes


def _ask_fts5(folder: Path, raw: Path, tokens: dict[str, list[Asked]], records: int) -> dict[str, Any]:
    peer = Fts5(folder / "fts5.sqlite3")
    prepared = rows(map(index_fields, _documents(raw)))
    started = time.monotonic()
    peer.fill(prepared)
    seconds = time.monotonic() - started
    classes = {}
    for kind, some in tokens.items():
        by_text = {str(number): one for number, one in enumerate(some[:60])}
        p50, p99 = percentiles(
            lambda n, by=by_text, f=kind == "fielded": peer.search(by[n], f), list(by_text)
        )
        classes[kind] = [round(p50, 2), round(p99, 2)]
    mixed = [(str(number), "") for number in range(60)]
    some = [one for kind in MIXED for one in tokens[kind][:10]]
    qps = queries_a_second(lambda pair: peer.search(some[int(pair[0])]), mixed, 1)
    return {
        "ingest_with_analysis": round(records / seconds),
        "bytes_a_record": round((folder / "fts5.sqlite3").stat().st_size / records, 1),
        "classes": classes,
        "qps": [round(qps)],
    }


def table(figures: dict[str, Any]) -> str:
    """The figures for people as far as there are any, with ratios to the peers."""
    if "ingest" not in figures:
        return "nothing was measured"
    out = [
        f"{figures['records']:,} records: {figures['ingest']:,} records/s from raw JSON to published index "
        f"({figures['ingest_cpu_us']} µs CPU each; other programs used {figures['ingest_foreign_cores']} cores)",
        f"{figures['bytes_a_record']} bytes a record, peak memory {figures['peak_memory_mb']} MB",
    ]
    if "qps" not in figures:
        return "\n".join(out)
    out += [
        f"mixed queries/s: {figures['qps'][0]:,} with one thread, {figures['qps'][1]:,} with two "
        f"({figures['queries_cpu_us']} µs CPU each; other programs used {figures['queries_foreign_cores']} cores)",
        "",
        f"{'ms (p50 / p99)':<16}{'Kenri':>16}{'with 4 facets':>18}{'FTS5':>18}{'Lucene':>18}{'p99 goal at 1 M':>17}",
    ]
    for kind, (p50, p99, counted50, counted99) in figures["classes"].items():
        cells = [f"{p50:.2f} / {p99:.2f}", f"{counted50:.2f} / {counted99:.2f}"]
        for peer in ("fts5", "lucene"):
            other = figures.get(peer, {}).get("classes", {}).get(kind)
            cells.append(f"{other[0]:.2f} / {other[1]:.2f}" if other else "-")
        out.append(
            f"{kind:<16}{cells[0]:>16}{cells[1]:>18}{cells[2]:>18}{cells[3]:>18}{GOALS.get(kind, '-'):>17}"
        )
    if "fts5" in figures:
        peer = figures["fts5"]
        ratio = figures["qps"][0] / max(1, peer["qps"][0])
        out.append(f"FTS5: {peer['ingest_with_analysis']:,} records/s with our analysis, {peer['bytes_a_record']} bytes a record; "
                   f"Kenri answers {ratio:.1f} x its mixed queries/s (one thread)")  # fmt: skip
    if "lucene" in figures:
        peer = figures["lucene"]
        rate = figures["records"] / peer["index_seconds"]
        out.append(f"Lucene: {rate:,.0f} records/s (index only, tokens prepared), {peer['bytes'] / figures['records']:.1f} bytes a record, "
                   f"queries/s {peer['qps']}; Kenri: {figures['ingest'] / rate:.2f} x its indexing, "
                   f"{figures['qps'][1] / peer['qps'][1]:.2f} x its queries/s with two threads")  # fmt: skip
    return "\n".join(out)


def _tell(what: str) -> None:
    print(f"… {what}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
