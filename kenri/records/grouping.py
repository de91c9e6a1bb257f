"""Groups of records: what identifiers and scores hold together, within what people decided.

People come first, then identifiers, which need no score. Scores join what these leave, as far as ``grouped``
of the identity model finds that all that is known of two groups speaks for it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import msgspec

from kenri.identity.clusters import Edge, Member, grouped
from kenri.identity.decisions import TOGETHER
from kenri.identity.judgements import Decision
from kenri.records.pairs import KnownPair

UNDECIDED = TOGETHER - 1e-6
"""What a pair for people to decide counts at most: it speaks neither for nor against."""


class _Scored(msgspec.Struct, frozen=True):
    left: int
    right: int
    score: float


def groups(
    members: Mapping[int, Member], links: Iterable[Edge], pairs: Sequence[KnownPair]
) -> list[tuple[int, ...]]:
    """The groups among ``members``, each in ascending order, by their smallest key.

    ``links`` are those of shared identifiers; ``pairs`` have the smaller key first. The order means nothing.
    """
    same = [pair.ends for pair in pairs if pair.decided == Decision.SAME]
    different = [pair.ends for pair in pairs if pair.decided == Decision.DIFFERENT]
    sure = _joined(members, same, links, different)
    scored = [
        _Scored(pair.left, pair.right, pair.score if pair.linked else min(pair.score, UNDECIDED))
        for pair in pairs
        if pair.band and not pair.decided
    ]
    if not any(pair.linked for pair in pairs):
        return sure
    told: dict[Edge, bool] = {(group[0], key): True for group in sure for key in group[1:]}
    told.update(dict.fromkeys(different, False))
    return grouped(members, scored, told)


def _joined(
    keys: Iterable[int], same: Iterable[Edge], links: Iterable[Edge], different: Iterable[Edge]
) -> list[tuple[int, ...]]:
    """What people and identifiers hold together; people's word holds against identifiers."""
    group = {key: {key} for key in keys}
    apart: dict[int, set[int]] = {key: set() for key in group}
    for left, right in different:
        apart[left].add(right)
        apart[right].add(left)
    for certain, edges in ((True, same), (False, links)):
        for left, right in sorted(edges):
            one, other = group[left], group[right]
            if one is other or (not certain and any(apart[key] & other for key in one)):
                continue
            one |= other
            for key in other:
                group[key] = one
    return sorted({tuple(sorted(members)) for members in group.values()})
