"""A few thousand readings at a time: what is new, changed, unchanged or refused, and the rows to write.

Everything is prepared before the transaction opens, so that other writers wait for the writing only.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any, NamedTuple

import msgspec
import zstandard
from django.db import transaction

from kenri.harvest.source import Deleted
from kenri.records.bulk.store import Row, Store
from kenri.vocab.problems import Problem
from kenri.vocab.records import Record, encode_record

MAX_ID = 1000
"""Characters of a local id; PostgreSQL indexes no longer keys."""
MAX_IDENTIFIER = 500
"""Characters of an identifier that is looked up; longer ones stay in the record's document."""
EXCERPT = 1000
"""Bytes that are kept of a refused item."""


class Marks:
    """A set of row keys as bits: an eighth of a byte for each."""

    def __init__(self) -> None:
        self._bits = bytearray()

    def add(self, key: int) -> None:
        """Mark a key."""
        byte, bit = key >> 3, 1 << (key & 7)
        if byte >= len(self._bits):
            self._bits.extend(bytes(byte + 1 - len(self._bits) + len(self._bits) // 2))
        self._bits[byte] |= bit

    def __contains__(self, key: int) -> bool:
        byte = key >> 3
        return byte < len(self._bits) and bool(self._bits[byte] & (1 << (key & 7)))


class Tally(msgspec.Struct):
    """The counts of a run or of one of its parts."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    rejected: int = 0
    deleted: int = 0
    skipped: int = 0

    @property
    def read(self) -> int:
        """Items that were records or were refused."""
        return self.new + self.changed + self.unchanged + self.rejected

    def add(self, other: Tally) -> None:
        """Count the other's things as well."""
        for name in self.__struct_fields__:
            setattr(self, name, getattr(self, name) + getattr(other, name))


class Held(NamedTuple):
    """What is stored of a record."""

    id: int
    digest: str
    raw_digest: str
    part: int
    first_run: int
    changed_run: int
    deleted_run: int | None


class Prepared(NamedTuple):
    """A record ready to be compared and stored."""

    record: Record
    doc: str
    digest: str
    raw: bytes
    raw_digest: str


def prepare(record: Record, raw: bytes, position: str) -> Prepared:
    """Encode and hash a record. Raises ``Problem('unusable_local_id')`` where it cannot be stored."""
    local_id = record.local_id
    if len(local_id) > MAX_ID or "\0" in local_id:
        raise Problem("unusable_local_id", where=position, local_id=storable(local_id), limit=MAX_ID)
    doc = encode_record(record)
    return Prepared(
        record,
        doc.decode(),
        hashlib.blake2b(doc, digest_size=16).hexdigest(),
        raw,
        hashlib.blake2b(raw, digest_size=8).hexdigest(),
    )


def storable(text: str) -> str:
    """The text without the two things that a database refuses: NUL and lone surrogates."""
    return text.replace("\0", "\ufffd").encode("utf-8", "replace").decode()


class Chunk:
    """The rows that one chunk of a part writes."""

    def __init__(
        self, store: Store, *, source_id: str, run: int, part: int, part_name: str, seen: Marks
    ) -> None:
        self.store, self.source_id, self.run, self.part, self.part_name = (
            store,
            source_id,
            run,
            part,
            part_name,
        )
        self.seen = seen
        self.tally = Tally()
        self.prepared: list[Prepared] = []
        self.withdrawn: list[str] = []
        self.refused: set[str] = set()
        self.rejections: list[Row] = []
        self._new: list[Prepared] = []
        self._changed: list[tuple[Held, Prepared]] = []
        self._raws: list[tuple[int, Prepared]] = []
        self._moved: list[int] = []
        self._deleted: list[int] = []

    def add(self, reading: Record | Deleted, raw: bytes, position: str) -> None:
        """Take a reading into the chunk; one that cannot be stored is refused."""
        if isinstance(reading, Deleted):
            self.withdrawn.append(reading.local_id)
            return
        try:
            self.prepared.append(prepare(reading, raw, position))
        except Problem as problem:
            self.reject(problem, position, reading.local_id, raw)

    def reject(self, problem: Problem, position: str, local_id: str, raw: bytes) -> None:
        """Refuse an item, with the reason."""
        values = {key: storable(v) if isinstance(v, str) else v for key, v in problem.values.items()}
        self.tally.rejected += 1
        if local_id:
            self.refused.add(local_id)
        self.rejections.append(
            (
                self.run,
                self.part_name,
                storable(position),
                storable(local_id)[:MAX_ID],
                problem.code,
                storable(problem.where),
                msgspec.json.encode(values, enc_hook=str).decode(),
                raw[:EXCERPT],
            )
        )

    def write(self) -> Tally:
        """Compare with what is stored and write the difference in one short transaction."""
        self._classify()
        compress = zstandard.ZstdCompressor(level=3).compress
        new = [(p, compress(p.raw)) for p in self._new]
        changed = [(held, p, compress(p.raw)) for held, p in self._changed]
        raws = [(id_, compress(p.raw), p.raw_digest) for id_, p in self._raws]
        with transaction.atomic():
            self._insert(new)
            self._change(changed)
            self.store.update(
                "records_content", ["raw"], [(id_, raw) for id_, raw, _ in raws], key="record_id"
            )
            self.store.update("records_record", ["raw_digest"], [(id_, digest) for id_, _, digest in raws])
            self.store.update("records_record", ["part_id"], [(id_, self.part) for id_ in self._moved])
            tombstone(self.store, self._deleted, self.run)
            self.store.insert("records_rejection", _REJECTION_COLUMNS, self.rejections)
        return self.tally

    def _classify(self) -> None:
        """The reader gives every local id of an export once; repeated ones it has refused."""
        ids = {p.record.local_id for p in self.prepared}
        held = held_records(self.store, self.source_id, {*ids, *self.withdrawn, *self.refused})
        for p in self.prepared:
            row = held.get(p.record.local_id)
            if row is None:
                self._new.append(p)
                self.tally.new += 1
            else:
                self.seen.add(row.id)
                self._compare(row, p)
        for local_id in self.withdrawn:
            self._withdraw(held.get(local_id))
        for local_id in self.refused & held.keys():
            self.seen.add(held[local_id].id)

    def _compare(self, row: Held, p: Prepared) -> None:
        if row.digest != p.digest or row.deleted_run is not None:
            self._changed.append((row, p))
            if row.first_run == self.run:
                self.tally.new += 1
            else:
                self.tally.changed += 1
            return
        if row.first_run == self.run:
            self.tally.new += 1
        elif row.changed_run == self.run:
            self.tally.changed += 1
        else:
            self.tally.unchanged += 1
        if row.raw_digest != p.raw_digest:
            self._raws.append((row.id, p))
        if row.part != self.part:
            self._moved.append(row.id)

    def _withdraw(self, row: Held | None) -> None:
        """Believe a source that says itself that it no longer has a thing."""
        if row is None or row.deleted_run not in (None, self.run):
            self.tally.skipped += 1
            return
        self.seen.add(row.id)
        self.tally.deleted += 1
        if row.deleted_run is None:
            self._deleted.append(row.id)

    def _insert(self, new: Sequence[tuple[Prepared, bytes]]) -> None:
        if not new:
            return
        keys = self.store.new_keys("record", len(new))
        rows: list[Row] = []
        contents: list[Row] = []
        identifiers: list[Row] = []
        for key, (p, raw) in zip(keys, new, strict=True):
            record = p.record
            said = (key, self.source_id, record.local_id, record.schema, p.digest, p.raw_digest)
            rows.append((*said, self.part, self.run, self.run, self.run))
            contents.append((key, p.doc, raw))
            identifiers.extend((key, scheme, value, False) for scheme, value in looked_up(record))
        self.store.insert("records_record", _RECORD_COLUMNS, rows)
        self.store.insert("records_content", ("record_id", "doc", "raw"), contents)
        self.store.insert("records_recordidentifier", _IDENTIFIER_COLUMNS, identifiers)
        for key in keys:
            self.seen.add(key)

    def _change(self, changed: Sequence[tuple[Held, Prepared, bytes]]) -> None:
        if not changed:
            return
        keys = [held.id for held, _, _ in changed]
        self.store.execute_with(_KEEP_VERSIONS, keys, [self.run])
        self.store.update(
            "records_record",
            ["schema", "digest", "raw_digest", "part_id", "changed_run_id", "deleted_run_id", "link_due"],
            [
                (held.id, p.record.schema, p.digest, p.raw_digest, self.part, self.run, None, self.run)
                for held, p, _ in changed
            ],
        )
        self.store.update(
            "records_content",
            ["doc", "raw"],
            [(held.id, p.doc, raw) for held, p, raw in changed],
            key="record_id",
        )
        self._change_identifiers(changed)

    def _change_identifiers(self, changed: Sequence[tuple[Held, Prepared, bytes]]) -> None:
        """Rows that no longer hold are marked, not removed: ``link`` must know what they had linked."""
        wanted = {held.id: set(looked_up(p.record)) for held, p, _ in changed}
        gone: list[Row] = []
        for row_id, record_id, scheme, value, was_gone in self.store.select(
            "SELECT id, record_id, scheme, value, gone FROM records_recordidentifier"
            " WHERE record_id IN {values}",
            list(wanted),
        ):
            still = (scheme, value) in wanted[record_id]
            wanted[record_id].discard((scheme, value))
            if still == bool(was_gone):
                gone.append((row_id, not still))
        self.store.update("records_recordidentifier", ["gone"], gone)
        self.store.insert(
            "records_recordidentifier",
            _IDENTIFIER_COLUMNS,
            [(key, scheme, value, False) for key, pairs in wanted.items() for scheme, value in sorted(pairs)],
        )


_RECORD_COLUMNS = (
    *("id", "source", "local_id", "schema", "digest", "raw_digest"),
    *("part_id", "first_run_id", "changed_run_id", "link_due"),
)
_IDENTIFIER_COLUMNS = ("record_id", "scheme", "value", "gone")
_REJECTION_COLUMNS = ("run_id", "part", "position", "local_id", "code", "where", "values", "raw")
_KEEP_VERSIONS = """
    INSERT INTO records_recordversion (record_id, run_id, until_run_id, deleted, digest, doc)
    SELECT r.id, r.changed_run_id, %s, r.deleted_run_id IS NOT NULL, r.digest, c.doc
    FROM records_record r JOIN records_content c ON c.record_id = r.id WHERE r.id IN {values}
"""


def held_records(store: Store, source_id: str, local_ids: set[str]) -> dict[str, Held]:
    """What is stored of the records with these local ids."""
    rows: list[Any] = store.select(
        "SELECT local_id, id, digest, raw_digest, part_id, first_run_id, changed_run_id, deleted_run_id"
        " FROM records_record WHERE source = %s AND local_id IN {values}",
        [local_id for local_id in local_ids if storable(local_id) == local_id],
        [source_id],
    )
    return {row[0]: Held._make(row[1:]) for row in rows}


def looked_up(record: Record) -> list[tuple[str, str]]:
    """The identifiers of a record that are stored as rows, each once, in its order."""
    pairs = dict.fromkeys((i.scheme, i.value) for i in record.identifiers)
    return [(s, v) for s, v in pairs if 0 < len(v) <= MAX_IDENTIFIER and storable(v) == v]


def tombstone(store: Store, keys: Sequence[int], run: int) -> None:
    """Mark records as withdrawn by their source; what they said last is kept."""
    store.update("records_record", ["deleted_run_id", "link_due"], [(key, run, run) for key in keys])
