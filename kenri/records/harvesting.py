"""One harvest of one export: parts read in chunks, removals believed or not, the account closed.

A run that was interrupted at any moment is taken up by the next one of the same capture and mapping: what
it had stored counts as it did then, so that the end is that of one undisturbed run.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from pathlib import Path

import msgspec
import zstandard
from django.db import connection, transaction

from kenri.harvest.reading import Known, Part, Rejected, read_export
from kenri.harvest.source import Source
from kenri.records.bulk import store as open_store
from kenri.records.bulk.store import Store, batches
from kenri.records.chunks import Chunk, Marks, Tally, tombstone
from kenri.records.fingerprints import capture_hash, mapping_version
from kenri.records.models import HarvestRun, PartState, Rejection, RunState, SourceState
from kenri.records.reports import OnProgress
from kenri.vocab.problems import Problem

CHUNK = 5_000
"""Items in one transaction."""
BELIEVED_SHARE, BELIEVED_COUNT = 0.10, 20
"""An export that lacks more than this share *and* this count of a part's records is not believed."""
BELIEVED_OF_FEW = 0.5
"""Of a part with few records, the share that an export may lack: a wrong file must not empty it."""
DRIFT_SAMPLE = 200
"""Records of the last export that are shown to the reader, for it to recognise a renamed column."""
MAX_NOTES = 100
_OF_ONE_RUN = ("same_export", "mapping_changed")
"""Notes on what a run did; the others are on the export."""


class Account(msgspec.Struct):
    """What a harvest has done so far."""

    tally: Tally
    notes: list[Problem]
    parts: list[tuple[PartState, Part, Tally]]
    complete: bool = True


class Harvest:
    """One run over one export.

    ``source`` is the supplier's own where there is a ``supplier``. ``whole`` says that the export lacks
    nothing which the source has; ``changes_only`` that it was asked for changes, so that few items or none
    are nothing to wonder at.
    """

    def __init__(
        self,
        source: Source,
        path: Path,
        *,
        origin: str,
        supplier: str,
        limit: int | None,
        whole: bool,
        changes_only: bool,
        notes: tuple[Problem, ...],
        accept_removals: bool,
        accept_drift: bool,
        on_progress: OnProgress | None,
    ) -> None:
        self.source, self.path, self.limit = source, path, limit
        self.whole, self.changes_only, self.on_progress = whole, changes_only, on_progress
        self.accept_removals, self.accept_drift = accept_removals, accept_drift
        self.store: Store = open_store()
        self.seen = Marks()
        self.account = Account(Tally(), list(notes), [])
        self.run, self.resumed = _run_for(source, path, origin, supplier, limit)
        self.previous = _last_done(source.id, self.run.id)
        self.expected = _expected_items(source) if limit is None else None

    def carry_through(self) -> HarvestRun:
        """Read everything, store it, close the account. Raises Problem; what was stored until then stays."""
        if (last := self._same_before()) is not None:
            self._repeat(last)
            return self.run
        try:
            parts = read_export(
                self.source,
                self.path,
                limit=self.limit,
                known=self._known,
                accept_drift=self.accept_drift,
            )
            for part in parts:
                self._read(part)
            # Only now: a record that one part lacks may stand in a later one.
            for state, part, tally in self.account.parts:
                if self._believable(part):
                    self._remove_missing(state, part, tally)
        except Problem as problem:
            self._note(problem)
            self._close(RunState.FAILED)
            raise
        self._close(RunState.DONE)
        return self.run

    def _same_before(self) -> HarvestRun | None:
        """The last run, where it read these very bytes to the end by the same code: nothing can be new."""
        last = HarvestRun.objects.filter(source=self.source.id, id__lt=self.run.id).order_by("-id").first()
        if last is None or self.resumed or last.state != RunState.DONE or not last.complete or last.deleted:
            return None
        return last if (last.capture, last.mapping) == (self.run.capture, self.run.mapping) else None

    def _repeat(self, last: HarvestRun) -> None:
        """Close the account as the last run did, whose records are now unchanged."""
        kept = last.read - last.rejected
        self.account.tally = Tally(unchanged=kept, rejected=last.rejected, skipped=last.skipped)
        self._note(Problem("same_export"))
        for note in last.notes:
            if note["code"] not in _OF_ONE_RUN:
                self._note(Problem(note["code"], note["where"], **note["values"]))
        with transaction.atomic():
            for rejections in batches(last.rejections.order_by("id").iterator(), CHUNK):
                for rejection in rejections:
                    rejection.id, rejection.run = None, self.run
                Rejection.objects.bulk_create(rejections)
            self._close(RunState.DONE)
            parts = PartState.objects.filter(source=self.source.id, completed=last.ended)
            parts.update(completed=self.run.ended)
        self._progress()

    def _read(self, part: Part) -> None:
        state, _ = PartState.objects.get_or_create(source=self.source.id, name=part.name)
        tally = Tally()
        self.account.parts.append((state, part, tally))
        for outcomes in batches(part.outcomes(), CHUNK):
            chunk = Chunk(
                self.store,
                source_id=self.source.id,
                run=self.run.id,
                part=state.id,
                part_name=part.name,
                seen=self.seen,
            )
            for outcome in outcomes:
                if isinstance(outcome, Rejected):
                    chunk.reject(outcome.problem, outcome.position, outcome.local_id, outcome.raw)
                else:
                    chunk.add(outcome.reading, outcome.raw, outcome.position)
            written = chunk.write()
            tally.add(written)
            self.account.tally.add(written)
            self._progress()
        tally.skipped += part.account.skipped
        self.account.tally.skipped += part.account.skipped
        for note in part.notes:
            if not (self.changes_only and note.code == "too_few_items"):
                self._note(note)
        counted = part.account.records + part.account.rejected
        if counted != tally.read:
            raise Problem("account_does_not_add_up", part=part.name, read=counted, stored=tally.read)

    def _believable(self, part: Part) -> bool:
        """Whether what this part lacks may have been removed by the source."""
        if not part.complete or self.limit is not None or not self.whole:
            self.account.complete = False
            return False
        return part.shape.removals

    def _remove_missing(self, state: PartState, part: Part, tally: Tally) -> None:
        """Tombstones for the records of this part that the export no longer holds."""
        missing, removed, held = [], 0, 0
        for rows in self.store.stream(
            "SELECT id, deleted_run_id FROM records_record"
            " WHERE part_id = %s AND (deleted_run_id IS NULL OR deleted_run_id = %s) ORDER BY id",
            [state.id, self.run.id],
        ):
            for key, deleted_run in rows:
                held += 1
                if key not in self.seen:
                    if deleted_run is None:
                        missing.append(key)
                    else:
                        removed += 1
        count = len(missing) + removed
        most = max(min(BELIEVED_COUNT, held * BELIEVED_OF_FEW), held * BELIEVED_SHARE)
        if count > most and not self.accept_removals:
            self._note(Problem("many_removals", part=part.name, missing=count, held=held))
            self.account.complete = False
            return
        for keys in batches(missing, CHUNK):
            with transaction.atomic():
                tombstone(self.store, keys, self.run.id)
        tally.deleted += count
        self.account.tally.deleted += count

    def _known(self, part_name: str) -> Known | None:
        """How the last export of a part looked, for the reader to notice drift."""
        state = PartState.objects.filter(source=self.source.id, name=part_name).first()
        if state is None or not state.columns:
            return None
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT r.local_id, c.raw FROM records_record r JOIN records_content c ON c.record_id = r.id"
                " WHERE r.part_id = %s AND r.deleted_run_id IS NULL ORDER BY r.id LIMIT %s",
                [state.id, DRIFT_SAMPLE],
            )
            expand = zstandard.ZstdDecompressor().decompress
            raws = {local_id: expand(bytes(raw)) for local_id, raw in cursor.fetchall()}
        return Known(columns=tuple(state.columns), raws=raws)

    def _note(self, problem: Problem) -> None:
        if len(self.account.notes) < MAX_NOTES:
            self.account.notes.append(problem)

    def _progress(self) -> None:
        if self.on_progress is not None:
            tally = self.account.tally
            self.on_progress(tally.read + tally.deleted + tally.skipped, self.expected)

    def _close(self, state: RunState) -> None:
        """Everything that a rerun must find as it was before goes into this one last transaction."""
        tally, now = self.account.tally, _now()
        if self.previous is not None and self.previous.mapping != self.run.mapping and tally.changed:
            self._note(Problem("mapping_changed", changed=tally.changed))
        run = self.run
        run.read, run.new, run.changed, run.unchanged = tally.read, tally.new, tally.changed, tally.unchanged
        run.deleted, run.rejected, run.skipped = tally.deleted, tally.rejected, tally.skipped
        run.state, run.ended = state, now
        run.complete = self.account.complete and state == RunState.DONE
        run.notes = _as_data(self.account.notes)
        with transaction.atomic():
            run.save()
            for part_state, part, part_tally in self.account.parts:
                if part.complete and self.limit is None and self.whole:
                    part_state.completed = now
                    part_state.records = part_tally.read - part_tally.rejected
                    part_state.items = part.account.items
                part_state.columns = list(part.columns) or part_state.columns
                part_state.save()
            SourceState.objects.update_or_create(
                id=self.source.id,
                defaults={"records": _live_records(self.source.id), "last_run": run},
            )


def _run_for(
    source: Source, path: Path, origin: str, supplier: str, limit: int | None
) -> tuple[HarvestRun, bool]:
    """The unfinished run of the same capture and mapping, else a new one; others are given up."""
    capture, mapping = capture_hash(path, limit=limit, supplier=supplier), mapping_version(source)
    with transaction.atomic():
        running = HarvestRun.objects.filter(source=source.id, state=RunState.RUNNING).order_by("-id")
        last = running.first()
        if last is not None and (last.capture, last.mapping) == (capture, mapping):
            running.exclude(id=last.id).update(state=RunState.ABANDONED, ended=_now())
            Rejection.objects.filter(run=last).delete()
            return last, True
        running.update(state=RunState.ABANDONED, ended=_now())
        run = HarvestRun.objects.create(
            source=source.id, origin=origin, capture=capture, mapping=mapping, limit=limit, started=_now()
        )
    return run, False


def _last_done(source_id: str, before: int) -> HarvestRun | None:
    return (
        HarvestRun.objects.filter(source=source_id, state=RunState.DONE, id__lt=before)
        .order_by("-id")
        .first()
    )


def _expected_items(source: Source) -> int | None:
    shapes = {shape.name for shape in source.shapes}
    parts = PartState.objects.filter(source=source.id).values_list("name", "items")
    return sum(items for name, items in parts if name.partition("/")[0] in shapes) or None


def _live_records(source_id: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM records_record WHERE source = %s AND deleted_run_id IS NULL", [source_id]
        )
        return int(cursor.fetchone()[0])


def _as_data(problems: Iterable[Problem]) -> list[dict[str, object]]:
    data: list[dict[str, object]] = msgspec.to_builtins(
        [{"code": p.code, "where": p.where, "values": p.values} for p in problems], enc_hook=str
    )
    return data


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)
