"""Rights statements as badges: the colour says at a glance whether reuse is open, closed or unsure."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from kenri.vocab.vocabularies import statements
from kenri.web import wording


class Badge(msgspec.Struct, frozen=True):
    """A short label; ``tone`` is ``open``, ``closed``, ``unsure`` or empty for a statement in free words."""

    label: str
    tone: str


def tone(code: str) -> str:
    """What a statement says of reuse without asking, as its own vocabulary declares it."""
    kind = statements().get(code)
    if kind is None:
        return ""
    if kind.reuse or kind.public_domain:
        return "open"
    return "closed" if kind.in_copyright or kind.reuse is False else "unsure"


def badges(codes: Iterable[str]) -> tuple[Badge, ...]:
    """The badges of statement codes."""
    known = statements()
    return tuple(
        Badge(wording.chosen(known[code].label) if code in known else code, tone(code)) for code in codes
    )
