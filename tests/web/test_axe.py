"""axe-core finds nothing on any page, in both languages, wide and narrow; the keyboard reaches everything."""

from __future__ import annotations

import json
import os
import re
import urllib.parse
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import axe_playwright_python
import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.web.small_catalogue import docs_script, exports

SCREENSHOTS = docs_script("screenshots")
CHROMIUM = SCREENSHOTS.CHROMIUM
AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
DESKTOP, PHONE = (1280, 900), (390, 844)
SEEN = [("en", DESKTOP), ("ja", PHONE)]
if os.environ.get("KENRI_BROWSE_ALL"):
    SEEN += [("ja", DESKTOP), ("en", PHONE)]
PAGES = (
    "",
    "search?q=%E5%A4%9C%E6%98%8E%E3%81%91",
    "search?q=%E5%A4%9C%E6%98%8E%E3%81%91&source=creators_list&from=2001&sort=title",
    "search?q=zzzzyyyxxx&field=online",
    "search?from=abc",
    "databases/",
    "databases/creators_list",
    "databases/creators_list/rejected",
    "databases/aozora",
    "where-to-search",
    "where-to-search?field=music&kind=recording",
    "tariffs/",
    "tariffs/sartras_class?school=high&learners=300&years=1&compare=2022-04-01",
    "about",
    "account/login/",
    "account/signup/",
    "account/password/reset/",
    "records/moma/artist/7",
    "nothing/here",
    "ENTITY",
)

LIST = "番号,作品名,作者,公開年\n1,桜の園で,白石 透,2021\n2,夜明けのアーカイブ 第5話,白石 透,2005\n3,知らない本,誰か,年不明\n"

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not Path(CHROMIUM).exists(), reason="Chromium is missing"),
    pytest.mark.timeout(300),
]


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    home = tmp_path_factory.mktemp("browsed")
    harvests = [
        ("harvest", source, "--from", str(path))
        for source, path in exports(tmp_path_factory.mktemp("browsed-exports"))
    ]
    with SCREENSHOTS.serving(home, *harvests, ("link",), ("index",)) as address:
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=SCREENSHOTS.ARGUMENTS)
        yield browser
        browser.close()


def found(address: str, words: str) -> str:
    """The first entity that a search finds."""
    query = urllib.parse.urlencode({"q": words})
    with urllib.request.urlopen(f"{address}/en/search.json?{query}") as answer:
        return json.load(answer)["results"][0]["id"]


@pytest.fixture(scope="module")
def project(browser: Browser, address: str) -> str:
    """A list handed in, its columns accepted, and cleared, all in the browser."""
    page = opened(browser, DESKTOP)
    page.goto(f"{address}/en/projects/")
    assert complaints(page) == []
    assert page.locator(".steps").is_visible()
    page.set_input_files(
        "#list", {"name": "works.csv", "mimeType": "text/csv", "buffer": LIST.encode("cp932")}
    )
    page.select_option("#use", "digital_archive")
    page.get_by_role("button", name="Hand in").click()
    page.get_by_role("button", name="This is right").click()
    page.wait_for_url(re.compile(r"/projects/\w+$"))
    page.locator(".tally").first.wait_for()
    page.wait_for_function("!document.querySelector('[data-progress]')")
    key = page.url.rpartition("/")[2]
    page.context.close()
    return key


@pytest.fixture(scope="module")
def pages(address: str, project: str) -> list[str]:
    """The paths of all pages under their language."""
    names = {
        "ENTITY": f"entities/{found(address, 'Moriyama')}",
        "WORK": f"entities/{found(address, '桜の園で')}",
        "PROJECT": f"projects/{project}",
    }
    filled = []
    for path in PAGES:
        for name, real in names.items():
            path = path.replace(name, real)
        filled.append(path)
    return filled


def opened(browser: Browser, size: tuple[int, int]) -> Page:
    return browser.new_context(viewport={"width": size[0], "height": size[1]}).new_page()


def complaints(page: Page) -> list[dict[str, Any]]:
    page.evaluate(AXE)
    found = page.evaluate("rules => axe.run(document, rules)", RULES)
    return [
        {"rule": violation["id"], "where": [node["target"] for node in violation["nodes"]][:5]}
        for violation in found["violations"]
    ]


@pytest.mark.parametrize(("language", "size"), SEEN, ids=str)
def test_axe_finds_nothing(
    browser: Browser, address: str, pages: list[str], language: str, size: tuple[int, int]
) -> None:
    page = opened(browser, size)
    told: list[str] = []
    complained: dict[str, object] = {}
    page.on("console", lambda message: told.append(message.text) if message.type == "error" else None)
    for path in pages:
        answer = page.goto(f"{address}/{language}/{path}")
        if broken := complaints(page):
            complained[path] = broken
        wider = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert wider <= 0, f"{path} scrolls sideways by {wider} px"
        if answer.status == 200:
            assert told == [], path
        told.clear()
    assert complained == {}
    page.context.close()


def test_no_page_scrolls_sideways_at_the_narrowest(browser: Browser, address: str, pages: list[str]) -> None:
    page = opened(browser, (320, 700))
    for path in pages:
        page.goto(f"{address}/en/{path}")
        assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0, path
    page.context.close()


def test_completion_by_keyboard(browser: Browser, address: str) -> None:
    page = opened(browser, DESKTOP)
    page.goto(f"{address}/ja/")
    box = page.get_by_role("combobox")
    box.press_sequentially("夜明")
    page.get_by_role("option").first.wait_for()
    assert box.get_attribute("aria-expanded") == "true"
    assert complaints(page) == []
    assert "件の候補があります" in page.locator("#completions").inner_text()
    box.press("ArrowDown")
    chosen = page.locator('[role=option][aria-selected="true"]')
    assert box.get_attribute("aria-activedescendant") == chosen.get_attribute("id")
    title = chosen.inner_text()
    assert title.startswith("夜明け")
    box.press("Escape")
    assert box.get_attribute("aria-expanded") == "false"
    assert box.input_value() == "夜明"
    box.press("ArrowDown")
    page.get_by_role("option").first.wait_for()
    box.press("ArrowDown")
    with page.expect_navigation():
        box.press("Enter")
    assert page.get_by_role("searchbox").or_(page.get_by_role("combobox")).input_value() == title
    assert title in page.locator("h1").inner_text()
    page.context.close()


def test_the_skip_link_comes_first_and_focus_is_visible(browser: Browser, address: str) -> None:
    page = opened(browser, DESKTOP)
    page.goto(f"{address}/ja/search?q=%E5%A4%9C%E6%98%8E%E3%81%91")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#main"
    for _ in range(25):
        page.keyboard.press("Tab")
        style = page.evaluate(
            "(() => { const s = getComputedStyle(document.activeElement);"
            " return [s.outlineStyle, parseFloat(s.outlineWidth)]; })()"
        )
        assert style[0] == "solid"
        assert style[1] >= 2
    page.context.close()


def test_arrow_keys_turn_the_page(browser: Browser, address: str) -> None:
    page = opened(browser, DESKTOP)
    page.goto(f"{address}/ja/search")
    page.locator(".pages a[rel=next]").focus()
    with page.expect_navigation():
        page.keyboard.press("ArrowRight")
    assert "page=2" in page.url
    page.locator(".pages a[rel=prev]").focus()
    with page.expect_navigation():
        page.keyboard.press("ArrowLeft")
    assert "page=2" not in page.url
    page.context.close()


def test_everything_works_without_scripts(browser: Browser, address: str) -> None:
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(f"{address}/ja/")
    page.locator("#q").fill("夜明け")
    page.locator("form[role=search] button").click()
    assert "夜明け" in page.locator("h1").inner_text()
    page.locator(".facet a").first.click()
    assert page.locator(".chip").count() >= 1
    page.locator(".hit h2 a").first.click()
    assert page.locator("#records").is_visible()
    page.context.close()


def test_a_use_is_planned_and_a_question_answered_without_scripts(browser: Browser, address: str) -> None:
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(f"{address}/en/entities/{found(address, '桜の園で')}")
    page.locator("#use").select_option("merchandise")
    page.get_by_role("button", name="Show the ways").click()
    assert page.locator("#plan").is_visible()
    question = page.locator(".question legend").first.inner_text()
    page.locator(".question input[type=radio]").first.check()
    page.get_by_role("button", name="Update the plan").click()
    assert question.split("…")[0][:20] in page.locator(".answered").inner_text()
    page.context.close()


def test_a_project_is_corrected_without_scripts(browser: Browser, address: str, project: str) -> None:
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(f"{address}/en/projects/{project}/items")
    page.locator("tbody input[type=checkbox]").first.check()
    page.get_by_role("button", name="None of the catalogue").click()
    page.locator("tbody th a").first.click()
    assert page.locator("#told").is_visible()
    page.get_by_role("button", name="Undo").first.click()
    assert "taken back" in page.locator("main").inner_text()
    page.context.close()


def test_a_password_is_shown_on_request_and_told_how_strong_it_is(browser: Browser, address: str) -> None:
    page = opened(browser, PHONE)
    page.goto(f"{address}/en/account/signup/")
    field = page.locator("#id_password1")
    for typed, told in (
        ("short", "too short"),
        ("twelve chars", "fair"),
        ("far more than twelve letters", "good"),
    ):
        field.fill(typed)
        assert told in page.locator("[data-strength=id_password1]").inner_text()
    page.locator("[data-shows=id_password1]").click()
    assert field.get_attribute("type") == "text"
    assert complaints(page) == []
    page.locator("[data-shows=id_password1]").click()
    assert field.get_attribute("type") == "password"
    page.context.close()
