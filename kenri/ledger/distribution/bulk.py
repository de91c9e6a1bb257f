"""Pools of money over many uses at once: set operations of a database in memory, all in whole numbers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import duckdb
import msgspec
import pyarrow as pa

from kenri.ledger.distribution.shares import Part
from kenri.vocab.problems import Problem

USAGE = pa.schema([("pool", pa.string()), ("work", pa.string()), ("units", pa.int64())])
"""Uses: any number of rows for one work."""
PARTS = pa.schema(
    [
        ("pool", pa.string()),
        ("work", pa.string()),
        ("layer", pa.string()),
        ("payee", pa.string()),
        ("through", pa.string()),
        ("why", pa.string()),
        ("billionths", pa.int64()),
    ]
)
"""How each work of a pool is divided; the billionths of one work add up to 1,000,000,000."""


class Amount(msgspec.Struct, frozen=True):
    """What a payee, or what is held for a part of a work (``why``), gets of a pool.

    Exactly ``pool's yen × weight / (pool's units × 1,000,000,000)``; ``yen`` is that rounded, see ``Cut``.
    """

    pool: str
    payee: str
    through: str
    why: str
    work: str
    layer: str
    weight: int
    yen: int


class Cut(msgspec.Struct, frozen=True):
    """Where rounding up ended in a pool.

    ``units`` were used in all. Whoever has a remainder above ``remainder``, or that remainder and a ``tie``
    not above this one, got one yen more than their share rounded down; nobody did where ``tie`` is empty.
    """

    pool: str
    yen: int
    units: int
    remainder: int
    tie: str


class Distributed(msgspec.Struct, frozen=True):
    """The outcome for all pools; ``amounts`` of a pool add up to its yen."""

    amounts: tuple[Amount, ...]
    cuts: tuple[Cut, ...]


_WEIGHED = """
    CREATE TABLE weighed AS
    SELECT pool, CASE WHEN why = '' THEN payee ELSE concat_ws(':', 'held', why, work, layer) END AS key,
        through, why, CASE WHEN why = '' THEN '' ELSE work END AS work,
        CASE WHEN why = '' THEN '' ELSE layer END AS layer, sum(units * billionths::HUGEINT) AS weight
    FROM (SELECT pool, work, sum(units) AS units FROM usage GROUP BY ALL) JOIN parts USING (pool, work)
    GROUP BY ALL;
    CREATE TABLE shared AS
    SELECT w.*, p.units, p.yen, (p.yen::HUGEINT * weight) // (p.units * 1000000000) AS low,
        (p.yen::HUGEINT * weight) % (p.units * 1000000000) AS rest,
        sha256(concat_ws(chr(10), $run, key, through)) AS tie
    FROM weighed w JOIN (
        SELECT pool, yen, sum(units)::HUGEINT AS units FROM usage JOIN pools USING (pool) GROUP BY ALL
    ) p USING (pool);
    CREATE TABLE ranked AS
    SELECT *, row_number() OVER (PARTITION BY pool ORDER BY rest DESC, tie) AS place,
        yen - sum(low) OVER (PARTITION BY pool) AS extra
    FROM shared;
"""
_AMOUNTS = """
    SELECT pool, CASE WHEN why = '' THEN key ELSE '' END, through, why, work, layer, weight,
        low + CASE WHEN place <= extra THEN 1 ELSE 0 END
    FROM ranked ORDER BY pool, key, through
"""
_CUTS = """
    SELECT pool, any_value(yen), any_value(units), coalesce(max(rest) FILTER (place = extra), 0),
        coalesce(max(tie) FILTER (place = extra), '')
    FROM ranked GROUP BY pool ORDER BY pool
"""
_INCOMPLETE = """
    SELECT pool, work, coalesce(told, 0) FROM (SELECT DISTINCT pool, work FROM usage WHERE units > 0)
    LEFT JOIN (SELECT pool, work, sum(billionths) AS told FROM parts GROUP BY ALL) USING (pool, work)
    WHERE coalesce(told, 0) <> 1000000000 LIMIT 1
"""


def distribute(run: str, pools: Mapping[str, int], usage: pa.Table, parts: pa.Table) -> Distributed:
    """The yen of each pool over all who have a part in what was used in it.

    ``run`` names the distribution, for ``rounding.tie``. Raises Problem: ``usage_without_units`` for a pool
    with money and no use, ``parts_incomplete`` where the parts of a used work are no whole.
    """
    with duckdb.connect(config={"threads": 2}) as store:
        store.register("usage", usage.cast(USAGE))
        store.register("parts", parts.cast(PARTS))
        store.register("pools", pa.table({"pool": list(pools), "yen": list(pools.values())}, _POOLS))
        _check(store)
        for statement in filter(str.strip, _WEIGHED.split(";")):
            store.execute(statement, {"run": run} if "$run" in statement else None)
        amounts = tuple(Amount(*row) for row in store.execute(_AMOUNTS).fetchall())
        cuts = tuple(Cut(*row) for row in store.execute(_CUTS).fetchall())
    return Distributed(amounts, cuts)


def table_of(rows: Iterable[tuple[str, str, Part]]) -> pa.Table:
    """Pool, work and one of its parts, as rows of ``PARTS``."""
    told = ((pool, work, p.layer, p.payee, p.through, p.why, p.billionths) for pool, work, p in rows)
    columns = list(zip(*told, strict=True)) or [()] * len(PARTS)
    return pa.table(
        [pa.array(column, field.type) for column, field in zip(columns, PARTS, strict=True)], PARTS
    )


_POOLS = pa.schema([("pool", pa.string()), ("yen", pa.int64())])


def _check(store: Any) -> None:
    unused = store.execute(
        "SELECT pool FROM pools LEFT JOIN usage USING (pool) WHERE yen <> 0 GROUP BY pool"
        " HAVING coalesce(sum(units), 0) = 0"
    ).fetchone()
    if unused:
        raise Problem("usage_without_units", pool=unused[0])
    incomplete = store.execute(_INCOMPLETE).fetchone()
    if incomplete:
        raise Problem("parts_incomplete", work=incomplete[1], told=incomplete[2])
