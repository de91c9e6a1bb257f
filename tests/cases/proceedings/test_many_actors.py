"""Random legal and illegal actions by many actors on several cases: what must hold, holds after each.

``KENRI_TEST_EXAMPLES`` says how many walks.
"""

from __future__ import annotations

import datetime as dt
import os
import random

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from kenri.accounts.models import User
from kenri.cases.proceedings import access, queries, services, verifying
from kenri.cases.proceedings.models import Case, Step
from kenri.cases.proceedings.standing import course_of
from kenri.ledger import services as ledger
from kenri.procedures.conduct.clocks import day_of
from kenri.procedures.conduct.fields import Field
from kenri.procedures.conduct.offers import asked_fields
from kenri.procedures.conduct.versions import procedure
from kenri.vocab.problems import Problem
from tests.cases.proceedings.walks import READY, Walk, moment, replayed

pytestmark = pytest.mark.django_db
EXAMPLES = int(os.environ.get("KENRI_TEST_EXAMPLES", "5"))
WHO = ("applicant", "colleague", "checker", "second", "commissioner", "deputy", "treasurer", "society", "holder",
       "auditor", "stranger")  # fmt: skip
ACTIONS = tuple(procedure("adjudication_67_3", dt.date(2026, 5, 1)).actions)
AHEAD = {"granted_from": 30, "granted_until": 400, "use_from": 30, "use_until": 400}


def entered(chance: random.Random, fields: dict[str, Field], on: dt.date) -> dict[str, object]:
    """Something that fits the form, mostly."""

    def value(key: str, field: Field) -> object:
        if field.kind == "date":
            return (on + dt.timedelta(days=AHEAD.get(key, 0))).isoformat()
        if field.kind == "choice":
            return "met" if key == "result" and chance.random() < 0.9 else chance.choice(list(field.choices))
        if field.kind in ("money", "integer"):
            return chance.choice((1, 2, 3)) if key == "item" else 10_000
        return "no" if field.kind == "yes_no" else "記入"

    return {key: value(key, field) for key, field in fields.items() if chance.random() < 0.95}


class Office(RuleBasedStateMachine):
    """Three cases in different states, and everybody at work on them."""

    people = None

    @initialize()
    def open_cases(self) -> None:
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.at = moment("2026-05-16")
        self.walks = [Walk(self.people, given=READY) for _ in range(3)]
        for walk in self.walks[1:]:
            walk.act("applicant", "file", "2026-05-16")
            walk.checked()
        self.walks[2].granted()
        self.at = moment("2026-06-01")
        self.taken = {walk.number: walk.case.steps for walk in self.walks}

    def teardown(self) -> None:
        if hasattr(self, "atomic"):
            found = verifying.verify()
            for case in Case.objects.all():
                replayed(case)
            transaction.set_rollback(True)
            self.atomic.__exit__(None, None, None)
            assert found.faults == ()

    @rule(days=st.sampled_from((0, 1, 15, 40, 400)))
    def wait(self, days: int) -> None:
        self.at += dt.timedelta(days=days)
        before = sum(Case.objects.values_list("steps", flat=True))
        done = services.bring_forward(self.at)
        assert done.refused == ()
        self.taken = dict(Case.objects.values_list("number", "steps"))
        assert sum(self.taken.values()) == before + done.steps + done.payments
        assert services.bring_forward(self.at).steps == 0

    @rule(
        case=st.integers(0, 2),
        who=st.sampled_from(WHO),
        action=st.sampled_from(ACTIONS),
        seed=st.integers(0, 99),
    )
    def anybody_tries_anything(self, case: int, who: str, action: str, seed: int) -> None:
        self.attempt(self.walks[case].number, getattr(self.people, who), action, seed)

    @rule(case=st.integers(0, 2), seed=st.integers(0, 999))
    def somebody_does_what_is_offered(self, case: int, seed: int) -> None:
        chance, number = random.Random(seed), self.walks[case].number
        found = Case.objects.get(number=number)
        offered = [
            (user, offer.action)
            for user in (getattr(self.people, who) for who in WHO)
            if access.roles_in(user, found)
            for offers in services.offers_for(user, found, self.at).values()
            for offer in offers
            if offer.open and offer.action not in ("withdraw", "declare_conflict")
        ]
        if offered:
            user, action = chance.choice(offered)
            self.attempt(number, user, action, seed)

    def attempt(self, number: str, user: User, action: str, seed: int) -> None:
        found = Case.objects.get(number=number)
        rows = Step.objects.count()
        fields = dict(asked_fields(course_of(found).spec, action))
        told = entered(random.Random(seed), fields, day_of(self.at))
        allowed = access.roles_in(user, found)
        stale = seed % 10 == 0
        expecting = found.steps - 1 if stale else found.steps
        try:
            after = services.act(user, number, action, told, at=self.at, expecting=expecting)
        except Problem:
            now = Case.objects.get(pk=found.pk)
            assert (now.steps, now.head, Step.objects.count()) == (found.steps, found.head, rows)
        else:
            assert allowed
            assert not stale
            last = Step.objects.filter(case=after, kind="action").latest("number")
            assert last.role in allowed
            assert (last.name, last.by) == (action, f"user:{user.key}")
            self.taken[number] += 1

    @invariant()
    def nothing_is_lost_nor_decided_twice_nor_used_unpaid(self) -> None:
        for walk in getattr(self, "walks", ()):
            case = Case.objects.get(number=walk.number)
            assert case.steps == self.taken[walk.number]
            names = list(Step.objects.filter(case=case, kind="action").values_list("name", flat=True))
            assert names.count("grant") + names.count("refuse") <= 1
            for on in (day_of(self.at), day_of(self.at) + dt.timedelta(days=60)):
                if queries.may_use(case.number, on)[0]:
                    data = course_of(case).data
                    assert "grant" in names
                    assert "cancel" not in names
                    assert ledger.paid(case.number, "compensation")
                    assert data["granted_from"] <= on.isoformat() <= data["granted_until"]


def test_many_actors(people) -> None:
    Office.people = people
    run_state_machine_as_test(
        Office,
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=20,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
