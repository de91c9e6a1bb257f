"""Seconds to ask about a million addresses, and to register a list of works.

    python -m bench.intentions [--addresses 1000000] [--works 20000] [--hits 0.2] [--http]

Makes a registry of its own in a temporary folder: as many works as asked, registered from a list (read and
judged row by row, then registered; both timed), of twenty owners, half with answers for all their works,
every tenth work with its own, one owner with a proved site. Then asks about random addresses, the share
``--hits`` of which is registered, as a crawler writes them: in one Python call, and with ``--http`` in
batches of 10,000 through POST /api/v1/intentions of a site with two workers. One process asks at a time.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import tempfile
import time
import urllib.request
from collections import Counter
from pathlib import Path

import django

SEED = 20_261_122
LETTERS = "雨夜道音歌空海光風影花月星雪山川鳥声夢時森火水色"
PORT = 8791


def address(number: int) -> str:
    """Where a work stands."""
    return f"https://site{number % 20}.example/works/{number}?page={number % 7}"


def fill(folder: Path, works: int) -> None:
    """A registry, made the way in which its users make it."""
    from kenri.accounts.clock import now  # noqa: PLC0415
    from kenri.accounts.models import User  # noqa: PLC0415
    from kenri.registry import controls, imports, services  # noqa: PLC0415
    from kenri.registry.declared import Declared  # noqa: PLC0415
    from kenri.registry.listed import Given  # noqa: PLC0415
    from kenri.registry.models import Work  # noqa: PLC0415

    decide = random.Random(SEED)
    users = [User.objects.create_user(f"owner{n}@example.org", name=f"Owner {n}") for n in range(20)]
    staging = registering = 0.0
    refused = 0
    for place, user in enumerate(users):
        path = folder / f"{place}.csv"
        lines = ["title,type,author,published,url"]
        for number in range(place, works, 20):
            title = "".join(decide.choices(LETTERS, k=6))
            url = address(number) if number % 97 else "no address"
            lines.append(f"{title},image,Owner {place},2026-0{number % 9 + 1}-11,{url}")
        path.write_text("\n".join(lines), encoding="utf-8")
        begun = time.perf_counter()
        imported = imports.stage(user, path, Given(holder=user.name), at=now(), name=path.name)
        staging += time.perf_counter() - begun
        begun = time.perf_counter()
        refused += imports.carry_out(user, imported.key, at=now()).refused
        registering += time.perf_counter() - begun
        if place % 2:
            services.declare(user, Declared({"ai_training": "refuse", "commercial": "ask"}))
        keys = list(Work.objects.filter(owner=user).values_list("key", flat=True))[::10]
        services.declare_for(user, Declared({"ai_training": "permit", "text_data_mining": "refuse"}), keys)
    control = controls.claim_control(users[3], "file", address(3), at=now())
    controls.check(users[3], control.key, lambda one: (one.scope, None), at=now())
    print(f"list of {works:,} works: looked at in {staging:.1f} s, registered in {registering:.1f} s")
    print(f"  ({refused:,} bad rows refused)")


def asked_about(count: int, works: int, hits: float) -> list[str]:
    """Addresses as crawlers write them."""
    decide = random.Random(SEED + 1)
    found = []
    for number in range(count):
        if decide.random() < hits:
            url = address(decide.randrange(works))
            found.append(url if number % 5 else url.replace("https", "HTTPS") + "&utm_source=feed#top")
        else:
            found.append(f"https://other{number % 1000}.example/pages/{number}.html")
    return found


def in_python(urls: list[str]) -> None:
    """One call."""
    from kenri.accounts.clock import now  # noqa: PLC0415
    from kenri.registry import lookup  # noqa: PLC0415

    begun, worked = time.perf_counter(), time.process_time()
    states = Counter(found.state for found in lookup.wills(urls, at=now()))
    seconds, worked = time.perf_counter() - begun, time.process_time() - worked
    told(f"python ({worked:.1f} s of one core)", seconds, states)


def over_http(urls: list[str]) -> None:
    """Batches over the network, one after the other."""
    command = [".venv/bin/kenri", "serve", "--port", str(PORT), "--workers", "2"]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL) as site:
        try:
            wait_for(site)
            begun = time.perf_counter()
            states: Counter[str] = Counter()
            for start in range(0, len(urls), 10_000):
                request = urllib.request.Request(
                    f"http://127.0.0.1:{PORT}/api/v1/intentions",
                    json.dumps({"urls": urls[start : start + 10_000]}).encode(),
                    {"Content-Type": "application/json"},
                )
                with urllib.request.urlopen(request) as answer:
                    states.update(one["state"] for one in json.load(answer)["results"])
            seconds = time.perf_counter() - begun
        finally:
            site.terminate()
    told("http", seconds, states)


def wait_for(site: subprocess.Popen[bytes]) -> None:
    """Wait until the site answers. Raises RuntimeError where it ends, or takes more than two minutes."""
    until = time.monotonic() + 120
    while time.monotonic() < until and site.poll() is None:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{PORT}/health").close()
            return
        except OSError:
            time.sleep(0.2)
    raise RuntimeError(f"The site did not begin to answer on port {PORT}.")


def told(way: str, seconds: float, states: Counter[str]) -> None:
    """One line of figures."""
    count = states.total()
    print(f"{way}: {count:,} addresses in {seconds:.1f} s ({count / seconds:,.0f} a second) {dict(states)}")


def main() -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--addresses", type=int, default=1_000_000)
    parser.add_argument("--works", type=int, default=20_000)
    parser.add_argument("--hits", type=float, default=0.2)
    parser.add_argument("--http", action="store_true")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="kenri-bench-") as folder:
        os.environ["KENRI_HOME"] = folder
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kenri.project.settings")
        django.setup()
        from kenri.project import database  # noqa: PLC0415

        database.make_ready()
        fill(Path(folder), arguments.works)
        urls = asked_about(arguments.addresses, arguments.works, arguments.hits)
        in_python(urls)
        if arguments.http:
            over_http(urls)


if __name__ == "__main__":
    main()
