"""The public register: decisions, calls, expiries, cancellations, and statistics. Nothing of any person."""

from __future__ import annotations

import datetime as dt
import json
import statistics as figures
from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Any

import msgspec
from django.db.models import Count, Q, QuerySet

from kenri.cases.proceedings import money
from kenri.cases.proceedings.models import Case, Publication, Step

PAGE = 50
SORTS = {
    "newest": ("-on", "-pk"),
    "oldest": ("on", "pk"),
    "title": ("title", "pk"),
    "number": ("number", "pk"),
}
"""In which order entries may come; the first is taken where nothing is said."""


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """Which entries are wanted, in which order (a key of ``SORTS``); what is empty does not matter."""

    kind: str = ""
    procedure: str = ""
    text: str = ""
    since: dt.date | None = None
    until: dt.date | None = None
    entity: str = ""
    sort: str = "newest"


class Entry(msgspec.Struct, frozen=True):
    """A public entry. ``data`` are the fields that the procedure lets be public."""

    number: str
    kind: str
    on: dt.date
    case: str
    procedure: str
    title: str
    entity: str
    data: dict[str, Any]
    digest: str


def register(wanted: Wanted | None = None, *, page: int = 1) -> tuple[list[Entry], int]:
    """One page of entries and how many fit."""
    found = _found(wanted or Wanted())
    first = (max(1, page) - 1) * PAGE
    return [entry_of(row) for row in found[first : first + PAGE]], found.count()


def everything(wanted: Wanted | None = None) -> Iterator[Entry]:
    """All entries that fit, for download."""
    yield from map(entry_of, _found(wanted or Wanted()).iterator(500))


def entry(number: str) -> Entry | None:
    """One entry by its number."""
    row = Publication.objects.filter(number=number).first()
    return entry_of(row) if row else None


def of_case(number: str) -> list[Entry]:
    """All entries of a case, the newest first."""
    return [entry_of(row) for row in Publication.objects.filter(case__number=number).order_by("-on", "-pk")]


def _found(wanted: Wanted) -> QuerySet[Publication]:
    told = {
        "kind": wanted.kind,
        "case__procedure": wanted.procedure,
        "case__entity": wanted.entity,
        "on__gte": wanted.since,
        "on__lte": wanted.until,
    }
    found = Publication.objects.filter(**{key: value for key, value in told.items() if value})
    if wanted.text:
        found = found.filter(Q(title__icontains=wanted.text) | Q(number__icontains=wanted.text))
    return found.order_by(*SORTS[wanted.sort])


def entry_of(row: Publication) -> Entry:
    """A row as an entry."""
    told = json.loads(row.data)
    return Entry(
        row.number,
        row.kind,
        row.on,
        told["case"],
        told["procedure"],
        row.title,
        told["entity"],
        told["data"],
        row.digest,
    )


class Statistics(msgspec.Struct, frozen=True, kw_only=True):
    """Cases in numbers, by procedure: opened, by state; the median days spent in a state; entries by kind.

    ``months``: cases opened and entries published by month. ``closed`` counts those that have ended.
    ``money`` in yen as the ledger has it: ``held`` for holders, ``security``, ``fees`` earned,
    ``common_fund``, and ``received`` and ``paid_out`` in all.
    """

    opened: dict[str, int]
    closed: dict[str, int]
    states: dict[str, dict[str, int]]
    days: dict[str, dict[str, float]]
    published: dict[str, int]
    months: dict[str, dict[str, int]]
    money: dict[str, int]


def statistics(until: dt.date) -> Statistics:
    """Everything up to the end of a day."""
    cases = Case.objects.filter(opened__date__lte=until)
    entries = Publication.objects.filter(on__lte=until)
    states: dict[str, dict[str, int]] = defaultdict(dict)
    for procedure, state, count in cases.order_by().values_list("procedure", "state").annotate(Count("pk")):
        states[procedure][state] = count
    months: dict[str, Counter[str]] = defaultdict(Counter)
    for opened in cases.values_list("opened", flat=True).iterator(2000):
        months[opened.strftime("%Y-%m")]["opened"] += 1
    for kind, on in entries.values_list("kind", "on").iterator(2000):
        months[on.strftime("%Y-%m")][kind] += 1
    return Statistics(
        opened=dict(_counted(cases, "procedure")),
        closed=dict(_counted(cases.exclude(closed=None), "procedure")),
        states=dict(states),
        days=_days(until),
        published=dict(_counted(entries, "kind")),
        months={month: dict(counted) for month, counted in sorted(months.items())},
        money=money.totals(until),
    )


def _counted(found: QuerySet[Any], by: str) -> Iterator[tuple[str, int]]:
    yield from found.order_by().values_list(by).annotate(Count("pk"))


def _days(until: dt.date) -> dict[str, dict[str, float]]:
    """By procedure and state the median of the days from entering the state to leaving it."""
    spent: dict[tuple[str, str], list[float]] = defaultdict(list)
    rows = Step.objects.filter(kind__in=("open", "action"), at__date__lte=until)
    former: tuple[int, str, dt.datetime] | None = None
    for case, procedure, state, at in (
        rows.order_by("case_id", "number")
        .values_list("case_id", "case__procedure", "state", "at")
        .iterator(2000)
    ):
        if former is not None and former[0] == case and former[1] == state:
            continue
        if former is not None and former[0] == case:
            spent[procedure, former[1]].append((at - former[2]).total_seconds() / 86_400)
        former = (case, state, at)
    days: dict[str, dict[str, float]] = defaultdict(dict)
    for (procedure, state), found in spent.items():
        days[procedure][state] = round(figures.median(found), 2)
    return dict(days)
