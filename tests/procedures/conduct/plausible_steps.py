"""Plausible steps of any procedure: what somebody might enter, and a search for all that may happen."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from typing import Any, NamedTuple, get_args

from conduct_cases import Case

from kenri.procedures.conduct.clocks import day_of
from kenri.procedures.conduct.course import Course, Step, after, begin, fold
from kenri.procedures.conduct.fields import Field
from kenri.procedures.conduct.offers import Offer, Taken, lapsed, offers, take
from kenri.procedures.conduct.reasons import Refused
from kenri.procedures.conduct.spec import Procedure, Role

ROLES: tuple[str, ...] = get_args(Role)
BEGINS = datetime(2026, 5, 1, 3, tzinfo=UTC)
MOSTLY_YES = {"published", "domestic"}
AHEAD = {"use_from": 200, "use_until": 900, "year_until": 300, "sale_planned_on": 30, "granted_until": 400}


def value(chance: random.Random, key: str, field: Field, course: Course, on: date) -> Any:
    """Something that somebody might enter in a field."""
    if field.kind == "date":
        return _day(chance, key, course, on)
    if field.kind == "yes_no":
        usual = "yes" if key in MOSTLY_YES else "no"
        return usual if chance.random() < 0.9 else "yes"
    if field.kind == "choice":
        if key == "result":
            return chance.choices(["met", "not_met", "open"], [12, 2, 1])[0]
        if key == "managed" and chance.random() < 0.8:
            return "no"
        return chance.choice(list(field.choices))
    if field.kind == "money":
        return 0 if key == "licence_fee" and chance.random() < 0.3 else 50_000 if key == "amount" else 10_000
    if field.kind == "email":
        return f"{key}@example.org"
    return 30 if field.kind == "integer" else f"{key} を記入"


def _day(chance: random.Random, key: str, course: Course, on: date) -> str:
    asked = course.data.get("use_from")
    if key == "granted_from" and asked:
        return max(asked, on.isoformat())
    if key == "granted_until" and course.data.get("use_until"):
        return min(str(course.data["use_until"]), (on + timedelta(days=700)).isoformat())
    if key in ("cancelled_on", "ended_on"):
        return max(str(course.data.get("granted_from", "")), on.isoformat())
    return (on + timedelta(days=AHEAD.get(key, 0))).isoformat()


def entered(chance: random.Random, offer: Offer, course: Course, on: date) -> dict[str, Any]:
    """A form filled in: all that must be, some of what may be."""
    filled = {
        wanted.key: value(chance, wanted.key, wanted.field, course, on)
        for wanted in offer.fields
        if wanted.required or chance.random() < 0.8
    }
    if offer.items:
        filled["item"] = chance.choice(offer.items)
    met = {key for key, finding in course.findings.items() if finding.result == "met"}
    open_checks = [key for key in course.spec.checks if key not in met]
    if "check" in filled and open_checks:
        choices = next(wanted.field.choices for wanted in offer.fields if wanted.key == "check")
        filled["check"] = next((key for key in open_checks if key in choices), filled["check"])
    return filled


class Node(NamedTuple):
    """A case somewhere on its way: the steps so far, where it stands, and the time."""

    course: Course
    at: datetime
    steps: tuple[Step, ...] = ()

    def wait(self, days: int) -> Node:
        """The same case, days later; what the clock does on its own has happened."""
        node = self._replace(at=self.at + timedelta(days=days))
        while over := lapsed(node.course, node.at):
            node = node.go_on(take(node.course, over[0], "clock", "clock", node.at))
        return node

    def go_on(self, taken: Taken) -> Node:
        """The case after one step more."""
        return Node(taken.course, self.at, (*self.steps, taken.step))

    def offered(self) -> Iterator[tuple[str, Offer]]:
        """What any role may do, with the role."""
        for role in ROLES:
            for offer in offers(self.course, role, self.at):
                yield role, offer

    def tried(self, chance: random.Random, role: str, offer: Offer) -> Node | None:
        """The case after an offer was taken up with something plausible; None if that was refused."""
        for _ in range(4):
            told = entered(chance, offer, self.course, day_of(self.at))
            actor = "clock" if role == "clock" else f"{role}:{chance.choice('aaabcd')}"
            with suppress(Refused):
                return self.go_on(take(self.course, offer.action, role, actor, self.at, told))
        return None


class Search:
    """All that can happen in a procedure: from the cases nearest to what was never done, on and on."""

    def __init__(self, procedure: Procedure, seed: int = 0, scripts: Sequence[Case] = ()) -> None:
        self.chance = random.Random(seed)
        self.undone = {(state, key) for key, action in procedure.actions.items() for state in action.from_}
        self.opening = scripts[0].opening if scripts else begin(procedure, "user:1", BEGINS)
        self.found: dict[str, list[tuple[int, Node]]] = {}
        self.examples: dict[str, Node] = {}
        self.scripted: dict[str, list[Node]] = {}
        self.keep(Node(self.opening, self.opening.opened_at))
        for script in scripts:
            for number in range(1, len(script.steps) + 1):
                steps = tuple(script.steps[:number])
                node = Node(fold(script.opening, steps), steps[-1].at, steps)
                self.keep(node)
                self.scripted.setdefault(node.course.state, []).append(node)

    def run(self, tries: int) -> None:
        """Search until all was done, so many tries at most."""
        while self.undone and tries:
            tries -= 1
            near = sorted({state for state, _ in self.undone} & self.found.keys())
            state = self.chance.choice(near if self.chance.random() < 0.7 else sorted(self.found))
            nearest = [node for _, node in self.found[state][:4]]
            node = self.chance.choice(nearest + self.scripted.get(state, []))
            new = self.next(node) or node.wait(self.chance.choice([1, 1, 8, 15, 40, 1200]))
            self.keep(new)

    def next(self, node: Node) -> Node | None:
        """One step on: what was never done here, else something that keeps the case here."""
        state = node.course.state
        opened = [(role, offer) for role, offer in node.offered() if offer.open]
        never = [(role, offer) for role, offer in opened if (state, offer.action) in self.undone]
        staying = [
            pair for pair in opened if self.opening.spec.actions[pair[1].action].leads_to(state) == state
        ]
        other = opened if self.chance.random() < 0.15 else staying
        for role, offer in never or self.chance.sample(other, min(1, len(other))):
            if self.chance.random() < 0.8 and (new := node.tried(self.chance, role, offer)):
                return new
        return None

    def keep(self, node: Node) -> None:
        """Remember a case, and what it was the first to do."""
        state = node.course.state
        self.examples.setdefault(state, node)
        course = self.opening
        for step in node.steps:
            self.undone.discard((course.state, step.action))
            course = after(course, step)
        barred = sum(
            len(offer.reasons) for _, offer in node.offered() if (state, offer.action) in self.undone
        )
        open_checks = sum(1 for found in course.findings.values() if found.result != "met")
        far = 10 * barred + open_checks + len(course.spec.checks) - len(course.findings)
        known = self.found.setdefault(state, [])
        known.append((far, node))
        known.sort(key=lambda one: one[0] + self.chance.random())
        del known[12:]
