"""Documents that an office issues: first the data, in the transaction of the step; then the sealed PDF."""

from __future__ import annotations

import datetime as dt
from typing import Any

from kenri.cases.proceedings.models import Case, Issued, Step
from kenri.procedures.conduct.clocks import day_of
from kenri.procedures.conduct.course import Course
from kenri.seals.chain import canonical, digest


def issue(case: Case, step: Step, course: Course, template: str, at: dt.datetime) -> Issued:
    """A document with its public number; its data stands from now on."""
    number = f"{case.number}-D{Issued.objects.filter(case=case).count() + 1:02d}"
    data = canonical(content(case, step, course, number, at))
    return Issued.objects.create(
        number=number, case=case, step=step, template=template, data=data, digest=digest(data), at=at
    )


def content(case: Case, step: Step, course: Course, number: str, at: dt.datetime) -> dict[str, Any]:
    """The facts of a case that its documents may tell."""
    return {
        "number": number,
        "case": case.number,
        "procedure": case.pinned,
        "title": case.title,
        "use": case.use,
        "on": day_of(at).isoformat(),
        "step": step.number,
        "data": course.data,
    }
