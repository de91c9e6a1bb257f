"""What is indexed of an entity."""

from __future__ import annotations

import msgspec


class Term(msgspec.Struct, frozen=True, omit_defaults=True, array_like=True, gc=False):
    """One searchable name: as written, with the kana reading and the romanisation that a source gave."""

    text: str
    reading: str = ""
    romaji: str = ""


class Document(msgspec.Struct, frozen=True, omit_defaults=True, array_like=True, gc=False):
    """An entity as the index sees it.

    ``titles`` come first to last in weight (main title, then alternatives); ``creators`` are the names of
    all contributors; ``identifiers`` are written ``scheme:value``; ``first_year`` to ``last_year`` is the
    span of its dates; ``addresses`` are those of its pages; the rest are facet values.
    """

    id: str
    schema: str
    titles: tuple[Term, ...]
    creators: tuple[Term, ...] = ()
    identifiers: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    holders: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    first_year: int | None = None
    last_year: int | None = None
    weight: int = 1
    """How many records say it; breaks ties."""
    addresses: tuple[str, ...] = ()
