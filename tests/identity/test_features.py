"""Features and grams: what the model sees of a record."""

from __future__ import annotations

import numpy as np
import pytest

from kenri.identity.features import features_of
from kenri.identity.grams import signatures
from kenri.identity.likeness import likeness, seen
from kenri.identity.work_features import seconds_of
from kenri.vocab.dates import parse_date
from kenri.vocab.names import Name, NameKind, person_name
from kenri.vocab.records import Contribution, Event, EventKind, Record


def work(title: str, *names: Name, **more: object) -> Record:
    return Record(source="s", local_id="1", schema="recording", names=(Name(title), *names), **more)


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("3:39", 219),
        ("4m 17sec", 257),
        ("219666", 220),
        ("219", 219),
        ("3.65", 219),
        ("3分45秒", 225),
        ("3m45s", 225),
        ("3'45\"", 225),
        ("PT8M41S", 521),
        ("1時間32分", 5520),
        ("unk.", None),
        ("", None),
    ],
)
def test_lengths_as_databases_write_them(text: str, seconds: int | None):
    assert seconds_of(text) == seconds


def test_a_films_length_is_told_in_minutes():
    assert seconds_of("141", in_minutes=True) == seconds_of("141分", in_minutes=True) == 8460


def test_an_original_title_tells_the_season_of_a_translated_one():
    original = Name("かぐや様は告らせたい(第2期)", kind=NameKind.ORIGINAL)
    assert features_of(work("Kaguya-sama: Love Is War?", original)).marks == "2"
    assert features_of(work("Kaguya-sama 3rd season", original)).marks == "3"


def test_kanji_and_romaji_titles_have_one_sound():
    japanese, romaji = features_of(work("銀河鉄道の夜")), features_of(work("Ginga Tetsudou no Yoru"))
    assert japanese.sound == romaji.sound
    assert japanese.script != romaji.script


def test_marks_are_no_part_of_the_title():
    third = features_of(work("火の鳥 第3巻"))
    assert third.core == features_of(work("火の鳥")).core
    assert third.marks == "3"


@pytest.mark.parametrize(
    "title", ["火の鳥 第17巻", "火の鳥 vol. 17", "火の鳥 (17)", "火の鳥 17", "火の鳥 第十七巻"]
)
def test_one_volume_is_marked_in_one_way(title: str):
    marked = features_of(work(title))
    assert (marked.core, marked.marks) == ("火の鳥", "17")


@pytest.mark.parametrize("cell", ["17", "017", "第17巻", "Vol. 17", "XVII"])
def test_a_volume_may_stand_in_a_cell_of_its_own(cell: str):
    assert features_of(work("火の鳥"), {"volume": cell}).marks == "17"


def test_a_year_in_brackets_tells_works_of_one_title_apart():
    found = features_of(work("Baki (2018)"))
    assert (found.core, found.title_year, found.year_from) == ("baki", "2018", 2018)


def test_what_only_says_the_first_can_be_left_out():
    assert features_of(work("Faust, Part 1")).marks_first is None


def test_parts_of_a_divided_title_are_known():
    found = features_of(work("Uriah Heep - Southern Star"))
    assert (found.head, found.tail) == ("uriahheep", "southernstar")


def test_a_year_of_two_digits_is_of_our_time():
    found = features_of(work("Song", events=(Event(EventKind.PUBLISHED, parse_date("'04")),)))
    assert (found.year_from, found.year_to) == (2004, 2004)


def test_series_and_creators_are_told_apart_from_the_title():
    found = features_of(
        work("Song", Name("The Album", kind=NameKind.SERIES), contributions=(Contribution((Name("Band"),)),)),
        {"number": "A8", "label": "Blue Note"},
    )
    assert (found.series, found.creator, found.number) == ("album", "band", "8")
    assert found.extra == {"label": "blue note"}


def test_lost_letters_are_no_likeness():
    assert features_of(work("Ì£ Ì£ Ì£ å? Ì£ Ì£")).title_text == ""


def test_a_person_whichever_name_stands_first():
    one = Record(
        source="a",
        local_id="1",
        schema="person",
        names=(person_name("夏目", "漱石", reading="なつめ そうせき"),),
    )
    two = Record(source="b", local_id="2", schema="person", names=(Name("Natsume, Sōseki"),))
    assert features_of(one).family_sound == features_of(two).family_sound
    assert features_of(one).name_sound == features_of(two).name_sound


def test_a_day_that_never_was_is_kept_as_written():
    record = Record(
        source="a", local_id="1", schema="person", names=(Name("A B"),),
        events=(Event(EventKind.BORN, parse_date("1949-15-25")),),
    )  # fmt: skip
    found = features_of(record)
    assert (found.born, found.born_from) == ("1949-15-25", 1949)


def test_grams_of_a_part_are_held_by_the_whole():
    part, whole, other = signatures(["southern star", "uriah heep southern star", "bright eyes lua"])
    held = (
        np.bitwise_count((part & whole).view(np.uint64)).sum() / np.bitwise_count(part.view(np.uint64)).sum()
    )
    assert held == 1
    assert np.bitwise_count((part & other).view(np.uint64)).sum() < 4
    assert (signatures(["southern star"])[0] == part).all()


def organisation(name: str) -> Record:
    return Record(source="x", local_id=name, schema="organisation", names=(Name(name),))


def test_a_legal_form_is_no_part_of_an_organisations_name():
    assert features_of(organisation("株式会社講談社")).name == features_of(organisation("講談社")).name


def test_an_organisation_is_known_by_its_former_name():
    former, later = features_of(organisation("光栄")), features_of(organisation("株式会社コーエー"))
    assert former.alias is not None
    assert former.alias == later.alias


def test_another_title_in_its_own_script_differs_though_the_romanised_one_cannot_be_compared():
    asked, held = (
        seen([work("坊ちゃん")]),
        seen([work("こころ", Name("Kokoro", kind=NameKind.ALTERNATIVE))]),
    )
    (reason,) = likeness(asked, held).reasons
    assert reason.level == "differ"
