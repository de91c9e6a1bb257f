"""Computed status in the United Kingdom against the copyright statements of the Tate's works.

    python -m bench.status.tate [ARTWORKS.jsonl(.gz)] [--on 2014-10-01] [--all]

A statement (© somebody) is taken as "protected", none as "no claim": Tate prints none also where it does not
know a holder, so that only works with a statement that are computed free are disagreements of law. They are
printed artist by artist.
"""

from __future__ import annotations

import argparse
from collections import Counter
from datetime import date
from pathlib import Path

from rich.console import Console

from kenri.catalogue.entity import Said
from kenri.catalogue.merge import derive
from kenri.harvest.reading import Read, read_export
from kenri.sources import all_sources
from kenri.status.assessing import assess
from kenri.status.entities import facts_of
from kenri.vocab.records import Record

ARTWORKS = Path("../shared/data/tate_working/tate_artworks_dev_half.jsonl.gz")


def main() -> None:
    """Print agreement and, artist by artist, the works with a statement that are computed free."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("artworks", nargs="?", type=Path, default=ARTWORKS)
    parser.add_argument("--on", type=date.fromisoformat, default=date(2014, 10, 1))
    parser.add_argument("--all", action="store_true", help="every artist, not the 20 with most works")
    arguments = parser.parse_args()
    console = Console(highlight=False, width=200)
    table: Counter[tuple[str, str]] = Counter()
    artists: Counter[str] = Counter()
    for part in read_export(all_sources()["tate"], arguments.artworks):
        for outcome in part.outcomes():
            if not isinstance(outcome, Read) or not isinstance(outcome.reading, Record):
                continue
            record = outcome.reading
            entity = derive(record.local_id, [(record, Said(record.source, record.local_id))])
            answer = assess(facts_of(entity), arguments.on, "GB")
            stated = "stated" if record.statements else "no statement"
            table[stated, answer.status] += 1
            if (stated, answer.status) in {("stated", "public_domain"), ("no statement", "protected")}:
                people = "; ".join(
                    f"{c.names[0].text} ({c.born.text if c.born else '?'}-{c.died.text if c.died else '?'})"
                    for c in record.contributions
                )
                statement = record.statements[0].text if record.statements else "no statement"
                artists[f"{answer.status}: {people} until {answer.until} [{statement}]"] += 1
    console.print(f"on {arguments.on}: {sum(table.values())} works")
    for (stated, status), count in sorted(table.items()):
        console.print(f"  {stated:12} computed {status:14} {count}")
    for line, count in artists.most_common(None if arguments.all else 20):
        console.print(f"{count:5} {line}", markup=False, soft_wrap=True)


if __name__ == "__main__":
    main()
