"""The index follows the entities, and readers find what is in it."""

from __future__ import annotations

from pathlib import Path

import pytest
from declared import declare, row, rows, write

from kenri.records import index, services
from kenri.records.bulk import store
from kenri.records.documents import all_documents
from kenri.records.linking import entity_key
from kenri.search.engine import Query

pytestmark = pytest.mark.django_db(transaction=True)

ISBN = {"scheme": "isbn", "value": "9784003101018"}


def put(folder: Path, source_id: str, *items: dict[str, str]) -> None:
    file = write(folder / source_id / "works.csv", items)
    services.harvest(declare(source_id), path=file, accept_removals=True)


def found(text: str) -> list[str]:
    engine = index.engine()
    assert engine is not None
    return [hit.id for hit in engine.search(Query(text)).hits]


def test_there_is_no_index_before_it_is_made() -> None:
    assert index.engine() is None


def test_few_changes_are_applied_many_rebuild(tmp_path: Path) -> None:
    put(tmp_path, "alpha", row(1, "坊っちゃん", **ISBN), *rows(40, start=2))
    services.link()
    first = index.index()
    assert (first.documents, first.rebuilt) == (41, True)
    assert found("坊っちゃん") == [entity_key("alpha", "1")]
    assert index.index().documents == 0

    put(tmp_path, "beta", row(7, "坊っちゃん", **ISBN), row(8, "銀河鉄道の夜"))
    services.link()
    second = index.index()
    assert not second.rebuilt
    assert (second.documents, second.removed) == (2, 1)
    assert second.version != first.version
    assert found("坊っちゃん") == [entity_key("alpha", "1")]
    assert found("銀河鉄道の夜") == [entity_key("beta", "8")]

    put(tmp_path, "beta", row(7, "坊っちゃん", **ISBN))
    services.link()
    index.index()
    assert entity_key("beta", "8") not in found("銀河鉄道の夜")

    put(tmp_path, "gamma", *rows(60))
    services.link()
    assert index.index().rebuilt
    assert index.index(rebuild=True).rebuilt
    assert found("坊っちゃん") == [entity_key("alpha", "1")]


def test_an_index_of_another_database_is_not_built_upon(tmp_path: Path) -> None:
    from kenri.records.models import LinkRun

    put(tmp_path, "alpha", *rows(3))
    services.link()
    index.index()
    LinkRun.objects.update(started="2001-01-01T00:00:00+00:00")
    assert index.index().rebuilt


def test_a_document_holds_what_is_searched(tmp_path: Path) -> None:
    put(tmp_path, "alpha", row(1, "坊っちゃん", year="1906", **ISBN))
    page = "https://beta.example/7"
    put(tmp_path, "beta", row(7, "Botchan", year="1950", author="Natsume Soseki", url=page, **ISBN))
    services.link()
    (document,) = all_documents(store())
    assert document.id == entity_key("alpha", "1")
    assert [term.text for term in document.titles] == ["坊っちゃん", "Botchan"]
    assert [term.text for term in document.creators] == ["著者 1", "Natsume Soseki"]
    assert (document.identifiers, document.addresses) == (("isbn:9784003101018",), (page,))
    assert (document.first_year, document.last_year, document.weight) == (1906, 1950, 2)
    assert (document.sources, document.schema) == (("alpha", "beta"), "text")
    assert "books" in document.fields
