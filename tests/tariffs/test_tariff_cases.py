"""Every tariff comes to what its cases say, line by line; every tariff has cases."""

from __future__ import annotations

import pytest
from tariff_cases import Case, cases

from kenri.tariffs import Tariff, reckon, tariff, tariffs
from kenri.vocab.problems import Problem

CASES = cases()


def held(found: Tariff, case: Case) -> None:
    """A case comes to what it says."""
    expected = case.expected
    if expected.problem:
        with pytest.raises(Problem) as refused:
            reckon(found, case.input, case.on)
        assert refused.value.code == expected.problem
        return
    reckoning = reckon(found, case.input, case.on)
    assert [line.rule for line in reckoning.lines] == list(expected.lines)
    for line in reckoning.lines:
        assert expected.lines[line.rule] in line.text.ja
    assert (reckoning.amount, reckoning.tax) == (expected.amount, expected.tax)
    if expected.unverified is not None:
        marked = tuple(line.rule for line in reckoning.lines if not line.verified)
        assert marked == expected.unverified


@pytest.mark.parametrize(("id_", "case"), CASES, ids=[f"{id_}: {case.name}" for id_, case in CASES])
def test_case(id_: str, case: Case) -> None:
    held(tariff(id_), case)


def test_every_tariff_has_cases_and_every_case_a_tariff() -> None:
    assert {id_ for id_, _ in CASES} == {found.id for found in tariffs()}
