"""``kenri demo``: the main job on the bundled sample."""

from __future__ import annotations

from importlib import resources
from pathlib import Path

from kenri.project import speech
from kenri.project.reports import harvest_lines, index_lines, link_lines
from kenri.records import index, services
from kenri.sources import all_sources
from kenri.vocab.text import Text


def demo(*, json: bool = False) -> None:
    """Harvest, link and index the bundled sample."""
    samples = Path(str(resources.files("kenri").joinpath("samples")))
    filled = [source for source in all_sources().values() if (samples / source.id).is_dir()]
    harvests = []
    with speech.progress(Text("見本を収集中", "Harvesting the sample")) as show:
        for done, source in enumerate(filled):
            show(done, len(filled))
            harvests.append(services.harvest(source, path=samples / source.id))
    linked, indexed = services.link(), index.index()
    if json:
        speech.answer_json({"harvests": harvests, "link": linked, "index": indexed})
        return
    for report in harvests:
        speech.tell(harvest_lines(report))
    speech.tell(link_lines(linked))
    speech.tell(index_lines(indexed))
