"""Postings per second that the books take, and how long it takes to prove a million entries.

    python -m bench.ledger [--entries 1000000] [--batch 500] [--single 2000] [--writers 2]

In a database of its own, on SQLite (a file) or, with DATABASE_URL, on PostgreSQL: entries of two or
three postings over 5,000 accounts, posted in batches, then one by one with a commit each, then by
several writers at once; then ``verify`` over all of them. Sustained figures: the last tenth counts by
itself too.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import random
import tempfile
import threading
import time
from pathlib import Path

AT = dt.datetime(2026, 5, 20, 9, tzinfo=dt.timezone(dt.timedelta(hours=9)))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--entries", type=int, default=1_000_000)
    parser.add_argument("--batch", type=int, default=500)
    parser.add_argument("--single", type=int, default=2_000)
    parser.add_argument("--writers", type=int, default=2)
    asked = parser.parse_args()
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
            measure(asked)
        finally:
            connection.creation.destroy_test_db(str(settings.DATABASES["default"]["NAME"]), verbosity=0)


def drafts(start: int, count: int, chance: random.Random) -> list:
    from kenri.ledger.services import Draft, Posting

    made = []
    for number in range(start, start + count):
        case, party, amount = chance.randrange(2_500), chance.randrange(2_500), chance.randrange(100, 10**6)
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


def measure(asked: argparse.Namespace) -> None:
    from django.db import connection

    from kenri.ledger.models import PostingRow
    from kenri.ledger.services import post_all
    from kenri.ledger.verifying import verify

    chance = random.Random(1)
    print(f"{connection.vendor}, {os.cpu_count()} cores")
    spent, tenth, posted, last = 0.0, 0.0, 0, 0
    for start in range(0, asked.entries, asked.batch):
        made = drafts(start, min(asked.batch, asked.entries - start), chance)
        begun = time.perf_counter()
        post_all(made)
        took = time.perf_counter() - begun
        count = sum(len(draft.postings) for draft in made)
        spent, posted = spent + took, posted + count
        if start >= asked.entries * 0.9:
            tenth, last = tenth + took, last + count
    print(f"in batches of {asked.batch}: {posted:,} postings, {posted / spent:,.0f} a second")
    print(f"  the last tenth: {last / tenth:,.0f} a second")

    made = drafts(asked.entries, asked.single, chance)
    begun = time.perf_counter()
    for draft in made:
        post_all([draft])
    count = sum(len(draft.postings) for draft in made)
    print(f"one entry a commit: {count / (time.perf_counter() - begun):,.0f} postings a second")

    shares = [
        drafts(asked.entries + asked.single * (n + 1), asked.single, chance) for n in range(asked.writers)
    ]

    def write(share: list) -> None:
        for start in range(0, len(share), 50):
            post_all(share[start : start + 50])
        connection.close()

    if connection.vendor == "postgresql":
        threads = [threading.Thread(target=write, args=(share,)) for share in shares]
        begun = time.perf_counter()
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        count = sum(len(draft.postings) for share in shares for draft in share)
        rate = count / (time.perf_counter() - begun)
        print(f"{asked.writers} writers, 50 entries a commit: {rate:,.0f} postings a second")

    begun = time.perf_counter()
    found = verify()
    took = time.perf_counter() - begun
    assert found.broken is None, found.broken
    assert found.postings == PostingRow.objects.count()
    print(f"verify: {found.entries:,} entries, {found.postings:,} postings in {took:.1f} s")


if __name__ == "__main__":
    main()
