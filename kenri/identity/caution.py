"""What must stand beside a score before records are brought together without a person.

A wrong merge hides one holder behind another, while a missed one only asks a person; so a catalogue of many
fields is more cautious than the model, which sees one table at a time:

- Records of kinds that sources do not confuse are never one thing, whatever their names: a film is not the
  novel, a recording not the song.
- A title must be the same in some form: titles that are nearly the same are those of a part and its whole.
  A volume is not its series, nor the next volume.
- A name alone is not enough: something else must agree (who made it, when; for a party a date of life, a
  place).
- Nothing may speak clearly against it. For books the year does not: editions of one work differ in it; the
  language does: a translation is a work of its own.
- One source knows its own things: two of its records are one only where it lists editions of a text.
"""

from __future__ import annotations

from typing import NamedTuple

from kenri.catalogue.disagreements import UNTOLD_KINDS
from kenri.identity.decisions import AUTO, REVIEW, ScoredPair
from kenri.identity.shared_identifiers import FAMILIES, same_kind
from kenri.vocab.records import Record, RelationKind

AGAINST = -2.0
"""Bits from which a comparison speaks clearly against."""
OF_EDITIONS = frozenset({"text", "comic", "script"})
"""Schemas of which one source lists the editions of one work each by itself, years apart."""
_NAMES = frozenset({"title", "marks", "numbers", "family", "given", "language"})
"""Comparisons that say no more than what a thing is called."""
_SAME_TITLE = frozenset({"same", "form", "sound", "stem"})
"""Levels of the title at which it is the same one."""


class Side(NamedTuple):
    """What caution asks of a record."""

    source: str
    schema: str
    part: bool = False
    """Whether the source says that it is part of another thing, or has parts."""


def side_of(record: Record) -> Side:
    """What caution asks of it."""
    wholes = (RelationKind.PART_OF, RelationKind.HAS_PART)
    return Side(record.source, record.schema, any(one.kind in wholes for one in record.relations))


def group_of(schema: str) -> frozenset[str]:
    """The schemas among which one thing may stand under this one."""
    return next((family for family in FAMILIES if schema in family), frozenset({schema}))


def decided(pair: ScoredPair, left: Side, right: Side) -> str:
    """What to do with a scored pair: ``auto``, ``review``, or nothing."""
    if pair.score < REVIEW or pair.veto or not same_kind(left.schema, right.schema):
        return ""
    if left.source == right.source and not {left.schema, right.schema} <= OF_EDITIONS:
        return ""
    if pair.score < AUTO:
        return "review" if left.source != right.source else ""
    return "auto" if _sure(pair, left, right) else "review"


def _sure(pair: ScoredPair, left: Side, right: Side) -> bool:
    kinds = {left.schema, right.schema}
    editions = kinds <= OF_EDITIONS
    if len(kinds) > 1 and not _untold(kinds):
        return False
    if left.part != right.part or (left.part and left.source == right.source):
        return False
    if left.source == right.source and not _agrees(pair, {"creator"}):
        return False
    against = [
        reason
        for reason in pair.reasons
        if reason.weight <= (0 if reason.comparison == "language" else AGAINST)
        and not (editions and reason.comparison in ("year", "publisher"))
    ]
    title = next((reason.level for reason in pair.reasons if reason.comparison == "title"), "same")
    if title not in _SAME_TITLE:
        return False
    others = {reason.comparison for reason in pair.reasons} - _NAMES
    return not against and _agrees(pair, others)


def _untold(kinds: set[str]) -> bool:
    """Whether the kinds differ only because a source does not tell them apart."""
    return any(kind in kinds and kinds - {kind} <= told for kind, told in UNTOLD_KINDS.items())


def _agrees(pair: ScoredPair, comparisons: set[str]) -> bool:
    return any(reason.comparison in comparisons and reason.weight > 0 for reason in pair.reasons)
