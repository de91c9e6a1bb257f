"""What enters the public domain on a day: computed once for the whole catalogue, kept, answered at once.

For every work whose end of protection is known, one row says from which day on it is free, under the law as
it stands after the last reform before the day asked for. The rows lie in a file of their own in the home
folder, one for each jurisdiction and state of the law. They are derived, like the index: delete them, and the
next ``bring_up`` makes them again. They follow the linking: only entities that it touched are computed anew.
"""

from __future__ import annotations

import functools
import hashlib
import shutil
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

import msgspec
from django.conf import settings

import kenri.status
from kenri.catalogue.entity import Said
from kenri.catalogue.merge import derive
from kenri.records.bulk import store as open_store
from kenri.records.bulk.store import Row, Store, batches
from kenri.records.collecting import seldom_collecting
from kenri.records.fingerprints import folder_hash
from kenri.records.models import Entity, LinkRun
from kenri.records.reports import OnProgress
from kenri.status.assessing import assess, law_of, law_since
from kenri.status.entities import facts_of
from kenri.vocab.records import Record, decode_record
from kenri.vocab.vocabularies import schemas

BATCH = 2_000
"""Entities whose records are read with one query."""

FEW = 0.2
"""The share of all entities up to which changes are applied to the file that is there."""

AT_ONCE = 3_000
"""Entities up to which a reader's question computes what is missing."""


class Entered(msgspec.Struct, frozen=True):
    """A work that enters the public domain. ``assumes``: the presumptions that this rests on, by name.

    ``was`` is its state until then: ``protected``, or ``undetermined`` where it may have been free before.
    """

    id: str
    schema: str
    title: str
    creators: tuple[str, ...]
    was: str
    confidence: str
    assumes: tuple[str, ...]


class Entering(msgspec.Struct, frozen=True):
    """Works that enter on a day, of ``total``. ``current`` is False where the catalogue has changed since."""

    day: date
    jurisdiction: str
    total: int
    works: tuple[Entered, ...]
    computed: bool
    current: bool


def entering(day: date, jurisdiction: str = "JP", *, limit: int = 100, offset: int = 0) -> Entering:
    """The works that enter the public domain on a day, by title; a fixed number of queries.

    Reads what ``bring_up`` computed; in a small catalogue it computes what is missing. Where nothing was
    computed for this law yet, ``computed`` is False. Raises ``Problem('unknown_jurisdiction')`` and
    ``Problem('day_before_the_law')``.
    """
    code = jurisdiction.upper()
    law_of(code, day)
    last = _last_link()
    file = _file(code, day)
    if _held(file) != last.pk and Entity.objects.count() <= AT_ONCE:
        bring_up(day, code)
    held = _held(file)
    if held is None:
        return Entering(day, code, 0, (), computed=False, current=False)
    with closing(_opened(file)) as rows:
        (total,) = rows.execute(
            "SELECT count(*) FROM entering WHERE free_on = ?", [day.isoformat()]
        ).fetchone()
        found = rows.execute(
            "SELECT id, schema, title, creators, was, confidence, assumes FROM entering WHERE free_on = ?"
            " ORDER BY title, id LIMIT ? OFFSET ?",
            [day.isoformat(), limit, offset],
        ).fetchall()
    works = tuple(_entered(row) for row in found)
    return Entering(day, code, total, works, computed=True, current=held == last.pk)


def days(first: date, last: date, jurisdiction: str = "JP") -> dict[date, int]:
    """On which days of a range works enter, and how many, by what was computed for the law of ``first``.

    Raises the Problems of ``entering``.
    """
    code = jurisdiction.upper()
    law_of(code, first)
    file = _file(code, first)
    if _held(file) is None:
        return {}
    with closing(_opened(file)) as rows:
        found = rows.execute(
            "SELECT free_on, count(*) FROM entering WHERE free_on BETWEEN ? AND ? GROUP BY 1 ORDER BY 1",
            [first.isoformat(), last.isoformat()],
        )
        return {date.fromisoformat(day): count for day, count in found}


def bring_up(
    day: date, jurisdiction: str = "JP", *, rebuild: bool = False, on_progress: OnProgress | None = None
) -> int:
    """Compute what is missing for the law of a day; returns how many entities were looked at.

    Readers go on with the earlier file until the new one takes its place. Raises
    ``Problem('already_running')`` and the Problems of ``entering``.
    """
    code = jurisdiction.upper()
    law = law_of(code, day)
    file = _file(code, day)
    store = open_store()
    with store.only_one("rollover"), seldom_collecting():
        last, held = _last_link(), None if rebuild else _held(file)
        if held == last.pk:
            return 0
        alive = Entity.objects.filter(redirect_to=None, size__gt=0)
        changed = Entity.objects.filter(changed__gt=held) if held is not None else None
        if changed is not None and changed.count() > FEW * alive.count():
            changed = None
        chosen = alive if changed is None else changed
        keys = list(chosen.order_by("id").values_list("id", flat=True))
        making = _Making(store, file, max(law_since(day), law.since), code, anew=changed is None)
        making.run(keys, _version(last), on_progress)
        return len(keys)


class _Making(NamedTuple):
    """One file to be made, under the law since a day."""

    store: Store
    file: Path
    since: date
    code: str
    anew: bool

    def run(self, keys: Sequence[int], version: str, on_progress: OnProgress | None) -> None:
        """Write beside the file and take its place at the end, so that a kill leaves the earlier one."""
        self.file.parent.mkdir(parents=True, exist_ok=True)
        made = self.file.with_suffix(".new")
        for left in (made, made.with_name(f"{made.name}-journal")):
            left.unlink(missing_ok=True)
        if not self.anew:
            shutil.copyfile(self.file, made)
        try:
            with closing(sqlite3.connect(made, isolation_level=None)) as rows:
                rows.executescript(_TABLES)
                rows.execute("BEGIN")
                self._fill(rows, keys, on_progress)
                rows.execute("DELETE FROM state")
                rows.execute("INSERT INTO state VALUES (?, ?)", [version, _rules()])
                rows.execute("COMMIT")
            made.replace(self.file)
        finally:
            made.unlink(missing_ok=True)

    def _fill(self, rows: sqlite3.Connection, keys: Sequence[int], on_progress: OnProgress | None) -> None:
        done = 0
        for some in batches(keys, BATCH):
            if not self.anew:
                rows.executemany("DELETE FROM entering WHERE key = ?", [(key,) for key in some])
            rows.executemany(
                "INSERT INTO entering VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                _rows(self.store, some, self.since, self.code),
            )
            done += len(some)
            if on_progress is not None:
                on_progress(done, len(keys))


_TABLES = """
CREATE TABLE IF NOT EXISTS state (version TEXT, rules TEXT);
CREATE TABLE IF NOT EXISTS entering (
    key INTEGER PRIMARY KEY, free_on TEXT, id TEXT, schema TEXT, title TEXT, creators TEXT, was TEXT,
    confidence TEXT, assumes TEXT
);
CREATE INDEX IF NOT EXISTS entering_day ON entering (free_on, title, id);
"""

_RECORDS = """
    SELECT e.id, e.key, e.schema, r.source, r.local_id, c.doc
    FROM records_entity e
    JOIN records_record r ON r.entity_id = e.id
    JOIN records_content c ON c.record_id = r.id
    WHERE e.size > 0 AND e.redirect_to_id IS NULL AND r.deleted_run_id IS NULL AND e.id IN {values}
    ORDER BY e.id, r.id
"""


def _rows(store: Store, keys: Sequence[int], since: date, code: str) -> Iterator[Row]:
    """A row for each work whose protection ends on a day that is known, and not before this law."""
    kinds = schemas()
    found = store.select(_RECORDS, keys)
    for (key, entity_id, schema), rows in groupby(found, key=lambda row: tuple(row[:3])):
        if kinds[schema].kind != "work":
            continue
        records = [(decode_record(doc), Said(source, local_id)) for _, _, _, source, local_id, doc in rows]
        if not _dated(record for record, _ in records):
            continue
        work = facts_of(derive(entity_id, records))
        answer = assess(work, since, code)
        free_on = answer.free_on
        if free_on is None or free_on < since:
            continue
        then = assess(work, free_on, code)
        low, high = answer.ends()
        creators = list(dict.fromkeys(creator.name for creator in work.creators))
        yield (
            key,
            free_on.isoformat(),
            entity_id,
            schema,
            work.title,
            msgspec.json.encode(creators).decode(),
            "protected" if low == high else "undetermined",
            then.confidence(),
            msgspec.json.encode(then.assumes).decode(),
        )


def _dated(records: Iterable[Record]) -> bool:
    """Whether anything is told from which a term could be counted."""
    return any(record.events or any(c.died for c in record.contributions) for record in records)


def _entered(row: Row) -> Entered:
    entity_id, schema, title, creators, was, confidence, assumes = row
    return Entered(
        id=entity_id,
        schema=schema,
        title=title,
        creators=msgspec.json.decode(creators, type=tuple[str, ...]),
        was=was,
        confidence=confidence,
        assumes=msgspec.json.decode(assumes, type=tuple[str, ...]),
    )


def _file(code: str, day: date) -> Path:
    return Path(settings.KENRI_HOME) / "rollover" / f"{code}-{law_since(day).isoformat()}.sqlite3"


def _opened(file: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True)


def _held(file: Path) -> int | None:
    """The linking that a file was made from; None where there is none, or other rules or data made it."""
    if not file.is_file():
        return None
    try:
        with closing(_opened(file)) as rows:
            version, rules = rows.execute("SELECT version, rules FROM state").fetchone()
    except (sqlite3.DatabaseError, TypeError):
        return None
    key = int(version.partition("-")[0])
    run = LinkRun.objects.exclude(ended=None).filter(pk=key).first() or _Nothing()
    return key if rules == _rules() and version == _version(run) else None


@functools.cache
def _rules() -> str:
    """The hash of the rules and terms, and of how the rows are made from them."""
    folders = b"".join(folder_hash(Path(folder)) for folder in kenri.status.__path__)
    return hashlib.blake2b(folders + Path(__file__).read_bytes(), digest_size=24).hexdigest()


class _Nothing:
    """The state of a catalogue that was never linked."""

    pk = 0


def _last_link() -> LinkRun | _Nothing:
    return LinkRun.objects.exclude(ended=None).order_by("-id").first() or _Nothing()


def _version(run: LinkRun | _Nothing) -> str:
    return f"{run.pk}-{run.started.timestamp():.6f}" if isinstance(run, LinkRun) else "0"
