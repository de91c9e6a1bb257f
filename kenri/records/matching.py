"""A user's records against the catalogue: the best entity for each, others that might be meant, and why.

Candidates come from shared identifiers, from the addresses of pages and from the search index; ``likeness``
says what speaks for each. The score of a candidate is the probability that the probe means it and not another
candidate or none at all, so that two that fit as well share it between them, unless they are likely the same
thing themselves.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from enum import StrEnum

import msgspec

from kenri.catalogue.entity import Said
from kenri.catalogue.merge import title_of
from kenri.catalogue.years import years_of
from kenri.identity.caution import OF_EDITIONS, group_of
from kenri.identity.decisions import Reason
from kenri.identity.likeness import Likeness, Seen, likeness, seen
from kenri.identity.shared_identifiers import PLACEHOLDER_IN_SOURCE, identifies
from kenri.records import index, queries
from kenri.records.bulk import store as open_store
from kenri.records.bulk.store import batches
from kenri.records.cells import ONLY_CREATOR, OtherReadings
from kenri.records.reports import OnProgress
from kenri.search.engine import Engine, Query
from kenri.vocab.problems import Problem
from kenri.vocab.records import Record
from kenri.vocab.text import Text
from kenri.vocab.urls import page_key
from kenri.vocab.vocabularies import roles, schemas, schemes

CONFIDENT, REVIEW = 0.95, 0.3
"""Probabilities from which a match is taken where ``likeness`` is sure, and shown to a person."""
NOT_HELD = 9.0
"""Bits that must speak for a candidate to make it as likely as that the catalogue lacks the thing."""
NEGLIGIBLE = 0.02
"""Odds below which a candidate takes nothing from the others."""
IDENTIFIED = 16.0
"""Bits that a shared identifier speaks for."""
LOOKED_AT = 12
"""Entities that a search gives for one probe."""
LOOKED_AT_BY_CREATOR = 40
"""The same for the works of its creator, where none is called as the probe is."""
ONE_OF_THESE = 0.5
"""Probability from which candidates of which none is likely alone are shown to a person."""
TOGETHER = 200
"""Probes whose candidates are read from the database together."""


class Decision(StrEnum):
    """What follows for a probe: take the first candidate, let a person look, or nothing was found."""

    CONFIDENT = "confident"
    REVIEW = "review"
    NONE = "none"


class Candidate(msgspec.Struct, frozen=True):
    """An entity that a probe may mean; ``score`` is the probability (0 to 1) that it does."""

    id: str
    schema: str
    title: str
    creators: tuple[str, ...]
    first_year: int | None
    score: float
    decision: Decision
    reasons: tuple[Reason, ...]
    records: tuple[Said, ...]


class Matched(msgspec.Struct, frozen=True):
    """A probe with its candidates, best first.

    ``decision`` is that of the best, ``review`` where only all together are likely, else ``none``.
    """

    probe: Record
    decision: Decision
    candidates: tuple[Candidate, ...]

    @property
    def best(self) -> Candidate | None:
        """The candidate to take or to look at; None where there is none."""
        return self.candidates[0] if self.candidates else None


def match(
    probes: Iterable[Record],
    *,
    limit: int = 5,
    untold: Container[str] = (),
    on_progress: OnProgress | None = None,
) -> Iterator[Matched]:
    """Look for each probe in the catalogue; answers come in the order of the probes, one for each.

    A probe's ``source`` and ``local_id`` are the caller's own; ``untold`` are the local ids of works whose
    schema is a guess only: these may be of any. At most ``limit`` candidates are given.
    Raises Problem: ``no_index``, ``index_damaged``, ``index_outdated``.
    """
    engine = index.engine()
    if engine is None:
        raise Problem("no_index")
    done = 0
    for some in batches(probes, TOGETHER):
        kinds = [_kinds(probe, told=probe.local_id not in untold) for probe in some]
        shared = _sharing(some)
        for probe, identified, may_be in zip(some, shared, kinds, strict=True):
            identified.update(_at_its_page(engine, probe, may_be))
        called = [_called_alike(engine, probe, may_be) for probe, may_be in zip(some, kinds, strict=True)]
        entities = _read({key for keys in (*shared, *called) for key in keys})
        for probe, identified, keys, may_be in zip(some, shared, called, kinds, strict=True):
            near = {key: entities[key] for key in (*identified, *keys) if key in entities}
            around = {key: entity for key, entity in near.items() if entity.seen.schema in may_be}
            yield _decided(probe, around, identified, limit)
        done += len(some)
        if on_progress is not None:
            on_progress(done, None)


class _Entity(msgspec.Struct, frozen=True):
    """An entity as it is compared and shown."""

    id: str
    seen: Seen
    records: tuple[tuple[Record, Said], ...]

    @property
    def sources(self) -> frozenset[str]:
        """The sources that have it."""
        return frozenset(said.source for _, said in self.records)


def _decided(
    probe: Record, around: Mapping[str, _Entity], identified: Mapping[str, Reason], limit: int
) -> Matched:
    mine, others = seen([probe]), OtherReadings(probe)
    found: dict[str, tuple[_Entity, Likeness]] = {}
    for key, entity in around.items():
        said = likeness(mine, entity.seen)
        if not said.sure:
            said = max([said, *others.likenesses(entity.seen)], key=lambda one: one.weight)
        found[entity.id] = (entity, _with_identifier(said, identified.get(key)))
    ranked = sorted(found.values(), key=lambda one: (-one[1].weight, -len(one[0].records), one[0].id))
    scores = _scores([(entity, said.weight) for entity, said in ranked], limit)
    held = [
        _candidate(entity, said, score)
        for (entity, said), score in zip(ranked[:limit], scores, strict=False)
        if score >= 0.001
    ]
    candidates = tuple(sorted(held, key=lambda one: -one.score))
    decision = candidates[0].decision if candidates else Decision.NONE
    if decision is Decision.NONE and _worth_a_look(candidates):
        decision = Decision.REVIEW
    return Matched(probe, decision, candidates)


def _worth_a_look(candidates: Sequence[Candidate]) -> bool:
    """Whether one of these is likelier meant than not, or somebody must say which work of a creator is."""
    return sum(one.score for one in candidates) >= ONE_OF_THESE or any(
        ONLY_CREATOR in one.reasons for one in candidates
    )


def _with_identifier(said: Likeness, shared: Reason | None) -> Likeness:
    """An identifier settles it, unless names or dates speak clearly against it."""
    if shared is None:
        return said
    against = any(reason.weight <= -4 for reason in said.reasons)
    return Likeness(said.weight + shared.weight, (shared, *said.reasons), sure=not against)


def _scores(ranked: Sequence[tuple[_Entity, float]], wanted: int) -> list[float]:
    """The probability of the first ``wanted``: odds against all that are other things, and against none."""
    odds = [2.0 ** min(weight - NOT_HELD, 40.0) for _, weight in ranked]
    rivals = [place for place, odd in enumerate(odds) if odd > NEGLIGIBLE]
    scores = []
    for place, (one, _) in enumerate(ranked[:wanted]):
        others = sum(
            odds[there] for there in rivals if there != place and not _likely_same(one, ranked[there][0])
        )
        scores.append(odds[place] / (1 + odds[place] + others))
    return scores


def _likely_same(one: _Entity, other: _Entity) -> bool:
    """Whether two candidates are probably one thing that is not linked yet.

    One source knows its own things: only editions of a text stand in it several times.
    """
    if one.seen.schema not in OF_EDITIONS and one.sources & other.sources:
        return False
    return likeness(one.seen, other.seen).weight > NOT_HELD


def _candidate(entity: _Entity, said: Likeness, score: float) -> Candidate:
    decision = Decision.NONE
    if score >= REVIEW:
        decision = Decision.CONFIDENT if score >= CONFIDENT and said.sure else Decision.REVIEW
    makers = [part for record, _ in entity.records for part in record.contributions if part.names]
    makers = [part for part in makers if roles()[part.role].layers] or makers
    first_year, _ = years_of(record for record, _ in entity.records)
    return Candidate(
        entity.id,
        entity.seen.schema,
        title_of(sorted(entity.records, key=lambda pair: pair[1])).text,
        tuple(dict.fromkeys(part.names[0].text for part in makers)),
        first_year,
        round(score, 6),
        decision,
        said.reasons,
        tuple(sorted(said_by for _, said_by in entity.records)),
    )


_BEARERS = """
    SELECT i.value, i.scheme, e.key, r.source FROM records_recordidentifier i
    JOIN records_record r ON r.id = i.record_id JOIN records_entity e ON e.id = r.entity_id
    WHERE r.deleted_run_id IS NULL AND NOT i.gone AND i.value IN {values}
"""


def _sharing(probes: Sequence[Record]) -> list[dict[str, Reason]]:
    """For each probe the entities that bear one of its identifiers, each with what that says."""
    wanted = sorted({i.value for probe in probes for i in probe.identifiers})
    bearers: dict[tuple[str, str], list[tuple[str, str]]] = defaultdict(list)
    for value, scheme, key, source in open_store().select(_BEARERS, wanted) if wanted else ():
        bearers[scheme, value].append((key, source))
    found: list[dict[str, Reason]] = []
    for probe in probes:
        shared: dict[str, Reason] = {}
        for identifier in probe.identifiers:
            keys = bearers.get((identifier.scheme, identifier.value), [])
            if identifies(identifier.scheme, probe.schema) and 0 < len(keys) <= PLACEHOLDER_IN_SOURCE:
                said = _identified(identifier.scheme, identifier.value)
                shared.update((key, said) for key, _ in keys)
        found.append(shared)
    return found


def _identified(scheme: str, value: str) -> Reason:
    label = schemes()[scheme].label
    told = Text(f"{label.ja} {value} が一致します。", f"Both carry {label.en} {value}.")
    return Reason("identifier", "same", IDENTIFIED, told)


def _at_its_page(engine: Engine, probe: Record, kinds: frozenset[str]) -> dict[str, Reason]:
    """The entities of these kinds with a page at the address that a probe bears, or is."""
    address = probe.url or probe.title
    if not page_key(address):
        return {}
    asked = Query(address, filters={"schema": tuple(sorted(kinds))}, limit=PLACEHOLDER_IN_SOURCE + 1)
    keys = [hit.id for hit in engine.search(asked).hits if hit.how == "exact"]
    if len(keys) > PLACEHOLDER_IN_SOURCE:
        return {}
    return dict.fromkeys(keys, _identified("url", address))


def _kinds(probe: Record, *, told: bool) -> frozenset[str]:
    """The schemas under which the probe may stand in the catalogue."""
    if told or schemas()[probe.schema].kind == "party":
        return group_of(probe.schema)
    return frozenset(key for key, schema in schemas().items() if schema.kind != "party")


def _called_alike(engine: Engine, probe: Record, kinds: frozenset[str]) -> tuple[str, ...]:
    """The entities of these kinds whose names are most like the probe's."""
    narrowed_to = {"schema": tuple(sorted(kinds))}
    title = probe.title.replace('"', " ")
    results = engine.search(Query(title, filters=narrowed_to, limit=LOOKED_AT))
    keys = dict.fromkeys(hit.id for hit in results.hits)
    makers = [part.names[0].text for part in probe.contributions if part.names]
    if results.total > LOOKED_AT and makers:
        narrowed = f'{title} creator:"{makers[0].replace(chr(34), " ")}"'
        again = engine.search(Query(narrowed, filters=narrowed_to, limit=LOOKED_AT))
        keys.update(dict.fromkeys(hit.id for hit in again.hits))
    if not any(hit.how in ("exact", "reading") for hit in results.hits):
        by = f'creator:"{makers[0].replace(chr(34), " ")}"' if makers else _all_in_creator(title)
        limit = LOOKED_AT_BY_CREATOR if makers else LOOKED_AT
        others = engine.search(Query(by, filters=narrowed_to, limit=limit))
        keys.update(dict.fromkeys(hit.id for hit in others.hits if makers or hit.how == "words"))
    return tuple(keys)


def _all_in_creator(title: str) -> str:
    return " ".join(f"creator:{word}" for word in title.split())


def _read(keys: set[str]) -> dict[str, _Entity]:
    """The entities by the id that was asked for, taken apart."""
    resolved = queries.resolve(keys)
    records = queries.records_of({key for key, _ in resolved.values()})
    made: dict[int, _Entity] = {}
    found = {}
    for asked, (key, public) in resolved.items():
        if key not in made and records.get(key):
            pairs = tuple(records[key])
            kinds = [record.schema for record, _ in pairs]
            schema = max(sorted(set(kinds)), key=kinds.count)
            made[key] = _Entity(public, seen([record for record, _ in pairs], schema), pairs)
        if key in made:
            found[asked] = made[key]
    return found
