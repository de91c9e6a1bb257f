"""Other readings of titles, worked out for the rows that need them.

They take longer than all else that is known of a title, and speak only for pairs in two scripts; so in a
large table they are worked out for such candidates alone.
"""

from __future__ import annotations

import duckdb

from kenri.identity.features import echoes_table


def say_all(connection: duckdb.DuckDBPyConnection, rows: str, *, processes: int) -> None:
    """Work out the other readings of all rows of a table."""
    _say(
        connection, rows, f"select distinct unsaid from {rows} where unsaid is not null order by 1", processes
    )


def say_across(connection: duckdb.DuckDBPyConnection, rows: str, pairs: str, *, processes: int) -> None:
    """Work out the other readings of the rows of a table that pairs bring together with another script."""
    _say(
        connection,
        rows,
        f"""
        select distinct unsaid from (
            select unnest([l.unsaid, r.unsaid]) as unsaid
            from {pairs} p join {rows} l on l.k = p.l join {rows} r on r.k = p.r
            where l.script <> r.script
        ) where unsaid is not null order by 1
        """,
        processes,
    )


def _say(connection: duckdb.DuckDBPyConnection, rows: str, texts: str, processes: int) -> None:
    found = [text for (text,) in connection.execute(texts).fetchall()]
    if not found:
        return
    connection.register("told", echoes_table(found, processes=processes))
    connection.execute(
        f"update {rows} set echoes = told.echoes, unsaid = null from told where unsaid = told.said"
    )
    connection.unregister("told")
