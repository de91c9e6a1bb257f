"""What people hand in: bombs, disguises, quotas; it is refused by name and nothing falls over."""

from __future__ import annotations

import gzip
import io
import zipfile
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from kenri.accounts.models import Membership, Organisation, User
from kenri.cases.proceedings import storage
from kenri.harvest.formats import workbooks
from kenri.harvest.lists import read_list
from kenri.vocab.problems import Problem

SHEET = (
    '<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    "<sheetData>{}</sheetData>{}</worksheet>"
)
TITLE = '<row r="1"><c r="A1" t="inlineStr"><is><t>title</t></is></c></row>'
TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"


def book(rows: str, after: str = "", **more: bytes) -> bytes:
    """A workbook of one sheet, written part by part."""
    parts = {
        "[Content_Types].xml": (
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            '<Default Extension="xml" ContentType="application/xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{TYPE}.sheet.main+xml"/></Types>'
        ),
        "_rels/.rels": relations("officeDocument", "xl/workbook.xml"),
        "xl/workbook.xml": (
            '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
            'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
            '<sheets><sheet name="a" sheetId="1" r:id="rId1"/></sheets></workbook>'
        ),
        "xl/_rels/workbook.xml.rels": relations("worksheet", "worksheets/sheet1.xml"),
        "xl/worksheets/sheet1.xml": SHEET.format(rows, after),
        **more,
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in parts.items():
            file.writestr(name, data)
    return out.getvalue()


def relations(kind: str, target: str) -> str:
    space = "http://schemas.openxmlformats.org"
    return (
        f'<Relationships xmlns="{space}/package/2006/relationships"><Relationship Id="rId1" '
        f'Type="{space}/officeDocument/2006/relationships/{kind}" Target="{target}"/></Relationships>'
    )


def refused(data: bytes, tmp_path: Path, name: str = "list.xlsx") -> str:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(Problem) as problem:
        list(read_list(path).rows())
    assert problem.value.message("ja") != problem.value.message("en")
    return problem.value.code


def test_a_plain_workbook_is_read(tmp_path: Path) -> None:
    path = tmp_path / "list.xlsx"
    path.write_bytes(book(TITLE + '<row r="2"><c r="A2" t="inlineStr"><is><t>雨音</t></is></c></row>'))
    assert [row.record.title for row in read_list(path).rows()] == ["雨音"]


@pytest.mark.parametrize("sign", ['"', "'"])
def test_a_cell_at_the_end_of_the_world_fills_no_memory(tmp_path: Path, sign: str) -> None:
    far = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'.replace('"', sign)
    assert refused(book(TITLE + far), tmp_path) == "workbook_too_wide"


def test_a_workbook_that_unpacks_to_too_much_is_left(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(workbooks, "LARGEST_UNPACKED", 1 << 20)
    data = book(TITLE, "<x/>" * 500_000)
    assert refused(data, tmp_path) == "zip_bomb"
    # What the file tells of its own size is not believed.
    lying = data.replace((len(SHEET.format(TITLE, "<x/>" * 500_000))).to_bytes(4, "little"), b"\x10\0\0\0")
    assert lying != data
    assert refused(lying, tmp_path) == "zip_bomb"


def test_merged_cells_one_over_another_take_no_time(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(workbooks, "MOST_CELLS", 100)
    merged = "<mergeCells>" + "<mergeCell ref='A1:A60'/>" * 50 + "</mergeCells>"
    assert (
        refused(book(TITLE + '<row r="60"><c r="A60"><v>1</v></c></row>', merged), tmp_path)
        == "workbook_too_wide"
    )


@pytest.mark.parametrize("part", ["xl/workbook.bin", "content.xml"])
def test_no_other_reader_takes_over(tmp_path: Path, part: str) -> None:
    assert refused(book(TITLE, **{part: b"x"}), tmp_path) == "damaged_workbook"


def test_entities_in_a_workbook_are_not_expanded(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("SECRET-OF-THE-SERVER")
    sheet = (
        f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY f SYSTEM "file://{secret}">]>'
        + SHEET.format('<row r="1"><c r="A1" t="inlineStr"><is><t>title</t></is></c></row>'
                       '<row r="2"><c r="A2" t="inlineStr"><is><t>x&f;</t></is></c><c r="B2" t="e"><f>1</f><v>#REF!</v></c></row>', "")
        .split("?>", 1)[1]
    )  # fmt: skip
    path = tmp_path / "list.xlsx"
    path.write_bytes(book("", **{"xl/worksheets/sheet1.xml": sheet.encode()}))
    try:
        told = repr(list(read_list(path).rows()))
    except Problem as problem:
        told = repr(problem)
    assert "SECRET-OF-THE-SERVER" not in told


@pytest.fixture
def maker(client: Client, db: None) -> Client:
    user = User.objects.create_user("maker@example.org")
    Membership.objects.create(
        user=user, organisation=Organisation.objects.create(name="a"), role="administrator"
    )
    client.force_login(user)
    return client


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("works.exe", b"MZ"),
        ("works.csv", b"%PDF-1.7"),
        ("works.csv", b"PK\x03\x04"),
        ("works.xlsx", b"title,author\n"),
        ("works.csv.gz", b"title,author\n"),
        ("works.svg", b"<svg onload='alert(1)'/>"),
        ("../../works.html", b"<script>alert(1)</script>"),
        ("works.csv", b""),
    ],
)
def test_a_list_of_another_kind_is_refused(maker: Client, name: str, data: bytes) -> None:
    told = {"list": SimpleUploadedFile(name, data), "kind": "image", "holder": "x"}
    answer = maker.post("/en/account/lists/", told)
    assert answer.status_code == 400
    assert "<script>alert" not in answer.content.decode()


def test_a_bomb_handed_in_as_a_list_is_refused(maker: Client) -> None:
    far = book(TITLE + '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')
    told = {"list": SimpleUploadedFile("works.xlsx", far), "kind": "image", "holder": "x"}
    good = SimpleUploadedFile(
        "works.xlsx", book(TITLE + '<row r="2"><c r="A2" t="inlineStr"><is><t>雨音</t></is></c></row>')
    )
    assert maker.post("/en/account/lists/", {**told, "list": good}).status_code == 302
    answer = maker.post("/en/account/lists/", told)
    assert answer.status_code == 400
    assert "span more than" in answer.content.decode()
    packed = SimpleUploadedFile("works.csv.gz", gzip.compress(b"title\n" + b"x" * (80 << 20)))
    assert maker.post("/en/account/lists/", {**told, "list": packed}).status_code == 400


@pytest.mark.parametrize(
    ("name", "data", "taken"),
    [
        ("a.pdf", b"%PDF-1.7", True),
        ("a.pdf", b"<html>", False),
        ("a.png", b"<svg>", False),
        ("a.svg", b"<svg>", False),
        ("a.html", b"<p>", False),
        ("a.txt", b"\x00", False),
        ("a.docx", b"MZ", False),
        ("a.pdf.exe", b"MZ", False),
        ("a", b"x", False),
        ("a.txt", b"", False),
    ],
)
def test_files_of_cases_are_what_their_names_say(name: str, data: bytes, taken: bool) -> None:
    if taken:
        assert storage.media_type(name, data) == "application/pdf"
    else:
        with pytest.raises(Problem):
            storage.media_type(name, data)


def test_kept_files_have_names_of_their_own(home: Path) -> None:
    name, digest = storage.keep(b"x", ".txt")
    assert name == f"{digest[:2]}/{digest}.txt"
    assert not (home / "cases" / name).stat().st_mode & 0o111, "nothing that is kept can be run"
