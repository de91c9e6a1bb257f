"""Writing down what people decide, and where each pair stands after it.

A judgement is a row that is never touched again; a changed mind and an undone decision are new rows. Where a
pair stands is kept with the pair, for the queue of reviews and for linking, and follows from the rows alone.
"""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import msgspec
from django.conf import settings
from django.db import connection, transaction

from kenri.identity.judgements import Decision, Judgement, Standing, standing
from kenri.records.bulk import store as open_store
from kenri.records.bulk.store import Store, batches
from kenri.records.chunks import MAX_ID, storable
from kenri.records.keys import entity_key
from kenri.records.models import Judgement as JudgementRow
from kenri.records.pairs import put_in_queue
from kenri.vocab.problems import Problem

BATCH = 1_000
LONGEST_NAME, LONGEST_NOTE = 100, 2_000
"""Characters of a reviewer's name and of a note."""


class Ref(NamedTuple):
    """A record as people's decisions name it: for as long as its source has it, whatever else is rebuilt."""

    source: str
    local_id: str


Pair = tuple[Ref, Ref]


class Written(msgspec.Struct, frozen=True):
    """What became of some judgements: how many are new, and where their pairs stand.

    ``due`` are the records to be linked again, ``absent`` counts pairs with a record that is not in the
    catalogue (yet).
    """

    new: int
    known: int
    standings: Mapping[Pair, Standing]
    due: tuple[int, ...]
    absent: int


def judgement(
    left: Ref,
    right: Ref,
    decision: str,
    by: str,
    *,
    at: dt.datetime | None = None,
    note: str = "",
    settled: bool = False,
) -> Judgement[Ref]:
    """A judgement fit to be written.

    Raises Problem: ``judgement_same_record``, ``judgement_decision``, ``judgement_reviewer``,
    ``judgement_note``, ``unusable_local_id``.
    """
    left, right = sorted((Ref(*left), Ref(*right)))
    if left == right:
        raise Problem("judgement_same_record", source=left.source, local_id=left.local_id)
    for ref in (left, right):
        if not 0 < len(ref.local_id) <= MAX_ID or storable(ref.local_id) != ref.local_id:
            raise Problem("unusable_local_id", local_id=storable(ref.local_id), limit=MAX_ID)
        if not 0 < len(ref.source) <= 64 or storable(ref.source) != ref.source:
            raise Problem("judgement_source", source=storable(ref.source))
    if decision not in set(Decision):
        raise Problem("judgement_decision", decision=decision, known=", ".join(Decision))
    if len(note) > LONGEST_NOTE or storable(note) != note:
        raise Problem("judgement_note", limit=LONGEST_NOTE)
    when = at or dt.datetime.now(dt.UTC)
    return Judgement(left, right, Decision(decision), reviewer(by), when, note.strip(), settled)


def reviewer(name: str) -> str:
    """A reviewer's name as it is kept. Raises ``Problem('judgement_reviewer')``."""
    plain = " ".join(unicodedata.normalize("NFKC", name).split())
    if not 0 < len(plain) <= LONGEST_NAME or storable(plain) != plain:
        raise Problem("judgement_reviewer", limit=LONGEST_NAME)
    return plain


def needed() -> int:
    """How many agreeing reviews decide: ``KENRI_REVIEWS`` of the settings."""
    return int(settings.KENRI_REVIEWS)


def write(judgements: Iterable[Judgement[Ref]]) -> Written:
    """Write judgements down; one that says what its reviewer said last is no new word."""
    store = open_store()
    new = known = absent = 0
    standings: dict[Pair, Standing] = {}
    due: set[int] = set()
    for some in batches(judgements, BATCH):
        with transaction.atomic():
            before = judgements_of(store, {one.pair for one in some})
            fresh = _fresh(some, before)
            JudgementRow.objects.bulk_create(_rows(fresh, before))
            for one in fresh:
                before[one.pair].append(one)
            stand = standing((one for said in before.values() for one in said), needed=needed())
            changed, missing = keep(store, stand)
            _make_due(store, changed)
        new += len(fresh)
        known += len(some) - len(fresh)
        absent += missing
        due |= changed
        standings.update(stand)
    return Written(new, known, standings, tuple(sorted(due)), absent)


def judgements_of(store: Store, pairs: Iterable[Pair]) -> dict[Pair, list[Judgement[Ref]]]:
    """Everything that was said of these pairs, in the order in which it was written."""
    wanted = set(pairs)
    found: dict[Pair, list[Judgement[Ref]]] = defaultdict(list)
    keys = sorted({entity_key(*left) for left, _ in wanted})
    for row in JudgementRow.objects.filter(left_key__in=keys).order_by("id"):
        one = as_judgement(row)
        if one.pair in wanted:
            found[one.pair].append(one)
    return found


def as_judgement(row: JudgementRow) -> Judgement[Ref]:
    """The row as the domain knows it."""
    left, right = Ref(row.left_source, row.left_id), Ref(row.right_source, row.right_id)
    return Judgement(left, right, Decision(row.decision), row.by, row.at, row.note, row.settled)


def _fresh(
    some: Sequence[Judgement[Ref]], before: Mapping[Pair, Sequence[Judgement[Ref]]]
) -> list[Judgement[Ref]]:
    """Those that say something new: neither written already nor the reviewer's present word again."""
    fresh: list[Judgement[Ref]] = []
    last: dict[tuple[Pair, str], Judgement[Ref]] = {}
    written = set()
    for one in sorted((one for said in before.values() for one in said), key=lambda one: one.at):
        last[one.pair, one.by] = one
        written.add((one.pair, one.by, one.at, one.decision))
    for one in some:
        present = last.get((one.pair, one.by))
        again = (
            present is not None
            and (present.decision, present.settled) == (one.decision, one.settled)
            and one.at >= present.at
        )
        nothing_to_take_back = present is None and one.decision is Decision.WITHDRAWN
        if again or nothing_to_take_back or (one.pair, one.by, one.at, one.decision) in written:
            continue
        if present is None or one.at >= present.at:
            last[one.pair, one.by] = one
        written.add((one.pair, one.by, one.at, one.decision))
        fresh.append(one)
    return fresh


def _rows(
    fresh: Sequence[Judgement[Ref]], before: Mapping[Pair, Sequence[Judgement[Ref]]]
) -> list[JudgementRow]:
    reviewers = {pair: dict.fromkeys(one.by for one in said) for pair, said in before.items()}
    rows = []
    for one in fresh:
        left, right = one.pair
        names = reviewers.setdefault(one.pair, {})
        names.setdefault(one.by)
        rows.append(
            JudgementRow(
                left_source=left.source,
                left_id=left.local_id,
                right_source=right.source,
                right_id=right.local_id,
                left_key=entity_key(*left),
                right_key=entity_key(*right),
                decision=one.decision,
                by=one.by,
                at=one.at,
                note=one.note,
                round=list(names).index(one.by) + 1,
                settled=one.settled,
            )
        )
    return rows


_KEEP = """
    INSERT INTO records_pair (left_id, right_id, score, band, reasons, state, decided, reviewers)
    VALUES (%s, %s, 0, '', '', %s, %s, %s)
    ON CONFLICT (left_id, right_id)
    DO UPDATE SET state = excluded.state, decided = excluded.decided, reviewers = excluded.reviewers
"""


def keep(store: Store, standings: Mapping[Pair, Standing]) -> tuple[set[int], int]:
    """Write where pairs stand beside the model's scores.

    Returns the records of pairs whose decision is another one than before, and how many pairs have a record
    that is not in the catalogue: these are kept when it comes.
    """
    keys = _record_keys(store, {ref for pair in standings for ref in pair})
    rows, absent = [], 0
    for (left, right), found in standings.items():
        if left not in keys or right not in keys:
            absent += 1
            continue
        one, other = sorted((keys[left], keys[right]))
        names = "".join(f"\n{name}" for name in found.reviewers) + "\n" if found.reviewers else ""
        rows.append((one, other, found.state.value, found.decision or "", names))
    held = {
        (left, right): decided
        for left, right, decided in store.select(
            "SELECT left_id, right_id, decided FROM records_pair WHERE left_id IN {values}",
            sorted({row[0] for row in rows}),
        )
    }
    with connection.cursor() as cursor:
        cursor.executemany(_KEEP, rows)
    put_in_queue(store, {row[0] for row in rows})
    changed = {key for row in rows if held.get(row[:2], "") != row[3] for key in row[:2]}
    return changed, absent


_FORGOTTEN = """
    SELECT DISTINCT j.left_key FROM records_judgement j
    JOIN records_record l ON l.source = j.left_source AND l.local_id = j.left_id
    JOIN records_record r ON r.source = j.right_source AND r.local_id = j.right_id
    WHERE NOT EXISTS (
        SELECT 1 FROM records_pair p
        WHERE (p.left_id = l.id AND p.right_id = r.id) OR (p.left_id = r.id AND p.right_id = l.id)
    )
"""


def recall(store: Store) -> None:
    """Let the judgements count whose records have come since, and ask ``link`` to look at these."""
    for rows in store.stream(_FORGOTTEN, size=BATCH):
        said = [
            as_judgement(row) for row in JudgementRow.objects.filter(left_key__in=[key for (key,) in rows])
        ]
        with transaction.atomic():
            changed, _ = keep(store, standing(said, needed=needed()))
            _make_due(store, changed)


def _record_keys(store: Store, refs: Iterable[Ref]) -> dict[Ref, int]:
    by_source: dict[str, list[str]] = defaultdict(list)
    for ref in refs:
        by_source[ref.source].append(ref.local_id)
    found = {}
    for source, local_ids in by_source.items():
        for key, local_id in store.select(
            "SELECT id, local_id FROM records_record WHERE source = %s AND local_id IN {values}",
            local_ids,
            [source],
        ):
            found[Ref(source, local_id)] = key
    return found


def _make_due(store: Store, keys: Iterable[int]) -> None:
    """Ask ``link`` to look at records again, by a number that no linking under way has read before."""
    latest = JudgementRow.objects.order_by("-id").values_list("id", flat=True).first() or 0
    store.execute_with(
        "UPDATE records_record SET link_due = %s WHERE id IN {values}", sorted(keys), [-latest]
    )
