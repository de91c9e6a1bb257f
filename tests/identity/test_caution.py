"""What a score must have beside it before records are brought together without a person."""

from __future__ import annotations

import pytest

from kenri.identity.caution import Side, decided, group_of, side_of
from kenri.identity.decisions import Reason, ScoredPair
from kenri.vocab.names import Name
from kenri.vocab.records import Record, Relation, RelationKind
from kenri.vocab.text import Text


def pair(score: float = 0.999, veto: str = "", **levels: tuple[str, float]) -> ScoredPair:
    reasons = tuple(Reason(name, *said, Text("", "")) for name, said in levels.items())
    return ScoredPair(1, 2, score, "", reasons, veto)


SURE = {"title": ("same", 12.0), "creator": ("same", 10.0)}
BOOK, OTHER = Side("a", "text"), Side("b", "text")


@pytest.mark.parametrize(
    ("left", "right", "said", "band"),
    [
        (BOOK, OTHER, pair(**SURE), "auto"),
        (BOOK, OTHER, pair(0.98, **SURE), "review"),
        (BOOK, OTHER, pair(0.2, **SURE), ""),
        (BOOK, OTHER, pair(veto="marks", **SURE), ""),
        (BOOK, Side("b", "film"), pair(**SURE), ""),
        (BOOK, Side("b", "comic"), pair(**SURE), "review"),
        (BOOK, OTHER, pair(title=("same", 20.0)), "review"),
        (BOOK, OTHER, pair(title=("same", 20.0), language=("same", 1.0)), "review"),
        (BOOK, OTHER, pair(**{**SURE, "title": ("close", 10.0)}), "review"),
        (BOOK, OTHER, pair(**SURE, year=("other", -2.5)), "auto"),
        (BOOK, OTHER, pair(**SURE, language=("other", -0.5)), "review"),
        (BOOK, OTHER, pair(**SURE, series=("other", -3.0)), "review"),
        (BOOK, Side("b", "text", part=True), pair(**SURE), "review"),
        (Side("a", "text", part=True), Side("a", "text", part=True), pair(**SURE), "review"),
        (BOOK, BOOK, pair(**SURE), "auto"),
        (BOOK, BOOK, pair(title=("same", 12.0), publisher=("same", 3.0)), "review"),
        (Side("a", "film"), Side("b", "film"), pair(**SURE, year=("other", -2.5)), "review"),
        (Side("a", "film"), Side("b", "animation"), pair(**SURE), "auto"),
        (Side("a", "film"), Side("b", "programme"), pair(**SURE), "review"),
        (Side("a", "artwork"), Side("a", "artwork"), pair(**SURE), ""),
        (Side("a", "person"), Side("b", "person"), pair(family=("same", 9.0), given=("same", 9.0)), "review"),
        (
            Side("a", "person"),
            Side("b", "person"),
            pair(family=("same", 9.0), given=("same", 9.0), born=("same", 8.0)),
            "auto",
        ),
        (Side("a", "person"), Side("b", "organisation"), pair(**SURE), ""),
    ],
)
def test_what_is_done_with_a_pair(left: Side, right: Side, said: ScoredPair, band: str) -> None:
    assert decided(said, left, right) == band
    assert decided(said, right, left) == band


def test_a_record_that_is_part_of_another_says_so() -> None:
    whole = Record("a", "1", "text", (Name("x"),))
    part = Record("a", "2", "text", (Name("x"),), relations=(Relation(RelationKind.PART_OF, local_id="1"),))
    assert (side_of(whole).part, side_of(part).part) == (False, True)


def test_groups_are_the_kinds_that_sources_confuse() -> None:
    assert "programme" in group_of("film")
    assert group_of("game") == {"game"}
    assert not group_of("text") & group_of("film")
