"""The report as one HTML page: no script, no file beside it, for a screen, a reader's voice and a printer."""

from __future__ import annotations

from django.template.loader import get_template
from django.utils.safestring import mark_safe

from kenri.cases.reports.charts import bars
from kenri.cases.reports.content import Content


def html(content: Content) -> bytes:
    """The page in UTF-8."""
    told = content.words
    one = get_template("cases/report_item.html")
    rows = [one.render({"i": line, "w": told}) for line in content.lines()]
    verdicts, standings = content.verdicts(), content.standings()
    context = {
        "c": content,
        "w": told,
        "verdicts": verdicts,
        # Both are made of parts that are escaped already: by the row's template, and by ``bars``.
        "body": mark_safe("".join(rows)),  # noqa: S308
        "chart_verdicts": mark_safe(bars(verdicts, told["by_route"])),  # noqa: S308
        "chart_standings": mark_safe(bars(standings, told["by_status"])),  # noqa: S308
        "unpriced": told["unpriced"].format(count=content.summary.unpriced),
        "evidence": told["evidence_text"].format(count=content.project.evidence, head=content.project.head),
    }
    return get_template("cases/report.html").render(context).encode()
