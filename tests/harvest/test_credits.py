"""Credits of media arts and libraries are taken apart without guessing."""

from __future__ import annotations

import pytest

from kenri.harvest.credits import (
    as_meant,
    bracketed,
    contributions,
    publisher,
    responsibility,
    with_own_readings,
)
from kenri.harvest.dcndl import makers
from kenri.harvest.headings import heading
from kenri.harvest.years import published


def said(text: str, default: str = "contributor") -> list[tuple[str, str]]:
    return [(credit.name, role) for credit in bracketed(text, default) for role in credit.roles]


def stated(text: str) -> list[tuple[str, str]]:
    return [(credit.name, role) for credit in responsibility(text) for role in credit.roles]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("［監督］黒澤明 ／ ［脚本］橋本忍", [("黒澤明", "director"), ("橋本忍", "screenwriter")]),
        (
            "［原案］岡部一彦 ／ 北川幸比古",
            [("岡部一彦", "original_author"), ("北川幸比古", "original_author")],
        ),
        ("[監督]溝口健二,[原作]上田秋成", [("溝口健二", "director"), ("上田秋成", "original_author")]),
        ("[演出]今西陽一郎 ／ [演出]ほか", [("今西陽一郎", "stage_director")]),
        (
            "[出演] ／ 【ピピ（声）】中村メイ子 ／ 【】加藤順一",
            [("中村メイ子", "actor"), ("加藤順一", "actor")],
        ),
        ("【ナレーター、マーチ伯母】中西妙子", [("中西妙子", "actor")]),
        (
            "八城一夫とリズムトリオ[音楽] / [美術]竹内欽吾",
            [("八城一夫とリズムトリオ", "composer"), ("竹内欽吾", "designer")],
        ),
        ("ジェ, ロジェ", [("ジェ, ロジェ", "contributor")]),
        ("[歌]ハニー・ナイツ", [("ハニー・ナイツ", "singer")]),
        ("　　　　", []),
    ],
)
def test_bracketed_lists(text: str, expected: list[tuple[str, str]]) -> None:
    assert said(text) == expected


def test_two_roles_in_one_bracket_are_two_contributions_and_keep_the_wording() -> None:
    made = contributions(bracketed("[演出｜脚本]月岡貞夫", "contributor"))
    assert [one.role for one in made] == ["stage_director", "screenwriter"]
    assert {one.role_text for one in made} == {"演出｜脚本"}


def test_notes_go_to_the_wording_not_into_the_name() -> None:
    (credit,) = bracketed("[制作]エイケン（TCJ動画センター）", "contributor")
    assert (credit.name, credit.role_text) == ("エイケン", "制作 （TCJ動画センター）")


def test_readings_belong_to_names_only_where_their_number_agrees() -> None:
    names = bracketed("聖悠紀　／　みなもと太郎", "cartoonist")
    assert [one.names[0].reading for one in contributions(names, ["ヒジリユキ", "ミナモトタロウ"])] == [
        "ヒジリユキ",
        "ミナモトタロウ",
    ]
    assert [one.names[0].reading for one in contributions(names, ["ヒジリユキ"])] == ["", ""]


def test_publishers_with_their_readings() -> None:
    made = with_own_readings(
        "[発行]ミリオン出版　∥　ミリオン シュッパン,[発売]大洋図書　∥　タイヨウ トショ", "publisher"
    )
    assert [(one.names[0].text, one.names[0].reading) for one in made] == [
        ("ミリオン出版", "ミリオン シュッパン"),
        ("大洋図書", "タイヨウ トショ"),
    ]
    assert publisher("メディアパル (発売)").role_text == "発売"
    assert publisher("丸善[ほか]").names[0].text == "丸善"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("夏目漱石 著", [("夏目漱石", "author")]),
        ("芥川竜之介著 ; 吉田精一編", [("芥川竜之介", "author"), ("吉田精一", "editor")]),
        ("角征典, 髙木正弘 訳", [("角征典", "translator"), ("髙木正弘", "translator")]),
        ("加藤義促 編||橋爪貫一 閲", [("加藤義促", "editor"), ("橋爪貫一", "contributor")]),
        (
            "石川 芳/ピアノアレンジ,金益 研二/ピアノアレンジ",
            [("石川 芳", "arranger"), ("金益 研二", "arranger")],
        ),
        ("川本幸民 等訳", [("川本幸民", "translator")]),
        ("山崎和佳奈 〔ほか〕出演", [("山崎和佳奈", "actor")]),
        (
            "edited by Ellen M. Voorhees and Donna K. Harman",
            [("Ellen M. Voorhees", "editor"), ("Donna K. Harman", "editor")],
        ),
        ("石若雅弥 編曲,La Couronne 演奏", [("石若雅弥", "arranger"), ("La Couronne", "performer")]),
        ("青鞜社 [編]", [("青鞜社", "editor")]),
        ("山本文 ", [("山本文", "contributor")]),
    ],
)
def test_statements_of_responsibility(text: str, expected: list[tuple[str, str]]) -> None:
    found = stated(text)
    assert [name for name, _ in found] == [name for name, _ in expected]
    assert [role for _, role in found if role != "contributor"] == [
        role for _, role in expected if role != "contributor"
    ]


def test_headings_get_their_roles_from_the_statement() -> None:
    headings = [
        (heading("Martin, Robert C"), ""),
        (heading("角, 征典", "スミ, マサノリ"), ""),
        (heading("高木, 正弘", "タカギ, マサヒロ"), ""),
    ]
    made = makers(headings, ["Robert C.Martin 著,角征典, 髙木正弘 訳"], "creator")
    assert [(one.names[0].text, one.role) for one in made] == [
        ("Martin, Robert C", "author"),
        ("角征典", "translator"),
        ("高木正弘", "translator"),
    ]
    assert [name.text for name in made[2].names] == ["高木正弘", "髙木正弘"]
    assert made[1].names[0].reading == "スミ マサノリ"


def test_a_name_in_katakana_is_the_one_heading_in_latin_letters() -> None:
    headings = [
        (heading("Montgomery, L. M. (Lucy Maud), 1874-1942"), ""),
        (heading("村岡, 花子, 1893-1968", "ムラオカ, ハナコ, 1893-1968"), ""),
    ]
    made = makers(headings, ["L・M・モンゴメリ 著 ; 村岡花子 訳"], "creator")
    assert [one.role for one in made] == ["author", "translator"]
    assert made[0].names[-1].text == "L・M・モンゴメリ"
    assert made[0].died is not None
    assert made[0].died.earliest == "1942"


def test_a_heading_loses_its_comma_and_years() -> None:
    found = heading("夏目, 漱石, 1867-1916", "ナツメ, ソウセキ, 1867-1916")
    assert (found.name.text, found.name.family, found.name.given) == ("夏目漱石", "夏目", "漱石")
    assert found.name.reading == "ナツメ ソウセキ"
    assert found.died is not None
    assert found.died.earliest == "1916"
    assert heading("講談社", "コウダンシャ").name.reading == "コウダンシャ"


def test_a_statement_too_long_to_be_one_is_kept_whole() -> None:
    prose = "、".join(["黒澤明 著"] * 1000)
    assert said(prose) == stated(prose) == [(prose, "contributor")]
    assert publisher(f"[{prose}]").names[0].text == f"[{prose}]"
    assert len(with_own_readings(",".join(["集英社"] * 1000), "publisher")) == 1


@pytest.mark.parametrize("space", [" ", "\u3000", "\t"])
def test_runs_of_spaces_are_one_space(space: str) -> None:
    run = space * 100_000
    assert said(f"［監督］{run}黒澤明{run}／{run}［脚本］橋本忍") == [
        ("黒澤明", "director"),
        ("橋本忍", "screenwriter"),
    ]
    assert stated(f"黒澤明{run}著{run};{run}橋本忍{run}訳") == [
        ("黒澤明", "author"),
        ("橋本忍", "translator"),
    ]
    assert publisher(f"メディアパル{run}(発売)").role_text == "発売"
    assert said(run) == stated(run) == []


def test_punctuation_before_published_falls_away_however_long() -> None:
    assert published("1899, (published 1916)") == ("1899", "1916")
    assert published(f"1899{'(' * 100_000}published 1916)") == ("1899", "1916")
    assert published("(" * 100_000)[1] == ""


@pytest.mark.parametrize(
    ("wording", "schema", "role"),
    [
        ("原画", "game", "illustrator"),
        ("原画", "programme", "animator"),
        ("歌", "recording", "singer"),
        ("脚本", "game", "screenwriter"),
    ],
)
def test_a_wording_means_what_it_means_in_its_kind_of_work(wording: str, schema: str, role: str) -> None:
    made = contributions(bracketed(f"［{wording}］某", "contributor"))
    assert [one.role for one in as_meant(made, schema)] == [role]
