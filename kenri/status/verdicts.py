"""From ranges of facts to a range of last days of protection.

A jurisdiction names the *choices*: every fact that is open, with the values at the ends of its range (or the
readings of a law in doubt), and a function from one value of each to the last day. ``sweep`` tries all.

No struct of an answer is part of a cycle: the collector need not walk through them (``gc=False``).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from itertools import product
from typing import Any, NamedTuple

import msgspec

from kenri.status.days import FAR, LONG_AGO

NEVER = LONG_AGO
"""The last day of protection of what never was protected."""


class Step(NamedTuple):
    """A rule applied: counted from ``base`` (a year), so many ``years`` and ``days``, giving ``last``."""

    rule: str
    base: int | None = None
    years: int | None = None
    days: int = 0
    last: date | None = None


class Outcome(NamedTuple):
    """The last day of protection, and the rules that lead to it."""

    last: date
    steps: tuple[Step, ...]


class Choice(msgspec.Struct, frozen=True, gc=False):
    """One fact with the values that it may have. A single value is no choice."""

    fact: str
    values: Sequence[Any]


class Verdict(msgspec.Struct, gc=False, eq=False):
    """The earliest and latest possible last day of protection of one layer, and why.

    ``deciding`` are the facts (or ``review:`` rules) whose value decides the state on the day asked for,
    ``assumes`` the presumptions without which it might be another, ``notes`` rules told beside.
    """

    low: Outcome
    high: Outcome
    open: tuple[str, ...] | Sweep = ()
    assumes: tuple[str, ...] = ()
    notes: tuple[Step, ...] = ()

    @property
    def deciding(self) -> tuple[str, ...]:
        """The open facts, found when they are first asked for."""
        if isinstance(self.open, Sweep):
            self.open = self.open.deciding()
        return self.open

    def status(self, on: date) -> str:
        """``public_domain``, ``protected``, ``not_protected`` or ``undetermined`` on a day."""
        if self.high.last == NEVER:
            return "not_protected"
        if self.high.last < on:
            return "public_domain"
        return "protected" if self.low.last >= on else "undetermined"

    def _if_undetermined(self, on: date) -> tuple[str, ...]:
        return self.deciding if self.status(on) == "undetermined" else ()

    def capped(self, other: Verdict, step: Step, on: date, *, doubt: str = "") -> Verdict:
        """The shorter of this and another country's term. With a ``doubt`` the cut may not apply at all."""
        if other.low.last >= self.low.last and other.high.last >= self.high.last:
            return self
        low = self.low if self.low.last <= other.low.last else _cut(other.low, step)
        high = self.high if doubt or self.high.last <= other.high.last else _cut(other.high, step)
        mine, theirs = self._if_undetermined(on), other._if_undetermined(on)
        open_ = tuple(dict.fromkeys((*mine, *theirs, *((doubt,) if doubt else ()))))
        found = Verdict(low, high)
        if found.status(on) == "undetermined":
            found = Verdict(low, high, open_)
        found.assumes = self.assumes + tuple(a for a in other.assumes if a not in self.assumes)
        found.notes = self.notes
        return found


def _cut(outcome: Outcome, step: Step) -> Outcome:
    return Outcome(outcome.last, (*outcome.steps, step._replace(last=outcome.last)))


class Sweep(msgspec.Struct, frozen=True, gc=False, eq=False):
    """What was swept, for whoever asks which facts are open."""

    choices: tuple[Choice, ...]
    last_day: Callable[..., Outcome]
    on: date

    def deciding(self) -> tuple[str, ...]:
        """The facts by which alone, the others being what they may be, the state on the day changes."""
        corners = {
            places: self.last_day(
                *[choice.values[place] for choice, place in zip(self.choices, places, strict=True)]
            )
            for places in product(*[range(len(choice.values)) for choice in self.choices])
        }
        deciding = []
        for place, choice in enumerate(self.choices):
            if len(choice.values) == 1:
                continue
            states: dict[tuple[int, ...], set[bool]] = {}
            for places, outcome in corners.items():
                others = (*places[:place], *places[place + 1 :])
                states.setdefault(others, set()).add(outcome.last >= self.on)
            if any(len(found) > 1 for found in states.values()):
                deciding.append(choice.fact)
        return tuple(dict.fromkeys(deciding))


def sweep(choices: Sequence[Choice], last_day: Callable[..., Outcome], on: date) -> Verdict:
    """Apply ``last_day`` to every combination of the open facts.

    Its arguments are the choices' values in order. A fact is *open* where changing it alone, the others
    being what they may be, changes the state on the day.
    """
    combinations = product(*[choice.values for choice in choices])
    low = high = last_day(*next(combinations))
    for values in combinations:
        outcome = last_day(*values)
        if outcome[0] < low[0]:
            low = outcome
        elif outcome[0] > high[0]:
            high = outcome
    if low[0] < on <= high[0] and high[0] != NEVER:
        return Verdict(low, high, Sweep(tuple(choices), last_day, on))
    return Verdict(low, high)


def fixed(last: date, *steps: Step) -> Verdict:
    """A verdict that needs no choice."""
    outcome = Outcome(last, steps)
    return Verdict(outcome, outcome)


__all__ = ["FAR", "NEVER", "Choice", "Outcome", "Step", "Verdict", "fixed", "sweep"]
