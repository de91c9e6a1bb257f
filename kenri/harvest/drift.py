"""Schema drift: what changed in an export's columns since it was last read.

A new column is reported. A column that vanished while a new one says the same of the same things was
renamed: it is read under its old name, so that no record counts as changed. A column that a mapping uses
and that is simply gone refuses the export, since reading on would empty a fact in every record.
"""

from __future__ import annotations

from typing import Any

import msgspec

from kenri.harvest.formats.reader import Reader
from kenri.harvest.ids import IdKey, first_row, scalar
from kenri.vocab.problems import Problem

SAME = 0.95
"""The share of things of which a new column must say what the old one said."""

USUAL = 0.5
"""In formats without a header: the share of earlier items that must have a key for its absence to count."""

FEWEST = 20
"""In formats without a header: from how many items on the absence of a key counts."""


class Known(msgspec.Struct, frozen=True):
    """What the last export of a part looked like.

    ``columns`` are the part's ``columns`` of then; ``raws`` the items, by local id, of some of its records
    (200 are plenty).
    """

    columns: tuple[str, ...]
    raws: dict[str, bytes] = {}


class Drift(msgspec.Struct, frozen=True):
    """``renames`` maps columns of the export to the names that they had; ``notes`` tell people."""

    renames: dict[str, str] = {}
    notes: tuple[Problem, ...] = ()


def drift(known: Known, reader: Reader, where: str, *, accept: bool = False) -> Drift:
    """Compare an export with the one before.

    Raises ``Problem('vanished_column')`` where a used column is gone, unless the caller accepts that, and
    ``Problem('no_header')`` where the first row of a table is not a header but a record.
    """
    shape = reader.shape
    used = {*shape.required, *shape.optional, shape.group}
    items = {local_id: first_row(msgspec.json.decode(raw)) for local_id, raw in known.raws.items()}
    new = [name for name in reader.columns if name not in known.columns]
    gone = [name for name in known.columns if name not in reader.columns and _counts(name, items, reader)]
    if gone and not reader.fixed:
        gone = _nowhere(gone, reader)
    twins = _twins(items, known.raws, gone, new, reader) if gone and new else {}
    if reader.fixed and _are_values(twins, items):
        raise Problem("no_header", where, found=", ".join(reader.columns[:30]))
    notes = [Problem("renamed_column", where, old=old, new=twin) for old, twin in twins.items()]
    lost = [name for name in gone if name not in twins]
    for name in lost:
        needed = name in shape.required or (name in used and _says_something(name, items))
        if needed and (not accept or name in shape.required):
            found = ", ".join(reader.columns[:30])
            raise Problem("vanished_column", where, column=name, found=found)
        notes.append(Problem("dropped_column", where, column=name))
    declared = used.union(shape.ignored)
    unknown = declared.union(twins.values())
    notes.extend(Problem("new_column", where, column=name) for name in new if name not in unknown)
    return Drift({twin: old for old, twin in twins.items()}, tuple(notes))


def _are_values(twins: dict[str, str], items: dict[str, dict[str, Any]]) -> bool:
    """Whether the new names are what records say in these columns: then they head nothing."""
    said = [old for old, twin in twins.items() if any(scalar(i.get(old)) == twin for i in items.values())]
    return len(said) > 1 or (bool(said) and len(said) == len(twins))


def _counts(name: str, items: dict[str, dict[str, Any]], reader: Reader) -> bool:
    """Whether a key's absence says anything: always with a header, else where it used to be usual."""
    if reader.fixed or name in reader.shape.required:
        return True
    have = sum(1 for item in items.values() if name in item)
    return len(items) >= FEWEST and have >= USUAL * len(items)


def _nowhere(names: list[str], reader: Reader) -> list[str]:
    """Those that no item has: an export may begin with items of another kind than the rest."""
    left = dict.fromkeys(names)
    for entry in reader.entries({}):
        if isinstance(entry, tuple):
            for name in [name for name in left if name in entry[1]]:
                del left[name]
            if not left:
                break
    return list(left)


def _says_something(name: str, items: dict[str, dict[str, Any]]) -> bool:
    return not items or any(item.get(name) not in (None, "", [], {}) for item in items.values())


def _twins(
    items: dict[str, dict[str, Any]],
    raws: dict[str, bytes],
    gone: list[str],
    new: list[str],
    reader: Reader,
) -> dict[str, str]:
    """Which new column says what a vanished one said."""
    key = IdKey()
    for local_id, raw in raws.items():
        key.learn(local_id, raw)
    if not key.key:
        return {}
    by_id = {scalar(item[key.key]): item for item in items.values() if key.key in item}
    twins: dict[str, str] = {}
    column = key.key
    if column in gone:
        column = _id_column(set(by_id), new, reader)
        if not column:
            return {}
        twins[key.key] = column
    pairs = _pairs(by_id, column, reader)
    for old in gone:
        if old in twins:
            continue
        for candidate in new:
            if candidate not in twins.values() and _same(old, candidate, pairs):
                twins[old] = candidate
                break
    return twins


def _id_column(ids: set[str], new: list[str], reader: Reader) -> str:
    """The new column that holds nearly all of the known ids."""
    seen: dict[str, set[str]] = {name: set() for name in new}
    for entry in reader.entries({}):
        if isinstance(entry, tuple):
            item = first_row(entry[1])
            for name in new:
                text = scalar(item.get(name))
                if text in ids:
                    seen[name].add(text)
    best = max(new, key=lambda name: len(seen[name]))
    return best if len(seen[best]) >= SAME * len(ids) else ""


def _pairs(
    by_id: dict[str, dict[str, Any]], column: str, reader: Reader
) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    """Earlier items with those of the same id in the export."""
    left = dict(by_id)
    pairs = []
    for entry in reader.entries({}):
        if isinstance(entry, tuple):
            item = entry[1]
            before = left.pop(scalar(item.get(column)), None)
            if before is not None:
                pairs.append((before, item))
                if not left:
                    break
    return pairs


def _same(old: str, candidate: str, pairs: list[tuple[dict[str, Any], dict[str, Any]]]) -> bool:
    """Whether the candidate says what the old column said, of enough things, and not only nothing."""
    said = [(before.get(old), item.get(candidate)) for before, item in pairs]
    telling = [pair for pair in said if pair[0] not in (None, "", [], {})]
    equal = sum(1 for before, now in said if before == now or scalar(before) == scalar(now) != "")
    return bool(telling) and equal >= SAME * len(said) and any(before == now for before, now in telling)
