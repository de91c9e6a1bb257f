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
"""Rows to a statement on SQLite, which takes 32,766 values."""


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
    """Many rows as fast as the database takes them: COPY on PostgreSQL, many to a statement on SQLite.

    ``names``: the fields that the values of a row are for, by column (``entry_id``), in their order; a field
    left out has no value in any row. The constraints and triggers of the table hold as ever.
    """
    fields = [model._meta.get_field(name.removesuffix("_id")) for name in names]
    columns = ", ".join(connection.ops.quote_name(field.column) for field in fields)
    table = connection.ops.quote_name(model._meta.db_table)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            copying = cursor.copy(f"COPY {table} ({columns}) FROM STDIN")
            with connection.wrap_database_errors, copying as copy:
                for row in _prepared(rows, fields, models.JSONField):
                    copy.write_row(row)
            return
        told = _prepared(rows, fields, (models.JSONField, models.DateField))
        statement = f"INSERT INTO {table} ({columns}) VALUES "  # noqa: S608
        place = f"({', '.join(['%s'] * len(fields))})"
        some = list(islice(told, TOGETHER))
        while some:
            cursor.execute(statement + ", ".join([place] * len(some)), list(chain.from_iterable(some)))
            some = list(islice(told, TOGETHER))


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
