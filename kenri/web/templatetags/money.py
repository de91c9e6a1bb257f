"""Who keeps money and who reports uses, for the menu of their account; accounts of the books in words."""

from __future__ import annotations

from typing import Any

from django import template

from kenri.accounts.permissions import may
from kenri.ledger.plan import described
from kenri.web import wording

register = template.Library()


@register.filter
def reports_uses(user: Any) -> bool:
    """Whether somebody reports uses for a platform."""
    return may(user, "report_uses")


@register.filter
def keeps_money(user: Any) -> bool:
    """Whether the pages of the compensation body are somebody's."""
    return may(user, "keep_compensation")


@register.filter
def account_label(account: str) -> str:
    """What the plan calls an account of the books."""
    return wording.chosen(described(account).label)
