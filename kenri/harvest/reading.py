"""Reading an export: its files in their shapes, item by item through the mapping, with an account.

``read_export`` gives *parts*: one for each file of the export, or for all pages of one kind. A part's
``outcomes`` are records, deletions and rejections, each with its position. What goes wrong with one item
rejects that item, and reading goes on; what goes wrong with a file makes its part not complete.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import msgspec

from kenri.harvest.archives import contents
from kenri.harvest.drift import Known, drift
from kenri.harvest.formats.encodings import refuse_mojibake
from kenri.harvest.formats.reader import Bad, Entry
from kenri.harvest.formats.recognition import unrecognised
from kenri.harvest.grouping import grouped
from kenri.harvest.planning import File, Planned, plan
from kenri.harvest.seen import SeenIds
from kenri.harvest.source import Deleted, Item, Shape, Source
from kenri.harvest.strict import EMPTY
from kenri.vocab.problems import Problem
from kenri.vocab.records import Record

__all__ = ["Account", "Known", "Part", "Read", "Rejected", "read_export"]

EXAMPLE = 60
"""Characters of a left value that are told."""
MOST_LEFT = 20
"""How many fields with left values are told."""
MOST_WAITING = 1_000
"""Rejections that wait for the key of their ids to be learned."""


class Read(msgspec.Struct, frozen=True, gc=False):
    """An item that was read. ``raw`` is the item as JSON with sorted keys, before the mapping took it apart.

    Whether a record changed is told by the record: ``raw`` also holds columns that Kenri does not know.
    """

    reading: Record | Deleted
    raw: bytes
    position: str


class Rejected(msgspec.Struct, frozen=True):
    """An item that could not be read, and why.

    ``local_id`` is empty where it has none or none could be made out; ``raw`` is the item as JSON, or as
    it stands in the file where it is no item at all.
    """

    position: str
    local_id: str
    problem: Problem
    raw: bytes


Outcome = Read | Rejected


class Account(msgspec.Struct):
    """What became of the items: ``items`` is the sum of ``records``, ``deleted``, ``skipped``, ``rejected``.

    ``leftovers`` counts known keys that a mapping left although they held something, ``unknown`` keys that
    the shape does not name; ``examples`` has the first value of each, with its place.
    """

    items: int = 0
    records: int = 0
    deleted: int = 0
    skipped: int = 0
    rejected: int = 0
    unknown: Counter[str] = msgspec.field(default_factory=Counter)
    leftovers: Counter[str] = msgspec.field(default_factory=Counter)
    examples: dict[str, str] = msgspec.field(default_factory=dict)

    def check(self) -> None:
        """Raise RuntimeError unless every item is accounted for."""
        if self.items != self.records + self.deleted + self.skipped + self.rejected:
            raise RuntimeError(f"the account does not add up: {self}")


class _Export(msgspec.Struct):
    """What the parts of one export share: ids read by earlier parts, and how many items may be read."""

    limit: int | None
    several: bool
    before: SeenIds = msgspec.field(default_factory=SeenIds)
    items: int = 0


class Part:
    """A unit of an export: the items of one file, or of all pages of one kind, in one shape.

    ``name`` stays the same from export to export. ``columns`` are the keys found (all of them once the
    outcomes are read), to be given back as ``Known.columns`` the next time. ``complete`` is True only after
    ``outcomes`` came to the end of an export that was neither cut, damaged nor limited, that held at least
    ``shape.at_least`` items, and of which every rejected item's local id is known: only then does the
    absence of a record mean anything. ``notes`` says what people should know, including why not complete.
    """

    def __init__(self, source: Source, planned: Planned, export: _Export) -> None:
        self.source_id = source.id
        self.name = planned.name
        self.shape: Shape = planned.shape
        self.account = Account()
        self.complete = False
        self.notes: list[Problem] = [*planned.notes, *(n for f in planned.files for n in f.reader.notes)]
        self._files = planned.files
        self._serious = planned.serious
        self._export = export
        self._ids = planned.ids
        self._unidentified = 0
        self._unsettled: dict[str, Item] = {}
        self._elsewhere = ""
        self._seen = SeenIds()
        self._columns = dict.fromkeys(
            file.renames.get(name, name) for file in self._files for name in file.reader.columns
        )

    @property
    def columns(self) -> tuple[str, ...]:
        """The keys of the items, under the names that the shape gives them."""
        return tuple(self._columns)

    def outcomes(self) -> Iterator[Outcome]:
        """Read the part, once. Raises ``Problem`` only where a file cannot be opened any more."""
        broken: list[Problem] = []
        for file in self._files:
            entries: Iterator[Entry] = file.reader.entries(file.renames)
            if self.shape.group:
                entries = grouped(entries, self.shape.group)
            yield from self._settled(self._file(file, entries))
            if self._limited():
                break
            if file.reader.broken is not None:
                broken.append(file.reader.broken)
        self.account.check()
        self._export.before.update(self._seen)
        self._conclude(broken)

    def _settled(self, outcomes: Iterator[Outcome]) -> Iterator[Outcome]:
        """The outcomes; rejections wait, in their order, for items from which their ids' key is learned."""
        waiting: list[Rejected] = []
        for outcome in outcomes:
            if isinstance(outcome, Rejected) and (waiting or self._unsettled):
                waiting.append(outcome)
            else:
                yield outcome
            if waiting and (self._ids.learned or len(waiting) >= MOST_WAITING):
                yield from self._settle(waiting)
                waiting = []
        yield from self._settle(waiting)

    def _settle(self, waiting: list[Rejected]) -> Iterator[Rejected]:
        for rejected in waiting:
            item = self._unsettled.pop(rejected.position, None)
            local_id = None if item is None else self._ids.of(item)
            if local_id is not None:
                self._unidentified -= 1
                rejected = msgspec.structs.replace(rejected, local_id=local_id)
            yield rejected

    def _limited(self) -> bool:
        return self._export.limit is not None and self._export.items >= self._export.limit

    def _file(self, file: File, entries: Iterator[Entry]) -> Iterator[Outcome]:
        export, account = self._export, self.account
        prefix = f"{file.member.name}, " if export.several else ""
        limit = -1 if export.limit is None else export.limit
        for entry in entries:
            if export.items == limit:
                return
            export.items += 1
            account.items += 1
            if isinstance(entry, tuple):
                outcome = self._item(file, prefix + entry[0], entry[1])
            elif isinstance(entry, Bad):
                outcome = self._rejected(file, prefix + entry.position, entry.problem, entry.raw, entry.item)
            else:
                outcome = self._gone(file, prefix + entry.position, entry.identifier)
            if outcome is not None:
                yield outcome

    def _item(self, file: File, position: str, item: Item) -> Outcome | None:
        """Map one item; None where it is no record of its own or was read from another file already."""
        account, raw = self.account, b""
        rows = item["rows"] if self.shape.group else (item,)
        if not file.reader.fixed and not self._columns.keys() >= item.keys():
            self._columns.update(dict.fromkeys(item))
        try:
            raw = _encode(item)
            refuse_mojibake(raw, item)
            reading = self.shape.read(item)
            if reading is None:
                account.skipped += 1
                return None
            if not isinstance(reading, Deleted):
                _check(reading, self.source_id)
            if self._is_repeated(reading.local_id, position):
                return None
        except Exception as error:  # a mapping's mistake must not end the harvest
            return self._rejected(file, position, error, raw, item)
        if not self._ids.learned:
            self._ids.learn(reading.local_id, raw)
        if isinstance(reading, Deleted):
            account.deleted += 1
        else:
            account.records += 1
            self._count_left(rows, position)
        return Read(reading, raw, position)

    def _is_repeated(self, local_id: str, position: str) -> bool:
        """Whether another file of the export had this id. Raises ``Problem`` where this part had it."""
        if local_id in self._export.before:
            self.account.skipped += 1
            self._elsewhere = self._elsewhere or local_id
            return True
        first = self._seen.note(local_id, position)
        if first is not None:
            raise Problem("duplicate_id", local_id=local_id, first=first)
        return False

    def _count_left(self, rows: Sequence[Item], position: str) -> None:
        """Count what the mapping left; of grouped rows, what it took from none of them."""
        shape, account = self.shape, self.account
        for key, value in rows[0].items():
            if (not value and value in EMPTY) or key in shape.ignored:
                continue
            if len(rows) > 1 and not all(key in row for row in rows):
                continue
            known = key in shape.required or key in shape.optional or key == shape.group
            (account.leftovers if known else account.unknown)[key] += 1
            if key not in account.examples:
                account.examples[key] = f"{position}: {str(value)[:EXAMPLE]}"

    def _gone(self, file: File, position: str, identifier: str) -> Outcome | None:
        raw = _encode({"@oai:identifier": identifier, "@oai:status": "deleted"})
        local_id = self.shape.deleted_id(identifier)
        try:
            if self._is_repeated(local_id, position):
                return None
        except Problem as problem:
            return self._rejected(file, position, problem, raw, {})
        self.account.deleted += 1
        return Read(Deleted(local_id), raw, position)

    def _rejected(self, file: File, position: str, error: Exception, raw: bytes, item: Item) -> Rejected:
        where = f"{self.source_id}, {position if self._export.several else f'{file.member.name}, {position}'}"
        if isinstance(error, Problem):
            problem = Problem(error.code, where, **error.values)
        elif isinstance(error, UnicodeEncodeError):
            problem = Problem("bad_text", where, error=str(error))
        else:
            problem = Problem("mapping_failed", where, error=f"{type(error).__name__}: {error}")
        before = _before(raw, item)
        duplicate = problem.code == "duplicate_id"
        local_id = str(problem.values["local_id"]) if duplicate else self._ids.of(before)
        if local_id is None:
            self._unidentified += 1
            if not self._ids.learned:
                self._unsettled[position] = before
        self.account.rejected += 1
        return Rejected(position, local_id or "", problem, raw)

    def _conclude(self, broken: list[Problem]) -> None:
        """Say whether the part is complete, and if not, why."""
        account, where = self.account, f"{self.source_id}, {self.name}"
        reasons = [*broken, *self._serious]
        if self._limited():
            reasons.append(Problem("limited", where, limit=self._export.limit))
        if self._unidentified:
            reasons.append(Problem("unidentified_rejects", where, count=self._unidentified))
        found = account.records + account.deleted
        least = self.shape.at_least or int(not account.skipped)
        if found < least:
            reasons.append(Problem("too_few_items", where, count=found, least=least))
        told = {note.values["column"] for note in self.notes if note.code == "new_column"}
        left = [key for key, _ in (account.leftovers + account.unknown).most_common() if key not in told]
        for key in left[:MOST_LEFT]:
            count = account.leftovers[key] + account.unknown[key]
            example = account.examples[key]
            self.notes.append(Problem("left_values", where, field=key, count=count, example=example))
        if self._elsewhere:
            self.notes.append(Problem("seen_elsewhere", where, local_id=self._elsewhere))
        self.notes.extend(reasons)
        self.complete = not reasons


def read_export(
    source: Source,
    path: Path,
    *,
    limit: int | None = None,
    known: Callable[[str], Known | None] = lambda name: None,
    accept_drift: bool = False,
) -> Iterator[Part]:
    """Read an export of a source: a file, an archive or a folder. Consume each part before the next.

    ``limit`` is the number of items after which reading stops; ``known`` gives what the last export of a
    part looked like, by the part's name; ``accept_drift`` reads on although a used column has vanished.
    Raises ``Problem`` where nothing can be read, or where drift refuses the export.
    """
    with contents(path) as found:
        export = _Export(limit, found.several)
        planned = plan(source, found, known)
        for part in planned:
            _settle_drift(source, part, known(part.name), accept=accept_drift)
        for part in planned:
            if limit is None or export.items < limit:
                yield Part(source, part, export)


def _settle_drift(source: Source, part: Planned, known: Known | None, *, accept: bool) -> None:
    """Compare with the last export; refuse files that still miss required columns afterwards."""
    for local_id, raw in list((known.raws if known else {}).items())[:20]:
        part.ids.learn(local_id, raw)
    for file in part.files:
        if known is not None and not file.reader.empty and (file.reader.fixed or len(part.files) == 1):
            where = f"{source.id}, {file.member.where}"
            try:
                settled = drift(known, file.reader, where, accept=accept)
            except Problem as problem:
                strange = set(known.columns).isdisjoint(file.reader.columns)
                if problem.code == "vanished_column" and file.reader.missing and strange:
                    raise unrecognised(file.member, file.reader) from problem
                raise
            file.renames = settled.renames
            part.notes.extend(settled.notes)
        if set(file.reader.missing) - set(file.renames.values()):
            raise unrecognised(file.member, file.reader)


_encode = msgspec.json.Encoder(order="deterministic").encode


def _before(raw: bytes, item: Item) -> Item:
    """The item as it was before a mapping popped keys from it; what is no item at all gives an empty one."""
    try:
        found = msgspec.json.decode(raw)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return item
    return found if isinstance(found, dict) else {}


def _check(record: Record, source_id: str) -> None:
    """Hold a mapping to what every record must have. Raises ``Problem``."""
    if not record.local_id:
        raise Problem("missing_value", field="local_id")
    if not record.names or not record.names[0].text:
        raise Problem("missing_value", field="names")
    if record.source != source_id:
        raise Problem("mapping_failed", error=f"source {record.source!r}")
