"""A case of art. 67-3 from its opening to its expiry, with a moved clock."""

from __future__ import annotations

import datetime as dt

import pytest

from kenri.cases.proceedings import queries, services
from kenri.ledger.models import Obligation
from kenri.procedures.conduct.reasons import Refused
from kenri.vocab.problems import Problem
from tests.cases.proceedings.walks import moment

pytestmark = pytest.mark.django_db


def test_from_opening_to_expiry(walk) -> None:
    assert walk.number == "2026-0673-00001"
    walk.grant()
    assert walk.case.state == "compensation_due"
    assert not queries.may_use(walk.number, dt.date(2026, 9, 1))[0]
    walk.pay()
    assert not queries.may_use(walk.number, dt.date(2026, 8, 31))[0]
    assert queries.may_use(walk.number, dt.date(2026, 9, 1))[0]
    assert queries.may_use(walk.number, dt.date(2028, 8, 31))[0]
    assert not queries.may_use(walk.number, dt.date(2028, 9, 1))[0]
    assert services.bring_forward(moment("2028-08-31")).steps == 0
    assert services.bring_forward(moment("2028-09-01")).steps == 1
    assert (
        queries.case_page(walk.number, walk.people.applicant, moment("2028-09-01")).course.state == "expired"
    )
    assert services.bring_forward(moment("2028-09-02")).steps == 0


def test_a_managed_work_is_refused(walk) -> None:
    walk.prepare(managed="this_use")
    with pytest.raises(Refused) as refusal:
        walk.act("applicant", "file", "2026-05-16")
    assert "not_managed" in {reason.code for reason in refusal.value.reasons}
    assert walk.case.state == "preparing"


def test_what_an_exempt_payer_owes_the_holder_is_booked(walk) -> None:
    walk.check()
    walk.granted(payable_to="deposit_office")
    assert not Obligation.objects.filter(kind="compensation").exists()
    walk.act("commissioner", "exempt_from_deposit", "2026-06-02", exempt_ground="地方公共団体である")
    [debt] = Obligation.objects.filter(kind="compensation")
    assert (debt.amount, debt.payee, debt.due.isoformat()) == (36_500, f"case:{walk.number}", "2028-08-31")
    assert queries.may_use(walk.number, dt.date(2026, 9, 1))[0]


def test_what_can_be_done_now_is_told_in_words(walk) -> None:
    with pytest.raises(Problem) as problem:
        walk.act("applicant", "fly", "2026-05-01")
    assert problem.value.code == "unknown_action"
    assert "申請内容を入力する（describe）" in problem.value.cure.ja
    assert "payment_received" not in problem.value.cure.ja, "which is not open now"


def test_the_case_that_comes_back_knows_its_parties(walk) -> None:
    walk.file()
    reached = {party.role: party.reached for party in walk.case.parties.all()}
    assert reached["confirmation_body"] == moment("2026-05-16")


def test_an_office_that_may_act_sees_the_case(walk) -> None:
    """Nothing notifies the office that keeps the register, but it may record a payment of the fee."""
    walk.file()
    deputy = walk.people.deputy
    asked = queries.Filters()
    assert queries.queue(deputy, "office", asked, on=moment("2026-05-16").date()).total == 0
    walk.act("checker", "ask_fee", "2026-05-18", fee=13_800)
    assert queries.queue(deputy, "office", asked, on=moment("2026-05-18").date()).total == 1
