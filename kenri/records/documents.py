"""Entities as the documents that are searched, read from the database in large batches."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any

from django.db import connection

from kenri.catalogue.entity import Said
from kenri.catalogue.merge import title_of
from kenri.catalogue.years import years_of
from kenri.records.bulk.store import Store, batches
from kenri.records.coverage import fields_of
from kenri.search.document import Document, Term
from kenri.vocab.names import Name, NameKind
from kenri.vocab.records import Record, decode_record

BATCH = 5_000
"""Entities whose records are read with one query."""

_ALL = """
    SELECT id FROM records_entity WHERE id > %s AND size > 0 AND redirect_to_id IS NULL ORDER BY id LIMIT %s
"""
_RECORDS = """
    SELECT e.id, e.key, e.schema, r.source, r.local_id, c.doc
    FROM records_entity e
    JOIN records_record r ON r.entity_id = e.id
    JOIN records_content c ON c.record_id = r.id
    WHERE e.size > 0 AND e.redirect_to_id IS NULL AND r.deleted_run_id IS NULL AND e.id IN {values}
    ORDER BY e.id, r.id
"""


def all_documents(store: Store) -> Iterator[Document]:
    """A document for every entity, in the order of their keys."""
    last = 0
    while True:
        with connection.cursor() as cursor:
            cursor.execute(_ALL, [last, BATCH])
            keys = [key for (key,) in cursor.fetchall()]
        if not keys:
            return
        last = keys[-1]
        yield from _documents(store, keys)


def documents_of(store: Store, keys: Iterable[int]) -> Iterator[Document]:
    """A document for each of these entities that still stands for something."""
    for some in batches(keys, BATCH):
        yield from _documents(store, some)


def _documents(store: Store, keys: Sequence[int]) -> Iterator[Document]:
    for (_, key, schema), rows in groupby(store.select(_RECORDS, keys), key=lambda row: tuple(row[:3])):
        yield document(key, schema, _records(rows))


def _records(rows: Iterable[Sequence[Any]]) -> list[tuple[Record, Said]]:
    return sorted(
        ((decode_record(doc), Said(source, local_id)) for _, _, _, source, local_id, doc in rows),
        key=lambda pair: pair[1],
    )


def document(key: str, schema: str, records: Sequence[tuple[Record, Said]]) -> Document:
    """What is searched of an entity: all that its records call it, those who made it, ids, facets, years."""
    first_year, last_year = years_of(record for record, _ in records)
    titles = {_term(title_of(records)): None}
    creators: dict[Term, None] = {}
    identifiers: dict[str, None] = {}
    addresses: dict[str, None] = {}
    fields: dict[str, None] = {}
    holders: dict[str, None] = {}
    statuses: dict[str, None] = {}
    for record, _ in records:
        titles.update((_term(name), None) for name in sorted(record.names, key=_weight))
        creators.update((_term(n), None) for contribution in record.contributions for n in contribution.names)
        for identifier in record.identifiers:
            if identifier.scheme == "url":
                addresses[identifier.value] = None
            else:
                identifiers[f"{identifier.scheme}:{identifier.value}"] = None
        if record.url:
            addresses[record.url] = None
        fields.update(dict.fromkeys(fields_of(record.source, record.schema)))
        holders.update((claim.holder, None) for claim in record.claims if claim.holder)
        statuses.update((statement.code, None) for statement in record.statements if statement.code)
    return Document(
        id=key,
        schema=schema,
        titles=tuple(titles),
        creators=tuple(creators),
        identifiers=tuple(identifiers),
        fields=tuple(fields),
        sources=tuple(sorted({record.source for record, _ in records})),
        holders=tuple(holders),
        statuses=tuple(statuses),
        first_year=first_year,
        last_year=last_year,
        weight=len(records),
        addresses=tuple(addresses),
    )


def _term(name: Name) -> Term:
    return Term(name.text, name.reading, name.romaji)


def _weight(name: Name) -> bool:
    """Main names stand before the others."""
    return name.kind != NameKind.MAIN
