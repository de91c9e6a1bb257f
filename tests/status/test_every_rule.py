"""The thirty rules that a clearance must keep (clearing, case handling, terms, signals), each with its tests.

A rule is kept where a test of that name stands, or a case whose name begins with the rule's number.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

TESTS = Path(__file__).resolve().parents[1]
CONDUCT = "procedures/conduct/test_conduct_rules.py"
ROUTES = "procedures/cases/rules_67_3.yaml"
SIGNALS = "procedures/cases/rules_26_29.yaml"
TERMS = "status/test_law.py"
RULES: dict[int, tuple[tuple[str, str], ...]] = {
    1: ((ROUTES, "規則1 "), (CONDUCT, "test_1_2_3_8_9_18_"), (CONDUCT, "test_1_managed_for_other_uses")),
    2: ((ROUTES, "規則2 "), (CONDUCT, "test_1_2_3_8_9_18_")),
    3: ((ROUTES, "規則3 "), (CONDUCT, "test_1_2_3_8_9_18_")),
    4: ((ROUTES, "規則4 "), (CONDUCT, "test_4_")),
    5: ((ROUTES, "規則5 "), (CONDUCT, "test_5_fourteen_days"), (CONDUCT, "test_5_what_bounced")),
    6: ((ROUTES, "規則6 "), (CONDUCT, "test_6_")),
    7: ((ROUTES, "規則7 "), (CONDUCT, "test_7_")),
    8: ((ROUTES, "規則8 "), (CONDUCT, "test_1_2_3_8_9_18_")),
    9: ((ROUTES, "規則9 "), (CONDUCT, "test_1_2_3_8_9_18_")),
    10: ((CONDUCT, "test_10_never_more_than_three_years"), (CONDUCT, "test_10_after_the_last_day")),
    11: ((ROUTES, "規則11 "), (CONDUCT, "test_11_no_use_while_67_3"), (CONDUCT, "test_11_67_lets")),
    12: (
        (CONDUCT, "test_12_compensation_goes_to"),
        (CONDUCT, "test_12_without_a_body_the_compensation"),
        (CONDUCT, "test_12_without_a_body_the_state"),
        (CONDUCT, "test_12_while_a_body"),
        ("ledger/test_reconciling.py", "test_who_is_paid_is_a_dated_rule"),
    ),
    13: ((CONDUCT, "test_13_"), ("ledger/test_obligations.py", "test_a_cancelled_award_gives_back")),
    14: ((CONDUCT, "test_14_"),),
    15: ((CONDUCT, "test_15_the_body_confirms"), (CONDUCT, "test_15_a_refusal_waits")),
    16: ((CONDUCT, "test_16_"),),
    17: ((ROUTES, "規則17 "), (CONDUCT, "test_17_")),
    18: ((ROUTES, "規則18 "), (CONDUCT, "test_1_2_3_8_9_18_")),
    **{rule: ((TERMS, f"test_rule_{rule}_"),) for rule in range(19, 26)},
    26: ((TERMS, "test_rule_26_"), (SIGNALS, "規則26 ")),
    27: ((SIGNALS, "規則27 "),),
    28: ((SIGNALS, "規則28 "),),
    29: ((SIGNALS, "規則29 "),),
    30: (
        ("cases/test_evidence.py", "test_every_search_and_statement_is_there"),
        ("cases/test_evidence.py", "test_every_change_is_seen"),
        (TERMS, "test_declared_statements_stand_beside"),
    ),
}


def test_no_rule_is_missing() -> None:
    assert sorted(RULES) == list(range(1, 31))


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_has_its_tests(rule: int) -> None:
    for file, name in RULES[rule]:
        text = (TESTS / file).read_text("utf-8")
        found = re.search(rf"^def {name}|^- name: \"?{name}", text, re.MULTILINE)
        assert found, f"rule {rule}: {file} has no {name}"
