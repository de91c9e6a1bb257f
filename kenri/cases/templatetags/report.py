"""What the template of a report asks for."""

from __future__ import annotations

from django import template

from kenri.cases.reports.charts import COLOURS

register = template.Library()


@register.simple_tag
def colour(verdict: str) -> str:
    """The colour of a kind of outcome, as in the charts."""
    return COLOURS.get(verdict, "#767676")
