"""A million parts of a distribution are written together: what they refer to is checked once, not by row.

Runs and reports are never deleted, so that looking when rows are written says the same as a foreign key.
"""

from __future__ import annotations

from importlib import import_module

import django.db.models.deletion
from django.db import migrations, models

kept = import_module("kenri.ledger.migrations.0006_distribution_kept")

REFERS = {
    "ledger_runpart": {"run_id": "ledger_run"},
    "ledger_runamount": {"run_id": "ledger_run", "report_id": "ledger_usagereport"},
}

POSTGRESQL = """
CREATE FUNCTION {table}_{column}_refers() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (
    SELECT 1 FROM (SELECT DISTINCT {column} AS id FROM fresh) AS told
    WHERE NOT EXISTS (SELECT 1 FROM {other} WHERE {other}.id = told.id)
  ) THEN
    RAISE EXCEPTION 'ledger: {column} of {table} refers to nothing'
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER {table}_{column}_refers AFTER INSERT ON {table}
  REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION {table}_{column}_refers();
"""

SQLITE = """
CREATE TRIGGER {table}_{column}_refers BEFORE INSERT ON {table}
WHEN NOT EXISTS (SELECT 1 FROM {other} WHERE id = NEW.{column})
BEGIN SELECT RAISE(ABORT, 'ledger: {column} of {table} refers to nothing'); END
"""


def release(apps, schema_editor):
    """Take the guards away: SQLite makes a table anew that is altered."""
    kept.release_tables(schema_editor, tuple(REFERS))


def keep(apps, schema_editor):
    """Put the guards back, with those that look at what rows refer to."""
    kept.guards.only_added_to(schema_editor, tuple(REFERS))
    told = POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE
    for table, columns in REFERS.items():
        for column, other in columns.items():
            words = told.format(table=table, column=column, other=other)
            schema_editor.execute(words, params=None)


def keep_as_before(apps, schema_editor):
    """The guards without those that look at what rows refer to."""
    kept.guards.only_added_to(schema_editor, tuple(REFERS))


def release_all(apps, schema_editor):
    """Take all guards of these tables away."""
    kept.release_tables(schema_editor, tuple(REFERS))
    for table, columns in REFERS.items():
        for column in columns:
            if schema_editor.connection.vendor == "postgresql":
                schema_editor.execute(f"DROP FUNCTION {table}_{column}_refers() CASCADE")
            else:
                schema_editor.execute(f"DROP TRIGGER {table}_{column}_refers")


class Migration(migrations.Migration):
    """References of parts and amounts."""

    dependencies = [("ledger", "0006_distribution_kept")]

    operations = [
        migrations.RunPython(release, keep_as_before),
        migrations.AlterField("runamount", "payee", models.CharField(blank=True, max_length=100)),
        migrations.AlterField(
            "runamount",
            "report",
            models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="ledger.usagereport",
            ),
        ),
        migrations.AlterField(
            "runamount",
            "run",
            models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="amounts",
                to="ledger.run",
            ),
        ),
        migrations.AlterField("runpart", "payee", models.CharField(blank=True, max_length=100)),
        migrations.AlterField(
            "runpart",
            "run",
            models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="parts",
                to="ledger.run",
            ),
        ),
        migrations.AddIndex("runamount", models.Index(fields=["payee"], name="ledger_run_amount_payee")),
        migrations.AddIndex("runpart", models.Index(fields=["run", "payee"], name="ledger_run_part_payee")),
        migrations.RunPython(keep, release_all),
    ]
