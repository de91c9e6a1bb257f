"""Obligations, bank lines and payouts are only added to, which the database holds."""

from __future__ import annotations

from importlib import import_module

from django.db import migrations

guards = import_module("kenri.ledger.migrations.0002_guards")

TABLES = (
    "ledger_obligation",
    "ledger_settlement",
    "ledger_issued",
    "ledger_bankaccount",
    "ledger_bankline",
    "ledger_payout",
    "ledger_paymentorder",
    "ledger_outcome",
)


def keep(apps, schema_editor):
    """Put the guards in place."""
    guards.only_added_to(schema_editor, TABLES)


def release(apps, schema_editor):
    """Take the guards away, before the tables go."""
    for table in TABLES:
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(f"DROP TRIGGER {table}_kept ON {table}")
            continue
        schema_editor.execute(f"DROP TRIGGER {table}_no_update")
        schema_editor.execute(f"DROP TRIGGER {table}_no_delete")


class Migration(migrations.Migration):
    """Guards of the rows about money."""

    dependencies = [("ledger", "0003_obligations")]
    operations = [migrations.RunPython(keep, release)]
