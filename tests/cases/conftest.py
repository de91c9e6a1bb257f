"""A small catalogue of real works, and projects over it."""

from __future__ import annotations

from importlib import resources
from pathlib import Path

import pytest

from kenri.cases import services
from kenri.records import index
from kenri.records import services as records
from kenri.sources import all_sources
from kenri.vocab.uses import use_named

SAMPLES = Path(str(resources.files("kenri").joinpath("samples")))


@pytest.fixture
def catalogue() -> None:
    """Two databases of the bundled sample, linked and indexed."""
    for source in ("aozora", "moma"):
        records.harvest(all_sources()[source], path=SAMPLES / source)
    records.link()
    index.index()


@pytest.fixture
def project(tmp_path: Path):
    """Make a project of rows under a header and clear it; its key."""

    if index.engine() is None:
        index.index()

    def project(*lines: str, use: str = "stream_archive_programme", run: bool = True, **how) -> str:
        path = tmp_path / "list.csv"
        path.write_text("\n".join(["title,author,year,died,type", *lines]) + "\n", encoding="utf-8")
        key = services.create_project(path, use_named(use), **how)
        if run:
            services.run(key)
        return key

    return project
