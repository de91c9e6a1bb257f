"""People in a real browser: what they do, by mouse or by nothing but the keyboard; every page is checked."""

from __future__ import annotations

import email
import email.policy
import re
import time
from pathlib import Path
from typing import Any

import axe_playwright_python
from playwright.sync_api import Browser, Locator, Page

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
PASSWORD = "correct horse battery staple 9"
MOST_STEPS = 250
"""How often Tab is pressed before something counts as out of the keyboard's reach."""


class Walker:
    """Somebody with a browser of their own. ``keyboard``: they have no mouse."""

    def __init__(
        self, browser: Browser, address: str, language: str, *, keyboard: bool = False, width: int = 1280
    ):
        self.page: Page = browser.new_context(viewport={"width": width, "height": 900}).new_page()
        self.page.set_default_timeout(15_000)
        self.address, self.language, self.keyboard = address, language, keyboard
        self.clicks = 0
        self._checking = 0.0

    def clock(self) -> float:
        """Seconds that pass for somebody who is not checked on the way."""
        return time.monotonic() - self._checking

    def go(self, path: str) -> None:
        """Open a page by its path below the language, or by a whole address."""
        whole = path if path.startswith("http") else f"{self.address}/{self.language}/{path}"
        self.page.goto(re.sub(r"^http://localhost:8000", self.address, whole))
        self.look()

    def look(self) -> None:
        """The page breaks no rule of accessibility and is no wider than its window."""
        self.page.wait_for_load_state()
        began = time.monotonic()
        self.page.evaluate(AXE)
        found = self.page.evaluate("rules => axe.run(document, rules)", RULES)
        self._checking += time.monotonic() - began
        broken = {one["id"]: [node["target"] for node in one["nodes"]][:3] for one in found["violations"]}
        assert broken == {}, (self.page.url, broken)
        assert self.page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0, (
            self.page.url
        )

    def sign_up(self, name: str) -> str:
        """A new account; its address."""
        told = f"person-{time.time_ns()}@example.org"
        self.go("account/signup/")
        self.fill("#id_email", told)
        self.fill("#id_password1", PASSWORD)
        self.fill("#id_password2", PASSWORD)
        self.press("main form:has(#id_password1) button[type=submit]")
        self.go("account/")
        self.fill("#id_name", name)
        self.press("main form:has(#id_name) button[type=submit]")
        return told

    def fill(self, where: str, text: str) -> None:
        """Type into a field."""
        field = self.page.locator(where)
        if not self.keyboard or field.get_attribute("type") == "date":
            field.fill(text)  # how a date is typed depends on the machine's language
            return
        self._reach(field)
        self.page.keyboard.press("Control+A")
        self.page.keyboard.type(text)

    def choose(self, where: str, value: str) -> None:
        """Choose in a list."""
        field = self.page.locator(where)
        if not self.keyboard:
            field.select_option(value)
            return
        self._reach(field)
        values = field.locator("option").evaluate_all("all => all.map(one => one.value)")
        self.page.keyboard.press("Home")
        for _ in range(values.index(value)):
            self.page.keyboard.press("ArrowDown")
        assert field.input_value() == value

    def tick(self, where: str) -> None:
        """Tick a box, or choose one of several."""
        field = self.page.locator(where)
        if not self.keyboard:
            field.check()
            return
        if field.get_attribute("type") == "radio":
            group = self.page.locator(f"input[type=radio][name='{field.get_attribute('name')}']")
            self._reach_one_of(group)
            for _ in range(group.count()):
                if field.is_checked():
                    return
                self.page.keyboard.press("ArrowDown")
        else:
            self._reach(field)
        if not field.is_checked():
            self.page.keyboard.press("Space")
        assert field.is_checked()

    def press(self, where: str) -> None:
        """Press a button or follow a link, and look at the page to which it leads."""
        target = self.page.locator(where).first
        self.clicks += 1
        if self.keyboard:
            self._reach(target)
            with self.page.expect_navigation():
                self.page.keyboard.press("Enter")
        else:
            with self.page.expect_navigation():
                target.click()
        self.look()

    def unfold(self, where: str) -> None:
        """Open what is folded."""
        summary = self.page.locator(where).first
        if summary.evaluate("one => one.closest('details').open"):
            return
        if self.keyboard:
            self._reach(summary)
            self.page.keyboard.press("Enter")
        else:
            summary.click()

    def says(self, *words: str) -> bool:
        """Whether the page says all of it."""
        text = self.page.locator("main").inner_text()
        return all(word in text for word in words)

    def close(self) -> None:
        self.page.context.close()

    def _reach(self, target: Locator) -> None:
        self._reach_one_of(target.first)

    def _reach_one_of(self, targets: Locator) -> None:
        handles = targets.element_handles()
        for _ in range(MOST_STEPS):
            if any(self.page.evaluate("one => document.activeElement === one", one) for one in handles):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"the keyboard does not reach {targets} on {self.page.url}")


def letters(home: Path, to: str) -> list[Any]:
    """The e-mails to somebody, in the order in which they left."""
    found = []
    for file in sorted((home / "mail").glob("*.log"), key=lambda one: one.stat().st_mtime_ns):
        for raw in file.read_bytes().split(b"\n" + b"-" * 79 + b"\n"):
            if raw.strip():
                letter = email.message_from_bytes(raw.strip() + b"\n", policy=email.policy.default)
                if letter["To"] == to:
                    found.append(letter)
    return found


def text_of(letter: Any) -> str:
    """What an e-mail says."""
    return str(letter.get_content())
