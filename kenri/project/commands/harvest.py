"""``kenri harvest``: fetch a source and read it, strictly."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kenri.harvest.source import Source
from kenri.project import speech
from kenri.project.reports import harvest_lines
from kenri.records import services
from kenri.sources import all_sources
from kenri.vocab.problems import Problem
from kenri.vocab.text import Text


def harvest(
    source: Annotated[str, typer.Argument(help="A source's id, as in: kenri sources")],
    *,
    origin: Annotated[
        str, typer.Option("--from", help="A file, a folder or a URL instead of the source's own")
    ] = "",
    supplier: Annotated[
        str, typer.Option("--as", metavar="SUPPLIER", help="Whose list or repository it is")
    ] = "",
    limit: Annotated[int | None, typer.Option(min=1, help="Read no more than so many items")] = None,
    accept_removals: Annotated[
        bool, typer.Option("--accept-removals", help="Believe an export that lacks many records")
    ] = False,
    accept_drift: Annotated[
        bool, typer.Option("--accept-drift", help="Believe an export that lacks a column")
    ] = False,
    allow_private: Annotated[
        bool, typer.Option("--allow-private", help="Fetch from an address of this machine or its network")
    ] = False,
    json: bool = False,
) -> None:
    """Fetch and read a source, with an account."""
    chosen = named(source)
    with speech.progress(Text(f"{chosen.title.ja}を収集中", f"Harvesting {chosen.title.en}")) as show:
        report = services.harvest(
            chosen,
            path=_path(origin),
            url=origin if "://" in origin else "",
            limit=limit,
            accept_removals=accept_removals,
            accept_drift=accept_drift,
            allow_private=allow_private,
            supplier=supplier,
            on_progress=show,
        )
    if json:
        speech.answer_json(report)
    else:
        speech.tell(harvest_lines(report))


def named(source_id: str) -> Source:
    """The source of that id. Raises ``Problem('unknown_source')``."""
    try:
        return all_sources()[source_id]
    except KeyError:
        raise Problem("unknown_source", source=source_id, known=", ".join(all_sources())) from None


def _path(origin: str) -> Path | None:
    if not origin or "://" in origin:
        return None
    path = Path(origin).expanduser()
    if not path.exists():
        raise Problem("no_such_file", where=origin)
    return path
