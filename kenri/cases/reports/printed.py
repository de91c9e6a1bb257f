"""The report as a PDF: the summary and a table of all rows, set by typst in a font with Japanese letters."""

from __future__ import annotations

import tempfile
from importlib import resources
from pathlib import Path

import msgspec
import typst

from kenri.cases.reports.charts import bars
from kenri.cases.reports.content import Content
from kenri.documents.fonts import families
from kenri.vocab.problems import Problem


def pdf(content: Content) -> bytes:
    """The PDF, tagged for readers. Raises Problem: ``no_document_font``, ``pdf_failed``."""
    _, font = families()
    verdicts, standings = content.verdicts(), content.standings()
    told = content.words
    data = {
        "font": font,
        "language": content.language,
        "words": told,
        "name": content.project.name,
        "head": content.head(),
        "figures": [
            (told["items"], f"{content.summary.items:,}"),
            (told["ready"], f"{content.ready:,}"),
            (told["waiting"], f"{content.summary.waiting:,}"),
            (told["troubled"], f"{content.summary.troubled:,}"),
            (told["cost_rest"], content.cost_of_rest()),
            (told["time_rest"], content.time_of_rest()),
        ],
        "notes": content.notes(),
        "charts": [(told["by_route"], "verdicts.svg"), (told["by_status"], "standings.svg")],
        "rows": [
            (
                line.number,
                " / ".join(filter(None, (line.title, line.creators))),
                " ".join(filter(None, (line.match_label, line.score))),
                line.status_label,
                line.verdict_label,
                line.route,
                " / ".join(filter(None, (line.cost, line.time))),
                " ".join(line.problems),
            )
            for line in content.lines()
        ],
        "evidence": told["evidence_text"].format(count=content.project.evidence, head=content.project.head),
    }
    with tempfile.TemporaryDirectory(prefix="kenri-") as folder:
        root = Path(folder)
        (root / "report.json").write_bytes(msgspec.json.encode(data))
        (root / "verdicts.svg").write_text(_with_font(bars(verdicts, told["by_route"]), font), "utf-8")
        (root / "standings.svg").write_text(_with_font(bars(standings, told["by_status"]), font), "utf-8")
        template = resources.files("kenri.cases.reports").joinpath("report.typ").read_bytes()
        (root / "report.typ").write_bytes(template)
        try:
            made = typst.compile(root / "report.typ", root=root, format="pdf")
        except typst.TypstError as error:
            raise Problem("pdf_failed", error=str(error)) from error
    assert isinstance(made, bytes)  # noqa: S101  (typst gives bytes where it is asked for no file)
    return made


def _with_font(svg: str, font: str) -> str:
    return svg.replace("<svg ", f'<svg font-family="{font}" ', 1)
