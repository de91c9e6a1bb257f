"""What is taken off on the way to a holder: a society's commission, tax withheld, each with its reason."""

from __future__ import annotations

import datetime as dt
import functools

import msgspec

from kenri.ledger.distribution.schemes import ROOM
from kenri.vocab.data_files import load_of
from kenri.vocab.problems import Problem
from kenri.vocab.text import Text

MILLION = 1_000_000
"""Rates are in parts per million."""


class Bracket(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The rate for what lies above ``over`` yen."""

    over: int
    rate: int


class Withholding(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The rule for one class of payees, from ``begins`` to ``ends``."""

    id: str
    begins: dt.date
    ends: dt.date = dt.date.max
    label: Text
    text: Text
    article: str
    verified: bool
    brackets: tuple[Bracket, ...]


class Deduction(msgspec.Struct, frozen=True):
    """One thing taken off: how many yen, why, under which rule."""

    kind: str
    yen: int
    text: Text
    rule: str
    verified: bool = True


@functools.cache
def withholdings() -> tuple[Withholding, ...]:
    """All rules of withholding."""
    return load_of(ROOM, "data/withholding.yaml", tuple[Withholding, ...])


def classes() -> dict[str, Text]:
    """What a payee can be."""
    return {one.id: one.label for one in withholdings()}


def withholding(payee_class: str, on: dt.date) -> Withholding:
    """The rule for a class on a day. Raises ``Problem('no_withholding_rule')``."""
    for one in withholdings():
        if one.id == payee_class and one.begins <= on <= one.ends:
            return one
    raise Problem("no_withholding_rule", kind=payee_class, day=on, known=", ".join(classes()))


def tax_withheld(gross: int, payee_class: str, on: dt.date) -> Deduction | None:
    """The tax withheld from one payment; None where there is none."""
    rule = withholding(payee_class, on)
    bounds = [*(bracket.over for bracket in rule.brackets[1:]), gross]
    millionths = sum(
        max(min(gross, bound) - bracket.over, 0) * bracket.rate
        for bracket, bound in zip(rule.brackets, bounds, strict=False)
    )
    yen = millionths // MILLION
    return Deduction("tax", yen, rule.text, rule.article, rule.verified) if yen else None


def commission(gross: int, rate: int, society: str) -> Deduction | None:
    """What a society keeps, rounded down; ``rate`` in parts per million."""
    yen = gross * rate // MILLION
    if not yen:
        return None
    percent = f"{rate / 10_000:g}"
    text = Text(f"管理手数料（{society}、{percent}％）", f"Commission of {society} ({percent}%)")
    return Deduction("commission", yen, text, f"{rate}/{MILLION}")
