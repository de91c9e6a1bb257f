"""Facets, removal chips and coverage of the results page."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec
from django.utils.translation import gettext as _

from kenri.records.queries import SourceCounts
from kenri.search.engine import FACETS, Results
from kenri.sources import all_sources
from kenri.web import wording
from kenri.web.find.asked import Asked
from kenri.web.templatetags.kenri import label

SHOWN = 8
"""Values of a facet shown before "more"."""
_VOCABULARY = {"field": "fields", "schema": "schemas", "source": "sources", "status": "statements"}


class Value(msgspec.Struct, frozen=True):
    """One value of a facet; ``address`` puts it in or, where it is chosen, takes it out."""

    label: str
    count: int
    chosen: bool
    address: str


class Facet(msgspec.Struct, frozen=True):
    """A facet with its first values and the rest."""

    key: str
    title: str
    shown: tuple[Value, ...]
    more: tuple[Value, ...]


def facets(asked: Asked, found: Results) -> list[Facet]:
    """The facets of an answer; chosen values stay even where they hold nothing."""
    return [facet for facet in (_facet(key, asked, found) for key in FACETS) if facet.shown]


def _facet(key: str, asked: Asked, found: Results) -> Facet:
    chosen = asked.filters.get(key, ())
    counts = dict(found.facets.get(key, ()))
    ordered = [*chosen, *(value for value in counts if value not in chosen)]
    values = tuple(
        Value(value_label(key, v), counts.get(v, 0), v in chosen, asked.toggled(key, v)) for v in ordered
    )
    return Facet(key, _titles()[key], values[:SHOWN], values[SHOWN:])


def value_label(facet: str, value: str) -> str:
    """A facet value in the page's language; holders are names and stand as they are."""
    return label(_VOCABULARY[facet], value) if facet in _VOCABULARY else value


def chips(asked: Asked) -> list[tuple[str, str]]:
    """Each condition in force in words, with the address without it."""
    titles = _titles()
    found = [
        (f"{titles[key]}{_(': ')}{value_label(key, value)}", asked.toggled(key, value))
        for key in FACETS
        for value in asked.filters.get(key, ())
    ]
    if asked.first_year:
        found.append((_("From {year}").format(year=asked.first_year), asked.address(first_year="")))
    if asked.last_year:
        found.append((_("Until {year}").format(year=asked.last_year), asked.address(last_year="")))
    return found


def _titles() -> dict[str, str]:
    return {
        "field": _("Field"),
        "schema": _("Kind"),
        "source": _("Database"),
        "status": _("Rights statement"),
        "holder": _("Holder"),
    }


def sort_label(key: str) -> str:
    """What a sorting is called."""
    return {
        "relevance": _("best match"),
        "title": _("title"),
        "year_up": _("oldest first"),
        "year_down": _("newest first"),
    }[key]


def coverage(
    states: Mapping[str, SourceCounts],
) -> tuple[list[tuple[str, SourceCounts]], list[tuple[str, str]]]:
    """Which sources stand behind an answer, and which could not, each with the reason."""
    searched: list[tuple[str, SourceCounts]] = []
    unsearched: list[tuple[str, str]] = []
    for source in sorted(all_sources().values(), key=lambda source: wording.chosen(source.title)):
        state = states.get(source.id)
        if state and state.records:
            searched.append((source.id, state))
        elif state and state.last_state == "failed":
            unsearched.append((source.id, _("its last harvest failed")))
        else:
            unsearched.append((source.id, _("not harvested yet")))
    return searched, unsearched
