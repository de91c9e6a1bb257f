"""The ordinary royalty by field and use, which the compensation of art. 67-3(1) considers.

The Act names no method. Kenri's is data (``data/ordinary_royalty.yaml``): the tariff of a row stands for what
such a use costs; evidence of market prices and past awards, where there is some, is set beside it and the
middle is taken; factors for the circumstances follow. All of it is an assumption and says so.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from statistics import median
from typing import Literal

import msgspec

from kenri.tariffs import inputs
from kenri.tariffs.inputs import Told
from kenri.tariffs.loading import tariff
from kenri.tariffs.quantities import Quantity, yen
from kenri.tariffs.reckoning import Line, Reckoning, reckon
from kenri.tariffs.rounding import roundings
from kenri.tariffs.spec import Input, Tariff, in_force
from kenri.vocab import data_files
from kenri.vocab.problems import Problem
from kenri.vocab.text import Text
from kenri.vocab.uses import Use
from kenri.vocab.vocabularies import acts, fields


class Row(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The tariff that stands for uses with one of these acts; no fields or purposes named: all of them."""

    acts: tuple[str, ...]
    tariff: str
    fields: tuple[str, ...] = ()
    purposes: tuple[str, ...] = ()

    def fits(self, field: str, use: Use) -> bool:
        """Whether it prices a use of a work of the field."""
        return (
            not set(self.acts).isdisjoint(use.acts)
            and (not self.fields or field in self.fields)
            and (not self.purposes or use.purpose in self.purposes)
        )


class Adjustment(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A factor for uses whose facts are all among the values named."""

    key: str
    label: Text
    when: dict[str, tuple[str, ...]]
    times: Decimal


class Ordinary(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The method in force from a day on. ``combine``: how tariff and evidence come to one amount."""

    from_: date = msgspec.field(name="from")
    label: Text
    article: str
    source: str
    combine: Literal["median", "greatest", "least"]
    rounding: str
    minimum: Decimal
    evidence: tuple[Input, ...]
    rows: tuple[Row, ...]
    adjustments: tuple[Adjustment, ...]


@functools.cache
def methods() -> tuple[Ordinary, ...]:
    """The methods by their days."""
    return data_files.load_of("kenri.tariffs", "data/ordinary_royalty.yaml", tuple[Ordinary, ...])


def method_on(on: date) -> Ordinary:
    """The method in force on a day; before the first, which is that of the Act's art. 67-3, the first."""
    return in_force(methods(), on) or methods()[0]


def standing_tariff(field: str, use: Use, on: date) -> Tariff:
    """The tariff that stands for a use. Raises ``Problem('no_ordinary_royalty')`` where no row fits."""
    method = method_on(on)
    for row in method.rows:
        if row.fits(field, use):
            return tariff(row.tariff)
    priced = {key for key in fields() for row in method.rows if row.fits(key, use)}
    labels = [fields()[key].label for key in fields() if key in priced]
    known = Text("、".join(t.ja for t in labels) or "なし", ", ".join(t.en for t in labels) or "none")
    named = [acts()[key].label for key in use.acts]
    told = Text("・".join(t.ja for t in named), ", ".join(t.en for t in named))
    label = fields()[field].label if field in fields() else Text(field, field)
    raise Problem("no_ordinary_royalty", field=label, acts=told, known=known)


def ordinary_inputs(field: str, use: Use, on: date) -> tuple[Input, ...]:
    """What ``ordinary_royalty`` asks for: what the tariff needs and the use does not tell, and evidence.

    Raises ``Problem('no_ordinary_royalty')``.
    """
    standing = standing_tariff(field, use, on)
    known = _from_use(use)
    return (*(asked for key, asked in standing.inputs.items() if key not in known), *method_on(on).evidence)


def ordinary_royalty(field: str, use: Use, input: Mapping[str, Told], on: date) -> Reckoning:  # noqa: A002
    """The equivalent of the ordinary royalty for a use of a work of a field, with the arithmetic.

    ``input``: what ``ordinary_inputs`` asks for; it goes before what the use tells. Consumption tax is part
    of what such a use ordinarily costs, and no tax is shown apart. Raises what ``standing_tariff`` and
    ``reckon`` raise.
    """
    method, standing = method_on(on), standing_tariff(field, use, on)
    asked = {one.key: one for one in method.evidence}
    evidence, problems = inputs.read(asked, {key: told for key, told in input.items() if key in asked})
    if problems:
        raise problems[0]
    known = {key: told for key, told in _from_use(use).items() if key in standing.inputs}
    told = {key: value for key, value in input.items() if key not in asked and value != ""}
    base = reckon(standing, {**known, **told}, on)
    found = [
        (asked[key].label, quantity.value)
        for key, quantity in evidence.items()
        if isinstance(quantity, Quantity) and quantity.value
    ]
    facts = {"field": field, "acts": ",".join(use.acts), "purpose": use.purpose, **_facts(method, use)}
    lines = [
        *(msgspec.structs.replace(line, amount=None) for line in base.lines),
        *_weighed(method, facts, (standing.label, Fraction(base.amount)), found),
    ]
    reference = f"ordinary_royalty@{method.from_.isoformat()}:{base.tariff}"
    used = {**base.input, **inputs.plain(evidence), **facts}
    return Reckoning(lines[-1].amount or 0, 0, tuple(lines), reference, used, assumed=True)


Found = tuple[Text, Fraction]
"""An amount with what it is called."""


def _weighed(
    method: Ordinary, facts: Mapping[str, str], by_tariff: Found, evidence: Sequence[Found]
) -> Iterator[Line]:
    """From the amount of the tariff, adjusted to the circumstances, and the evidence to what is proposed."""

    def line(key: str, text: Text, charged: int | None = None, **values: object) -> Line:
        return Line(text.format(**values), charged, key, method.article, method.source, verified=False)

    label, value = by_tariff
    yield line("tariff", _TARIFF, label=label, yen=yen(value).told())
    for adjustment in method.adjustments:
        if value and all(facts[fact] in values for fact, values in adjustment.when.items()):
            before, value = value, value * Fraction(adjustment.times)
            yield line(
                adjustment.key,
                _ADJUSTED,
                label=adjustment.label,
                before=yen(before).told(),
                times=f"{adjustment.times.normalize():f}",
                after=yen(value).told(),
            )
    for name, amount in evidence:
        yield line("evidence", _EVIDENCE, label=name, yen=yen(amount).told())
    if evidence:
        value = _combined(method.combine, [value, *(amount for _, amount in evidence)])
        yield line("combine", _COMBINED[method.combine], yen=yen(value).told())
    rule = roundings()[method.rounding]
    proposed = int(rule.of(max(value, Fraction(method.minimum)) if value else value))
    least = yen(method.minimum).told()
    yield line(
        "ordinary",
        _PROPOSED,
        charged=proposed,
        label=method.label,
        rule=rule.label.format(yen="円"),
        least=least,
        yen=yen(proposed).told(),
    )


_TARIFF = Text("料金表「{label}」による額：{yen}", "By the tariff “{label}”: {yen}")
_ADJUSTED = Text("{label}：{before} × {times} ＝ {after}", "{label}: {before} × {times} = {after}")
_EVIDENCE = Text("資料：{label} {yen}", "Evidence: {label}, {yen}")
_PROPOSED = Text("{label}（{rule}、下限{least}）：{yen}", "{label} ({rule}, at least {least}): {yen}")
_COMBINED = {
    "median": Text("以上の中央値（2件の場合は平均）：{yen}", "The median of these (of two: the mean): {yen}"),
    "greatest": Text("以上のうち最も高い額：{yen}", "The highest of these: {yen}"),
    "least": Text("以上のうち最も低い額：{yen}", "The lowest of these: {yen}"),
}


def _combined(way: str, amounts: Sequence[Fraction]) -> Fraction:
    if way == "median":
        return Fraction(median(amounts))
    return max(amounts) if way == "greatest" else min(amounts)


def _from_use(use: Use) -> dict[str, Told]:
    """The inputs that a use itself tells: its first and last day, and the percentage used."""
    told: dict[str, Told | None] = {
        "begins": use.begins,
        "ends": use.ends,
        "percent": None if use.share is None else str(use.share),
    }
    return {key: value for key, value in told.items() if value is not None}


def _facts(method: Ordinary, use: Use) -> dict[str, str]:
    """The facts of a use at which the adjustments look, as text; empty where they are not known."""
    looked_at = sorted({fact for adjustment in method.adjustments for fact in adjustment.when})
    return {fact: _fact(getattr(use, fact)) for fact in looked_at}


def _fact(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)
