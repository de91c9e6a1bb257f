"""Declared answers in the words of the page."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils import timezone

from kenri.accounts.permissions import grades
from kenri.registry.declared import ANSWERS, Declared, Standing
from kenri.registry.proving import METHODS
from kenri.registry.purposes import purposes
from kenri.registry.queries import Registered
from kenri.web import wording
from kenri.web.registry.forms import Row


def rows_of(standing: Mapping[str, Standing]) -> list[Row]:
    """What a user sees: the answer to every purpose that is answered, with terms and since when."""
    return [
        Row(
            key,
            wording.chosen(purposes()[key].label),
            wording.chosen(purposes()[key].note),
            one.says,
            words=wording.chosen(ANSWERS[one.says]),
            terms=tuple(map(wording.chosen, one.terms.told())) if one.says == "terms" else (),
            since=wording.day(one.since.isoformat()),
            general=one.general,
        )
        for key, one in standing.items()
    ]


def control_words(one: Registered) -> str:
    """How the registrant proved that the address is theirs, over what and since when; empty where not."""
    if one.control is None:
        return ""
    method = wording.chosen(METHODS[one.control.method])
    return f"{method} ({one.control.scope}, {wording.moment(one.control.since)})"


def identity_words(one: Registered) -> str:
    """How sure it is who the registrant is."""
    return wording.chosen(grades()[one.identity or "self_declared"].label)


def rows_of_declared(declared: Declared) -> list[Row]:
    """What a user would see of a declaration made today."""
    today = timezone.localdate()
    order = [key for key in purposes() if key in declared.answers]
    return rows_of(
        {key: Standing(declared.answers[key], declared.terms_of(key), today, False) for key in order}
    )
