"""Finding the pairs that are worth scoring, without looking at all of them.

Every row gets keys: of its title or name in every form, of its sound, of its rare words two by two, and of
its other values (``atom`` blocks) two by two. Rows that share a key are candidates. A key that very many
rows share finds little and costs much: the largest block size is chosen from the histogram of sizes so that
all blocks together give no more than ``pairs_a_row`` pairs a row; rows of a larger block meet through finer
keys, for every atom is paired with every other.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import duckdb

from kenri.identity.models import Block, Model
from kenri.identity.rows import extra_column

RARE_WORDS = 4
"""Of a row's words the rarest that are made into keys two by two."""
MANY_ROWS = 200_000
"""From so many rows on, atoms are paired only with the first atom of the model (who made it, the family)."""
LARGEST_BLOCK = 1_000
SMALLEST_BLOCK = 12


def pairs_a_row(rows: int) -> float:
    """Candidate pairs that are afforded for a row: many in a small table, few in a large one."""
    return 60.0 if rows <= 20_000 else 40.0 if rows <= 80_000 else 20.0 if rows <= MANY_ROWS else 10.0


def make_keys(
    connection: duckdb.DuckDBPyConnection, model: Model, rows: str, into: str, *, extras: int, many: bool
) -> None:
    """Write the keys of all rows of a table into another: ``h`` (the key, hashed) and ``k`` (the row)."""
    columns = _of_columns(extras)
    wanted = [block for block in (*model.blocks, *columns) if block.alone and not (many and block.small)]
    alone = [_keys(rows, block.name, block.sql) for block in wanted]
    connection.execute(
        f"create or replace table {into} as select distinct h, k from ({' union all '.join(alone)})"
    )
    _add_word_pairs(connection, rows, into)
    atoms = [block for block in (*model.blocks, *columns) if block.atom]
    _add_atom_pairs(connection, rows, into, atoms, many=many)


def _of_columns(extras: int) -> list[Block]:
    columns = [extra_column(place) for place in range(extras)]
    return [Block(c, f"list_filter([{c}], lambda x: x is not null)", atom=True) for c in columns]


def _keys(rows: str, name: str, sql: str) -> str:
    return f"select k, hash('{name}', v) as h from (select k, unnest({sql}) as v from {rows})"


def _add_word_pairs(connection: duckdb.DuckDBPyConnection, rows: str, into: str) -> None:
    """Two rare words that stand in one row, in whatever fields: wrong fields and misspellings do not matter.

    A word that no other row has is no help. How often a word occurs is known from ``word_counts``.
    """
    connection.execute(f"""
        create or replace temp table rare as
        select k, list_sort(arg_min(w, n * 1000003 + w % 1000003, {RARE_WORDS})) as ws
        from (select k, hash(unnest(words)) % 1000000000000 as w from {rows}) join word_counts using (w)
        where n > 1 group by k
    """)
    pairs = " union all ".join(
        f"select k, hash('two words', ws[{one}], ws[{two}]) as h from rare where len(ws) >= {two}"
        for one, two in combinations(range(1, RARE_WORDS + 1), 2)
    )
    connection.execute(f"insert into {into} select h, k from ({pairs})")
    connection.execute("drop table rare")


def count_words(connection: duckdb.DuckDBPyConnection, rows: str) -> None:
    """Count in how many rows each word stands."""
    connection.execute(f"""
        create or replace table word_counts as
        select w, count(*) as n from (select hash(unnest(words)) % 1000000000000 as w from {rows}) group by w
    """)


def _add_atom_pairs(
    connection: duckdb.DuckDBPyConnection, rows: str, into: str, atoms: Sequence[Block], *, many: bool
) -> None:
    connection.execute("create or replace temp table atoms (k bigint, b tinyint, v ubigint)")
    for place, block in enumerate(atoms):
        connection.execute(
            f"insert into atoms select k, {place}, hash(v)"
            f" from (select k, unnest(list_distinct({block.sql})) as v from {rows})"
        )
    first = "and one.b = 0" if many else ""
    connection.execute(f"""
        insert into {into} select hash('two', one.b, one.v, two.b, two.v), one.k
        from atoms one join atoms two on one.k = two.k and one.b < two.b {first}
    """)
    connection.execute("drop table atoms")


def all_candidates(connection: duckdb.DuckDBPyConnection, keys: str, rows: int, into: str) -> tuple[int, int]:
    """Write all pairs of rows that share a searched key, each once with the smaller key first.

    Gives the size up to which blocks were searched, and the number of pairs.
    """
    connection.execute(f"""
        create or replace temp table blocks as
        select h, count(*) as n from {keys} group by h having count(*) > 1
    """)
    largest = _largest_block(connection, rows)
    connection.execute(f"""
        create or replace temp table searched as
        select h, k from {keys} semi join (select h from blocks where n <= {largest}) using (h)
    """)
    connection.execute(f"""
        create or replace table {into} as
        select distinct one.k as l, two.k as r
        from searched one join searched two on one.h = two.h and one.k < two.k
    """)
    connection.execute("drop table searched")
    connection.execute("drop table blocks")
    return largest, _count(connection, into)


def _largest_block(connection: duckdb.DuckDBPyConnection, rows: int) -> int:
    """The size up to which blocks are searched, such that the pairs of all of them stay affordable."""
    sizes = connection.execute("select n, count(*) from blocks group by n order by n").fetchall()
    afforded, spent, largest = pairs_a_row(rows) * rows, 0.0, SMALLEST_BLOCK
    for size, blocks in sizes:
        spent += blocks * size * (size - 1) / 2
        if spent > afforded or size > LARGEST_BLOCK:
            break
        largest = max(largest, size)
    return largest


def candidates_of(
    connection: duckdb.DuckDBPyConnection, new_keys: str, keys: str, largest: int, into: str
) -> int:
    """Write the pairs between rows with ``new_keys`` (as ``r``) and the rows of the store (as ``l``)."""
    # The keys of the whole store are read once only.
    connection.execute(
        f"create or replace temp table met as select h, k from {keys} semi join {new_keys} using (h)"
    )
    connection.execute(f"""
        create or replace table {into} as
        select distinct old.k as l, new.k as r from {new_keys} new join met old on new.h = old.h
        where old.k <> new.k and new.h in (select h from met group by h having count(*) <= {int(largest)})
    """)
    connection.execute("drop table met")
    return _count(connection, into)


def _count(connection: duckdb.DuckDBPyConnection, table: str) -> int:
    found = connection.execute(f"select count(*) from {table}").fetchone()
    return int(found[0]) if found else 0
