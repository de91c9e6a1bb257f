"""``kenri entering``: what enters the public domain on a day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Annotated

import typer

from kenri.project import speech
from kenri.project.commands.status import day_told
from kenri.records import rollover
from kenri.records.rollover import Entering
from kenri.status.answers import words
from kenri.vocab.text import Text
from kenri.vocab.vocabularies import schemas


def entering(
    *,
    on: Annotated[str, typer.Option(help="The day, YYYY-MM-DD; the next New Year if left out")] = "",
    jurisdiction: Annotated[str, typer.Option(help="Whose law: JP, US, GB, EU or a member state")] = "JP",
    limit: Annotated[int, typer.Option(min=1, help="How many works at most")] = 100,
    rebuild: Annotated[bool, typer.Option("--rebuild", help="Compute every work anew")] = False,
    json: bool = False,
) -> None:
    """List what enters the public domain on a day."""
    day = day_told(on) if on else date(date.today().year + 1, 1, 1)  # noqa: DTZ011  (where the user is)
    with speech.progress(Text("権利状態を計算中", "Computing the status")) as show:
        rollover.bring_up(day, jurisdiction, rebuild=rebuild, on_progress=show)
    found = rollover.entering(day, jurisdiction, limit=limit)
    if json:
        speech.answer_json(found)
    else:
        speech.tell(_lines(found))


def _lines(found: Entering) -> Iterator[Text]:
    for work in found.works:
        kind = schemas()[work.schema].label
        people = "、".join(work.creators)
        labels = [words()["assumes"][name] for name in work.assumes if name in words()["assumes"]]
        mark = Text("（推定）", " (presumed)") if labels else Text("", "")
        if work.was == "undetermined":
            mark = Text(f"（遅くとも）{mark.ja}", f" (at the latest){mark.en}")
        yield Text(
            f"{work.id}  {work.title}  {people}  {kind.ja}{mark.ja}",
            f"{work.id}  {work.title}  {people}  {kind.en}{mark.en}",
        )
    day = found.day.isoformat()
    yield Text(
        f"{day} にパブリックドメインとなる作品：{found.total:,} 件（{found.jurisdiction}）",
        f"{found.total:,} works enter the public domain on {day} ({found.jurisdiction})",
    )
