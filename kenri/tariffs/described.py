"""A tariff described for people and programmes: what it asks for, and its figures with their history."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Any

import msgspec

from kenri.tariffs import stepping
from kenri.tariffs.inputs import YES_NO
from kenri.tariffs.loading import sources
from kenri.tariffs.quantities import NOTHING, Quantity
from kenri.tariffs.spec import Input, Parameter, Source, Tariff
from kenri.vocab import data_files
from kenri.vocab.text import Text


class Figure(msgspec.Struct, frozen=True):
    """A figure of a tariff in words, since when it holds, and where it is known from.

    ``in_force``: whether it is the one of the day asked for. ``since_unknown``: the source names no day.
    """

    parameter: str
    label: Text
    told: Text
    since: date
    since_unknown: bool
    in_force: bool
    source: Text
    url: str
    verified: bool
    note: Text | None


@functools.cache
def natures() -> Mapping[str, Text]:
    """Whose rule a tariff is, in words, by ``nature``."""
    return data_files.load_of("kenri.tariffs", "data/natures.yaml", dict[str, Text])


def choices_of(asked: Input) -> Mapping[str, Text]:
    """The answers that an input offers, by key; none for numbers and dates."""
    if asked.kind == "yes_no":
        return YES_NO
    return {key: choice.label for key, choice in asked.choices.items()}


def figures(tariff: Tariff, on: date) -> list[Figure]:
    """Every figure of a tariff with its history, the newest first within a parameter; consumption tax last.

    What was superseded before the tariff began is left out.
    """
    parameters = dict(tariff.written.parameters)
    if tariff.written.tax.way != "none":
        parameters["tax"] = tariff.tax_rate
    return [
        figure
        for key, parameter in parameters.items()
        for place in range(len(parameter.values) - 1, -1, -1)
        if place + 1 == len(parameter.values) or parameter.values[place + 1].from_ > tariff.begins
        for figure in _told(key, parameter, place, tariff, on)
    ]


_OF_WHICH = Text("：{which}", ": {which}")


def _told(key: str, parameter: Parameter, place: int, tariff: Tariff, on: date) -> list[Figure]:
    dated = parameter.values[place]
    per = parameter.per or NOTHING

    def figure(what: Text, value: Fraction, source_key: str, *, verified: bool) -> Figure:
        told = Quantity(value, parameter.unit, per).told()
        if parameter.unit != "count" and per.ja:
            told = Text(f"{told.ja}／{per.ja}", f"{told.en} per {per.en}")
        label = Text(f"{parameter.label.ja}{what.ja}", f"{parameter.label.en}{what.en}")
        source: Source = sources()[source_key]
        now = parameter.on(on) is dated and tariff.version_on(on) is not None
        return Figure(
            key,
            label,
            told,
            dated.from_,
            dated.since_unknown,
            now,
            source.label,
            source.url,
            verified,
            dated.note,
        )

    if dated.value is not None:
        return [figure(NOTHING, Fraction(dated.value), dated.source, verified=dated.verified)]
    if dated.choices:
        return [
            figure(
                _OF_WHICH.format(which=_choice(tariff, key, choice)),
                Fraction(chosen.value),
                chosen.source or dated.source,
                verified=dated.verified if chosen.verified is None else chosen.verified,
            )
            for choice, chosen in dated.choices.items()
        ]
    counted = _bracketed(tariff, key)
    spans = [stepping.span(dated.brackets, index, counted) for index in range(len(dated.brackets))]
    return [
        figure(
            _OF_WHICH.format(which=span),
            Fraction(bracket.value),
            dated.source,
            verified=dated.verified,
        )
        for bracket, span in zip(dated.brackets, spans, strict=True)
    ]


def _choice(tariff: Tariff, parameter: str, choice: str) -> Text:
    """What a choice is called by the input with which a step picks from a parameter."""
    for asked in _used_with(tariff, parameter):
        if choice in choices_of(asked):
            return choices_of(asked)[choice]
    return Text(choice, choice)


def _bracketed(tariff: Tariff, parameter: str) -> Quantity:
    """What the brackets of a parameter count, where it is an input."""
    for asked in _used_with(tariff, parameter):
        return Quantity(Fraction(0), "yen" if asked.kind == "money" else "count", asked.unit or NOTHING)
    return Quantity(Fraction(0), "count")


def _used_with(tariff: Tariff, parameter: str) -> list[Input]:
    return [
        tariff.inputs[key]
        for method in tariff.written.methods
        for step in method.steps
        if parameter in step.of
        for key in step.of
        if key in tariff.inputs
    ]


def described(tariff: Tariff, on: date) -> dict[str, Any]:
    """A tariff as plain data, for ``--json`` and the API: inputs, figures, versions."""
    written, version = tariff.written, tariff.version_on(on)
    return {
        "id": tariff.id,
        "label": written.label,
        "body": {"id": tariff.body_id, "label": tariff.body.label, "homepage": tariff.body.homepage},
        "nature": written.nature,
        "about": written.about,
        "article": written.article,
        "fields": written.fields,
        "acts": written.acts,
        "version": version and tariff.reference(version),
        "versions": [tariff.reference(day) for day in tariff.versions()],
        "inputs": [
            {
                "key": asked.key,
                "kind": asked.kind,
                "label": asked.label,
                "unit": asked.unit,
                "help": asked.help,
                "choices": choices_of(asked),
                "default": asked.default,
            }
            for asked in written.inputs
        ],
        "figures": [msgspec.to_builtins(figure) for figure in figures(tariff, on)],
    }
