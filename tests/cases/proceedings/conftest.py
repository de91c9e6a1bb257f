"""An office, an applicant, and cases that walk through their procedures with a clock of the test's own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from types import SimpleNamespace

import pytest
from django.db import connection
from django.test import TransactionTestCase

from kenri.accounts.models import Organisation, User
from tests.cases.proceedings.walks import Walk, member


@contextmanager
def unguarded() -> Iterator[None]:
    """Without the triggers that refuse deletion."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET session_replication_role = replica")
            yield
            cursor.execute("SET session_replication_role = DEFAULT")
        else:
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
            triggers = cursor.fetchall()
            for name, _ in triggers:
                cursor.execute(f"DROP TRIGGER {name}")
            yield
            for _, sql in triggers:
                cursor.execute(sql)


@pytest.fixture(autouse=True, scope="session")
def emptied() -> Iterator[None]:
    """Tests that commit end with their tables emptied, append-only or not."""
    teardown = TransactionTestCase._fixture_teardown

    def end(self: TransactionTestCase) -> None:
        with unguarded():
            teardown(self)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", end)
        yield


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
        society=member("society", "collective_society", bodies["管理事業者"]),
        holder=member("holder", "holder", bodies["権利者団体"]),
        auditor=member("auditor", "auditor", Organisation.objects.create(name="監査")),
        stranger=User.objects.create_user("stranger@example.org"),
        bodies=bodies,
    )


@pytest.fixture
def walk(people) -> Walk:
    return Walk(people)
