"""The guides' entries are entries: what they show can be put into the data as it stands."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import msgspec
from route_cases import Case, planned

from kenri.procedures import rules
from kenri.procedures.rules import Limitation
from kenri.vocab.data_files import parse_yaml
from kenri.vocab.uses import Use, checked

DOCS = Path(__file__).resolve().parents[2] / "docs"


def entries(page: str) -> list[Any]:
    text = (DOCS / page).read_text(encoding="utf-8")
    return [parse_yaml(block) for block in re.findall(r"^```yaml\n(.*?)^```", text, re.MULTILINE | re.DOTALL)]


def test_the_use_of_the_guide_is_a_use():
    [told] = entries("add-a-use.md")
    [(key, facts)] = told.items()
    use = checked(msgspec.convert({**facts, "key": key}, Use, strict=False))
    assert use.performers_paid is False
    assert use.name().ja == "店でカラオケ大会を開く"


def test_the_limitation_of_the_guide_is_that_of_the_data():
    told = msgspec.convert(entries("add-a-route-rule.md")[0], dict[str, Limitation], strict=False)
    assert told["38-4"].when == rules.limitations()["38-4"].when
    assert told["38-4"].acts == rules.limitations()["38-4"].acts


def test_the_case_of_the_guide_holds():
    [case] = msgspec.convert(entries("add-a-route-rule.md")[1], list[Case], strict=False)
    assert planned(case).outcome == case.expected.outcome


def test_the_cost_of_the_guide_is_that_of_the_data():
    told = msgspec.convert(entries("add-a-route-rule.md")[2]["costs"], list[rules.Cost], strict=False)
    assert told[0] == rules.adjudications()["adjudication_67_3"].costs[0]


def test_the_guide_explains_the_weights_in_use():
    page, points = (DOCS / "add-a-route-rule.md").read_text(encoding="utf-8"), rules.ranking().points
    assert (points.days_a_point, points.yen_a_point, points.unknown_cost_yen) == (4, 2000, 10000)
    assert f"less {points.unfit:.0f} where" in page
    for state in rules.ranking().states:
        assert f"`{state}`" in page
