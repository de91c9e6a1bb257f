"""The tariffs: a directory, what a use costs by one on a day or two, and the ordinary royalty."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import groupby
from typing import TypeVar
from urllib.parse import urlencode

import msgspec
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kenri.accounts import clock
from kenri.tariffs import (
    Input,
    Line,
    Reckoning,
    Tariff,
    ordinary_inputs,
    ordinary_royalty,
    reckon,
    tariff,
    tariffs,
)
from kenri.tariffs.described import choices_of, described, figures, natures
from kenri.tariffs.inputs import read
from kenri.tariffs.loading import sources
from kenri.tariffs.ordinary import standing_tariff
from kenri.vocab.problems import Problem
from kenri.vocab.text import Text
from kenri.vocab.uses import Use, presets
from kenri.vocab.vocabularies import fields
from kenri.web import errors, wording
from kenri.web.rights import planning

T = TypeVar("T")


class Field(msgspec.Struct, frozen=True):
    """An input of a form with what was told for it."""

    asked: Input
    told: str
    choices: list[tuple[str, Text]]
    problem: Problem | None


class Shown(msgspec.Struct, frozen=True):
    """A line, its step apart from the arithmetic; ``other`` is the same step on the day compared with."""

    line: Line
    step: str
    arithmetic: str
    source: str
    url: str
    other: Line | None = None


class Answered(msgspec.Struct, frozen=True):
    """A reckoning as the page shows it, with that of another day if it was asked for."""

    reckoning: Reckoning
    lines: list[Shown]
    other: Reckoning | None = None

    @property
    def difference(self) -> int:
        """How much more or less the other day's amount is."""
        return self.other.amount - self.reckoning.amount if self.other else 0


@require_safe
def directory(request: HttpRequest) -> HttpResponse:
    """All tariffs, or those of one field, by whose rule they are."""
    field = request.GET.get("field", "")
    field = field if field in fields() else ""
    order = list(natures())
    listed = [found for found in tariffs() if field in ("", *(found.written.fields or fields()))]
    listed.sort(key=lambda found: order.index(found.written.nature))
    day = clock.today()
    groups = [
        (nature, [(found, found.version_on(day), _verified(found, day)) for found in group])
        for nature, group in groupby(listed, key=lambda found: found.written.nature)
    ]
    context = {"part": "tariffs", "field": field, "field_keys": list(fields()), "groups": groups}
    return render(request, "web/tariffs/directory.html", context)


def _verified(found: Tariff, day: dt.date) -> bool:
    return all(figure.verified for figure in figures(found, day) if figure.in_force)


@require_safe
def page(request: HttpRequest, tariff_id: str) -> HttpResponse:
    """One tariff: what a use costs by it, on another day too if asked, and its figures with history."""
    found = _tariff(tariff_id)
    told = {key: request.GET[key] for key in found.inputs if key in request.GET}
    problems: list[Problem] = []
    day = _day(request, "on", problems) or clock.today()
    other = _day(request, "compare", problems)
    answered = None
    if told and not problems:
        problems = read(found.inputs, told)[1]
        answered = _tried(problems, lambda: answer(found, told, day, other))
    context = {
        "part": "tariffs",
        "tariff": found,
        "nature": natures()[found.written.nature],
        "fields": form_fields(found.inputs.values(), told, problems),
        "problems": problems,
        "day": day,
        "compare": other,
        "answered": answered,
        "figures": figures(found, day),
        "versions": [
            (version, "?" + urlencode({**told, "on": version.isoformat()})) for version in found.versions()
        ],
        "version": found.version_on(day),
    }
    return render(request, "web/tariffs/tariff.html", context, status=400 if problems else 200)


@require_safe
def as_json(request: HttpRequest, tariff_id: str) -> HttpResponse:
    """The same tariff for programmes, as ``kenri tariff ID --json`` tells it."""
    told = described(_tariff(tariff_id), clock.today())
    return HttpResponse(msgspec.json.encode(told), content_type="application/json; charset=utf-8")


@require_safe
def ordinary(request: HttpRequest) -> HttpResponse:
    """What the compensation of art. 67-3 may come to: the ordinary royalty of a use in a field."""
    field, key = request.GET.get("field", ""), request.GET.get("use", "")
    problems: list[Problem] = []
    day = clock.today()
    chosen = field in fields() and key in presets()
    use = presets()[key] if chosen else None
    asked: Mapping[str, Input] = {}
    standing = answered = None
    if use is not None:
        standing = _tried(problems, lambda: standing_tariff(field, use, day))
    if use is not None and standing is not None:
        asked = {one.key: one for one in ordinary_inputs(field, use, day)}
    told = {name: request.GET[name] for name in asked if name in request.GET}
    if use is not None and told:
        problems = read(asked, told)[1]
        answered = _tried(problems, lambda: ordinarily(field, use, told, day))
    context = {
        "part": "tariffs",
        "field": field,
        "use": key,
        "field_keys": list(fields()),
        "presets": planning.preset_groups(),
        "standing": standing,
        "fields": form_fields(asked.values(), told, problems),
        "problems": problems,
        "answered": answered,
    }
    return render(request, "web/tariffs/ordinary.html", context, status=400 if problems else 200)


def _tariff(tariff_id: str) -> Tariff:
    try:
        return tariff(tariff_id)
    except Problem as problem:
        raise errors.missing(problem.code, **problem.values) from None


def _day(request: HttpRequest, name: str, problems: list[Problem]) -> dt.date | None:
    told = request.GET.get(name, "").strip()
    try:
        return dt.date.fromisoformat(told) if told else None
    except ValueError:
        problems.append(Problem("bad_day", name, day=told))
        return None


def _tried(problems: list[Problem], work: Callable[[], T]) -> T | None:
    """What the work gives; None where something is already wrong, or goes wrong, which is noted."""
    if problems:
        return None
    try:
        return work()
    except Problem as problem:
        problems.append(problem)
        return None


def answer(
    found: Tariff, told: Mapping[str, str], day: dt.date, other_day: dt.date | None = None
) -> Answered:
    """What a use costs by a tariff on a day, and on another one beside it. Raises what ``reckon`` raises."""
    reckoning = reckon(found, told, day)
    if other_day is None:
        return Answered(reckoning, list(_shown(reckoning.lines)))
    other = reckon(found, told, other_day)
    return Answered(reckoning, list(_shown(reckoning.lines, other.lines)), other)


def ordinarily(field: str, use: Use, told: Mapping[str, str], day: dt.date) -> Answered:
    """The ordinary royalty of a use. Raises what ``ordinary_royalty`` raises."""
    reckoning = ordinary_royalty(field, use, told, day)
    return Answered(reckoning, list(_shown(reckoning.lines)))


def _shown(lines: Iterable[Line], others: Iterable[Line] = ()) -> Iterator[Shown]:
    by_rule = {line.rule: line for line in others}
    for line in lines:
        source, text = sources()[line.source], wording.chosen(line.text)
        step, told, arithmetic = text.partition("：" if wording.language() == "ja" else ": ")
        parts = (step, arithmetic) if told else ("", text)
        yield Shown(line, *parts, wording.chosen(source.label), source.url, by_rule.get(line.rule))


def form_fields(asked: Iterable[Input], told: Mapping[str, str], problems: Iterable[Problem]) -> list[Field]:
    """The inputs as fields of a form, with what was told for them and what is wrong with it."""
    wrong = {problem.where: problem for problem in problems}
    return [
        Field(one, told.get(one.key, one.default), list(choices_of(one).items()), wrong.get(one.key))
        for one in asked
    ]
