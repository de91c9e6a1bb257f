"""A user's records against the catalogue: the best entity for each, others that might be meant, and why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum

import msgspec

from kenri.catalogue.entity import Said
from kenri.catalogue.keys import party_key, text_key
from kenri.identity.decisions import Reason
from kenri.identity.shared_identifiers import FAMILIES, identifies
from kenri.identity.titles import Verdict, compare
from kenri.records import index
from kenri.records.models import Record as RecordRow
from kenri.records.models import RecordIdentifier
from kenri.records.queries import Summary, summaries
from kenri.records.reports import OnProgress
from kenri.search.engine import Query
from kenri.vocab.records import Record
from kenri.vocab.text import Text

CONFIDENT, REVIEW = 0.95, 0.5
LOOKED_AT = 12
"""Entities that are compared with each probe."""


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
    """A probe with its candidates, best first; ``decision`` is that of the best, or ``none``."""

    probe: Record
    decision: Decision
    candidates: tuple[Candidate, ...]

    @property
    def best(self) -> Candidate | None:
        """The candidate to take or to look at; None where there is none."""
        return self.candidates[0] if self.candidates else None


def match(
    probes: Iterable[Record], *, limit: int = 5, on_progress: OnProgress | None = None
) -> Iterator[Matched]:
    """Look for each probe in the catalogue; answers come in the order of the probes, one for each.

    A probe's ``source`` and ``local_id`` are the caller's own and mean nothing here. At most ``limit``
    candidates are given. Raises ``Problem('index_damaged')`` and ``Problem('index_outdated')``.
    """
    for done, probe in enumerate(probes, start=1):
        yield _match(probe, limit)
        if on_progress is not None:
            on_progress(done, None)


def _match(probe: Record, limit: int) -> Matched:
    shared = _sharing_identifiers(probe)
    found = summaries(list(dict.fromkeys((*shared, *_called_alike(probe)))))
    candidates = {
        summary.id: _compared(probe, summary, shared.get(asked)) for asked, summary in found.items()
    }
    ranked = sorted(
        (one for one in candidates.values() if one.score > 0), key=lambda one: (-one.score, one.id)
    )
    best = ranked[0].decision if ranked else Decision.NONE
    if best is Decision.CONFIDENT and len(ranked) > 1 and ranked[1].decision is Decision.CONFIDENT:
        best = Decision.REVIEW
    return Matched(probe, best, tuple(ranked[:limit]))


def _sharing_identifiers(probe: Record) -> dict[str, Reason]:
    found: dict[str, Reason] = {}
    for identifier in probe.identifiers:
        if not identifies(identifier.scheme, probe.schema):
            continue
        bearers = RecordIdentifier.objects.filter(
            scheme=identifier.scheme, value=identifier.value, gone=False
        ).values_list("record_id", flat=True)[:LOOKED_AT]
        keys = RecordRow.objects.filter(id__in=list(bearers), deleted_run=None).values_list("entity__key")
        told = Text(
            f"{identifier.scheme} {identifier.value} が一致しています。",
            f"Both carry {identifier.scheme} {identifier.value}.",
        )
        found.update((key, Reason("identifier", "same", 20.0, told)) for (key,) in keys if key)
    return found


def _called_alike(probe: Record) -> Sequence[str]:
    engine = index.engine()
    if engine is None:
        return ()
    family = next((family for family in FAMILIES if probe.schema in family), frozenset({probe.schema}))
    asked = Query(probe.title.replace('"', " "), filters={"schema": tuple(sorted(family))}, limit=LOOKED_AT)
    return tuple(hit.id for hit in engine.search(asked).hits)


def _compared(probe: Record, summary: Summary, shared: Reason | None) -> Candidate:
    reasons = [shared] if shared else []
    titles = [name.text for name in probe.names]
    verdict = compare(titles, [summary.title.text], strict=False)
    if text_key(summary.title.text) in set(map(text_key, titles)):
        score, told = 0.6, Text("題名が同じです。", "The titles are the same.")
    elif verdict is Verdict.AGREE:
        score, told = 0.4, Text("題名が似ています。", "The titles are alike.")
    else:
        score, told = 0.05, Text("題名が異なります。", "The titles differ.")
    reasons.append(Reason("title", verdict.value, 0.0, told))
    makers = {party_key(name.text) for part in probe.contributions for name in part.names}
    others = {party_key(name) for name in summary.creators}
    if makers and others:
        agree = bool(makers & others)
        score = min(0.97, score + 0.37) if agree else score * 0.3
        told = (
            Text("作者の名が一致しています。", "A creator has the same name.")
            if agree
            else Text("作者の名が異なります。", "The creators' names differ.")
        )
        reasons.append(Reason("creator", "same" if agree else "differ", 0.0, told))
    score = 0.999 if shared and verdict is not Verdict.DIFFER else score
    decision = next(
        (d for least, d in ((CONFIDENT, Decision.CONFIDENT), (REVIEW, Decision.REVIEW)) if score >= least),
        Decision.NONE,
    )
    return Candidate(
        summary.id,
        summary.schema,
        summary.title.text,
        summary.creators,
        summary.first_year,
        score,
        decision,
        tuple(reasons),
        summary.records,
    )
