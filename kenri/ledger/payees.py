"""To whom a compensation is paid, and what becomes of money that nobody claims: dated rules, kept as data."""

from __future__ import annotations

import datetime as dt
import functools
from typing import TypeVar

import msgspec

from kenri.vocab.data_files import load_of
from kenri.vocab.problems import Problem
from kenri.vocab.text import Text

Rule = TypeVar("Rule", "Payee", "Unclaimed")


class Payee(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Who receives compensation from a day on.

    ``body``: a designated compensation body; without one it is deposited with a deposit office.
    ``state_exempt``: state bodies need not pay beforehand (they owe the holder all the same).
    """

    from_: dt.date = msgspec.field(name="from")
    key: str
    name: Text
    body: bool
    state_exempt: bool
    article: str
    source: str
    verified: bool


class Unclaimed(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """After how many years money that nobody claimed goes to the common-purpose fund, and which part of
    it."""

    from_: dt.date = msgspec.field(name="from")
    years: int
    percent: int
    article: str
    source: str
    verified: bool
    note: Text


class Rules(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The file ``data/compensation.yaml``."""

    payees: tuple[Payee, ...]
    unclaimed: tuple[Unclaimed, ...]


@functools.cache
def rules() -> Rules:
    """All rules, the earliest first."""
    return load_of("kenri.ledger", "data/compensation.yaml", Rules)


def payee(on: dt.date, *, state_body: bool = False) -> tuple[Payee, bool]:
    """Who receives compensation on a day, and whether this payer must pay beforehand.

    Raises ``Problem('no_rule_yet')`` on a day before the first rule.
    """
    found = _in_force(rules().payees, on)
    return found, not (state_body and found.state_exempt)


def unclaimed(on: dt.date) -> Unclaimed:
    """The rule for unclaimed money on a day. Raises ``Problem('no_rule_yet')``."""
    return _in_force(rules().unclaimed, on)


def _in_force(dated: tuple[Rule, ...], on: dt.date) -> Rule:
    found = [rule for rule in dated if rule.from_ <= on]
    if not found:
        raise Problem("no_rule_yet", day=on)
    return found[-1]
