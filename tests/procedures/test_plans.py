"""Plans as wholes: which adjudication, ranking, totals, answers and their scope, rights from an entity."""

from __future__ import annotations

import itertools
import json
from datetime import date
from typing import Any

import msgspec
import pytest

from kenri.catalogue.entity import Entity, Fact, Said
from kenri.procedures.plans import Plan
from kenri.procedures.ranking import score
from kenri.procedures.rights import Holder, rights_for, rights_of
from kenri.procedures.router import plan
from kenri.status.assessing import assess
from kenri.status.reading import work_of
from kenri.vocab.names import Name
from kenri.vocab.problems import Problem
from kenri.vocab.rights import Claim, Statement
from kenri.vocab.uses import use_named

TODAY = date(2026, 11, 22)
SONG: dict[str, Any] = {
    "schema": "musical_work",
    "creators": [
        {"name": "作曲者", "role": "composer", "died": 1990},
        {"name": "作詞者", "role": "lyricist", "died": 1991},
    ],
    "published": 1980,
}
TEXT: dict[str, Any] = {
    "schema": "text",
    "creators": [{"name": "作家", "died": 1996, "nationality": "JP"}],
    "published": 1970,
}
ELIGIBLE = {
    "managed": "no",
    "use_rule_shown": "no",
    "contact": "none",
    "creators_registry": "no",
    "withdrawn": "no",
}


def made(facts: dict[str, Any], use: str, answers: dict[str, str] | None = None, **changes: Any) -> Plan:
    planned = use_named(use, **changes)
    return plan(rights_for(work_of(facts), planned, TODAY), planned, answers or {}, TODAY)


@pytest.mark.parametrize(
    ("temporary", "unknown", "disclosed"), list(itertools.product(("yes", "no"), repeat=3))
)
def test_which_way_to_a_holder(temporary: str, unknown: str, disclosed: str) -> None:
    """R32: art. 67 for lasting uses of unknown holders, art. 67-3 for temporary ones of silent holders, else ask."""
    answers = {**ELIGIBLE, "temporary": temporary}
    answers["reachable"] = "no" if unknown == "yes" else "yes"
    answers["replied"] = "terms" if disclosed == "yes" else "none"
    [part] = made(TEXT, "reprint_book", answers).parts
    kinds = {route.kind: route.state for route in part.routes}
    if disclosed == "yes":
        assert kinds["adjudication_67_3"] == "not_applicable"
        if unknown == "no":
            assert part.chosen[0].kind == "request"
    elif unknown == "yes":
        assert part.chosen[0].kind == ("adjudication_67_3" if temporary == "yes" else "adjudication_67")
    else:
        assert kinds["adjudication_67"] == "not_applicable"
        assert kinds["adjudication_67_3"] == "possible"


def test_routes_are_ranked_by_state_then_by_score() -> None:
    states = ("cleared", "possible", "open", "blocked", "not_applicable")
    for use in ("ai_training", "stream_archive_programme", "paid_concert", "remote_class"):
        for part in made(SONG, use).parts:
            order = [(states.index(route.state), -score(route)) for route in part.routes]
            assert order == sorted(order)


def test_a_managed_song_is_asked_for_once_and_costs_once() -> None:
    planned = made(SONG, "paid_concert", {"managed": "jasrac"})
    assert [part.outcome for part in planned.parts] == ["collective", "collective"]
    assert len(planned.steps) == 1
    assert planned.cost.high is None
    assert "使用料規程" in planned.cost.unknown[0].ja
    assert planned.time.high == 14


def test_the_critical_path_is_the_longest_step() -> None:
    planned = made(SONG, "paid_concert", {"composition:managed": "jasrac", "lyrics:reachable": "yes"})
    assert [(part.key, route.kind) for part, route in planned.critical_path] == [("lyrics", "request")]
    assert planned.time.high == 90
    assert [part.key for part in planned.blocking] == ["lyrics", "composition"]


def test_an_answer_goes_to_one_layer_or_to_all() -> None:
    one = made(SONG, "paid_concert", {"composition:managed": "jasrac"})
    assert [part.outcome for part in one.parts] == ["collective", "ask"]
    all_ = made(SONG, "paid_concert", {"managed": "jasrac"})
    assert [part.outcome for part in all_.parts] == ["collective", "collective"]
    own = made(SONG, "paid_concert", {"managed": "jasrac", "lyrics:managed": "no"})
    assert [part.outcome for part in own.parts] == ["collective", "ask"]


def test_a_question_that_settles_all_parts_comes_first() -> None:
    planned = made(SONG, "free_concert")
    assert planned.questions[0].key == "performers_paid"
    assert {q.key for q in planned.questions} >= {"composition:managed", "lyrics:managed"}
    assert made(SONG, "free_concert", {"performers_paid": "no"}).outcome == "free"


def test_unknown_is_no_answer() -> None:
    assert made(SONG, "free_concert", {"performers_paid": "unknown"}).outcome == "ask"


@pytest.mark.parametrize(
    ("answers", "code"),
    [
        ({"nonsense": "yes"}, "unknown_question"),
        ({"composition:nonsense": "yes"}, "unknown_question"),
        ({"performers_paid": "maybe"}, "bad_answer"),
        ({"enquiry_arrived": "yesterday"}, "bad_answer"),
        ({"contacts_found": "-1"}, "bad_answer"),
        ({"managed": "nobody"}, "bad_answer"),
    ],
)
def test_answers_that_answer_nothing_are_refused(answers: dict[str, str], code: str) -> None:
    with pytest.raises(Problem) as told:
        made(SONG, "free_concert", answers)
    assert told.value.code == code
    assert told.value.message("ja")
    assert told.value.message("en")


def test_a_plan_is_json() -> None:
    data = made(SONG, "stream_archive_programme").as_data()
    again = json.loads(msgspec.json.encode(data))
    assert again["outcome"] == "ask"
    assert again["parts"][0]["routes"][0]["chosen"] is True
    assert {"ja", "en"} == again["parts"][0]["routes"][0]["kind_label"].keys()
    for part in again["parts"]:
        for route in part["routes"]:
            assert {"verified", "source", "article", "text", "kind"} <= route["reasons"][0].keys()


def test_what_is_not_verified_shows() -> None:
    planned = made(SONG, "paid_concert", {**ELIGIBLE, "reachable": "no"})
    [adjudication] = [r for r in planned.parts[0].routes if r.kind == "adjudication_67_3"]
    assert not adjudication.cost.verified
    assert any(not reason.verified for reason in adjudication.reasons)
    assert adjudication.cost.low == 13_800


def test_a_work_without_layers_is_undetermined() -> None:
    answer = assess(work_of({"schema": "text"}), TODAY)
    bare = msgspec.structs.replace(rights_of(None, answer), layers=())
    assert plan(bare, use_named("quotation"), {}, TODAY).outcome == "undetermined"


def test_facts_that_contradict_each_other_free_nothing() -> None:
    facts = {"schema": "text", "creators": [{"name": "甲", "born": 1950, "died": 1900}], "published": 1890}
    planned = made(facts, "digital_archive", {"only_told_layers": "yes"})
    assert planned.outcome == "undetermined"
    assert any(q.takes == "fact" for q in planned.questions)


def entity(*values: Any) -> Entity:
    said = (Said("a_source", "1"),)
    kinds = {Claim: "claim", Statement: "statement"}
    facts = tuple(Fact(kinds[type(value)], str(value), value, said) for value in values)
    return Entity("e1", "recording", Name("録音"), facts, (), said)


def test_claims_go_before_makers_and_statements_name_their_source() -> None:
    facts = {
        "schema": "recording",
        "creators": [
            {"name": "歌手", "role": "singer"},
            {"name": "L社", "role": "label", "kind": "organisation"},
        ],
        "recorded": 1985,
    }
    answer = assess(work_of(facts), TODAY)
    told = entity(Claim("新しい会社", "phonogram_producers", share="50%"), Statement("CC BY", "cc-by-4.0"))
    rights = rights_of(told, answer)
    holders = {layer.layer: [h.name for h in layer.holders] for layer in rights.layers}
    assert holders == {"performance": ["歌手"], "phonogram": ["新しい会社"]}
    assert rights.statements[0].by == ("a_source",)
    assert rights.untold == ("composition", "lyrics")
    assert rights_of(None, answer).layers[0].holders == (Holder("L社"),)


def test_a_film_in_copyright_needs_its_script_and_its_original_a_free_one_does_not() -> None:
    def layers(year: int) -> set[str]:
        facts = {
            "schema": "film",
            "published": year,
            "authorship": "corporate",
            "creators": [
                {"name": "脚本家", "role": "screenwriter", "died": 1990},
                {"name": "原作者", "role": "original_author", "died": 1990},
                {"name": "俳優", "role": "actor"},
            ],
        }
        return {part.layer for part in made(facts, "stream_archive_programme").parts}

    assert layers(1985) == {"film", "script", "original_work", "performance"}
    assert layers(1940) == {"film"}


def test_many_holders_are_planned_for_together_beyond_a_dozen() -> None:
    facts = {**TEXT, "creators": [{"name": f"作家{n}", "died": 1996} for n in range(40)]}
    planned = made(facts, "reprint_book")
    assert len(planned.parts) == 13
    assert planned.parts[-1].holder.name == "+28"


def test_the_law_of_every_territory_is_asked() -> None:
    planned = made(
        {**TEXT, "creators": [{"name": "作家", "died": 1950, "nationality": "JP"}]},
        "reprint_book",
        territory=("JP", "GB"),
    )
    term = next(r for r in planned.parts[0].routes if r.kind == "term")
    assert term.usable
    assert len({r.article for r in term.reasons}) > 1


def test_who_is_named_as_rights_holder_is_asked() -> None:
    facts = {**TEXT, "creators": [*TEXT["creators"], {"name": "著作権継承者", "role": "holder"}]}
    [part] = made(facts, "reprint_book").parts
    assert part.holder == Holder("著作権継承者", claimed=True)


def test_what_settles_a_doubt_is_asked_before_whom_to_pay() -> None:
    planned = made({"schema": "text", "creators": [{"name": "作家"}], "published": 1935}, "reprint_book")
    assert planned.questions[0].key == "text:settles.creators[0].died"


def test_holders_of_one_name_are_still_two() -> None:
    rights = rights_for(
        work_of(TEXT),
        use_named("reprint_book"),
        TODAY,
        holders={"text": [Holder("甲"), Holder("甲"), Holder()]},
    )
    planned = plan(rights, use_named("reprint_book"), {}, TODAY)
    assert [part.key for part in planned.parts] == ["text/甲1", "text/甲2", "text/3"]
