"""``kenri link``: bring together the records that are about one thing."""

from __future__ import annotations

from typing import Annotated

import typer

from kenri.project import speech
from kenri.project.reports import link_lines
from kenri.records import services
from kenri.vocab.text import Text


def link(
    *,
    rebuild: Annotated[bool, typer.Option("--rebuild", help="Link all records anew")] = False,
    json: bool = False,
) -> None:
    """Bring records about one thing together."""
    with speech.progress(Text("レコードを名寄せ中", "Linking")) as show:
        report = services.link(
            rebuild=rebuild,
            on_progress=show,
        )
    if json:
        speech.answer_json(report)
    else:
        speech.tell(link_lines(report))
