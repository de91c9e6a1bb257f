"""The one place where cases ask the ledger for anything."""

from __future__ import annotations

import datetime as dt

from kenri.cases.proceedings.models import Case, Party, Step
from kenri.procedures.conduct.course import Course
from kenri.procedures.conduct.spec import Money


def move(case: Case, step: Step, course: Course, effect: Money, at: dt.datetime) -> None:
    """Ask for, give back, call off or split what a step says."""


def party(case: Case, role: str) -> str:
    """A role of a case as the ledger names it: ``user:``, ``organisation:`` or ``case:`` and a key."""
    found = Party.objects.filter(case=case, role=role).select_related("organisation", "user").first()
    if found is not None and found.organisation is not None:
        return f"organisation:{found.organisation.key}"
    if found is not None and found.user is not None:
        return f"user:{found.user.key}"
    return f"case:{case.number}"
