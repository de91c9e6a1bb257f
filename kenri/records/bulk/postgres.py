"""PostgreSQL: COPY for new rows, COPY into a temporary table and UPDATE … FROM for changed ones."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import connection

from kenri.records.bulk.store import Row, Store
from kenri.vocab.problems import Problem

_STAGED = "records_staged"


class PostgresStore(Store):
    """Bulk work on PostgreSQL."""

    joined = "STRING_AGG(DISTINCT {value}, ',')"

    def insert(self, table: str, columns: Sequence[str], rows: Sequence[Row]) -> None:  # noqa: D102
        if not rows:
            return
        names = ", ".join(f'"{column}"' for column in columns)
        with connection.cursor() as cursor, cursor.copy(f'COPY "{table}" ({names}) FROM STDIN') as copy:
            for row in rows:
                copy.write_row(row)

    def update(  # noqa: D102
        self, table: str, columns: Sequence[str], rows: Sequence[Row], *, key: str = "id", guard: str = ""
    ) -> None:
        if not rows:
            return
        columns_read = [key, *columns, *([guard] if guard else [])]
        staged = [f"c{number}" for number in range(len(columns_read))]
        like = ", ".join(f'"{column}" AS {name}' for column, name in zip(columns_read, staged, strict=True))
        sets = ", ".join(f'"{column}" = s.{name}' for column, name in zip(columns, staged[1:], strict=False))
        same = f' AND t."{guard}" IS NOT DISTINCT FROM s.{staged[-1]}' if guard else ""
        with connection.cursor() as cursor:
            cursor.execute(f"DROP TABLE IF EXISTS {_STAGED}")
            cursor.execute(
                f'CREATE TEMP TABLE {_STAGED} ON COMMIT DROP AS SELECT {like} FROM "{table}" WITH NO DATA'  # noqa: S608
            )
        self.insert(_STAGED, staged, rows)
        with connection.cursor() as cursor:
            # Nothing is known of the new table: without this, all of the other is read for each batch.
            cursor.execute("SET LOCAL enable_hashjoin = off; SET LOCAL enable_mergejoin = off")
            cursor.execute(
                f'UPDATE "{table}" AS t SET {sets} FROM {_STAGED} AS s WHERE t."{key}" = s.c0{same}'  # noqa: S608
            )
            cursor.execute("SET LOCAL enable_hashjoin = DEFAULT; SET LOCAL enable_mergejoin = DEFAULT")

    def select(self, sql: str, values: Sequence[Any], parameters: Sequence[Any] = ()) -> list[Row]:  # noqa: D102
        with connection.cursor() as cursor:
            cursor.execute(_with_array(sql), [*parameters, list(values)])
            return list(cursor.fetchall())

    def execute_with(self, sql: str, values: Sequence[Any], parameters: Sequence[Any] = ()) -> int:  # noqa: D102
        with connection.cursor() as cursor:
            cursor.execute(_with_array(sql), [*parameters, list(values)])
            return int(cursor.rowcount)

    def stream(self, sql: str, parameters: Sequence[Any] = (), *, size: int = 10_000) -> Iterator[list[Row]]:
        """Rows of a query in lists of ``size``, through a cursor that the server keeps."""
        with connection.chunked_cursor() as cursor:
            cursor.execute(sql, parameters)
            while rows := cursor.fetchmany(size):
                yield list(rows)

    @contextmanager
    def only_one(self, name: str) -> Iterator[None]:  # noqa: D102
        number = int.from_bytes(hashlib.blake2b(name.encode(), digest_size=8).digest(), signed=True)
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_lock(%s)", [number])
            if not cursor.fetchone()[0]:
                raise Problem("already_running", work=name)
        try:
            yield
        finally:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [number])


def _with_array(sql: str) -> str:
    return sql.replace("IN {values}", "= ANY(%s)")
