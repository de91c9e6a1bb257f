"""The database made ready: reachable, and with the tables that this version needs."""

from __future__ import annotations

import fcntl

from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from kenri.vocab.problems import Problem


def make_ready() -> None:
    """Create or update the tables where that is due. Raises ``Problem('database_unreachable')``.

    Commands begun at the same moment on a new home wait here for the one that makes the tables.
    """
    settings.KENRI_HOME.mkdir(parents=True, exist_ok=True)
    if not pending():
        return
    with (settings.KENRI_HOME / "tables.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if pending():
            call_command("migrate", verbosity=0, interactive=False)


def pending() -> int:
    """How many migrations are not applied yet. Raises ``Problem('database_unreachable')``."""
    try:
        executor = MigrationExecutor(connection)
        return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    except DatabaseError as error:
        raise Problem("database_unreachable", where=described(), reason=str(error).strip()) from error


def described() -> str:
    """The database in words, without its password."""
    wanted = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"SQLite {wanted['NAME']}"
    return f"PostgreSQL {wanted['USER']}@{wanted['HOST'] or 'local'}/{wanted['NAME']}"
