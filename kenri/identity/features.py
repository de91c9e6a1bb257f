"""What the model sees of one record: one flat row, worked out once per record.

Everything that needs Japanese, parsing or a dictionary happens here; what is done per pair is left to SQL.
"""

from __future__ import annotations

import gc
import multiprocessing
import multiprocessing.pool
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import chain, islice
from typing import Any

import msgspec
import pyarrow as pa

from kenri.identity import party_features, work_features
from kenri.identity.flat import Features, folded_or_none
from kenri.identity.models import model_for
from kenri.identity.readings import echoes_of
from kenri.identity.rows import columns_read, table_of
from kenri.vocab.records import Record

__all__ = ["Features", "Keyed", "echoes_table", "features_of", "tables_of"]

CHUNK = 2_000
"""Records that a process is given at a time."""
BY_ONE_PROCESS = 6
"""Up to so many chunks are done before further processes would have begun."""

ONE_PER_THING = frozenset(
    [
        "isni",
        "orcid",
        "viaf",
        "wikidata",
        "ulan",
        "ndl_authority",
        "gnd",
        "lcnaf",
        "iswc",
        "isrc",
        "imdb",
        "anidb",
        "myanimelist",
        "anilist",
        "bangumi",
        "musicbrainz",
        "moma_artist",
        "houjin",
        "ipi",
    ]
)
"""Schemes under which one thing has one value in general: two values are two things."""

_BLANKS = re.compile(r"(?:null|none|nan|n/?a|unk(?:nown)?\.?|-+|\?+|不明|\[unknown\]|<na>)", re.IGNORECASE)


def features_of(record: Record, extra: Mapping[str, str] | None = None, *, echoes: bool = True) -> Features:
    """The row of one record. ``extra`` holds what has no place in a record: by a list field's key
    (``number``, ``volume``, ``duration``, ``occupation``), else by the column's name. Without ``echoes`` a
    title's other readings are left to be worked out later, see ``Features.unsaid``.

    Raises KeyError for a schema that no model names.
    """
    told = _told(extra) if extra else {}
    model = model_for(record.schema)
    columns, used = (
        party_features.row(record, told)
        if model.name == "party"
        else work_features.row(record, told, echoes=echoes)
    )
    if record.identifiers:
        columns |= _identifiers(record)
    if told:
        columns["extra"] = _columns(told, used)
    return Features(schema=record.schema, source=record.source, **columns)


def _told(extra: Mapping[str, str]) -> dict[str, str]:
    """The cells that say something."""
    return {key: value.strip() for key, value in extra.items() if value and not is_blank(value)}


def _identifiers(record: Record) -> dict[str, Any]:
    ids = sorted({f"{i.scheme}:{i.value}" for i in record.identifiers if i.scheme != "url"})
    schemes = sorted({i.scheme for i in record.identifiers if i.scheme in ONE_PER_THING})
    return {"ids": ids or None, "id_schemes": schemes or sorted({i.split(":", 1)[0] for i in ids}) or None}


def _columns(told: Mapping[str, str], used: frozenset[str]) -> dict[str, str]:
    """The cells that are no other feature, folded."""
    columns = {key: folded_or_none(value) for key, value in sorted(told.items()) if key not in used}
    return {key: value for key, value in columns.items() if value}


def is_blank(value: str) -> bool:
    """Whether a cell says that nothing is known."""
    return not value.strip() or bool(_BLANKS.fullmatch(value.strip()))


Keyed = tuple[int, Record, Mapping[str, str]]
"""A record with the key that it is to have, and what has no place in it."""


def tables_of(
    records: Iterable[Keyed], extras: Sequence[str] = (), *, processes: int = 1
) -> Iterator[pa.Table]:
    """The rows of many records, in their order, as the tables that a linkage takes.

    ``extras`` are the further columns that the linkage was made with. With ``processes`` above 1 the tables
    of many records are made side by side; whoever asks for them only hands them on. Other readings of titles
    are left to the linkage, which knows of which it needs them.
    """
    chunks = _chunks(records)
    first = list(islice(chunks, BY_ONE_PROCESS + 1)) if processes > 1 else []
    chunks = chain(first, chunks)
    if len(first) <= BY_ONE_PROCESS:
        yield from (_table(extras, chunk) for chunk in chunks)
        return
    # Records go to the processes as bytes: objects would take longer to hand over than to work on.
    packed = map(msgspec.msgpack.encode, chunks)
    with _side_by_side(processes) as pool:
        yield from pool.imap(partial(_table_of_packed, extras), packed)


def _chunks(records: Iterable[Keyed]) -> Iterator[list[Keyed]]:
    remaining = iter(records)
    while chunk := list(islice(remaining, CHUNK)):
        yield chunk


def _side_by_side(processes: int) -> multiprocessing.pool.Pool:
    """Processes that do not look for cycles of objects: there are none, and it takes a fifth of the time."""
    return multiprocessing.get_context("spawn").Pool(processes, initializer=gc.disable)


_packed = msgspec.msgpack.Decoder(list[Keyed])


def _table_of_packed(extras: Sequence[str], packed: bytes) -> pa.Table:
    return _table(extras, _packed.decode(packed))


def _table(extras: Sequence[str], records: list[Keyed]) -> pa.Table:
    keys = [key for key, _, _ in records]
    rows = [features_of(record, extra, echoes=False) for _, record, extra in records]
    return table_of(keys, rows, extras, columns_read(model_for(records[0][1].schema).name))


def echoes_table(texts: Sequence[str], *, processes: int = 1) -> pa.Table:
    """Texts (``said``) and what they sound like if they are read otherwise (``echoes``)."""
    if processes < 2 or len(texts) < MANY_TEXTS:
        found = list(map(_echoes, texts))
    else:
        with _side_by_side(processes) as pool:
            found = pool.map(_echoes, texts, CHUNK)
    return pa.table({"said": pa.array(texts, pa.string()), "echoes": pa.array(found, pa.list_(pa.string()))})


def _echoes(text: str) -> list[str] | None:
    return list(echoes_of(text)) or None


MANY_TEXTS = 20_000
"""Texts from which on the start of further processes is worth its while."""
