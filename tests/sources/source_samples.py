"""Samples and what they must give: shared by the tests, and the script that writes a first ``expected.jsonl``.

``python tests/sources/source_samples.py SOURCE…`` runs the mappings over the bundled samples and writes what they
give. Read every line of it before you commit it: from then on it is what the tests compare with.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from kenri.harvest.reading import Part, Read, Rejected, read_export
from kenri.harvest.source import Deleted, Source
from kenri.sources import all_sources
from kenri.vocab.records import Record, encode_record

CHECKOUT = Path(__file__).resolve().parents[2]
SAMPLES = CHECKOUT / "kenri/samples"
EXPECTED = CHECKOUT / "tests/samples"


def read_sample(source: Source, folder: Path) -> tuple[list[Record | Deleted], list[Rejected], list[Part]]:
    """Everything that the files of a folder give in the shapes of a source."""
    readings: list[Record | Deleted] = []
    rejected: list[Rejected] = []
    parts = []
    for part in read_export(source, folder):
        for outcome in part.outcomes():
            if isinstance(outcome, Read):
                readings.append(outcome.reading)
            else:
                rejected.append(outcome)
        parts.append(part)
    return readings, rejected, parts


def lines_of(readings: list[Record | Deleted]) -> list[str]:
    """One line of JSON for each reading, in the order of the sample."""
    return [
        encode_record(one).decode() if isinstance(one, Record) else json.dumps({"deleted": one.local_id})
        for one in readings
    ]


def write(source_id: str) -> None:
    """Write ``expected.jsonl`` of one source."""
    readings, rejected, _ = read_sample(all_sources()[source_id], SAMPLES / source_id)
    for one in rejected:
        print(f"rejected: {one.problem}", file=sys.stderr)
    folder = EXPECTED / source_id
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "expected.jsonl").write_text("\n".join(lines_of(readings)) + "\n", encoding="utf-8")


if __name__ == "__main__":
    for name in sys.argv[1:]:
        write(name)
