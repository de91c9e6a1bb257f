"""Which records a linking must look at again: those that are due, and all that these may touch.

Anything that shares an identifier or an entity with a record of the scope, or that a score or people pair
with it, is in the scope. So what is outside cannot change: linking the scope gives what linking all would.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from kenri.identity.shared_identifiers import PLACEHOLDER_IN_ALL, evidence_schemes
from kenri.records.bulk.store import Store, batches
from kenri.records.pairs import JOINING

Shared = tuple[str, str]
"""Scheme and value of an identifier that several records carry."""

BATCH = 5_000

_BEARERS = "SELECT value, scheme, record_id, gone FROM records_recordidentifier WHERE value IN {values}"


class Scope:
    """The records to link again, and the identifiers that groups of them share."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.records: set[int] = set()
        self.bearers: dict[Shared, list[int]] = {}
        """Who carries each shared identifier now."""
        self._seen: set[Shared] = set()
        self._schemes = frozenset(evidence_schemes())

    def grow(self, start: Collection[int]) -> None:
        """Take these records and, step by step, everything that they touch."""
        frontier = set(start) - self.records
        while frontier:
            self.records |= frontier
            reached: set[int] = set()
            for keys in batches(sorted(frontier), BATCH):
                reached |= self._sharing(keys)
                reached |= self._of_the_same_entities(keys)
                reached |= self._paired(keys)
            frontier = reached - self.records

    def _sharing(self, keys: list[int]) -> set[int]:
        carried = {
            (scheme, value)
            for scheme, value in self.store.select(
                "SELECT scheme, value FROM records_recordidentifier WHERE record_id IN {values}", keys
            )
            if scheme in self._schemes
        } - self._seen
        self._seen |= carried
        small, large = self._by_size(carried)
        reached: set[int] = set()
        for value, scheme, record_id, gone in self.store.select(_BEARERS, sorted({v for _, v in small})):
            if (scheme, value) in small:
                reached.add(record_id)
                if not gone:
                    self.bearers.setdefault((scheme, value), []).append(record_id)
        return reached | self._once_linked_by(large)

    def _by_size(self, shared: set[Shared]) -> tuple[set[Shared], set[Shared]]:
        """Those on two records or more that can be evidence, and those on too many records."""
        small: set[Shared] = set()
        large: set[Shared] = set()
        for value, scheme, count in self.store.select(
            "SELECT value, scheme, COUNT(*) FROM records_recordidentifier WHERE value IN {values}"
            " GROUP BY value, scheme HAVING COUNT(*) > 1",
            sorted({value for _, value in shared}),
        ):
            if (scheme, value) in shared:
                (small if count <= 2 * PLACEHOLDER_IN_ALL else large).add((scheme, value))
        return small, large

    def _once_linked_by(self, shared: Iterable[Shared]) -> set[int]:
        """Records that an identifier had linked before it spread over too many."""
        wanted = set(shared)
        rows = self.store.select(
            "SELECT value, scheme, left_id, right_id FROM records_recordlink WHERE value IN {values}",
            sorted({value for _, value in wanted}),
        )
        return {key for value, scheme, *ends in rows if (scheme, value) in wanted for key in ends}

    def _of_the_same_entities(self, keys: list[int]) -> set[int]:
        entities = self.store.select(
            "SELECT DISTINCT entity_id FROM records_record WHERE entity_id IS NOT NULL AND id IN {values}",
            keys,
        )
        rows = self.store.select(
            "SELECT id FROM records_record WHERE entity_id IN {values}", [entity for (entity,) in entities]
        )
        return {key for (key,) in rows}

    def _paired(self, keys: list[int]) -> set[int]:
        """The other records of pairs that the model or people take for one thing."""
        reached = set()
        for one, other in (("left_id", "right_id"), ("right_id", "left_id")):
            rows = self.store.select(
                f"SELECT {other} FROM records_pair WHERE {one} IN {{values}} AND {JOINING}",  # noqa: S608
                keys,
            )
            reached |= {key for (key,) in rows}
        return reached


def due_and_touching(store: Store) -> Iterable[int]:
    """The due records that share an identifier or an entity with another; the other due ones stand alone."""
    schemes = frozenset(evidence_schemes())
    for rows in store.stream(
        "SELECT DISTINCT i.record_id, i.scheme FROM records_recordidentifier i"
        " JOIN records_record r ON r.id = i.record_id"
        " WHERE r.link_due IS NOT NULL AND EXISTS ("
        " SELECT 1 FROM records_recordidentifier o"
        " WHERE o.value = i.value AND o.scheme = i.scheme AND o.record_id <> i.record_id)"
    ):
        yield from (key for key, scheme in rows if scheme in schemes)
    for rows in store.stream(
        "SELECT r.id FROM records_record r JOIN records_entity e ON e.id = r.entity_id"
        " WHERE r.link_due IS NOT NULL AND (e.size > 1 OR e.id <> r.id)"
    ):
        yield from (key for (key,) in rows)
    for end in ("left_id", "right_id"):
        for rows in store.stream(
            f"SELECT r.id FROM records_record r JOIN records_pair p ON p.{end} = r.id"  # noqa: S608
            f" WHERE r.link_due IS NOT NULL AND {JOINING}"
        ):
            yield from (key for (key,) in rows)
