"""Triggers by which the database itself refuses to change or delete what only grows.

A restart of the application, a careless script or an administrator's console are held off alike; whoever may
drop a trigger is found out by the chain (``kenri verify``).
"""

from __future__ import annotations

from django.db.backends.base.schema import BaseDatabaseSchemaEditor

GROWING: dict[str, tuple[str, ...]] = {
    "cases_step": (),
    "cases_issued": (),
    "cases_printed": (),
    "cases_publication": (),
    "cases_conflict": (),
    "cases_checkpoint": (),
    "cases_particular": ("text", "salt"),
    "cases_attachment": ("erased",),
}
"""Tables of which no row is deleted, and which columns of a row may still be emptied or marked."""

_COLUMNS = {
    "cases_particular": ("step_id", "name", "digest"),
    "cases_attachment": ("case_id", "step_id", "kind", "size", "digest", "file"),
}
"""What stays as it is in the tables that can be changed in part."""


def put_up(editor: BaseDatabaseSchemaEditor) -> None:
    """Create the triggers, in the way of the database at hand."""
    if editor.connection.vendor == "postgresql":
        editor.execute(
            "CREATE OR REPLACE FUNCTION kenri_only_grows() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION '% only grows', TG_TABLE_NAME; END $$",
            params=None,  # without parameters a % stands for itself
        )
    for table in GROWING:
        for operation in ("UPDATE", "DELETE"):
            editor.execute(_trigger(editor.connection.vendor, table, operation))


def take_down(editor: BaseDatabaseSchemaEditor) -> None:
    """Drop them."""
    on = " ON {}" if editor.connection.vendor == "postgresql" else ""
    for table in GROWING:
        for operation in ("update", "delete"):
            editor.execute(f"DROP TRIGGER IF EXISTS {table}_no_{operation}{on.format(table)}")


def _trigger(vendor: str, table: str, operation: str) -> str:
    name = f"{table}_no_{operation.lower()}"
    when = ""
    if operation == "UPDATE" and GROWING[table]:
        same = "IS NOT DISTINCT FROM" if vendor == "postgresql" else "IS"
        kept = " AND ".join(f"NEW.{column} {same} OLD.{column}" for column in _COLUMNS[table])
        emptied = " AND ".join(_emptied(column) for column in GROWING[table])
        when = f"WHEN (NOT ({kept} AND {emptied})) "
    if vendor == "postgresql":
        return (
            f"CREATE TRIGGER {name} BEFORE {operation} ON {table} FOR EACH ROW {when}"
            "EXECUTE FUNCTION kenri_only_grows()"
        )
    return (
        f"CREATE TRIGGER {name} BEFORE {operation} ON {table} FOR EACH ROW {when}"
        f"BEGIN SELECT RAISE(ABORT, '{table} only grows'); END"
    )


def _emptied(column: str) -> str:
    return "NEW.erased IS NOT NULL" if column == "erased" else f"NEW.{column} = ''"
