"""Where on the page of a case a reason is cured: the field or the section to which its words lead."""

from __future__ import annotations

from collections.abc import Iterable

from kenri.procedures.conduct.reasons import Reason
from kenri.web.cases.forms import Box
from kenri.web.cases.page import Page


def blanks(page_: Page, reasons: Iterable[Reason]) -> tuple[list[Box], list[Reason]]:
    """Of the reasons those that only say that a field of the page is empty, as fields; and the others."""
    fields = {box.id: box for form in (*page_.filling, *page_.measures) for box in form.boxes}
    empty: list[Box] = []
    others: list[Reason] = []
    for reason in reasons:
        box = fields.get(missing(page_, reason)) if reason.code == "missing_field" else None
        if box is None:
            others.append(reason)
        elif box not in empty:
            empty.append(box)
    return empty, others


def missing(page_: Page, reason: Reason) -> str:
    """Where on the page a reason is cured: the id of a field or section, empty where it is elsewhere."""
    for form in (*page_.filling, *page_.measures):
        for box in form.boxes:
            if reason.code == "missing_field" and f"「{box.label.ja}」" in reason.text.ja:
                return box.id
    if reason.code == "missing_document":
        return "documents"
    return _list_of(page_, reason.code)


def _list_of(page_: Page, code: str) -> str:
    condition = page_.shown.procedure.conditions.get(code)
    listed = getattr(condition, "items", "")
    if listed in {one.key for one in page_.lists}:
        return f"list-{listed}"
    field = getattr(condition, "field", "") or getattr(condition, "first", "")
    field = field or next(iter(getattr(condition, "fields", ())), "")
    for form in (*page_.filling, *page_.measures):
        for box in form.boxes:
            if field and box.key == field:
                return box.id
    if getattr(condition, "checks", None) is None or not page_.examined:
        return ""
    return next((one.id for one in page_.examined if one.waits), "requirements")
