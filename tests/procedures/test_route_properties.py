"""What holds for any work, use and answers: more rights are never freer, and nothing open is cleared."""

from __future__ import annotations

from datetime import date
from typing import Any

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from kenri.procedures import rules
from kenri.procedures.plans import Plan
from kenri.procedures.rights import Declared, Holder, Intention, LayerRights, LayerState, WorkRights
from kenri.procedures.router import plan
from kenri.procedures.routes import OUTCOMES
from kenri.vocab.uses import Use, presets

TODAY = date(2026, 11, 22)
LAYERS = ("text", "composition", "lyrics", "phonogram", "performance", "art", "photograph", "film", "script")
SCHEMAS = ("text", "musical_work", "recording", "artwork", "film", "programme")
CODES = ("cc-by-4.0", "cc-by-nc-4.0", "cc-by-nd-4.0", "cc0-1.0", "pdm-1.0", "rs-inc", "all-rights-reserved")

days = st.none() | st.dates(date(2020, 1, 1), date(2026, 12, 31))
intentions = st.builds(
    Intention,
    says=st.sampled_from(["permit", "terms", "ask", "refuse"]),
    purposes=st.sampled_from([(), ("data_analysis",), ("publication", "archiving")]),
    declared=days,
    by=st.sampled_from(["甲", "乙"]),
)
holders = st.builds(
    Holder,
    name=st.sampled_from(["", "甲", "乙"]),
    contact=st.sampled_from(["", "use", "enquiry", "none"]),
    reachable=st.none() | st.booleans(),
    managed=st.sampled_from(["", "no", "jasrac", "bungeika", "arma"]),
    intentions=st.lists(intentions, max_size=2).map(tuple),
)
states = st.builds(
    LayerState,
    status=st.sampled_from(["public_domain", "protected", "not_protected", "undetermined"]),
    assumes=st.sampled_from([(), ("no_allied_holder",)]),
    recent=st.booleans(),
)
layer_rights = st.builds(
    LayerRights,
    layer=st.sampled_from(LAYERS),
    states=st.dictionaries(st.sampled_from(["JP", "US"]), states, min_size=1),
    holders=st.lists(holders, min_size=1, max_size=2).map(tuple),
)
works = st.builds(
    WorkRights,
    schema=st.sampled_from(SCHEMAS),
    layers=st.lists(layer_rights, min_size=1, max_size=3, unique_by=lambda r: r.layer).map(tuple),
    statements=st.lists(st.sampled_from(CODES), max_size=2, unique=True).map(
        lambda codes: tuple(Declared(code) for code in codes)
    ),
    facts=st.sampled_from([{}, {"published": "yes"}, {"published": "no"}]),
    untold=st.sampled_from([(), ("lyrics", "translation")]),
)
uses = st.builds(
    msgspec.structs.replace,
    st.sampled_from(sorted(presets())).map(lambda key: presets()[key]),
    territory=st.sampled_from([("JP",), ("JP", "US"), ("BR",)]),
    begins=st.none() | st.just(date(2027, 1, 1)),
)


def answer(question: Any, data: st.DataObject) -> str:
    """Some answer that a question takes."""
    if question.takes == "date":
        return data.draw(st.sampled_from(["2026-11-01", "2026-11-20"]))
    if question.takes == "number":
        return data.draw(st.sampled_from(["0", "1", "3"]))
    if question.takes == "fact":
        return ""
    return data.draw(st.sampled_from([choice.value for choice in question.choices]))


def answered(work: WorkRights, use: Use, data: st.DataObject, rounds: int) -> tuple[Plan, dict[str, str]]:
    """A plan after somebody answered some of its questions."""
    answers: dict[str, str] = {}
    made = plan(work, use, answers, TODAY)
    for _ in range(data.draw(st.integers(0, rounds))):
        for question in made.questions[:3]:
            answers[question.key] = answer(question, data)
        made = plan(work, use, answers, TODAY)
    return made, answers


def freeness(made: Plan) -> int:
    return OUTCOMES.index(made.outcome)


@settings(max_examples=200)
@given(works, uses, st.data())
def test_nothing_cleared_rests_on_an_open_question(work: WorkRights, use: Use, data: st.DataObject) -> None:
    made, _ = answered(work, use, data, 3)
    for part in made.parts:
        for route in part.routes:
            if route.state == "cleared":
                assert not route.questions, route
                assert not route.proviso, route
        if part.clear:
            assert {act for route in part.chosen for act in route.acts} >= set(part.acts)
            assert all(route.state == "cleared" for route in part.chosen)
    if made.cleared:
        assert not made.asked
        assert not made.blocking


@settings(max_examples=200)
@given(works, uses, layer_rights, st.data())
def test_a_further_protected_layer_never_makes_a_plan_freer(
    work: WorkRights, use: Use, more: LayerRights, data: st.DataObject
) -> None:
    made, answers = answered(work, use, data, 2)
    if more.layer in {rights.layer for rights in work.layers}:
        return
    protected = {code: LayerState("protected") for code in ("JP", "US", "BR")}
    more = msgspec.structs.replace(more, states=protected)
    wider = plan(msgspec.structs.replace(work, layers=(*work.layers, more)), use, answers, TODAY)
    assert freeness(wider) >= freeness(made)


@settings(max_examples=200)
@given(works, uses, holders, st.data())
def test_a_further_holder_never_makes_a_plan_freer(
    work: WorkRights, use: Use, more: Holder, data: st.DataObject
) -> None:
    made, answers = answered(work, use, data, 0)
    first = work.layers[0]
    first = msgspec.structs.replace(first, holders=(*first.holders, more))
    wider = plan(msgspec.structs.replace(work, layers=(first, *work.layers[1:])), use, answers, TODAY)
    assert freeness(wider) >= freeness(made)


@settings(max_examples=200)
@given(works, uses, st.data())
def test_a_limitation_with_a_proviso_is_never_cleared(
    work: WorkRights, use: Use, data: st.DataObject
) -> None:
    favourable = {
        name: value
        for limitation in rules.limitations().values()
        for name, wanted in limitation.when.items()
        if (value := wanted if isinstance(wanted, str) else wanted[0])
    }
    chosen = data.draw(st.sets(st.sampled_from(sorted(favourable))))
    made = plan(work, use, {name: favourable[name] for name in chosen}, TODAY)
    for part in made.parts:
        for route in part.routes:
            if route.kind == "limitation" and rules.limitations()[route.rule].proviso and route.proviso:
                assert route.state != "cleared"


@settings(max_examples=150)
@given(works, uses, st.data())
def test_a_plan_is_a_pure_function_and_its_questions_can_be_answered(
    work: WorkRights, use: Use, data: st.DataObject
) -> None:
    made, answers = answered(work, use, data, 3)
    again = plan(work, use, dict(reversed(answers.items())), TODAY)
    assert made.as_data() == again.as_data()
    asked = [question.key for question in made.questions]
    assert len(asked) == len(set(asked))
    for question in made.questions:
        answered_once = question.key in answers and answers[question.key] not in ("", "unknown")
        assert not answered_once, question.key


@settings(max_examples=150)
@given(works, uses)
def test_every_state_has_its_reasons(work: WorkRights, use: Use) -> None:
    for part in plan(work, use, {}, TODAY).parts:
        for route in part.routes:
            told = route.reasons or route.kind in ("term", "request")
            assert told, route
            assert 0 <= route.certainty <= 1
            if route.state == "open":
                assert route.questions or route.kind == "term"
            for reason in route.reasons:
                assert reason.text.ja
                assert reason.text.en
                assert reason.source in rules.sources()


@settings(max_examples=100)
@given(works, uses)
def test_totals_are_those_of_the_steps(work: WorkRights, use: Use) -> None:
    made = plan(work, use, {}, TODAY)
    assert made.cost.low == sum(route.cost.low or 0 for _, route in made.steps)
    assert made.time.low == max((route.time.low or 0 for _, route in made.steps), default=0)
    assert {p.key for p in made.clear} | {p.key for p in made.blocking} == {p.key for p in made.parts}
