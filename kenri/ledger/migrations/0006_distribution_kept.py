"""Reports, holdings, distributions and payments are only added to, which the database holds."""

from __future__ import annotations

from importlib import import_module

from django.db import migrations

guards = import_module("kenri.ledger.migrations.0002_guards")

TABLES = (
    "ledger_usagereport",
    "ledger_holding",
    "ledger_holdingdecision",
    "ledger_heldmandate",
    "ledger_run",
    "ledger_runpool",
    "ledger_runpart",
    "ledger_runamount",
    "ledger_paid",
    "ledger_likely",
)


def keep(apps, schema_editor):
    """Put the guards in place."""
    guards.only_added_to(schema_editor, TABLES)


def release(apps, schema_editor):
    """Take the guards away, before the tables go."""
    release_tables(schema_editor, TABLES)


def release_tables(schema_editor, tables):
    """Take the guards of some tables away."""
    postgresql = schema_editor.connection.vendor == "postgresql"
    for table in tables:
        names = (f"{table}_kept ON {table}",) if postgresql else (f"{table}_no_update", f"{table}_no_delete")
        for name in names:
            schema_editor.execute(f"DROP TRIGGER {name}")


class Migration(migrations.Migration):
    """Guards of the rows about distributions."""

    dependencies = [("ledger", "0005_distribution")]

    operations = [migrations.RunPython(keep, release)]
