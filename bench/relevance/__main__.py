"""``python -m bench.relevance``: recall@1, recall@10 and mean reciprocal rank by kind of query."""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections import Counter, defaultdict
from pathlib import Path

from bench.relevance.catalogues import DATA, generated_documents, real_documents
from bench.relevance.queries import KINDS, Item, Library, items
from kenri.search.engine import Query
from kenri.search.tantivy_engine import TantivyBuilder, open_engine


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.relevance", description=__doc__)
    parser.add_argument("--limit", type=int, default=1_000_000, help="records of each file of a catalogue")
    parser.add_argument("--records", type=int, default=0, help="generated records instead of real catalogues")
    parser.add_argument("--queries", type=int, default=300, help="queries of each kind")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", action="store_true", help="one JSON document instead of a table")
    parser.add_argument("--misses", type=int, default=0, help="show so many misses of each kind")
    asked = parser.parse_args()
    if not asked.records and not DATA.exists():
        sys.exit(f"{DATA} is missing: give --records N to measure on generated records.")
    pairs = generated_documents(asked.records) if asked.records else real_documents(asked.limit)
    documents = []
    counts: Counter[str] = Counter()
    for source, document in pairs:
        documents.append(document)
        counts[source] += 1
    with tempfile.TemporaryDirectory() as folder:
        started = time.monotonic()
        TantivyBuilder().build(Path(folder), documents, "bench")
        seconds = time.monotonic() - started
        engine = open_engine(Path(folder))
        assert engine is not None
        library = Library(documents)
        ranks: dict[str, list[int]] = defaultdict(list)
        misses: dict[str, list[tuple[Item, int]]] = defaultdict(list)
        for item in items(library, asked.queries, asked.seed):
            hits = engine.search(Query(item.query, limit=10)).hits
            rank = next((place for place, hit in enumerate(hits, 1) if hit.id in item.right), 0)
            ranks[item.kind].append(rank)
            if rank != 1:
                misses[item.kind].append((item, rank))
    rows = [
        {
            "kind": kind,
            "queries": len(ranks[kind]),
            "recall@1": _mean([rank == 1 for rank in ranks[kind]]),
            "recall@10": _mean([rank > 0 for rank in ranks[kind]]),
            "mrr": _mean([1 / rank if rank else 0.0 for rank in ranks[kind]]),
            "aim": aim,
        }
        for kind, (_, aim) in KINDS.items()
        if ranks[kind]
    ]
    if asked.json:
        print(json.dumps({"documents": dict(counts), "index_seconds": round(seconds, 1), "kinds": rows}))
        return
    print(
        f"{len(documents):,} documents:", ", ".join(f"{source} {count:,}" for source, count in counts.items())
    )
    print(f"{'kind':<22}{'queries':>8}{'@1':>8}{'@10':>8}{'MRR':>8}  aim")
    for row in rows:
        figures = "".join(f"{row[name]:>8.3f}" for name in ("recall@1", "recall@10", "mrr"))
        print(f"{row['kind']:<22}{row['queries']:>8}{figures}  {row['aim']}")
    titles = {document.id: document.titles[0].text for document in documents}
    for kind, missed in misses.items():
        for item, rank in missed[: asked.misses]:
            print(f"{kind}: rank {rank}: {item.query!r} sought {[titles[i] for i in list(item.right)[:2]]}")


def _mean(values: list[float] | list[bool]) -> float:
    return round(sum(values) / len(values), 4) if values else 0.0


if __name__ == "__main__":
    main()
