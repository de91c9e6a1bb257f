"""``kenri judge``: people's judgements of pairs of records, to a file and from one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import msgspec
import typer

from kenri.identity.judgements import Judgement
from kenri.project import speech
from kenri.records import reviews, services
from kenri.records.judgement_files import read_judgements, write_judgements
from kenri.records.judging import Ref
from kenri.records.reports import JudgeReport, Told
from kenri.vocab.problems import Problem
from kenri.vocab.text import Text

SHOWN = 20
"""Refused rows that are told one by one."""


class Direction(StrEnum):
    """What to do with the file."""

    EXPORT = "export"
    IMPORT = "import"


def judge(
    what: Annotated[Direction, typer.Argument(help="export or import")],
    file: Annotated[Path, typer.Argument(help="A .csv or .jsonl file")],
    *,
    by: Annotated[str, typer.Option(help="The reviewer of rows that name none")] = "",
    settled: Annotated[
        bool, typer.Option("--settled", help="Take all rows as decided: no second review is needed")
    ] = False,
    json: bool = False,
) -> None:
    """Write people's judgements to a file, or take them from one."""
    if what is Direction.EXPORT:
        count = write_judgements(file, reviews.all_judgements())
        if json:
            speech.answer_json({"file": str(file), "judgements": count})
        else:
            speech.tell([Text(f"判定 {count:,} 件を書き出しました：{file}", f"{count:,} judgements: {file}")])
        return
    refused: list[Problem] = []
    with speech.progress(Text("判定を取り込み中", "Taking judgements")) as show:
        report = services.judge(
            _good(read_judgements(file, settled=settled, by=by), refused), on_progress=show
        )
    if json:
        told = [Told.of(problem) for problem in refused]
        speech.answer_json({**msgspec.structs.asdict(report), "refused": len(told), "rejections": told})
    else:
        speech.tell(_lines(report, refused))


def _good(rows: Iterable[Judgement[Ref] | Problem], refused: list[Problem]) -> Iterator[Judgement[Ref]]:
    for row in rows:
        if isinstance(row, Problem):
            refused.append(row)
        else:
            yield row


def _lines(report: JudgeReport, refused: list[Problem]) -> Iterator[Text]:
    yield Text(
        f"判定：新規 {report.new:,}、既知 {report.known:,}、却下 {len(refused):,}。"
        f"{report.pairs:,} 組のうち、決定 {report.decided:,}、次の判定者を待つもの {report.waiting:,}、"
        f"未決 {report.undecided:,}、カタログにないレコードを含むもの {report.absent:,}"
        f"（統合 {report.merged:,}、分離 {report.split:,}、{report.seconds:.1f} 秒）",
        f"judgements: {report.new:,} new, {report.known:,} known, {len(refused):,} refused."
        f" Of {report.pairs:,} pairs {report.decided:,} are decided, {report.waiting:,} wait for another"
        f" reviewer, {report.undecided:,} stay undecided, {report.absent:,} name an unknown record"
        f" ({report.merged:,} merged, {report.split:,} split, {report.seconds:.1f} s)",
    )
    for problem in refused[:SHOWN]:
        yield Text(f"  {problem.message('ja')}", f"  {problem.message('en')}")
    if (more := len(refused) - SHOWN) > 0:
        yield Text(f"  ほか {more:,} 件の却下", f"  and {more:,} more refused")
