"""What a tariff's file must hold to before it is used: all faults of a file, told at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from itertools import pairwise

from kenri.tariffs import stepping
from kenri.tariffs.inputs import YES_NO, read
from kenri.tariffs.rounding import roundings
from kenri.tariffs.spec import (
    Dated,
    Input,
    Method,
    Operation,
    Parameter,
    Source,
    Step,
    Tariff,
    Unit,
    When,
    Written,
)
from kenri.vocab.vocabularies import acts, fields

_OPERANDS: dict[Operation, tuple[int, int]] = {
    "take": (1, 1),
    "multiply": (2, 9),
    "divide": (2, 2),
    "add": (2, 9),
    "subtract": (2, 9),
    "greatest": (2, 9),
    "least": (2, 9),
    "days": (2, 2),
    "months": (2, 2),
    "years": (2, 2),
    "pick": (2, 2),
    "slab": (2, 2),
    "slices": (2, 2),
    "free": (0, 0),
}
"""How many operands an operation takes, at least and at most."""

TAKEN = frozenset(("on", "compare", "field", "use"))
"""Names that no input can have: pages put them into their addresses beside the inputs."""

_SHAPES = {"pick": "choices", "slab": "brackets", "slices": "brackets"}
"""The shape of the parameter with which an operation begins; others take plain values."""


def faults(tariff: Tariff, sources: Mapping[str, Source]) -> Iterator[str]:
    """Everything that is wrong with a tariff, in English, for whoever wrote the file."""
    written = tariff.written
    yield from _vocabulary(written)
    if not written.methods or any(not parameter.values for parameter in written.parameters.values()):
        yield "methods and parameters have at least one dated value each"
        return
    yield from _inputs(written.inputs)
    for key, parameter in written.parameters.items():
        yield from _parameter(key, parameter)
    figures = [dated for parameter in written.parameters.values() for dated in parameter.values]
    named = [dated.source for dated in figures]
    named += [figure.source for dated in figures for figure in dated.choices.values() if figure.source]
    named += [method.source for method in written.methods] + [written.tax.source]
    named += [step.source for method in written.methods for step in method.steps if step.source]
    yield from (f"source {key!r} stands in no sources.yaml" for key in sorted(set(named) - sources.keys()))
    yield from _days("methods", [method.from_ for method in written.methods])
    if written.ends and written.ends < tariff.begins:
        yield f"ends: {written.ends} is before it begins on {tariff.begins}"
    if written.tax.rounding not in roundings():
        yield f"tax: unknown rounding {written.tax.rounding!r}"
    for method in written.methods:
        yield from _method(method, tariff)
    yield from _unused(written)
    if written.nature == "model" and _claims_to_be_verified(written):
        yield "nature model: an assumption of Kenri is never verified, and its source is MODEL"


def _vocabulary(written: Written) -> Iterator[str]:
    for name, told, known in (("fields", written.fields, fields()), ("acts", written.acts, acts())):
        yield from (f"{name}: unknown {key!r}" for key in told if key not in known)
    keys = [*(asked.key for asked in written.inputs), *written.parameters]
    keys += [step.key for step in written.methods[-1].steps] if written.methods else []
    yield from (f"{key!r} names two things" for key in sorted({k for k in keys if keys.count(k) > 1}))


def _inputs(inputs: tuple[Input, ...]) -> Iterator[str]:
    for asked in inputs:
        if asked.key in TAKEN:
            yield f"input {asked.key}: addresses use this name for something else"
        if (asked.kind == "choice") != bool(asked.choices):
            yield f"input {asked.key}: choices belong to the kind choice, and only to it"
        if asked.least < 0 or asked.most < asked.least:
            yield f"input {asked.key}: 0 ≤ least ≤ most does not hold"
        if asked.default and read({asked.key: asked}, {})[1]:
            yield f"input {asked.key}: the default {asked.default!r} is no value of it"


def _parameter(key: str, parameter: Parameter) -> Iterator[str]:
    shapes = {dated.shape() for dated in parameter.values}
    if len(shapes) != 1 or "" in shapes:
        yield f"parameter {key}: each day has one of value, choices, brackets, and all days the same"
    yield from _days(f"parameter {key}", [dated.from_ for dated in parameter.values])
    for dated in parameter.values:
        if any(figure < 0 for figure in dated.figures()):
            yield f"parameter {key}: a figure is negative"
        if dated.brackets and dated.brackets[0].above != 0:
            yield f"parameter {key}: the first bracket begins above 0"
        if any(a.above >= b.above for a, b in pairwise(dated.brackets)):
            yield f"parameter {key}: brackets are not in order"
        if parameter.unit == "share" and any(figure > 1 for figure in dated.figures()):
            yield f"parameter {key}: a share is at most 1 (100%)"


def _days(what: str, days: list[date]) -> Iterator[str]:
    if any(a >= b for a, b in pairwise(days)):
        yield f"{what}: the days are not in order, or one stands twice"


def _method(method: Method, tariff: Tariff) -> Iterator[str]:
    units: dict[str, Unit] = {}
    for asked in tariff.written.inputs:
        if asked.kind in ("count", "money", "number"):
            units[asked.key] = "yen" if asked.kind == "money" else "count"
    units |= {key: parameter.unit for key, parameter in tariff.written.parameters.items()}
    for step in method.steps:
        found = list(_step(step, tariff, units))
        yield from (f"step {step.key}: {fault}" for fault in found)
        if not found:
            units[step.key] = stepping.unit_of(step, units.__getitem__)
            if step.charge and not (units[step.key] == "yen" and _whole(step.rounding)):
                yield f"step {step.key}: what is charged is yen, rounded to whole ones"
    if not any(step.charge or step.op == "free" for step in method.steps):
        yield "no step charges anything"


def _whole(rounding: str) -> bool:
    return rounding in roundings() and roundings()[rounding].unit % 1 == 0


def _step(step: Step, tariff: Tariff, units: Mapping[str, Unit]) -> Iterator[str]:
    low, high = _OPERANDS[step.op]
    if not low <= len(step.of) <= high:
        yield f"{step.op} takes {low} to {high} operands"
        return
    if step.rounding and step.rounding not in roundings():
        yield f"unknown rounding {step.rounding!r}"
    for key, when in step.when.items():
        yield from _when(key, when, tariff)
    if step.op in ("days", "months", "years"):
        dates = {key for key, asked in tariff.inputs.items() if asked.kind == "date"}
        yield from (f"{key!r} is no input of the kind date" for key in step.of if key not in dates)
    elif step.op != "free":
        yield from _operands(step, tariff, units)


def _operands(step: Step, tariff: Tariff, units: Mapping[str, Unit]) -> Iterator[str]:
    parameters = tariff.written.parameters
    for place, key in enumerate(step.of):
        wanted = _SHAPES.get(step.op, "value") if place == 0 else "value"
        if key in parameters and parameters[key].values[0].shape() != wanted:
            yield f"{step.op} does not take the parameter {key!r} there"
        elif key not in units and not (step.op == "pick" and place == 1):
            yield f"{key!r} is no quantity known before this step"
        elif step.op in _SHAPES and place == 0 and key not in parameters:
            yield f"{step.op} begins with a parameter"
    if step.op == "divide" and not _above_zero(step.of[1], tariff):
        yield "what divides is a parameter or an input that is always above 0"
    if step.op == "pick":
        yield from _pick(step.of[0], step.of[1], tariff)
    elif all(key in units for key in step.of):
        try:
            stepping.unit_of(step, units.__getitem__)
        except ValueError as error:
            yield f"units do not go together ({error})"


def _above_zero(key: str, tariff: Tariff) -> bool:
    if key in tariff.inputs:
        return tariff.inputs[key].least > 0
    parameter = tariff.written.parameters.get(key)
    return parameter is not None and all(
        figure > 0 for dated in parameter.values for figure in dated.figures()
    )


def _pick(table: str, key: str, tariff: Tariff) -> Iterator[str]:
    known = _answers(tariff.inputs.get(key))
    parameter = tariff.written.parameters.get(table)
    if not known:
        yield f"{key!r} is no input with choices"
    elif parameter is not None:
        for dated in parameter.values:
            if dated.choices.keys() != known:
                yield f"the choices of {table!r} from {dated.from_} are not those of {key!r}"


def _answers(asked: Input | None) -> set[str]:
    if asked is None:
        return set()
    return set(YES_NO) if asked.kind == "yes_no" else set(asked.choices)


def _when(key: str, when: When, tariff: Tariff) -> Iterator[str]:
    asked = tariff.inputs.get(key)
    bounds = (when.at_least, when.at_most) != (None, None)
    if asked is None or asked.kind == "date":
        yield f"when: {key!r} is no input with choices or of numbers"
    elif _answers(asked):
        if bounds or not when.is_ or set(when.is_) - _answers(asked):
            yield f"when: {key!r} is one of {sorted(_answers(asked))}"
    elif when.is_ or not bounds:
        yield f"when: {key!r} is a number, bounded by at_least or at_most"


def _unused(written: Written) -> Iterator[str]:
    steps = [step for method in written.methods for step in method.steps]
    used = {key for step in steps for key in (*step.of, *step.when)}
    idle = [key for key in (*(i.key for i in written.inputs), *written.parameters) if key not in used]
    yield from (f"{key!r} is asked or told, but no step uses it" for key in idle)
    ends = {step.key for step in steps if not step.charge and step.op != "free"}
    yield from (f"step {key}: nothing uses what it comes to" for key in sorted(ends - used))


def _claims_to_be_verified(written: Written) -> bool:
    said: list[Dated | Method] = [dated for p in written.parameters.values() for dated in p.values]
    said += [method for method in written.methods if any(step.charge for step in method.steps)]
    return any(entry.verified for entry in said)
