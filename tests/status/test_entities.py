"""From an entity of the catalogue to an answer that tells which record said each fact."""

from __future__ import annotations

from datetime import date

import pytest

from kenri.catalogue.entity import Entity, Said
from kenri.catalogue.merge import derive
from kenri.status.assessing import assess
from kenri.status.entities import facts_of
from kenri.vocab.dates import parse_date
from kenri.vocab.names import Name, NameKind
from kenri.vocab.records import Contribution, Event, EventKind, PartyKind, Record
from kenri.vocab.rights import Statement

ON = date(2026, 11, 22)


def by(name: str, died: str = "", role: str = "author") -> Contribution:
    return Contribution((Name(name),), role=role, kind=PartyKind.PERSON, died=parse_date(died))


def record(source: str, *people: Contribution, **values: object) -> Record:
    fields = {"local_id": "1", "schema": "text", "names": (Name("山月記"),), "languages": ("ja",), **values}
    return Record(source=source, contributions=people, **fields)  # type: ignore[arg-type]


def merged(*records: Record) -> Entity:
    return derive("e1", [(r, Said(r.source, r.local_id, "2026-11-22T00:00:00+00:00")) for r in records])


def published(text: str) -> tuple[Event, ...]:
    return (Event(EventKind.PUBLISHED, parse_date(text)),)


def test_reasons_tell_who_said_the_facts() -> None:
    answer = assess(
        facts_of(merged(record("ndl", by("中島敦", "1942-12-04"), events=published("1942-02")))), ON
    )
    assert (answer.status, str(answer.until)) == ("public_domain", "1992-12-31")
    (fact,) = answer.reasons()[0]["facts"]
    assert (fact["fact"], fact["value"], fact["who"]) == ("creators[0].died", "1942-12-04", "中島敦")
    assert [said["source"] for said in fact["said"]] == ["ndl"]


def test_disagreeing_deaths_become_a_range() -> None:
    close = merged(record("a", by("某", "1940")), record("b", by("某", "1941")))
    assert assess(facts_of(close), ON).status == "public_domain"
    apart = merged(record("a", by("某", "1966")), record("b", by("某", "1970")))
    answer = assess(facts_of(apart), ON)
    assert answer.status == "undetermined"
    assert [entry["fact"] for entry in answer.settled_by()] == ["creators[0].died"]


def test_the_first_publication_counts() -> None:
    work = facts_of(
        merged(record("a", by("某"), events=published("1969")), record("b", events=published("1955")))
    )
    assert work.published is not None
    assert (work.published.earliest, work.published.latest) == ("1955-01-01", "1955-12-31") or (
        work.published.text == "1955"
    )


def test_a_translation_without_its_translator_is_not_free() -> None:
    original = (Name("医学の歴史"), Name("A Short History of Medicine", NameKind.ORIGINAL))
    answer = assess(facts_of(merged(record("a", by("小泉八雲", "1904"), names=original))), ON)
    assert answer.status == "undetermined"
    assert {entry["layer"] for entry in answer.settled_by()} == {"translation"}
    told = merged(record("a", by("小泉八雲", "1904"), by("某", "1950", "translator"), names=original))
    assert assess(facts_of(told), ON).status == "public_domain"


def test_statements_stand_beside_and_disagreement_is_shown() -> None:
    entity = merged(record("a", by("中島敦", "1942"), statements=(Statement("あり", "in-copyright"),)))
    answer = assess(facts_of(entity), ON)
    assert answer.status == "public_domain"
    assert [entry["agrees"] for entry in answer.as_data()["declared"]] == [False]


def test_a_person_is_no_work() -> None:
    with pytest.raises(ValueError, match="not a work"):
        facts_of(merged(record("a", schema="person")))


def test_the_new_year_rollover() -> None:
    works = [
        facts_of(
            merged(record("a", by("溝口健二", "1956", "director"), schema="film", events=published("1956")))
        ),
        facts_of(merged(record("a", by("中島敦", "1942")))),
        facts_of(merged(record("a", by("三島由紀夫", "1970")))),
    ]
    assert [assess(work, date(2027, 1, 1)).free_on for work in works] == [
        date(2027, 1, 1),
        date(1993, 1, 1),
        date(2041, 1, 1),
    ]


def test_an_unprinted_work_of_foreign_literature_is_a_translation() -> None:
    letter = merged(record("a", by("小泉八雲", "1904"), subjects=("NDC 935",)))
    assert assess(facts_of(letter), ON).status == "undetermined"
    printed = merged(record("a", by("小泉八雲", "1904"), subjects=("NDC 935",), events=published("1903")))
    assert assess(facts_of(printed), ON).status == "public_domain"
    about = merged(record("a", by("岸田国士", "1954"), subjects=("NDC 950",)))
    assert assess(facts_of(about), ON).status == "public_domain"


def test_a_renewal_counts_in_its_year() -> None:
    def renewed(year: str) -> str:
        events = (
            Event(EventKind.REGISTERED, parse_date("1940-05-01"), "US"),
            Event(EventKind.RENEWED, parse_date(year), "US"),
        )
        return assess(facts_of(merged(record("a", by("John Doe"), events=events))), ON, "US").status

    assert renewed("1968-02-01") == renewed("1967-06-01") == "protected"
    assert renewed("1960-02-01") == "undetermined"


def test_both_sides_of_a_disagreement_are_told() -> None:
    flag = Statement("あり", "in-copyright")
    answer = assess(facts_of(merged(record("a", by("中島敦", "1942"), statements=(flag,)))), ON).as_data()
    (found,) = answer["disagreements"]
    assert [said["source"] for said in found["declared"]["said"]] == ["a"]
    assert found["computed"]["reasons"] == answer["reasons"]
    given_up = merged(record("a", by("某", "1990"), statements=(Statement("CC0", "cc0-1.0"),)))
    assert assess(facts_of(given_up), ON).as_data()["disagreements"] == []
