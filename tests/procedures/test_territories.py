"""The status of a row is that of where the use is made; where Kenri knows no law, that is said."""

from __future__ import annotations

from datetime import date

import msgspec

from kenri.procedures.clearing import clear
from kenri.status.reading import work_of
from kenri.vocab.uses import presets
from kenri.vocab.vocabularies import territories

ON = date(2026, 11, 23)
WORK = {
    "id": "w1",
    "schema": "text",
    "creators": [{"name": "川端康成", "died": "1967"}],
    "published": "1937",
}


def cleared(*places: str):
    use = msgspec.structs.replace(presets()["free_concert"], territory=places)
    return clear(work_of(WORK), None, use, {}, ON)


def test_the_status_is_that_of_the_first_territory_of_known_law() -> None:
    assert [cleared(*places).answer.jurisdiction for places in (("JP",), ("US",), ("BR", "US"))] == [
        "JP", "US", "US",
    ]  # fmt: skip
    assert cleared("JP").answer.status == "public_domain"


def test_a_country_without_rules_leaves_the_status_undetermined_and_says_why() -> None:
    made = cleared("BR")
    answer = made.answer
    assert (answer.jurisdiction, answer.status) == ("BR", "undetermined")
    assert answer.problem is not None
    assert answer.problem.code == "unknown_jurisdiction"
    assert not made.plan.cleared
    (part,) = made.plan.parts
    said = [reason.text.en for route in part.routes for reason in route.reasons if route.kind == "term"]
    assert said == ["Kenri has no rules of the law of Brazil (BR)."]


def test_every_assigned_code_has_a_name_in_both_languages() -> None:
    assert len(territories()) == 249
    assert all(len(code) == 2 and one.label.ja and one.label.en for code, one in territories().items())
    assert territories()["NO"].label.en == "Norway"
