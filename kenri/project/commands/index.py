"""``kenri index``: make the search index follow the catalogue."""

from __future__ import annotations

from typing import Annotated

import typer

from kenri.project import speech
from kenri.project.reports import index_lines
from kenri.records import index as search_index
from kenri.vocab.text import Text


def index(
    *,
    rebuild: Annotated[bool, typer.Option("--rebuild", help="Index everything anew")] = False,
    json: bool = False,
) -> None:
    """Make what has changed searchable."""
    with speech.progress(Text("索引を作成中", "Indexing")) as show:
        report = search_index.index(
            rebuild=rebuild,
            on_progress=show,
        )
    if json:
        speech.answer_json(report)
    else:
        speech.tell(index_lines(report))
