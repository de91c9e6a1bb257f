"""Take the pictures of ``docs/images`` anew: ``python docs/screenshots.py`` (needs Chromium).

The bundled sample is harvested into a data folder of its own, served on a free port, and photographed in
both languages at two widths.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, sync_playwright

IMAGES = Path(__file__).parent / "images"
KENRI = Path(sys.executable).parent / "kenri"
CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
ARGUMENTS = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
]
SIZES = {1280: 900, 390: 844}


@contextmanager
def serving(home: Path, *steps: tuple[str, ...], seconds: float = 60) -> Iterator[str]:
    """Run ``kenri`` commands on an SQLite data folder and serve it on a free port; gives the address."""
    environment = {**os.environ, "KENRI_HOME": str(home), "DATABASE_URL": "", "KENRI_HOSTS": "127.0.0.1"}
    for step in steps:
        subprocess.run([KENRI, *step], env=environment, check=True, stdout=subprocess.DEVNULL)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [KENRI, "serve", "--port", str(port), "--workers", "1"]
    server = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        address = f"http://127.0.0.1:{port}"
        _wait(f"{address}/health", server, time.monotonic() + seconds)
        yield address
    finally:
        server.terminate()
        server.wait(10)


def _wait(address: str, server: subprocess.Popen[bytes], until: float) -> None:
    while True:
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except OSError:
            if server.poll() is not None or time.monotonic() > until:
                raise
            time.sleep(0.1)


def pages(address: str) -> dict[str, str]:
    """What is photographed: the path of each page under its language."""
    most_attested = max(
        _found(address, "夏目漱石"), key=lambda result: (len(result["sources"]), len(result["records"]))
    )
    translated = _found(address, "赤毛のアン")[0]["id"]
    project = _project(address)
    with urllib.request.urlopen(f"{address}/en/{project}/items?verdict=unconfirmed") as answer:
        item = re.search(r'href="/en/(projects/\w+/items/\d+)"', answer.read().decode())[1]
    return {
        "home": "",
        "results": "search?" + urllib.parse.urlencode({"q": "夏目漱石"}),
        "entity": f"entities/{most_attested['id']}",
        "rights": f"entities/{translated}#rights",
        "plan": f"entities/{translated}/plan?use=reprint_book",
        "public-domain": "public-domain?on=2039-01-01",
        "projects": "projects/",
        "project": project,
        "project-columns": f"{project}/columns",
        "project-items": f"{project}/items",
        "project-item": item,
        "databases": "databases/",
        "database": "databases/aozora",
        "where-to-search": "where-to-search?field=music&kind=recording",
        "review": "review",
    }


def _project(address: str) -> str:
    """The path of the project that the demonstration makes."""
    with urllib.request.urlopen(f"{address}/en/projects/") as answer:
        return re.search(r'href="/en/(projects/\w+)"', answer.read().decode())[1]


def _found(address: str, words: str) -> list[dict[str, Any]]:
    query = urllib.parse.urlencode({"q": words})
    with urllib.request.urlopen(f"{address}/en/search.json?{query}") as answer:
        return json.load(answer)["results"]


def photograph(page: Page, address: str, width: int) -> None:
    """The first screen of every page in both languages."""
    page.goto(f"{address}/en/review")
    page.locator("#name").fill("Hanako Shiken")
    page.locator("#name").press("Enter")
    for name, path in pages(address).items():
        for language in ("ja", "en"):
            page.goto(f"{address}/{language}/{path}")
            page.screenshot(path=IMAGES / f"{name}-{language}-{width}.png")


def photograph_report(page: Page, address: str, width: int, folder: Path) -> None:
    """The report of the sample project, which is a file of its own."""
    for language in ("ja", "en"):
        file = folder / f"report-{language}.html"
        with urllib.request.urlopen(f"{address}/{language}/{_project(address)}/report.html") as answer:
            file.write_bytes(answer.read())
        page.goto(file.as_uri())
        page.screenshot(path=IMAGES / f"report-{language}-{width}.png")


def main() -> None:
    """Take all pictures."""
    IMAGES.mkdir(exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as home,
        serving(Path(home), ("demo",)) as address,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        for width, height in SIZES.items():
            page = browser.new_page(viewport={"width": width, "height": height})
            photograph(page, address, width)
            photograph_report(page, address, width, Path(home))
        browser.close()
    print(f"{len(list(IMAGES.glob('*.png')))} pictures in {IMAGES}")


if __name__ == "__main__":
    main()
