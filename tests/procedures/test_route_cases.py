"""Named cases that a lawyer can read and extend: the YAML files of ``cases``."""

from __future__ import annotations

import pytest
from route_cases import Case, Expected, cases, planned, routes_of


@pytest.mark.parametrize("case", cases())
def test_case(case: Case) -> None:
    made, expected = planned(case), case.expected
    routes = routes_of(made)
    shown = {key: (route.state, [q.key for q in route.questions]) for key, route in routes.items()}
    if expected.outcome:
        assert made.outcome == expected.outcome, shown
    if expected.cleared is not None:
        assert made.cleared is expected.cleared, shown
    outcomes = {part.key: part.outcome for part in made.parts}
    assert expected.parts.items() <= outcomes.items(), (outcomes, shown)
    for key, state in expected.routes.items():
        found = routes[key].state if key in routes else "absent"
        assert found == state, (key, shown)
    asked = [q.key for q in made.questions]
    assert set(expected.asks) <= set(asked), asked
    if expected.first:
        assert asked[0] == expected.first, asked
    reasons = [reason for route in routes.values() for reason in route.reasons] + list(made.notes)
    for words in expected.todo:
        assert any(words in r.text.ja for r in reasons if r.kind == "todo"), [r.text.ja for r in reasons]
    for words in expected.says:
        assert any(words in r.text.ja for r in reasons), [r.text.ja for r in reasons]
    if expected.steps:
        assert tuple(f"{part.key} {r.kind}" for part, r in made.steps) == expected.steps
    if expected.cost is not None:
        assert made.cost.low == expected.cost
    assert case.source


def test_names_are_told_once_and_expect_something() -> None:
    told = [case.values[0] for case in cases()]
    names = [case.name for case in told]
    assert len(names) == len(set(names))
    assert len(names) >= 100
    assert all(c.expected != Expected() for c in told)
