"""Records a second over OAI-PMH: Kenri's fetch (every page synced to disk) and its reading, against Sickle.

    python bench/harvest/oai.py [--records 50000] [--page 200] [--rounds 3]

One repository of generated oai_dc records answers from memory in its own process on loopback. All clients
take turns in the same run, and each one's best round counts. ``bytes`` is the ceiling: the same pages fetched
over one kept connection and thrown away. Sickle is used as its manual says: every record parsed.
"""

from __future__ import annotations

import argparse
import http.client
import json
import multiprocessing
import platform
import re
import sys
import tempfile
import time
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path

from sickle import Sickle

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests" / "harvest"))

from servers.fetch_once import SOURCE  # noqa: E402
from servers.oai import Repository  # noqa: E402
from servers.site import Site, Visit  # noqa: E402

from kenri.harvest.fetching import fetch  # noqa: E402
from kenri.harvest.http import Politeness  # noqa: E402
from kenri.harvest.reading import Read, read_export  # noqa: E402
from kenri.harvest.source import OaiPmh  # noqa: E402
from kenri.sources import all_sources  # noqa: E402


class Remembering(Repository):
    """Makes each page once, so that the server costs the clients as little as it can."""

    _answers: dict[str, str]

    def answer(self, query: dict[str, str]) -> str:
        key = json.dumps(query)
        if key not in self._answers:
            self._answers[key] = super().answer(query)
        return self._answers[key]


def serve(records: int, page: int, tell: Connection) -> None:
    """The repository's process."""
    repository = Remembering(count=records, page=page)
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


def main() -> None:
    """Measure and print one JSON document."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--records", type=int, default=50_000)
    options.add_argument("--page", type=int, default=200)
    options.add_argument("--rounds", type=int, default=3)
    chosen = options.parse_args()
    here, there = multiprocessing.get_context("spawn").Pipe()
    server = multiprocessing.get_context("spawn").Process(
        target=serve, args=(chosen.records, chosen.page, there), daemon=True
    )
    server.start()
    port = here.recv()
    count_bytes(port, ROOT)
    clients: dict[str, Callable[[int, Path], int]] = {
        "bytes": count_bytes,
        "kenri fetch": count_fetched,
        "kenri fetch and read": count_read,
        "sickle": count_sickle,
    }
    best = dict.fromkeys(clients, 0.0)
    for _ in range(chosen.rounds):
        for name, client in clients.items():
            with tempfile.TemporaryDirectory() as folder:
                begun = time.perf_counter()
                count = client(port, Path(folder))
                taken = time.perf_counter() - begun
            if count != chosen.records:
                raise SystemExit(f"{name} counted {count} of {chosen.records} records")
            best[name] = max(best[name], count / taken)
    here.send("stop")
    server.join(5)
    report = {
        "machine": f"{platform.machine()}, Python {platform.python_version()}",
        "records": chosen.records,
        "records_a_page": chosen.page,
        "records_a_second": {name: round(value) for name, value in best.items()},
        "against_sickle": {
            name: round(value / best["sickle"], 2) for name, value in best.items() if name != "sickle"
        },
    }
    print(json.dumps(report, indent=2))


if __name__ == "__main__":
    main()
