"""XLSX: dates, merged headers, headings above the header, several sheets."""

from __future__ import annotations

import zipfile
from pathlib import Path

import msgspec
import pytest
from exports import TABLE, read, written

from kenri.vocab.problems import Problem

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"


def cell(place: str, value: object) -> str:
    if isinstance(value, str) and value.startswith("date:"):
        return f'<c r="{place}" s="1"><v>{value[5:]}</v></c>'
    if isinstance(value, bool):
        return f'<c r="{place}" t="b"><v>{int(value)}</v></c>'
    if isinstance(value, int | float):
        return f'<c r="{place}"><v>{value}</v></c>'
    return f'<c r="{place}" t="inlineStr"><is><t>{value}</t></is></c>'


def sheet(rows: list[list[object]], merged: tuple[str, ...] = ()) -> str:
    data = "".join(
        f'<row r="{r}">'
        + "".join(cell(f"{chr(65 + c)}{r}", value) for c, value in enumerate(row) if value != "")
        + "</row>"
        for r, row in enumerate(rows, start=1)
    )
    cells = "".join(f'<mergeCell ref="{ref}"/>' for ref in merged)
    merge = f"<mergeCells>{cells}</mergeCells>" if merged else ""
    return f'<worksheet xmlns="{MAIN}"><sheetData>{data}</sheetData>{merge}</worksheet>'


def workbook(path: Path, sheets: dict[str, str]) -> Path:
    count = range(1, len(sheets) + 1)
    names = "".join(
        f'<sheet name="{n}" sheetId="{i}" r:id="r{i}"/>' for i, n in zip(count, sheets, strict=True)
    )
    rels = "".join(
        f'<Relationship Id="r{i}" Type="{RELS}/worksheet" Target="worksheets/s{i}.xml"/>' for i in count
    )
    styles = (
        f'<styleSheet xmlns="{MAIN}"><cellXfs><xf numFmtId="0"/><xf numFmtId="14" applyNumberFormat="1"/></cellXfs>'
        "</styleSheet>"
    )
    types = (
        f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/>'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/></Types>'
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", types)
        archive.writestr(
            "xl/workbook.xml",
            f'<workbook xmlns="{MAIN}" xmlns:r="{RELS}"><sheets>{names}</sheets></workbook>',
        )
        more = f'<Relationship Id="rs" Type="{RELS}/styles" Target="styles.xml"/>'
        archive.writestr(
            "xl/_rels/workbook.xml.rels",
            f'<Relationships xmlns="{PACKAGE}/relationships">{rels}{more}</Relationships>',
        )
        office = f'<Relationship Id="r" Type="{RELS}/officeDocument" Target="xl/workbook.xml"/>'
        archive.writestr(
            "_rels/.rels", f'<Relationships xmlns="{PACKAGE}/relationships">{office}</Relationships>'
        )
        archive.writestr("xl/styles.xml", styles)
        for i, text in zip(count, sheets.values(), strict=True):
            archive.writestr(f"xl/worksheets/s{i}.xml", text)
    return path


def test_cells_as_text(tmp_path: Path) -> None:
    rows = [
        ["id", "title", "author", "on"],
        [1, "こころ", True, "date:45000"],
        [2.5, "x", "", "date:45000.5"],
        ["", "", "", ""],
    ]
    result = read(workbook(tmp_path / "w.xlsx", {"作品": sheet(rows)}), TABLE)
    raws = [msgspec.json.decode(o.raw) for o in result.outcomes]
    assert raws[0] == {"id": "1", "title": "こころ", "author": "TRUE", "on": "2023-03-15"}
    assert raws[1]["id"] == "2.5"
    assert raws[1]["on"] == "2023-03-15 12:00:00"
    assert result.outcomes[1].position == "row 3"
    assert result.part.complete


def test_heading_above_and_merged_header(tmp_path: Path) -> None:
    rows = [
        ["List of works 2026", "", ""],
        ["", "", ""],
        ["id", "work", ""],
        ["", "title", "author"],
        [1, "こころ", "夏目漱石"],
    ]
    path = workbook(tmp_path / "w.xlsx", {"s": sheet(rows, ("A1:C1", "A3:A4", "B3:C3"))})
    result = read(path, TABLE)
    assert result.part.columns == ("id", "title", "author")
    assert result.ids == ["1"]
    assert result.outcomes[0].position == "row 5"


def test_several_sheets(tmp_path: Path) -> None:
    sheets = {
        "a": sheet([["id", "title"], [1, "x"]]),
        "notes": sheet([["about", "this"], ["file", "y"]]),
        "b": sheet([["id", "title"], [2, "y"], [1, "z"]]),
    }
    result = read(workbook(tmp_path / "works.xlsx", sheets), TABLE)
    assert [part.name for part in result.parts] == ["table/works.a", "table/works.b"]
    assert result.ids == ["1", "2"]


def test_damaged_workbook(tmp_path: Path) -> None:
    path = workbook(tmp_path / "w.xlsx", {"a": sheet([["id", "title"], [1, "x"]])})
    with zipfile.ZipFile(path) as archive:
        texts = {name: archive.read(name) for name in archive.namelist()}
    texts["xl/worksheets/s1.xml"] = texts["xl/worksheets/s1.xml"][:-60]
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in texts.items():
            archive.writestr(name, text)
    with pytest.raises(Problem) as caught:
        read(path, TABLE)
    assert caught.value.code == "damaged_workbook"


def test_truncated_workbook(tmp_path: Path) -> None:
    data = workbook(tmp_path / "w.xlsx", {"a": sheet([["id", "title"], [1, "x"]])}).read_bytes()
    with pytest.raises(Problem) as caught:
        read(written(tmp_path, data[:-100], "cut.xlsx"), TABLE)
    assert caught.value.code == "truncated_archive"
