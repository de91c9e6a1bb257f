"""The one interface of a search engine, so that another can stand behind it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Protocol

import msgspec

from kenri.search.document import Document

FACETS = ("field", "schema", "source", "status", "holder")
SORTS = ("relevance", "title", "year_up", "year_down")


class Query(msgspec.Struct, frozen=True, omit_defaults=True):
    """What is asked.

    ``text`` may hold phrases in quotes and fielded words (``title:``, ``creator:``, ``reading:``,
    ``id:``, ``year:1900-1950``), or be a number such as an ISBN or the address of a page. ``filters``
    maps a facet to the accepted values (any of them).
    """

    text: str = ""
    filters: dict[str, tuple[str, ...]] = {}
    first_year: int | None = None
    last_year: int | None = None
    sort: str = "relevance"
    offset: int = 0
    limit: int = 10
    facets: tuple[str, ...] = ()


class Hit(msgspec.Struct, frozen=True):
    """An entity found, and why (``exact``, ``reading``, ``words``, ``lenient``)."""

    id: str
    score: float
    how: str = ""


class Results(msgspec.Struct, frozen=True):
    """The answer: a page of hits, the total, facet counts (value, count), most frequent first."""

    hits: tuple[Hit, ...]
    total: int
    facets: dict[str, tuple[tuple[str, int], ...]] = {}
    suggestion: str = ""
    """A better spelling of the query, empty where there is none ("did you mean")."""
    partly: bool = False
    """Whether hits are shown that do not hold all that was asked."""
    unknown: tuple[str, ...] = ()
    """Where so, or where nothing is found: the words of the query, folded, that nothing in the index has."""


class Engine(Protocol):
    """A readable index. Readers never see a half-built one: ``build`` publishes a new one atomically."""

    @property
    def version(self) -> str:
        """Code version and data version of the open index."""

    def search(self, query: Query) -> Results:
        """The best entities for a query."""

    def complete(self, prefix: str, limit: int = 8) -> tuple[str, ...]:
        """Titles that begin with what was typed, most attested first."""


class Builder(Protocol):
    """What makes the index that an ``Engine`` reads."""

    def build(self, folder: Path, documents: Iterable[Document], data_version: str) -> str:
        """Index all documents into a new generation and make it the current one; returns its version."""
