"""Whether somebody keeps the money, for the menu of their account."""

from __future__ import annotations

from typing import Any

from django import template

from kenri.accounts.permissions import may

register = template.Library()


@register.filter
def reports_uses(user: Any) -> bool:
    """Whether somebody reports uses for a platform."""
    return may(user, "report_uses")


@register.filter
def keeps_money(user: Any) -> bool:
    """Whether the pages of the compensation body are somebody's."""
    return may(user, "keep_compensation")
