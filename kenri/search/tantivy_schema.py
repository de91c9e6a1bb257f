"""The index's fields as Tantivy knows them."""

from __future__ import annotations

from pathlib import Path

import tantivy

from kenri.search.engine import FACETS

_POSITIONS = ("t", "a", "c", "w", "v")
"""Searched for phrases."""

_FREQUENCIES = ("k", "r")
_PRESENCE = ("u", "key")
_SPACED = "spaced"


def schema() -> tantivy.Schema:
    """The schema; tokens are prepared by our own analysis, so that the engine only splits at spaces."""
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("id", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_bytes_field("shown", stored=True)
    for option, names in (("position", _POSITIONS), ("freq", _FREQUENCIES), ("basic", _PRESENCE)):
        for name in names:
            builder.add_text_field(name, tokenizer_name=_SPACED, index_option=option)
    for facet in FACETS:
        builder.add_text_field(facet, tokenizer_name="raw", index_option="basic", fast=True)
    for number in ("first", "last"):
        builder.add_integer_field(number, fast=True, indexed=False)
    for number in ("weight", "order"):
        builder.add_unsigned_field(number, fast=True, indexed=False)
    return builder.build()


def create(folder: Path) -> tantivy.Index:
    """A new, empty index in a folder."""
    return _registered(tantivy.Index(schema(), path=str(folder), reuse=False))


def open_index(folder: Path) -> tantivy.Index:
    """An existing index. Raises ValueError where the engine cannot read it."""
    return _registered(tantivy.Index.open(str(folder)))


def _registered(index: tantivy.Index) -> tantivy.Index:
    index.register_tokenizer(_SPACED, tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build())
    return index
