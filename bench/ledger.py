"""Postings per second that the books take, and how long it takes to prove a million entries.

    python -m bench.ledger [--entries 1000000] [--batch 500] [--single 2000] [--writers 2] [--peer 50000]

In a database of its own, on SQLite (a file) or, with DATABASE_URL, on PostgreSQL: entries of two or
three postings over 5,000 accounts, posted in batches, then one by one with a commit each, then by
several writers at once; then ``verify`` over all of them. Sustained figures: the last tenth counts by
itself too. Beside it the same entries by plain INSERTs into tables without keys, chain or balances, and
loaded by beancount.
"""

from __future__ import annotations

# ruff: noqa: PLC0415  (Django is set up for a database of the bench's own before its models are imported)
import argparse
import contextlib
import datetime as dt
import os
import random
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kenri.ledger.services import Posting

AT = dt.datetime(2026, 5, 20, 9, tzinfo=dt.timezone(dt.timedelta(hours=9)))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--entries", type=int, default=1_000_000)
    parser.add_argument("--batch", type=int, default=500)
    parser.add_argument("--single", type=int, default=2_000)
    parser.add_argument("--writers", type=int, default=2)
    parser.add_argument("--peer", type=int, default=50_000)
    asked = parser.parse_args()
    with own_database():
        measure(asked)


@contextlib.contextmanager
def own_database() -> Iterator[None]:
    """A database of the bench's own: on the server of DATABASE_URL, or a file of SQLite."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["KENRI_HOME"] = folder
        os.environ["DJANGO_SETTINGS_MODULE"] = "kenri.project.settings"
        import django
        from django.conf import settings
        from django.db import connection

        settings.DATABASES["default"]["TEST"] = {"NAME": "kenri_bench"}
        if "postgres" not in str(settings.DATABASES["default"]["ENGINE"]):
            settings.DATABASES["default"]["TEST"] = {"NAME": str(Path(folder) / "bench.sqlite3")}
        django.setup()
        connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
        try:
            print(f"{connection.vendor}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}", flush=True)
            yield
        finally:
            connection.creation.destroy_test_db(str(settings.DATABASES["default"]["NAME"]), verbosity=0)


def drafts(start: int, count: int, chance: random.Random) -> list:
    from kenri.ledger.services import Draft, Posting

    made = []
    for number in range(start, start + count):
        case, party, amount = chance.randrange(2_500), chance.randrange(2_500), chance.randrange(100, 10**6)
        lines: tuple[Posting, ...]
        if chance.random() < 0.7:
            lines = (Posting("Assets:Bank:main", amount), Posting(f"Liabilities:Held:K-{case}", -amount))
        else:
            lines = (
                Posting("Assets:Bank:main", amount),
                Posting(f"Income:Fees:organisation:{party}", amount // 11 - amount),
                Posting("Liabilities:Tax:Consumption", -(amount // 11)),
            )
        made.append(Draft(f"bench:{number}", AT, lines, "bench"))
    return made


class Clock:
    """Seconds gone by, and seconds of processor time of this process and its database server together."""

    def __init__(self) -> None:
        self.wall, self.processor = 0.0, 0.0

    def __enter__(self) -> Clock:
        self._wall, self._processor = time.perf_counter(), processor_time()
        return self

    def __exit__(self, *args: object) -> None:
        self.wall += time.perf_counter() - self._wall
        self.processor += processor_time() - self._processor

    def rate(self, count: int) -> str:
        busy = count / max(self.processor, 0.001)
        return f"{count / self.wall:,.0f} postings a second ({busy:,.0f} a second of processor time)"


def processor_time() -> float:
    """Of this process and, where it runs on this machine, of the server's process that works for it."""
    from django.db import connection

    mine = time.process_time()
    if connection.vendor == "postgresql" and connection.connection is not None:
        stat = Path(f"/proc/{connection.connection.info.backend_pid}/stat")
        if stat.exists():
            fields = stat.read_text().rpartition(")")[2].split()
            mine += (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    return mine


def measure(asked: argparse.Namespace) -> None:
    from django.db import connection

    from kenri.ledger.models import PostingRow
    from kenri.ledger.services import post_all
    from kenri.ledger.verifying import verify

    chance = random.Random(1)
    bulk, end, single = Clock(), Clock(), Clock()
    posted, last = 0, 0
    for start in range(0, asked.entries, asked.batch):
        made = drafts(start, min(asked.batch, asked.entries - start), chance)
        count = sum(len(draft.postings) for draft in made)
        late = start >= asked.entries * 0.9
        with bulk, end if late else Clock():
            post_all(made)
        posted, last = posted + count, last + late * count
    print(f"in batches of {asked.batch}: {posted:,} postings, {bulk.rate(posted)}")
    print(f"  the last tenth: {end.rate(last)}", flush=True)

    made = drafts(asked.entries, asked.single, chance)
    with single:
        for draft in made:
            post_all([draft])
    print(f"one entry a commit: {single.rate(sum(len(draft.postings) for draft in made))}", flush=True)
    if connection.vendor == "postgresql":
        several_writers(asked, chance)

    proof = Clock()
    with proof:
        found = verify()
    assert found.broken is None, found.broken
    assert found.postings == PostingRow.objects.count()
    print(
        f"verify: {found.entries:,} entries, {found.postings:,} postings in {proof.wall:.1f} s"
        f" ({proof.processor:.1f} s of processor time)"
    )
    peers(asked, chance, posted / bulk.wall, found.entries / proof.wall)


def peers(asked: argparse.Namespace, chance: random.Random, posting: float, proving: float) -> None:
    """The same entries written by plain INSERTs into tables without any rule, and loaded by beancount."""
    from beancount import loader
    from django.db import connection, transaction

    from kenri.ledger import canonical

    made = drafts(0, asked.peer, chance)
    moment = canonical.moment(AT)
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE peer_entry (number bigint PRIMARY KEY, key varchar, at varchar)")
        cursor.execute(
            "CREATE TABLE peer_posting (entry bigint, number int, account varchar, amount bigint,"
            " currency varchar, PRIMARY KEY (entry, number))"
        )
        plain = Clock()
        with plain:
            for start in range(0, len(made), asked.batch):
                some = list(enumerate(made[start : start + asked.batch], start))
                with transaction.atomic():
                    cursor.executemany(
                        "INSERT INTO peer_entry VALUES (%s, %s, %s)",
                        [(n, one.key, moment) for n, one in some],
                    )
                    cursor.executemany(
                        "INSERT INTO peer_posting VALUES (%s, %s, %s, %s, %s)",
                        [
                            (n, place, line.account, line.amount, line.currency)
                            for n, one in some
                            for place, line in enumerate(one.postings)
                        ],
                    )
    rate = sum(len(one.postings) for one in made) / plain.wall
    print(f"peer, plain INSERTs without any rule: {rate:,.0f} postings a second; ours {posting / rate:.2f} x")
    text = [f"2026-01-01 open {name}" for name in sorted({capital(p) for one in made for p in one.postings})]
    for one in made:
        text.append(f'2026-05-20 * "{one.key}"')
        text += [f"  {capital(line)}  {line.amount} {line.currency}" for line in one.postings]
    loading = Clock()
    with loading:
        _, errors, _ = loader.load_string("\n".join(text))
    assert not errors, errors[:3]
    rate = len(made) / loading.wall
    print(
        f"peer, beancount loads and checks: {rate:,.0f} entries a second; ours proves {proving:,.0f},"
        f" {proving / rate:.1f} x"
    )


def capital(posting: Posting) -> str:
    """The account as beancount wants it: each part begins with a capital letter."""
    return ":".join(part[:1].upper() + part[1:] for part in posting.account.split(":"))


def several_writers(asked: argparse.Namespace, chance: random.Random) -> None:
    from django.db import connection

    from kenri.ledger.services import post_all

    shares = [
        drafts(asked.entries + asked.single * (n + 1), asked.single, chance) for n in range(asked.writers)
    ]

    def write(share: list) -> None:
        for start in range(0, len(share), 50):
            post_all(share[start : start + 50])
        connection.close()

    threads = [threading.Thread(target=write, args=(share,)) for share in shares]
    together = Clock()
    with together:
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    count = sum(len(draft.postings) for share in shares for draft in share)
    rate = count / together.wall
    print(f"{asked.writers} writers, 50 entries a commit: {rate:,.0f} postings a second", flush=True)


if __name__ == "__main__":
    main()
