"""Citations of laws in English."""

from __future__ import annotations

import pytest

from kenri.procedures.conduct.versions import procedures
from kenri.vocab.citations import in_english


@pytest.mark.parametrize(
    ("citation", "english"),
    [
        ("著作権法第63条", "Copyright Act, art. 63"),
        ("著作権法第67条の3第1項第2号", "Copyright Act, art. 67-3(1)(ii)"),
        ("著作権法第67条の3第9項・第10項、第104条の21第4項", "Copyright Act, art. 67-3(9), (10), art. 104-21(4)"),
        ("著作権等管理事業法第13条～第16条",
         "Act on Management Business of Copyright and Related Rights, art. 13 – art. 16"),
        ("著作権法第65条・民法第264条", "Copyright Act, art. 65, Civil Code, art. 264"),
        ("意思確認措置の告示", "public notice on the measures to confirm intentions"),
        ("某法第1条", "某法第1条"),
        ("著作権法附則第4条", "著作権法附則第4条"),
        ("著作権法第条", "著作権法第条"),
        ("", ""),
    ],
)  # fmt: skip
def test_in_english(citation: str, english: str) -> None:
    assert in_english(citation) == english


def test_every_citation_of_a_procedure_has_its_english() -> None:
    cited = {
        basis
        for made in procedures()
        for basis in (
            made.basis,
            *(action.basis for action in made.actions.values()),
            *(check.article for check in made.checks.values()),
            *(clock.article for clock in made.clocks.values()),
        )
        if basis
    }
    assert len(cited) > 40
    assert not [basis for basis in cited if in_english(basis) == basis]
