"""Many at once, truly: threads with connections of their own, on PostgreSQL."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, connections

from kenri.cases.proceedings import services, together, verifying
from kenri.cases.proceedings.models import Case, Issued, Step
from kenri.cases.proceedings.opening import Opening
from kenri.ledger.models import Obligation
from kenri.vocab.problems import Problem
from kenri.vocab.uses import use_named
from tests.cases.proceedings.walks import READY, Walk, moment

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite lets one write at a time"),
]
AT = moment("2026-06-01")
THREADS = 8


def at_once(jobs: list[Callable[[], object]]) -> Counter[str]:
    """Run all jobs side by side; how many ended in which way."""

    def run(job: Callable[[], object]) -> str:
        try:
            job()
        except Problem as problem:
            return problem.code
        else:
            return "done"
        finally:
            connections.close_all()

    random.Random(1).shuffle(jobs)
    with ThreadPoolExecutor(THREADS) as pool:
        return Counter(pool.map(run, jobs))


def test_numbers_have_no_gap_however_many_open_cases(people) -> None:
    opening = Opening(
        procedure="adjudication_67_3", title="港の記録", use=use_named("stream_archive_programme")
    )
    ended = at_once([lambda: services.open_case(people.applicant, opening, AT)] * 24)
    assert ended == {"done": 24}
    numbers = sorted(Case.objects.values_list("number", flat=True))
    assert numbers == [f"2026-0673-{n:05d}" for n in range(1, 25)]


def test_one_decides_and_everybody_else_is_told(people) -> None:
    walk = Walk(people, given=READY)
    walk.act("applicant", "file", "2026-05-16")
    walk.checked()
    walk.act("second", "forward", "2026-05-22", report="良")
    walk.act(
        "commissioner",
        "record_own_check",
        "2026-05-25",
        check="not_withdrawn",
        result="met",
        evidence="申請書",
    )
    before = walk.case.steps
    told = {"granted_manner": "配信", "granted_from": "2026-09-01", "granted_until": "2028-08-31",
            "compensation": 36_500, "label_text": "裁定による利用"}  # fmt: skip

    def grant(user, expecting: int | None) -> Callable[[], object]:
        return lambda: services.act(user, walk.number, "grant", told, at=AT, expecting=expecting)

    jobs = [grant(user, seen) for user in (people.commissioner, people.deputy) for seen in (before, None)] * 3
    jobs.append(lambda: services.act(people.applicant, walk.number, "withdraw", at=AT, expecting=before))
    ended = at_once(jobs)
    assert ended["done"] == 1
    assert set(ended) <= {"done", "case_moved", "action_refused"}
    case = Case.objects.get(number=walk.number)
    assert case.steps == before + 1
    granted = Step.objects.filter(kind="action", name="grant").count()
    assert granted == Issued.objects.filter(template="decision_grant").count() <= 1
    assert granted == Obligation.objects.filter(kind="compensation").count()
    assert verifying.verify().faults == ()


def test_no_note_and_no_step_is_lost(people) -> None:
    walks = [Walk(people, given=READY) for _ in range(2)]
    for walk in walks:
        walk.act("applicant", "file", "2026-05-16")

    def note(walk: Walk, n: int) -> Callable[[], object]:
        who = people.checker if n % 2 else people.second
        return lambda: services.note(who, walk.number, f"注 {n}", AT)

    def payment(walk: Walk) -> Callable[[], object]:
        told = {"purpose": "fee", "amount": 13_800, "received_on": "2026-05-19"}
        return lambda: services.act(people.checker, walk.number, "payment_received", told, at=AT)

    jobs: list[Callable[[], object]] = [note(walk, n) for walk in walks for n in range(6)]
    for walk in walks:
        walk.act("checker", "ask_fee", "2026-05-18", fee=13_800)
        jobs += [payment(walk)] * 3
    assert at_once(jobs) == {"done": 14, "action_refused": 4}
    for walk in walks:
        case = Case.objects.get(number=walk.number)
        assert case.state == "checking"
        assert [one.net for one in Obligation.objects.standing().filter(case=case.number)] == [13_800]
    assert Step.objects.filter(kind="note").count() == 12
    assert verifying.verify().faults == ()


def test_two_who_carry_on_the_same_action_do_it_once(people) -> None:
    walks = [Walk(people, given=READY) for _ in range(8)]
    key = together.begin_together(people.applicant, [walk.number for walk in walks], "file", {}, AT)
    ended = at_once([lambda: list(together.carry_on(people.applicant, key, AT))] * 4)
    assert ended == {"done": 4}
    assert Step.objects.filter(kind="action", name="file").count() == 8
    assert verifying.verify().faults == ()
