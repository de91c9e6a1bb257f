"""The databases that people visit by hand are told completely, in words of the vocabulary."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest

from kenri.sources import Visited, all_sources, visited_databases
from kenri.vocab.vocabularies import acts, fields, schemas


@pytest.mark.parametrize("entry", visited_databases().values(), ids=lambda e: e.id)
def test_an_entry_is_complete(entry: Visited) -> None:
    assert entry.id not in all_sources()
    assert urlsplit(entry.homepage).scheme == "https"
    for text in (entry.title, entry.publisher, entry.description):
        assert text.ja
        assert text.en
    assert set(entry.fields) <= set(fields())
    assert set(entry.schemas) <= set(schemas())
    assert entry.duties
    for duty in entry.duties:
        assert set(duty.fields) <= set(fields())
        assert set(duty.kinds) <= set(schemas())
        assert set(duty.uses) <= set(acts())
        assert duty.basis
