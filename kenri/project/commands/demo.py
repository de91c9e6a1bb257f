"""``kenri demo``: the main job on the bundled sample."""

from __future__ import annotations

from importlib import resources
from pathlib import Path

from django.conf import settings

from kenri.cases import queries, reports
from kenri.cases import services as cases
from kenri.project import speech
from kenri.project.commands.clear import summary_lines
from kenri.project.reports import harvest_lines, index_lines, link_lines
from kenri.records import index, services
from kenri.sources import all_sources
from kenri.vocab.text import Text
from kenri.vocab.uses import use_named

USE = "stream_archive_programme"
"""What the demonstration plans to do with the works of the sample list."""


def demo(*, json: bool = False) -> None:
    """Harvest, link and clear the bundled sample."""
    samples = Path(str(resources.files("kenri").joinpath("samples")))
    filled = [source for source in all_sources().values() if (samples / source.id).is_dir()]
    harvests = []
    with speech.progress(Text("見本を収集中", "Harvesting the sample")) as show:
        for done, source in enumerate(filled):
            show(done, len(filled))
            harvests.append(services.harvest(source, path=samples / source.id))
    linked, indexed = services.link(), index.index()
    report = settings.KENRI_HOME / "clearance-report.html"
    key = _project(samples / "lists" / "archive.csv")
    with speech.progress(Text("見本のリストを処理中", "Clearing the sample list")) as show:
        cases.run(key, lambda progress: show(progress.done, progress.total))
    reports.write(key, report, speech.language())
    view, summary = queries.project(key), queries.summary(key)
    if json:
        cleared = {"project": key, "report": str(report), "summary": summary}
        speech.answer_json({"harvests": harvests, "link": linked, "index": indexed, "clear": cleared})
        return
    for harvested in harvests:
        speech.tell(harvest_lines(harvested))
    speech.tell(link_lines(linked))
    speech.tell(index_lines(indexed))
    speech.tell(summary_lines(view, summary, report))


def _project(sample: Path) -> str:
    """The project of the sample list: the one that an earlier demonstration made, else a new one."""
    use = use_named(USE)
    made = (
        view.key
        for view, _ in queries.projects()
        if not view.by and view.list_name == sample.name and view.use == use
    )
    return next(made, None) or cases.create_project(sample, use)
