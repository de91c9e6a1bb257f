"""``kenri link``: bring together the records that are about one thing."""

from __future__ import annotations

from kenri.project import speech
from kenri.project.reports import link_lines
from kenri.records import services
from kenri.vocab.text import Text


def link(*, rebuild: bool = False, json: bool = False) -> None:
    """Link every record that is not linked yet (--rebuild: all of them anew)."""
    with speech.progress(Text("レコードを名寄せ中", "Linking")) as show:
        report = services.link(
            rebuild=rebuild,
            on_progress=show,
        )
    if json:
        speech.answer_json(report)
    else:
        speech.tell(link_lines(report))
