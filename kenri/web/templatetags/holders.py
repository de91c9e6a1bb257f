"""What holders themselves say of an entity, for the pages that show one."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django import template
from django.urls import reverse

from kenri.accounts.models import User
from kenri.cases.wills import registrations_of, use_told
from kenri.catalogue.entity import Entity
from kenri.procedures.plans import Part
from kenri.registry import watching
from kenri.vocab.uses import Use
from kenri.web.cases import holders_asked
from kenri.web.cases.opening import procedure_of
from kenri.web.registry import claiming, licensing
from kenri.web.registry.shown import rows_of
from kenri.web.rights import planning

register = template.Library()


@register.inclusion_tag("web/registry/on_entity.html", takes_context=True)
def said_by_holders(context: dict[str, Any], entity: Entity) -> dict[str, Any]:
    """Intentions of its registrants, claims and their conflicts, whom to ask, and where to claim it."""
    registrations = [(one, rows_of(one.standing)) for one in registrations_of(entity)]
    user = context.get("user")
    watching_it = isinstance(user, User) and watching.watches(user, claiming.subject_of(entity))
    return {
        "entity": entity,
        "user": user,
        "csrf_token": context.get("csrf_token"),
        "watching": watching_it,
        "registrations": registrations,
        "askable": [one.name for one in holders_asked.askable(entity)],
        "answered": holders_asked.answered_by(entity),
        "ask_by": procedure_of("request"),
        "presets": planning.preset_groups(),
        **claiming.about(entity),
    }


@register.simple_tag(takes_context=True)
def licence_of(context: dict[str, Any], part: Part) -> str:
    """The address on which the licence that a holder's terms give outright is taken; empty where none is."""
    asked, made = context.get("asked_use"), context.get("made")
    entity = context.get("entity")
    willed = any(route.kind == "intention" and route.usable for route in part.routes)
    if not (willed and asked and made and entity):
        return ""
    use = use_told(made.use, asked.answers)
    key = licensing.outright(entity, use, made.on) if use.key else ""
    return f"{reverse('web:take_licence', args=[key])}?{urlencode(_told(use))}" if key else ""


def _told(use: Use) -> dict[str, str]:
    """What the form of the licence starts with."""
    commercial = "" if use.commercial is None else "yes" if use.commercial else "no"
    told = {"use": use.key, "commercial": commercial, "territory": ", ".join(use.territory)}
    days = {"begins": use.begins, "ends": use.ends}
    told |= {name: day.isoformat() for name, day in days.items() if day}
    return {name: value for name, value in told.items() if value}
