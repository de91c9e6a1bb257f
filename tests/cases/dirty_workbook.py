"""A workbook of 200 rows as people leave them, made anew for each test, and what must come of each row."""

from __future__ import annotations

import datetime as dt
import itertools
from pathlib import Path
from typing import NamedTuple

import xlsxwriter

ROWS = 200
WIDTH = 200
"""Columns, most of them empty or of no meaning."""

WORKS = (
    ("羅生門", "芥川龍之介", 1915, 1892, 1927),
    ("こころ", "夏目漱石", 1914, 1867, 1916),
    ("人間失格", "太宰治", 1948, 1909, 1948),
    ("雪国", "川端康成", 1937, 1899, 1972),
    ("破戒", "島崎藤村", 1906, 1872, 1943),
    ("The Gold-Bug", "Edgar Allan Poe", 1843, 1809, 1849),
    ("Kwaidan", "Lafcadio Hearn", 1904, 1850, 1904),
    ("二銭銅貨", "江戸川乱歩", 1923, 1894, 1965),
)


class Expected(NamedTuple):
    """What must be told of one row of the sheet; ``item``: it is a work."""

    number: int
    item: bool
    code: str


def make(path: Path) -> list[Expected]:
    """Write the workbook; what each of its 200 rows under the header must come to, in order."""
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("放送候補")
    day = book.add_format({"num_format": "yyyy/mm/dd"})
    sheet.merge_range(0, 0, 0, 7, "2027年度 アーカイブ配信候補リスト（案）")
    sheet.write(1, 0, "※取扱注意　作成：編成部")
    # The third row is empty; the header stands in the fourth.
    names = ["No.", "作品名", "作者", "発表年", "生年", "没年", "更新日", "備考"]
    sheet.write_row(3, 0, names + [f"予備{n}" for n in range(1, WIDTH - len(names) + 1)])
    expected: list[Expected] = []
    row = 4
    for count, spoil in zip(range(ROWS), itertools.cycle(_SPOILT)):
        title, creator, year, born, died = WORKS[count % len(WORKS)]
        cells = [count + 1, f"{title} 第{count + 1}稿", creator, year, born, died]
        item, code = spoil(sheet, row, cells)
        if code != "empty":
            sheet.write_datetime(row, 6, dt.date(2026, 11, 22), day) if item else None
            expected.append(Expected(row + 1, item, code))
        row += 1
    legend = book.add_worksheet("凡例")
    legend.write_column(0, 0, ["この表は見本です。", "発表年は初出です。"])
    book.close()
    return expected


def _clean(sheet, row, cells):
    sheet.write_row(row, 0, cells)
    return True, ""


def _text_in_number(sheet, row, cells):
    sheet.write_row(row, 0, [*cells[:3], "確認中です", *cells[4:]])
    return True, "row_bad_date"


def _died_before_born(sheet, row, cells):
    sheet.write_row(row, 0, [*cells[:4], cells[5], cells[4]])
    return True, "row_died_before_born"


def _made_before_birth(sheet, row, cells):
    sheet.write_row(row, 0, [*cells[:3], cells[4] - 60, *cells[4:]])
    return True, "row_made_before_birth"


def _date_as_number(sheet, row, cells):
    sheet.write_row(row, 0, [*cells[:3], 18000, "", ""])
    return True, "row_date_from_number"


def _no_title(sheet, row, cells):
    sheet.write_row(row, 0, [cells[0], "", *cells[2:]])
    return False, "row_no_title"


def _remark(sheet, row, cells):
    sheet.write(row, 0, "※ここから先は未確認")
    return False, "row_no_item"


def _formula_error(sheet, row, cells):
    sheet.write_row(row, 0, cells[:4])
    sheet.write_formula(row, 4, "=1/0", None, "#DIV/0!")
    return True, "row_formula_error"


def _formula(sheet, row, cells):
    sheet.write_row(row, 0, cells)
    sheet.write_formula(row, 3, f"={cells[3] - 1}+1", None, cells[3])
    return True, ""


def _injection(sheet, row, cells):
    sheet.write_row(row, 0, cells)
    sheet.write_string(row, 7, '=HYPERLINK("http://example.org","x")')
    return True, ""


def _spaces(sheet, row, cells):
    sheet.write_row(row, 0, [cells[0], f"  {cells[1]}\n", f"{cells[2]}　", *cells[3:]])
    return True, ""


def _empty(sheet, row, cells):
    return False, "empty"


def _total(sheet, row, cells):
    sheet.write_row(row, 0, ["合計", "", "", 12])
    return False, "row_no_item"


_SPOILT = (
    *(_clean, _text_in_number, _died_before_born, _clean, _made_before_birth, _date_as_number, _no_title),
    *(_remark, _formula_error, _formula, _injection, _spaces, _empty, _total, _clean, _clean),
)
