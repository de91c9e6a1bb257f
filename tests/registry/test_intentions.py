"""Declared answers before the router: which use they answer for, and what follows for the plan."""

from __future__ import annotations

from datetime import date

import pytest

from kenri.registry.controls import Held
from kenri.registry.convert import intention
from kenri.registry.declared import Standing, Terms
from kenri.registry.purposes import purposes
from kenri.registry.queries import Registered
from kenri.registry.registration import Registration
from kenri.vocab.uses import Use, use_named

ON = date(2026, 11, 22)


HELD = Held("page", "https://video.example/1", "2026-11-22", "2027-05-21")


def registered(answers: dict[str, str], *, proved: bool = True, **terms: object) -> Registered:
    standing = {key: Standing(says, Terms(**terms), ON, False) for key, says in answers.items()}
    told = Registration(holder="霧野ハル")
    return Registered("k", 1, "", told, standing, control=HELD if proved else None)


def says(answers: dict[str, str], use: Use, *, sole: bool = True, **terms: object) -> str:
    found = intention(registered(answers, **terms), use, sole=sole)
    return found.says if found else ""


@pytest.mark.parametrize(
    ("preset", "touched"),
    [
        ("derivative_video", {"derivative"}),
        ("translation", {"translation", "commercial"}),
        ("merchandise", {"merchandising"}),
        ("ai_training", {"ai_training"}),
        ("broadcast_programme", {"broadcasting"}),
        ("digital_archive", {"archives"}),
        ("show_in_class", {"education"}),
        ("private_copy", {"private_sharing"}),
        ("online_distribution", {"commercial"}),
        ("virtual_space", {"virtual_spaces"}),
        ("quotation", set()),
    ],
)
def test_which_purposes_a_use_touches(preset, touched):
    use = use_named(preset)
    assert touched <= {key for key, purpose in purposes().items() if purpose.touched(use)}


def test_the_most_restrictive_answer_stands():
    use = use_named("translation")
    assert says({"translation": "permit", "commercial": "permit"}, use) == "permit"
    assert says({"translation": "permit", "commercial": "ask"}, use) == "ask"
    assert says({"translation": "refuse", "commercial": "permit"}, use) == "refuse"


def test_what_is_not_answered_is_not_permitted():
    use = use_named("translation")
    assert says({}, use) == ""
    assert says({"translation": "permit"}, use) == "", "commercial reuse was not answered"
    assert says({"translation": "refuse"}, use) == "refuse"


def test_a_permission_waits_for_the_fact_that_may_forbid():
    answers = {"derivative": "terms", "commercial": "refuse"}
    use = use_named("derivative_video")
    assert use.commercial is None
    assert says(answers, use) == ""
    assert says(answers, use_named("derivative_video", commercial=False)) == "terms"
    assert says(answers, use_named("derivative_video", commercial=True)) == "refuse"


def test_terms_bound_the_permission():
    use = use_named("derivative_video", commercial=False)
    answers = {"derivative": "terms"}
    assert says(answers, use, territory="JP") == "terms"
    assert (
        says(answers, use_named("derivative_video", commercial=False, territory=("US",)), territory="JP")
        == ""
    )
    assert says(answers, use, until=date(2030, 1, 1)) == "", "a use without end outlasts the permission"


def test_a_permission_on_what_others_record_becomes_a_question():
    use = use_named("ai_training")
    assert says({"ai_training": "permit"}, use, sole=False) == "ask"
    assert says({"ai_training": "refuse"}, use, sole=False) == "refuse"


def test_a_permission_on_an_address_that_nobody_proved_becomes_a_question():
    use = use_named("ai_training")
    assert says({"ai_training": "permit"}, use, proved=False) == "ask"
    assert says({"ai_training": "refuse"}, use, proved=False) == "refuse"
