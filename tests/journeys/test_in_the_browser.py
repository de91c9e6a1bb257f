"""Scenario 1 in Chromium: every page of it on a telephone, in Japanese, checked by axe."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.db import connection
from playwright.sync_api import sync_playwright
from pytest_django.live_server_helper import LiveServer

from tests.journeys.browser_driver import BrowserDriver
from tests.journeys.stage import Stage
from tests.journeys.test_scenarios import test_1_a_net_song_whose_holder_nobody_knows as scenario_1
from tests.web.small_catalogue import docs_script

SCREENSHOTS = docs_script("screenshots")
CHROMIUM = SCREENSHOTS.CHROMIUM

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.browser,
    pytest.mark.skipif(not Path(CHROMIUM).exists(), reason="Chromium is missing"),
    pytest.mark.skipif(connection.vendor != "sqlite", reason="a server beside sees no rows of a test"),
    pytest.mark.timeout(900),
]


@pytest.fixture
def browsing(stage: Stage) -> Iterator[BrowserDriver]:
    """The pages served from this process, so that the clock of the stage is theirs too."""
    server = LiveServer("127.0.0.1")
    with ThreadPoolExecutor(1) as thread:
        playwright = thread.submit(sync_playwright().start).result()
        launch = functools.partial(
            playwright.chromium.launch, executable_path=CHROMIUM, args=SCREENSHOTS.ARGUMENTS
        )
        browser = thread.submit(launch).result()
        yield BrowserDriver(stage, thread, browser, server.url)
        thread.submit(browser.close).result()
        thread.submit(playwright.stop).result()
    server.stop()


def test_1_in_the_browser(browsing: BrowserDriver, stage: Stage) -> None:
    scenario_1(browsing, stage)
