"""``kenri status``: is a work protected, until when and why, and what would settle it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from kenri.project import speech
from kenri.records import queries
from kenri.status.answers import Answer
from kenri.status.assessing import assess, law_of, refused
from kenri.status.entities import facts_of
from kenri.status.reading import read_facts
from kenri.vocab.problems import Problem
from kenri.vocab.text import Text


def status(
    id: Annotated[str, typer.Argument(help="An entity's id, as in: kenri search")] = "",  # noqa: A002
    *,
    facts: Annotated[
        Path | None, typer.Option(help="A JSON array of works with what is known of them")
    ] = None,
    on: Annotated[str, typer.Option(help="The day to compute, YYYY-MM-DD; today if left out")] = "",
    jurisdiction: Annotated[str, typer.Option(help="Whose law: JP, US, GB, EU or a member state")] = "JP",
    json: bool = False,
) -> None:
    """Say whether a work is protected, until when and why."""
    if bool(id) == (facts is not None):
        raise Problem("facts_or_id")
    day, code = day_told(on), jurisdiction.upper()
    law_of(code, day)
    for answer in _answers(id, facts, day, code):
        if json:
            speech.answer_json(answer.as_data())
        else:
            speech.tell(_lines(answer))


def day_told(text: str) -> date:
    """The day that a user told; today for none. Raises ``Problem('bad_day')``."""
    if not text:
        return date.today()  # noqa: DTZ011  (the day where the user is)
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Problem("bad_day", day=text) from None


def _answers(entity_id: str, facts: Path | None, day: date, code: str) -> Iterator[Answer]:
    """One answer for each work, in order; what cannot be read is answered with its problem."""
    if facts is not None:
        seen: set[str] = set()
        for work_id, work in read_facts(facts):
            if work_id and work_id in seen:
                speech.people.print(
                    Problem("repeated_id", str(facts), id=work_id).message(speech.language()), style="yellow"
                )
            seen.add(work_id)
            if isinstance(work, Problem):
                speech.people.print(work.message(speech.language()), style="yellow", markup=False)
                yield refused(work_id, work, day, code)
            else:
                yield assess(work, day, code)
        return
    entity = queries.entity(entity_id)
    if entity is None:
        raise Problem("unknown_entity", id=entity_id)
    try:
        work = facts_of(entity)
    except ValueError:
        raise Problem("not_a_work", id=entity_id) from None
    yield assess(work, day, code)


def _lines(answer: Answer) -> Iterator[Text]:
    """The answer for people: state, reasons with article, presumptions, and what would settle it."""
    data: dict[str, Any] = answer.as_data()
    until = Text(f"（{data['until']}まで）", f" (until {data['until']})") if data["until"] else Text("", "")
    title = " ".join(filter(None, (answer.work.id, answer.work.title)))
    label: Text = data["label"]
    yield Text(f"{title}  {label.ja}{until.ja}", f"{title}  {label.en}{until.en}")
    for reason in data["reasons"]:
        text: Text = reason["text"]
        mark = Text("", "") if reason["verified"] else Text("（未確認）", " (unverified)")
        article = f"[{reason['article']}]" if reason["article"] else ""
        yield Text(f"  ・{text.ja}{article}{mark.ja}", f"  - {text.en} {article}{mark.en}")
        for fact in reason["facts"]:
            who = ", ".join(sorted({said["source"] for said in fact.get("said", ())}))
            if who:
                yield Text(
                    f"      {fact['fact']}：{fact['value']}（{who}）",
                    f"      {fact['fact']}: {fact['value']} ({who})",
                )
    for entry in data["assumes"]:
        yield Text(f"  ※{entry['text'].ja}", f"  ! {entry['text'].en}")
    for entry in data["settled_by"]:
        yield Text(f"  ？確定に必要：{entry['text'].ja}", f"  ? would settle it: {entry['text'].en}")
    for entry in data["disagreements"]:
        text = entry["text"]
        who = ", ".join(sorted({said["source"] for said in entry["declared"].get("said", ())}))
        yield Text(f"  ≠{text.ja}（{who or '申告'}）", f"  ≠ {text.en} ({who or 'as told'})")
    if data["changes_on"]:
        yield Text(f"  次に変わりうる日：{data['changes_on']}", f"  may change on {data['changes_on']}")
