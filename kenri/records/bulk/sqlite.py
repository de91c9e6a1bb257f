"""SQLite: ``executemany`` on the open connection, sets of values through ``json_each``."""

from __future__ import annotations

import fcntl
import json
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.db import connection

from kenri.records.bulk.store import Row, Store
from kenri.vocab.problems import Problem


class SqliteStore(Store):
    """Bulk work on SQLite."""

    joined = "GROUP_CONCAT(DISTINCT {value})"

    def insert(self, table: str, columns: Sequence[str], rows: Sequence[Row]) -> None:  # noqa: D102
        if rows:
            marks = ", ".join("?" * len(columns))
            names = ", ".join(f'"{column}"' for column in columns)
            _open().executemany(f'INSERT INTO "{table}" ({names}) VALUES ({marks})', rows)  # noqa: S608

    def update(  # noqa: D102
        self, table: str, columns: Sequence[str], rows: Sequence[Row], *, key: str = "id", guard: str = ""
    ) -> None:
        if rows:
            sets = ", ".join(f'"{column}" = ?{number}' for number, column in enumerate(columns, start=2))
            same = f' AND "{guard}" IS ?{len(columns) + 2}' if guard else ""
            _open().executemany(f'UPDATE "{table}" SET {sets} WHERE "{key}" = ?1{same}', rows)  # noqa: S608

    def select(self, sql: str, values: Sequence[Any], parameters: Sequence[Any] = ()) -> list[Row]:  # noqa: D102
        return _run(sql, values, parameters).fetchall()

    def execute_with(self, sql: str, values: Sequence[Any], parameters: Sequence[Any] = ()) -> int:  # noqa: D102
        return _run(sql, values, parameters).rowcount

    @contextmanager
    def only_one(self, name: str) -> Iterator[None]:  # noqa: D102
        folder = settings.KENRI_HOME / "locks"
        folder.mkdir(parents=True, exist_ok=True)
        with (folder / f"{name}.lock").open("a") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise Problem("already_running", work=name) from None
            yield


def _open() -> sqlite3.Connection:
    connection.ensure_connection()
    opened: sqlite3.Connection = connection.connection
    return opened


def _run(sql: str, values: Sequence[Any], parameters: Sequence[Any]) -> sqlite3.Cursor:
    statement = sql.replace("%s", "?").replace("{values}", "(SELECT value FROM json_each(?))")
    return _open().execute(statement, [*parameters, json.dumps(list(values), ensure_ascii=False)])
