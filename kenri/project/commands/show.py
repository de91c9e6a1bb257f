"""``kenri show``: an entity, every fact with who says it."""

from __future__ import annotations

from typing import Annotated

import msgspec
import typer
from rich.table import Table

from kenri.catalogue.entity import Fact
from kenri.project import speech
from kenri.records import queries
from kenri.vocab.problems import Problem
from kenri.vocab.text import Text
from kenri.vocab.vocabularies import roles, schemas


def show(
    id: Annotated[str, typer.Argument(help="An entity's id, as in: kenri search")],  # noqa: A002
    *,
    json: bool = False,
) -> None:
    """Show an entity with every fact's source, and where sources disagree."""
    entity = queries.entity(id)
    if entity is None:
        raise Problem("unknown_entity", id=id)
    if json:
        speech.answer_json(entity)
        return
    language = speech.language()
    speech.answers.print(
        f"{entity.title.text}  [{schemas()[entity.schema].label.in_language(language)}]  {entity.id}"
    )
    table = Table(box=None, show_header=False, pad_edge=False)
    for fact in entity.facts:
        table.add_row(fact.kind, described(fact, language), ", ".join(sorted({s.source for s in fact.said})))
    speech.answers.print(table)
    for disagreement in entity.disagreements:
        values = " ⇔ ".join(described(fact, language) for fact in disagreement.facts)
        speech.answers.print(
            Text("情報源の不一致", "Sources disagree").in_language(language),
            disagreement.kind,
            values,
        )


def described(fact: Fact, language: str) -> str:
    """A fact's value in one line."""
    value = msgspec.to_builtins(fact.value)
    if isinstance(value, str):
        return value
    if "names" in value:
        role = roles()[value["role"]].label.in_language(language) if "role" in value else ""
        return f"{value['names'][0]['text']} ({role})" if role else str(value["names"][0]["text"])
    if "scheme" in value:
        return f"{value['scheme']} {value['value']}"
    if "date" in value:
        return " ".join(filter(None, (value["kind"], value["date"]["text"], value.get("place", ""))))
    return str(value.get("text") or value.get("holder") or value)
