"""Pairs of records that may be one: why the model thinks so, and which of them a person is to look at."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple

import msgspec

from kenri.identity.decisions import Reason
from kenri.identity.judgements import Decision
from kenri.records.bulk.store import Store, batches
from kenri.vocab.text import Text

AUTO, REVIEW = "auto", "review"
"""Bands of the model's scores: taken for one thing, or for people to decide."""
FIRST, SECOND, THIRD = 1, 2, 3
"""How urgent a review is: a conflict before a pair that one person has seen, that before a new one."""

_QUEUE = f"""
    UPDATE records_pair SET queue = (
        SELECT CASE
            WHEN l.deleted_run_id IS NOT NULL OR r.deleted_run_id IS NOT NULL THEN NULL
            WHEN records_pair.state = 'third' THEN {THIRD}
            WHEN records_pair.state = 'second' THEN {SECOND}
            WHEN records_pair.state = 'open' AND records_pair.band <> '' AND l.entity_id <> r.entity_id
                THEN {FIRST}
        END
        FROM records_record l, records_record r
        WHERE l.id = records_pair.left_id AND r.id = records_pair.right_id
    )
    WHERE {{end}} IN {{{{values}}}}
"""  # noqa: S608


class KnownPair(NamedTuple):
    """What is known of two records of a scope: the model's score and band, and what people decided."""

    left: int
    right: int
    score: float
    band: str
    decided: str

    @property
    def ends(self) -> tuple[int, int]:
        """Both records."""
        return self.left, self.right

    @property
    def linked(self) -> bool:
        """Whether the model takes them for one, and people did not decide."""
        return self.band == AUTO and not self.decided

    @property
    def joins(self) -> bool:
        """Whether one of the two must be looked at wherever the other is."""
        return self.band == AUTO or self.decided == Decision.SAME


JOINING = f"(band = '{AUTO}' OR decided = '{Decision.SAME}')"
"""``KnownPair.joins`` for the database."""

_KNOWN = "SELECT left_id, right_id, score, band, decided FROM records_pair WHERE left_id IN {values}"


def known_pairs(store: Store, keys: Collection[int]) -> Iterator[KnownPair]:
    """The pairs within a scope."""
    for some in batches(sorted(keys), 5_000):
        yield from (KnownPair(*row) for row in store.select(_KNOWN, some) if row[1] in keys)


_Stored = list[tuple[str, str, float, str, str]]
_decoder = msgspec.json.Decoder(_Stored)


def reasons_text(reasons: Iterable[Reason]) -> str:
    """Reasons as they are stored with a pair."""
    rows = [(r.comparison, r.level, round(r.weight, 1), r.text.ja, r.text.en) for r in reasons]
    return msgspec.json.encode(rows).decode() if rows else ""


def reasons_of(text: str) -> tuple[Reason, ...]:
    """What ``reasons_text`` stored."""
    rows = _decoder.decode(text) if text else []
    return tuple(Reason(what, level, weight, Text(ja, en)) for what, level, weight, ja, en in rows)


def put_in_queue(store: Store, keys: Collection[int]) -> None:
    """Decide anew for every pair of these records whether a person is to look at it.

    A pair that other links brought together already needs no first review.
    """
    for end in ("left_id", "right_id"):
        store.execute_with(_QUEUE.format(end=end), sorted(keys))
