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

    def insert(self, table: str, columns: Sequence[str], rows: Sequence[Row]) -> None:  # noqa: D102
        if not rows:
            return
        names = ", ".join(f'"{column}"' for column in columns)
        with connection.cursor() as cursor, cursor.copy(f'COPY "{table}" ({names}) FROM STDIN') as copy:
            for row in rows:
                copy.write_row(row)

    def update(self, table: str, columns: Sequence[str], rows: Sequence[Row], *, key: str = "id") -> None:  # noqa: D102
        if not rows:
            return
        names = ", ".join(f'"{column}"' for column in (key, *columns))
        sets = ", ".join(f'"{column}" = staged."{column}"' for column in columns)
        with connection.cursor() as cursor:
            cursor.execute(f"DROP TABLE IF EXISTS {_STAGED}")
            cursor.execute(
                f'CREATE TEMP TABLE {_STAGED} ON COMMIT DROP AS SELECT {names} FROM "{table}" WITH NO DATA'  # noqa: S608
            )
        self.insert(_STAGED, (key, *columns), rows)
        with connection.cursor() as cursor:
            cursor.execute(
                f'UPDATE "{table}" SET {sets} FROM {_STAGED} AS staged'  # noqa: S608
                f' WHERE "{table}"."{key}" = staged."{key}"'
            )

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
