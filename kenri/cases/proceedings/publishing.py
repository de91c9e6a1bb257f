"""Entries of the public register: what everybody may know of a case, and nothing of any person."""

from __future__ import annotations

import datetime as dt
from typing import Any

from kenri.cases.proceedings.models import Case, Publication, Step
from kenri.procedures.conduct.clocks import day_of
from kenri.procedures.conduct.course import Course
from kenri.procedures.conduct.fields import Field
from kenri.seals.chain import canonical, digest

ABROAD = ("key", "label", "words")
"""What of a use is no fact of it."""


def publish(case: Case, step: Step, course: Course, kind: str, at: dt.datetime) -> Publication:
    """Add an entry to the register; the same kind may come several times in a case."""
    earlier = Publication.objects.filter(case=case).count()
    data = canonical(
        {
            "case": case.number,
            "procedure": case.pinned,
            "kind": kind,
            "on": day_of(at).isoformat(),
            "step": step.number,
            "step_hash": step.hash,
            "title": case.title,
            "entity": case.entity,
            "state": course.state,
            "acts": list(case.use["acts"]),
            "territory": list(case.use.get("territory", ["JP"])),
            "data": public(course.spec.fields, course.data),
        }
    )
    return Publication.objects.create(
        number=f"{case.number}-P{earlier + 1:02d}",
        case=case,
        step=step,
        kind=kind,
        on=day_of(at),
        title=case.title,
        data=data,
        digest=digest(data),
    )


def public(fields: dict[str, Field], data: dict[str, Any]) -> dict[str, Any]:
    """The data that the procedure lets stand in the register; of a list, the public fields of its items."""
    found: dict[str, Any] = {}
    for key, value in data.items():
        field = fields.get(key)
        if field is None or not field.public or field.personal:
            continue
        found[key] = [public(field.items, item) for item in value] if field.kind == "list" else value
    return found
