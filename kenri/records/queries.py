"""What readers ask of the catalogue. Each question takes a fixed number of SQL queries, whatever it finds.

Counts that go over everything are made once by ``link`` and read from its account.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

import msgspec
import zstandard
from django.db.models import Max

from kenri.catalogue.entity import Entity, Said
from kenri.catalogue.merge import derive
from kenri.catalogue.years import years_of
from kenri.records.bulk import store as open_store
from kenri.records.coverage import fields_of
from kenri.records.models import Entity as EntityRow
from kenri.records.models import (
    HarvestRun,
    LinkRun,
    PartState,
    RecordVersion,
    Rejection,
    SourceState,
)
from kenri.records.models import Record as RecordRow
from kenri.records.reports import RejectionReport, Told
from kenri.sources import all_sources
from kenri.vocab.names import Name
from kenri.vocab.problems import Problem
from kenri.vocab.records import Contribution, Record, decode_record
from kenri.vocab.vocabularies import roles


class Summary(msgspec.Struct, frozen=True):
    """An entity in a list: what it is called, by whom, when, in which fields, and which records say so."""

    id: str
    schema: str
    title: Name
    creators: tuple[str, ...]
    first_year: int | None
    last_year: int | None
    fields: tuple[str, ...]
    sources: tuple[str, ...]
    records: tuple[Said, ...]
    statuses: tuple[str, ...] = ()


class SourceCounts(msgspec.Struct, frozen=True):
    """How one source stands. Times are ISO 8601 UTC, empty where there was no harvest yet."""

    records: int = 0
    entities: int = 0
    rejected: int = 0
    last_harvest: str = ""
    last_state: str = ""
    last_complete: str = ""
    run: int | None = None

    def as_json(self) -> dict[str, Any]:
        """Its values by name."""
        return msgspec.structs.asdict(self)


class StoredVersion(msgspec.Struct, frozen=True):
    """What a record said before, from when until when, and whether the source had withdrawn it then."""

    record: Record
    first_seen: str
    until: str
    deleted: bool


class StoredRecord(msgspec.Struct, frozen=True):
    """A record as stored: as read, as received (``raw`` is JSON text), and its times (ISO 8601 UTC).

    ``deleted`` is when the source was found to have withdrawn it, empty while it has it.
    """

    record: Record
    raw: str
    first_seen: str
    changed: str
    seen: str
    deleted: str
    entity: str
    versions: tuple[StoredVersion, ...]


class RunSummary(msgspec.Struct, frozen=True):
    """The account of one harvest as stored."""

    id: int
    source: str
    origin: str
    state: str
    started: str
    ended: str
    read: int
    new: int
    changed: int
    unchanged: int
    deleted: int
    rejected: int
    skipped: int
    complete: bool
    notes: tuple[Told, ...]


def entity(entity_id: str) -> Entity | None:
    """The entity of that id, or of the one that it was merged into; None where no live record is left."""
    return entities([entity_id]).get(entity_id)


def entities(ids: Sequence[str]) -> dict[str, Entity]:
    """Whole entities by the id that was asked for, as ``entity`` gives one; unknown ones are left out."""
    resolved = resolve(ids)
    records = records_of({key for key, _ in resolved.values()})
    return {asked: derive(key, records[row]) for asked, (row, key) in resolved.items() if records[row]}


def summaries(ids: Sequence[str]) -> dict[str, Summary]:
    """Entities for a list, by the id that was asked for; unknown ones are left out."""
    resolved = resolve(ids)
    records = records_of({key for key, _ in resolved.values()})
    return {
        asked: summary_of(resolved[asked][1], records[resolved[asked][0]])
        for asked in ids
        if asked in resolved and records[resolved[asked][0]]
    }


def summary_of(entity_id: str, records: Iterable[tuple[Record, Said]]) -> Summary:
    """The entity in short."""
    pairs = list(records)
    derived = derive(entity_id, pairs)
    first_year, last_year = years_of(record for record, _ in pairs)
    contributions = [fact.value for fact in derived.of("creator") if isinstance(fact.value, Contribution)]
    # A publisher or holder stands here only where no maker is known.
    makers = [c for c in contributions if roles()[c.role].layers] or contributions
    creators = dict.fromkeys(c.names[0].text for c in makers if c.names)
    return Summary(
        id=entity_id,
        schema=derived.schema,
        title=derived.title,
        creators=tuple(creators),
        first_year=first_year,
        last_year=last_year,
        fields=tuple(
            dict.fromkeys(f for record, _ in pairs for f in fields_of(record.source, record.schema))
        ),
        sources=tuple(sorted({record.source for record, _ in pairs})),
        records=derived.records,
        statuses=tuple(dict.fromkeys(s.code for record, _ in pairs for s in record.statements if s.code)),
    )


def record(source: str, local_id: str) -> StoredRecord | None:
    """A record with its history, None where there is none of that id."""
    row = (
        RecordRow.objects.filter(source=source, local_id=local_id)
        .select_related("content", "part", "first_run", "changed_run", "deleted_run", "entity")
        .first()
    )
    if row is None:
        return None
    versions = RecordVersion.objects.filter(record=row).select_related("run", "until_run").order_by("id")
    return StoredRecord(
        record=decode_record(row.content.doc),
        raw=zstandard.ZstdDecompressor().decompress(bytes(row.content.raw)).decode("utf-8", "replace"),
        first_seen=_iso(row.first_run.started),
        changed=_iso(row.changed_run.started),
        seen=_seen(row.changed_run.started, row.part.completed, deleted=row.deleted_run is not None),
        deleted=_iso(row.deleted_run.started) if row.deleted_run else "",
        entity=row.entity.key if row.entity else "",
        versions=tuple(
            StoredVersion(decode_record(v.doc), _iso(v.run.started), _iso(v.until_run.started), v.deleted)
            for v in versions
        ),
    )


def source_states() -> dict[str, SourceCounts]:
    """How every source stands that there is or ever was, by id."""
    entities = counts().get("sources", {})
    parts = PartState.objects.exclude(completed=None).values_list("source").annotate(Max("completed"))
    complete: dict[str, dt.datetime] = dict(parts)
    states = dict.fromkeys(all_sources(), SourceCounts())
    for state in SourceState.objects.select_related("last_run"):
        run = state.last_run
        states[state.id] = SourceCounts(
            records=state.records,
            entities=entities.get(state.id, 0),
            rejected=run.rejected if run else 0,
            last_harvest=_iso(run.ended or run.started) if run else "",
            last_state=run.state if run else "",
            last_complete=_iso(complete[state.id]) if state.id in complete else "",
            run=run.pk if run else None,
        )
    return states


def counts() -> dict[str, Any]:
    """What the last linking counted: ``entities``; and entities by ``fields``, ``schemas``, ``sources``."""
    last = LinkRun.objects.exclude(ended=None).order_by("-id").first()
    return dict(last.counts) if last else {}


def runs(source_id: str, *, limit: int = 50) -> tuple[RunSummary, ...]:
    """The last harvests of a source, newest first."""
    rows = HarvestRun.objects.filter(source=source_id).order_by("-id")[:limit]
    return tuple(
        RunSummary(
            id=row.pk,
            source=row.source,
            origin=row.origin,
            state=row.state,
            started=_iso(row.started),
            ended=_iso(row.ended) if row.ended else "",
            read=row.read,
            new=row.new,
            changed=row.changed,
            unchanged=row.unchanged,
            deleted=row.deleted,
            rejected=row.rejected,
            skipped=row.skipped,
            complete=row.complete,
            notes=tuple(Told.of(Problem(n["code"], n["where"], **n["values"])) for n in row.notes),
        )
        for row in rows
    )


def rejections(run: int, *, offset: int = 0, limit: int = 100) -> tuple[RejectionReport, ...]:
    """The refused items of a run, in the order in which they were read."""
    rows = Rejection.objects.filter(run_id=run).order_by("id")[offset : offset + limit]
    return tuple(map(RejectionReport.of, rows))


def resolve(ids: Iterable[str]) -> dict[str, tuple[int, str]]:
    """Row key and public id of the entity that each id stands for now."""
    rows = EntityRow.objects.filter(key__in=set(ids)).select_related("redirect_to")
    return {
        row.key: (row.redirect_to.pk, row.redirect_to.key) if row.redirect_to else (row.pk, row.key)
        for row in rows
    }


def entities_of(source: str, local_ids: Iterable[str]) -> dict[str, str]:
    """The id of the entity of each of these records of a source; what has none is left out."""
    rows = RecordRow.objects.filter(source=source, local_id__in=list(local_ids)).exclude(entity=None)
    return dict(rows.values_list("local_id", "entity__key"))


def known_as(ids: Iterable[str]) -> set[str]:
    """The ids of entities, with those of all that were merged into them."""
    ids = set(ids)
    return ids.union(EntityRow.objects.filter(redirect_to__key__in=ids).values_list("key", flat=True))


def records_of(keys: Iterable[int]) -> dict[int, list[tuple[Record, Said]]]:
    """The live records of entities, each with when it was last seen.

    Raises ``Problem('record_unreadable')`` on one that no longer reads as it was written.
    """
    found: dict[int, list[tuple[Record, Said]]] = defaultdict(list)
    rows = open_store().select(RECORDS_OF + " ORDER BY r.id", list(keys))
    for key, _, source, local_id, doc, changed, completed in rows:
        said = Said(source, local_id, _seen(_moment(changed), _moment(completed), deleted=False))
        try:
            found[key].append((decode_record(doc), said))
        except msgspec.DecodeError as error:
            raise Problem("record_unreadable", record=f"{source}/{local_id}", error=str(error)) from error
    return found


RECORDS_OF = """
    SELECT r.entity_id, r.id, r.source, r.local_id, c.doc, h.started, p.completed
    FROM records_record r
    JOIN records_content c ON c.record_id = r.id
    JOIN records_harvestrun h ON h.id = r.changed_run_id
    JOIN records_partstate p ON p.id = r.part_id
    WHERE r.deleted_run_id IS NULL AND r.entity_id IN {values}
"""


def _seen(changed: dt.datetime | None, completed: dt.datetime | None, *, deleted: bool) -> str:
    """When the source was last seen to say it: a complete reading of its part confirms every live record."""
    moments = [moment for moment in (changed, None if deleted else completed) if moment is not None]
    return _iso(max(moments)) if moments else ""


def _moment(value: Any) -> dt.datetime | None:
    """A time as the database's own driver gives it: without a zone on SQLite, where it is in UTC."""
    if value is None:
        return None
    moment = value if isinstance(value, dt.datetime) else dt.datetime.fromisoformat(value)
    return moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)


def _iso(moment: dt.datetime) -> str:
    return moment.astimezone(dt.UTC).isoformat(timespec="seconds")
