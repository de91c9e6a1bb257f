"""Schemes under which money is distributed: one file each in ``data/schemes``, found by walking it."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Mapping
from fractions import Fraction
from importlib import resources
from typing import Literal

import msgspec

from kenri.ledger.distribution.rounding import apportion
from kenri.vocab.data_files import load_of
from kenri.vocab.problems import Problem
from kenri.vocab.text import Text

ROOM = "kenri.ledger.distribution"


class Scheme(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The rule of one scheme, in force from the day ``version``.

    ``money``: ``portion`` of the reported revenue, ``portion_of_units`` where the units themselves are yen,
    or a sum ``given``. ``cost`` is the part that ``body`` keeps for running it. ``layers`` weigh the layers
    of a work; none: a work is one. ``infringing`` uses are only ``reported``, or ``counted`` like others.
    What is owed for longer than ``payment_days`` is alerted to. Numbers of uses below ``small_cell`` are not
    shown by themselves.
    """

    id: str
    version: dt.date
    kind: Literal["platform", "compensation", "levy", "resale"]
    label: Text
    about: Text
    payer: Text
    basis: Text
    verified: bool
    unit: Text
    money: Literal["portion", "portion_of_units", "given"]
    portion: str = "1"
    cost: str = "0"
    body: str
    layers: dict[str, int] = {}
    minimum_payout: int
    payment_days: int = 180
    small_cell: int
    infringing: Literal["reported", "counted"]

    @property
    def name(self) -> str:
        """The rule with its version, as ``id@version``."""
        return f"{self.id}@{self.version.isoformat()}"


@functools.cache
def versions() -> Mapping[str, Scheme]:
    """All rules by ``id@version``."""
    files = resources.files(ROOM).joinpath("data/schemes").iterdir()
    found = [
        load_of(ROOM, f"data/schemes/{file.name}", Scheme) for file in files if file.name.endswith(".yaml")
    ]
    return {one.name: one for one in sorted(found, key=lambda one: one.name)}


def schemes(on: dt.date) -> tuple[Scheme, ...]:
    """The rules in force on a day, one for each scheme."""
    in_force: dict[str, Scheme] = {}
    for one in versions().values():
        if one.version <= on:
            in_force[one.id] = one
    return tuple(in_force.values())


def scheme(name: str, on: dt.date) -> Scheme:
    """The rule called ``id`` in force on a day, or exactly ``id@version``.

    Raises ``Problem('no_such_scheme')``.
    """
    if name in versions():
        return versions()[name]
    found = [one for one in schemes(on) if one.id == name]
    if not found:
        raise Problem("no_such_scheme", scheme=name, known=", ".join(one.id for one in schemes(on)))
    return found[0]


class Pool(msgspec.Struct, frozen=True):
    """What is distributed together: ``revenue`` in yen, the ``gross`` part of it, the ``cost`` kept."""

    code: str
    revenue: int
    gross: int
    cost: int

    @property
    def net(self) -> int:
        """The yen that holders share."""
        return self.gross - self.cost


def pools(
    rule: Scheme, revenues: Mapping[str, int], units: Mapping[str, int], given: int | None
) -> list[Pool]:
    """The money of each pool of a report, by its code.

    ``revenues`` as reported; ``units`` used; ``given``: the sum for all pools, which goes by revenue, or by
    units where none is reported. Raises Problem: ``no_uses_told`` where nothing was used that bears
    money, ``no_money_told`` where the rule needs a sum or a revenue.
    """
    if not units:
        raise Problem("no_uses_told", scheme=rule.label)
    codes = sorted(units)
    if given is not None:
        by = revenues if any(revenues.values()) else units
        grosses = dict(zip(codes, apportion(given, [by.get(code, 0) for code in codes]), strict=True))
    elif rule.money == "given" or (rule.money == "portion" and not any(revenues.values())):
        raise Problem("no_money_told", scheme=rule.label)
    else:
        base = units if rule.money == "portion_of_units" else revenues
        portion = Fraction(rule.portion)
        grosses = {code: base.get(code, 0) * portion.numerator // portion.denominator for code in codes}
    cost = Fraction(rule.cost)
    return [
        Pool(code, revenues.get(code, 0), gross, gross * cost.numerator // cost.denominator)
        for code, gross in grosses.items()
    ]
