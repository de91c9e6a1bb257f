"""The work on a batch of items: look them up, assess and route them. It reads rows and writes none.

``running`` writes what comes back. So a batch may be worked on in another process.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import time
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec

from kenri.accounts.models import User
from kenri.cases import evidence, outcomes, wills
from kenri.cases.claimants import claimed_among, claims_of
from kenri.cases.evidence import Search
from kenri.cases.models import Item, MatchState, UserFact
from kenri.cases.proceedings import awards, requests
from kenri.catalogue.entity import Entity, Said
from kenri.procedures.clearing import Cleared, ToldFact, clear, work_known
from kenri.records import matching
from kenri.records import queries as catalogue
from kenri.records.matching import Decision, Matched
from kenri.records.models import Entity as EntityRow
from kenri.status.facts import Work
from kenri.vocab.problems import Problem
from kenri.vocab.records import decode_record
from kenri.vocab.uses import Use

CANDIDATES = 5
"""Entities that are kept for each row as those it may mean."""

FOR, AGAINST = 2.0, -2.0
"""Bits of a reason beside the title that support a candidate, and that speak against it."""

MATCH_COLUMNS = ("match_state", "entity", "score", "candidates", "match_hash", "status_hash")
CLEAR_COLUMNS = (*outcomes.COLUMNS, "status_hash", "plan_hash")


class Terms(msgspec.Struct, frozen=True):
    """What a run rests on beside its items: the use, the day, and versions of catalogue and law.

    ``asker``: the key of whose list it is, who hears what holders answered them.
    """

    use: Use
    on: dt.date
    catalogue: str
    law: str
    asker: str = ""


class Worked(msgspec.Struct):
    """What came out for a batch: rows to be written (the item's key first), evidence, counts and seconds."""

    items: int = 0
    rows: list[tuple[Any, ...]] = []
    searches: list[Search] = []
    counts: dict[str, int] = {}
    seconds: dict[str, float] = {}


def match_batch(keys: Sequence[int], terms: Terms) -> Worked:
    """Look up those items whose row, catalogue or told entity changed."""
    began = time.perf_counter()
    items = list(Item.objects.filter(pk__in=keys).exclude(record="").order_by("place"))
    told = _entities_told(items)
    due = [(item, _hash(item.digest, terms.catalogue, told.get(item.pk, "?"))) for item in items]
    due = [(item, mark) for item, mark in due if item.match_hash != mark]
    done = Worked(len(keys))
    records = [decode_record(item.record) for item, _ in due]
    untold = {record.local_id for (item, _), record in zip(due, records, strict=True) if not item.kind_told}
    found = matching.match(records, limit=CANDIDATES, untold=untold)
    for (item, mark), record, matched in zip(due, records, found, strict=True):
        candidates = [outcomes.candidate_data(candidate) for candidate in matched.candidates]
        state, entity, score = _chosen(matched, told.get(item.pk))
        done.rows.append((item.pk, state, entity, score, evidence.canonical(candidates), mark, ""))
        answer = [{"id": c["id"], "score": c["score"], "records": c["records"]} for c in candidates]
        done.searches.append(
            Search("match", "catalogue", outcomes.asked(record), answer, item.pk, item.number)
        )
    done.counts["match"] = len(due)
    done.seconds["match"] = time.perf_counter() - began
    return done


def _chosen(matched: Matched, told: str | None) -> tuple[str, str, float | None]:
    """The state, the entity and its score; what somebody said of it goes before what was found."""
    if told is not None:
        score = next((c.score for c in matched.candidates if c.id == told), None)
        return MatchState.TOLD.value, told, score
    best = matched.best
    if best is None or matched.decision == Decision.NONE:
        return MatchState.NONE.value, "", best.score if best else None
    return matched.decision.value, best.id, best.score


def clear_batch(keys: Sequence[int], terms: Terms) -> Worked:
    """Assess and route those items of which anything changed: the row, the entity, what was said, the law."""
    items = list(Item.objects.filter(pk__in=keys).order_by("place"))
    facts = standing_facts(items)
    rivals = {item.pk: rivals_of(item) for item in items}
    wanted = [key for item in items for key in (item.entity, *rivals[item.pk]) if key]
    versions = _versions(wanted)
    asker = requests.asker_of(terms.asker)
    declared = wills.marks(wanted, asker)
    filed = awards.answers_of(item.pk for item in items)
    use = evidence.canonical(terms.use)
    due = []
    for item in items:
        told = facts.get(item.pk, [])
        known = [(f.name, f.value, f.source) for f in told if f.kind == "fact"]
        answers = {**filed.get(item.pk, {}), **{f.name: f.value for f in told if f.kind == "answer"}}
        seen = [versions.get(key, "") for key in (item.entity, *rivals[item.pk])]
        status = _hash(item.digest, seen, item.match_state, known, terms.law, terms.use.territory)
        willed = [declared.get(key, "") for key in (item.entity, *rivals[item.pk])]
        plan = _hash(status, use, answers, willed)
        if item.status_hash != status or item.plan_hash != plan:
            due.append((item, [ToldFact(*one) for one in known], answers, status, plan))
    done = Worked(len(keys), counts={"touched": len(due)})
    if due:
        began = time.perf_counter()
        loaded = {key for item, *_ in due for key in (item.entity, *rivals[item.pk]) if key}
        entities = catalogue.entities(sorted(loaded))
        done.seconds["load"] = time.perf_counter() - began
        clearing = _Clearing(terms, entities, done, asker)
        for item, told_facts, answers, status, plan in due:
            values = clearing.values(item, rivals[item.pk], told_facts, answers, item.status_hash != status)
            done.rows.append((item.pk, *values, status, plan))
    return done


def rivals_of(item: Item) -> list[str]:
    """The other entities that a row may mean, where it is nearly certain that it means one of them."""
    if item.match_state != MatchState.REVIEW:
        return []
    taken: list[str] = []
    certain = 0.0
    for candidate in msgspec.json.decode(item.candidates):
        if certain >= matching.CONFIDENT:
            break
        if not _supported(candidate):
            return []
        taken.append(candidate["id"])
        certain += candidate["score"]
    sure = certain >= matching.CONFIDENT and item.entity in taken
    return [key for key in taken if key != item.entity] if sure else []


def _supported(candidate: Mapping[str, Any]) -> bool:
    """Whether something beside the title speaks for a candidate, and nothing against it."""
    weights = [reason["weight"] for reason in candidate["reasons"] if reason["comparison"] != "title"]
    return any(weight >= FOR for weight in weights) and not any(weight <= AGAINST for weight in weights)


class _Clearing:
    """Assessing and routing with the entities at hand."""

    def __init__(
        self, terms: Terms, entities: Mapping[str, Entity], done: Worked, asker: User | None
    ) -> None:
        self._asker = asker
        self._terms = terms
        self._entities = entities
        self._claimed = claimed_among(entities.values())
        self._done = done

    def values(
        self,
        item: Item,
        rivals: Sequence[str],
        told: Sequence[ToldFact],
        answers: Mapping[str, str],
        status_due: bool,
    ) -> tuple[Any, ...]:
        """The item's new values. Where it may be any of several entities, they must all come to the same."""
        if not item.record:
            return outcomes.of_no_item()
        record, terms = decode_record(item.record), self._terms
        began = time.perf_counter()
        entity = self._entities.get(item.entity) if item.entity else None
        said = Said(record.source, record.local_id)
        try:
            found = self._cleared(work_known(entity, record, said, told), entity, answers)
            for key in rivals:
                rival = self._entities.get(key)
                other = self._cleared(work_known(rival, record, said, told), rival, answers)
                if (other.plan.outcome, other.answer.status) != (found.plan.outcome, found.answer.status):
                    rivals = ()
                    break
        except Problem as problem:
            return outcomes.refused(problem)
        self._spent("status and route", began)
        began = time.perf_counter()
        match_state = MatchState.CONFIDENT.value if rivals else item.match_state
        values = outcomes.of(found, match_state)
        self._spent("wording", began)
        self._count("route")
        if status_due:
            self._count("status")
            query = {"work": item.entity or record.local_id, "on": terms.on.isoformat()}
            asked = ", ".join(sorted({s.source for s in entity.records})) if entity else record.source
            answer = outcomes.basis(found, entity, record)
            self._done.searches.append(Search("status", asked, query, answer, item.pk, item.number))
        return values

    def _cleared(self, work: Work, entity: Entity | None, answers: Mapping[str, str]) -> Cleared:
        use, on = self._terms.use, self._terms.on
        declared = wills.intentions_of(entity, use, answers, self._asker)
        claims = claims_of(entity, use, on) if entity and entity.id in self._claimed else {}
        return clear(work, entity, use, answers, on, declared, claims)

    def _spent(self, stage: str, began: float) -> None:
        seconds = self._done.seconds
        seconds[stage] = seconds.get(stage, 0.0) + time.perf_counter() - began

    def _count(self, what: str) -> None:
        self._done.counts[what] = self._done.counts.get(what, 0) + 1


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
