"""What a column of a user's list can mean (``data/list_fields.yaml``), and which fields a header names."""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal

import msgspec

from kenri.vocab import data_files
from kenri.vocab.entries import Entry

Holds = Literal[
    "id", "source", "schema", "title", "title_and_creator", "reading", "romaji", "edition", "extra",
    "party", "organisation", "holder", "rights", "name", "name_reading", "family", "given",
    "date", "month", "day", "life", "birth_place", "nationality", "occupation", "place", "country",
    "language", "genre", "subject", "duration", "extent", "identifier", "url", "note",
]  # fmt: skip
"""How the cells of a field are read."""


class ListField(Entry, frozen=True, kw_only=True):
    """One meaning that a column can have.

    ``of`` is the role of a party, the event of a date, the scheme of an identifier or the kind of a title.
    ``words`` are headers by which people call it; at most one column means a field that is ``single``.
    """

    holds: Holds
    of: str = ""
    single: bool = False
    words: tuple[str, ...] = ()


@functools.cache
def list_fields() -> Mapping[str, ListField]:
    """All fields by key."""
    data = data_files.load("list_fields.yaml", dict[str, dict[str, object]])
    raw = {key: {**value, "key": key} for key, value in data.items()}
    return MappingProxyType(msgspec.convert(raw, dict[str, ListField], strict=False))


_JOINTS = re.compile(r"[\s_\-./:：・,'’\"|#*＊※]+")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")


def fold_header(header: str) -> str:
    """A header as it is looked up: NFKC, lower case, without spaces, hyphens, underscores and marks."""
    return _JOINTS.sub("", unicodedata.normalize("NFKC", header).casefold())


def header_words(header: str) -> tuple[str, ...]:
    """The words of a header, lower case: ``given_name``, ``publisherName`` and "Date of birth" alike."""
    parted = _CAMEL.sub(" ", unicodedata.normalize("NFKC", header))
    return tuple(word for word in _JOINTS.split(parted.casefold()) if word)


@functools.cache
def _by_word() -> Mapping[str, tuple[str, ...]]:
    found: dict[str, dict[str, None]] = {}
    for field in list_fields().values():
        for word in (field.key, field.label.ja, field.label.en, *field.words):
            found.setdefault(fold_header(word), {})[field.key] = None
    return MappingProxyType({word: tuple(keys) for word, keys in found.items()})


def fields_called(header: str) -> tuple[str, ...]:
    """The fields that a whole header names, in the order of the vocabulary; some words name several."""
    return _by_word().get(fold_header(header), ())


@functools.cache
def schema_words() -> Mapping[str, tuple[str, ...]]:
    """``data/list_schemas.yaml``: by schema, what lists call it beside its labels."""
    return MappingProxyType(data_files.load("list_schemas.yaml", dict[str, tuple[str, ...]]))
