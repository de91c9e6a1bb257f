"""Lists as offices keep them: makers beside titles, roles before names, sheets of several kinds, lines drawn."""

from __future__ import annotations

from pathlib import Path

import pytest
import xlsxwriter

from kenri.harvest.lists import read_list
from kenri.harvest.lists.people import people
from kenri.harvest.lists.together import heads_both, holds_both, parts_of


def put(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    "header",
    ["作品（著者）", "書名・著者名", "題名／作者", "Title / Author", "作品名と作者名", "title and author"],
)
def test_a_header_may_name_title_and_maker(header: str) -> None:
    assert heads_both(header) or header == "title and author"


@pytest.mark.parametrize(
    "header", ["題名（英語）", "題名（よみ）", "作者（生年）", "著者・編者", "作品", "巻・号"]
)
def test_other_headers_do_not(header: str) -> None:
    assert not heads_both(header)


@pytest.mark.parametrize(
    ("cell", "title", "who", "year"),
    [
        ("羅生門（芥川龍之介）", "羅生門", "芥川龍之介", ""),
        ("夏目漱石『こころ』", "こころ", "夏目漱石", ""),
        ("『七人の侍』黒澤明監督、東宝、1954年", "七人の侍", "黒澤明監督", "1954"),
        ("川端康成「雪国」(1937年)", "雪国", "川端康成", "1937"),
        ("人間失格 / 太宰治", "人間失格", "太宰治", ""),
        ("東京物語／小津安二郎", "東京物語", "小津安二郎", ""),
        ("Emma, by Jane Austen", "Emma", "Jane Austen", ""),
        ("12. 夏目漱石『こころ』岩波書店、1914年", "こころ", "夏目漱石", "1914"),
        ("羅生門（1915）", "羅生門（1915）", "", ""),
        ("羅生門", "羅生門", "", ""),
    ],
)
def test_title_and_maker_in_one_cell(cell: str, title: str, who: str, year: str) -> None:
    assert parts_of(cell) == (title, who, year)


def test_the_cells_alone_may_tell_it(tmp_path: Path) -> None:
    text = "No,作品\n1,夏目漱石『こころ』\n2,太宰治『人間失格』\n3,羅生門\n"
    found = [row.record for row in read_list(put(tmp_path / "list.csv", text)).rows()]
    assert [record.title for record in found] == ["こころ", "人間失格", "羅生門"]
    assert found[0].contributions[0].names[0].text == "夏目漱石"
    assert not holds_both(["交響曲（第5番）", "ピアノ協奏曲（変ロ短調）"])


@pytest.mark.parametrize(
    ("cell", "told"),
    [
        ("芥川龍之介／著", [("author", "芥川龍之介")]),
        ("作詞：土井晩翠／作曲：滝廉太郎", [("lyricist", "土井晩翠"), ("composer", "滝廉太郎")]),
        ("監督 黒澤明", [("director", "黒澤明")]),
        ("ヘミングウェイ著 福田恆存訳", [("author", "ヘミングウェイ"), ("translator", "福田恆存")]),
        ("撮影者不詳", []),
        ("作者 不詳", []),
        ("原 節子", [("creator", "原 節子")]),
        ("夏目 漱石", [("creator", "夏目 漱石")]),
    ],
)
def test_roles_beside_names(cell: str, told: list[tuple[str, str]]) -> None:
    assert [(one.role, one.names[0].text) for one in people(cell, "creator")] == told


def test_each_sheet_holds_works_of_its_own_kind(tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(tmp_path / "list.xlsx")
    for name, rows in (
        ("書籍", [("書名", "著者", "出版年"), ("こころ", "夏目漱石", 1914)]),
        ("映画", [("映画名", "監督", "公開年"), ("七人の侍", "黒澤明", 1954)]),
    ):
        sheet = book.add_worksheet(name)
        for place, row in enumerate(rows):
            sheet.write_row(place, 0, row)
    book.close()
    found = list(read_list(tmp_path / "list.xlsx").rows())
    assert [(row.sheet, row.record.schema) for row in found] == [("書籍", "text"), ("映画", "film")]


def test_headings_and_ends_between_rows_are_no_items(tmp_path: Path) -> None:
    text = "作品名,作者,年\n■小説,,\n羅生門,芥川龍之介,1915\n計 27件,,\n＜以下余白＞,,\n■■■,甲,1950\n"
    found = list(read_list(put(tmp_path / "list.csv", text)).rows())
    assert [bool(row.record) for row in found] == [False, True, False, False, True]


def test_columns_without_headers_stand_as_people_write_them(tmp_path: Path) -> None:
    text = "1,羅生門,芥川龍之介\n2,こころ,夏目漱石\n3,人間失格,太宰治\n"
    reading = read_list(put(tmp_path / "list.csv", text))
    assert [guess.field for guess in reading.columns] == ["id", "title", "creator"]


def test_a_place_is_no_date_and_a_second_number_no_year(tmp_path: Path) -> None:
    text = "請求記号,Work,By whom,When,Where published,ID\nK1,Emma,Jane Austen,1815,London,1001\n"
    text += "K2,Kwaidan,Lafcadio Hearn,1904,Boston,1002\nK3,Utopia,Thomas More,1516,Leuven,1003\n"
    reading = read_list(put(tmp_path / "list.csv", text))
    assert [guess.field for guess in reading.columns] == ["id", "title", "creator", "date", "place", ""]


def test_a_line_drawn_between_rows_is_no_item(tmp_path: Path) -> None:
    text = (
        "| 作品 | 作者 | 年 |\n|---|---|---|\n| 羅生門 | 芥川龍之介 | 1915 |\n| こころ | 夏目漱石 | 1914 |\n"
    )
    found = list(read_list(put(tmp_path / "list.txt", text)).rows())
    assert [bool(row.record) for row in found] == [False, True, True]
    assert found[0].problems[0].code == "row_no_item"
