"""Several suppliers of one generic source: each one's ids and parts are its own.

A generic source (a list in a common layout, an OAI-PMH repository of anyone's) has no ids that are unique by
themselves: two circles both have a work ``W-1``. Read as ``circle-a``, its local id is ``circle-a:W-1``.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable

from msgspec.structs import replace

from kenri.harvest.source import Deleted, Item, Reading, Shape, Source
from kenri.vocab.problems import Problem
from kenri.vocab.records import Record

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")


def supplied(source: Source, supplier: str) -> Source:
    """The source as one supplier's: its name stands before every local id and every part's name.

    Raises ``Problem('bad_supplier')`` for a name of other signs than ASCII letters, digits, ``.``, ``_``
    and ``-``.
    """
    if _NAME.fullmatch(supplier) is None:
        raise Problem("bad_supplier", supplier=supplier)
    return replace(source, shapes=tuple(_of(shape, f"{supplier}:") for shape in source.shapes))


def _of(shape: Shape, prefix: str) -> Shape:
    def deleted_id(identifier: str) -> str:
        return prefix + shape.deleted_id(identifier)

    return replace(
        shape, name=prefix + shape.name, read=_prefixing(shape.read, prefix), deleted_id=deleted_id
    )


def _prefixing(read: Callable[[Item], Reading], prefix: str) -> Callable[[Item], Reading]:
    def own(local_id: str) -> str:
        return prefix + local_id if local_id else ""

    @functools.wraps(read)
    def prefixed(item: Item) -> Reading:
        reading = read(item)
        if reading is None:
            return None
        if isinstance(reading, Deleted):
            return Deleted(own(reading.local_id))
        return _renamed(reading, own)

    return prefixed


def _renamed(record: Record, own: Callable[[str], str]) -> Record:
    """The record with every id that is the supplier's own renamed; an empty one stays empty."""
    return replace(
        record,
        local_id=own(record.local_id),
        contributions=tuple(replace(c, party=own(c.party)) if c.party else c for c in record.contributions),
        relations=tuple(replace(r, local_id=own(r.local_id)) if r.local_id else r for r in record.relations),
    )
