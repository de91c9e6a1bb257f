"""Works assessed per second on one core.

    python -m bench.status [--works 20000] [--rounds 3]

Makes works of the usual kinds (named, translated, corporate, films, photographs, records, foreign), reads
their facts from plain data once, then times ``assess`` in seconds of processor time; the best round counts.
A second line times reading the facts as well, a third the answer's JSON with all its texts.
"""

from __future__ import annotations

import argparse
import random
import time
from collections import Counter
from collections.abc import Callable
from datetime import date
from typing import Any

import msgspec
from rich.console import Console

from kenri.status.assessing import assess
from kenri.status.reading import work_of

ON = date(2026, 11, 22)


def simple(chance: random.Random) -> dict[str, Any]:
    """A work of one named author."""
    died = chance.randint(1890, 2010)
    creator = {"name": "甲", "born": died - 70, "died": died, "role": "author", "nationality": "JP"}
    return {"schema": "text", "creators": [creator], "published": died - chance.randint(1, 40)}


def mixed(chance: random.Random) -> dict[str, Any]:
    """A work of any kind, with gaps in what is known."""
    kinds = ("text", "text", "musical_work", "film", "photograph", "recording", "artwork", "comic")
    parts = (("author",), ("author", "translator"), ("composer", "lyricist"), ("director",))
    creators = [
        {
            "name": chance.choice(["甲", "乙", "Ernest Hemingway"]),
            "died": chance.choice([None, chance.randint(1900, 2015), "circa 1960"]),
            "nationality": chance.choice(["", "JP", "US", "FR"]),
            "role": role,
        }
        for role in chance.choice(parts)
    ]
    year = chance.randint(1900, 2010)
    facts: dict[str, Any] = {"schema": chance.choice(kinds), "creators": creators, "published": year}
    if chance.random() < 0.2:
        facts |= {"creators": [], "authorship": "corporate"}
    return facts


def best(rounds: int, run: Callable[[], object]) -> float:
    """The seconds of processor time of the best round."""
    times = []
    for _ in range(rounds):
        start = time.process_time()
        run()
        times.append(time.process_time() - start)
    return min(times)


def main() -> None:
    """Print works per second for simple and mixed works."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--works", type=int, default=20000)
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()
    console = Console(highlight=False)
    for name, make in (("simple", simple), ("mixed", mixed)):
        chance = random.Random(4)
        raw = [make(chance) for _ in range(arguments.works)]
        works = [work_of(item) for item in raw]
        answers = [assess(work, ON) for work in works]
        states = Counter(answer.status for answer in answers)
        console.print(f"{name}: {arguments.works} works, {dict(states)}")
        seconds = best(arguments.rounds, lambda works=works: [assess(work, ON) for work in works])
        console.print(f"  assess                {arguments.works / seconds:>10,.0f} works/s")
        seconds = best(arguments.rounds, lambda raw=raw: [assess(work_of(item), ON) for item in raw])
        console.print(f"  read facts and assess {arguments.works / seconds:>10,.0f} works/s")
        few = answers[:2000]
        seconds = best(arguments.rounds, lambda few=few: [msgspec.json.encode(a.as_data()) for a in few])
        console.print(f"  answers as JSON       {len(few) / seconds:>10,.0f} works/s")


if __name__ == "__main__":
    main()
