"""What readers ask of projects: the list of them, one with its summary, its items, everything of one item."""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
from django.db.models import Count, Max, Q, QuerySet, Sum

from kenri.cases import evidence, files, wills
from kenri.cases.claimants import claims_of
from kenri.cases.models import Item, MatchState, Project, UserFact
from kenri.cases.outcomes import NO_ITEM, VERDICTS
from kenri.cases.proceedings import awards, requests
from kenri.cases.rows import problem_of
from kenri.cases.working import standing_facts
from kenri.catalogue.entity import Said
from kenri.harvest.lists import ColumnGuess
from kenri.procedures.clearing import Cleared, ToldFact, clear, work_known
from kenri.records import queries as catalogue
from kenri.vocab.problems import Problem
from kenri.vocab.records import Record, decode_record
from kenri.vocab.uses import Use

PAGE = 50
SORTS = ("place", "title", "verdict", "standing", "score", "cost_high", "days_high")
"""By what items may be sorted; ``place`` is the list's own order."""

STANDINGS = ("public_domain", "not_protected", "protected", "undetermined")


class Summary(msgspec.Struct, frozen=True):
    """A project in numbers.

    ``rows`` is all rows, ``items`` those that are items; ``verdicts``, ``standings`` and ``matches`` count
    them (keys of ``outcomes.VERDICTS``, ``STANDINGS``, ``MatchState``; none left out). ``troubled`` are rows
    with a problem. ``cost_low`` and ``cost_high`` are yen over all items that are not free or licensed yet,
    ``unpriced`` how many of these have no upper figure; ``days_low`` and ``days_high`` the longest of them,
    for they run side by side.
    """

    rows: int
    items: int
    verdicts: dict[str, int]
    standings: dict[str, int]
    matches: dict[str, int]
    troubled: int
    waiting: int
    cost_low: int
    cost_high: int
    unpriced: int
    days_low: int
    days_high: int


class ProjectView(msgspec.Struct, frozen=True):
    """A project: its use, its list, what its columns were taken for, where it stands.

    ``columns`` is what the user said of columns, ``guesses`` what each was taken for, ``notes`` problems of
    the list as a whole. Times are UTC; ``on`` is the day whose law counts, None for that of the run.
    """

    id: int
    key: str
    name: str
    use: Use
    list_name: str
    schema: str
    columns: dict[str, str]
    guesses: tuple[ColumnGuess, ...]
    notes: tuple[Problem, ...]
    on: dt.date | None
    by: str
    state: str
    created: dt.datetime
    changed: dt.datetime
    finished: dt.datetime | None
    evidence: int
    head: str


class FactView(msgspec.Struct, frozen=True):
    """What somebody said of an item; ``standing`` tells whether it still counts."""

    kind: str
    name: str
    value: str
    source: str
    by: str
    at: dt.datetime
    withdrawn: bool
    standing: bool


class ItemView(msgspec.Struct, frozen=True):
    """One row of the list and what became of it.

    ``candidates``, ``status`` and ``plan`` are the JSON data of ``kenri.cases.outcomes``; ``status`` and
    ``plan`` are empty where nothing was computed. ``entity`` is the catalogue's id of the work, else empty.
    """

    id: int
    place: int
    number: int
    sheet: str
    local_id: str
    title: str
    raw: dict[str, str]
    extra: dict[str, str]
    record: Record | None
    problems: tuple[Problem, ...]
    match: str
    entity: str
    score: float | None
    candidates: tuple[dict[str, Any], ...]
    standing: str
    status: dict[str, Any]
    verdict: str
    plan: dict[str, Any]
    cost_low: int | None
    cost_high: int | None
    days_low: int | None
    days_high: int | None

    @property
    def chosen(self) -> dict[str, Any]:
        """The candidate that was taken; empty where it is none of them."""
        return next((c for c in self.candidates if c["id"] == self.entity), {})


class Selection(msgspec.Struct, frozen=True):
    """Which items of a list are meant, and in which order: those that fit all filters.

    ``text`` is looked for in titles and row ids. Unknown words in filters fit nothing, an unknown ``sort`` is
    the list's order.
    """

    verdict: str = ""
    match: str = ""
    standing: str = ""
    text: str = ""
    troubled: bool = False
    sort: str = "place"
    descending: bool = False


EVERY = Selection()


class Page(msgspec.Struct, frozen=True):
    """Some of the items: those of page ``number`` (from 1) of ``pages``; ``total`` fit the filters."""

    items: tuple[ItemView, ...]
    total: int
    number: int
    pages: int


def projects() -> list[tuple[ProjectView, Summary]]:
    """All projects, the last changed first."""
    return [(_view(row), _summary(row)) for row in Project.objects.order_by("-changed")]


def project(key: str) -> ProjectView:
    """One project. Raises ``Problem('unknown_project')``."""
    return _view(_row(key))


def summary(key: str) -> Summary:
    """A project in numbers. Raises ``Problem('unknown_project')``."""
    return _summary(_row(key))


def items(key: str, wanted: Selection = EVERY, *, page: int = 1, size: int = PAGE) -> Page:
    """The items of a selection. A page beyond the last is the last. Raises ``Problem('unknown_project')``."""
    found = _fitting(_row(key), wanted)
    total = found.count()
    pages = max(1, -(-total // size))
    number = min(max(page, 1), pages)
    rows = _sorted(found, wanted)
    return Page(tuple(map(_item, rows[(number - 1) * size : number * size])), total, number, pages)


def neighbours(key: str, item_id: int, wanted: Selection) -> tuple[int | None, int | None]:
    """The items before and after one of a selection.

    The item itself has a place in it even where it does not fit: a decision may just have changed it.
    """
    row = _row(key)
    around = _fitting(row, wanted) | Item.objects.filter(project=row, pk=item_id)
    ids = list(_sorted(around, wanted).values_list("pk", flat=True))
    place = ids.index(item_id)
    return ids[place - 1] if place else None, ids[place + 1] if place + 1 < len(ids) else None


def every_item(key: str) -> Iterator[ItemView]:
    """All items in the list's order, without holding them all."""
    for row in Item.objects.filter(project=_row(key)).order_by("place").iterator(500):
        yield _item(row)


def item(key: str, item_id: int) -> ItemView:
    """One item. Raises Problem: ``unknown_project``, ``unknown_item``."""
    return _item(_item_row(key, item_id))


def facts(key: str, item_id: int) -> tuple[FactView, ...]:
    """All that was ever said of an item, the last first. Raises as ``item``."""
    row = _item_row(key, item_id)
    standing = {fact.pk for fact in standing_facts([row]).get(row.pk, ())}
    return tuple(
        FactView(f.kind, f.name, f.value, f.source, f.by, f.at, f.withdrawn, f.pk in standing)
        for f in UserFact.objects.filter(item=row).order_by("-id")
    )


def cleared(key: str, item_id: int) -> Cleared | None:
    """Status and plan of an item anew, with every reason and route; None for a row that is no work.

    Raises as ``item``, and the Problems of ``clearing.work_known``.
    """
    row = _item_row(key, item_id)
    if not row.record:
        return None
    told = standing_facts([row]).get(row.pk, [])
    record = decode_record(row.record)
    entity = catalogue.entity(row.entity) if row.entity else None
    corrections = [ToldFact(f.name, f.value, f.source) for f in told if f.kind == "fact"]
    work = work_known(entity, record, Said(record.source, record.local_id), corrections)
    filed = awards.answers_of([row.pk]).get(row.pk, {})
    answers = {**filed, **{f.name: f.value for f in told if f.kind == "answer"}}
    view = _view(row.project)
    day = view.on or dt.date.today()  # noqa: DTZ011  (the day where the user is)
    asker = requests.asker_of(view.by)
    declared = wills.intentions_of(entity, view.use, answers, asker)
    return clear(work, entity, view.use, answers, day, declared, claims_of(entity, view.use, day))


def evidence_lines(key: str) -> Iterator[str]:
    """The chain of evidence as JSON Lines. Raises ``Problem('unknown_project')``."""
    for line in evidence.exported(_row(key).pk):
        yield evidence.canonical(line) + "\n"


def list_file(key: str) -> Path:
    """Where the list is kept as it was handed in."""
    return files.kept(_row(key).file)


def _row(key: str) -> Project:
    found = Project.objects.filter(key=key).first()
    if found is None:
        raise Problem("unknown_project", project=key)
    return found


def _item_row(key: str, item_id: int) -> Item:
    found = Item.objects.select_related("project").filter(project=_row(key), pk=item_id).first()
    if found is None:
        raise Problem("unknown_item", where=key)
    return found


def _view(row: Project) -> ProjectView:
    return ProjectView(
        id=row.pk,
        key=row.key,
        name=row.name,
        use=msgspec.convert(row.use, Use, strict=False),
        list_name=row.list_name,
        schema=row.schema,
        columns=row.columns,
        guesses=msgspec.convert(row.guesses, tuple[ColumnGuess, ...], strict=False),
        notes=tuple(map(problem_of, row.notes)),
        on=dt.date.fromisoformat(row.on) if row.on else None,
        by=row.by,
        state=row.state,
        created=row.created,
        changed=row.changed,
        finished=row.finished,
        evidence=row.chained,
        head=row.head,
    )


def _fitting(row: Project, wanted: Selection) -> QuerySet[Item]:
    found = Item.objects.filter(project=row)
    if wanted.verdict:
        found = found.filter(verdict=wanted.verdict)
    if wanted.match:
        found = found.filter(match_state="" if wanted.match == "pending" else wanted.match)
    if wanted.standing:
        found = found.filter(standing=wanted.standing)
    if wanted.text:
        found = found.filter(Q(title__icontains=wanted.text) | Q(local_id__icontains=wanted.text))
    return found.exclude(problems="[]") if wanted.troubled else found


def _sorted(found: QuerySet[Item], wanted: Selection) -> QuerySet[Item]:
    order = wanted.sort if wanted.sort in SORTS else "place"
    return found.order_by(f"-{order}" if wanted.descending else order, "place")


def _item(row: Item) -> ItemView:
    return ItemView(
        id=row.pk,
        place=row.place,
        number=row.number,
        sheet=row.sheet,
        local_id=row.local_id,
        title=row.title,
        raw=json.loads(row.raw),
        extra=json.loads(row.extra),
        record=decode_record(row.record) if row.record else None,
        problems=tuple(map(problem_of, json.loads(row.problems))),
        match=row.match_state,
        entity=row.entity,
        score=row.score,
        candidates=tuple(json.loads(row.candidates)),
        standing=row.standing,
        status=json.loads(row.status) if row.status else {},
        verdict=row.verdict,
        plan=json.loads(row.plan) if row.plan else {},
        cost_low=row.cost_low,
        cost_high=row.cost_high,
        days_low=row.days_low,
        days_high=row.days_high,
    )


def _summary(row: Project) -> Summary:
    found = Item.objects.filter(project=row)
    waiting = found.exclude(verdict__in=("", "free", "licensed", NO_ITEM))
    sums = waiting.aggregate(
        low=Sum("cost_low"),
        high=Sum("cost_high"),
        fast=Max("days_low"),
        slow=Max("days_high"),
        count=Count("id"),
    )
    verdicts, standings = _counted(found, "verdict"), _counted(found, "standing")
    matches = _counted(found, "match_state")
    rows = found.count()
    return Summary(
        rows=rows,
        items=rows - matches[MatchState.NO_ITEM.value],
        verdicts={key: verdicts[key] for key in VERDICTS},
        standings={key: standings[key] for key in STANDINGS},
        matches={state.value or "pending": matches[state.value] for state in MatchState},
        troubled=found.exclude(problems="[]").count(),
        waiting=sums["count"],
        cost_low=sums["low"] or 0,
        cost_high=sums["high"] or 0,
        unpriced=waiting.filter(cost_high=None).count(),
        days_low=sums["fast"] or 0,
        days_high=sums["slow"] or 0,
    )


def _counted(found: QuerySet[Item], column: str) -> Counter[str]:
    return Counter(dict(found.values_list(column).annotate(Count("id"))))
