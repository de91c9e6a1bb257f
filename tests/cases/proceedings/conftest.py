"""An office, an applicant, and cases that walk through their procedures with a clock of the test's own."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from kenri.accounts.models import Organisation, User
from tests.cases.proceedings.walks import Walk, member


@pytest.fixture
def people(db) -> SimpleNamespace:
    """One of everybody: an applicant, two officers of the confirmation body, the Commissioner's office, …"""
    bodies = {
        name: Organisation.objects.create(name=name)
        for name in ("放送局", "登録確認機関", "文化庁", "補償金管理機関", "管理事業者", "権利者団体")
    }
    return SimpleNamespace(
        applicant=member("applicant", "user", bodies["放送局"]),
        colleague=member("colleague", "user", bodies["放送局"]),
        checker=member("checker", "confirmation_officer", bodies["登録確認機関"]),
        second=member("second", "confirmation_officer", bodies["登録確認機関"]),
        commissioner=member("commissioner", "commissioner_office", bodies["文化庁"]),
        deputy=member("deputy", "commissioner_office", bodies["文化庁"]),
        treasurer=member("treasurer", "compensation_officer", bodies["補償金管理機関"]),
        cashier=member("cashier", "compensation_officer", bodies["補償金管理機関"]),
        society=member("society", "collective_society", bodies["管理事業者"]),
        holder=member("holder", "holder", bodies["権利者団体"]),
        auditor=member("auditor", "auditor", Organisation.objects.create(name="監査")),
        stranger=User.objects.create_user("stranger@example.org"),
        bodies=bodies,
    )


@pytest.fixture
def walk(people) -> Walk:
    return Walk(people)
