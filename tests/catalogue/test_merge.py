"""Entities from records: every fact with who says it, the same whatever the order."""

from __future__ import annotations

import random
from itertools import permutations

import msgspec
import pytest

from kenri.catalogue.entity import Entity, Said
from kenri.catalogue.merge import derive
from kenri.vocab.dates import Certainty, ImpreciseDate
from kenri.vocab.identifiers import Identifier
from kenri.vocab.names import Name, NameKind
from kenri.vocab.records import Contribution, Event, EventKind, Record

ISBN = Identifier("isbn", "9784003101018")


def date(
    text: str, earliest: str = "", latest: str = "", certainty: Certainty = Certainty.EXACT
) -> ImpreciseDate:
    return ImpreciseDate(text, earliest or text, latest or earliest or text, certainty)


def published(when: ImpreciseDate) -> tuple[Event, ...]:
    return (Event(EventKind.PUBLISHED, when),)


def record(source: str, title: str = "坊っちゃん", **values: object) -> Record:
    fields = {"local_id": "1", "schema": "text", "names": (Name(title),), **values}
    return Record(source=source, **fields)  # type: ignore[arg-type]


def merged(*records: Record) -> Entity:
    return derive("e", [(r, Said(r.source, r.local_id, "2026-11-22T00:00:00+00:00")) for r in records])


def kinds(entity: Entity) -> list[str]:
    return [disagreement.kind for disagreement in entity.disagreements]


def test_equal_values_are_one_fact_of_all_who_say_it() -> None:
    entity = merged(record("a", "Ｂｏｔｃｈａｎ"), record("b", "botchan"), record("c", "坊っちゃん"))
    first, second = entity.of("name")
    assert [said.source for said in first.said] == ["a", "b"]
    assert [said.source for said in second.said] == ["c"]
    assert entity.records == tuple(sorted(entity.records))


def test_a_reading_is_said_only_by_those_who_give_it() -> None:
    with_reading = record("b", names=(Name("坊っちゃん", reading="ぼっちゃん"),))
    entity = merged(record("a"), with_reading)
    (reading,) = entity.of("reading")
    assert [said.source for said in reading.said] == ["b"]
    assert entity.title == Name("坊っちゃん", reading="ぼっちゃん")


def test_the_title_is_what_most_sources_say() -> None:
    assert merged(record("z", "こころ"), record("a", "Kokoro"), record("y", "こころ")).title.text == "こころ"
    two_of_one = (
        record("a", "心"),
        record("a", "心", local_id="2"),
        record("b", "こころ"),
        record("c", "こころ"),
    )
    assert merged(*two_of_one).title.text == "こころ"
    alternative = record("a", names=(Name("別題", kind=NameKind.ALTERNATIVE), Name("本題")))
    assert (
        merged(alternative, record("b", names=(Name("別題", kind=NameKind.ALTERNATIVE),))).title.text
        == "本題"
    )


def test_the_order_of_the_records_does_not_matter() -> None:
    records = [
        record("a", "こころ", events=published(date("1914"))),
        record("b", "こゝろ", contributions=(Contribution((Name("夏目 漱石"),), role="author"),)),
        record(
            "c",
            "Kokoro",
            contributions=(Contribution((Name("夏目漱石", reading="なつめそうせき"),), role="author"),),
        ),
        record("d", "こころ", identifiers=(ISBN,), events=published(date("1915"))),
    ]
    assert len({repr(merged(*order)) for order in permutations(records)}) == 1


def test_one_person_under_names_that_differ_in_writing() -> None:
    names = ("夏目 漱石", "夏目漱石")
    entity = merged(
        *(
            record(s, contributions=(Contribution((Name(n),), role="author"),))
            for s, n in zip("ab", names, strict=True)
        )
    )
    assert len(entity.of("creator")) == 1
    latin = ("Natsume Sōseki", "Soseki, Natsume")
    entity = merged(
        *(
            record(s, contributions=(Contribution((Name(n),), role="author"),))
            for s, n in zip("ab", latin, strict=True)
        )
    )
    assert len(entity.of("creator")) == 1


def test_one_person_whose_names_a_third_record_brings_together() -> None:
    both = Contribution((Name("夏目漱石"), Name("Natsume Soseki")), role="author")
    entity = merged(
        record("a", contributions=(Contribution((Name("夏目漱石"),), role="author"),)),
        record("b", contributions=(both,)),
        record("c", contributions=(Contribution((Name("Soseki Natsume"),), role="author"),)),
    )
    (creator,) = entity.of("creator")
    assert len(creator.said) == 3


@pytest.mark.parametrize(
    ("one", "other", "disagree"),
    [
        (date("1867"), date("1868"), True),
        (date("1867"), date("1867-02-09"), False),
        (date("1867-02"), date("1867-02-09"), False),
        (date("1867-03"), date("1867-02-09"), True),
        (date("circa 1950", "1950", "1950", Certainty.CIRCA), date("1952"), False),
        (date("circa 1950", "1950", "1950", Certainty.CIRCA), date("1962"), True),
        (date("1950s", "1950", "1959"), date("1959-12-31"), False),
        (ImpreciseDate("before 1900", "", "1900", Certainty.BEFORE), date("1890"), False),
        (ImpreciseDate("before 1900", "", "1900", Certainty.BEFORE), date("1901"), True),
        (ImpreciseDate("n.d.", "", "", Certainty.UNKNOWN), date("1901"), False),
        (date("-0425"), date("-0424"), True),
    ],
)
def test_lives_disagree_only_where_the_dates_lie_apart(
    one: ImpreciseDate, other: ImpreciseDate, disagree: bool
) -> None:
    entity = merged(
        *(
            record(source, contributions=(Contribution((Name("夏目漱石"),), role=role, born=born),))
            for source, role, born in (("a", "author", one), ("b", "contributor", other))
        )
    )
    assert kinds(entity) == (["creator_born"] if disagree else [])
    if disagree:
        (found,) = entity.disagreements
        assert {said.source for fact in found.facts for said in fact.said} == {"a", "b"}


def test_years_of_different_editions_do_not_disagree() -> None:
    one, other = record("a", events=published(date("1906"))), record("b", events=published(date("1950")))
    assert kinds(merged(one, other)) == []
    same = [
        record(s, identifiers=(ISBN,), events=published(date(y))) for s, y in (("a", "1950"), ("b", "1951"))
    ]
    assert kinds(merged(*same)) == ["published"]


def test_a_record_does_not_disagree_with_itself() -> None:
    printings = record("a", identifiers=(ISBN,), events=published(date("1950")) + published(date("1960")))
    assert kinds(merged(printings, record("b", identifiers=(ISBN,), events=published(date("1960"))))) == []
    assert kinds(merged(printings, record("b", identifiers=(ISBN,), events=published(date("1970"))))) == [
        "published"
    ]


def test_other_disagreements() -> None:
    assert kinds(merged(record("a"), record("b", schema="comic"))) == ["schema"]
    people = [
        record(s, schema="person", events=(Event(EventKind.DIED, date(y)),))
        for s, y in (("a", "1916"), ("b", "1917"))
    ]
    assert kinds(merged(*people)) == ["died"]
    twice = [record(s, identifiers=(Identifier("wikidata", q),)) for s, q in (("a", "Q1"), ("b", "Q2"))]
    assert kinds(merged(*twice)) == ["identifier"]


def test_random_records_give_one_entity_in_any_order() -> None:
    chance = random.Random(7)
    titles, years = ["こころ", "こゝろ", "Kokoro", "心"], ["1914", "1915", "1914-09"]
    people = ["夏目漱石", "夏目 漱石", "Natsume Soseki", "Soseki, Natsume", "森鷗外"]
    for _ in range(60):
        records = [
            record(
                chance.choice("abc"),
                local_id=str(number),
                schema=chance.choice(["text", "comic"]),
                names=tuple(Name(t) for t in chance.sample(titles, 2)),
                events=published(date(chance.choice(years))),
                contributions=tuple(
                    Contribution(
                        tuple(Name(n) for n in chance.sample(people, chance.randint(1, 2))), role="author"
                    )
                    for _ in range(2)
                ),
            )
            for number in range(5)
        ]
        expected = merged(*records)
        for _ in range(5):
            chance.shuffle(records)
            assert merged(*records) == expected


def test_an_entity_needs_a_record() -> None:
    with pytest.raises(ValueError, match="at least one"):
        merged()


def test_every_fact_has_a_source() -> None:
    entity = merged(record("a", languages=("ja",), url="https://example.org/1", genre="小説"), record("b"))
    assert all(fact.said for fact in entity.facts)
    assert {fact.kind for fact in entity.facts} == {"schema", "name", "language", "url", "genre"}


def test_a_first_publication_elsewhere_is_no_date_of_the_edition() -> None:
    first = Event(EventKind.PUBLISHED, date("1908"), note="first publication in the original language")
    own = Event(EventKind.PUBLISHED, date("2008"))
    publisher = record("onix", events=(first,), identifiers=(ISBN,))
    library = record("ndl_search", events=(own,), identifiers=(ISBN,))
    assert kinds(merged(publisher, library)) == []
    later = msgspec.structs.replace(first, date=date("1910"))
    other = record("marc21", events=(later, own), identifiers=(ISBN,))
    assert kinds(merged(publisher, library, other)) == ["published"]


def test_an_animation_of_an_untold_kind_may_be_a_film_but_no_book() -> None:
    untold = record("anidb", "Tonari no Totoro", schema="animation")
    told = merged(untold, record("madb", "となりのトトロ", schema="film"))
    assert (told.schema, kinds(told)) == ("film", [])
    assert kinds(merged(untold, record("ndl_search", "となりのトトロ"))) == ["schema"]
    both = (record("madb", schema="film"), record("bangumi", schema="programme"))
    assert kinds(merged(untold, *both)) == ["schema"]
