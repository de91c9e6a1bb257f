"""``kenri route``: which lawful ways lead from a use of a work to "allowed", and what each takes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from kenri.cases import wills
from kenri.cases.claimants import claims_of
from kenri.procedures import rules
from kenri.procedures.plans import Part, Plan, Total
from kenri.procedures.rights import rights_for
from kenri.procedures.router import plan
from kenri.procedures.routes import Route
from kenri.project import speech
from kenri.records import queries
from kenri.status.entities import facts_of
from kenri.status.reading import read_facts
from kenri.vocab.problems import Problem
from kenri.vocab.text import Text
from kenri.vocab.uses import Use, use_named
from kenri.vocab.vocabularies import layers

_MARKS = {"cleared": "○", "possible": "△", "open": "？", "blocked": "×", "not_applicable": "－"}


def route(
    id: Annotated[str, typer.Argument(help="An entity's id, as in: kenri search")] = "",  # noqa: A002
    *,
    use: Annotated[
        str, typer.Option(help="What is planned: a use by its key or name, or a unique part of it")
    ],
    facts: Annotated[
        Path | None, typer.Option(help="A JSON array of works with what is known of them")
    ] = None,
    answer: Annotated[list[str] | None, typer.Option(help="QUESTION=ANSWER, as often as needed")] = None,
    on: Annotated[str, typer.Option(help="The day to plan on, YYYY-MM-DD; today if left out")] = "",
    territory: Annotated[str, typer.Option(help="Countries by code with commas between, EU, WORLD")] = "JP",
    begins: Annotated[str, typer.Option("--from", help="The first day of the use, YYYY-MM-DD")] = "",
    ends: Annotated[str, typer.Option("--to", help="The last day of the use, YYYY-MM-DD")] = "",
    json: bool = False,
) -> None:
    """Say by which lawful ways a use may be made."""
    if bool(id) == (facts is not None):
        raise Problem("facts_or_id")
    changes: dict[str, Any] = {"territory": tuple(code.strip().upper() for code in territory.split(","))}
    changes |= {name: _day(text) for name, text in (("begins", begins), ("ends", ends)) if text}
    planned, day, answers = use_named(use, **changes), _day(on), _answers(answer or [])
    for made in _plans(id, facts, planned, answers, day):
        if json:
            speech.answer_json(made.as_data())
        else:
            speech.tell(_lines(made))


def _day(text: str) -> date:
    if not text:
        return date.today()  # noqa: DTZ011  (the day where the user is)
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Problem("bad_day", day=text) from None


def _answers(told: list[str]) -> dict[str, str]:
    """``QUESTION=ANSWER`` by question."""
    found = {}
    for text in told:
        key, equals, value = text.partition("=")
        if not equals or not key.strip():
            raise Problem("answer_without_question", answer=text)
        found[key.strip()] = value.strip()
    return found


def _plans(
    entity_id: str, facts: Path | None, use: Use, answers: Mapping[str, str], day: date
) -> Iterator[Plan]:
    """One plan for each work, in order; a work that cannot be read is told of and left out."""
    if facts is None:
        entity = queries.entity(entity_id)
        if entity is None:
            raise Problem("unknown_entity", id=entity_id)
        try:
            work = facts_of(entity)
        except ValueError:
            raise Problem("not_a_work", id=entity_id) from None
        declared = wills.intentions_of(entity, use, answers)
        claims = claims_of(entity, use, day)
        yield plan(rights_for(work, use, day, entity, intentions=declared, claims=claims), use, answers, day)
        return
    for _, told in read_facts(facts):
        if isinstance(told, Problem):
            speech.people.print(told.message(speech.language()), style="yellow", markup=False)
        else:
            yield plan(rights_for(told, use, day), use, answers, day)


def _lines(made: Plan) -> Iterator[Text]:
    """The plan for people: outcome, parts with their routes, totals, questions, notes."""
    words = rules.ranking()
    outcome, name = words.outcomes[made.outcome], made.use.name()
    title = " ".join(filter(None, (made.work_id, made.title)))
    yield Text(f"{title}  {name.ja}：{outcome.ja}", f"{title}  {name.en}: {outcome.en}")
    for part in made.parts:
        yield from _part_lines(part)
    yield Text(
        f"  合計：{_range(made.cost, '円').ja}、{_range(made.time, '日').ja}",
        f"  total: {_range(made.cost, ' yen').en}, {_range(made.time, ' days').en}",
    )
    for question in made.questions:
        choices = "/".join(choice.value for choice in question.choices)
        yield Text(
            f"  ？{question.text.ja} --answer {question.key}={choices}",
            f"  ? {question.text.en} --answer {question.key}={choices}",
        )
    for note in made.notes:
        yield Text(f"  ※{note.text.ja}[{note.article}]", f"  ! {note.text.en} [{note.article}]")


def _part_lines(part: Part) -> Iterator[Text]:
    words, label = rules.ranking(), layers()[part.layer].label
    outcome, who = words.outcomes[part.outcome], part.holder.name
    yield Text(
        f"  {label.ja}{f'（{who}）' if who else ''}：{outcome.ja}",
        f"  {label.en}{f' ({who})' if who else ''}: {outcome.en}",
    )
    for way in part.routes:
        yield from _route_lines(way, taken=any(way is chosen for chosen in part.chosen))


def _route_lines(way: Route, *, taken: bool) -> Iterator[Text]:
    words, mark = rules.ranking(), _MARKS[way.state]
    kind, state, arrow = words.kinds[way.kind], words.states[way.state], "→" if taken else "  "
    label = Text("", "") if way.label == kind else Text(f"「{way.label.ja}」", f": {way.label.en}")
    yield Text(
        f"   {arrow}{mark} {kind.ja}{label.ja} {state.ja}",
        f"   {arrow}{mark} {kind.en}{label.en}: {state.en}",
    )
    if way.state == "not_applicable" or taken:
        for reason in way.reasons:
            doubt = Text("", "") if reason.verified else Text("（未確認）", " (unverified)")
            cited = " ".join(filter(None, (reason.article, reason.source)))
            yield Text(
                f"        {reason.text.ja}[{cited}]{doubt.ja}",
                f"        {reason.text.en} [{cited}]{doubt.en}",
            )
    if taken:
        for what in (way.cost, way.time):
            doubt = Text("", "") if what.verified else Text("（未確認）", " (unverified)")
            yield Text(f"        {what.basis.ja}{doubt.ja}", f"        {what.basis.en}{doubt.en}")


def _range(what: Total, unit: str) -> Text:
    low, high = what.low, what.high
    if high is None:
        return Text(
            f"{low:,}{unit}以上（額・日数の分からないものを含む）",
            f"at least {low:,}{unit} (with parts not known)",
        )
    same = f"{low:,}{unit}" if low == high else ""
    return Text(same or f"{low:,}～{high:,}{unit}", same or f"{low:,}-{high:,}{unit}")
