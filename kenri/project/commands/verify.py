"""``kenri verify``: proof that no history, file, document or entry was altered."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

import typer

from kenri.accounts.clock import now
from kenri.cases.proceedings import verifying
from kenri.cases.proceedings.verifying import Verified
from kenri.project import speech
from kenri.records.reports import Told
from kenri.vocab.text import Text


def verify(
    *,
    case: Annotated[str, typer.Option(help="Only the case of this number")] = "",
    checkpoint: Annotated[bool, typer.Option("--checkpoint", help="Then sign where each chain ends")] = False,
    json: bool = False,
) -> None:
    """Check every chain and file: which row was altered first."""
    found = verifying.verify(case)
    signed = verifying.checkpoint(now()) if checkpoint and not found.faults else None
    if json:
        faults = [
            {"chain": fault.chain, "number": fault.number, "problem": Told.of(fault.problem)}
            for fault in found.faults
        ]
        counted = {name: getattr(found, name) for name in COUNTED}
        told = {"at": signed.at, "signature": signed.signature} if signed else None
        speech.answer_json({**counted, "faults": faults, "checkpoint": told})
    else:
        speech.tell(_lines(found))
        if signed:
            speech.tell(
                [Text(f"確認点に署名しました：{signed.signature}", f"Checkpoint: {signed.signature}")]
            )
    if found.faults:
        raise typer.Exit(1)


COUNTED = ("cases", "rows", "files", "projects", "entries", "checkpoints")


def _lines(found: Verified) -> Iterator[Text]:
    yield Text(
        f"手続 {found.cases:,} 件（記録 {found.rows:,}、ファイル {found.files:,}）、プロジェクト"
        f" {found.projects:,}、会計の記入 {found.entries:,}、確認点 {found.checkpoints:,} を検証しました。",
        f"verified: {found.cases:,} cases ({found.rows:,} rows, {found.files:,} files),"
        f" {found.projects:,} projects, {found.entries:,} entries, {found.checkpoints:,} checkpoints",
    )
    for fault in found.faults:
        problem = fault.problem
        yield Text(
            f"  {fault.chain} {fault.number}: {problem.message('ja')}",
            f"  {fault.chain} {fault.number}: {problem.message('en')}",
        )
    if not found.faults:
        yield Text("改変は見つかりませんでした。", "Nothing was altered.")
