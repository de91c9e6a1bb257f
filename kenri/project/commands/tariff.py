"""``kenri tariff``: the tariffs, one of them with its history, or what a use costs by it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Annotated, Any

import typer

from kenri import tariffs as tariff_room
from kenri.accounts import clock
from kenri.project import speech
from kenri.project.commands.status import day_told
from kenri.tariffs import Reckoning, Tariff
from kenri.tariffs.described import choices_of, described, figures, natures
from kenri.vocab.problems import Problem
from kenri.vocab.text import Text

_UNVERIFIED = Text("（未確認）", " (unverified)")


def tariff(
    id: Annotated[str, typer.Argument(help="A tariff's id; without it, all are listed")] = "",  # noqa: A002
    *,
    input: Annotated[  # noqa: A002
        list[str] | None, typer.Option("--input", "-i", help="What it asks for, as name=value; repeatable")
    ] = None,
    on: Annotated[str, typer.Option(help="The day whose figures count, YYYY-MM-DD; today if left out")] = "",
    json: bool = False,
) -> None:
    """List the tariffs, show one, or reckon what a use costs."""
    day = day_told(on) if on else clock.today()
    if not id:
        everything = tariff_room.tariffs()
        _answer([described(each, day) for each in everything] if json else _list(everything, day))
        return
    found = tariff_room.tariff(id)
    if input is None:
        _answer(described(found, day) if json else _shown(found, day))
        return
    reckoning = tariff_room.reckon(found, _told(input), day)
    _answer(reckoning.as_data() if json else _lines(reckoning))


def _answer(answer: Any) -> None:
    if isinstance(answer, Iterator):
        speech.tell(answer)
    else:
        speech.answer_json(answer)


def _told(pairs: Sequence[str]) -> dict[str, str]:
    """The inputs by name. Raises ``Problem('tariff_input_told_wrong')``."""
    told = {}
    for pair in pairs:
        key, equals, value = pair.partition("=")
        if not equals or not key.strip():
            raise Problem("tariff_input_told_wrong", told=pair)
        told[key.strip()] = value.strip()
    return told


def _list(everything: Sequence[Tariff], day: date) -> Iterator[Text]:
    for found in everything:
        version, nature = found.version_on(day), natures()[found.written.nature]
        state = version.isoformat() if version else "–"
        yield Text(
            f"{found.id:<24} {state:<10}  {found.label.ja}［{nature.ja}］",
            f"{found.id:<24} {state:<10}  {found.label.en} [{nature.en}]",
        )


def _shown(found: Tariff, day: date) -> Iterator[Text]:
    written, nature = found.written, natures()[found.written.nature]
    yield Text(f"{found.label.ja}［{nature.ja}］", f"{found.label.en} [{nature.en}]")
    yield found.body.label
    yield written.about
    yield Text("入力項目：", "It asks for:")
    for asked in written.inputs:
        key = f"  {asked.key} [{asked.default}]" if asked.default else f"  {asked.key}"
        listed = ", ".join(choices_of(asked))
        choices = Text(f"（{listed}）", f" ({listed})") if listed else Text("", "")
        yield Text(f"{key}  {asked.label.ja}{choices.ja}", f"{key}  {asked.label.en}{choices.en}")
    yield Text("料率・単価など：", "Figures:")
    for figure in figures(found, day):
        mark = Text("", "") if figure.verified else _UNVERIFIED
        now = Text("→ ", "-> ") if figure.in_force else Text("   ", "   ")
        yield Text(
            f"{now.ja}{figure.since}  {figure.label.ja} {figure.told.ja}  {figure.source.ja}{mark.ja}",
            f"{now.en}{figure.since}  {figure.label.en} {figure.told.en}  {figure.source.en}{mark.en}",
        )


def _lines(reckoning: Reckoning) -> Iterator[Text]:
    total = f"{reckoning.amount:,}"
    yield Text(f"{total}円  {reckoning.tariff}", f"¥{total}  {reckoning.tariff}")
    for line in reckoning.lines:
        mark = Text("", "") if line.verified else _UNVERIFIED
        article = f" [{line.article}]" if line.article else ""
        yield Text(f"  ・{line.text.ja}{article}{mark.ja}", f"  - {line.text.en}{article}{mark.en}")
    if reckoning.assumed:
        yield Text(
            "※Kenri の試算用の仮定によるもので、いずれの団体の規程でもありません。",
            "! This rests on Kenri's own assumptions; it is no body's rule.",
        )
