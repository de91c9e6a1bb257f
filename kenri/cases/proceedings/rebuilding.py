"""What cases remember of their state, worked out again from their histories."""

from __future__ import annotations

from django.db import transaction

from kenri.cases.proceedings import chain, standing
from kenri.cases.proceedings.models import Case

REMEMBERED = [name for name in chain.REMEMBERED if name != "assignee"]


def rebuild() -> int:
    """Set the columns of every case that differ from its history; how many cases those were."""
    changed = 0
    for key in list(Case.objects.order_by("pk").values_list("pk", flat=True)):
        with transaction.atomic():
            case = Case.objects.get(pk=key)
            former = [getattr(case, name) for name in REMEMBERED]
            rows = chain.history(case)
            moved = [row.at for row in rows if row.kind in ("open", "action")]
            standing.remember(case, standing.course_of(case, rows), moved[-1])
            if former != [getattr(case, name) for name in REMEMBERED]:
                case.save(update_fields=REMEMBERED)
                changed += 1
    return changed
