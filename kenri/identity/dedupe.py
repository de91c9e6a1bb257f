"""Any tables of one schema in, pairs and clusters of their rows out: what ``kenri dedupe`` does."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations

import msgspec

from kenri.harvest.lists.reading import ListReading
from kenri.identity.clusters import Edge, Member, grouped
from kenri.identity.decisions import AUTO, DOUBTED, KEPT_APART, REVIEW, ScoredPair
from kenri.identity.features import Keyed, tables_of
from kenri.identity.linkage import LEAST, Learned, Linkage
from kenri.identity.models import model_for
from kenri.vocab.problems import Problem

SOLE_PLACE = 0.7
"""From this cleanness on a source is taken to name a thing once, so that a cluster has one row of it."""
LARGEST_SPELT_OUT = 60
"""Of larger clusters only the scored pairs are given, not all pairs of their rows."""


class RowId(msgspec.Struct, frozen=True, order=True):
    """A row by the name of its table and its id there."""

    table: str
    id: str


class Account(msgspec.Struct, frozen=True):
    """How it went: rows, candidates, pairs by decision, clusters of several rows, rows of each source."""

    rows: int
    linked: int
    left_out: int
    candidates: int
    auto: int
    review: int
    clusters: int
    sources: dict[str, int]
    clean_sources: tuple[str, ...]


class Deduped(msgspec.Struct, frozen=True):
    """``pairs`` of places in ``rows``, the surest first; ``clusters`` hold every row once."""

    rows: tuple[RowId, ...]
    pairs: tuple[ScoredPair, ...]
    clusters: tuple[tuple[int, ...], ...]
    account: Account
    problems: tuple[Problem, ...] = ()


def dedupe(
    readings: Sequence[ListReading],
    schema: str,
    *,
    judgements: Mapping[Edge, bool] | None = None,
    processes: int = 2,
) -> Deduped:
    """Link the rows of all tables as one set. Every row is in a cluster; one that names nothing is alone.

    A row that tells itself what it is stays that, where the model knows both: a film is not the novel.

    Raises KeyError for a schema that no model names.
    """
    known = model_for(schema).schemas
    ids: list[RowId] = []
    problems: list[Problem] = []

    def records() -> Iterator[Keyed]:
        for reading in readings:
            for row in reading.rows():
                if row.record is not None:
                    kind = row.record.schema if row.record.schema in known else schema
                    yield len(ids), msgspec.structs.replace(row.record, schema=kind), row.extra
                ids.append(RowId(reading.source_name, row.id))
                problems.extend(row.problems)
            problems.extend(reading.problems)

    linkage = Linkage(schema, extras=_further_columns(readings))
    linked = linkage.put_tables(tables_of(records(), linkage.extras, processes=processes))
    same = [edge for edge, one in (judgements or {}).items() if one]
    learned = linkage.learn(same) if linked > 1 else None
    told = list(linkage.claims())
    members = dict.fromkeys(range(len(ids)), Member()) | members_of(told, learned)
    scored = list(linkage.all_pairs(LEAST, reasons=False)) if learned else []
    clusters = grouped(members, scored, judgements, linkage.against() if learned else ())
    pairs = tuple(decided(scored, clusters))
    counts = Counter(pair.decision for pair in pairs)
    account = Account(
        rows=len(ids),
        linked=linked,
        left_out=len(ids) - linked,
        candidates=linkage.candidates,
        auto=counts["auto"],
        review=counts["review"],
        clusters=sum(len(cluster) > 1 for cluster in clusters),
        sources=dict(sorted(Counter(source for _, source, _ in told).items())),
        clean_sources=tuple(s for s, c in (learned.cleanness if learned else {}).items() if c >= SOLE_PLACE),
    )
    return Deduped(tuple(ids), pairs, tuple(clusters), account, tuple(problems))


def _further_columns(readings: Sequence[ListReading]) -> list[str]:
    """All names under which rows may have what has no place in a record."""
    guesses = [guess for reading in readings for guess in reading.columns]
    return sorted({name for guess in guesses for name in (guess.column, guess.field) if name})


def members_of(told: Iterable[tuple[int, str, str]], learned: Learned | None) -> dict[int, Member]:
    """What each record claims that its cluster can have only once: its marks, its place in a clean source.

    ``told`` is what ``Linkage.claims`` gives.
    """
    clean = learned.cleanness if learned else {}
    members = {}
    for key, source, marks in told:
        claims = [("marks", marks)] if marks else []
        if clean.get(source, 0.0) >= SOLE_PLACE:
            claims.append((f"source {source}", str(key)))
        members[key] = Member(tuple(claims))
    return members


def decided(scored: Iterable[ScoredPair], clusters: Iterable[tuple[int, ...]]) -> Iterator[ScoredPair]:
    """The pairs with decisions that agree with the clusters, the surest first.

    Only a pair within a cluster is linked at once. Rows of a cluster that were not scored themselves are
    listed too, as sure as the surest way between them; pairs that clusters keep apart are left to a person.
    """
    of = {key: number for number, cluster in enumerate(clusters) for key in cluster}
    inside: dict[int, dict[Edge, float]] = {}
    found: dict[Edge, float] = {}
    doubted: set[Edge] = set()
    for pair in scored:
        edge = (pair.left, pair.right)
        if pair.doubt:
            doubted.add(edge)
        if of[pair.left] == of[pair.right]:
            inside.setdefault(of[pair.left], {})[edge] = pair.score
        elif pair.score >= REVIEW:
            found[edge] = min(pair.score, KEPT_APART)
    for number, cluster in enumerate(clusters):
        if len(cluster) > 1:
            known = inside.get(number, {})
            spelt = len(cluster) <= LARGEST_SPELT_OUT
            found |= _ways(cluster, known) if spelt else known
    for edge in doubted & found.keys():
        found[edge] = min(found[edge], DOUBTED)
    for edge, score in sorted(found.items(), key=lambda item: (-item[1], item[0])):
        together = of[edge[0]] == of[edge[1]]
        yield ScoredPair(*edge, score, "auto" if together and score >= AUTO else "review")


def _ways(cluster: Sequence[int], known: Mapping[Edge, float]) -> dict[Edge, float]:
    """For every two rows of a cluster how sure the surest way between them is (the product along it)."""
    best = {edge: known.get(edge, 0.0) for edge in combinations(cluster, 2)}
    if len(cluster) < 3:
        return best

    def edge(one: int, other: int) -> Edge:
        return (one, other) if one < other else (other, one)

    for via in cluster:
        for left, right in tuple(best):
            if via not in (left, right):
                way = best[edge(left, via)] * best[edge(via, right)]
                best[left, right] = max(best[left, right], way)
    return best
