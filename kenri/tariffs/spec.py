"""A tariff as its YAML file tells it: what is asked, the dated figures, and the steps of its arithmetic.

A figure is in force from its day until the next one of the same parameter; so are the steps of a method.
The **version** of a tariff on a day is the latest day up to then on which any of them, or the rate of
consumption tax, changed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Literal, Protocol, TypeVar

import msgspec

from kenri.vocab.text import Text

Unit = Literal["yen", "share", "count"]
"""Yen; a part of something, shown as a percentage; or a number of things."""

Operation = Literal[
    "take", "multiply", "divide", "add", "subtract", "greatest", "least", "days", "months", "years", "pick",
    "slab", "slices", "free",
]  # fmt: skip
"""What a step does with what stands in its ``of``.

- ``take``: the value itself. ``multiply``, ``divide``, ``add``; ``subtract`` never goes below 0.
- ``greatest`` is a minimum fee (the higher of them), ``least`` a cap.
- ``days``, ``months``, ``years``: from one date to another, both included; months and years once begun.
- ``pick``: the figure of a parameter's ``choices`` for a choice.
- ``slab``: the figure of the one bracket of a parameter in which a quantity falls; ``slices``: the sum over
  brackets, each with its own figure for the part of the quantity that lies in it.
- ``free``: nothing is due, and the reckoning ends.
"""


class _Strict(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What every part of a tariff's file is: closed to words that the engine would not heed."""


class Choice(_Strict, frozen=True, kw_only=True):
    """One answer of an input of the kind ``choice``."""

    label: Text


class Input(_Strict, frozen=True, kw_only=True):
    """A number, date or choice that a tariff asks for.

    ``monotone`` says what is held by test: ``up`` where more of it never costs less, ``down`` where more
    never costs more. ``default`` is taken where nothing is told.
    """

    key: str
    kind: Literal["count", "money", "number", "date", "choice", "yes_no"]
    label: Text
    unit: Text | None = None
    help: Text | None = None
    choices: dict[str, Choice] = {}
    least: Decimal = Decimal(0)
    most: Decimal = Decimal(1_000_000_000_000)
    default: str = ""
    monotone: Literal["", "up", "down"] = ""


class Figure(_Strict, frozen=True, kw_only=True):
    """A figure for one choice, with a source of its own where it differs from that of its day."""

    value: Decimal
    source: str = ""
    verified: bool | None = None


class Bracket(_Strict, frozen=True, kw_only=True):
    """The figure for quantities above a bound, up to the bound of the next bracket."""

    above: Decimal
    value: Decimal


class Dated(_Strict, frozen=True, kw_only=True):
    """What a parameter is from a day on: one value, one for each choice, or one for each bracket.

    ``since_unknown``: the source does not say since when; the day is the first that Kenri reckons with.
    """

    from_: date = msgspec.field(name="from")
    value: Decimal | None = None
    choices: dict[str, Figure] = {}
    brackets: tuple[Bracket, ...] = ()
    source: str
    verified: bool
    since_unknown: bool = False
    note: Text | None = None

    def shape(self) -> str:
        """``value``, ``choices`` or ``brackets``; empty where it is none or several of them."""
        told = [self.value is not None, bool(self.choices), bool(self.brackets)]
        return ("value", "choices", "brackets")[told.index(True)] if sum(told) == 1 else ""

    def deciding(self) -> tuple[object, ...]:
        """What of it decides an amount, as plain data."""
        return (
            self.value,
            {key: figure.value for key, figure in self.choices.items()},
            [(bracket.above, bracket.value) for bracket in self.brackets],
        )

    def figures(self) -> tuple[Decimal, ...]:
        """All numbers that it states."""
        alone = () if self.value is None else (self.value,)
        return (*alone, *(f.value for f in self.choices.values()), *(b.value for b in self.brackets))


class Parameter(_Strict, frozen=True, kw_only=True):
    """A rate, a price or a bound, with its history. ``per`` says for what: one copy, a month."""

    label: Text
    unit: Unit
    per: Text | None = None
    values: tuple[Dated, ...]

    def on(self, day: date) -> Dated | None:
        """What is in force on a day; None before the first."""
        return in_force(self.values, day)


class When(_Strict, frozen=True, kw_only=True):
    """What an input must be for a step to be taken."""

    is_: tuple[str, ...] = msgspec.field(name="is", default=())
    at_least: Decimal | None = None
    at_most: Decimal | None = None


class Step(_Strict, frozen=True, kw_only=True):
    """One step of the arithmetic.

    - ``of``: keys of inputs, parameters and earlier steps. ``when``: inputs that decide whether it is taken;
      a step that is not taken counts as ``otherwise``.
    - ``rounding``: a key of ``roundings.yaml``. ``charge``: the result is part of the amount; it must be
      rounded. ``unit``: what a number of things is called. ``article``, ``source``, ``verified``: where the
      rule stands, if not where its method does.
    """

    key: str
    label: Text
    op: Operation
    of: tuple[str, ...] = ()
    when: dict[str, When] = {}
    otherwise: Decimal = Decimal(0)
    rounding: str = ""
    charge: bool = False
    unit: Text | None = None
    article: str = ""
    source: str = ""
    verified: bool | None = None

    def deciding(self) -> tuple[object, ...]:
        """What of it decides an amount, as plain data."""
        return (self.key, self.op, self.of, self.when, self.otherwise, self.rounding, self.charge)


class Method(_Strict, frozen=True, kw_only=True):
    """The steps in force from a day on, with the source that says to reckon so."""

    from_: date = msgspec.field(name="from")
    steps: tuple[Step, ...]
    source: str
    verified: bool


class Tax(_Strict, frozen=True, kw_only=True):
    """Consumption tax: none, on top of the charges (exclusive), or within them (inclusive)."""

    way: Literal["none", "exclusive", "inclusive"]
    rounding: str = "down"
    source: str
    verified: bool


class Source(_Strict, frozen=True, kw_only=True):
    """Where a figure or a rule is known from."""

    label: Text
    url: str = ""


class Body(_Strict, frozen=True, kw_only=True):
    """Who sets a tariff: ``body.yaml`` of the folder in which it stands."""

    label: Text
    homepage: str = ""


class Written(_Strict, frozen=True, kw_only=True):
    """The file of one tariff. ``nature`` says whose rule it is; ``model`` is an assumption of Kenri's own."""

    label: Text
    nature: Literal["society", "statutory", "fee", "model"]
    about: Text
    article: str = ""
    fields: tuple[str, ...] = ()
    acts: tuple[str, ...] = ()
    inputs: tuple[Input, ...] = ()
    parameters: dict[str, Parameter] = {}
    methods: tuple[Method, ...]
    tax: Tax
    ends: date | None = None
    edition: int = 1


class Tariff(msgspec.Struct, frozen=True):
    """A tariff with its id (the name of its file), who sets it, and the rate of consumption tax."""

    id: str
    body_id: str
    body: Body
    written: Written
    tax_rate: Parameter

    @property
    def label(self) -> Text:
        """Its name."""
        return self.written.label

    @property
    def inputs(self) -> Mapping[str, Input]:
        """What it asks for, by key, in the order of the file."""
        return {asked.key: asked for asked in self.written.inputs}

    @property
    def begins(self) -> date:
        """The first day on which it can be reckoned."""
        firsts = [p.values[0].from_ for p in self.written.parameters.values()]
        return max((*firsts, self.written.methods[0].from_))

    def versions(self) -> tuple[date, ...]:
        """Every day on which something that decides the amount changed, the first day included."""
        days = {dated.from_ for parameter in self._deciding() for dated in parameter.values}
        days |= {method.from_ for method in self.written.methods}
        ends = self.written.ends or date.max
        return tuple(sorted({self.begins} | {day for day in days if self.begins < day <= ends}))

    def version_on(self, on: date) -> date | None:
        """The version in force on a day; None before it begins and after it has ended."""
        if self.written.ends and on > self.written.ends:
            return None
        return max((day for day in self.versions() if day <= on), default=None)

    def reference(self, version: date) -> str:
        """``id@version`` as decisions and statements cite it; a corrected edition says so."""
        edition = f"+{self.written.edition}" if self.written.edition > 1 else ""
        return f"{self.id}@{version.isoformat()}{edition}"

    def method_on(self, on: date) -> Method:
        """The steps in force on a day. Raises KeyError before the first."""
        found = in_force(self.written.methods, on)
        if found is None:
            raise KeyError(on)
        return found

    def digest(self, version: date) -> str:
        """SHA-256 over everything in force in a version that can change an amount.

        A test keeps the digests of published versions, so that none changes without a new day or edition.
        """
        figures = {key: p.on(version) for key, p in self.written.parameters.items()}
        if self.written.tax.way != "none":
            figures["tax"] = self.tax_rate.on(version)
        parts = {
            "figures": {key: dated and dated.deciding() for key, dated in figures.items()},
            "steps": [step.deciding() for step in self.method_on(version).steps],
            "tax": (self.written.tax.way, self.written.tax.rounding),
            "inputs": [(i.key, i.kind, i.least, i.most, i.default) for i in self.written.inputs],
        }
        return hashlib.sha256(msgspec.json.encode(parts, order="deterministic")).hexdigest()

    def _deciding(self) -> Iterator[Parameter]:
        yield from self.written.parameters.values()
        if self.written.tax.way != "none":
            yield self.tax_rate


class _Beginning(Protocol):
    """Something in force from a day on."""

    @property
    def from_(self) -> date: ...


B = TypeVar("B", bound=_Beginning)


def in_force(dated: Sequence[B], day: date) -> B | None:
    """The last of what began by a day; ``dated`` stands in the order of its days."""
    return next((entry for entry in reversed(dated) if entry.from_ <= day), None)
