"""Linking by score: estimated without labels, the same for a batch and for one record, deterministic."""

from __future__ import annotations

import random
import tempfile
from pathlib import Path

import pytest
from msgspec import structs

from kenri.identity.blocking import LARGEST_BLOCK
from kenri.identity.decisions import AUTO, REVIEW, TOGETHER
from kenri.identity.features import features_of
from kenri.identity.flat import Features
from kenri.identity.learning import prior_shares
from kenri.identity.linkage import Linkage
from kenri.identity.models import columns_in, model_for, models, read_from
from kenri.identity.rows import connect, plain_columns
from kenri.vocab.dates import parse_date
from kenri.vocab.names import Name
from kenri.vocab.records import Contribution, Event, EventKind, Record

ADJECTIVES = [
    "silent",
    "red",
    "burning",
    "distant",
    "hollow",
    "golden",
    "broken",
    "winter",
    "secret",
    "paper",
    "iron",
    "blue",
]
NOUNS = [
    "river",
    "garden",
    "station",
    "letter",
    "mountain",
    "harbour",
    "mirror",
    "orchard",
    "island",
    "bridge",
    "lantern",
    "forest",
]
FAMILIES = [
    "Abbott",
    "Novak",
    "Tanaka",
    "Moreau",
    "Fischer",
    "Lindqvist",
    "Okafor",
    "Romano",
    "Petrov",
    "Haddad",
]


def book(source: str, title: str, creator: str, year: int | None = None) -> Record:
    events = (Event(EventKind.PUBLISHED, parse_date(str(year))),) if year else ()
    return Record(
        source=source, local_id="", schema="text", names=(Name(title),),
        contributions=(Contribution((Name(creator),), role="author"),) if creator else (), events=events,
    )  # fmt: skip


def person(name: str, born: str) -> Record:
    events = (Event(EventKind.BORN, parse_date(born)),) if born else ()
    return Record(source="museum", local_id="", schema="person", names=(Name(name),), events=events)


@pytest.fixture(scope="module")
def library() -> list[tuple[int, Features]]:
    """150 books in one catalogue (keys from 0); every third of them in another, misspelt (keys from 1000)."""
    chance = random.Random(4)
    rows = []
    for number in range(150):
        title = (
            f"The {chance.choice(ADJECTIVES)} {NOUNS[number % 12]} of {NOUNS[(number * 7) % 11]}{number}xyz"
        )
        creator, year = f"Jo{'abcdefgh'[number % 8]}n {chance.choice(FAMILIES)}", 1900 + number % 90
        rows.append((number, features_of(book("one", title, creator, year))))
        if number % 3 == 0:
            worse = title.replace("The ", "").replace("tt", "t").upper()
            rows.append((1000 + number, features_of(book("two", worse, creator, year))))
    return rows


@pytest.fixture(scope="module")
def linkage(library: list[tuple[int, Features]]) -> Linkage:
    made = Linkage("text")
    made.put(library)
    made.learn()
    return made


def test_every_condition_reads_columns_that_rows_have():
    known = set(plain_columns()) | {f"{g}{n}" for g in "tab" for n in range(8)} | {f"{g}_size" for g in "tab"}
    for model in models().values():
        assert set(model.columns()) <= known, model.name


def test_shares_of_a_comparison_are_one_and_agreement_speaks_for_a_pair():
    for model in models().values():
        shares = prior_shares(model.comparisons)
        for comparison in model.comparisons:
            keys = [(comparison.name, level.label) for level in comparison.levels]
            if comparison.name not in (
                "marks",
                "numbers",
                "title_year",
                "bearer",
            ):  # these only speak against
                assert any(shares[key][0] > shares[key][1] for key in keys[:2]), comparison.name
            if not all(level.fixed for level in comparison.levels):
                assert sum(shares[key][0] for key in keys) == pytest.approx(1), comparison.name
                assert sum(shares[key][1] for key in keys) == pytest.approx(1), comparison.name


def test_conditions_are_read_from_the_tables_that_are_joined():
    assert read_from("core_l = core_r and t0_l > 1") == "l.core = r.core and l.t0 > 1"
    assert columns_in("family_sound_l = given_sound_r") == ("family_sound", "given_sound")


def test_no_model_for_an_unknown_schema():
    with pytest.raises(KeyError):
        model_for("spell")


def test_copies_are_found_and_nothing_else(linkage: Linkage):
    found = {(pair.left, pair.right) for pair in linkage.all_pairs(0.5)}
    wanted = {(number, 1000 + number) for number in range(0, 150, 3)}
    assert len(found & wanted) >= 48
    assert len(found - wanted) <= 2


def test_a_pair_tells_why(linkage: Linkage):
    pair = next(iter(linkage.all_pairs(0.5)))
    assert pair.decision == ("auto" if pair.score >= AUTO else "review" if pair.score >= REVIEW else "")
    assert pair.reasons[0].text.ja
    assert pair.reasons[0].text.en
    assert {reason.comparison for reason in pair.reasons} >= {"title", "creator", "year"}


def test_the_same_records_in_another_order_give_the_same_scores(
    library: list[tuple[int, Features]], linkage: Linkage
):
    shuffled = library[:]
    random.Random(1).shuffle(shuffled)
    again = Linkage("text")
    again.put(shuffled)
    again.learn()
    first, second = ({(p.left, p.right): p.score for p in one.all_pairs(0.3)} for one in (linkage, again))
    assert first.keys() == second.keys()
    assert all(second[edge] == pytest.approx(score, abs=1e-6) for edge, score in first.items())


def test_judgements_move_the_weights(library: list[tuple[int, Features]]):
    same = [(key - 1000, key) for key, _ in library if key >= 1000]
    plain, taught = Linkage("text"), Linkage("text")
    for made in (plain, taught):
        made.put(library)
    plain.learn()
    taught.learn(same)
    assert len(same) >= 50
    assert taught.shares != plain.shares
    assert all(m > 0 and u > 0 for m, u in taught.shares.values())


def test_a_few_judgements_change_nothing(library: list[tuple[int, Features]], linkage: Linkage):
    few = Linkage("text")
    few.put(library)
    few.learn([(1, 1001)])
    for key, shares in few.shares.items():
        assert shares == pytest.approx(linkage.shares[key], rel=1e-6)


def test_an_undated_namesake_of_two_is_taken_for_neither():
    made = Linkage("person")
    people = [features_of(person(f"Given{n} Family{n}", str(1800 + n))) for n in range(100)]
    namesakes = [("Anna Meyer", "1850"), ("Anna Meyer", "1911"), ("Anna Meyer", "")]
    made.put(enumerate([*people, *(features_of(person(name, born)) for name, born in namesakes)]))
    made.learn()
    scores = {(p.left, p.right): p.score for p in made.all_pairs(0.5)}
    assert not {edge for edge in scores if edge[0] >= 100}


def test_what_clearly_differs_is_left_to_a_person(library: list[tuple[int, Features]]):
    made = Linkage("text")
    title = "A most unusual title of its own kind"
    others = [book("a", title, "Jane Doe", 1950), book("b", title, "Ivan Petrov", 1950)]
    made.put([*library, *((9000 + n, features_of(record)) for n, record in enumerate(others))])
    made.learn()
    (found,) = made.pairs_between([(9000, 9001)])
    assert found.doubt
    assert found.decision != "auto"


def test_new_records_meet_the_old_ones_and_can_go_again(library: list[tuple[int, Features]]):
    made = Linkage("text")
    made.put(library)
    made.learn()
    twin = next(row for key, row in library if key == 1)
    made.put([(5000, twin)])
    assert [(p.left, p.right) for p in made.pairs_of([5000], 0.3)] == [(1, 5000)]
    made.remove([5000])
    assert made.pairs_of([5000]) == []


def test_other_volumes_are_vetoed_however_alike(library: list[tuple[int, Features]]):
    made = Linkage("text")
    volumes = [
        book(source, f"History of the World, vol. {n}", "H. G. Wells", 1920)
        for source in "ab"
        for n in (1, 2)
    ]
    made.put([*library, *((7000 + n, features_of(record)) for n, record in enumerate(volumes))])
    made.learn()
    found = {(p.left, p.right) for p in made.all_pairs(0.01) if p.left >= 7000}
    assert found <= {(7000, 7002), (7001, 7003)}
    assert made.pairs_between([(7000, 7001)]) == []


def test_a_store_on_disk_is_opened_as_it_was_left(tmp_path, library: list[tuple[int, Features]]):
    path = str(tmp_path / "linkage.duckdb")
    made = Linkage("text", path=path)
    made.put(library)
    made.learn()
    scores = [pair.score for pair in made.all_pairs(0.5)]
    made.db.close()
    opened = Linkage("text", path=path)
    assert [pair.score for pair in opened.all_pairs(0.5)] == scores
    opened.put([(5000, library[0][1])])
    assert {0, 1000} <= {pair.left for pair in opened.pairs_of([5000], 0.3)}


def test_blocks_are_no_larger_than_can_be_afforded(linkage: Linkage):
    assert linkage.learned is not None
    assert 2 <= linkage.learned.largest_block <= LARGEST_BLOCK


def test_what_does_not_fit_into_memory_goes_into_the_systems_own_folder(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    ((folder,),) = connect().execute("select current_setting('temp_directory')").fetchall()
    assert Path(folder).parent == tmp_path


def test_a_whole_and_its_part_never_come_together_by_scores():
    made = Linkage("text")
    books = [
        book("one", "Silent Harbour", "Ann Ashworth", 1950),
        book("two", "Silent Harbour 2", "Ann Ashworth", 1950),
    ]
    made.put((key, features_of(record)) for key, record in enumerate(books))
    made.learn()
    (pair,) = made.pairs_between([(0, 1)])
    assert REVIEW <= pair.score < TOGETHER


def test_one_record_in_each_source_does_not_make_a_title_common():
    def weight(sources: list[str]) -> float:
        made = Linkage("text")
        titles = [("Silent Harbour of Lanterns", source) for source in sources]
        titles += [(f"Another Title {number} of its own", "a") for number in range(30)]
        made.put((key, features_of(book(source, title, ""))) for key, (title, source) in enumerate(titles))
        made.learn()
        (pair,) = made.pairs_between([(0, 1)])
        return next(reason.weight for reason in pair.reasons if reason.comparison == "title")

    assert weight(["a", "b", "c", "d", "e"]) > weight(["a", "b", "b", "b", "b"])


def test_a_key_of_each_source_casts_no_doubt(library: list[tuple[int, Features]]):
    made = Linkage("text", extras=["shelf"])
    made.put((key, structs.replace(row, extra={"shelf": f"{key % 173}"})) for key, row in library)
    made.learn()
    assert any(pair.decision == "auto" for pair in made.all_pairs())
