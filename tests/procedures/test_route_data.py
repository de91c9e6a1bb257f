"""The data of the room: complete, in both languages, cited, and without a word that means nothing."""

from __future__ import annotations

import re
from datetime import date
from importlib import resources
from typing import Any

import msgspec
import pytest
from route_cases import cases, planned, routes_of

from kenri.procedures import rules
from kenri.procedures.facts import facts_of_use
from kenri.procedures.fees import fee
from kenri.procedures.routes import OUTCOMES
from kenri.procedures.rules import Limitation
from kenri.vocab.text import Text
from kenri.vocab.uses import presets, use_words
from kenri.vocab.vocabularies import acts, layers, schemas, statements

DERIVED = {"in_japan", "made_public", "unmanaged", "undisclosed", "enough_written", "waited"}


def texts(value: Any) -> list[Text]:
    """Every text in data."""
    if isinstance(value, Text):
        return [value]
    if isinstance(value, msgspec.Struct):
        return texts(list(msgspec.structs.asdict(value).values()))
    if isinstance(value, dict):
        return texts(list(value.values()))
    return [text for item in value for text in texts(item)] if isinstance(value, list | tuple) else []


ALL = (
    rules.questions(),
    dict(rules.limitations()),
    rules.bodies(),
    rules.adjudications(),
    rules.ranking(),
    rules.sources(),
    dict(rules.answer_words()),
)


def test_everything_is_told_in_both_languages():
    found = texts(list(ALL))
    assert len(found) > 300
    for text in found:
        assert text.ja.strip()
        assert text.en.strip()
        assert text.ja.count("{") == text.en.count("{")


def test_every_source_is_explained():
    for limitation in rules.limitations().values():
        assert limitation.source in rules.sources()
        assert limitation.pay is None or limitation.pay.source in rules.sources()
    for body in rules.bodies().values():
        assert {body.source, body.cost.source, body.time.source} <= rules.sources().keys()
    for law in rules.adjudications().values():
        for told in (*law.eligible, *law.steps, *law.costs, *law.days):
            assert told.source in rules.sources()


def test_what_is_generally_known_is_not_called_verified():
    for body in rules.bodies().values():
        assert not (body.source == "GENERAL" and body.verified)
        assert not body.time.verified
    for law in rules.adjudications().values():
        for told in (*law.eligible, *law.steps, *law.costs, *law.days):
            assert not (told.source in ("GENERAL", "HB", "NOTICE", "LIVE", "ASCII") and told.verified), told


def conditions(limitation: Limitation) -> dict[str, str | tuple[str, ...]]:
    return {**limitation.when, **limitation.pay_unless}


@pytest.mark.parametrize("key", sorted(rules.limitations()))
def test_a_limitation_speaks_of_known_things(key: str):
    limitation = rules.limitations()[key]
    named = {
        *limitation.acts,
        *limitation.adapts,
        *limitation.not_with,
        *limitation.proviso_acts,
        *limitation.pay_acts,
    }
    assert named <= acts().keys()
    assert {*limitation.layers, *limitation.not_layers} <= layers().keys()
    for name, wanted in conditions(limitation).items():
        asked = rules.questions()[name]
        choices = getattr(use_words(), asked.vocabulary) if asked.vocabulary else asked.choices
        assert {wanted} <= set(choices) if isinstance(wanted, str) else set(wanted) <= set(choices), name
    assert not limitation.proviso or limitation.proviso in rules.questions()


def test_every_limitation_is_shown_to_work_by_a_case():
    shown = {
        route.rule
        for case in cases()
        for route in routes_of(planned(case.values[0])).values()
        if route.kind == "limitation" and route.usable
    }
    assert shown == rules.limitations().keys()


def test_bodies_manage_what_there_is():
    for body in rules.bodies().values():
        for layer, managed in body.manages.items():
            assert layer in layers()
            assert set(managed) <= rules.layers().reserved(layer), (body.label.en, layer)
        assert {*body.schemas, *body.not_schemas} <= schemas().keys()
        assert set(body.users) <= use_words().users.keys()
        assert {*body.purposes, *body.ask_holder_for} <= use_words().purposes.keys()


def test_statements_are_known_and_answered_for():
    table = rules.licences()
    named = {*table.waivers, *table.remarks, *table.contracts, *table.countries, *table.limited}
    assert named <= statements().keys()
    for kind in statements().values():
        told = kind.key in named or kind.public_domain or kind.reuse is not None
        assert told, f"{kind.key} is neither a licence, a mark nor a remark"


def test_fees_stand_in_tariffs_and_are_said_once() -> None:
    day = date(2026, 11, 22)
    known = [fee(cost.fee, day) for law in rules.adjudications().values() for cost in law.costs if cost.fee]
    known += [fee(one.pay.fee, day) for one in rules.limitations().values() if one.pay and one.pay.fee]
    assert len(known) >= 5
    assert all(one.low and one.high and one.source for one in known)
    folder = resources.files("kenri.procedures").joinpath("data")
    rooms = (folder, folder.joinpath("limitations"))
    texts = [file.read_text("utf-8") for room in rooms for file in room.iterdir() if file.is_file()]
    assert not [found for text in texts for found in re.findall(r"[0-9,]+円|¥[0-9,]+", text)]


def test_a_fee_is_that_of_the_day() -> None:
    before, after = date(2026, 3, 31), date(2026, 4, 1)
    assert fee("adjudication_67_3_fee.fee", before).low is None
    assert fee("adjudication_67_3_fee.fee", after).low == 13800
    assert fee("sartras_class.yearly", after)[:2] == (60, 720)


def test_questions_are_used():
    used = {name for limitation in rules.limitations().values() for name in conditions(limitation)}
    used |= {r.fact for law in rules.adjudications().values() for r in (*law.eligible, *law.steps)}
    used |= {r.unless for law in rules.adjudications().values() for r in law.steps}
    used |= {name for limited in rules.licences().limited.values() for name in limited.when}
    by_code = {
        "foreign_law", "filmed_with_consent", "assumption", "only_told_layers", "settles", "statement_right",
        "mark_grounded", "statement_covers_layer", "contract_terms_allow", "statement_scope_allows",
        "terms_accepted", "granted", "managed", "entrusted", "reachable", "replied", "contacts_found",
        "contacts_written", "enquiry_arrived", "published", "long_available", "applied", "security_paid",
        "award", "compensation_paid", "award_until", "prejudice", "temporary", "holder_unknown",
        "claimants_agree",
    }  # fmt: skip
    assert rules.questions().keys() == (used | by_code) - DERIVED - {""}


def test_the_facts_of_uses_are_questions():
    for use in presets().values():
        assert facts_of_use(use).keys() <= rules.questions().keys()


def test_every_outcome_and_every_layer_has_its_words():
    ranking = rules.ranking()
    assert tuple(ranking.outcomes) == OUTCOMES
    assert ranking.kinds.keys() == ranking.leads_to.keys() == ranking.certainty.keys()
    for layer in layers():
        assert rules.layers().reserved(layer) <= acts().keys()
