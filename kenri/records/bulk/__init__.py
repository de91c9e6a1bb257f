"""Rows by the hundred thousand: one interface (``store``), one file per kind of database."""

from __future__ import annotations

from django.db import connection

from kenri.records.bulk.postgres import PostgresStore
from kenri.records.bulk.sqlite import SqliteStore
from kenri.records.bulk.store import Store

_KINDS: dict[str, type[Store]] = {"sqlite": SqliteStore, "postgresql": PostgresStore}


def store() -> Store:
    """The bulk writer for the configured database."""
    return _KINDS[connection.vendor]()
