"""The only writer of projects: a list comes in, is cleared, and is corrected by people.

Everything may be stopped at any moment and called again: what was done stays done, nothing is done twice.
"""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Literal

import msgspec
from django.db import transaction

from kenri.cases import evidence, files
from kenri.cases.evidence import Search
from kenri.cases.models import Item, MatchState, Project, ProjectState, UserFact
from kenri.cases.rows import Row, guesses_data, item_of, rows_of, told_data
from kenri.cases.running import OnStage, Run, RunReport
from kenri.harvest.lists import ListReading, read_list
from kenri.procedures.clearing import ToldFact, corrected
from kenri.procedures.facts import checked_answers
from kenri.records import queries as catalogue
from kenri.records.bulk import store as open_store
from kenri.status.facts import Creator, Work
from kenri.vocab.problems import Problem
from kenri.vocab.uses import Use, checked

LONGEST_TEXT = 2_000
"""Characters of what a person types as a value, a source or a name."""

BATCH = 500

NOBODY: Mapping[str, str] = {}


def create_project(
    file: Path,
    use: Use,
    *,
    name: str = "",
    list_name: str = "",
    columns: Mapping[str, str] = NOBODY,
    schema: str = "",
    on: dt.date | None = None,
    by: str = "",
) -> str:
    """Read a list and make a project of it; the project's key. ``run`` then clears it.

    ``list_name`` is what the user calls the file (default: its name), ``columns`` and ``schema`` as for
    ``read_list``, ``on`` the day for which the law is applied (default: the day of the run).
    Raises the Problems of ``read_list`` and of ``uses.checked``; then nothing was made.
    """
    checked(use)
    kept = files.keep(file)
    reading = _read(kept, list_name or file.name, columns, schema)
    now = dt.datetime.now(dt.UTC)
    with transaction.atomic():
        project = Project.objects.create(
            key=secrets.token_urlsafe(9).replace("-", "x").replace("_", "y"),
            name=(name or list_name or file.name)[:LONGEST_TEXT],
            use=msgspec.to_builtins(use),
            list_name=list_name or file.name,
            file=kept,
            schema=reading.schema,
            columns=dict(columns),
            guesses=guesses_data(reading),
            on=on.isoformat() if on else "",
            by=by[:LONGEST_TEXT],
            created=now,
            changed=now,
        )
        for batch in _batches(rows_of(reading, _source_of(project))):
            Item.objects.bulk_create([item_of(project.pk, row) for row in batch])
        project.notes = _notes(reading, project)
        project.save(update_fields=["notes"])
    return project.key


def _read(kept: str, name: str, columns: Mapping[str, str], schema: str) -> ListReading:
    """A kept list; its problems name it as the user does. Raises those of ``read_list``."""
    try:
        return read_list(files.kept(kept), columns=columns, schema=schema)
    except Problem as problem:
        raise _as_called(problem, kept, name) from None


def _notes(reading: ListReading, project: Project) -> list[dict[str, Any]]:
    """The problems of a list as a whole, as they are stored."""
    return [told_data(_as_called(p, project.file, project.list_name)) for p in reading.problems]


def _as_called(problem: Problem, kept: str, name: str) -> Problem:
    """The problem of a kept list under the name by which the user calls it."""
    return Problem(problem.code, problem.where.replace(kept, name), **problem.values)


def set_columns(key: str, columns: Mapping[str, str], schema: str = "") -> None:
    """Read the list again with the user's word on its columns; what people said of its rows stays.

    Raises Problem: ``unknown_project``, and those of ``read_list``; then nothing has changed.
    """
    project = _project(key)
    with open_store().only_one(f"project-{key}"):
        reading = _read(project.file, project.list_name, columns, schema)
        rows = list(rows_of(reading, _source_of(project)))
        with transaction.atomic():
            held = {item.place: item for item in Item.objects.filter(project=project)}
            new = [item_of(project.pk, row) for row in rows if row.place not in held]
            Item.objects.bulk_create(new, batch_size=BATCH)
            changed = [(held[row.place], row) for row in rows if row.place in held]
            _read_again([pair for pair in changed if pair[0].digest != pair[1].digest])
            Project.objects.filter(pk=project.pk).update(
                columns=dict(columns),
                guesses=guesses_data(reading),
                notes=_notes(reading, project),
                schema=reading.schema,
                state=ProjectState.NEW,
                changed=dt.datetime.now(dt.UTC),
            )


def set_use(key: str, use: Use) -> None:
    """Plan another use of the same list: only plans are made again, and the status if the territory differs.

    Raises Problem: ``unknown_project`` and those of ``uses.checked``.
    """
    project = _project(key)
    checked(use)
    Project.objects.filter(pk=project.pk).update(
        use=msgspec.to_builtins(use), state=ProjectState.NEW, changed=dt.datetime.now(dt.UTC)
    )


def run(key: str, on_progress: OnStage | None = None, *, processes: int = 1) -> RunReport:
    """Match, assess and route whatever is not, or no longer, done. Resumes a run that was killed.

    ``on_progress`` is called with a ``running.Progress`` (stage, done, total, seconds left); a long list may
    be worked on by several ``processes``.
    Raises Problem: ``unknown_project``, ``already_running``, and those of an outdated or damaged index.
    """
    project = _project(key)
    with open_store().only_one(f"project-{key}"):
        return Run(project, on_progress, processes).carry_through()


def correct(
    key: str,
    items: Sequence[int],
    kind: Literal["entity", "fact", "answer"],
    *,
    name: str = "",
    value: str = "",
    source: str = "",
    by: str = "",
    withdrawn: bool = False,
) -> None:
    """Say something of one or several items (row keys of ``queries.items``), and clear these again.

    ``entity``: the work is the entity ``value``; empty: none of the catalogue. ``fact``: a fact of the work,
    ``name`` as in ``kenri status --facts`` (``published``, ``creators[0].died``, ``reviewed.<rule>``).
    ``answer``: to the router's question with the key ``name``. ``withdrawn`` takes the last one back.
    ``source`` is where the person has it from ("see p. 3"), ``by`` who they are.

    Raises Problem: ``unknown_project``, ``unknown_item``, ``unknown_entity``, ``correction_too_long``, and
    those of a fact that does not exist or cannot be read; then nothing was written.
    """
    project = _project(key)
    found = list(Item.objects.filter(project=project, pk__in=set(items)))
    if len(found) != len(set(items)) or not found:
        raise Problem("unknown_item", where=key)
    if any(len(text) > LONGEST_TEXT for text in (name, value, source, by)):
        raise Problem("correction_too_long", most=LONGEST_TEXT)
    if not withdrawn:
        _check(kind, name, value)
    said = {"kind": kind, "name": name, "value": value, "source": source, "by": by, "withdrawn": withdrawn}
    with open_store().only_one(f"project-{key}"):
        _write_down(project, found, said)
        Run(project, None).again([item.pk for item in found])


def _write_down(project: Project, items: Sequence[Item], said: Mapping[str, Any]) -> None:
    """Add what somebody said of some items, and the evidence of it."""
    now = dt.datetime.now(dt.UTC)
    query = {name: said[name] for name in ("kind", "name")}
    answer = {name: said[name] for name in ("value", "by", "source", "withdrawn")}
    searches = [Search("told", said["by"] or "user", query, answer, item.pk, item.number) for item in items]
    with transaction.atomic():
        UserFact.objects.bulk_create(UserFact(item=item, at=now, **said) for item in items)
        evidence.record(project.pk, searches, now)


def delete_project(key: str) -> None:
    """Remove a project with all that was said of its items. Raises ``Problem('unknown_project')``."""
    project = _project(key)
    with open_store().only_one(f"project-{key}"), transaction.atomic():
        file = project.file
        project.delete()
        if not Project.objects.filter(file=file).exists():
            files.kept(file).unlink(missing_ok=True)


def _check(kind: str, name: str, value: str) -> None:
    if kind == "entity":
        if value and not catalogue.entities([value]):
            raise Problem("unknown_entity", id=value)
    elif kind == "fact":
        corrected(Work(creators=(Creator(),) * 100), [ToldFact(name, value)])
    elif not name:
        raise Problem("correction_without_name")
    else:
        checked_answers({name: value})


def _project(key: str) -> Project:
    project = Project.objects.filter(key=key).first()
    if project is None:
        raise Problem("unknown_project", project=key)
    return project


def _source_of(project: Project) -> str:
    """Under which name the rows of a list speak: its file's, told apart from every source."""
    return f"list:{project.list_name}"


def _read_again(pairs: Sequence[tuple[Item, Row]]) -> None:
    columns = ("title", "local_id", "record", "extra", "problems", "kind_told", "digest")
    rows = [(item.pk, *(getattr(row, name) for name in columns)) for item, row in pairs]
    open_store().update("cases_item", columns, rows)
    kept = [
        (item.pk, MatchState.PENDING.value if row.record else MatchState.NO_ITEM.value) for item, row in pairs
    ]
    open_store().update("cases_item", ("match_state",), kept)


def _batches(rows: Iterator[Row]) -> Iterator[list[Row]]:
    batch: list[Row] = []
    for row in rows:
        batch.append(row)
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


__all__ = ["RunReport", "correct", "create_project", "delete_project", "run", "set_columns", "set_use"]
