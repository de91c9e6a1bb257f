"""The latest row of a party or holding is found by an index, whatever the database's planner knows of it."""

from __future__ import annotations

from importlib import import_module

import django.db.models.deletion
from django.db import migrations, models

kept = import_module("kenri.ledger.migrations.0006_distribution_kept")

TABLES = ("ledger_bankaccount", "ledger_heldmandate", "ledger_holdingdecision")


def release(apps, schema_editor):
    """Take the guards away: SQLite makes a table anew that is altered."""
    kept.release_tables(schema_editor, TABLES)


def keep(apps, schema_editor):
    """Put the guards back."""
    kept.guards.only_added_to(schema_editor, TABLES)


class Migration(migrations.Migration):
    """Indexes of latest rows, in the place of those on the party or holding alone."""

    dependencies = [("ledger", "0009_papers_sealed")]

    operations = [
        migrations.RunPython(release, keep),
        migrations.AlterField("bankaccount", "party", models.CharField(max_length=100)),
        migrations.AlterField("heldmandate", "party", models.CharField(max_length=100)),
        migrations.AlterField(
            "holdingdecision",
            "holding",
            models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="decisions",
                to="ledger.holding",
            ),
        ),
        migrations.AlterField("payee", "party", models.CharField(max_length=100)),
        migrations.AddIndex(
            "bankaccount", models.Index(fields=["party", "id"], name="ledger_account_latest")
        ),
        migrations.AddIndex(
            "heldmandate", models.Index(fields=["party", "id"], name="ledger_mandate_latest")
        ),
        migrations.AddIndex(
            "holdingdecision", models.Index(fields=["holding", "id"], name="ledger_decision_latest")
        ),
        migrations.AddIndex("payee", models.Index(fields=["party", "id"], name="ledger_payee_latest")),
        migrations.RunPython(keep, release),
    ]
