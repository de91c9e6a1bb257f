"""An entity: what all linked records together say of one work or party, each fact with its sources."""

from __future__ import annotations

import msgspec

from kenri.vocab.identifiers import Identifier
from kenri.vocab.names import Name
from kenri.vocab.records import Contribution, Event, Relation
from kenri.vocab.rights import Claim, Statement


class Said(msgspec.Struct, frozen=True, order=True):
    """Which record says a fact, and when Kenri last saw it say so (ISO 8601 UTC)."""

    source: str
    local_id: str
    seen: str = ""


class Fact(msgspec.Struct, frozen=True):
    """One value and every record that says it.

    ``key`` is the normal form under which equal values were brought together, ``kind`` what is said
    (``name``, ``creator``, ``published``, ``identifier``, …).
    """

    kind: str
    key: str
    value: Name | Contribution | Event | Identifier | Statement | Claim | Relation | str
    said: tuple[Said, ...]


class Disagreement(msgspec.Struct, frozen=True):
    """Facts of one kind that cannot all be true, such as two years of death."""

    kind: str
    facts: tuple[Fact, ...]


class Entity(msgspec.Struct, frozen=True):
    """A work or party as derived from its records; it can always be derived again."""

    id: str
    schema: str
    title: Name
    facts: tuple[Fact, ...]
    disagreements: tuple[Disagreement, ...]
    records: tuple[Said, ...]

    def of(self, kind: str) -> tuple[Fact, ...]:
        """The facts of one kind, best attested first."""
        return tuple(fact for fact in self.facts if fact.kind == kind)
