"""``kenri intentions``: what holders declared for the addresses of a file."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import msgspec
import typer

from kenri.accounts.clock import now
from kenri.project import speech
from kenri.registry import lookup
from kenri.vocab.problems import Problem
from kenri.vocab.text import Text


def intentions(
    path: Annotated[Path, typer.Argument(metavar="FILE", help="One address a line; - for stdin")],
    *,
    out: Annotated[Path | None, typer.Option(help="A .jsonl file for the answers")] = None,
    json: bool = False,
) -> None:
    """Say what holders want done with the works at addresses."""
    if str(path) != "-" and not path.is_file():
        raise Problem("export_missing", str(path), path=str(path))
    encoder, counts = msgspec.json.Encoder(), Counter[str](declared=0, conflict=0, unknown=0)
    sink = out.open("wb") if out else sys.stdout.buffer if json else None
    try:
        with speech.progress(Text("照会中", "Asking")) as show:
            for number, found in enumerate(lookup.wills(_lines(path), at=now()), 1):
                counts[found.state] += 1
                if sink:
                    sink.write(encoder.encode(found) + b"\n")
                if number % lookup.AT_ONCE == 0:
                    show(number, None)
    finally:
        if out and sink:
            sink.close()
    words = Text(
        f"{counts.total():,} 件：意思表示あり {counts['declared']:,}、矛盾 {counts['conflict']:,}、"
        f"不明 {counts['unknown']:,}",
        f"{counts.total():,} addresses: {counts['declared']:,} declared, {counts['conflict']:,} in conflict, "
        f"{counts['unknown']:,} unknown",
    )
    speech.say(words)


def _lines(path: Path) -> Iterator[str]:
    """The addresses, without empty lines."""
    with sys.stdin if str(path) == "-" else path.open(encoding="utf-8", errors="replace") as file:
        for line in file:
            if found := line.strip():
                yield found
