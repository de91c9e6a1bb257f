"""``kenri index``: make the search index follow the catalogue."""

from __future__ import annotations

from kenri.project import speech
from kenri.project.reports import index_lines
from kenri.records import index as search_index
from kenri.vocab.text import Text


def index(*, rebuild: bool = False, json: bool = False) -> None:
    """Index what has changed (--rebuild: everything anew); searches go on meanwhile."""
    with speech.progress(Text("索引を作成中", "Indexing")) as show:
        report = search_index.index(
            rebuild=rebuild,
            on_progress=show,
        )
    if json:
        speech.answer_json(report)
    else:
        speech.tell(index_lines(report))
