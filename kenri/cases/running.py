"""Clearing a project stage by stage, in batches that are each written at once; only what changed is done."""

from __future__ import annotations

import datetime as dt
import multiprocessing
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import Any

import django
import msgspec
from django.db import transaction

import kenri.procedures
import kenri.status
import kenri.vocab
from kenri.cases import evidence
from kenri.cases.evidence import Search
from kenri.cases.models import Evidence, Item, Project, ProjectState
from kenri.cases.working import CLEAR_COLUMNS, MATCH_COLUMNS, Terms, Worked, clear_batch, match_batch
from kenri.records import queries as catalogue
from kenri.records.bulk import store as open_store
from kenri.records.bulk.store import batches
from kenri.records.fingerprints import folder_hash
from kenri.records.models import LinkRun
from kenri.vocab.uses import Use

BATCH = 100
MANY = 1_000
"""Items from which several processes are worth their start."""


class Progress(msgspec.Struct, frozen=True):
    """How far a run is: ``stage`` is ``match`` or ``clear``; ``left`` the seconds that it will still take."""

    stage: str
    done: int
    total: int
    left: float | None


class RunReport(msgspec.Struct, frozen=True):
    """What a run did: items looked for, assessed and planned; those left as they were; seconds by stage.

    With several processes the seconds of their work add up to more than the time that passed (``passed``).
    """

    items: int
    matched: int
    assessed: int
    planned: int
    unchanged: int
    passed: float
    seconds: dict[str, float]


OnStage = Callable[[Progress], None]
Work = Callable[[Sequence[int]], Worked]


class Run:
    """One run over a project. The caller holds the project's lock."""

    def __init__(self, project: Project, on_progress: OnStage | None, processes: int = 1) -> None:
        self._project = project
        self._on_progress = on_progress
        self._processes = processes
        last = LinkRun.objects.exclude(ended=None).order_by("-id").values_list("id", flat=True).first()
        on = dt.date.fromisoformat(project.on) if project.on else dt.date.today()  # noqa: DTZ011
        rooms = (kenri.status, kenri.procedures, kenri.vocab)
        law = evidence.digest("".join(folder_hash(Path(*room.__path__)).hex() for room in rooms))
        use = msgspec.convert(project.use, Use, strict=False)
        self._terms = Terms(use, on, str(last or 0), f"{law} {on}", project.by)
        self._seconds: dict[str, float] = defaultdict(float)
        self._counts: dict[str, int] = defaultdict(int)

    def carry_through(self) -> RunReport:
        """All stages over all items."""
        began = time.perf_counter()
        self._set(state=ProjectState.RUNNING)
        try:
            self._record_sources()
            items = Item.objects.filter(project=self._project).order_by("place")
            keys = list(items.values_list("id", flat=True))
            with ExitStack() as stack:
                self._work(keys, self._pool(len(keys), stack))
        except BaseException:
            self._set(state=ProjectState.STOPPED)
            raise
        self._set(state=ProjectState.DONE, finished=dt.datetime.now(dt.UTC))
        done = self._counts
        return RunReport(
            items=len(keys),
            matched=done["match"],
            assessed=done["status"],
            planned=done["route"],
            unchanged=len(keys) - done["touched"],
            passed=round(time.perf_counter() - began, 3),
            seconds={name: round(value, 3) for name, value in self._seconds.items()},
        )

    def again(self, keys: Sequence[int]) -> None:
        """All stages for some items, after something was said of them."""
        self._work(keys, None)
        self._set()

    def _pool(self, items: int, stack: ExitStack) -> ProcessPoolExecutor | None:
        """Processes of their own that start afresh: no connection is shared with this one."""
        if self._processes < 2 or items < MANY:
            return None
        context = multiprocessing.get_context("spawn")
        return stack.enter_context(ProcessPoolExecutor(self._processes, context, initializer=django.setup))

    def _work(self, keys: Sequence[int], pool: ProcessPoolExecutor | None) -> None:
        for stage, work, columns in (
            ("match", match_batch, MATCH_COLUMNS),
            ("clear", clear_batch, CLEAR_COLUMNS),
        ):
            since, done = time.monotonic(), 0
            for worked in _each(partial(work, terms=self._terms), batches(keys, BATCH), pool):
                self._write(columns, worked)
                done += worked.items
                self._tell(stage, done, len(keys), since)

    def _write(self, columns: Sequence[str], worked: Worked) -> None:
        began = time.perf_counter()
        if worked.rows:
            with transaction.atomic():
                open_store().update("cases_item", columns, worked.rows)
                evidence.record(self._project.pk, worked.searches, dt.datetime.now(dt.UTC))
        self._seconds["write"] += time.perf_counter() - began
        for name, seconds in worked.seconds.items():
            self._seconds[name] += seconds
        for name, count in worked.counts.items():
            self._counts[name] += count

    def _set(self, **changes: Any) -> None:
        Project.objects.filter(pk=self._project.pk).update(changed=dt.datetime.now(dt.UTC), **changes)

    def _tell(self, stage: str, done: int, total: int, since: float) -> None:
        if self._on_progress is not None:
            left = (time.monotonic() - since) / done * (total - done) if done else None
            self._on_progress(Progress(stage, done, total, left))

    def _record_sources(self) -> None:
        """Which databases are searched, and as of when: written down where it differs from the last run."""
        states = catalogue.source_states()
        searched = {
            key: {"records": state.records, "harvested": state.last_harvest}
            for key, state in sorted(states.items())
            if state.records
        }
        last = Evidence.objects.filter(project=self._project, kind="sources").order_by("-number").first()
        if last is None or last.answer != evidence.canonical(searched):
            found = Search("sources", "catalogue", {"linked": self._terms.catalogue}, searched)
            evidence.record(self._project.pk, [found], dt.datetime.now(dt.UTC))


def _each(work: Work, keys: Iterable[Sequence[int]], pool: ProcessPoolExecutor | None) -> Iterator[Worked]:
    """Each batch's result in order; the next batches are worked on meanwhile."""
    return pool.map(work, keys) if pool is not None else map(work, keys)
