"""Computed status of Aozora Bunko's works against the flags that its volunteers set.

    python -m bench.status.aozora [CATALOGUE.csv(.gz)] [--on 2022-02-28] [--all]

Reads the extended list as Kenri's source does, takes persons, dates and titles from it (not the flags), and
compares with 作品著作権フラグ. Every disagreement is printed with the facts and the reason of the answer.
"""

from __future__ import annotations

import argparse
import time
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from rich.console import Console

from kenri.catalogue.entity import Said
from kenri.catalogue.merge import derive
from kenri.harvest.reading import Read, read_export
from kenri.sources import all_sources
from kenri.status.answers import Answer
from kenri.status.assessing import assess
from kenri.status.entities import facts_of
from kenri.status.facts import Work
from kenri.vocab.records import Record

CATALOGUE = Path("../shared/data/aozora_working/works_persons_extended_dev_half.csv.gz")
FLAGS = {"public-domain": "free", "in-copyright": "protected"}


def works(catalogue: Path) -> Iterator[tuple[Record, Work, str]]:
    """Every work of the list with its facts and what the flag says."""
    for part in read_export(all_sources()["aozora"], catalogue):
        for outcome in part.outcomes():
            if isinstance(outcome, Read) and isinstance(outcome.reading, Record):
                record = outcome.reading
                flags = [FLAGS[s.code] for s in record.statements if s.code in FLAGS]
                if flags:
                    entity = derive(record.local_id, [(record, Said(record.source, record.local_id))])
                    yield record, facts_of(entity), flags[0]


def told(record: Record, answer: Answer) -> str:
    """A disagreement in one line: the work, its people, the answer and why."""
    people = "; ".join(
        f"{c.names[0].text} ({c.role}, {c.born.text if c.born else '?'}-{c.died.text if c.died else '?'})"
        for c in record.contributions
    )
    why = answer.reasons()[-1]["text"].en if answer.reasons() else ""
    settled = ", ".join(entry["text"].en for entry in answer.settled_by())
    state = f"{answer.status} {answer.until or ''}"
    return f"{record.local_id} {record.title}: {people} -> {state} [{settled or why}]"


def main() -> None:
    """Print agreement and every disagreement."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("catalogue", nargs="?", type=Path, default=CATALOGUE)
    parser.add_argument("--on", type=date.fromisoformat, default=date(2022, 2, 28))
    parser.add_argument("--all", action="store_true", help="print every disagreement, not the first 40")
    arguments = parser.parse_args()
    console = Console(highlight=False, width=200)
    table: Counter[tuple[str, str]] = Counter()
    dated: Counter[str] = Counter()
    different: list[str] = []
    seconds = 0.0
    for record, work, flag in works(arguments.catalogue):
        start = time.perf_counter()
        answer = assess(work, arguments.on)
        seconds += time.perf_counter() - start
        table[flag, answer.status] += 1
        if flag == "free" and all(c.died is not None for c in record.contributions):
            dated[answer.status] += 1
        if (flag, answer.status) not in {("free", "public_domain"), ("protected", "protected")}:
            different.append(f"{flag}: {told(record, answer)}")
    console.print(f"on {arguments.on}: {sum(table.values())} works, {seconds:.2f} s for the status alone")
    for (flag, status), count in sorted(table.items()):
        console.print(f"  flagged {flag:9} computed {status:14} {count}")
    protected = sum(n for (flag, _), n in table.items() if flag == "protected")
    called_free = table["protected", "public_domain"] + table["protected", "not_protected"]
    console.print(f"protected works called free: {called_free} of {protected}")
    share = dated["public_domain"] / max(1, sum(dated.values()))
    console.print(f"free works with known deaths called free: {share:.2%} of {sum(dated.values())}")
    shown = different if arguments.all else different[:40]
    for line in shown:
        console.print(line, markup=False, soft_wrap=True)
    if len(shown) < len(different):
        console.print(f"… and {len(different) - len(shown)} more (--all)")


if __name__ == "__main__":
    main()
