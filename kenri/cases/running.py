"""Clearing a project stage by stage, in batches that are each written at once; only what changed is done."""

from __future__ import annotations

import datetime as dt
import hashlib
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec
from django.db import transaction

import kenri.procedures
import kenri.status
import kenri.vocab
from kenri.cases import evidence, outcomes
from kenri.cases.evidence import Search
from kenri.cases.models import Evidence, Item, MatchState, Project, ProjectState, UserFact
from kenri.catalogue.entity import Entity, Said
from kenri.procedures.clearing import ToldFact, clear, work_known
from kenri.records import matching
from kenri.records import queries as catalogue
from kenri.records.bulk import store as open_store
from kenri.records.bulk.store import batches
from kenri.records.fingerprints import folder_hash
from kenri.records.models import Entity as EntityRow
from kenri.records.models import LinkRun
from kenri.vocab.problems import Problem
from kenri.vocab.records import decode_record
from kenri.vocab.uses import Use

BATCH = 100
CANDIDATES = 5
"""Entities that are kept for each row as those it may mean."""


class Progress(msgspec.Struct, frozen=True):
    """How far a run is: ``stage`` is ``match`` or ``clear``; ``left`` the seconds that it will still take."""

    stage: str
    done: int
    total: int
    left: float | None


class RunReport(msgspec.Struct, frozen=True):
    """What a run did: items looked for, assessed and planned; those that were left as they were; seconds."""

    items: int
    matched: int
    assessed: int
    planned: int
    unchanged: int
    seconds: dict[str, float]


OnStage = Callable[[Progress], None]


class Run:
    """One run over a project. The caller holds the project's lock."""

    def __init__(self, project: Project, on_progress: OnStage | None) -> None:
        self._project = project
        self._on_progress = on_progress
        self._use = msgspec.convert(project.use, Use, strict=False)
        self._on = dt.date.fromisoformat(project.on) if project.on else dt.date.today()  # noqa: DTZ011
        last = LinkRun.objects.exclude(ended=None).order_by("-id").values_list("id", flat=True).first()
        self._catalogue = f"{last or 0}"
        self._law = [
            folder_hash(Path(*room.__path__)) for room in (kenri.status, kenri.procedures, kenri.vocab)
        ]
        self._law.append(self._on.isoformat())
        self._store = open_store()
        self._seconds: dict[str, float] = defaultdict(float)
        self._counts: dict[str, int] = defaultdict(int)
        self._began = time.monotonic()

    def carry_through(self) -> RunReport:
        """All stages over all items."""
        self._set(state=ProjectState.RUNNING)
        try:
            self._record_sources()
            keys = list(
                Item.objects.filter(project=self._project).order_by("place").values_list("id", flat=True)
            )
            self._match(keys)
            self._clear(keys)
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
            seconds={name: round(value, 3) for name, value in self._seconds.items()},
        )

    def again(self, keys: Sequence[int]) -> None:
        """All stages for some items, after something was said of them."""
        self._match(keys)
        self._clear(keys)
        self._set()

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
            query = {"linked": self._catalogue}
            found = Search("sources", "catalogue", query, searched)
            evidence.record(self._project.pk, [found], dt.datetime.now(dt.UTC))

    # Matching

    def _match(self, keys: Sequence[int]) -> None:
        since, done = time.monotonic(), 0
        for batch in batches(keys, BATCH):
            items = list(Item.objects.filter(pk__in=batch).exclude(record="").order_by("place"))
            told = _entities_told(items)
            due = []
            for item in items:
                mark = _hash(item.digest, self._catalogue, told.get(item.pk, "?"))
                if item.match_hash != mark:
                    item.match_hash = mark
                    due.append(item)
            if due:
                self._match_batch(due, told)
            done += len(batch)
            self._tell("match", done, len(keys), since)
        self._seconds["match"] += time.monotonic() - since

    def _match_batch(self, items: Sequence[Item], told: Mapping[int, str]) -> None:
        records = [decode_record(item.record) for item in items]
        found = matching.match(records, limit=CANDIDATES)
        searches, rows = [], []
        for item, matched in zip(items, found, strict=True):
            candidates = [outcomes.candidate_data(candidate) for candidate in matched.candidates]
            state, entity, score = _chosen(matched, told.get(item.pk))
            rows.append((item.pk, state, entity, score, evidence.canonical(candidates), item.match_hash, ""))
            answer = [{"id": c["id"], "score": c["score"], "records": c["records"]} for c in candidates]
            query = outcomes.asked(matched.probe)
            searches.append(Search("match", "catalogue", query, answer, item.pk, item.number))
        columns = ("match_state", "entity", "score", "candidates", "match_hash", "status_hash")
        with transaction.atomic():
            self._store.update("cases_item", columns, rows)
            evidence.record(self._project.pk, searches, dt.datetime.now(dt.UTC))
        self._counts["match"] += len(items)

    # Status and route

    def _clear(self, keys: Sequence[int]) -> None:
        since, done = time.monotonic(), 0
        for batch in batches(keys, BATCH):
            self._clear_batch(list(Item.objects.filter(pk__in=batch).order_by("place")))
            done += len(batch)
            self._tell("clear", done, len(keys), since)

    def _clear_batch(self, items: Sequence[Item]) -> None:
        facts = standing_facts(items)
        versions = _versions(item.entity for item in items if item.entity)
        use = evidence.canonical(self._use)
        due = []
        for item in items:
            told = facts.get(item.pk, [])
            known = [(f.name, f.value, f.source) for f in told if f.kind == "fact"]
            answers = {f.name: f.value for f in told if f.kind == "answer"}
            status = _hash(item.digest, versions.get(item.entity, ""), item.match_state, known, self._law)
            plan = _hash(status, use, answers)
            if item.status_hash != status or item.plan_hash != plan:
                due.append((item, [ToldFact(*one) for one in known], answers, status, plan))
        if not due:
            return
        began = time.monotonic()
        entities = catalogue.entities(list({item.entity for item, *_ in due if item.entity}))
        self._seconds["load"] += time.monotonic() - began
        rows, searches = [], []
        for item, told_facts, answers, status, plan in due:
            entity = entities.get(item.entity) if item.entity else None
            values, search = self._cleared(item, entity, told_facts, answers, item.status_hash != status)
            rows.append((item.pk, *values, status, plan))
            if search is not None:
                searches.append(search)
        began = time.monotonic()
        with transaction.atomic():
            self._store.update("cases_item", (*outcomes.COLUMNS, "status_hash", "plan_hash"), rows)
            evidence.record(self._project.pk, searches, dt.datetime.now(dt.UTC))
        self._seconds["write"] += time.monotonic() - began
        self._counts["touched"] += len(due)

    def _cleared(
        self,
        item: Item,
        entity: Entity | None,
        told: Sequence[ToldFact],
        answers: Mapping[str, str],
        status_due: bool,
    ) -> tuple[tuple[Any, ...], Search | None]:
        """The item's new values, and the evidence of the status where that was made anew."""
        if not item.record:
            return outcomes.of_no_item(), None
        record = decode_record(item.record)
        began = time.monotonic()
        try:
            work = work_known(entity, record, Said(record.source, record.local_id), told)
            cleared = clear(work, entity, self._use, answers, self._on)
        except Problem as problem:
            return outcomes.refused(problem), None
        self._seconds["status and route"] += time.monotonic() - began
        began = time.monotonic()
        values = outcomes.of(cleared, item.match_state, self._on)
        self._seconds["wording"] += time.monotonic() - began
        self._counts["route"] += 1
        if not status_due:
            return values, None
        self._counts["status"] += 1
        query = {"work": item.entity or record.local_id, "on": self._on.isoformat()}
        asked = ", ".join(sorted({said.source for said in entity.records})) if entity else record.source
        answer = outcomes.basis(cleared, entity, record)
        return values, Search("status", asked, query, answer, item.pk, item.number)


def _chosen(matched: matching.Matched, told: str | None) -> tuple[str, str, float | None]:
    """The state, the entity and its score; what somebody said of it goes before what was found."""
    if told is not None:
        score = next((c.score for c in matched.candidates if c.id == told), None)
        return MatchState.TOLD.value, told, score
    best = matched.best
    if best is None or matched.decision == matching.Decision.NONE:
        return MatchState.NONE.value, "", best.score if best else None
    return matched.decision.value, best.id, best.score


def _hash(*parts: Any) -> str:
    text = evidence.canonical(list(parts))
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()


def standing_facts(items: Iterable[Item]) -> dict[int, list[UserFact]]:
    """What was said last of each kind and name, by item; withdrawn ones are gone."""
    last: dict[tuple[int, str, str], UserFact] = {}
    for fact in UserFact.objects.filter(item__in=[item.pk for item in items]).order_by("id"):
        last[fact.item_id, fact.kind, fact.name] = fact
    found: dict[int, list[UserFact]] = defaultdict(list)
    for (item, _, _), fact in last.items():
        if not fact.withdrawn:
            found[item].append(fact)
    return found


def _entities_told(items: Iterable[Item]) -> dict[int, str]:
    """Which entity somebody said a row means (empty: none of the catalogue), by item."""
    facts = standing_facts(items)
    return {item: fact.value for item, told in facts.items() for fact in told if fact.kind == "entity"}


def _versions(ids: Iterable[str]) -> dict[str, str]:
    """When each entity, or the one that it was merged into, was last touched."""
    rows = EntityRow.objects.filter(key__in=set(ids)).values_list("key", "changed", "redirect_to__changed")
    return {key: f"{key} {changed} {other or ''}" for key, changed, other in rows}
