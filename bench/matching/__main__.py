"""``python -m bench.matching [--home FOLDER] [--items N]``: the match call on an indexed catalogue.

Probes are made from records of the catalogue itself, drawn at random with a fixed seed: title and first
creator as a user would type them, with a slip in every third title (two characters exchanged, or one left
out). Printed: p50, p95 and throughput of lists of one on one core; seconds for one long list; how often the
first candidate is the entity that the probe was made from, and how often a confident answer is another one.
Where the catalogue holds a work twice, the other entity counts as wrong.
"""

from __future__ import annotations

import argparse
import os
import random
import statistics
import time
from collections import Counter
from pathlib import Path

SEED = 20_261_122


def probes_of(rows, decide: random.Random):
    """Probes and the entities that they were made from."""
    import msgspec  # noqa: PLC0415

    from kenri.vocab.names import Name  # noqa: PLC0415
    from kenri.vocab.records import decode_record  # noqa: PLC0415

    for number, (entity, doc) in enumerate(rows):
        record = decode_record(doc)
        title = record.title
        if number % 3 == 0 and len(title) > 5:
            place = decide.randrange(1, len(title) - 2)
            cut = decide.random() < 0.5
            title = (
                title[:place]
                + ("" if cut else title[place + 1])
                + title[place + (1 if cut else 0)]
                + title[place + 2 :]
            )
        yield (
            entity,
            msgspec.structs.replace(
                record,
                source="list",
                local_id=str(number),
                names=(Name(title),),
                contributions=record.contributions[:1],
                events=(),
                identifiers=(),
            ),
        )


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--home", type=Path)
    parser.add_argument("--items", type=int, default=5_000)
    parser.add_argument("--singles", type=int, default=300)
    asked = parser.parse_args()
    if asked.home:
        os.environ["KENRI_HOME"] = str(asked.home)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kenri.project.settings")
    import django  # noqa: PLC0415

    django.setup()
    from django.db import connection  # noqa: PLC0415

    from kenri.records.matching import Decision, match  # noqa: PLC0415

    decide = random.Random(SEED)
    with connection.cursor() as cursor:
        cursor.execute("SELECT MAX(id), COUNT(*) FROM records_record WHERE deleted_run_id IS NULL")
        last, held = cursor.fetchone()
        wanted = sorted(decide.sample(range(1, last + 1), min(asked.items + asked.singles, last)))
        rows = []
        for key in wanted:
            cursor.execute(
                "SELECT e.key, c.doc FROM records_record r JOIN records_entity e ON e.id = r.entity_id"
                " JOIN records_content c ON c.record_id = r.id WHERE r.id = %s AND r.deleted_run_id IS NULL",
                [key],
            )
            rows += cursor.fetchall()
    decide.shuffle(rows)
    made = list(probes_of(rows, decide))
    singles, batch = made[: asked.singles], made[asked.singles :]
    list(match([probe for _, probe in singles[:20]]))
    times = []
    used = time.process_time()
    for _, probe in singles:
        began = time.perf_counter()
        list(match([probe]))
        times.append(time.perf_counter() - began)
    used = (time.process_time() - used) / len(singles)
    times.sort()
    print(f"{held:,} records in the catalogue")
    print(
        f"lists of one: p50 {statistics.median(times) * 1000:.1f} ms,"
        f" p95 {times[int(len(times) * 0.95)] * 1000:.1f} ms,"
        f" {1 / used:.0f} a second a core (by processor time, {used * 1000:.1f} ms each)"
    )
    began, cpu = time.perf_counter(), time.process_time()
    found = list(match([probe for _, probe in batch]))
    wall, cpu = time.perf_counter() - began, time.process_time() - cpu
    print(f"one list of {len(batch):,}: {wall:.1f} s ({cpu:.1f} s of one core)")
    decisions = Counter(one.decision for one in found)
    first = sum(
        one.best is not None and one.best.id == entity for one, (entity, _) in zip(found, batch, strict=True)
    )
    among = sum(
        any(c.id == entity for c in one.candidates) for one, (entity, _) in zip(found, batch, strict=True)
    )
    confident = [
        (one, entity)
        for one, (entity, _) in zip(found, batch, strict=True)
        if one.decision == Decision.CONFIDENT
    ]
    wrong = sum(one.best is not None and one.best.id != entity for one, entity in confident)
    print(f"the entity itself comes first: {first / len(batch):.1%}, among all: {among / len(batch):.1%}")
    print(", ".join(f"{decision}: {count / len(batch):.1%}" for decision, count in sorted(decisions.items())))
    print(f"confident answers that name another entity: {wrong} of {len(confident)}")


if __name__ == "__main__":
    main()
