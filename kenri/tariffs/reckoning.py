"""What a use costs by a tariff on a day: the amount, and every step of the arithmetic that led to it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Any

import msgspec

from kenri.tariffs import inputs, stepping
from kenri.tariffs.inputs import YES_NO, Told, Value
from kenri.tariffs.quantities import NOTHING, Quantity
from kenri.tariffs.rounding import roundings
from kenri.tariffs.spec import Dated, Method, Parameter, Step, Tariff, Unit, When
from kenri.tariffs.stepping import Operand, Worked
from kenri.vocab.problems import Problem
from kenri.vocab.text import Text


class Line(msgspec.Struct, frozen=True):
    """A step in words. ``amount`` is yen for what is charged, None for arithmetic on the way to it.

    ``rule`` is the step's key, ``article`` where the rule stands. ``source``, a key of ``sources.yaml``, is
    that of the figure used, else of the rule. ``verified``: whether all that it rests on was checked, the
    steps before included; if not, ``source`` is that of what was not.
    """

    text: Text
    amount: int | None
    rule: str
    article: str
    source: str
    verified: bool


class Reckoning(msgspec.Struct, frozen=True):
    """An amount to pay with the lines that explain it.

    - ``amount``: whole yen, consumption tax included; the sum of the amounts of its lines. ``tax``: the
      consumption tax within it.
    - ``tariff``: ``id@version``; the same input with the same version gives the same reckoning.
    - ``input``: every value used, defaults included. ``assumed``: it rests on Kenri's own assumptions.
    """

    amount: int
    tax: int
    lines: tuple[Line, ...]
    tariff: str
    input: dict[str, str]
    assumed: bool

    @property
    def verified(self) -> bool:
        """Whether all that its lines rest on was checked."""
        return all(line.verified for line in self.lines)

    def as_data(self) -> dict[str, Any]:
        """As plain data, for ``--json`` and for records."""
        return {**msgspec.to_builtins(self), "verified": self.verified}


def reckon(tariff: Tariff, input: Mapping[str, Told], on: date) -> Reckoning:  # noqa: A002  (the word of the flow)
    """What the tariff asks for on a day.

    Raises Problem ``tariff_not_in_force``, and the first one of what ``inputs.read`` finds wrong.
    """
    version = version_of(tariff, on)
    values, problems = inputs.read(tariff.inputs, input)
    if problems:
        raise problems[0]
    sheet = _Sheet(tariff, on, values)
    for step in sheet.method.steps:
        if sheet.taken(step):
            sheet.work(step)
            if step.op == "free":
                break
        else:
            sheet.skip(step)
    tax = sheet.tax()
    return Reckoning(
        sum(line.amount or 0 for line in sheet.lines),
        tax,
        tuple(sheet.lines),
        tariff.reference(version),
        inputs.plain(values),
        tariff.written.nature == "model",
    )


def version_of(tariff: Tariff, on: date) -> date:
    """The version in force on a day. Raises ``Problem('tariff_not_in_force')``."""
    version = tariff.version_on(on)
    if version is None:
        ends = tariff.written.ends
        raise Problem(
            "tariff_not_in_force",
            label=tariff.label,
            on=on.isoformat(),
            begins=tariff.begins.isoformat(),
            ends=ends.isoformat() if ends else Text("現在", "today or later"),
        )
    return version


_LEAVES_OUT = ("add", "greatest")
"""Operations to which a step that was not taken, and counts as 0, adds nothing worth a word."""


_TAX = {
    "exclusive": Text(
        "消費税：{charged}円 × {percent} → {tax}円（{way}）",
        "Consumption tax: ¥{charged} × {percent} → ¥{tax} ({way})",
    ),
    "inclusive": Text(
        "うち消費税（内税、{percent}）：{tax}円（{way}）",
        "Of this, consumption tax at {percent}: ¥{tax} ({way})",
    ),
}


class _Sheet:
    """The working of one reckoning: what is known by key, and the lines so far."""

    def __init__(self, tariff: Tariff, on: date, values: Mapping[str, Value]) -> None:
        self.tariff, self.values = tariff, values
        self.method: Method = tariff.method_on(on)
        self.figures: dict[str, Dated] = {
            key: dated for key, p in tariff.written.parameters.items() if (dated := p.on(on))
        }
        self.tax_rate = tariff.tax_rate.on(on)
        self.results: dict[str, Operand] = {}
        self.skipped: set[str] = set()
        self.doubted: dict[str, str] = {}
        self.lines: list[Line] = []

    def taken(self, step: Step) -> bool:
        """Whether the inputs meet its conditions."""
        return all(_meets(self.values[key], when) for key, when in step.when.items())

    def skip(self, step: Step) -> None:
        """Count as ``otherwise`` what is not taken."""
        if not step.otherwise:
            self.skipped.add(step.key)
        unit = stepping.unit_of(step, self._unit)
        self.results[step.key] = Operand(
            step.label, Quantity(Fraction(step.otherwise), unit, step.unit or NOTHING)
        )

    def work(self, step: Step) -> None:
        """Take a step and write its line."""
        if step.op == "free":
            self._write(step, step.label, None)
            return
        worked = self._worked(step)
        quantity, how = worked.quantity, worked.how
        if step.rounding:
            rule = roundings()[step.rounding]
            rounded = msgspec.structs.replace(quantity, value=rule.of(quantity.value))
            if rounded != quantity:
                told, way = rounded.told(), rule.label.format(yen="円" if rounded.unit == "yen" else "")
                how = Text(f"{how.ja} → {told.ja}（{way.ja}）", f"{how.en} → {told.en} ({way.en})")
            quantity = rounded
        self.results[step.key] = Operand(step.label, quantity)
        text = Text(f"{step.label.ja}：{how.ja}", f"{step.label.en}: {how.en}")
        self._write(step, text, int(quantity.value) if step.charge else None)

    def tax(self) -> int:
        """The consumption tax in the amount, with its line; on top of the charges where they exclude it."""
        written, rate = self.tariff.written.tax, self.tax_rate
        charged = sum(line.amount or 0 for line in self.lines)
        if written.way == "none" or rate is None or rate.value is None or not charged:
            return 0
        share = Fraction(rate.value)
        exclusive = written.way == "exclusive"
        exact = charged * share / (1 if exclusive else 1 + share)
        tax = int(roundings()[written.rounding].of(exact))
        percent = Quantity(share, "share").told()
        way = roundings()[written.rounding].label.format(yen="円")
        text = _TAX[written.way].format(charged=f"{charged:,}", percent=percent, tax=f"{tax:,}", way=way)
        verified = written.verified and rate.verified
        self.lines.append(Line(text, tax if exclusive else None, "tax", "", written.source, verified))
        return tax

    def _worked(self, step: Step) -> Worked:
        match step.op:
            case "days" | "months" | "years":
                first, last = (self._day(key) for key in step.of)
                return stepping.elapsed(step.op, first, last)
            case "pick":
                return self._picked(*step.of)
            case "slab" | "slices":
                table, key = step.of
                parameter = self.tariff.written.parameters[table]
                brackets = self.figures[table].brackets
                way = stepping.slab if step.op == "slab" else stepping.slices
                return way(brackets, self._operand(key), parameter.unit)
            case _:
                taken = [key for key in step.of if key not in self.skipped]
                left = taken if step.op in _LEAVES_OUT and taken else step.of
                operands = [self._operand(key) for key in left]
                return stepping.combined(step.op, operands, step.unit or NOTHING)

    def _picked(self, table: str, key: str) -> Worked:
        parameter, asked = self.tariff.written.parameters[table], self.tariff.inputs[key]
        chosen = str(self.values[key])
        figure = self.figures[table].choices[chosen]
        quantity = Quantity(Fraction(figure.value), parameter.unit)
        label = asked.choices[chosen].label if asked.choices else YES_NO[chosen]
        told = quantity.told()
        return Worked(
            quantity,
            Text(f"{asked.label.ja}「{label.ja}」は{told.ja}", f"{asked.label.en} “{label.en}”: {told.en}"),
        )

    def _operand(self, key: str) -> Operand:
        if key in self.results:
            return self.results[key]
        value = self.values.get(key)
        if isinstance(value, Quantity):
            return Operand(self.tariff.inputs[key].label, value)
        parameter = self.tariff.written.parameters[key]
        return Operand(parameter.label, _quantity(parameter, self.figures[key]))

    def _day(self, key: str) -> tuple[Text, date]:
        value = self.values[key]
        if not isinstance(value, date):
            raise TypeError(key)
        return self.tariff.inputs[key].label, value

    def _unit(self, key: str) -> Unit:
        if key in self.results:
            return self.results[key].quantity.unit
        value = self.values.get(key)
        return value.unit if isinstance(value, Quantity) else self.tariff.written.parameters[key].unit

    def _write(self, step: Step, text: Text, amount: int | None) -> None:
        article = step.article or self.tariff.written.article
        verified = self.method.verified if step.verified is None else step.verified
        said = [(step.source or self.method.source, verified), *self._said(step)]
        doubts = [source for source, sure in said if not sure]
        doubts += [self.doubted[key] for key in step.of if key in self.doubted]
        if doubts:
            self.doubted[step.key] = doubts[-1]
        source = doubts[-1] if doubts else said[-1][0]
        self.lines.append(Line(text, amount, step.key, article, source, not doubts))

    def _said(self, step: Step) -> list[tuple[str, bool]]:
        """Source and mark of each figure that a step uses."""
        said = []
        for key in step.of:
            dated = self.figures.get(key)
            if dated is None:
                continue
            figure = dated.choices.get(str(self.values.get(step.of[-1], "")))
            source = (figure.source if figure else "") or dated.source
            told = figure.verified if figure else None
            said.append((source, dated.verified if told is None else told))
        return said


def _quantity(parameter: Parameter, dated: Dated) -> Quantity:
    if dated.value is None:
        raise TypeError(parameter.label.en)
    return Quantity(Fraction(dated.value), parameter.unit, parameter.per or NOTHING)


def _meets(value: Value, when: When) -> bool:
    if isinstance(value, Quantity):
        low = when.at_least is None or value.value >= when.at_least
        return low and (when.at_most is None or value.value <= when.at_most)
    return value in when.is_
