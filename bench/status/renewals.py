"""Computed status in the United States of works whose copyright was renewed, from NYPL's transcription.

    python -m bench.status.renewals [FILE.tsv(.gz)...] [--on 2026-11-22] [--every 10] [--all]

What is expected follows from the two dates of an entry alone: renewed in the 28th year, a work is protected
for 95 years from its publication. Everything else is told under what explains it.
Prints a report in Markdown.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from bench.status.report import Category, Report
from kenri.catalogue.entity import Said
from kenri.catalogue.merge import derive
from kenri.harvest.reading import Read, read_export
from kenri.sources import all_sources
from kenri.status.answers import Answer
from kenri.status.assessing import assess
from kenri.status.days import span_of
from kenri.status.entities import facts_of
from kenri.status.facts import Work
from kenri.vocab.records import Record

FOLDER = Path("../shared/data/cce_renewals")
FILES = ("1950-1977_books_etc.tsv.gz", "1978-2001_from-db_all_classes.tsv.gz")

WRONG = Category(
    "Other than the dates say", "Kenri's term differs from 95 years after publication.", fault=True
)
NO_DATE = Category("No date of registration", "NYPL could not take the entry apart: no term can be counted.")
OUT_OF_TIME = Category(
    "Renewed outside the 28th year",
    "By its dates the renewal came too early or too late to count, or one of the dates was misread; whether "
    "another renewal was in time is open.",
)
PARTS = Category(
    "Several layers",
    "Persons of other layers (translators, illustrators, composers) are told; each has its own.",
)


def records(files: list[Path], every: int) -> Iterator[tuple[Record, Work]]:
    """Every so many-th entry with its facts."""
    number = 0
    for file in files:
        for part in read_export(all_sources()["nypl_renewals"], file):
            for outcome in part.outcomes():
                if isinstance(outcome, Read) and isinstance(outcome.reading, Record):
                    number += 1
                    if number % every == 0:
                        record = outcome.reading
                        entity = derive(record.local_id, [(record, Said(record.source, record.local_id))])
                        yield record, facts_of(entity)


def expected(work: Work, on: date) -> str:
    """What the dates of an entry say; empty where they say nothing for sure."""
    span = span_of(work.published)
    if span is None or not work.renewal or work.schema == "recording" or span[1].year >= 1978:
        return ""
    first, last = span[0].year + 95, span[1].year + 95
    if first >= on.year:
        return "protected"
    return "public_domain" if last < on.year else ""


def explained(work: Work, answer: Answer, expects: str) -> Category:
    """Why there is no expectation, or why it was not met."""
    if work.published is None:
        return NO_DATE
    if not work.renewal:
        return OUT_OF_TIME
    return PARTS if len(answer.layers) > 1 or not expects else WRONG


def main() -> None:
    """Print the report."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("files", nargs="*", type=Path, default=[FOLDER / name for name in FILES])
    parser.add_argument("--on", type=date.fromisoformat, default=date(2026, 11, 22))
    parser.add_argument("--every", type=int, default=10, help="take every so many-th entry")
    parser.add_argument("--all", action="store_true", help="every disagreement, not three of each category")
    arguments = parser.parse_args()
    report = Report(f"Renewals in the United States and computed status on {arguments.on}")
    met = known = 0
    for record, work in records(arguments.files, arguments.every):
        answer = assess(work, arguments.on, "US")
        expects = expected(work, arguments.on)
        report.count(expects or "says nothing", answer.status)
        known += bool(expects)
        met += expects == answer.status
        if expects != answer.status:
            dates = f"{work.published.text if work.published else '?'}, renewed {bool(work.renewal)}"
            line = f"{record.local_id} {record.title[:60]} ({dates}): {answer.status} {answer.until or ''}"
            report.differs(explained(work, answer, expects), line.rstrip())
    report.figures = [f"as expected: {met:,} of {known:,} ({met / max(1, known):.2%})"]
    for line in report.lines(0 if arguments.all else 3):
        print(line)


if __name__ == "__main__":
    main()
