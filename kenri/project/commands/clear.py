"""``kenri clear``: a list of works and a planned use become a report of what may be used, and how."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import msgspec
import typer

from kenri.cases import queries, reports, services
from kenri.cases.outcomes import verdict_label
from kenri.cases.queries import ProjectView, Summary
from kenri.cases.running import Progress, RunReport
from kenri.project import speech
from kenri.vocab.list_fields import list_fields
from kenri.vocab.problems import Problem
from kenri.vocab.text import Text
from kenri.vocab.uses import Use, use_named

_STAGES = {"match": Text("照合中", "Matching"), "clear": Text("判定中", "Assessing and routing")}


def clear(
    list_file: Annotated[
        Path, typer.Argument(metavar="LIST", help="CSV, XLSX, JSON Lines, BibTeX or RIS, also gzipped")
    ],
    *,
    use: Annotated[str, typer.Option(help="What is planned, as in stream_archive_programme")],
    out: Annotated[Path, typer.Option(help="The report: .html, .xlsx, .jsonl or .pdf")],
    territory: Annotated[list[str] | None, typer.Option(help="JP (default), US, …; repeatable")] = None,
    begins: Annotated[str, typer.Option("--from", help="The first day of the use, YYYY-MM-DD")] = "",
    ends: Annotated[str, typer.Option("--to", help="The last day of the use, YYYY-MM-DD")] = "",
    map_: Annotated[
        list[str] | None, typer.Option("--map", help="COLUMN=FIELD: what a column means; may be repeated")
    ] = None,
    schema: Annotated[str, typer.Option(help="What the rows are where no column says it, as in film")] = "",
    on: Annotated[str, typer.Option(help="The day whose law counts, YYYY-MM-DD; today if left out")] = "",
    project: Annotated[str, typer.Option(help="Go on with this project instead of making one")] = "",
    evidence: Annotated[Path | None, typer.Option(help="Also write the evidence, JSON Lines")] = None,
    language: Annotated[str, typer.Option(help="Of the report, ja or en; the terminal's if left out")] = "",
    json: bool = False,
) -> None:
    """Say whether and how the works of a list may be used."""
    reports.form_of(out)
    planned = _use(use, territory or [], begins, ends)
    tongue = _language(language)
    if project:
        key = queries.project(project).key
        services.set_use(key, planned)
    else:
        key = services.create_project(
            list_file, planned, columns=columns_told(map_ or []), schema=schema, on=_day(on) if on else None
        )
    ran = _run(key)
    reports.write(key, out, tongue)
    if evidence is not None:
        reports.write_evidence(key, evidence)
    view, summary = queries.project(key), queries.summary(key)
    if json:
        speech.answer_json(_data(view, summary, ran, out))
    else:
        speech.tell(summary_lines(view, summary, out))


def columns_told(told: Sequence[str]) -> dict[str, str]:
    """``COLUMN=FIELD`` options as a mapping. Raises ``Problem('bad_column_mapping')``."""
    found = {}
    for entry in told:
        column, equals, field = entry.rpartition("=")
        if not equals or not column.strip():
            raise Problem("bad_column_mapping", told=entry, known=", ".join(list_fields()))
        found[column.strip()] = field.strip()
    return found


def _use(name: str, territory: Sequence[str], begins: str, ends: str) -> Use:
    changes: dict[str, Any] = {}
    if territory:
        changes["territory"] = tuple(
            code.strip().upper() for told in territory for code in told.split(",") if code.strip()
        )
    if begins:
        changes["begins"] = _day(begins)
    if ends:
        changes["ends"] = _day(ends)
    return use_named(name, **changes)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Problem("bad_day", day=text) from None


def _language(told: str) -> str:
    if not told:
        return speech.language()
    if told.lower()[:2] in {"ja", "en"}:
        return told.lower()[:2]
    raise Problem("unknown_language", language=told)


def _run(key: str) -> RunReport:
    """The run with a bar for each stage."""
    with speech.progress(Text("権利処理", "Clearing")) as show:

        def on_progress(progress: Progress) -> None:
            place = list(_STAGES).index(progress.stage)
            show(place * progress.total + progress.done, len(_STAGES) * progress.total)

        return services.run(key, on_progress, processes=os.cpu_count() or 1)


def _data(view: ProjectView, summary: Summary, ran: RunReport, out: Path) -> dict[str, Any]:
    return {
        "project": view.key,
        "list": view.list_name,
        "use": msgspec.to_builtins(view.use),
        "report": str(out),
        "summary": summary,
        "run": ran,
        "columns": view.guesses,
        "notes": [{"code": p.code, "ja": p.message("ja"), "en": p.message("en")} for p in view.notes],
        "evidence": {"count": view.evidence, "head": view.head},
    }


def summary_lines(view: ProjectView, summary: Summary, out: Path) -> Iterator[Text]:
    """The summary for people: what the works come to, cost and time of the rest, where the report is."""
    name = view.use.name()
    yield Text(
        f"{view.list_name}：{summary.items:,} 件（全 {summary.rows:,} 行）「{name.ja}」",
        f"{view.list_name}: {summary.items:,} items in {summary.rows:,} rows, for: {name.en}",
    )
    for verdict, count in summary.verdicts.items():
        if count:
            label = verdict_label(verdict)
            yield Text(f"  {count:>7,}  {label.ja}", f"  {count:>7,}  {label.en}")
    if summary.waiting:
        cost, days = _cost(summary), _days(summary)
        yield Text(
            f"残り {summary.waiting:,} 件：費用 {cost.ja}、期間 {days.ja}",
            f"the other {summary.waiting:,}: {cost.en}; {days.en}",
        )
    for problem in view.notes:
        yield Text(f"  {problem.message('ja')}", f"  {problem.message('en')}")
    if summary.troubled:
        yield Text(
            f"  問題のある行：{summary.troubled:,}（報告書に理由と対処を示しました）",
            f"  {summary.troubled:,} rows have a problem (the report says which, and what to do)",
        )
    yield Text(f"報告書：{out}（プロジェクト {view.key}）", f"report: {out} (project {view.key})")


def _cost(summary: Summary) -> Text:
    low, high, open_ = f"{summary.cost_low:,}", f"{summary.cost_high:,}", f"{summary.unpriced:,}"
    if summary.unpriced:
        return Text(f"{low} 円以上（{open_} 件は上限不明）", f"¥{low} or more ({open_} have no upper figure)")
    return Text(f"{low}～{high} 円", f"¥{low}–{high}")


def _days(summary: Summary) -> Text:
    return Text(f"{summary.days_low}～{summary.days_high} 日", f"{summary.days_low}–{summary.days_high} days")
