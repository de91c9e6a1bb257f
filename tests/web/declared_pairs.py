"""Pairs to judge: works that a list and an archive call nearly the same, each judged once by somebody."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path
from typing import Any

from kenri.records import services
from kenri.records.judgement_files import NEEDED_COLUMNS, read_judgements
from kenri.sources import all_sources

HEADING = "作品ID 作品名 よみ 種別 作者 公開日 URL 利用条件".split()  # noqa: SIM905


def fill(folder: Path, count: int, *, commands: bool = False) -> list[Any]:
    """Steps that fill a catalogue with ``count`` pairs: calls, or the words of ``kenri`` commands."""
    works, judged = folder / "list.csv", folder / "judged.csv"
    rows = []
    for number in range(count):
        rows.append((f"a{number}", f"夜明けの電波 {number}", "", "小説", "白石 透", "2001", "", ""))
        rows.append((f"b{number}", f"夜明けの電波 その{number}", "", "小説", "白石 透", "2003", "", ""))
    _write(works, HEADING, rows)
    pairs = [
        ("creators_list", f"a{number}", "creators_list", f"b{number}", "unsure", "somebody")
        for number in range(count)
    ]
    _write(judged, NEEDED_COLUMNS, pairs)
    if commands:
        return [
            ("harvest", "creators_list", "--from", str(works)),
            ("link",),
            ("index",),
            ("judge", "import", str(judged)),
        ]
    steps: list[Callable[[], object]] = [
        lambda: services.harvest(all_sources()["creators_list"], path=works),
        services.link,
        lambda: services.judge(read_judgements(judged)),
    ]
    return steps


def _write(path: Path, heading: Any, rows: Any) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([heading, *rows])
