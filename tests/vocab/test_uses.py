"""Uses: presets found by what people call them, and plans that make no sense refused with a cure."""

from __future__ import annotations

from datetime import date
from typing import Any

import msgspec
import pytest

from kenri.vocab.problems import Problem
from kenri.vocab.uses import Use, checked, presets, use_named, use_of
from kenri.vocab.vocabularies import acts

AUTHORS_ACTS = {key for key, act in acts().items() if act.kind == "exclusive"}


def test_there_are_uses_that_people_recognise():
    assert len(presets()) >= 20
    labels = [(use.name().ja, use.name().en) for use in presets().values()]
    assert len({ja for ja, _ in labels}) == len({en for _, en in labels}) == len(labels)
    for use in presets().values():
        assert set(use.acts) <= AUTHORS_ACTS
        assert use.purpose, use.key
        assert any(ord(character) > 0x3000 for character in use.name().ja), use.key


@pytest.mark.parametrize(
    ("called", "key"),
    [
        ("free_concert", "free_concert"),
        ("Free Concert", "free_concert"),
        ("AI学習", "ai_training"),
        ("ＡＩ学習", "ai_training"),
        ("Text and data mining", "ai_training"),
        ("二次創作", "derivative_video"),
        ("BGM", "shop_music"),
        ("ｂｇｍ", "shop_music"),
        ("スキャンの公開", "digital_archive"),
        ("remote class", "remote_class"),
        ("引用", "quotation"),
        ("メタバース", "virtual_space"),
        ("歌ってみた", "cover_song_online"),
        ("put a scan", "digital_archive"),
    ],
)
def test_a_use_is_found_by_what_people_call_it(called: str, key: str):
    assert use_named(called).key == key


def test_every_word_of_a_preset_leads_to_it():
    for use in presets().values():
        for word in (use.key, use.name().ja, use.name().en, *use.words):
            assert use_named(word) == use, word


@pytest.mark.parametrize(
    ("called", "code", "near"),
    [
        ("ai trainning", "unknown_use", "ai_training"),
        ("配信", "ambiguous_use", "remote_class"),
        ("", "unknown_use", "quotation"),
    ],
)
def test_what_names_none_or_several_is_told_with_near_ones(called: str, code: str, near: str):
    with pytest.raises(Problem) as told:
        use_named(called)
    assert told.value.code == code
    assert near in told.value.message("ja")
    assert near in told.value.message("en")


def test_changes_are_made_to_a_preset_and_checked():
    use = use_named("stream_archive_programme", begins=date(2027, 1, 1), ends=date(2027, 12, 31))
    assert use.days == 365
    assert use_named("stream_archive_programme").days is None
    with pytest.raises(Problem, match="before it begins"):
        use_named("stream_archive_programme", begins=date(2027, 1, 2), ends=date(2027, 1, 1))


@pytest.mark.parametrize(
    ("told", "code"),
    [
        ({"acts": []}, "use_without_act"),
        ({}, "bad_use"),
        ({"acts": ["dance"]}, "unknown_use_value"),
        ({"acts": ["private_copy"]}, "unknown_use_value"),
        ({"acts": ["reproduction"], "purpose": "fun"}, "unknown_use_value"),
        ({"acts": ["reproduction"], "user": "king"}, "unknown_use_value"),
        ({"acts": ["reproduction"], "territory": ["Japan"]}, "bad_territory"),
        ({"acts": ["reproduction"], "territory": ["ZZ"]}, "bad_territory"),
        ({"acts": ["reproduction"], "territory": []}, "bad_use"),
        ({"acts": ["reproduction"], "share": 0}, "bad_share"),
        ({"acts": ["reproduction"], "share": 101}, "bad_share"),
        ({"acts": ["reproduction"], "commercial": "maybe"}, "bad_use"),
        ({"acts": ["reproduction"], "colour": "red"}, "bad_use"),
        ({"preset": "nothing like it"}, "unknown_use"),
    ],
)
def test_a_use_that_makes_no_sense_is_refused_with_a_cure(told: dict[str, Any], code: str):
    with pytest.raises(Problem) as refused:
        use_of(told, "plan.json")
    assert refused.value.code == code
    assert refused.value.message("ja")
    assert refused.value.message("en")


def test_a_use_survives_json():
    for use in presets().values():
        data = msgspec.json.encode(use)
        assert msgspec.json.decode(data, type=Use) == use
        assert use_of(msgspec.json.decode(data)) == use


def test_what_was_not_told_stays_unknown():
    use = use_of({"acts": ["reproduction"]})
    assert use.commercial is None
    assert use.enjoyment is None
    assert use.territory == ("JP",)
    assert checked(use) is use
    assert use.name().en == "reproduction"
    assert use_of({"preset": "ai_training", "commercial": False}).commercial is False
    assert use_of({"acts": ["translation"]}).adapts
    assert use_of({"acts": ["reproduction"], "territory": ["JP", "US"]}).abroad == ("US",)
