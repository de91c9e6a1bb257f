"""Triggers by which the database itself refuses to change or delete what was published, willed or claimed.

What tells of a person may still be emptied where they leave (``personal``): those members of a ``doc``, or a
note. Everything else of a row stays as it was written.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

import msgspec
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


class Guarded(msgspec.Struct, frozen=True):
    """A table of which no row is deleted: the columns that ``stay``, and what of the rest may be emptied.

    ``members`` of the column ``doc``, or ``text``, a column as a whole. With neither no row is changed.
    """

    stay: tuple[str, ...] = ()
    members: tuple[str, ...] = ()
    text: str = ""


GUARDED: Mapping[str, Guarded] = {
    "registry_version": Guarded(
        ("id", "work_id", "number", "withdrawn", "by_id", "at"),
        members=("holder", "contributors", "contribution", "description"),
    ),
    "registry_declaration": Guarded(),
    "registry_rightsclaim": Guarded(
        ("id", "key", "entity", "anchor", "title", "owner_id", "organisation_id", "succeeds_id", "at"),
        members=("holder", "evidence", "link"),
    ),
    "registry_claimstep": Guarded(("id", "claim_id", "kind", "by_id", "at"), text="note"),
    "registry_licence": Guarded(),
    "registry_answered": Guarded(
        (
            *("id", "entity", "anchor", "user_id", "organisation_id"),
            *("says", "purposes", "doc", "case", "at"),
        ),
        text="by",
    ),
}
"""``case`` and ``by`` are words of SQL, so that all columns stand in quotation marks."""
FIRST = tuple(GUARDED)[:5]
"""The tables that there were when the first triggers were put up."""


def put_up(editor: BaseDatabaseSchemaEditor, tables: Iterable[str] = FIRST) -> None:
    """Create the triggers of these tables, in the way of the database at hand."""
    vendor = editor.connection.vendor
    if vendor == "postgresql":
        editor.execute(
            "CREATE OR REPLACE FUNCTION kenri_registry_grows() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION '% only grows', TG_TABLE_NAME; END $$",
            params=None,  # without parameters a % stands for itself
        )
    for table in tables:
        guarded = GUARDED[table]
        editor.execute(_trigger(vendor, table, "DELETE", ""))
        allowed = " AND ".join(_allowed(vendor, guarded))
        editor.execute(_trigger(vendor, table, "UPDATE", f"WHEN (NOT ({allowed})) " if allowed else ""))


def take_down(editor: BaseDatabaseSchemaEditor, tables: Iterable[str] = FIRST) -> None:
    """Drop them."""
    on = " ON {}" if editor.connection.vendor == "postgresql" else ""
    for table in tables:
        for operation in ("update", "delete"):
            editor.execute(f"DROP TRIGGER IF EXISTS {table}_no_{operation}{on.format(table)}")


def _trigger(vendor: str, table: str, operation: str, when: str) -> str:
    head = f"CREATE TRIGGER {table}_no_{operation.lower()} BEFORE {operation} ON {table} FOR EACH ROW {when}"
    if vendor == "postgresql":
        return f"{head}EXECUTE FUNCTION kenri_registry_grows()"
    return f"{head}BEGIN SELECT RAISE(ABORT, '{table} only grows'); END"


def _allowed(vendor: str, guarded: Guarded) -> Iterator[str]:
    """What must hold of a change."""
    same = "IS NOT DISTINCT FROM" if vendor == "postgresql" else "IS"
    yield from (f'NEW."{column}" {same} OLD."{column}"' for column in guarded.stay)
    if guarded.text:
        yield f"NEW.\"{guarded.text}\" = ''"
    if guarded.members:
        yield f"{_rest(vendor, 'NEW', guarded.members)} = {_rest(vendor, 'OLD', guarded.members)}"
        yield from (f"COALESCE({_member(vendor, name)}, '') = ''" for name in guarded.members)


def _rest(vendor: str, row: str, members: Sequence[str]) -> str:
    """A doc without what may be emptied."""
    if vendor == "postgresql":
        names = ", ".join(f"'{name}'" for name in members)
        return f"({row}.doc - ARRAY[{names}])"
    paths = ", ".join(f"'$.{name}'" for name in members)
    return f"json(json_remove({row}.doc, {paths}))"


def _member(vendor: str, name: str) -> str:
    return f"NEW.doc ->> '{name}'" if vendor == "postgresql" else f"json_extract(NEW.doc, '$.{name}')"
