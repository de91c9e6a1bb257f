"""What every kind of database must do in bulk. All of it happens in the caller's transaction."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from typing import Any, ClassVar

from django.db import connection

Row = Sequence[Any]


class Store(ABC):
    """Bulk reading and writing on one kind of database.

    Table and column names are Kenri's own and never come from input.
    """

    joined: ClassVar[str]
    """The aggregate of different values of ``{value}`` as one text with commas, in any order."""

    @abstractmethod
    def insert(self, table: str, columns: Sequence[str], rows: Sequence[Row]) -> None:
        """Add rows that are known to be new; a broken constraint undoes the caller's transaction."""

    @abstractmethod
    def update(
        self, table: str, columns: Sequence[str], rows: Sequence[Row], *, key: str = "id", guard: str = ""
    ) -> None:
        """Set ``columns`` of the rows named by ``key``; each row is the key's value, then the columns'.

        With ``guard``, a row ends with the value which that column must still have for the row to be set.
        """

    @abstractmethod
    def select(self, sql: str, values: Sequence[Any], parameters: Sequence[Any] = ()) -> list[Row]:
        """Rows of a query in which ``{values}`` stands for a set of values, after ``%s`` for ``parameters``.

        ``{values}`` takes the place of a subquery: ``… WHERE local_id IN {values}``.
        """

    @abstractmethod
    def execute_with(self, sql: str, values: Sequence[Any], parameters: Sequence[Any] = ()) -> int:
        """Run a statement with ``{values}`` as in ``select``; returns the number of rows touched."""

    @abstractmethod
    def only_one(self, name: str) -> AbstractContextManager[None]:
        """Hold a lock that ends with the process, however it ends. Raises ``Problem('already_running')``."""

    def stream(self, sql: str, parameters: Sequence[Any] = (), *, size: int = 10_000) -> Iterator[list[Row]]:
        """Rows of a query in lists of ``size``."""
        with connection.cursor() as cursor:
            cursor.execute(sql, parameters)
            while rows := cursor.fetchmany(size):
                yield rows

    def new_keys(self, counter: str, count: int) -> range:
        """``count`` keys that nobody else gets; given back if the caller's transaction is undone."""
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO records_counter (name, next) VALUES (%s, %s)"
                " ON CONFLICT (name) DO UPDATE SET next = records_counter.next + %s RETURNING next",
                [counter, 1 + count, count],
            )
            end = cursor.fetchone()[0]
        return range(end - count, end)


def batches(rows: Iterable[Any], size: int) -> Iterator[list[Any]]:
    """Lists of at most ``size``."""
    batch: list[Any] = []
    for row in rows:
        batch.append(row)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch
