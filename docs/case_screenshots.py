"""Take the pictures of procedures in ``docs/images`` anew: ``python docs/case_screenshots.py``.

It needs Chromium. Cases are played on a data folder of their own as ``standard_case`` plays them, one to the
end and others only up to a state of interest; the site is served with the clock of the story and photographed
in both languages at two widths, each page as whoever it is for.
"""

# ruff: noqa: PLC0415  (Django must be set up before its parts are imported)
from __future__ import annotations

import functools
import os
import tempfile
from pathlib import Path

import django
import screenshots
import standard_case as story
from django.conf import settings
from django.core.management import call_command
from playwright.sync_api import sync_playwright

TODAY = "2026-06-11"
"""The day after the standard case has reached its use."""


def played() -> tuple[dict[str, tuple[str, str]], dict[str, str]]:
    """For each picture who looks and the path of the page; and the sessions of who looks."""
    from django.core.files.uploadedfile import SimpleUploadedFile as Upload

    clients, works = story.of_the_sample()
    move = functools.partial(setattr, settings, "KENRI_NOW")
    used, _ = story.play(clients, works[0], move, Upload)
    people = {name: story.Person(name, client, story.Tally()) for name, client in clients.items()}
    applicant, checker = people["applicant"], people["checker"]
    move(story._at("2026-05-25"))
    draft = story.begin(applicant, works[1])
    numbers = []
    for work in works[2:5]:
        numbers.append(story.begin(applicant, work))
        story.prepare(applicant, Upload)
    move(story._at("2026-06-10"))
    for number in numbers:
        applicant.see(f"/ja/cases/{number}")
        applicant.send("file.")
    for number in numbers[:2]:
        checker.see(f"/ja/cases/{number}")
        checker.send("ask_fee.")
        checker.send("payment_received.")
    checker.see(f"/ja/cases/{numbers[0]}")
    story.examine(checker)
    people["second"].see(f"/ja/cases/{numbers[0]}")
    people["second"].send("forward.")
    pages = {
        "case-draft": ("applicant", f"cases/{draft}"),
        "case-queue": ("checker", "cases/?role=confirmation_body"),
        "case-checking": ("checker", f"cases/{numbers[1]}"),
        "case-decision": ("commissioner", f"cases/{numbers[0]}"),
        "case-in-use": ("applicant", f"cases/{used}"),
        "register-statistics": ("applicant", "register/statistics"),
        "tariff": ("applicant", "tariffs/ordinary-royalty"),
        "money": ("treasurer", "money/"),
    }
    return pages, {name: client.cookies["sessionid"].value for name, client in clients.items()}


def main() -> None:
    """Take all pictures of procedures."""
    with tempfile.TemporaryDirectory() as home:
        os.environ |= {"KENRI_HOME": home, "DATABASE_URL": "", "KENRI_MAIL": ""}
        os.environ["DJANGO_SETTINGS_MODULE"] = "kenri.project.settings"
        django.setup()
        call_command("migrate", verbosity=0)
        pages, sessions = played()
        os.environ["KENRI_NOW"] = f"{TODAY}T10:00+09:00"
        with screenshots.serving(Path(home)) as address, sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=screenshots.CHROMIUM, args=screenshots.ARGUMENTS
            )
            for width, height in screenshots.SIZES.items():
                for name, (who, path) in pages.items():
                    context = browser.new_context(viewport={"width": width, "height": height})
                    session = {"name": "sessionid", "value": sessions[who], "url": address}
                    context.add_cookies([session])
                    page = context.new_page()
                    for language in ("ja", "en"):
                        answer = page.goto(f"{address}/{language}/{path}")
                        if answer is None or not answer.ok:
                            raise SystemExit(f"{path}: {answer and answer.status}")
                        page.screenshot(path=screenshots.IMAGES / f"{name}-{language}-{width}.png")
                    context.close()
            browser.close()


if __name__ == "__main__":
    main()
