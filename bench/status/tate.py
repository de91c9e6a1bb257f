"""Computed status in the United Kingdom against the copyright statements of the Tate's works.

    python -m bench.status.tate [ARTWORKS.jsonl(.gz)] [--on 2014-10-01] [--all]

A statement (© somebody) is taken as "protected", none as "no claim": the Tate prints none also where it
knows no holder or has no leave, so that only works with a statement that are computed free are disagreements
of law. Prints a report in Markdown, the disagreements artist by artist.
"""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path

from bench.status.report import Category, Report
from kenri.catalogue.entity import Said
from kenri.catalogue.merge import derive
from kenri.harvest.reading import Read, read_export
from kenri.sources import all_sources
from kenri.status.answers import Answer
from kenri.status.assessing import assess
from kenri.status.entities import facts_of
from kenri.vocab.records import Record

ARTWORKS = Path("../shared/data/tate_working/tate_artworks_dev_half.jsonl.gz")

CALLED_FREE = Category(
    "A holder is named, computed free",
    "The Tate names a holder although the term after the death that it tells is over.",
    fault=True,
)
NO_STATEMENT = Category(
    "No holder named, computed protected",
    "The artist told of died less than 70 years before, or is not known to have died: the Tate had no "
    "statement to print (holder not known, no leave asked, or the image not shown).",
)
CONTRADICTION = Category(
    "A holder is named, the dates contradict",
    "It is said to have been made after the artist's death (a posthumous edition or cast) or before "
    "the birth: nothing is called free or protected while its facts contradict.",
)
OPEN = Category(
    "A holder is named, undetermined",
    "No death and no birth late enough is told of somebody who made it, or nobody is named.",
)


def people_of(record: Record) -> str:
    """Who made a work, with their lives."""
    return "; ".join(
        f"{c.names[0].text} ({c.born.text if c.born else '?'}-{c.died.text if c.died else '?'})"
        for c in record.contributions
    )


def explained(stated: bool, answer: Answer) -> Category | None:
    """What explains that statement and answer differ; None where they do not."""
    if not stated:
        return NO_STATEMENT if answer.status == "protected" else None
    if answer.contradictions:
        return CONTRADICTION
    return {"public_domain": CALLED_FREE, "undetermined": OPEN}.get(answer.status)


def main() -> None:
    """Print the report."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("artworks", nargs="?", type=Path, default=ARTWORKS)
    parser.add_argument("--on", type=date.fromisoformat, default=date(2014, 10, 1))
    parser.add_argument("--all", action="store_true", help="every artist, not the five with most works")
    arguments = parser.parse_args()
    report = Report(
        f"Copyright statements of the Tate and computed status in the United Kingdom on {arguments.on}"
    )
    for part in read_export(all_sources()["tate"], arguments.artworks):
        for outcome in part.outcomes():
            if not isinstance(outcome, Read) or not isinstance(outcome.reading, Record):
                continue
            record = outcome.reading
            entity = derive(record.local_id, [(record, Said(record.source, record.local_id))])
            answer = assess(facts_of(entity), arguments.on, "GB")
            stated = bool(record.statements)
            report.count("holder named" if stated else "no holder named", answer.status)
            why = explained(stated, answer)
            if why is not None:
                statement = f" [{record.statements[0].text}]" if stated else ""
                report.differs(why, f"{people_of(record)} until {answer.until or '?'}{statement}")
    for line in report.lines(0 if arguments.all else 5):
        print(line)


if __name__ == "__main__":
    main()
