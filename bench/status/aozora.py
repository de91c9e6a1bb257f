"""Computed status of Aozora Bunko's works against the flags that its volunteers set.

    python -m bench.status.aozora [CATALOGUE.csv(.gz)] [--on 2022-02-28] [--all]

Reads the extended list as Kenri's source does, takes persons, dates and titles from it (not the flags), and
compares with 作品著作権フラグ. Prints a report in Markdown with every disagreement under what explains it.
"""

from __future__ import annotations

import argparse
import time
from collections import Counter
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
from kenri.status.entities import facts_of
from kenri.status.facts import Work
from kenri.vocab.records import Record

CATALOGUE = Path("../shared/data/aozora_working/works_persons_extended_dev_half.csv.gz")
FLAGS = {"public-domain": "free", "in-copyright": "protected"}
FREE = {"public_domain", "not_protected"}

CALLED_FREE = Category(
    "Flagged protected, computed free",
    "The one error that must not happen: somebody may rely on it.",
    fault=True,
)
CALLED_PROTECTED = Category(
    "Flagged free, computed protected", "Either the flag or a date is wrong.", fault=True
)
NO_TRANSLATOR = Category(
    "No translator told",
    "The text is a translation (a foreign author, an original title, or a class of foreign literature) and "
    "the list names no translator: whose words they are is not known, so nothing can be said.",
)
NO_AUTHOR = Category(
    "Only an editor told", "The list names an editor and not whose text it is: the author's death is missing."
)
NO_DEATH = Category(
    "No death told",
    "A person of the work has no date of death in the list: they may live, so the work may be protected.",
)
NATIONALITY = Category(
    "Nationality open",
    "The author has a foreign name and died so that the wartime addition would decide; the list tells no "
    "nationality.",
)
OTHER = Category("Other open facts", "What would settle it is told with each work.")


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
    settled = ", ".join(dict.fromkeys(entry["text"].en for entry in answer.settled_by()))
    state = f"{answer.status} {answer.until or ''}".rstrip()
    return f"{record.local_id} {record.title}: {people}: {state} [{settled or why}]"


def category(record: Record, flag: str, answer: Answer) -> Category:
    """What explains that flag and answer differ."""
    if flag == "protected" and answer.status in FREE:
        return CALLED_FREE
    if flag == "free" and answer.status == "protected":
        return CALLED_PROTECTED
    open_ = {entry["fact"].rpartition(".")[2] for entry in answer.settled_by()}
    layers = {entry["layer"] for entry in answer.settled_by()}
    if "died" in open_ or any(c.died is None for c in record.contributions):
        return NO_DEATH
    if layers == {"translation"} or ("translation" in layers and "nationality" not in open_):
        return NO_TRANSLATOR
    if all(c.role == "editor" for c in record.contributions):
        return NO_AUTHOR
    return NATIONALITY if "nationality" in open_ else OTHER


def main() -> None:
    """Print the report."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("catalogue", nargs="?", type=Path, default=CATALOGUE)
    parser.add_argument("--on", type=date.fromisoformat, default=date(2022, 2, 28))
    parser.add_argument("--all", action="store_true", help="every disagreement, not three of each category")
    arguments = parser.parse_args()
    report = Report(f"Aozora Bunko's flags and computed status in Japan on {arguments.on}")
    dated: Counter[str] = Counter()
    whole: Counter[str] = Counter()
    seconds = 0.0
    for record, work, flag in works(arguments.catalogue):
        start = time.perf_counter()
        answer = assess(work, arguments.on)
        seconds += time.perf_counter() - start
        report.count(f"flagged {flag}", answer.status)
        if flag == "free" and all(c.died is not None for c in record.contributions):
            dated[answer.status] += 1
            if not work.translation or any(c.role == "translator" for c in record.contributions):
                whole[answer.status] += 1
        if (flag, answer.status) not in {("free", "public_domain"), ("protected", "protected")}:
            report.differs(category(record, flag, answer), f"{flag}: {told(record, answer)}")
    table = report.table
    protected = sum(n for (flag, _), n in table.items() if flag == "flagged protected")
    called_free = sum(table["flagged protected", state] for state in FREE)
    report.figures = [
        f"protected works called free: {called_free} of {protected}",
        f"free works whose every person told has a death date, called free: {_share(dated)}",
        f"the same without translations whose translator is not told: {_share(whole)}",
        f"{sum(table.values()):,} works, {seconds:.2f} s for the status alone",
    ]
    for line in report.lines(0 if arguments.all else 3):
        print(line)


def _share(states: Counter[str]) -> str:
    total = sum(states.values())
    return f"{states['public_domain'] / max(1, total):.2%} of {total:,}"


if __name__ == "__main__":
    main()
