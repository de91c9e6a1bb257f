"""Between kept searches and the catalogue: asked of the index that there is, named by its titles."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence

from kenri.records import queries as catalogue
from kenri.registry import searches
from kenri.vocab.problems import Problem
from kenri.web.find.searching import opened


def look(at: dt.datetime) -> int:
    """Tell people what their searches find anew; how many found something. Nothing without an index."""
    try:
        engine = opened()
    except Problem:
        return 0
    return searches.look(engine, at, _current, _titles)


def _current(ids: Collection[str]) -> Collection[str]:
    return [key for _row, key in catalogue.resolve(ids).values()]


def _titles(ids: Sequence[str]) -> Mapping[str, str]:
    return {key: one.title.text for key, one in catalogue.summaries(ids).items()}
