"""axe-core finds nothing on the register's pages and on the one that verifies, with something in them.

The pages are rendered beforehand and handed to the browser: no server is needed for them.
"""

from __future__ import annotations

from pathlib import Path

import axe_playwright_python
import pytest
from django.contrib.staticfiles import finders
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from playwright.sync_api import Page, Route, sync_playwright

from kenri.cases.proceedings import issuing
from kenri.cases.proceedings.models import Case, Issued
from tests.cases.proceedings.walks import moment
from tests.web import decided
from tests.web.small_catalogue import docs_script

SCREENSHOTS = docs_script("screenshots")
CHROMIUM = SCREENSHOTS.CHROMIUM
AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not Path(CHROMIUM).exists(), reason="Chromium is missing"),
]


@pytest.fixture
def rendered(db: None, settings, tmp_path: Path, client: Client) -> dict[str, bytes]:
    """The pages by path, those of an upload under a path of their own."""
    settings.KENRI_HOME = tmp_path
    settings.KENRI_NOW = moment("2028-09-02")
    case: Case = decided.expired(decided.people())
    number = Issued.objects.get(case=case, template="decision_grant").number
    data = issuing.pdf(number, "ja", moment("2026-06-02"))
    pages: dict[str, bytes] = {}
    for language in ("ja", "en"):
        for path in (
            "register/",
            "register/?q=none&since=2026-13-01",
            f"register/{case.number}-P01",
            "register/statistics",
            f"verify?number={number}",
            "verify?number=none",
        ):
            pages[f"/{language}/{path}"] = client.get(f"/{language}/{path}").content
        for name, upload in (("genuine", data), ("altered", data + b"x")):
            file = SimpleUploadedFile("decision.pdf", upload)
            pages[f"/{language}/{name}"] = client.post(f"/{language}/verify", {"file": file}).content
    return pages


def answer(pages: dict[str, bytes], route: Route) -> None:
    path = route.request.url.removeprefix("http://kenri.test")
    if path in pages:
        route.fulfill(body=pages[path], content_type="text/html; charset=utf-8")
        return
    found = finders.find(path.removeprefix("/static/").partition("?")[0])
    if found:
        route.fulfill(path=found)
    else:
        route.fulfill(status=404)


def complaints(page: Page) -> list[str]:
    page.evaluate(AXE)
    found = page.evaluate("rules => axe.run(document, rules)", RULES)
    return [f"{one['id']}: {[node['target'] for node in one['nodes']][:3]}" for one in found["violations"]]


def test_axe_finds_nothing_and_nothing_is_wider_than_a_phone(rendered: dict[str, bytes]) -> None:
    wrong: dict[str, list[str]] = {}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=SCREENSHOTS.ARGUMENTS)
        for width, language in ((1280, "ja"), (390, "en")):
            page = browser.new_context(viewport={"width": width, "height": 900}).new_page()
            page.route("**/*", lambda route: answer(rendered, route))
            for path in (path for path in rendered if path.startswith(f"/{language}/")):
                page.goto(f"http://kenri.test{path}")
                found = complaints(page)
                if page.evaluate("document.documentElement.scrollWidth") > width:
                    found.append("wider than the window")
                if found:
                    wrong[f"{path} at {width}"] = found
            page.context.close()
        browser.close()
    assert wrong == {}
