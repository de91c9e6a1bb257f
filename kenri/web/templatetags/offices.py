"""Whether somebody appoints bodies, for the menu of their account."""

from __future__ import annotations

from typing import Any

from django import template

from kenri.accounts.queries import offices_to_appoint

register = template.Library()


@register.filter
def appoints_bodies(user: Any) -> bool:
    """Whether the page of appointments is somebody's."""
    return bool(offices_to_appoint(user))
