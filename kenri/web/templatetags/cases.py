"""Words of cases: days left, who acted, where something is cured, for the templates."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from django import template
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kenri.cases.proceedings import whole
from kenri.cases.proceedings.queries import Shown
from kenri.documents.about import template as document_template
from kenri.procedures.conduct.reasons import ROLES, Reason
from kenri.procedures.plans import Part
from kenri.procedures.routes import Route
from kenri.vocab.text import Text
from kenri.web import wording
from kenri.web.cases import cures, opening
from kenri.web.cases.page import Page

register = template.Library()


@register.simple_tag(takes_context=True)
def start_of(context: dict[str, Any], route: Route, part: Part) -> str:
    """The address on which the procedure of a route begins for this work and use; empty where none does."""
    procedure = opening.procedure_of(route.kind)
    if not procedure or route.state in ("not_applicable", "cleared", "blocked"):
        return ""
    told = {"procedure": procedure, "holder": part.holder.name, "part": whole.name_of(part)}
    if "asked_use" in context and context.get("entity"):
        pairs = [pair for pair in context["asked_use"].without_answers if pair[0] != "on"]
        return _address({**told, "entity": context["entity"].id}, pairs)
    if "item" in context and "project" in context:
        return _address({**told, "project": context["project"].key, "item": str(context["item"].id)}, [])
    return ""


def _address(told: dict[str, str], pairs: list[tuple[str, str]]) -> str:
    known = [(key, value) for key, value in told.items() if value]
    return f"{reverse('web:new_case')}?{urlencode([*known, *pairs])}"


@register.filter
def on_day(value: dt.date | str | None) -> str:
    """A day in words."""
    return wording.day(str(value)) if value else ""


@register.filter
def in_a_row(texts: Iterable[Text]) -> str:
    """Several texts as one, each once."""
    return _(", ").join(dict.fromkeys(map(wording.chosen, texts)))


@register.filter
def days_left(left: int | None) -> str:
    """How long there is still time, or for how long it has been over."""
    if left is None:
        return ""
    if left == 0:
        return _("today is the last day")
    if left < 0:
        return ngettext("{n} day late", "{n} days late", -left).format(n=-left)
    return ngettext("{n} day left", "{n} days left", left).format(n=left)


@register.filter
def role_name(role: str) -> str:
    """What a role is called."""
    return wording.chosen(ROLES[role]) if role in ROLES else ""


@register.simple_tag
def who(shown: Shown, row: Any) -> str:
    """Who did something, as they are called today, and as what."""
    role = role_name(row.role)
    name = shown.names.get(row.by, "") if row.by.startswith("user:") else ""
    if row.by == "clock":
        return wording.chosen(ROLES["clock"])
    if not name:
        return "Kenri" if row.by == "kenri" else role
    return _("{name} ({role})").format(name=name, role=role)


@register.simple_tag
def did(shown: Shown, row: Any) -> str:
    """What a row of the history says was done."""
    spec = shown.procedure
    if row.kind == "action" and row.name in spec.actions:
        return wording.chosen(spec.actions[row.name].label)
    words = {
        "open": _("Case opened"),
        "note": _("Note"),
        "assign": _("Officer chosen"),
        "take": _("Taken on by the office"),
        "join": _("Somebody became a party"),
        "conflict": _("Conflict of interest declared"),
        "attach": _("File handed in"),
        "letter": _("Letter"),
        "answer": _("Words of a contact"),
        "issue": _("Documents sealed"),
        "print": _("PDF made and signed"),
        "erase": _("Personal text erased"),
    }
    return words.get(row.kind, row.kind)


@register.simple_tag
def cured_at(page: Page, reason: Reason) -> str:
    """The id of the place on the page where a reason is cured."""
    return cures.missing(page, reason)


@register.simple_tag
def parted(page: Page, reasons: Iterable[Reason]) -> dict[str, Any]:
    """Reasons divided into fields that are empty and all others."""
    empty, others = cures.blanks(page, reasons)
    return {"blanks": empty, "others": others}


@register.filter
def document_name(name: str) -> str:
    """What a template of a document is called."""
    return wording.chosen(document_template(name).label)


@register.filter
def by_actor(shown: Shown, actor: str) -> str:
    """A person in a case, as they are called today."""
    return shown.names.get(actor, "")


@register.filter
def state_label(shown: Shown, state: str) -> str:
    """What a state of the case's procedure is called."""
    found = shown.procedure.states.get(state)
    return wording.chosen(found.label) if found else ""


@register.filter
def kind_of_document(shown: Shown, kind: str) -> str:
    """What a kind of handed-in file is called."""
    label = shown.procedure.documents.get(kind)
    return wording.chosen(label) if label else kind


@register.filter
def money_kind(kind: str) -> str:
    """What an obligation is for."""
    words = {
        "fee": _("Fee of the procedure"),
        "compensation": _("Compensation"),
        "security": _("Security"),
        "licence_fee": _("Licence fee"),
        "royalty": _("Royalty"),
    }
    return words.get(kind, kind)


@register.filter
def money_state(state: str) -> str:
    """How far an obligation is paid."""
    words = {
        "due": _("to be paid"),
        "part_paid": _("paid in part"),
        "paid": _("paid"),
        "overpaid": _("overpaid"),
        "refunded": _("refunded"),
        "cancelled": _("called off"),
    }
    return words.get(state, state)
