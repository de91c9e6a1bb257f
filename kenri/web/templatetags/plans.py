"""Words of plans: outcomes, routes, yen and days, for the templates."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kenri.cases.outcomes import verdict_label
from kenri.cases.queries import Summary
from kenri.procedures.facts import answer_word
from kenri.procedures.plans import Plan, Total
from kenri.procedures.routes import Estimate, Question
from kenri.procedures.rules import ranking
from kenri.vocab.text import Text
from kenri.web import wording
from kenri.web.rights import planning

register = template.Library()

TONES = {
    "free": "open",
    "licensed": "open",
    "possible": "likely",
    "collective": "way",
    "ask": "way",
    "adjudicable": "way",
    "undetermined": "unsure",
    "unconfirmed": "unsure",
    "not_found": "unsure",
    "blocked": "closed",
    "no_item": "",
    "cleared": "open",
    "open": "unsure",
    "not_applicable": "",
}
"""The colour of an outcome, a verdict or the state of a route."""


@register.filter
def verdict(key: str) -> str:
    """An outcome or a verdict in words; a row not looked at yet says so."""
    return wording.chosen(verdict_label(key)) if key else _("not looked at yet")


@register.filter
def tone_of(key: str) -> str:
    """The colour of an outcome, a verdict or a state."""
    return TONES.get(key, "")


@register.filter
def route_kind(key: str) -> str:
    """What a kind of route is called."""
    return wording.chosen(ranking().kinds[key])


@register.filter
def route_state(key: str) -> str:
    """What a state of a route is called."""
    return wording.chosen(ranking().states[key])


@register.filter
def yen(cost: Estimate | Total) -> str:
    """A range of yen; what is not known of it is said."""
    return money(cost.low, cost.high)


@register.simple_tag
def money(low: int | None, high: int | None) -> str:
    """A range of yen."""
    if low is None and high is None:
        return _("cost not known")
    if not low:
        if high is None:
            return _("to be agreed")
        if high == 0:
            return _("nothing to pay")
    return _range(low or 0, high, _("{n} yen"), _("from {n} yen, upper figure not known"))


@register.filter
def days(time: Estimate | Total) -> str:
    """A range of days."""
    return lasting(time.low, time.high)


@register.simple_tag
def lasting(low: int | None, high: int | None) -> str:
    """A range of days."""
    if low is None and high is None:
        return _("time not known")
    if not low and high == 0:
        return _("at once")
    if low == high == 1:
        return ngettext("{n} day", "{n} days", 1).format(n=1)
    return _range(low or 0, high, _("{n} days"), _("at least {n} days"))


def _range(low: int, high: int | None, words: str, at_least: str) -> str:
    if high is None:
        return at_least.format(n=f"{low:,}")
    if low == high:
        return words.format(n=f"{low:,}")
    dash = "～" if wording.language() == "ja" else "–"
    return words.format(n=f"{low:,}{dash}{high:,}")


@register.filter
def percent(certainty: float) -> str:
    """A chance in per cent."""
    return f"{certainty * 100:.0f}%"


@register.filter
def told(text: Any) -> str:
    """A text of stored JSON (``{"ja": …, "en": …}``) or of ``vocab`` in the page's language."""
    if isinstance(text, Text):
        return wording.chosen(text)
    return str(text.get(wording.language(), "")) if isinstance(text, dict) else str(text or "")


@register.simple_tag
def free_or_licensed(summary: Summary) -> int:
    """How many items may be used at once."""
    return summary.verdicts["free"] + summary.verdicts["licensed"]


@register.simple_tag
def lookup(table: dict[str, str], key: str) -> str:
    """The words of a key; the key itself where there are none."""
    return table.get(key, key)


@register.simple_tag
def match_words(match: str, matches: dict[str, str]) -> str:
    """A state of matching in words; the empty one is told as pending."""
    return matches[match or "pending"]


@register.simple_tag
def question_words(key: str) -> str:
    """What the question of a key asks."""
    return planning.question_words(key)


@register.filter
def answer_words(value: str) -> str:
    """What an answer is called."""
    return wording.chosen(answer_word(value))


@register.simple_tag
def missing_facts(made: Plan) -> list[Question]:
    """The open questions that are facts of the work, which are told on its records or in a project."""
    return [question for question in made.questions if question.takes == "fact"]
