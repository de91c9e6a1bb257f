"""Records read and normalised per second per core, beside csv, json and pymarc alone, and beside Sickle.

    python -m bench.harvest [--records 50000] [--rounds 3] [--without-oai] [SOURCE=PATH …]

Generates one export of each kind in a temporary folder, or takes real ones. Plain reading and Kenri's
``read_export`` (recognising the shape, drift, checks, canonical raw, mapping, account) take turns in one
process, each one's best round counts, measured in seconds of processor time. OAI-PMH, against Sickle, comes
afterwards (``bench.harvest.oai``).
"""

from __future__ import annotations

import argparse
import csv
import gzip
import io
import json
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO, cast

import pymarc
from rich.console import Console
from rich.table import Table

from bench.harvest import exports, oai
from kenri.harvest.reading import read_export
from kenri.harvest.source import Source
from kenri.sources import all_sources

GENERATED: dict[str, tuple[str, Callable[[Path, int], None]]] = {
    "books.csv": ("goodbooks", exports.goodbooks_csv),
    "artworks.jsonl": ("moma", exports.moma_lines),
    "artworks.json": ("moma", exports.moma_array),
    "library.mrc": ("marc21", exports.marc_binary),
}


def opened(path: Path) -> BinaryIO:
    """The file, unpacked."""
    packed = path.open("rb").read(2) == b"\x1f\x8b"
    return cast(BinaryIO, gzip.open(path, "rb")) if packed else path.open("rb")


def plain_csv(path: Path) -> int:
    """Rows as dicts, by csv alone."""
    with opened(path) as file:
        text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="")
        delimiter = "\t" if "\t" in text.readline() else ","
        text.seek(0)
        return sum(1 for _ in csv.DictReader(text, delimiter=delimiter))


def plain_lines(path: Path) -> int:
    """Objects, by json alone."""
    with opened(path) as file:
        return sum(1 for line in file if json.loads(line))


def plain_json(path: Path) -> int:
    """An array in one go, by json alone."""
    with opened(path) as file:
        return len(json.load(file))


def plain_marc(path: Path) -> int:
    """Records, by pymarc alone."""
    with opened(path) as file:
        return sum(1 for _ in pymarc.MARCReader(file))


def plain_reader(path: Path) -> tuple[str, Callable[[Path], int]]:
    """The plain reader for a file, by its name."""
    name = path.name.removesuffix(".gz")
    if name.endswith((".csv", ".tsv")):
        return "csv.DictReader", plain_csv
    if name.endswith(".jsonl"):
        return "json.loads", plain_lines
    if name.endswith(".json"):
        return "json.load", plain_json
    return "pymarc", plain_marc


def kenri(source: Source, path: Path) -> tuple[int, int]:
    """How many items and records Kenri reads."""
    items = records = 0
    for part in read_export(source, path):
        for _ in part.outcomes():
            pass
        items += part.account.items
        records += part.account.records
    return items, records


def best(rounds: int, *runs: Callable[[], object]) -> list[float]:
    """The least processor time of each, in seconds, taking turns."""
    least = [float("inf")] * len(runs)
    for _ in range(rounds):
        for place, run in enumerate(runs):
            begun = time.process_time()
            run()
            least[place] = min(least[place], time.process_time() - begun)
    return least


def main() -> None:
    """Measure and print tables; with ``--json`` one document."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--records", type=int, default=50_000)
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--without-oai", action="store_true")
    options.add_argument("--json", action="store_true")
    options.add_argument("exports", nargs="*", metavar="SOURCE=PATH")
    chosen = options.parse_args()
    files, clients = [], []
    with tempfile.TemporaryDirectory(prefix="kenri-bench-") as folder:
        inputs = [(name, Path(path)) for name, _, path in (e.partition("=") for e in chosen.exports)]
        if not inputs:
            for name, (source_id, generate) in GENERATED.items():
                generate(Path(folder) / name, chosen.records)
                inputs.append((source_id, Path(folder) / name))
        for source_id, path in inputs:
            files.append(measured(all_sources()[source_id], path, chosen.rounds))
    if not chosen.without_oai:
        clients = oai.measured(chosen.records, chosen.rounds)
    if chosen.json:
        print(json.dumps({"files": files, "oai_pmh": clients}, indent=2))
    else:
        show("records of files a second of processor time", files)
        show("records over OAI-PMH", clients)


def measured(source: Source, path: Path, rounds: int) -> dict[str, object]:
    """One row of the result."""
    name, plain = plain_reader(path)
    items, records = kenri(source, path)
    alone, whole = best(rounds, lambda: plain(path), lambda: kenri(source, path))
    return {
        "file": path.name,
        "source": source.id,
        "items": items,
        "records": records,
        "plain_reader": name,
        "plain_a_second": round(items / alone),
        "kenri_a_second": round(items / whole),
        "share": round(alone / whole, 2),
    }


def show(title: str, rows: list[dict[str, object]]) -> None:
    """The rows as a table; nothing where there are none."""
    if not rows:
        return
    table = Table(title=title)
    for key, value in rows[0].items():
        table.add_column(key.replace("_", " "), justify="left" if isinstance(value, str) else "right")
    for row in rows:
        table.add_row(*(f"{value:,}" if isinstance(value, int) else str(value) for value in row.values()))
    Console().print(table)


if __name__ == "__main__":
    main()
