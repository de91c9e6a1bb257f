"""Why records are shown together, or kept apart: identifiers, the model's scores, what people decided."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec
from django.db.models import Q

from kenri.catalogue.entity import Said
from kenri.identity.judgements import Decision
from kenri.identity.links import conflict_reason, link_reason
from kenri.records.models import LinkConflict, Pair, RecordLink
from kenri.records.models import Record as RecordRow
from kenri.records.pairs import AUTO, reasons_of
from kenri.records.queries import resolve
from kenri.vocab.text import Text


class Bond(msgspec.Struct, frozen=True):
    """Why two records are, or in spite of what they share are not, taken for one thing.

    ``kind`` is ``judgement``, ``identifier`` or ``score``; ``score`` is the model's probability, if any.
    """

    left: Said
    right: Said
    linked: bool
    reason: Text
    kind: str
    score: float | None = None


_Found = tuple[int, int, bool, Text, str, float | None]


def bonds(entity_id: str) -> tuple[Bond, ...]:
    """Why the records of an entity are together, and which others share something but stay apart.

    What people decided comes first, then identifiers, then scores, then what was kept apart.
    """
    entity = resolve([entity_id]).get(entity_id)
    if entity is None:
        return ()
    members = list(RecordRow.objects.filter(entity_id=entity[0]).values_list("id", flat=True))
    pairs = list(
        Pair.objects.filter(Q(left__in=members) | Q(right__in=members))
        .filter(Q(band=AUTO) | ~Q(decided=""))
        .order_by("-score", "id")
    )
    found = sorted(
        (*_judged(pairs), *_identified(members), *_scored(pairs, frozenset(members))),
        key=lambda one: (not one[2], _ORDER.index(one[4])),
    )
    keys = {key for one in found for key in one[:2]}
    rows = RecordRow.objects.filter(id__in=keys).values_list("id", "source", "local_id")
    said = {key: Said(source, local_id) for key, source, local_id in rows}
    return tuple(Bond(said[left], said[right], *rest) for left, right, *rest in found)


_ORDER = ("judgement", "identifier", "score")


def _judged(pairs: Sequence[Pair]) -> Iterator[_Found]:
    for pair in pairs:
        if pair.decided:
            yield (
                pair.left_id,
                pair.right_id,
                pair.decided == Decision.SAME,
                _JUDGED[Decision(pair.decided)],
                "judgement",
                pair.score if pair.band else None,
            )


def _identified(members: Sequence[int]) -> Iterator[_Found]:
    for link in RecordLink.objects.filter(left_id__in=members).order_by("id"):
        reason = link_reason(link.kind, link.scheme, link.value)
        yield link.left_id, link.right_id, True, reason, "identifier", None
    conflicts = LinkConflict.objects.filter(Q(left_id__in=members) | Q(right_id__in=members)).order_by("id")
    for one in conflicts:
        reason = conflict_reason(one.code, one.scheme, one.value)
        yield one.left_id, one.right_id, False, reason, "identifier", None


def _scored(pairs: Sequence[Pair], members: frozenset[int]) -> Iterator[_Found]:
    for pair in pairs:
        if pair.band == AUTO and not pair.decided:
            linked = {pair.left_id, pair.right_id} <= members
            reason = _told(pair) if linked else _apart(pair)
            yield pair.left_id, pair.right_id, linked, reason, "score", pair.score


def _told(pair: Pair) -> Text:
    """The model's probability and the comparisons that speak for it, weightiest first."""
    speaking = [reason for reason in reasons_of(pair.reasons) if reason.weight > 0]
    speaking.sort(key=lambda reason: -reason.weight)
    return Text(
        "".join((*(one.text.ja for one in speaking), f"同じものである確率は {pair.score:.3f} です。")),
        " ".join((*(one.text.en for one in speaking), f"Probability of one thing: {pair.score:.3f}.")),
    )


def _apart(pair: Pair) -> Text:
    told = _told(pair)
    return Text(
        f"{told.ja}ただし、ほかのレコードとの矛盾があるため、まとめていません。",
        f"{told.en} Other records stand against it, so they are not brought together.",
    )


_JUDGED = {
    Decision.SAME: Text("人が確認し、同じものと判断しました。", "People looked at both: the same."),
    Decision.DIFFERENT: Text("人が確認し、別のものと判断しました。", "People looked at both: different."),
}
