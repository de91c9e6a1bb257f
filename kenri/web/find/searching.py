"""The search index as the pages open it."""

from __future__ import annotations

from kenri.records import index
from kenri.search.engine import Engine
from kenri.vocab.problems import Problem


def opened() -> Engine:
    """The index for readers. Raises Problem: ``index_missing``, ``index_damaged``, ``index_outdated``."""
    engine = index.engine()
    if engine is None:
        raise Problem("index_missing")
    return engine


def ailment() -> Problem | None:
    """What is wrong with the index, None where it can be searched."""
    try:
        opened()
    except Problem as problem:
        return problem
    return None
