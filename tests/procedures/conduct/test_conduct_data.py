"""The files of the procedures: complete, in both languages, cited; what is broken is told; pictures show all."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from xml.etree import ElementTree as ET

import msgspec
import pytest

from kenri.procedures import rules
from kenri.procedures.conduct.diagram import COLOURS, diagram
from kenri.procedures.conduct.reasons import ROLES
from kenri.procedures.conduct.spec import Issue, Notice, Open, Procedure
from kenri.procedures.conduct.versions import procedure, procedure_at, procedures, read_procedure
from kenri.vocab.problems import Problem
from kenri.vocab.text import Text

ALL = pytest.mark.parametrize("made", procedures(), ids=lambda p: p.key)
DOCUMENTS = {
    *("application", "receipt", "return_notice", "confirmation_report", "refusal_notice_prior"),
    *(
        "decision_grant",
        "decision_refusal",
        "decision_cancel",
        "payment_request",
        "copy_label",
        "enquiry_letter",
    ),
    *("public_call", "licence", "contract", "invoice", "statement", "order_to_society", "finding_report"),
}
SMALL = """
id: loan
version: 2026-04-01
label: {ja: 貸出, en: Loan}
basis: 規程第1条
verified: true
first: asked
fields:
  reason: {label: {ja: 理由, en: reason}}
states:
  asked: {label: {ja: 申込み, en: asked}, turn: office}
  done: {label: {ja: 完了, en: done}}
actions:
  lend: {label: {ja: 貸す, en: lend}, by: [office], from: [asked], to: done, fields: [reason]}
"""


def texts(value: object) -> list[Text]:
    if isinstance(value, Text):
        return [value]
    if isinstance(value, msgspec.Struct):
        return texts([getattr(value, name) for name in value.__struct_fields__])
    if isinstance(value, dict):
        return texts(list(value.values()))
    return [text for item in value for text in texts(item)] if isinstance(value, list | tuple) else []


def test_every_procedure_that_was_promised_is_there() -> None:
    assert {made.id for made in procedures()} >= {
        *("direct_request", "collective_order", "adjudication_67_3", "adjudication_67"),
        *("holder_appears", "dispute", "exclusion_31", "notice_35"),
    }


@ALL
def test_all_is_told_in_both_languages_and_cited(made: Procedure) -> None:
    for text in texts(made):
        assert text.ja.strip()
        assert text.en.strip()
    for action in made.actions.values():
        assert action.basis
        assert action.source in rules.sources()
    for told in (*made.conditions.values(), *made.checks.values(), *made.clocks.values()):
        assert told.source in rules.sources()
        assert told.article or told.source in ("RULE", "GENERAL")


@ALL
def test_effects_name_templates_and_procedures_that_exist(made: Procedure) -> None:
    ids = {other.id for other in procedures()}
    for action in made.actions.values():
        for effect in action.effects:
            if isinstance(effect, Issue):
                assert effect.document in DOCUMENTS
            elif isinstance(effect, Notice):
                assert effect.template in {*DOCUMENTS, "step_taken"}
            elif isinstance(effect, Open):
                assert effect.procedure in ids
                given = next(other for other in procedures() if other.id == effect.procedure).given
                assert set(effect.carries) <= set(given)


@ALL
def test_everybody_whose_turn_it_is_can_do_something(made: Procedure) -> None:
    for state, told in made.states.items():
        if told.turn:
            assert any(
                state in action.from_ and told.turn in action.by for action in made.actions.values()
            ), state


@ALL
def test_no_machine_decides(made: Procedure) -> None:
    """What is issued or published as a decision is somebody's step, never the clock's."""
    for action in made.actions.values():
        decided = [one for one in action.effects if getattr(one, "document", "").startswith("decision_")]
        decided += [one for one in action.effects if getattr(one, "what", "") == "decision"]
        assert not (decided and "clock" in action.by)


def test_numbers_of_the_law_are_data() -> None:
    law = rules.adjudications()["adjudication_67_3"]
    made = procedure("adjudication_67_3", date(2026, 4, 1))
    assert made.clocks["silence"].days == law.waiting_days
    assert made.conditions["contacts_asked"].least == law.contacts  # type: ignore[union-attr]
    assert made.conditions["three_years"].years == law.longest_years  # type: ignore[union-attr]
    assert made.version == law.since


def test_a_procedure_is_that_of_its_day() -> None:
    with pytest.raises(Problem) as early:
        procedure("adjudication_67_3", date(2026, 3, 31))
    assert early.value.code == "procedure_not_yet"
    for call in (lambda: procedure("nothing", date(2026, 4, 1)), lambda: procedure_at("nothing@2026-04-01")):
        with pytest.raises(Problem) as unknown:
            call()
        assert unknown.value.code == "unknown_procedure"


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("from: [asked]", "from: [nowhere]", "nowhere"),
        ("fields: [reason]", "fields: [colour]", "colour"),
        ("first: asked", "first: begun", "begun"),
        ("by: [office], from", "by: [office], conditions: [paid], from", "paid"),
        ("by: [office], from", "by: [office], stops: [wait], from", "wait"),
        ("by: [office], from", "by: [office], four_eyes: [ask], from", "ask"),
        ("to: done, ", "", "out of reach"),
        ("en: done}}", "en: done}, turn: office}", "dead end"),
    ],
)
def test_what_is_unsound_is_told(old: str, new: str, told: str) -> None:
    assert read_procedure(SMALL).key == "loan@2026-04-01"
    assert old in SMALL
    with pytest.raises(ValueError, match=told):
        read_procedure(SMALL.replace(old, new))


def test_what_is_no_word_of_the_language_is_refused() -> None:
    for broken in (SMALL + "colour: red\n", SMALL.replace("by: [office]", "by: [king]")):
        with pytest.raises(msgspec.ValidationError):
            read_procedure(broken)


@ALL
@pytest.mark.parametrize("language", ["ja", "en"])
def test_a_picture_shows_every_state_and_marks_the_present_one(made: Procedure, language: str) -> None:
    present = list(made.states)[1]
    picture = diagram(made, language=language, state=present)
    root = ET.fromstring(picture)
    told = [element.text or "" for element in root.iter("{http://www.w3.org/2000/svg}text")]
    for state in made.states.values():
        assert any(state.label.in_language(language) in text for text in told)
    assert sum(text.startswith("▶") for text in told) == 1
    assert int(root.attrib["width"]) <= 390
    described = root.find("{http://www.w3.org/2000/svg}desc")
    assert described is not None
    assert made.states[present].label.in_language(language) in (described.text or "")
    assert picture == diagram(made, language=language, state=present)


def test_roles_have_a_name_and_a_colour() -> None:
    assert COLOURS.keys() - {""} == ROLES.keys()


def test_the_pictures_of_the_docs_are_those_of_the_data() -> None:
    folder = Path(__file__).resolve().parents[3] / "docs" / "images" / "procedures"
    for made in procedures():
        for language in ("ja", "en"):
            drawn = (folder / f"{made.id}-{language}.svg").read_text(encoding="utf-8")
            assert drawn == diagram(made, language=language), "run: python docs/procedures.py"
