"""Journeys in Chromium: the pages as a browser shows them, with scripts and styles, each checked by axe."""

from __future__ import annotations

from concurrent.futures import Executor
from typing import Any, NamedTuple
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, Locator

from tests.journeys.stage import Stage
from tests.journeys.web_driver import WebDriver
from tests.web.walking import AXE, RULES

WIDTH, HEIGHT = 390, 844
"""A telephone: what fits there fits anywhere."""
OF_FORM = """([path, names]) => [...document.forms].findIndex(form => form.method === 'post'
    && new URL(form.action).pathname === path && names.every(name => form.elements.namedItem(name)))"""

UNFOLD = """element => { for (let e = element; e; e = e.parentElement) if (e.tagName === 'DETAILS') e.open = true }"""


class Answer(NamedTuple):
    """What a page answered, as far as the drivers ask."""

    status_code: int
    content: bytes
    headers: dict[str, str]


class Tab:
    """Somebody's browser: pages are opened, forms filled in where they stand, buttons pressed."""

    def __init__(self, browser: Browser, address: str, cookie: tuple[str, str] | None) -> None:
        context = browser.new_context(viewport={"width": WIDTH, "height": HEIGHT}, locale="ja")
        context.set_default_timeout(20_000)
        if cookie is not None:
            context.add_cookies([{"name": cookie[0], "value": cookie[1], "url": address}])
        self.page, self.address = context.new_page(), address
        self.checked: set[int] = set()

    def open(self, path: str, asked: dict[str, str] | None = None) -> Answer:
        """Open a page."""
        whole = self.address + path + (f"?{urlencode(asked)}" if asked else "")
        found = self.page.goto(whole)
        self.check()
        return self.answer(found.status)

    def send(self, path: str, told: dict[str, Any]) -> Answer:
        """Fill in the form of the page that is sent there, and send it."""
        names = [name for name in told if name != "csrfmiddlewaretoken"]
        number = self.page.evaluate(OF_FORM, [urlsplit(path).path or urlsplit(self.page.url).path, names])
        assert number >= 0, f"no form of {self.page.url} is sent to {path} with {names}"
        form = self.page.locator(f"xpath=(//form)[{number + 1}]")
        for name in names:
            for value in told[name] if isinstance(told[name], list) else [told[name]]:
                fill(form, name, value)
        with self.page.expect_navigation() as sent:
            form.locator("button[type=submit]").first.click()
        self.check()
        redirected = sent.value.request.redirected_from is not None
        return self.answer(302 if redirected else sent.value.status)

    def check(self) -> None:
        """No rule of accessibility is broken and nothing is wider than the window; each page once."""
        self.page.wait_for_load_state()
        seen = hash(self.page.locator("main").inner_text())
        if seen in self.checked:
            return
        self.checked.add(seen)
        self.page.evaluate(AXE)
        found = self.page.evaluate("rules => axe.run(document, rules)", RULES)
        broken = {one["id"]: [node["target"] for node in one["nodes"]][:3] for one in found["violations"]}
        assert broken == {}, (self.page.url, broken)
        wider = self.page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert wider <= 0, (self.page.url, wider)

    def answer(self, status: int) -> Answer:
        """What is shown now."""
        return Answer(status, self.page.content().encode(), {"Location": urlsplit(self.page.url).path})


def fill(form: Locator, name: str, value: Any) -> None:
    """One control of a form, opened if it is folded away, as a person would leave it."""
    fields = form.locator(f'[name="{name}"]')
    field = fields.first
    kind = field.get_attribute("type") or field.evaluate("element => element.tagName.toLowerCase()")
    if kind in ("hidden", "submit"):
        there = fields.evaluate_all("elements => elements.map(element => element.value)")
        assert str(value) in there, f"{name} is not for people to change"
        return
    if kind in ("checkbox", "radio"):
        field = form.locator(f'[name="{name}"][value="{value}"]')
    field.evaluate(UNFOLD)
    if kind in ("checkbox", "radio"):
        field.check()
    elif kind == "select":
        field.select_option(str(value))
    elif kind == "file":
        field.set_input_files({"name": value.name, "mimeType": "text/plain", "buffer": value.read()})
    else:
        field.fill(str(value))


class Visitor(NamedTuple):
    """A tab as the drivers use it: Playwright runs in a thread of its own, where Django's database is not."""

    thread: Executor
    tab: Tab

    def get(self, path: str, asked: dict[str, str] | None = None) -> Answer:
        """Open a page."""
        return self.thread.submit(self.tab.open, path, asked).result()

    def post(self, path: str, told: dict[str, Any]) -> Answer:
        """Send a form of the page that is open."""
        return self.thread.submit(self.tab.send, path, told).result()


class BrowserDriver(WebDriver):
    """The pages in Chromium."""

    def __init__(self, stage: Stage, thread: Executor, browser: Browser, address: str) -> None:
        super().__init__(stage)
        self.thread, self.browser, self.address = thread, browser, address

    def client(self, who: str) -> Visitor:  # type: ignore[override]
        """Somebody's browser, signed in; nobody's where nobody is named."""
        if who not in self.clients:
            cookie = None
            if who:
                signed_in = Client()
                signed_in.force_login(self.stage.people[who])
                name = settings.SESSION_COOKIE_NAME
                cookie = (name, signed_in.cookies[name].value)
            tab = self.thread.submit(Tab, self.browser, self.address, cookie).result()
            self.clients[who] = Visitor(self.thread, tab)  # type: ignore[assignment]
        return self.clients[who]  # type: ignore[return-value]
