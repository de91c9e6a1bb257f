"""A case of art. 67-3 from its opening to its expiry, with a moved clock."""

from __future__ import annotations

import datetime as dt

import pytest

from kenri.cases.proceedings import queries, services
from kenri.procedures.conduct.reasons import Refused
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
