"""Quality and speed of linking.

    python -m bench.linkage [--sets NAME ...] [--peers] [--plot FILE.svg]
    python -m bench.linkage --sets --scale 250000 1000000 --home FOLDER

Protocol: end to end, from records to clusters, candidate finding included; no labels are used, and every set
runs with the shipped configuration. Pairs are those within clusters. ``auto`` are the pairs that are linked
without anybody looking. Sets of ``labelled`` come with their truth; sets of ``corrupted``, ``editions`` and
``films`` are made by script from real records with a fixed seed; in those of ``overlaps`` shared identifiers,
withheld from linking, tell which records are one. ``--peers`` adds Splink with its defaults and a rapidfuzz
baseline.
"""

from __future__ import annotations

import argparse
import math
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bench.linkage import corrupted, editions, films, labelled, overlaps, scale
from bench.linkage.labelled import LabelledSet
from bench.linkage.measures import BANDS, Measured, kenri, rapidfuzz, splink_defaults
from bench.linkage.plot import Band, write

SETS: dict[str, Callable[[], LabelledSet]] = {
    "dblp_acm": labelled.dblp_acm,
    "febrl1": lambda: labelled.febrl(1),
    "febrl2": lambda: labelled.febrl(2),
    "febrl3": lambda: labelled.febrl(3),
    "febrl4": lambda: labelled.febrl(4),
    "rldata": labelled.rldata,
    "freedb": labelled.freedb,
    "music": corrupted.five_sources,
    "persons": corrupted.historical_persons,
    "artists": corrupted.museum_artists,
    "titles": corrupted.romanised_titles,
    "authors": corrupted.japanese_authors,
    "films": films.films,
    "editions": editions.editions,
    "aozora": overlaps.aozora,
    "bodies": overlaps.bodies,
    "makers": overlaps.museum_makers,
}
console = Console(width=170)


def quality_table(names: list[str], *, peers: bool) -> list[Measured]:
    """Measure the sets, printing each as it is done."""
    done = []
    for name in names:
        made = SETS[name]()
        for engine in (kenri, *((splink_defaults, rapidfuzz) if peers else ())):
            try:
                measured = engine(made)
            except Exception:
                if engine is kenri:
                    raise
                console.print(f"{made.name}: {engine.__name__} failed")
                console.print_exception(max_frames=3)
                continue
            done.append(measured)
            console.print(line(measured))
    return done


def line(found: Measured) -> str:
    """One measured set in words."""
    p, b = found.pairs, found.b_cubed
    text = (
        f"{found.set} | {found.engine} | {found.records:,} records | pairs P {p.precision:.4f}"
        f" R {p.recall:.4f} F1 {p.f1:.4f} | B³ F1 {b.f1:.4f} | {found.records / found.seconds:,.0f} records/s"
    )
    if found.auto is not None:
        text += (
            f" | auto {found.auto_pairs:,} P {found.auto.precision:.4f} R {found.auto.recall:.4f}"
            f" | candidates: recall {found.candidate_recall:.4f}, reduction {found.reduction:.5f}"
            f" | peak {found.peak_gb:.2f} GB"
        )
    return text


def reliability(measured: list[Measured], picture: Path | None) -> None:
    """How often scores keep their word, over all sets together; drawn where a file is named."""
    bands = []
    table = Table("scores below", "pairs", "mean score", "right", title="Reliability, all sets")
    for band, most in enumerate(BANDS):
        rows = [found.reliability[band] for found in measured if found.reliability]
        count, total, right = (sum(row[n] for row in rows) for n in range(3))
        if count:
            bands.append(Band(round(count), total / count, right / count))
            table.add_row(
                f"{min(most, 1):g}", f"{count:,.0f}", f"{total / count:.3f}", f"{right / count:.3f}"
            )
    console.print(table)
    if picture is not None:
        write(bands, picture)


def scaling(counts: list[int]) -> None:
    """Time by stage, memory and growth; new records against the largest."""
    before: tuple[int, scale.Linked] | None = None
    with tempfile.TemporaryDirectory(prefix="kenri-bench-") as folder:
        for count in counts:
            path = scale.write(count, Path(folder))
            linked = scale.run(path)
            console.print(f"{count:,} records: {_seconds(linked.total)}")
            for stage, lap in linked.stages.items():
                console.print(f"    {stage}: {_seconds(lap)}")
            console.print(
                f"    {linked.candidates:,} candidates, {linked.clusters:,} clusters of several;"
                f" peak {linked.peak:.2f} GiB, each process for features {linked.peak_worker:.2f} GiB"
            )
            if before is not None:
                fewer, earlier = before
                allowed = count * math.log(count) / (fewer * math.log(fewer))
                grown = linked.total.wall / earlier.total.wall
                console.print(f"    {grown:.1f} times {fewer:,} records; n log n: {allowed:.1f} times")
            new = min(10_000, count // 10)
            took, found = scale.new_records(linked.linkage, count, new)
            console.print(f"    {new:,} new records against them: {_seconds(took)}, {found:,} pairs")
            linked.linkage.db.close()
            before = count, linked


def _seconds(lap: scale.Lap) -> str:
    return f"{lap.wall:.1f} s ({lap.cpu:.1f} s of processors)"


def matching(home: Path) -> None:
    """The match call of ``kenri match`` and ``POST /api/v1/match`` on the catalogue of a home folder."""
    subprocess.run([sys.executable, "-m", "bench.matching", "--home", str(home)], check=True)


def main() -> None:
    """Run what was asked for."""
    parser = argparse.ArgumentParser(prog="python -m bench.linkage", description=__doc__)
    parser.add_argument("--sets", nargs="*", choices=sorted(SETS), default=list(SETS))
    parser.add_argument("--peers", action="store_true")
    parser.add_argument("--scale", nargs="*", type=int, default=[])
    parser.add_argument("--home", type=Path, help="a catalogue with its index: the match call is measured")
    parser.add_argument("--plot", type=Path, help="an SVG file for the reliability plot")
    asked = parser.parse_args()
    if asked.sets:
        reliability(quality_table(asked.sets, peers=asked.peers), asked.plot)
    if asked.scale:
        scaling(sorted(asked.scale))
    if asked.home:
        matching(asked.home)


if __name__ == "__main__":
    main()
