"""What the cases of a list's items answer to the router: applied, decided, paid, until when."""

from __future__ import annotations

from collections.abc import Iterable

from kenri.cases.proceedings.models import Case, Publication, Step

PREFIX = "adjudication_"
"""Procedures whose outcome is a question of the router: ``award.67_3`` and the like."""


def answers_of(items: Iterable[int]) -> dict[int, dict[str, str]]:
    """By item (row keys) the answers that its cases give; most items have none.

    The latest case of a procedure counts. An award is its applicant's own: it answers for nobody else's list.
    """
    cases = list(Case.objects.filter(item__in=set(items), procedure__startswith=PREFIX).order_by("pk"))
    if not cases:
        return {}
    filed = set(
        Step.objects.filter(case__in=cases, kind="action", name="file").values_list("case", flat=True)
    )
    decided = Publication.objects.filter(case__in=cases, kind="decision").values_list("case", flat=True)
    granted = set(decided)
    found: dict[int, dict[str, str]] = {}
    for case in cases:
        told = _answers(case, filed=case.pk in filed, granted=case.pk in granted)
        if told and case.item_id is not None:
            found.setdefault(case.item_id, {}).update(told)
    return found


def _answers(case: Case, *, filed: bool, granted: bool) -> dict[str, str]:
    article = case.procedure.removeprefix(PREFIX)
    if case.state == "refused":
        return {f"award.{article}": "refused"}
    if granted and case.last_day is not None:
        until = {f"award_until.{article}": case.last_day.isoformat()}
        return {f"award.{article}": "granted", f"compensation_paid.{article}": "yes", **until}
    if case.closed is not None:
        return {}
    if granted:
        return {f"award.{article}": "granted"}
    return {f"award.{article}": "pending"} if filed else {}
