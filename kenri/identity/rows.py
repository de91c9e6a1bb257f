"""The scratch database of a linkage: one row per record, loaded in batches by Arrow.

DuckDB is scratch here, never the store of record: everything in it can be made again from the records.
"""

from __future__ import annotations

import functools
import re
import tempfile
import uuid
from collections.abc import Collection, Iterable, Sequence
from itertools import chain
from operator import attrgetter
from pathlib import Path

import duckdb
import msgspec
import numpy as np
import pyarrow as pa

from kenri.identity.flat import Features
from kenri.identity.grams import PARTS, signatures
from kenri.identity.models import models

ROWS_AT_ONCE = 2 * 122_880
"""Rows that are loaded in one go: whole row groups of DuckDB. What ends within a row group is put together
with what comes next at many times the cost."""
GRAMS = {"t": "title_text", "a": "creator_text", "b": "whole_text"}
"""The sets of grams that are kept, each with the text they are taken from."""
_TYPES = {
    int: pa.int32(),
    str: pa.string(),
    list[str]: pa.list_(pa.string()),
}
_LEFT_OUT = frozenset(("extra", *GRAMS.values()))


_ALWAYS = frozenset(
    ("schema", "source", "script", "words", "echoes", "unsaid", "marks", "marks_first", "title_year")
)
"""Columns that are read whatever the model."""
_WORD = re.compile(r"[a-z]\w*")


@functools.cache
def columns_read(model: str) -> frozenset[str]:
    """The features that a model looks at, by its name."""
    told = models()[model]
    texts = [block.sql for block in told.blocks] + [*told.values.values(), *told.columns()]
    texts += [name for c in told.comparisons for name in (*c.needs, *(level.tf for level in c.levels))]
    return _ALWAYS | frozenset(_WORD.findall(" ".join(texts)))


def plain_columns(read: Collection[str] | None = None) -> dict[str, pa.DataType]:
    """The features that are columns as they are, with their types; all, or those of them that are read."""
    found = {}
    for field in msgspec.structs.fields(Features):
        if field.name not in _LEFT_OUT and (read is None or field.name in read):
            type_ = getattr(field.type, "__args__", (field.type,))[0] if field.default is None else field.type
            found[field.name] = _TYPES[type_]
    return found


def connect(path: str = ":memory:", *, threads: int = 2, memory: str = "3GB") -> duckdb.DuckDBPyConnection:
    """A scratch database that keeps to so many threads and so much memory."""
    connection = duckdb.connect(path)
    if path == ":memory:":
        # What does not fit into memory would else be laid into the folder in which the user happens to be.
        spilling = Path(tempfile.gettempdir()) / f"kenri-{uuid.uuid4().hex}"
        connection.execute(f"set temp_directory = '{spilling}'")
    connection.execute(f"set threads = {int(threads)}")
    connection.execute(f"set memory_limit = '{memory}'")
    connection.execute("set preserve_insertion_order = false")
    connection.execute("set enable_progress_bar = false")
    return connection


def create(
    connection: duckdb.DuckDBPyConnection,
    table: str,
    extras: Sequence[str],
    read: Collection[str] | None = None,
) -> None:
    """An empty table of rows; ``extras`` are the further columns that records bring with them, ``read`` the
    features that are kept, all where nothing is told."""
    connection.register("empty_rows", table_of([], [], extras, read))
    connection.execute(f"create or replace table {table} as select * from empty_rows")
    connection.unregister("empty_rows")


def load(connection: duckdb.DuckDBPyConnection, table: str, new: Iterable[pa.Table]) -> int:
    """Add tables of rows, and say how many rows they were.

    A row with a key that is there already must be removed first.
    """
    waiting: list[pa.Table] = []
    count = 0
    for one in new:
        waiting.append(one)
        while sum(map(len, waiting)) >= ROWS_AT_ONCE:
            together = pa.concat_tables(waiting)
            _insert(connection, table, together.slice(0, ROWS_AT_ONCE))
            waiting = [together.slice(ROWS_AT_ONCE)]
        count += len(one)
    if count:
        _insert(connection, table, pa.concat_tables(waiting))
    return count


def _insert(connection: duckdb.DuckDBPyConnection, table: str, new: pa.Table) -> None:
    connection.register("new_rows", new)
    connection.execute(f"insert into {table} select * from new_rows")
    connection.unregister("new_rows")


def hold_keys(connection: duckdb.DuckDBPyConnection, table: str, keys: Iterable[int]) -> None:
    """A temporary table of keys. Given as a list, DuckDB would look for modules at each of them."""
    connection.register("told_keys", pa.table({"k": pa.array(list(keys), pa.int64())}))
    connection.execute(f"create or replace temp table {table} as select k from told_keys")
    connection.unregister("told_keys")


def pairs_table(pairs: Sequence[tuple[int, int]]) -> pa.Table:
    """Pairs of keys as the columns ``l`` and ``r``."""
    return pa.table(
        {
            "l": pa.array([left for left, _ in pairs], pa.int64()),
            "r": pa.array([right for _, right in pairs], pa.int64()),
        }
    )


def extra_column(place: int) -> str:
    """The column that holds the extra cells of the column in that place."""
    return f"x{place}"


def table_of(
    keys: Sequence[int],
    features: Sequence[Features],
    extras: Sequence[str],
    read: Collection[str] | None = None,
) -> pa.Table:
    """Rows with their keys as one table; the same columns whatever the rows. ``read`` as for ``create``."""
    columns: dict[str, pa.Array] = {"k": pa.array(keys, pa.int64())}
    plain = plain_columns(read)
    told = list(zip(*map(attrgetter(*plain), features), strict=True)) or [()] * len(plain)
    for (name, type_), values in zip(plain.items(), told, strict=True):
        columns[name] = pa.array(values, type_)
    for place, name in enumerate(extras):
        cells = [row.extra.get(name) for row in features]
        columns[extra_column(place)] = pa.array([cell and _shortened(cell) for cell in cells], pa.string())
    texts = list(chain.from_iterable(map(attrgetter(*GRAMS.values()), features)))
    places = {text: place for place, text in enumerate(dict.fromkeys(texts))}
    found = signatures(list(places))
    sizes = np.bitwise_count(found.view(np.uint64)).sum(axis=1).astype(np.int32)
    rows = np.fromiter(map(places.__getitem__, texts), np.int64, len(texts)).reshape(-1, len(GRAMS))
    for letter, row in zip(GRAMS, rows.T, strict=True):
        for place in range(PARTS):
            columns[f"{letter}{place}"] = pa.array(found[row, place])
        columns[f"{letter}_size"] = pa.array(sizes[row])
    return pa.table(columns)


LONGEST_EXTRA = 48
"""Characters of an extra cell that are compared."""


def _shortened(cell: str) -> str:
    """A cell that is too long as its beginning and its end: lists that only begin alike are not the same."""
    if len(cell) <= LONGEST_EXTRA:
        return cell
    half = LONGEST_EXTRA // 2
    return cell[:half] + cell[-half:]
