"""The index's fields as Tantivy knows them."""

from __future__ import annotations

from pathlib import Path

import tantivy

from kenri.search.analysis.tokens import LONGEST_EDGE
from kenri.search.engine import FACETS

_POSITIONS = ("t", "a", "c", "w", "v")
"""Searched for phrases."""

_SOUNDS = ("k", "r")
_PRESENCE = ("u", "key")
_SPACED, _PAIRED, _BEGUN = "spaced", "paired", "begun"


def schema() -> tantivy.Schema:
    """The schema; our own analysis prepares tokens, the engine only splits at spaces and pairs sounds."""
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("id", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_bytes_field("shown", stored=True)
    for option, names in (("position", _POSITIONS), ("basic", _PRESENCE)):
        for name in names:
            builder.add_text_field(name, tokenizer_name=_SPACED, index_option=option)
    for name in _SOUNDS:
        builder.add_text_field(name, tokenizer_name=_PAIRED, index_option="freq")
    builder.add_text_field("e", tokenizer_name=_BEGUN, index_option="basic")
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
    tokenizers = {
        _SPACED: tantivy.Tokenizer.whitespace(),
        _PAIRED: tantivy.Tokenizer.ngram(2, 2, False),
        _BEGUN: tantivy.Tokenizer.ngram(1, LONGEST_EDGE, True),
    }
    for name, tokenizer in tokenizers.items():
        index.register_tokenizer(name, tantivy.TextAnalyzerBuilder(tokenizer).build())
    return index
