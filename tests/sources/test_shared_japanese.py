"""The real exports beside the checkout are read with their counts adding up and almost nothing rejected."""

from __future__ import annotations

from pathlib import Path

import pytest
from source_samples import read_sample

from kenri.sources import all_sources

DATA = Path(__file__).resolve().parents[2] / "../shared/data"
EXPORTS = [
    ("aozora", "aozora_working"),
    ("madb", "madb/an-col_an208.jsonl.gz"),
    ("madb", "madb/cm-item_cm103.jsonl.gz"),
    ("madb", "madb/gm-col_gm306.jsonl.gz"),
    ("madb", "madb/ma-col_ma408.jsonl.gz"),
    ("ndl_search", "ndl"),
    ("bangumi", "anime_working/bangumi_items_no_cross_ids.jsonl.gz"),
    ("anidb", "anime_working/anidb_romaji_titles.csv.gz"),
]


@pytest.mark.shared_data
@pytest.mark.skipif(not DATA.exists(), reason="no shared data beside the checkout")
@pytest.mark.parametrize(("source_id", "path"), EXPORTS)
def test_real_exports(source_id: str, path: str) -> None:
    folder = DATA / path
    files = sorted(folder.glob("*.gz")) if folder.is_dir() else [folder]
    for file in files:
        readings, rejected, parts = read_sample(all_sources()[source_id], file)
        assert readings
        assert len(rejected) <= 0.005 * (len(readings) + len(rejected))
        assert all(one.problem.message() for one in rejected)
        for part in parts:
            assert part.account.records == len(readings)
            assert part.account.rejected == len(rejected)
