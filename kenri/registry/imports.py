"""Registering many works at once: a list is read and judged row by row, then registered; the only writer.

First nothing but the rows is kept, each with its problems and what the catalogue has like it (the dry run).
Then the good rows become works and versions, so many in one transaction: what was interrupted goes on where
it stopped, and a list that comes twice changes only what differs.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec
from django.db import transaction
from django.db.models import Count, Q

from kenri.accounts.models import Organisation, User
from kenri.registry import listed
from kenri.registry.listed import Given, Listed
from kenri.registry.models import LONGEST_ADDRESS, Import, ImportRow, Version, Work
from kenri.registry.owners import acting_for, kept_by
from kenri.registry.registration import Registration
from kenri.registry.told import kept, told
from kenri.vocab.identifiers import try_identifier
from kenri.vocab.problems import Problem

MOST_ROWS = 50_000
"""Rows of one list."""
TOGETHER = 500
"""Rows that are kept, and works that are registered, in one transaction."""

Known = Callable[[Sequence[Registration]], Iterable[Sequence[str]]]
"""For each registration the entities of the catalogue that may be the same work."""
OnRows = Callable[[int], None]
"""Called with the number of rows that are done."""


class Counts(msgspec.Struct, frozen=True):
    """How many rows an import has, and what became of them; ``known``: like something in the catalogue."""

    rows: int = 0
    refused: int = 0
    ready: int = 0
    new: int = 0
    changed: int = 0
    same: int = 0
    known: int = 0


def nothing_known(told: Sequence[Registration]) -> Iterable[Sequence[str]]:
    """Where no catalogue is asked."""
    return ([] for _ in told)


def stage(
    user: User,
    path: Path,
    given: Given,
    *,
    at: dt.datetime,
    name: str,
    organisation: Organisation | None = None,
    columns: Mapping[str, str] | None = None,
    known: Known = nothing_known,
    on_rows: OnRows | None = None,
) -> Import:
    """Read a list and keep its rows with what is wrong with each; nothing is registered yet.

    Raises ``Problem('too_many_works')``, ``Problem('not_yours_to_do')`` and those of ``read_list``; then
    nothing is kept.
    """
    acting_for(user, organisation)
    reading, platform = listed.read(path, given, columns)
    with transaction.atomic():
        imported = Import.objects.create(
            owner=user, organisation=organisation, name=name[:200], platform=platform, created=at
        )
        done = 0
        for some in _some(listed.rows(reading, platform, given)):
            done += len(some)
            if done > MOST_ROWS:
                raise Problem("too_many_works", most=MOST_ROWS)
            _keep(imported, some, known)
            if on_rows:
                on_rows(done)
        imported.notes = [kept(one) for one in reading.problems]
        imported.save(update_fields=["notes"])
    return imported


def _some(rows: Iterator[Listed]) -> Iterator[list[Listed]]:
    some: list[Listed] = []
    for row in rows:
        some.append(row)
        if len(some) == TOGETHER:
            yield some
            some = []
    if some:
        yield some


def _keep(imported: Import, some: Sequence[Listed], known: Known) -> None:
    good = [row for row in some if not row.problems]
    like = dict(zip((row.number for row in good), known([row.told for row in good]), strict=True))
    ImportRow.objects.bulk_create(
        ImportRow(
            imported=imported,
            number=row.number,
            doc=_data(row.told),
            ref=row.ref,
            problems=[kept(one) for one in row.problems],
            known=list(like.get(row.number, ())),
            state="refused" if row.problems else "ready",
        )
        for row in some
    )


def carry_out(user: User, key: str, *, at: dt.datetime, on_rows: OnRows | None = None) -> Counts:
    """Register the rows that are ready and not registered yet; what is public already is left as it is.

    Raises ``Problem('no_such_import')``.
    """
    imported = find(user, key)
    done = 0
    while True:
        with transaction.atomic():
            rows = list(
                ImportRow.objects.select_for_update()
                .filter(imported=imported, state="ready")
                .order_by("number")[:TOGETHER]
            )
            if not rows:
                return counts(imported)
            _register(user, imported.organisation, rows, at)
        done += len(rows)
        if on_rows:
            on_rows(done)


def _register(user: User, organisation: Organisation | None, rows: list[ImportRow], at: dt.datetime) -> None:
    """Make or change the works of some rows."""
    works = _works_of(user, organisation, rows)
    new = [row for row in rows if row.ref not in works]
    for work in Work.objects.bulk_create(
        Work(
            owner=user,
            organisation=organisation,
            draft=row.doc,
            ref=row.ref,
            address=_address(row.doc),
            due=at,
        )
        for row in new
    ):
        works[work.ref] = work
    last = {version.work_id: version for version in _newest([work.pk for work in works.values()])}
    versions, changed = [], []
    for row in rows:
        work = works[row.ref]
        before = last.get(work.pk)
        row.outcome = "new" if before is None else "same"
        if before is not None and (before.withdrawn or before.doc != row.doc):
            row.outcome = "changed"
            work.draft, work.revision, work.due = row.doc, work.revision + 1, at
            work.address = _address(row.doc)
            changed.append(work)
        if row.outcome != "same":
            number = before.number + 1 if before else 1
            versions.append(Version(work=work, number=number, doc=row.doc, by=user))
    Work.objects.bulk_update(changed, ["draft", "revision", "due", "address"])
    Version.objects.bulk_create(versions)
    for outcome in {row.outcome for row in rows}:
        same = [row.pk for row in rows if row.outcome == outcome]
        ImportRow.objects.filter(pk__in=same).update(state="done", outcome=outcome)


def _works_of(user: User, organisation: Organisation | None, rows: list[ImportRow]) -> dict[str, Work]:
    """The owner's works that these rows are about, by ref: imported before, or entered under the address."""
    owner = Q(organisation=organisation) if organisation else Q(owner=user, organisation=None)
    by_address = {address: row.ref for row in rows if (address := _address(row.doc))}
    own = Work.objects.filter(owner).select_for_update()
    entered = own.filter(ref="", address__in=by_address).order_by("-pk")
    found = {by_address[work.address]: work for work in entered}
    found |= {work.ref: work for work in own.filter(ref__in=[row.ref for row in rows])}
    return found


def _newest(works: list[int]) -> Iterator[Version]:
    last: dict[int, Version] = {}
    for version in Version.objects.filter(work__in=works).order_by("number"):
        last[version.work_id] = version
    return iter(last.values())


def find(user: User, key: str) -> Import:
    """An import that somebody keeps. Raises ``Problem('no_such_import')``."""
    found = Import.objects.filter(kept_by(user), key=key).select_related("organisation").first()
    if found is None:
        raise Problem("no_such_import")
    return found


def works_of(user: User, key: str) -> list[str]:
    """The keys of the works that a list registered. Raises ``Problem('no_such_import')``."""
    imported = find(user, key)
    owner = Q(organisation=imported.organisation) if imported.organisation else Q(owner=imported.owner)
    refs = imported.rows.filter(state="done").values("ref")
    return list(Work.objects.filter(owner, kept_by(user), ref__in=refs).values_list("key", flat=True))


def imports(user: User) -> list[Import]:
    """The lists that somebody handed in, newest first."""
    return list(Import.objects.filter(kept_by(user)).order_by("-pk")[:20])


def counts(imported: Import) -> Counts:
    """What became of the rows."""
    found: dict[str, int] = {}
    for state, outcome, number in imported.rows.values_list("state", "outcome").annotate(Count("pk")):
        found[outcome or state] = found.get(outcome or state, 0) + number
    known = imported.rows.exclude(known=[]).count()
    return Counts(sum(found.values()), known=known, **found)


def problems_of(row: ImportRow) -> list[Problem]:
    """What is wrong with a row."""
    return [told(one) for one in row.problems]


def discard(user: User, key: str) -> None:
    """Forget a list and its rows; what was registered stays. Raises ``Problem('no_such_import')``."""
    find(user, key).delete()


def _data(told: Registration) -> dict[str, Any]:
    found: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(told))
    return found


def _address(doc: Mapping[str, Any]) -> str:
    made = try_identifier("url", doc.get("url", ""))
    return made.value[:LONGEST_ADDRESS] if made else ""
