"""What reviewers ask: the next pair to judge, how much there is to do, what they themselves said.

A reviewer is never shown a pair on which their own word stands, and never what others said of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec
from django.db.models import F, Q, QuerySet

from kenri.catalogue.entity import Said
from kenri.identity.decisions import Reason
from kenri.identity.judgements import Decision, Judgement
from kenri.records.judging import Ref, as_judgement
from kenri.records.models import Content, Pair
from kenri.records.models import Judgement as JudgementRow
from kenri.records.pairs import reasons_of
from kenri.vocab.records import Record, decode_record

COUNTED = 1_000
"""Up to here waiting pairs are counted; beyond, it says "more than"."""

_ORDER = ("-queue", "-score", "id")


class Wanted(msgspec.Struct, frozen=True):
    """Which pairs a reviewer wants to see: of a schema, with a record of a source, with such a score."""

    schema: str = ""
    source: str = ""
    least: float = 0.0
    most: float = 1.0


class Side(msgspec.Struct, frozen=True):
    """One of the two records, and the entity that it is shown with now."""

    record: Record
    said: Said
    entity: str

    @property
    def ref(self) -> Ref:
        """The record as judgements name it."""
        return Ref(self.said.source, self.said.local_id)


class ReviewPair(msgspec.Struct, frozen=True):
    """A pair to judge: both records, the model's score (0 to 1) and reasons, none where it has no guess."""

    id: int
    left: Side
    right: Side
    score: float
    reasons: tuple[Reason, ...]

    @property
    def sides(self) -> tuple[Side, Side]:
        """Both records."""
        return self.left, self.right


class Progress(msgspec.Struct, frozen=True):
    """How many pairs wait for a reviewer (counted up to ``COUNTED``), and how many they have judged."""

    waiting: int
    judged: int


def next_review(
    by: str, wanted: Wanted, *, after: int | None = None, back: bool = False
) -> ReviewPair | None:
    """The pair that waits for this reviewer first, or that follows (``back``: precedes) the pair ``after``.

    Conflicts come first, then pairs that one other person has judged, then the likeliest new ones.
    """
    waiting = _waiting(by, wanted)
    here = Pair.objects.filter(id=after).values_list("queue", "score", "id").first() if after else None
    if here is not None:
        waiting = waiting.filter(_beyond(*here, back=back))
    order = [F("queue").asc(), F("score").asc(), F("id").desc()] if back else list(_ORDER)
    row = waiting.order_by(*order).first()
    return _shown(row) if row else None


def review_pair(pair_id: int) -> ReviewPair | None:
    """A pair by its number, None where there is none (any more)."""
    row = Pair.objects.filter(id=pair_id).select_related("left__entity", "right__entity").first()
    return _shown(row) if row else None


def has_judged(by: str, pair_id: int) -> bool:
    """Whether a reviewer's word on a pair stands."""
    return Pair.objects.filter(id=pair_id, reviewers__icontains=_line(by)).exists()


def titles(refs: Iterable[Ref]) -> tuple[str, ...]:
    """What records are called; their local id where they are not in the catalogue."""
    found = []
    for ref in refs:
        contents = Content.objects.filter(record__source=ref.source, record__local_id=ref.local_id)
        doc = contents.values_list("doc", flat=True).first()
        found.append(decode_record(doc).title if doc else ref.local_id)
    return tuple(found)


def progress(by: str, wanted: Wanted) -> Progress:
    """How far a reviewer is."""
    judged = Pair.objects.filter(reviewers__icontains=_line(by)).count()
    return Progress(_waiting(by, wanted).values("id")[: COUNTED + 1].count(), judged)


def waiting_schemas() -> tuple[str, ...]:
    """The schemas of which pairs wait for a review."""
    return tuple(sorted(Pair.objects.exclude(queue=None).values_list("left__schema", flat=True).distinct()))


def waiting_sources() -> tuple[str, ...]:
    """The sources of whose records pairs wait for a review."""
    rows = Pair.objects.exclude(queue=None).values_list("left__source", "right__source").distinct()
    return tuple(sorted({source for row in rows for source in row}))


def last_word(by: str) -> tuple[int | None, Judgement[Ref]] | None:
    """The reviewer's latest decision that still stands, with its pair's number; what "undo" takes back."""
    for row in JudgementRow.objects.filter(by=by).order_by("-id")[:200]:
        rows = JudgementRow.objects.filter(by=by, left_key=row.left_key, right_key=row.right_key)
        latest = rows.order_by("-at", "-id").first()
        if latest == row and row.decision != Decision.WITHDRAWN:
            pair = Pair.objects.filter(
                Q(left__source=row.left_source, left__local_id=row.left_id)
                & Q(right__source=row.right_source, right__local_id=row.right_id)
                | Q(right__source=row.left_source, right__local_id=row.left_id)
                & Q(left__source=row.right_source, left__local_id=row.right_id)
            ).first()
            return (pair.pk if pair else None), as_judgement(row)
    return None


def all_judgements() -> Iterator[tuple[Judgement[Ref], int]]:
    """Every judgement with its round, in the order in which they were written."""
    for row in JudgementRow.objects.order_by("id").iterator(chunk_size=2_000):
        yield as_judgement(row), row.round


def _waiting(by: str, wanted: Wanted) -> QuerySet[Pair]:
    rows = Pair.objects.exclude(queue=None).exclude(reviewers__icontains=_line(by))
    if wanted.schema:
        rows = rows.filter(Q(left__schema=wanted.schema) | Q(right__schema=wanted.schema))
    if wanted.source:
        rows = rows.filter(Q(left__source=wanted.source) | Q(right__source=wanted.source))
    if wanted.least > 0:
        rows = rows.filter(score__gte=wanted.least)
    if wanted.most < 1:
        rows = rows.filter(score__lt=wanted.most)
    return rows.select_related("left__entity", "right__entity")


def _line(name: str) -> str:
    return f"\n{name}\n"


def _beyond(queue: int | None, score: float, pair_id: int, *, back: bool) -> Q:
    """Pairs after the one at this place; one that waits no more stands where a new one would."""
    place = queue or 1
    if back:
        return (
            Q(queue__gt=place) | Q(queue=place, score__gt=score) | Q(queue=place, score=score, id__lt=pair_id)
        )
    return Q(queue__lt=place) | Q(queue=place, score__lt=score) | Q(queue=place, score=score, id__gt=pair_id)


def _shown(row: Pair) -> ReviewPair:
    docs = dict(
        Content.objects.filter(record_id__in=(row.left_id, row.right_id)).values_list("record_id", "doc")
    )
    left, right = (
        Side(
            decode_record(docs[one.pk]),
            Said(one.source, one.local_id),
            one.entity.key if one.entity else "",
        )
        for one in (row.left, row.right)
    )
    return ReviewPair(row.pk, left, right, row.score, reasons_of(row.reasons))
