"""``kenri register``: a list of works becomes registrations of one owner."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from kenri.accounts.clock import now
from kenri.accounts.models import Organisation, User
from kenri.project import speech
from kenri.project.commands.clear import columns_told
from kenri.registry import imports
from kenri.registry.imports import Counts
from kenri.registry.listed import Given
from kenri.registry.models import Import
from kenri.vocab.problems import Problem
from kenri.vocab.text import Text
from kenri.vocab.vocabularies import schemas
from kenri.web.registry import import_report, registering


def register(
    path: Annotated[Path, typer.Argument(metavar="FILE", help="CSV, XLSX, JSON Lines, …, also gzipped")],
    *,
    owner: Annotated[str, typer.Option("--for", help="The e-mail address of whose works they are")],
    organisation: Annotated[str, typer.Option(help="The key of the organisation for which they act")] = "",
    kind: Annotated[str, typer.Option(help="What the rows are where no column says it, as in video")] = "",
    holder: Annotated[str, typer.Option(help="The holder's name where no column says it")] = "",
    map_: Annotated[
        list[str] | None, typer.Option("--map", help="COLUMN=FIELD: what a column means; may be repeated")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would be registered")] = False,
    report: Annotated[Path | None, typer.Option(help="Write every row with its problems, CSV")] = None,
    json: bool = False,
) -> None:
    """Register the works of a list."""
    user = User.objects.filter(email__iexact=owner, is_active=True).first()
    body = Organisation.objects.filter(key=organisation, closed=None).first() if organisation else None
    if user is None or (organisation and body is None):
        raise Problem("no_such_owner", owner=organisation if user else owner)
    if kind and kind not in schemas():
        raise Problem("choice_unknown", name="kind", value=kind, known=", ".join(schemas()))
    with speech.progress(Text("読み取り中", "Reading")) as show:
        imported = imports.stage(
            user,
            path,
            Given(kind, holder or user.name),
            at=now(),
            name=path.name,
            organisation=body,
            columns=columns_told(map_ or []),
            known=registering.known_among,
            on_rows=lambda done: show(done, None),
        )
    found = imports.counts(imported)
    if not dry_run:
        found = _carried_out(user, imported, found.ready)
    if report is not None:
        report.write_bytes(b"".join(import_report.table(imported, speech.language())))
    if json:
        speech.answer_json({"import": imported.key, "dry_run": dry_run, "counts": found})
    else:
        speech.tell(_lines(imported, found))
    if dry_run:
        imports.discard(user, imported.key)


def _carried_out(user: User, imported: Import, rows: int) -> Counts:
    with speech.progress(Text("登録中", "Registering")) as show:
        found = imports.carry_out(user, imported.key, at=now(), on_rows=lambda done: show(done, rows))
    if not registering.bring_in(imports.MOST_ROWS):
        speech.say(
            Text(
                "検索への反映は、次の kenri link と kenri index の後になります。",
                "The search follows after the next kenri link and kenri index.",
            )
        )
    return found


def _lines(imported: Import, found: Counts) -> Iterator[Text]:
    yield Text(
        f"{imported.name}：{found.rows:,} 行、登録できない行 {found.refused:,}、"
        f"登録できる行 {found.ready:,}、新規 {found.new:,}、更新 {found.changed:,}、変更なし {found.same:,}、"
        f"カタログに似た作品がある行 {found.known:,}",
        f"{imported.name}: {found.rows:,} rows, {found.refused:,} refused, {found.ready:,} ready, "
        f"{found.new:,} registered, {found.changed:,} changed, {found.same:,} unchanged; "
        f"{found.known:,} like something in the catalogue",
    )
    for row in imported.rows.filter(state="refused").order_by("number")[:20]:
        for problem in imports.problems_of(row):
            yield Text(
                f"  {row.number} 行目：{problem.cause.ja}{problem.cure.ja}",
                f"  row {row.number}: {problem.cause.en} {problem.cure.en}",
            )
