"""Between registry and catalogue: publications are harvested, linked and indexed; probes are looked up.

The registry hands out its registrations in the form in which its source reads them, so that what makers say
goes the way of every other database: kept as received, linked with reasons, shown with its source.
"""

from __future__ import annotations

import logging
import tempfile
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec
from django.db import connections

from kenri.accounts.clock import now
from kenri.records import index, matching
from kenri.records import queries as catalogue
from kenri.records import services as records
from kenri.records.matching import Candidate
from kenri.records.models import Record as RecordRow
from kenri.registry import queries, services
from kenri.registry.queries import SOURCE
from kenri.registry.registration import Registration
from kenri.sources import all_sources
from kenri.vocab.problems import Problem
from kenri.vocab.records import Record
from kenri.web.registry import watched

AT_ONCE = 1_000
"""Registrations that are brought into the catalogue, and records that are linked, while somebody waits."""
MOST_TOGETHER = 50_000
"""The same where nobody waits."""
CANDIDATES = 3

_log = logging.getLogger(__name__)
_LATER = ("already_running", "index_outdated", "index_damaged")
"""What undoes no publication: the next ``link`` or ``index``, or the next publication, follows it."""


def bring_in(at_once: int = AT_ONCE) -> bool:
    """Bring what is due into the catalogue. False where search will follow only later.

    Nothing is lost where it is interrupted: what was not brought in stays due. Who watches a
    work hears of it.
    """
    due = queries.due(at_once)
    if not due:
        return True
    try:
        with tempfile.TemporaryDirectory() as folder:
            export = Path(folder) / "registrations.jsonl"
            export.write_bytes(b"".join(queries.export(due)))
            records.harvest(all_sources()[SOURCE], path=export, accept_drift=True)
        services.brought(due)
    except Problem as problem:
        if problem.code not in _LATER:
            raise
        return False
    followed = _follow(at_once)
    watched.brought(due, now())
    return followed


def _follow(at_once: int) -> bool:
    """Link and index what was brought in; False where that is left to somebody else, or to later."""
    if RecordRow.objects.exclude(link_due=None)[at_once : at_once + 1].exists():
        return False
    try:
        records.link()
        index.index()
    except Problem as problem:
        if problem.code not in _LATER:
            raise
        return False
    return True


def bring_in_all() -> None:
    """Bring everything that is due into the catalogue; together, for each time has a cost of its own."""
    while queries.due(1) and bring_in(MOST_TOGETHER):
        pass


def bring_in_beside() -> None:
    """The same beside the page that asked for it; what is not done when the process ends stays due."""

    def run() -> None:
        try:
            bring_in_all()
        except Problem as problem:
            _log.warning("Registrations were not brought in: %s", problem)
        finally:
            connections.close_all()

    threading.Thread(target=run, name="bring-in", daemon=True).start()


def known_already(key: str, told: Registration) -> list[Candidate]:
    """What the catalogue holds that may be the same work, other than this registration itself."""
    probe = _probe(key, told)
    if probe is None:
        return []
    try:
        found = next(iter(matching.match([probe], limit=CANDIDATES + 1)))
    except Problem:
        return []
    return [one for one in found.candidates if not _is_own(one, key)][:CANDIDATES]


def known_among(told: Sequence[Registration]) -> Iterator[list[str]]:
    """For each registration, the entities of other sources that may be the same work."""
    probes = [_probe(str(place), one) for place, one in enumerate(told)]
    asked = [probe for probe in probes if probe is not None]
    try:
        found = {one.probe.local_id: one.candidates for one in matching.match(asked, limit=CANDIDATES)}
    except Problem:
        found = {}
    for probe in probes:
        candidates = found.get(probe.local_id, ()) if probe else ()
        yield [one.id for one in candidates if _is_anothers(one)]


def _is_anothers(candidate: Candidate) -> bool:
    sources = {said.source for said in candidate.records}
    return candidate.decision is not matching.Decision.NONE and sources != {SOURCE}


def _probe(key: str, told: Registration) -> Record | None:
    if not told.title or not told.kind:
        return None
    line = {"id": key or "-", **msgspec.to_builtins(told)}
    try:
        read = all_sources()[SOURCE].shapes[0].read(line)
    except Problem:
        return None
    return read if isinstance(read, Record) else None


def _is_own(candidate: Candidate, key: str) -> bool:
    own = {(said.source, said.local_id) for said in candidate.records} == {(SOURCE, key)}
    return own or candidate.decision is matching.Decision.NONE


def entity_of(key: str) -> str:
    """The id of the entity of a registration; empty while the catalogue does not hold it."""
    stored = catalogue.record(SOURCE, key)
    return stored.entity if stored and not stored.deleted else ""
