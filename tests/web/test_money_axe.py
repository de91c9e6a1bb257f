"""axe-core finds nothing on the pages of money, with something in them, and none is wider than a phone."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from django.test import Client
from playwright.sync_api import sync_playwright

from tests.cases.proceedings.walks import moment
from tests.web.small_catalogue import docs_script
from tests.web.test_register_axe import CHROMIUM, SCREENSHOTS, answer, complaints

LANGUAGE, WIDTH = "ja", 390
PAGES = {
    "treasurer": ("money/", "money/obligations/", "money/obligations/?text=none"),
    "platform": ("account/usage/", "account/invoices/", "account/bank-account"),
    "holder": (
        "account/statements/",
        "schemes/",
        "tariffs/model_video_views?views=1000&on=2026-06-01&compare=2027-06-01",
        "tariffs/ordinary-royalty",
    ),
}
"""Beside those that are photographed, by who looks."""

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not Path(CHROMIUM).exists(), reason="Chromium is missing"),
]


def test_axe_finds_nothing_on_the_pages_of_money(
    db: None, home: Path, settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "screenshots", SCREENSHOTS)
    settings.KENRI_NOW = moment("2027-06-10")
    photographed, sessions = docs_script("money_screenshots").played(home)
    looks = [*photographed.values(), *((who, path) for who, paths in PAGES.items() for path in paths)]
    pages = {}
    for who, path in looks:
        client = Client()
        client.cookies["sessionid"] = sessions[who]
        found = client.get(f"/{LANGUAGE}/{path}")
        assert found.status_code == 200, path
        pages[f"/{LANGUAGE}/{path}"] = found.content
    wrong = {}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=SCREENSHOTS.ARGUMENTS)
        page = browser.new_context(viewport={"width": WIDTH, "height": 900}).new_page()
        page.route("**/*", lambda route: answer(pages, route))
        for path in pages:
            page.goto(f"http://kenri.test{path}")
            found = complaints(page)
            if page.evaluate("document.documentElement.scrollWidth") > WIDTH:
                found.append("wider than the window")
            if found:
                wrong[path] = found
        browser.close()
    assert wrong == {}
