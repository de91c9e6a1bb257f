"""The report in every form: nothing missing, nothing executed, readable by people and programmes."""

from __future__ import annotations

import io
import json
import re
import zipfile
from pathlib import Path

import pytest
import python_calamine
from lxml import html

from kenri.cases import queries, reports
from kenri.cases.reports.content import words
from kenri.documents import fonts
from kenri.vocab.problems import Problem

pytestmark = pytest.mark.django_db(transaction=True)

CHROMIUM = "/usr/bin/chromium"

LINES = (
    "羅生門,芥川竜之介,1915,,text",
    "郷土の昔ばなし,山本某,1950,,text",
    "=1+1,\"<script>alert('x')</script>\",1950,1940,text",
    "雪の歌,川田某,soon,1790,text",
    ",誰か,1950,,text",
)


@pytest.fixture
def key(catalogue, project) -> str:
    return project(*LINES)


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_page_stands_by_itself_and_tells_every_row(key: str, language: str) -> None:
    page = reports.report(key, "html", language).decode()
    tree = html.fromstring(page.encode())
    assert tree.get("lang") == language
    assert not tree.xpath("//script | //link | //img | //iframe")
    assert not re.search(r"https?://(?!www\.w3\.org)", page.split("</style>")[0])
    rows = tree.xpath("//tbody[@class='item']")
    assert len(rows) == len(LINES)
    told = [" ".join(row.text_content().split()) for row in rows]
    for text, line in zip(told, LINES, strict=True):
        title = line.split(",")[0]
        assert title in text
    assert "<script>alert('x')</script>" in told[2]
    assert words(language)["summary"] in page
    assert len(tree.xpath("//svg[@role='img' and @aria-label]")) == 2
    counted = {row.get("data-verdict") for row in rows}
    shown = {radio.get("id").removeprefix("show-") for radio in tree.xpath("//input[@type='radio']")}
    assert shown == counted | {"all"}
    assert all(tree.xpath(f"//*[@id='{i}']") for i in tree.xpath("//@aria-labelledby"))


def test_no_text_of_the_report_lacks_a_language(key: str) -> None:
    japanese = re.compile("[\u3040-\u30ff\u4e00-\u9fff]")
    for text in words("en").values():
        assert not japanese.search(text), text
    for name, text in words("ja").items():
        assert japanese.search(text) or name == "yen_range", text


def test_the_workbook_holds_every_cell_as_text(key: str) -> None:
    data = reports.report(key, "xlsx", "ja")
    book = python_calamine.load_workbook(io.BytesIO(data))
    rows = book.get_sheet_by_name("作品").to_python()
    assert len(rows) == len(LINES) + 1
    assert rows[3][2] == "=1+1"
    head = rows[0]
    assert rows[3][head.index("[title]")] == "=1+1"
    assert all(row[4] for row in rows[1:])
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        assert not any(b"<f>" in parts.read(name) for name in parts.namelist())
    summary = book.get_sheet_by_name("要約").to_python()
    assert [row[1] for row in summary if row[0] == "行"] == [5]


def test_the_lines_are_for_programmes(key: str) -> None:
    lines = [json.loads(line) for line in reports.report(key, "jsonl", "en").splitlines()]
    assert lines[0]["type"] == "project"
    assert lines[0]["summary"]["rows"] == len(LINES)
    items = lines[1:]
    assert [item["row"] for item in items] == [2, 3, 4, 5, 6]
    assert items[0]["status"]["layers"][0]["reasons"][0]["article"]
    assert items[0]["plan"]["parts"]
    assert [problem["code"] for problem in items[3]["problems"]] == ["row_bad_date"]
    assert items[4]["verdict"] == "no_item"
    assert items[4]["raw"]["author"] == "誰か"


def test_the_pdf_is_set_in_japanese(key: str) -> None:
    if not set(fonts.GOTHIC + fonts.MINCHO) & set(fonts.installed().families()):
        pytest.skip("no Japanese font here")
    data = reports.report(key, "pdf", "ja")
    assert data.startswith(b"%PDF-")
    assert len(data) > 10_000


def test_a_missing_font_is_told(key: str, monkeypatch) -> None:
    monkeypatch.setattr(fonts, "GOTHIC", ())
    monkeypatch.setattr(fonts, "MINCHO", ())
    fonts.families.cache_clear()
    try:
        with pytest.raises(Problem) as told:
            reports.report(key, "pdf", "ja")
        assert told.value.code == "no_document_font"
    finally:
        fonts.families.cache_clear()


def test_what_stood_there_is_replaced_at_once_or_stays(key: str, tmp_path: Path) -> None:
    path = tmp_path / "report.html"
    path.write_text("before", encoding="utf-8")
    reports.write(key, path, "en")
    assert path.read_bytes().startswith(b"<!DOCTYPE html>")
    assert list(tmp_path.glob(".report*")) == []
    with pytest.raises(Problem) as told:
        reports.write(key, tmp_path / "nowhere" / "report.html", "en")
    assert told.value.code == "unwritable_file"
    with pytest.raises(Problem) as told:
        reports.write(key, tmp_path / "report.doc", "en")
    assert told.value.code == "unknown_report_format"


def test_evidence_can_be_written_out(key: str, tmp_path: Path) -> None:
    reports.write_evidence(key, tmp_path / "evidence.jsonl")
    lines = (tmp_path / "evidence.jsonl").read_text(encoding="utf-8").splitlines()
    assert len(lines) == queries.project(key).evidence


@pytest.mark.browser
@pytest.mark.skipif(not Path(CHROMIUM).exists(), reason="Chromium is missing")
@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_page_is_accessible(key: str, language: str, tmp_path: Path) -> None:
    from axe_playwright_python.sync_playwright import Axe
    from playwright.sync_api import sync_playwright

    path = tmp_path / "report.html"
    reports.write(key, path, language)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        for width in (1280, 390):
            page = browser.new_page(viewport={"width": width, "height": 900})
            page.goto(path.as_uri())
            page.locator("summary").first.click()
            found = Axe().run(page)
            assert not found.response["violations"], found.generate_report()
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            page.locator("#show-no_item").check()
            assert page.locator("tbody.item:visible").count() == 1
        browser.close()
