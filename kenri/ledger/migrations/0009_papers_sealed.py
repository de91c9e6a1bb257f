"""Invoices and receipts are kept as they were sealed; only added to, which the database holds."""

from __future__ import annotations

from importlib import import_module

import django.db.models.deletion
from django.db import migrations, models

guards = import_module("kenri.ledger.migrations.0002_guards")
kept = import_module("kenri.ledger.migrations.0006_distribution_kept")

TABLES = ("ledger_printedpaper",)


def keep(apps, schema_editor):
    """Put the guards in place."""
    guards.only_added_to(schema_editor, TABLES)


def release(apps, schema_editor):
    """Take the guards away, before the table goes."""
    kept.release_tables(schema_editor, TABLES)


class Migration(migrations.Migration):
    """Sealed papers."""

    dependencies = [("ledger", "0008_split_days")]

    operations = [
        migrations.CreateModel(
            name="PrintedPaper",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("language", models.CharField(max_length=2)),
                ("content", models.BinaryField()),
                ("hash", models.CharField(db_index=True, max_length=64)),
                ("at", models.DateTimeField()),
                (
                    "issued",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="prints", to="ledger.issued"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("issued", "language"), name="ledger_printed_paper_once")
                ]
            },
        ),
        migrations.RunPython(keep, release),
    ]
