from __future__ import annotations

from pathlib import Path

import pytest

from kenri.search.tantivy_engine import TantivyBuilder, TantivyEngine, open_engine
from tests.search.library import WORKS


@pytest.fixture(scope="session")
def engine(tmp_path_factory: pytest.TempPathFactory) -> TantivyEngine:
    folder: Path = tmp_path_factory.mktemp("index")
    TantivyBuilder().build(folder, WORKS, "1")
    opened = open_engine(folder)
    assert opened is not None
    return opened
