"""Records a second over OAI-PMH: Kenri's fetch (every page synced to disk) and its reading, against Sickle.

One repository of generated oai_dc records answers from memory in its own process on loopback. All clients
take turns, and each one's best round counts: by the clock, and by the client's own processor time, which
other programs disturb less. ``bytes`` is the ceiling: the same pages fetched over one kept connection and
thrown away. Sickle is used as its manual says: every record parsed.
"""

from __future__ import annotations

import http.client
import json
import multiprocessing
import re
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from pathlib import Path

from sickle import Sickle

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "tests" / "harvest"))

from servers.fetch_once import SOURCE
from servers.oai import Repository
from servers.site import Site, Visit

from kenri.harvest.fetching import fetch
from kenri.harvest.http import Politeness
from kenri.harvest.reading import Read, read_export
from kenri.harvest.source import OaiPmh
from kenri.sources import all_sources

PAGE = 200
"""Records on a page of the repository."""


class Remembering(Repository):
    """Makes each page once, so that the server costs the clients as little as it can."""

    _answers: dict[str, str]

    def answer(self, query: dict[str, str]) -> str:
        key = json.dumps(query)
        if key not in self._answers:
            self._answers[key] = super().answer(query)
        return self._answers[key]


def serve(records: int, tell: Connection) -> None:
    """The repository's process."""
    repository = Remembering(count=records, page=PAGE)
    repository._answers = {}

    def plain(visit: Visit) -> None:
        # Compression would be the same cost for everybody; left out, the clients are all that differs.
        visit.headers.pop("accept-encoding", None)
        repository(visit)
        site.visits.clear()

    site = Site(plain)
    site.start()
    tell.send(site.port)
    tell.recv()


def count_bytes(port: int, folder: Path) -> int:
    """The same requests, with the token found by a search and nothing else done."""
    connection = http.client.HTTPConnection("127.0.0.1", port)
    query, count = "metadataPrefix=oai_dc", 0
    while query:
        connection.request("GET", f"/oai?verb=ListRecords&{query}")
        body = connection.getresponse().read()
        count += body.count(b"<header>")
        found = re.search(rb"<resumptionToken[^>]*>([^<]+)<", body)
        query = f"resumptionToken={found[1].decode().replace('|', '%7C')}" if found else ""
    connection.close()
    return count


def count_sickle(port: int, folder: Path) -> int:
    """Sickle as its manual uses it."""
    records = Sickle(f"http://127.0.0.1:{port}/oai").ListRecords(metadataPrefix="oai_dc")
    return sum(1 for record in records if record.metadata)


def capture(port: int, folder: Path) -> tuple[Path, int]:
    """Kenri's fetch: the folder of pages and how many records the repository stated and Kenri counted."""
    seen = [0]
    fetched = fetch(
        SOURCE,
        OaiPmh("oai_dc", f"http://127.0.0.1:{port}/oai"),
        folder,
        politeness=Politeness(rate=0, allow_private=True),
        on_progress=lambda done, total: seen.__setitem__(0, done),
    )
    if not fetched.complete:
        raise SystemExit("the fetch was not complete")
    return fetched.path, seen[0]


def count_fetched(port: int, folder: Path) -> int:
    """Fetch only."""
    return capture(port, folder)[1]


def count_read(port: int, folder: Path) -> int:
    """Fetch, then read and map every record with the source for plain oai_dc repositories."""
    path, _ = capture(port, folder)
    parts = read_export(all_sources()["oai_dc"], path)
    return sum(1 for part in parts for outcome in part.outcomes() if isinstance(outcome, Read))


CLIENTS: dict[str, Callable[[int, Path], int]] = {
    "bytes": count_bytes,
    "kenri fetch": count_fetched,
    "kenri fetch and read": count_read,
    "sickle": count_sickle,
}


@contextmanager
def serving(records: int) -> Iterator[int]:
    """The port of a repository of so many records, its pages all made."""
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe()
    server = context.Process(target=serve, args=(records, there), daemon=True)
    server.start()
    try:
        port = here.recv()
        count_bytes(port, Path())
        yield port
    finally:
        here.send("stop")
        server.join(5)


def measured(records: int, rounds: int) -> list[dict[str, object]]:
    """A row for each client: records a second by the clock and of processor time, each beside Sickle's."""
    by_clock = dict.fromkeys(CLIENTS, 0.0)
    by_processor = dict.fromkeys(CLIENTS, 0.0)
    with serving(records) as port:
        for _ in range(rounds):
            for name, client in CLIENTS.items():
                with tempfile.TemporaryDirectory() as folder:
                    begun, worked = time.perf_counter(), time.process_time()
                    count = client(port, Path(folder))
                    taken, used = time.perf_counter() - begun, time.process_time() - worked
                if count != records:
                    raise SystemExit(f"{name} counted {count} of {records} records")
                by_clock[name] = max(by_clock[name], count / taken)
                by_processor[name] = max(by_processor[name], count / used)
    return [
        {
            "client": name,
            "a_second": round(by_clock[name]),
            "times_sickle": round(by_clock[name] / by_clock["sickle"], 2),
            "a_cpu_second": round(by_processor[name]),
            "times_sickle_cpu": round(by_processor[name] / by_processor["sickle"], 2),
        }
        for name in CLIENTS
    ]
