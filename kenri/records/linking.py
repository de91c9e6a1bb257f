"""Linking: which records are about one thing, and under which id that thing goes on.

Every record founds an entity, whose id is made from the record's source and local id. Records that are linked
share the oldest of their entities; the others redirect to it. Where a group falls apart, the part that holds
the founding record keeps the entity and each other part goes back to one that a record of its own founded.
So an id, once given, always leads to the record that it was made from.
"""

from __future__ import annotations

import datetime as dt
import time
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

from django.db import connection, transaction

from kenri.identity.caution import OF_EDITIONS
from kenri.identity.clusters import Member as Claims
from kenri.identity.clusters import clusters
from kenri.identity.features import ONE_PER_THING
from kenri.identity.links import Bearer, Conflict, Link, LinkSource
from kenri.identity.shared_identifiers import SharedIdentifiers
from kenri.records import judging, scratch
from kenri.records.bulk import store as open_store
from kenri.records.bulk.store import Row, batches
from kenri.records.coverage import fields_of
from kenri.records.entities import Member, Placed, place
from kenri.records.grouping import groups
from kenri.records.keys import entity_key
from kenri.records.models import LinkRun
from kenri.records.pairs import KnownPair, known_pairs, put_in_queue
from kenri.records.reports import LinkReport, OnProgress
from kenri.records.scope import Scope, due_and_touching
from kenri.records.scoring import Scoring
from kenri.vocab.records import decode_record

BATCH = 5_000
"""Records in one transaction."""

_ALONE = """
    SELECT id, source, local_id, schema, deleted_run_id, entity_id, link_due FROM records_record
    WHERE link_due IS NOT NULL AND id > %s ORDER BY id LIMIT %s
"""

_COUNT_DUE = "SELECT COUNT(*) FROM records_record WHERE link_due IS NOT NULL"
_PLACES = """
    SELECT places, COUNT(*) FROM (
        SELECT {places} AS places FROM records_record
        WHERE entity_id IS NOT NULL AND deleted_run_id IS NULL GROUP BY entity_id
    ) AS entities GROUP BY places
"""

LINK_SOURCES: tuple[LinkSource, ...] = (SharedIdentifiers(),)
"""Every way of linking records that have an identifier in common."""


class Tied(NamedTuple):
    """What holds records together or speaks against it, by the left record."""

    links: dict[int, list[Link]]
    conflicts: dict[int, list[Conflict]]
    pairs: dict[int, list[KnownPair]]


class Linking:
    """One linking. It may be killed at any moment: what is not done stays due."""

    def __init__(
        self,
        *,
        rebuild: bool = False,
        on_progress: OnProgress | None = None,
        only: Collection[int] | None = None,
    ) -> None:
        """With ``only``, nothing but these records and what they touch is linked again."""
        self.store = open_store()
        self.rebuild, self.on_progress, self.only = rebuild, on_progress, only
        self.started = time.monotonic()
        self.done = self.links = self.merged = self.split = self.conflicts = 0
        self.total = 0

    def carry_through(self) -> LinkReport:
        """Link everything that is due."""
        if self.rebuild:
            self._make_all_due()
        if self.only is None:
            judging.recall(self.store)
        self.total = len(self.only) if self.only is not None else _one(_COUNT_DUE)
        last = LinkRun.objects.exclude(ended=None).order_by("-id").first()
        run = LinkRun.objects.filter(ended=None).order_by("-id").first()
        if not self.total and run is None:
            return self._report(last)
        self.run = run or LinkRun.objects.create(started=dt.datetime.now(dt.UTC))
        if self.only is not None:
            self._link_touching(self.only)
            scratch.carried_on(last, self.run)
        else:
            self._link_due(last)
        self._close()
        return self._report(self.run)

    def _link_due(self, last: LinkRun | None) -> None:
        """Score all due records, then link them.

        The scores are published first: should this be killed, the records are still due, and scored again.
        """
        scoring = Scoring(self.store, self.run, last, anew=self.rebuild)
        try:
            scoring.carry_through()
        except BaseException:
            scoring.abandon()
            raise
        scoring.publish()
        self._link_touching(set(due_and_touching(self.store)))
        self._found_alone()

    def _make_all_due(self) -> None:
        last = _one("SELECT COALESCE(MAX(id), 0) FROM records_record")
        for start in range(0, last + 1, BATCH * 4):
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(
                    "UPDATE records_record SET link_due = changed_run_id"
                    " WHERE link_due IS NULL AND id >= %s AND id < %s",
                    [start, start + BATCH * 4],
                )

    def _link_touching(self, start: Collection[int]) -> None:
        """Records that touch others: found their entities, judge what they share, place them."""
        scope = Scope(self.store)
        scope.grow(start)
        for keys in batches(sorted(scope.records), BATCH):
            self._found(keys)
        tied = self._judge(scope)
        edges = [(link.left, link.right) for links in tied.links.values() for link in links]
        edges += [pair.ends for pairs in tied.pairs.values() for pair in pairs if pair.joins]
        for keys in batches(sorted(scope.records), BATCH):
            for key, entity in self.store.select(
                "SELECT id, entity_id FROM records_record WHERE entity_id <> id AND id IN {values}", keys
            ):
                if entity in scope.records:
                    edges.append((key, entity))
        pieces: list[tuple[int, ...]] = []
        for piece in clusters(scope.records, edges):
            pieces.append(piece)
            if sum(map(len, pieces)) >= BATCH:
                self._place(pieces, tied)
                pieces = []
        if pieces:
            self._place(pieces, tied)

    def _found(self, keys: Sequence[int]) -> None:
        """Give each record that has none the entity of its own."""
        with transaction.atomic():
            rows = self.store.select(
                "SELECT id, source, local_id, schema, deleted_run_id FROM records_record"
                " WHERE entity_id IS NULL AND id IN {values}",
                keys,
            )
            self._insert_entities(rows)
            self.store.update("records_record", ["entity_id"], [(row[0], row[0]) for row in rows])

    def _insert_entities(self, rows: Iterable[Row]) -> None:
        self.store.insert(
            "records_entity",
            ("id", "key", "schema", "size", "changed"),
            [
                (key, entity_key(source, local_id), schema, 1 if deleted is None else 0, self.run.pk)
                for key, source, local_id, schema, deleted in rows
            ],
        )

    def _judge(self, scope: Scope) -> Tied:
        """What the shared identifiers of the scope say, group by group."""
        tied = Tied(defaultdict(list), defaultdict(list), defaultdict(list))
        for pair in known_pairs(self.store, scope.records):
            tied.pairs[pair.left].append(pair)
        groups = sorted((shared, keys) for shared, keys in scope.bearers.items() if len(keys) > 1)
        for some in batches(groups, BATCH // 5):
            bearers = self._bearers({key for _, keys in some for key in keys})
            for (scheme, value), keys in some:
                alive = [bearers[key] for key in keys if key in bearers]
                for source in LINK_SOURCES:
                    for finding in source.judge(scheme, value, alive):
                        if isinstance(finding, Link):
                            tied.links[finding.left].append(finding)
                        else:
                            tied.conflicts[finding.left].append(finding)
        return tied

    def _bearers(self, keys: Iterable[int]) -> dict[int, Bearer]:
        found = {}
        for key, source, local_id, schema, doc in self.store.select(
            "SELECT r.id, r.source, r.local_id, r.schema, c.doc FROM records_record r"
            " JOIN records_content c ON c.record_id = r.id"
            " WHERE r.deleted_run_id IS NULL AND r.id IN {values}",
            sorted(keys),
        ):
            names = decode_record(doc).names
            titles = tuple(dict.fromkeys(t for name in names for t in (name.text, name.romaji) if t))
            found[key] = Bearer(key, source, local_id, schema, titles)
        return found

    def _place(self, pieces: Sequence[Sequence[int]], tied: Tied) -> None:
        """Write what follows for some whole pieces of the scope, in one transaction."""
        keys = [key for piece in pieces for key in piece]
        links = [link for key in keys for link in tied.links.get(key, ())]
        conflicts = [conflict for key in keys for conflict in tied.conflicts.get(key, ())]
        pairs = [pair for key in keys for pair in tied.pairs.get(key, ())]
        with transaction.atomic():
            members = {
                row[0]: Member(*row)
                for row in self.store.select(
                    "SELECT id, entity_id, source, schema, deleted_run_id, link_due FROM records_record"
                    " WHERE id IN {values}",
                    keys,
                )
            }
            joined = [(link.left, link.right) for link in links]
            placed = place(self.store, members, groups(self._claims(members), joined, pairs))
            self._write(keys, members, placed)
            self._write_ties(keys, links, conflicts)
            put_in_queue(self.store, keys)
        self.links += len(links) + sum(pair.linked for pair in pairs)
        self.conflicts += len(conflicts)
        self.merged += placed.merged
        self.split += placed.split
        self._progress(sum(member.link_due is not None for member in members.values()))

    def _claims(self, members: Mapping[int, Member]) -> dict[int, Claims]:
        """What a group of scored records can have only one value of: a place in a source, an identifier.

        Editions of a text may be many in one source; whoever bears two values of a scheme claims neither.
        """
        found: dict[int, dict[str, str]] = {key: {} for key in members}
        for key, member in members.items():
            if member.schema not in OF_EDITIONS:
                found[key][f"in {member.source}"] = str(key)
        for key, scheme, value in self.store.select(
            "SELECT record_id, scheme, value FROM records_recordidentifier"
            " WHERE NOT gone AND record_id IN {values}",
            list(members),
        ):
            if scheme in ONE_PER_THING:
                found[key][scheme] = "" if scheme in found[key] else value
        return {
            key: Claims(tuple(sorted((claim, value) for claim, value in told.items() if value)))
            for key, told in found.items()
        }

    def _write(self, keys: Sequence[int], members: dict[int, Member], placed: Placed) -> None:
        update = self.store.update
        update(
            "records_entity",
            ["schema", "size", "redirect_to_id", "changed"],
            [(key, *values, self.run.pk) for key, values in placed.entities.items()],
        )
        update(
            "records_record",
            ["entity_id"],
            [(key, entity) for key, entity in placed.records.items() if members[key].entity != entity],
        )
        update(
            "records_record",
            ["link_due"],
            [(key, None, m.link_due) for key, m in members.items() if m.link_due is not None],
            guard="link_due",
        )
        self.store.execute_with(
            "DELETE FROM records_recordidentifier WHERE gone AND record_id IN {values}", keys
        )

    def _write_ties(self, keys: Sequence[int], links: Sequence[Link], conflicts: Sequence[Conflict]) -> None:
        for table in ("records_recordlink", "records_linkconflict"):
            self.store.execute_with(f"DELETE FROM {table} WHERE left_id IN {{values}}", keys)  # noqa: S608
        self.store.insert(
            "records_recordlink",
            ("left_id", "right_id", "kind", "scheme", "value", "score"),
            [(k.left, k.right, k.kind, k.scheme, k.value, k.score) for k in links],
        )
        self.store.insert(
            "records_linkconflict",
            ("left_id", "right_id", "scheme", "value", "code"),
            [(c.left, c.right, c.scheme, c.value, c.code) for c in conflicts],
        )

    def _found_alone(self) -> None:
        """Due records that touch no other: each is an entity by itself."""
        last = 0
        while True:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(_ALONE, [last, BATCH])
                rows = cursor.fetchall()
                if not rows:
                    return
                last = rows[-1][0]
                self._insert_entities([row[:5] for row in rows if row[5] is None])
                self.store.update(
                    "records_entity",
                    ["schema", "size", "changed"],
                    [(r[0], r[3], int(r[4] is None), self.run.pk) for r in rows if r[5] is not None],
                )
                self.store.update(
                    "records_record",
                    ["entity_id", "link_due"],
                    [(row[0], row[0], None, row[6]) for row in rows],
                    guard="link_due",
                )
                self.store.execute_with(
                    "DELETE FROM records_recordidentifier WHERE gone AND record_id IN {values}",
                    [row[0] for row in rows],
                )
                put_in_queue(self.store, [row[0] for row in rows])
            self._progress(len(rows))

    def _progress(self, count: int) -> None:
        self.done += count
        if self.on_progress is not None:
            self.on_progress(self.done, max(self.total, self.done))

    def _close(self) -> None:
        run = self.run
        run.ended = dt.datetime.now(dt.UTC)
        run.records, run.links, run.merged, run.split = self.done, self.links, self.merged, self.split
        run.counts = count_everything() if self.only is None else self._counted_on()
        run.save()

    def _counted_on(self) -> dict[str, object]:
        """The last counts with what merged and split since; counting all would take longer than the rest."""
        last = LinkRun.objects.exclude(ended=None).order_by("-id").first()
        if last is None:
            return count_everything()
        return {**last.counts, "entities": last.counts.get("entities", 0) - self.merged + self.split}

    def _report(self, run: LinkRun | None) -> LinkReport:
        return LinkReport(
            run=run.pk if run else 0,
            records=self.done,
            links=self.links,
            merged=self.merged,
            split=self.split,
            conflicts=self.conflicts,
            entities=run.counts.get("entities", 0) if run else 0,
            seconds=time.monotonic() - self.started,
        )


def count_everything() -> dict[str, object]:
    """Entities in all, and by field, schema and source; each counts once wherever one of its records is.

    The database groups the entities by the places where they stand; ids of sources and schemas are words
    without comma and space.
    """
    store = open_store()
    fields: Counter[str] = Counter()
    schemas: Counter[str] = Counter()
    sources: Counter[str] = Counter()
    for rows in store.stream(_PLACES.format(places=store.joined.format(value="source || ' ' || schema"))):
        for joined, number in rows:
            places = [place.split(" ") for place in joined.split(",")]
            for counts, keys in (
                (fields, {field for source, schema in places for field in fields_of(source, schema)}),
                (sources, {source for source, _ in places}),
            ):
                counts.update(dict.fromkeys(keys, number))
    for rows in store.stream("SELECT schema, COUNT(*) FROM records_entity WHERE size > 0 GROUP BY 1"):
        schemas.update(dict(rows))
    return {"entities": schemas.total(), "fields": fields, "schemas": schemas, "sources": sources}


def _one(sql: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return int(cursor.fetchone()[0])
