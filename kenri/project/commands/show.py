"""``kenri show``: an entity, every fact with who says it."""

from __future__ import annotations

from typing import Annotated

import msgspec
import typer
from rich.table import Table

from kenri.project import speech
from kenri.project.facts import described, heading
from kenri.records import queries
from kenri.records.bonds import Bond, bonds
from kenri.vocab.problems import Problem
from kenri.vocab.text import Text
from kenri.vocab.vocabularies import schemas

BONDS = 20
"""Reasons for bringing records together that are told."""


def show(
    id: Annotated[str, typer.Argument(help="An entity's id, as in: kenri search")],  # noqa: A002
    *,
    json: bool = False,
) -> None:
    """Show an entity: every fact with its sources."""
    entity = queries.entity(id)
    if entity is None:
        raise Problem("unknown_entity", id=id)
    held = bonds(entity.id) if len(entity.records) > 1 else ()
    if json:
        speech.answer_json({**msgspec.structs.asdict(entity), "bonds": held})
        return
    language = speech.language()
    speech.answers.print(
        f"{entity.title.text}  [{schemas()[entity.schema].label.in_language(language)}]  {entity.id}"
    )
    table = Table(box=None, show_header=False, pad_edge=False)
    for fact in entity.facts:
        said = ", ".join(sorted({s.source for s in fact.said}))
        table.add_row(heading(fact).in_language(language), described(fact, language), said)
    speech.answers.print(table)
    for disagreement in entity.disagreements:
        values = " ⇔ ".join(described(fact, language) for fact in disagreement.facts)
        speech.answers.print(
            Text("情報源の不一致", "Sources disagree").in_language(language),
            heading(disagreement.facts[0]).in_language(language),
            values,
        )
    for bond in held[:BONDS]:
        speech.answers.print(_told(bond).in_language(language), soft_wrap=True)


def _told(bond: Bond) -> Text:
    """Why two records are shown together, or apart, on one line."""
    left, right = (f"{said.source} {said.local_id}" for said in (bond.left, bond.right))
    sign = "=" if bond.linked else "≠"
    return Text(f"{left} {sign} {right}：{bond.reason.ja}", f"{left} {sign} {right}: {bond.reason.en}")
