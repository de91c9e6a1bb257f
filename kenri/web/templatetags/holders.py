"""What holders themselves say of an entity, for the pages that show one."""

from __future__ import annotations

from typing import Any

from django import template

from kenri.cases.wills import registrations_of
from kenri.catalogue.entity import Entity
from kenri.web import claiming
from kenri.web.registry_shown import rows_of

register = template.Library()


@register.inclusion_tag("web/registry/on_entity.html")
def said_by_holders(entity: Entity) -> dict[str, Any]:
    """Intentions of its registrants, claims and their conflicts, and where to claim it."""
    registrations = [(one, rows_of(one.standing)) for one in registrations_of(entity)]
    return {"entity": entity, "registrations": registrations, **claiming.about(entity)}
