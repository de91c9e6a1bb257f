"""Clear a drawn list as ``kenri clear`` does, and tell the time of each stage and how rows were matched."""

from __future__ import annotations

import os
import resource
import time
from collections import Counter, defaultdict
from pathlib import Path

from rich.console import Console

from bench.clear.drawing import draw, write
from kenri.cases import queries, reports, services
from kenri.project import database
from kenri.project.commands.demo import demo
from kenri.vocab.uses import use_named


def prepare(*, sample: bool) -> None:
    """The tables, and without a catalogue that of the bundled sample."""
    database.make_ready()
    if sample:
        demo(json=True)


def measure(folder: Path, count: int, use: str, seed: int) -> None:
    """Draw, clear, and tell."""
    console = Console(width=120, highlight=False)
    rows = draw(count, seed)
    path = folder / "list.csv"
    write(rows, path)
    seconds: dict[str, float] = {}
    started = began = time.perf_counter()
    busy = processor_seconds()
    key = services.create_project(path, use_named(use))
    seconds["read the list"] = time.perf_counter() - began
    ran = services.run(key, processes=os.cpu_count() or 1)
    seconds["match and clear"] = ran.passed
    seconds |= {f"- {name}": taken for name, taken in ran.seconds.items()}
    began = time.perf_counter()
    reports.write(key, folder / "report.html", "ja")
    seconds["report (HTML)"] = time.perf_counter() - began
    whole = time.perf_counter() - started
    console.print(f"{len(rows):,} items in {whole:.1f} s, {whole / len(rows) * 1000:.2f} ms each")
    busy = processor_seconds() - busy
    console.print(f"  of the processors    {busy:8.2f} s  {busy / len(rows) * 1000:7.2f} ms an item")
    for stage, taken in seconds.items():
        console.print(f"  {stage:<20} {taken:8.2f} s  {taken / len(rows) * 1000:7.2f} ms an item")
    began = time.perf_counter()
    services.run(key)
    console.print(f"  run again, nothing changed: {time.perf_counter() - began:.2f} s")
    summary = queries.summary(key)
    console.print(f"outcomes: { ({k: n for k, n in summary.verdicts.items() if n}) }")
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for row, item in zip(rows, queries.every_item(key), strict=True):
        found[row.noise][how(row.entity, item.match, item.entity, [c["id"] for c in item.candidates])] += 1
    kinds = ("right", "wrong", "review, best right", "review, among", "review, not there", "none")
    console.print(f"{'noise':<20}{'rows':>7}" + "".join(f"{kind:>20}" for kind in kinds))
    for noise, counts in sorted(found.items()):
        console.print(f"{noise:<20}{counts.total():>7}" + "".join(f"{counts[kind]:>20}" for kind in kinds))
    services.delete_project(key)


def processor_seconds() -> float:
    """What this process and those that it started have used of all processors, whoever else uses them."""
    whose = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    return sum(used.ru_utime + used.ru_stime for used in map(resource.getrusage, whose))


def how(meant: str, match: str, entity: str, candidates: list[str]) -> str:
    """What became of a row."""
    if match == "confident":
        return "right" if entity == meant else "wrong"
    if match == "review":
        if entity == meant and meant:
            return "review, best right"
        return "review, among" if meant in candidates else "review, not there"
    return "none"
