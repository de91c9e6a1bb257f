"""Linking: ids that stay, merges that redirect, splits that go back; a part at a time as all at once."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from declared import Row, declare, row, write

from kenri.records import linking, queries, services
from kenri.records.bonds import bonds
from kenri.records.linking import entity_key
from kenri.records.models import Entity, LinkConflict, Record, RecordLink

pytestmark = pytest.mark.django_db(transaction=True)

ISBN = {"scheme": "isbn", "value": "9784003101018"}
OTHER = {"scheme": "isbn", "value": "9784101010014"}
WIKIDATA = {"scheme": "wikidata", "value": "Q1234"}


@pytest.fixture
def put(tmp_path: Path):
    """Harvest an export of a source that holds exactly these rows."""

    def put(source_id: str, *items: Row, removals: bool = True):
        file = write(tmp_path / source_id / "works.csv", items)
        return services.harvest(declare(source_id, removals=removals), path=file, accept_removals=True)

    return put


def groups() -> set[frozenset[str]]:
    found: dict[int, set[str]] = {}
    for record in Record.objects.filter(deleted_run=None):
        found.setdefault(record.entity_id, set()).add(f"{record.source}:{record.local_id}")
    return {frozenset(group) for group in found.values()}


def test_every_record_founds_an_entity_with_an_id_of_its_own(put) -> None:
    put("alpha", row(1), row(2))
    report = services.link()
    assert (report.records, report.entities, report.links) == (2, 2, 0)
    entity = queries.entity(entity_key("alpha", "1"))
    assert entity.title.text == "本 1"
    assert [said.local_id for said in entity.records] == ["1"]
    assert all(said.seen for said in entity.records)


def test_nothing_due_makes_no_new_version(put) -> None:
    put("alpha", row(1))
    first = services.link()
    again = services.link()
    assert (again.run, again.records, again.entities) == (first.run, 0, 1)
    put("alpha", row(1))
    assert services.link().run == first.run


def test_a_shared_identifier_merges_and_redirects(put) -> None:
    put("alpha", row(1, "坊っちゃん", **ISBN))
    put("beta", row(7, "坊っちゃん", **ISBN), row(8))
    report = services.link()
    assert (report.merged, report.entities) == (1, 2)
    older, younger = entity_key("alpha", "1"), entity_key("beta", "7")
    assert queries.entity(younger) == queries.entity(older)
    assert queries.entity(younger).id == older
    bond = bonds(older)[0]
    assert bond.linked
    assert "9784003101018" in bond.reason.en
    summary = queries.summaries([younger, "unknown"])[younger]
    assert (summary.id, summary.sources) == (older, ("alpha", "beta"))


def test_a_later_record_joins_without_touching_others(put) -> None:
    put("alpha", row(1, "坊っちゃん", **ISBN), *(row(n) for n in range(2, 40)))
    first = services.link()
    put("beta", row(7, "坊っちゃん", **ISBN))
    report = services.link()
    assert report.records == 1
    changed = Entity.objects.filter(changed__gt=first.run)
    assert {e.key for e in changed} == {entity_key("alpha", "1"), entity_key("beta", "7")}


def test_a_corrected_record_leaves_and_may_come_back(put) -> None:
    put("alpha", row(1, "坊っちゃん", **ISBN))
    put("beta", row(7, "坊っちゃん", **ISBN))
    put("gamma", row(9, "坊っちゃん", **ISBN))
    services.link()
    put("beta", row(7, "坊っちゃん", **OTHER))
    report = services.link()
    assert report.split == 1
    assert groups() == {frozenset({"alpha:1", "gamma:9"}), frozenset({"beta:7"})}
    assert queries.entity(entity_key("beta", "7")).id == entity_key("beta", "7")
    assert queries.entity(entity_key("gamma", "9")).id == entity_key("alpha", "1")
    put("beta", row(7, "坊っちゃん", **ISBN))
    services.link()
    assert len(groups()) == 1
    assert queries.entity(entity_key("beta", "7")).id == entity_key("alpha", "1")


def test_an_entity_outlives_the_record_that_founded_it(put) -> None:
    put("alpha", row(1, "坊っちゃん", **ISBN))
    put("beta", row(7, "坊っちゃん", **ISBN))
    services.link()
    put("alpha", row(2))
    services.link()
    entity = queries.entity(entity_key("alpha", "1"))
    assert [said.source for said in entity.records] == ["beta"]
    assert queries.entity(entity_key("beta", "7")).id == entity_key("alpha", "1")
    put("beta", row(8))
    services.link()
    assert queries.entity(entity_key("alpha", "1")) is None
    assert queries.summaries([entity_key("beta", "7")]) == {}
    put("beta", row(7, "坊っちゃん", **ISBN))
    services.link()
    assert queries.entity(entity_key("beta", "7")) is not None


def test_part_of_an_entity_that_splits_takes_its_own_with_it(put) -> None:
    put("alpha", row(1, "坊っちゃん", **ISBN))
    put("beta", row(7, "坊っちゃん", **ISBN), row(8, "坊っちゃん", **WIKIDATA))
    put("gamma", row(9, "坊っちゃん", **WIKIDATA))
    services.link()
    put("delta", row(5, "坊っちゃん", **ISBN))
    services.link()
    put("beta", row(7, "坊っちゃん", **WIKIDATA), row(8, "坊っちゃん", **WIKIDATA))
    services.link()
    assert groups() == {frozenset({"alpha:1", "delta:5"}), frozenset({"beta:7", "beta:8", "gamma:9"})}
    for group in groups():
        ids = {queries.entity(entity_key(*name.split(":"))).id for name in group}
        assert len(ids) == 1


def test_one_id_on_two_things_is_shown_and_not_linked(put) -> None:
    put("alpha", row(1, "坊っちゃん", **ISBN), row(2, "三四郎", **ISBN))
    report = services.link()
    assert (report.links, report.conflicts, report.entities) == (0, 1, 2)
    (bond,) = bonds(entity_key("alpha", "2"))
    assert not bond.linked
    assert bond.reason.ja
    put("alpha", row(1, "坊っちゃん", **ISBN), row(2, "三四郎", **OTHER))
    services.link()
    assert LinkConflict.objects.count() == 0


def test_a_value_that_becomes_a_placeholder_undoes_its_links(put) -> None:
    put("alpha", *(row(n, "無題", **ISBN) for n in range(5)))
    put("beta", row(1, "無題", **ISBN))
    services.link()
    assert len(groups()) == 1
    put("alpha", *(row(n, "無題", **ISBN) for n in range(6)))
    services.link()
    assert len(groups()) == 7
    assert RecordLink.objects.count() == 0
    put("alpha", *(row(n, "無題", **ISBN) for n in range(5)))
    services.link()
    assert len(groups()) == 1


def test_a_value_that_spreads_over_very_many_undoes_its_links(put, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kenri.records.scope.PLACEHOLDER_IN_ALL", 3)
    monkeypatch.setattr("kenri.identity.shared_identifiers.PLACEHOLDER_IN_ALL", 3)
    put("alpha", row(1, "無題", **ISBN))
    put("beta", row(1, "無題", **ISBN))
    services.link()
    assert len(groups()) == 1
    put("gamma", *(row(n, "無題", **ISBN) for n in range(20)))
    services.link()
    assert len(groups()) == 22


def test_a_killed_linking_is_taken_up_again(put, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(linking, "BATCH", 10)
    put("alpha", *(row(n, "題", scheme="wikidata", value=f"Q{n}") for n in range(1, 41)))
    put("beta", *(row(n, "題", scheme="wikidata", value=f"Q{n}") for n in range(1, 41)), row(99))
    placed = []

    def stop(done: int, total: int | None) -> None:
        placed.append(done)
        if len(placed) == 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        services.link(on_progress=stop)
    services.link()
    assert len(groups()) == 41
    assert RecordLink.objects.count() == 40
    assert Record.objects.exclude(link_due=None).count() == 0


def test_rebuilding_changes_neither_groups_nor_ids(put) -> None:
    put("alpha", row(1, "坊っちゃん", **ISBN), row(2, "心", **WIKIDATA), row(3))
    put("beta", row(7, "坊っちゃん", **ISBN), row(8, "心", **WIKIDATA))
    services.link()
    before = list(Entity.objects.order_by("id").values_list("id", "key", "redirect_to", "size"))
    report = services.link(rebuild=True)
    assert report.records == 5
    assert list(Entity.objects.order_by("id").values_list("id", "key", "redirect_to", "size")) == before


def test_step_by_step_gives_the_groups_of_all_at_once(put) -> None:
    chance = random.Random(11)
    values = [f"Q{n}" for n in range(1, 7)]
    titles = ["こころ", "こゝろ", "三四郎"]

    def some(source_id: str) -> list[Row]:
        return [
            row(
                n,
                chance.choice(titles),
                scheme=chance.choice(["wikidata", "isbn"]),
                value=chance.choice(values),
            )
            for n in range(1, 9)
            if chance.random() < 0.8
        ]

    for _ in range(12):
        put(chance.choice(["alpha", "beta", "gamma"]), *some("alpha"))
        services.link()
        live = Entity.objects.filter(redirect_to=None, size__gt=0)
        assert {e.id: e.size for e in live} == sizes()
        for record in Record.objects.all():
            entity = queries.entity(entity_key(record.source, record.local_id))
            if record.deleted_run_id is None:
                assert said_of(record) in {(said.source, said.local_id) for said in entity.records}
    step_by_step = groups()
    services.link(rebuild=True)
    assert groups() == step_by_step


def said_of(record: Record) -> tuple[str, str]:
    return record.source, record.local_id


def sizes() -> dict[int, int]:
    found: dict[int, int] = {}
    for entity in Record.objects.filter(deleted_run=None).values_list("entity_id", flat=True):
        found[entity] = found.get(entity, 0) + 1
    return found


def test_counts_by_field_and_source(put) -> None:
    put("alpha", row(1, "坊っちゃん", **ISBN), row(2, schema="comic"))
    put("beta", row(7, "坊っちゃん", **ISBN), row(8, schema="person"))
    services.link()
    counts = queries.counts()
    assert counts["entities"] == 3
    assert counts["sources"] == {"alpha": 2, "beta": 2}
    assert counts["schemas"] == {"text": 1, "comic": 1, "person": 1}
    assert counts["fields"]["books"] >= 1
    assert queries.source_states()["beta"].entities == 2


def test_an_entity_counts_once_wherever_several_of_its_records_are(put) -> None:
    put("alpha", row(1, "坊っちゃん", **ISBN), row(2, "坊っちゃん", **ISBN), row(3), row(4))
    put("beta", row(7, "坊っちゃん", **ISBN))
    services.link()
    put("alpha", row(1, "坊っちゃん", **ISBN), row(2, "坊っちゃん", **ISBN), row(3))
    services.link()
    counts = queries.counts()
    assert (counts["entities"], counts["schemas"]) == (2, {"text": 2})
    assert counts["sources"] == {"alpha": 2, "beta": 1}
