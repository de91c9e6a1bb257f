"""Works assessed per second on one core.

    python -m bench.status [--works 20000] [--rounds 5]

Makes works of the usual kinds (named, translated, corporate, films, photographs, records, foreign) and times,
in seconds of processor time: ``assess`` alone on facts read before, letting each answer go and keeping them
all; reading the facts as well; and the answer's JSON with all its texts. The best round counts.

No line times a work twice: each round draws works of its own (names and days come from millions; how many of
a round are alike is told), so that nothing is gained by remembering works. What is remembered are the terms
themselves (so many years after such a year), as for any catalogue; a round before the first fills these.
"""

from __future__ import annotations

import argparse
import random
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import msgspec
from rich.console import Console

from kenri.status.assessing import assess
from kenri.status.facts import Work
from kenri.status.reading import work_of

ON = date(2026, 11, 22)
SURNAMES = "青木石川上田小野加藤木村黒沢小林佐藤鈴木高橋田中千葉中村西野原本多三浦森山本吉田渡辺"
GIVEN = "明一雄治郎美代子花枝太健三和夫文学芳静江春秋千夏"
FOREIGN = ("Ernest", "Virginia", "Albert", "Marie", "James", "Agnès", "Hemingway", "Woolf", "Camus", "Curie")


def name(chance: random.Random, *, foreign: bool) -> str:
    """A made-up name."""
    if foreign:
        return f"{chance.choice(FOREIGN)} {chance.choice(FOREIGN)}-{chance.choice(FOREIGN)}"
    return "".join(chance.choices(SURNAMES, k=2)) + "".join(chance.choices(GIVEN, k=2))


def day(chance: random.Random, first: int, last: int) -> str:
    """A day in these years."""
    return f"{chance.randint(first, last)}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}"


def simple(chance: random.Random) -> dict[str, Any]:
    """A work of one named author."""
    died = day(chance, 1890, 2010)
    year = int(died[:4])
    creator = {"name": name(chance, foreign=False), "born": year - 70, "died": died, "role": "author"}
    return {
        "schema": "text",
        "creators": [{**creator, "nationality": "JP"}],
        "published": year - chance.randint(1, 40),
    }


def mixed(chance: random.Random) -> dict[str, Any]:
    """A work of any kind, with gaps in what is known."""
    kinds = ("text", "text", "musical_work", "film", "photograph", "recording", "artwork", "comic")
    parts = (("author",), ("author", "translator"), ("composer", "lyricist"), ("director",))
    creators = [
        {
            "name": name(chance, foreign=chance.random() < 0.3),
            "died": chance.choice([None, day(chance, 1900, 2015), f"circa {chance.randint(1940, 1980)}"]),
            "nationality": chance.choice(["", "JP", "US", "FR"]),
            "role": role,
        }
        for role in chance.choice(parts)
    ]
    facts: dict[str, Any] = {"schema": chance.choice(kinds), "creators": creators}
    facts["published"] = day(chance, 1900, 2010) if chance.random() < 0.3 else chance.randint(1900, 2010)
    if chance.random() < 0.2:
        facts |= {"creators": [], "authorship": "corporate", "published": day(chance, 1900, 2010)}
    return facts


def kept(works: list[Work]) -> list[object]:
    """Every answer, kept."""
    return [assess(work, ON) for work in works]


def one_by_one(works: Iterator[Work] | list[Work]) -> None:
    """Every answer, let go as the commands and pages do."""
    for work in works:
        assess(work, ON)


def seconds(run: Callable[[], object]) -> float:
    """Seconds of processor time."""
    start = time.process_time()
    run()
    return time.process_time() - start


def main() -> None:
    """Print works per second for simple and mixed works."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--works", type=int, default=20000)
    parser.add_argument("--rounds", type=int, default=5)
    arguments = parser.parse_args()
    console = Console(highlight=False)
    for kind, make in (("simple", simple), ("mixed", mixed)):
        chance = random.Random(4)
        taken: dict[str, list[float]] = {}
        states: Counter[str] = Counter()
        alike = 0
        for number in range(arguments.rounds + 1):
            raw = [[make(chance) for _ in range(arguments.works)] for _ in range(3)]
            works = [[work_of(item) for item in part] for part in raw[:2]]
            states = Counter(assess(work_of(make(chance)), ON).status for _ in range(2000))
            alike += arguments.works - len({msgspec.json.encode(work) for work in works[0]})
            round_: dict[str, float] = {
                "assess": seconds(lambda works=works[0]: one_by_one(works)),
                "assess, answers kept": seconds(lambda works=works[1]: kept(works)),
                "read facts and assess": seconds(
                    lambda raw=raw[2]: one_by_one(work_of(item) for item in raw)
                ),
            }
            few = [assess(work, ON) for work in works[0][:2000]]
            json = seconds(lambda few=few: [msgspec.json.encode(answer.as_data()) for answer in few])
            round_["answers as JSON"] = json * arguments.works / len(few)
            for what, passed in round_.items() if number else ():
                taken.setdefault(what, []).append(passed)
        console.print(f"{kind}: {arguments.rounds} rounds of {arguments.works} works, {alike} alike")
        console.print(f"  of 2,000: {dict(states)}")
        for what, rounds in taken.items():
            console.print(f"  {what:<22}{arguments.works / min(rounds):>10,.0f} works/s")


if __name__ == "__main__":
    main()
