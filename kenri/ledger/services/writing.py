"""What every writer of money does first, and how many rows are written at once."""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice
from typing import Any

import msgspec
from django.db import connection, models

from kenri.ledger.models import Head

TOGETHER = 500
"""Rows to a statement; SQLite takes 32,766 values."""


def one_writer() -> Head:
    """Wait, within a transaction, for every other writer: what is read from here on stays so until its
    end."""
    waited = Head.objects.select_for_update().filter(pk=1)
    return waited.first() or _first_head(waited)


def _first_head(waited: models.QuerySet[Head]) -> Head:
    Head.objects.get_or_create(pk=1)
    return waited.get()


def digest(told: object) -> str:
    """The digest of what was sent with a key, by which the same is told from another thing."""
    return hashlib.sha256(msgspec.json.encode(told)).hexdigest()


def insert(model: type[models.Model], names: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Many rows as fast as the database takes them: many to a statement, or COPY on PostgreSQL.

    ``names``: the fields that the values of a row are for, by column (``entry_id``), in their order; a field
    left out has no value in any row. The constraints and triggers of the table hold as ever.
    """
    fields = [model._meta.get_field(name.removesuffix("_id")) for name in names]
    columns = ", ".join(connection.ops.quote_name(field.column) for field in fields)
    into = f"{connection.ops.quote_name(model._meta.db_table)} ({columns})"
    place = f"({', '.join(['%s'] * len(fields))})"
    copies = connection.vendor == "postgresql"
    told = _prepared(rows, fields, models.JSONField if copies else (models.JSONField, models.DateField))
    with connection.cursor() as cursor:
        while some := list(islice(told, TOGETHER)):
            if copies and len(some) == TOGETHER:  # fewer are there sooner by a statement: COPY takes turns
                with connection.wrap_database_errors, cursor.copy(f"COPY {into} FROM STDIN") as copy:
                    for row in chain(some, told):
                        copy.write_row(row)
                return
            values = ", ".join([place] * len(some))
            cursor.execute(f"INSERT INTO {into} VALUES {values}", list(chain.from_iterable(some)))  # noqa: S608


def _prepared(
    rows: Iterable[Sequence[Any]], fields: Sequence[Any], kinds: type[Any] | tuple[type[Any], ...]
) -> Iterator[Sequence[Any]]:
    """Rows with what the database's driver does not know itself told in its words."""
    odd = [
        (place, functools.partial(field.get_db_prep_save, connection=connection))
        for place, field in enumerate(fields)
        if isinstance(field, kinds)
    ]
    if not odd:
        yield from rows
        return
    for row in rows:
        told = list(row)
        for place, word in odd:
            told[place] = word(told[place])
        yield told
