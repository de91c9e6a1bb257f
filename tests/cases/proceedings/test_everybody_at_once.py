"""Everybody at work at the same time, truly: random lawful and unlawful actions from many threads, and a clock.

Seeded walks rather than hypothesis, which runs one rule at a time. ``KENRI_TEST_ATTEMPTS`` says how many,
``KENRI_TEST_SEED`` from which seed.
"""

from __future__ import annotations

import datetime as dt
import os
import random
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace

import pytest
from django.db import connection, connections

from kenri.accounts.models import User
from kenri.cases.proceedings import access, queries, services, verifying
from kenri.cases.proceedings.models import Case, Issued, Step
from kenri.cases.proceedings.opening import Opening
from kenri.cases.proceedings.standing import course_of
from kenri.ledger import services as ledger
from kenri.ledger import verifying as books
from kenri.ledger.models import Obligation
from kenri.procedures.conduct.clocks import day_of
from kenri.procedures.conduct.offers import asked_fields
from kenri.procedures.conduct.versions import procedure_at
from kenri.vocab.problems import Problem
from kenri.vocab.uses import use_named
from tests.cases.proceedings.test_many_actors import WHO, entered
from tests.cases.proceedings.walks import READY, Walk, moment, replayed

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite lets one write at a time"),
]
ATTEMPTS = int(os.environ.get("KENRI_TEST_ATTEMPTS", "320"))
SEED = int(os.environ.get("KENRI_TEST_SEED", "1"))
THREADS = 8
ENDING = ("withdraw", "declare_conflict")
"""What would end most walks soon: tried seldom."""
DECISIONS = ("grant", "refuse")
DECISIVE = (
    ("grant", "commissioner"), ("grant", "deputy"), ("refuse", "deputy"), ("payment_received", "treasurer"),
    ("payment_received", "checker"),
)  # fmt: skip
"""What must not happen twice or too early: tried again and again."""


class Town:
    """Cases in different states, people, a clock that all threads share, and what was done and seen."""

    def __init__(self, people: SimpleNamespace) -> None:
        self.people, self.at = people, moment("2026-06-12")
        self.done: Counter[tuple[str, str, str]] = Counter()
        self.told: Counter[str] = Counter()
        self.lock = threading.Lock()
        self.numbers = list(self._cases())

    def _cases(self):
        for state in ("filed", "filed", "checked", "checked", "granted", "paid", "paid"):
            walk = Walk(self.people, given=READY)
            walk.act("applicant", "file", "2026-05-16")
            if state != "filed":
                walk.checked()
            if state in ("granted", "paid"):
                walk.granted()
            if state == "paid":
                walk.pay()
            yield walk.number
        opened = {"adjudication_67": {}, "direct_request": {"holder": self.people.bodies["権利者団体"]}}
        opened["collective_order"] = {"society": self.people.bodies["管理事業者"]}
        for procedure, parties in opened.items():
            opening = Opening(
                procedure=procedure, title="港の記録", organisation=self.people.bodies["放送局"],
                use=use_named("stream_archive_programme", begins=dt.date(2026, 9, 1), ends=dt.date(2028, 8, 31)),
                parties={role: f"organisation:{body.key}" for role, body in parties.items()},
            )  # fmt: skip
            for _ in range(2):
                yield services.open_case(self.people.applicant, opening, self.at).number

    def walk(self, seed: int) -> None:
        """One thread: tries what it is offered, sometimes anything at all; looks, and moves the clock."""
        chance = random.Random(seed)
        try:
            for _ in range(ATTEMPTS // THREADS):
                number = chance.choice(self.numbers)
                if chance.random() < 0.3:
                    self.look(number, chance)
                if chance.random() < 0.1:
                    self.at += dt.timedelta(days=chance.choice((0, 1, 3, 16)))
                    services.bring_forward(self.at)
                self.attempt(chance, number)
        finally:
            connections.close_all()

    def attempt(self, chance: random.Random, number: str) -> None:
        case = Case.objects.get(number=number)
        user, action = self.wish(chance, case)
        told = entered(chance, dict(asked_fields(procedure_at(case.pinned), action)), day_of(self.at))
        expecting = chance.choice((None, None, None, case.steps, case.steps - 1))
        try:
            after = services.act(user, number, action, told, at=self.at, expecting=expecting)
        except Problem as problem:
            self.count(self.told, problem.code)
        else:
            assert expecting is None or expecting == case.steps, "the case had moved"
            assert access.roles_in(user, after) or action == "declare_conflict"
            self.count(self.told, "done")
            self.count(self.done, (number, action, f"user:{user.key}"))

    def wish(self, chance: random.Random, case: Case) -> tuple[User, str]:
        """Somebody and what they try: a decision, else mostly what is offered to them."""
        if chance.random() < 0.3:
            action, who = chance.choice(DECISIVE)
            if action in procedure_at(case.pinned).actions:
                return getattr(self.people, who), action
        people = [getattr(self.people, who) for who in WHO]
        chance.shuffle(people)
        course = course_of(case)
        for user in people if chance.random() < 0.8 else ():
            offered = services.offers_for(user, case, self.at, course).values()
            open_ = [offer.action for offers in offered for offer in offers if offer.open]
            kept = [action for action in open_ if action not in ENDING or chance.random() < 0.02]
            if kept:
                return user, chance.choice(kept)
        return people[0], chance.choice(list(procedure_at(case.pinned).actions))

    def count(self, counter: Counter, what: object) -> None:
        with self.lock:
            counter[what] += 1

    def look(self, number: str, chance: random.Random) -> None:
        """What is allowed on a day was decided, paid for, and is not over."""
        on = day_of(self.at) + dt.timedelta(days=chance.choice((0, 60, 365, 1100)))
        before = Case.objects.get(number=number)
        allowed = queries.may_use(number, on)[0]
        course = course_of(before)
        if allowed and Case.objects.get(pk=before.pk).chained == before.chained:
            assert before.procedure != "adjudication_67_3" or ledger.paid(number, "compensation")
            first, last = before.first_day, before.last_day
            assert first is None or first <= on
            assert last is None or on <= last
            assert course.state not in ("preparing", "filed", "checking", "deciding", "cancelled", "refused")
            self.count(self.told, "use allowed")


def test_everybody_at_once(people) -> None:
    town = Town(people)
    before = actions()
    with ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(town.walk, range(SEED * THREADS, SEED * THREADS + THREADS)))
    print(sum(town.told.values()), "attempts", dict(town.told.most_common()))
    assert actions() - before == town.done, "every step that was told done is there, and no other"
    assert town.told["done"] > THREADS
    for case in Case.objects.all():
        rows = list(Step.objects.filter(case=case).order_by("number"))
        assert [row.number for row in rows] == list(range(1, case.chained + 1))
        course = replayed(case)
        assert (case.state, case.turn, case.steps) == (course.state, course.turn, course.steps)
        decided = [row.name for row in rows if row.kind == "action" and row.name in DECISIONS]
        if case.procedure.startswith("adjudication"):
            assert len(decided) <= 1
            assert Issued.objects.filter(case=case, template="decision_grant").count() == decided.count(
                "grant"
            )
            asked = Obligation.objects.filter(case=case.number, kind="compensation").count()
            assert asked == decided.count("grant")
        for day in (0, 60, 400, 1200):
            on = day_of(town.at) + dt.timedelta(days=day)
            if queries.may_use(case.number, on)[0] and case.procedure == "adjudication_67_3":
                assert decided == ["grant"]
                assert ledger.paid(case.number, "compensation")
                assert course.data["granted_from"] <= on.isoformat() <= course.data["granted_until"]
    end = town.at + dt.timedelta(days=1200)
    assert services.bring_forward(end).refused == ()
    assert not [one for one in town.numbers if queries.may_use(one, day_of(end))[0]], "all is over by then"
    assert verifying.verify().faults == ()
    assert books.verify().broken is None


def actions() -> Counter[tuple[str, str, str]]:
    """What people did: case, action, who."""
    rows = Step.objects.filter(kind="action", by__startswith="user:")
    return Counter(rows.values_list("case__number", "name", "by"))
