"""Scores of pairs: the due records against all others, through the model, kept as rows of ``Pair``.

Only pairs of which a due record is part change, unless a group is learned anew: when it is new, or has grown
so much that what was estimated from it no longer fits.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence

import msgspec
import pyarrow as pa
from django.db import connection, transaction

from kenri.identity.caution import Side, decided, side_of
from kenri.identity.decisions import ScoredPair
from kenri.identity.features import Keyed, tables_of
from kenri.identity.linkage import Linkage
from kenri.records.bulk.store import Row, Store, batches
from kenri.records.models import LinkRun
from kenri.records.pairs import AUTO, reasons_text
from kenri.records.scratch import Workshop, group_name
from kenri.vocab.records import Record, decode_record

BATCH = 2_000
DUE_AT_ONCE = 10_000
"""Due records that are put into the stores together: taking out what was there reads the whole of a store."""
GROWTH = 1.3
"""A group is learned anew when it has so many times the rows that it was learned from."""
MOST_PROCESSES = 8
"""Features are worked out by so many processes at most."""
FEWEST = 2
"""Records of a group of which there can be pairs."""

_DUE = """
    SELECT r.id, r.schema, r.deleted_run_id, c.doc FROM records_record r
    JOIN records_content c ON c.record_id = r.id
    WHERE r.link_due IS NOT NULL AND r.id > %s ORDER BY r.id LIMIT %s
"""
_ALIVE = """
    SELECT r.id, c.doc FROM records_record r JOIN records_content c ON c.record_id = r.id
    WHERE r.deleted_run_id IS NULL AND r.schema = %s AND r.id > %s ORDER BY r.id LIMIT %s
"""
_JUDGED_SAME = "SELECT left_id, right_id FROM records_pair WHERE decided = 'same' ORDER BY left_id, right_id"
_PARTNERS = f"""
    SELECT o.id FROM records_pair p
    JOIN records_record k ON k.id = p.{{one}} JOIN records_record o ON o.id = p.{{other}}
    WHERE p.{{one}} IN {{{{values}}}} AND p.band = '{AUTO}' AND o.entity_id <> k.entity_id
"""  # noqa: S608
_FORGET = """
    DELETE FROM records_pair WHERE {end} IN {{values}} AND reviewers = ''
"""
_UNSCORE = """
    UPDATE records_pair SET score = 0, band = '', reasons = '' WHERE {end} IN {{values}} AND reviewers <> ''
"""
_SCORE = """
    UPDATE records_pair SET score = %s, band = %s, reasons = %s WHERE left_id = %s AND right_id = %s
"""
_COLUMNS = ("left_id", "right_id", "score", "band", "reasons", "state", "decided", "reviewers")


class Scoring:
    """Brings the scratch stores and the pairs up to the due records."""

    def __init__(self, store: Store, run: LinkRun, last: LinkRun | None, *, anew: bool) -> None:
        self.store = store
        self.work = Workshop(run, last, anew=anew)
        self.anew = self.work.base is None
        self.pairs = 0

    def carry_through(self) -> None:
        """Score what is due. Nothing is published before ``publish``."""
        if self.anew:
            for schemas in self._groups().values():
                self._learn_group(schemas)
            return
        changed: dict[str, list[int]] = {}
        for rows in _pages(_DUE, size=DUE_AT_ONCE):
            self._take(rows, changed)
        for group, keys in sorted(changed.items()):
            self._score_group(group, keys)
            self.work.close(group)

    def publish(self) -> None:
        """Let the stores be read by others."""
        self.work.publish()

    def abandon(self) -> None:
        """Leave the stores as they were."""
        self.work.abandon()

    def _groups(self) -> dict[str, list[str]]:
        """The schemas of all live records by group."""
        found: dict[str, list[str]] = {}
        for rows in self.store.stream("SELECT DISTINCT schema FROM records_record"):
            for (schema,) in rows:
                if group := group_name(schema):
                    found.setdefault(group, []).append(schema)
        return found

    def _learn_group(self, schemas: Sequence[str]) -> None:
        """A group from nothing: all of its records, what is estimated from them, all pairs."""
        group = group_name(schemas[0])
        linkage = self.work.linkage(group)
        sides: dict[int, Side] = {}
        if linkage.put_tables(self._all_rows(schemas, sides)) >= FEWEST:
            linkage.learn(self._judged_same())
            self._replace_all(linkage, sides)
        self.work.close(group)

    def _all_rows(self, schemas: Sequence[str], sides: dict[int, Side]) -> Iterator[pa.Table]:
        def records() -> Iterator[Keyed]:
            for schema in sorted(schemas):
                for rows in _pages(_ALIVE, schema):
                    for key, doc in rows:
                        record = decode_record(doc)
                        sides[key] = side_of(record)
                        yield key, seen(record), {}

        yield from tables_of(records(), processes=min(os.cpu_count() or 1, MOST_PROCESSES))

    def _take(self, rows: Iterable[Sequence[object]], changed: dict[str, list[int]]) -> None:
        """Put due records into their stores, out of those that they were in."""
        new: dict[str, list[Keyed]] = {}
        keys = []
        for key, schema, deleted, doc in rows:
            keys.append(key)
            if deleted is None and (group := group_name(str(schema))):
                new.setdefault(group, []).append((key, seen(decode_record(doc)), {}))
        for group in {*self.work.groups(), *new}:
            linkage = self.work.linkage(group)
            linkage.remove(keys)
            linkage.put_tables(tables_of(new.get(group, ())))
        for group, records in new.items():
            changed.setdefault(group, []).extend(key for key, _, _ in records)
        self._forget(keys)

    def _score_group(self, group: str, keys: Sequence[int]) -> None:
        linkage = self.work.linkage(group)
        count = len(_keys(linkage))
        if linkage.learned is None or count > GROWTH * linkage.learned.rows:
            if count < FEWEST:
                return
            linkage.learn(self._judged_same())
            self._replace_all(linkage, None)
            return
        for some in batches(keys, BATCH * 5):
            found = linkage.pairs_of(some)
            self._write(found, self._sides({key for pair in found for key in (pair.left, pair.right)}))

    def _judged_same(self) -> list[tuple[int, int]]:
        """The pairs that people judged to be one thing."""
        return [(left, right) for rows in self.store.stream(_JUDGED_SAME) for left, right in rows]

    def _replace_all(self, linkage: Linkage, sides: dict[int, Side] | None) -> None:
        """All pairs of a group that was learned anew take the place of what was there."""
        for some in batches(_keys(linkage), BATCH * 5):
            self._forget(some)
        for pairs in batches(linkage.all_pairs(), BATCH):
            known = sides or self._sides({key for pair in pairs for key in (pair.left, pair.right)})
            self._write(pairs, known)

    def _sides(self, keys: Iterable[int]) -> dict[int, Side]:
        rows = self.store.select(
            "SELECT record_id, doc FROM records_content WHERE record_id IN {values}", sorted(keys)
        )
        return {key: side_of(decode_record(doc)) for key, doc in rows}

    def _forget(self, keys: Sequence[int]) -> None:
        """What the model had said of these records; who was paired with them is to be looked at again."""
        with transaction.atomic():
            for one, other in (("left_id", "right_id"), ("right_id", "left_id")):
                partners = self.store.select(_PARTNERS.format(one=one, other=other), keys)
                self.store.execute_with(
                    "UPDATE records_record SET link_due = changed_run_id"
                    " WHERE link_due IS NULL AND id IN {values}",
                    sorted({key for (key,) in partners}),
                )
            for end in ("left_id", "right_id"):
                self.store.execute_with(_FORGET.format(end=end), keys)
                self.store.execute_with(_UNSCORE.format(end=end), keys)

    def _write(self, pairs: Iterable[ScoredPair], sides: dict[int, Side]) -> None:
        kept = [
            (pair.left, pair.right, round(pair.score, 6), band, reasons_text(pair.reasons))
            for pair in pairs
            if (band := decided(pair, sides[pair.left], sides[pair.right]))
        ]
        with transaction.atomic():
            held = {
                tuple(row)
                for row in self.store.select(
                    "SELECT left_id, right_id FROM records_pair WHERE left_id IN {values}",
                    sorted({row[0] for row in kept}),
                )
            }
            self.store.insert(
                "records_pair", _COLUMNS, [(*row, "open", "", "") for row in kept if row[:2] not in held]
            )
            with connection.cursor() as cursor:
                again = [(*row[2:], *row[:2]) for row in kept if row[:2] in held]
                cursor.executemany(_SCORE, again)
        self.pairs += len(kept)


def seen(record: Record) -> Record:
    """The record as the model sees it: without its identifiers.

    Whether a shared one is evidence or a placeholder is judged by ``SharedIdentifiers``; whether differing
    ones exclude each other, by the claims of groups.
    """
    return msgspec.structs.replace(record, identifiers=())


def _pages(sql: str, *parameters: object, size: int = BATCH) -> Iterator[list[Row]]:
    """Rows of a query by their ascending first column, some at a time."""
    last = 0
    while True:
        with connection.cursor() as cursor:
            cursor.execute(sql, [*parameters, last, size])
            rows = cursor.fetchall()
        if not rows:
            return
        yield rows
        last = rows[-1][0]


def _keys(linkage: Linkage) -> list[int]:
    """The records of a store, whether or not anything was learned from them yet."""
    table = "incoming" if linkage.learned is None else "rows"
    return [key for (key,) in linkage.db.execute(f"select k from {table} order by k").fetchall()]  # noqa: S608
