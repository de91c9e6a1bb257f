"""What must hold for an action: small conditions over the data, the findings and the clocks of a case.

Each is one entry of a procedure's ``conditions``, told by its ``kind``; it says in both languages what must
hold and what would cure it, with the article. A condition on data that is not there holds, unless it is
that something be given: what is missing is told once, by the field that is needed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any, Literal, NamedTuple

import msgspec

from kenri.procedures.conduct import clocks
from kenri.procedures.conduct.clocks import Clock, Running
from kenri.vocab.text import Text

TODAY = "today"
"""The name by which conditions call the day of the action."""
Result = Literal["met", "not_met", "open"]
Where = dict[str, str | tuple[str, ...]]
"""For each field of an item the values that pass; ``""`` stands for nothing, ``*`` for anything."""


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody found on one check, from which evidence, who and when."""

    result: Result
    evidence: str
    by: str
    at: datetime
    note: str = ""


class Standing(NamedTuple):
    """What a condition looks at, on a day in Japan.

    ``entered`` is what the action brings, ``item`` the item of a list that it is about, as it was before.
    """

    state: str
    data: Mapping[str, Any]
    findings: Mapping[str, Finding]
    clocks: Mapping[str, Running]
    on: date
    checks: Iterable[str]
    periods: Mapping[str, Clock]
    conditions: Mapping[str, Condition]
    entered: Mapping[str, Any] = {}
    item: Mapping[str, Any] = {}

    def value(self, field: str) -> Any:
        """What is entered in a field, else what the item or the data has there, else an empty text."""
        for told in (self.entered, self.item, self.data):
            if told.get(field) not in (None, ""):
                return told[field]
        return ""

    def day(self, field: str) -> date | None:
        """The day in a field; ``today`` is the day itself."""
        if field == TODAY:
            return self.on
        value = self.value(field)
        return date.fromisoformat(value) if value else None


class Rule(
    msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", tag=str.lower, forbid_unknown_fields=True
):
    """What all conditions say of themselves.

    ``only_in`` limits it to states, ``unless`` lifts it where another condition holds.
    """

    text: Text
    cure: Text
    article: str = ""
    source: str = "LAW"
    verified: bool = True
    only_in: tuple[str, ...] = ()
    unless: str = ""

    @property
    def reads(self) -> tuple[str, ...]:
        """The fields that decide it and that the action itself may bring."""
        return ()


class Given(Rule, frozen=True, kw_only=True):
    """All these fields have a value."""

    fields: tuple[str, ...]

    @property
    def reads(self) -> tuple[str, ...]:
        """What it looks at."""
        return self.fields

    def holds(self, at: Standing) -> bool:
        """Whether it holds."""
        return all(at.value(field) not in ("", []) for field in self.fields)


class Is(Rule, frozen=True, kw_only=True):
    """A field has one of these values."""

    field: str
    values: tuple[str, ...]

    @property
    def reads(self) -> tuple[str, ...]:
        """What it looks at."""
        return (self.field,)

    def holds(self, at: Standing) -> bool:
        """Whether it holds."""
        return str(at.value(self.field)) in self.values


class IsNot(Rule, frozen=True, kw_only=True):
    """A field has none of these values."""

    field: str
    values: tuple[str, ...]

    @property
    def reads(self) -> tuple[str, ...]:
        """What it looks at."""
        return (self.field,)

    def holds(self, at: Standing) -> bool:
        """Whether it holds."""
        return str(at.value(self.field)) not in self.values


class Item(Rule, frozen=True, kw_only=True):
    """The item that the action is about is such a one."""

    where: Where

    @property
    def reads(self) -> tuple[str, ...]:
        """What it looks at."""
        return tuple(self.where)

    def holds(self, at: Standing) -> bool:
        """Whether it holds."""
        return _fits(at.item, self.where)


class Order(Rule, frozen=True, kw_only=True):
    """One day is not after another; ``today`` is the day of the action."""

    first: str
    then: str

    @property
    def reads(self) -> tuple[str, ...]:
        """What it looks at."""
        return (self.first, self.then)

    def holds(self, at: Standing) -> bool:
        """Whether it holds."""
        first, then = at.day(self.first), at.day(self.then)
        return first is None or then is None or first <= then


class Within(Rule, frozen=True, kw_only=True):
    """A period from ``first`` through ``last`` lasts so many years, months or days at most."""

    first: str
    last: str
    years: int = 0
    months: int = 0
    days: int = 0

    @property
    def reads(self) -> tuple[str, ...]:
        """What it looks at."""
        return (self.first, self.last)

    def holds(self, at: Standing) -> bool:
        """Whether it holds."""
        first, last = at.day(self.first), at.day(self.last)
        if first is None or last is None:
            return True
        if self.days:
            return last < first + timedelta(days=self.days)
        return last <= clocks.last_of_months(first, self.months + 12 * self.years)


class NotMore(Rule, frozen=True, kw_only=True):
    """A number or an amount is at most that of another field."""

    field: str
    than: str

    @property
    def reads(self) -> tuple[str, ...]:
        """What it looks at."""
        return (self.field, self.than)

    def holds(self, at: Standing) -> bool:
        """Whether it holds."""
        value, most = at.value(self.field), at.value(self.than)
        return "" in (value, most) or int(value) <= int(most)


class Silence(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The period ``clock``, counted from the day in ``since`` of an item, is over."""

    clock: str
    since: str

    def over(self, item: Mapping[str, Any], at: Standing) -> bool:
        """Whether it is over for an item; never for one without the day."""
        since = item.get(self.since, "")
        return since != "" and at.on > clocks.due(at.periods[self.clock], date.fromisoformat(since))


class Count(Rule, frozen=True, kw_only=True):
    """Of the items of a list, ``least`` at least and ``most`` at most are such ones.

    ``out_of``: where fewer than ``least`` items fit this, those suffice. ``after``: an item counts only once
    its period is over, ``before``: only until then.
    """

    items: str
    where: Where = {}
    least: int = 0
    most: int | None = None
    out_of: Where | None = None
    after: Silence | None = None
    before: Silence | None = None

    def holds(self, at: Standing) -> bool:
        """Whether it holds."""
        items = at.data.get(self.items) or ()
        count = sum(
            _fits(item, self.where)
            and (self.after is None or self.after.over(item, at))
            and (self.before is None or not self.before.over(item, at))
            for item in items
        )
        least = self.least
        if self.out_of is not None:
            least = min(least, sum(_fits(item, self.out_of) for item in items))
        return count >= least and (self.most is None or count <= self.most)


class Covers(Rule, frozen=True, kw_only=True):
    """The amounts of such items of a list, ``dated`` by the day, add up to what ``asked`` asks."""

    items: str
    amount: str
    asked: str
    dated: str
    where: Where = {}

    @property
    def reads(self) -> tuple[str, ...]:
        """What it looks at."""
        return (self.amount, self.dated, *self.where)

    def holds(self, at: Standing) -> bool:
        """Whether it holds; nothing asked is nothing covered."""
        asked, where = at.value(self.asked), {**self.where, self.amount: "*"}
        items = [
            item
            for item in (*at.data.get(self.items, ()), at.entered)
            if _fits(item, where) and item.get(self.dated, "") <= at.on.isoformat()
        ]
        return asked != "" and sum(int(item[self.amount]) for item in items) >= int(asked)


class Checks(Rule, frozen=True, kw_only=True):
    """All of these checks (none named: all) have one of these results; ``some``: one of them has."""

    checks: tuple[str, ...] = ()
    results: tuple[Result, ...] = ("met",)
    some: bool = False

    def holds(self, at: Standing) -> bool:
        """Whether it holds; a check that nobody made is open."""
        found = (
            (finding.result if (finding := at.findings.get(key)) else "open") in self.results
            for key in self.checks or at.checks
        )
        return any(found) if self.some else all(found)


class Timed(Rule, frozen=True, kw_only=True):
    """A clock of the case is in one of these phases; ``none``: it has not been started."""

    clock: str
    phases: tuple[Literal["none", "running", "paused", "stopped", "over"], ...]

    def holds(self, at: Standing) -> bool:
        """Whether it holds."""
        running = at.clocks.get(self.clock)
        phase = "none" if running is None else "over" if running.over(at.on) else running.phase
        return phase in self.phases


class Either(Rule, frozen=True, kw_only=True):
    """One of these other conditions holds."""

    of: tuple[str, ...]

    def holds(self, at: Standing) -> bool:
        """Whether it holds."""
        return any(holds(at.conditions[key], at) for key in self.of)


Condition = Given | Is | IsNot | Item | Order | Within | NotMore | Count | Covers | Checks | Timed | Either


def holds(condition: Condition, at: Standing) -> bool:
    """Whether a condition holds, or does not apply."""
    if condition.only_in and at.state not in condition.only_in:
        return True
    if condition.unless and holds(at.conditions[condition.unless], at):
        return True
    return condition.holds(at)


def _fits(item: Mapping[str, Any], where: Where) -> bool:
    """Whether each field of an item has one of its values."""
    return all(_passes(str(item.get(key, "")), values) for key, values in where.items())


def _passes(value: str, values: str | tuple[str, ...]) -> bool:
    wanted = (values,) if isinstance(values, str) else values
    return value in wanted or (bool(value) and "*" in wanted)
