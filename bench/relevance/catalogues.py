# ruff: noqa: PLC0415  (only real catalogues need the web framework, only generated ones the generator)
"""The documents that are searched: real catalogues read through their sources, or generated records."""

from __future__ import annotations

import os
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from kenri.search.document import Document

DATA = Path(__file__).parents[2] / "../shared/data"

EXPORTS = {
    "aozora": "aozora_working",
    "madb": "madb",
    "ndl_search": "ndl",
    "anidb": "anime_working/anidb_romaji_titles.csv.gz",
    "bangumi": "anime_working/bangumi_items_no_cross_ids.jsonl.gz",
    "moma": "moma",
    "tate": "tate_working",
    "cmoa": "cmoa",
    "walters": "walters",
    "gutenberg": "gutenberg",
    "goodbooks": "goodbooks",
    "nypl_renewals": "cce_renewals",
}
"""Where each source's export lies under the shared data sets."""


def real_documents(limit: int) -> Iterator[tuple[str, Document]]:
    """Source id and document of each record, at most ``limit`` of a part; unlinked, as they were read."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kenri.project.settings")
    import django

    django.setup()
    from kenri.catalogue.entity import Said
    from kenri.harvest.reading import Read, read_export
    from kenri.records.documents import document
    from kenri.sources import all_sources
    from kenri.vocab.records import Record

    for source_id, place in EXPORTS.items():
        for part in read_export(all_sources()[source_id], DATA / place):
            records = (
                outcome.reading
                for outcome in part.outcomes()
                if isinstance(outcome, Read) and isinstance(outcome.reading, Record)
            )
            for record in islice(records, limit):
                said = Said(source_id, record.local_id)
                yield source_id, document(f"{source_id}:{record.local_id}", record.schema, [(record, said)])


def generated_documents(count: int) -> Iterator[tuple[str, Document]]:
    """As many generated records as asked."""
    from bench.search.generator import Generator, document

    generator = Generator()
    for number in range(count):
        yield "generated", document(generator.record(number))
