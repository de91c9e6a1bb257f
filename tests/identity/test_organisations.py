"""Names of organisations: legal forms off, readings, renames from the table."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kenri.identity.organisations import compare_organisations, forms, known_organisations, parse_organisation

NAMES = st.lists(
    st.sampled_from(["株式会社", "(株)", "講談社", "光栄", "Koei", "Co., Ltd.", "Inc.", "Penguin", "Books", "コーエー", "GmbH", "&"]),
    max_size=4,
).map(" ".join) | st.text(max_size=15)  # fmt: skip


@pytest.mark.parametrize(
    ("name", "core", "form"),
    [
        ("株式会社講談社", "講談社", "stock_company"),
        ("講談社（株）", "講談社", "stock_company"),
        ("東宝㈱", "東宝", "stock_company"),
        ("有限会社虫プロ", "虫ぷろ", "limited_company"),
        ("Kodansha Ltd.", "kodansha", "stock_company"),
        ("Nintendo Co., Ltd.", "nintendo", "stock_company"),
        ("Macmillan, Inc.", "macmillan", "stock_company"),
        ("Konami K.K.", "konami", "stock_company"),
        ("Taschen GmbH", "taschen", "limited_company"),
        ("Little, Brown & Co.", "little brown", "partnership"),
        ("公益財団法人日本相撲協会", "日本相撲協会", "foundation"),
        ("角川書店", "角川書店", ""),
        ("Penguin Books", "penguin books", ""),
        ("Incognito", "incognito", ""),
        ("株式会社", "株式会社", ""),
    ],
)
def test_legal_form(name: str, core: str, form: str) -> None:
    found = parse_organisation(name)
    assert (found.core, found.form) == (core, form)


@pytest.mark.parametrize(
    ("one", "other", "level"),
    [
        ("株式会社新潮社", "新潮社", "same"),
        ("㈱新潮社", "新潮社（株）", "same"),
        ("光栄", "コーエーテクモゲームス", "renamed"),
        ("株式会社光栄", "KOEI Co., Ltd.", "renamed"),
        ("東映動画", "Toei Animation", "renamed"),
        ("スクウェア", "Square Enix Co., Ltd.", "merged"),
        ("光栄", "任天堂", "other"),
        ("カルピス", "Karupisu", "sound"),
        ("任天堂", "Nintendo", "sound_guessed"),
        ("Iwanami Shoten", "Iwanami Shotenn", "near"),
        ("ディケンズ", "Dickens", "consonants"),
        ("Penguin Books", "Penguin", "contained"),
        ("新潮社", "Random House", "other_script"),
        ("新潮社", "岩波書店", "differ"),
    ],
)
def test_levels(one: str, other: str, level: str) -> None:
    found = compare_organisations(parse_organisation(one), parse_organisation(other))
    assert found.level == (level if level != "other" else "differ")
    assert found.sentence.ja
    assert found.sentence.en


def test_the_table_is_sound() -> None:
    names: dict[str, str] = {}
    for key, organisation in known_organisations().items():
        assert organisation.source
        assert not organisation.merged_into or organisation.merged_into in known_organisations()
        assert organisation.merged_into != key
        for period in organisation.names:
            assert period.since is None or period.until is None or period.since <= period.until
            for name in (period.name, *period.also):
                assert names.setdefault(parse_organisation(name).key, key) == key
                assert parse_organisation(name).known == key
    assert len(known_organisations()) >= 40


def test_forms_have_labels() -> None:
    assert all(form.label.ja and form.label.en for form in forms().values())


@given(NAMES, NAMES)
def test_comparison_is_symmetric(one: str, other: str) -> None:
    first, second = parse_organisation(one), parse_organisation(other)
    assert compare_organisations(first, second) == compare_organisations(second, first)


@given(NAMES)
def test_a_name_is_never_emptied(text: str) -> None:
    assert bool(parse_organisation(text).key) == bool(text.strip())


@pytest.mark.parametrize("piece", ["(", "a", "~ ", " -", "第", "1 ", "、", "株式会社", "山"])
def test_endless_text_takes_no_time(piece: str) -> None:
    text = piece * 20_000
    before = time.process_time()
    parse_organisation(text)
    assert time.process_time() - before < 5
