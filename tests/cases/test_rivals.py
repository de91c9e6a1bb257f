"""A row that may mean any of a few works: settled only where it is nearly certain to be one of them."""

from __future__ import annotations

import json

import pytest

from kenri.cases.models import Item
from kenri.cases.working import rivals_of


def candidate(key: str, score: float, *weights: float) -> dict:
    reasons = [
        {"comparison": "title", "weight": 12.0},
        *({"comparison": "maker", "weight": w} for w in weights),
    ]
    return {"id": key, "score": score, "reasons": reasons}


@pytest.mark.parametrize(
    ("state", "candidates", "found"),
    [
        ("review", [candidate("a", 0.49, 6.0), candidate("b", 0.49, 6.0)], ["b"]),
        (
            "review",
            [candidate("a", 0.4, 6.0), candidate("b", 0.3, 6.0), candidate("c", 0.28, 6.0)],
            ["b", "c"],
        ),
        ("review", [candidate("a", 0.49, 6.0), candidate("b", 0.30, 6.0)], []),
        ("review", [candidate("a", 0.49, 6.0), candidate("b", 0.49)], []),
        ("review", [candidate("a", 0.49, 6.0), candidate("b", 0.49, 6.0, -4.0)], []),
        ("review", [candidate("a", 0.97)], []),
        ("review", [candidate("a", 0.97, 6.0)], []),
        ("confident", [candidate("a", 0.49, 6.0), candidate("b", 0.49, 6.0)], []),
    ],
)
def test_only_what_is_nearly_certain_and_supported_counts(state: str, candidates: list, found: list) -> None:
    item = Item(match_state=state, entity="a", candidates=json.dumps(candidates))
    assert rivals_of(item) == found
