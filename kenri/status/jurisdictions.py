"""Jurisdictions: the folders of this room, each with rules, terms and the function that applies them."""

from __future__ import annotations

import functools
import importlib
import pkgutil
from collections.abc import Callable, Mapping
from datetime import date

import msgspec

import kenri.status
from kenri.status.layers import Layer
from kenri.status.verdicts import Verdict
from kenri.vocab.text import Text

Elsewhere = Callable[[str, Layer, date], Verdict | None]
"""The verdict of another country's law on a layer; None where Kenri has no rules of that country."""


class Jurisdiction(msgspec.Struct, frozen=True):
    """The law of one or several countries.

    ``codes`` are ISO 3166-1 codes (and ``EU``); ``since`` the day from which the rules hold; ``verdict`` gets
    the layer, the day, the code asked for and the way to ask another country's law. ``unprotected`` names the
    rule for each subject that the law leaves free.
    """

    codes: tuple[str, ...]
    label: Text
    since: date
    verdict: Callable[[Layer, date, str, Elsewhere], Verdict]
    unprotected: dict[str, str]
    lapse: str = ""


@functools.cache
def jurisdictions() -> Mapping[str, Jurisdiction]:
    """All jurisdictions by code, found by walking the folders. Raises ValueError where two claim a code."""
    found: dict[str, Jurisdiction] = {}
    for module in pkgutil.iter_modules(kenri.status.__path__):
        if not module.ispkg:
            continue
        jurisdiction = importlib.import_module(f"kenri.status.{module.name}").JURISDICTION
        for code in jurisdiction.codes:
            if found.setdefault(code, jurisdiction) is not jurisdiction:
                raise ValueError(f"{code} has two jurisdictions")
    return found


def elsewhere(code: str, layer: Layer, on: date) -> Verdict | None:
    """What the law of a country says of a layer; None where it is not known here."""
    found = jurisdictions().get(code)
    if found is None or on < found.since:
        return None
    return found.verdict(layer, on, code, elsewhere)
