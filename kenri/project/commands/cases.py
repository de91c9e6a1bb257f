"""``kenri cases``: what time brings about in running cases, for a scheduler to call."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

import typer

from kenri.accounts.clock import now
from kenri.cases.proceedings import issuing, rebuilding, services
from kenri.project import speech
from kenri.records.reports import Told
from kenri.vocab.problems import Problem
from kenri.vocab.text import Text


def cases(
    *,
    bring_forward: Annotated[
        bool, typer.Option("--bring-forward", help="Take what is due, pass payments on, send what waits")
    ] = False,
    print_: Annotated[
        bool, typer.Option("--print", help="Make and seal the PDF files that are not made yet")
    ] = False,
    rebuild: Annotated[
        bool, typer.Option("--rebuild", help="Work out again from its history what every case remembers")
    ] = False,
    json: bool = False,
) -> None:
    """Bring running cases forward: clocks, payments, letters, PDFs."""
    if not (bring_forward or print_ or rebuild):
        raise Problem("cases_without_task")
    report: dict[str, object] = {}
    refused: list[tuple[str, Problem]] = []
    if rebuild:
        report["rebuilt"] = rebuilding.rebuild()
    if bring_forward:
        done = services.bring_forward(now())
        report |= {"steps": done.steps, "payments": done.payments, "mails": done.mails}
        refused += done.refused
    if print_:
        report["printed"] = _print(refused)
    told = [{"where": where, "problem": Told.of(problem)} for where, problem in refused]
    if json:
        speech.answer_json({**report, "refused": told})
    else:
        speech.tell(_lines(report, refused))


def _print(refused: list[tuple[str, Problem]]) -> int:
    """Every document of which there is no PDF yet."""
    numbers, done = list(issuing.unprinted()), 0
    with speech.progress(Text("文書を作成中", "Making documents")) as show:
        for place, number in enumerate(numbers, 1):
            try:
                issuing.pdf(number, "ja", now())
                done += 1
            except Problem as problem:
                refused.append((number, problem))
            show(place, len(numbers))
    return done


_WORDS = {
    "rebuilt": Text("求め直した手続", "cases worked out again"),
    "steps": Text("期間満了による処理", "steps of clocks"),
    "payments": Text("反映した入金", "payments passed on"),
    "mails": Text("送信したメール", "e-mails sent"),
    "printed": Text("作成した文書", "documents made"),
}


def _lines(report: dict[str, object], refused: list[tuple[str, Problem]]) -> Iterator[Text]:
    for key, count in report.items():
        word = _WORDS[key]
        yield Text(f"{word.ja}：{count}", f"{word.en}: {count}")
    for where, problem in refused:
        yield Text(f"  {where}: {problem.message('ja')}", f"  {where}: {problem.message('en')}")
