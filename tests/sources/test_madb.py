"""Media Arts Database: both layouts of its releases, its classes, its placeholders."""

from __future__ import annotations

from typing import Any

import pytest

from kenri.sources.madb import CLASSES, NO_RECORD, read_node
from kenri.vocab.problems import Problem
from kenri.vocab.records import Record

NEW: dict[str, Any] = {
    "@id": "https://mediaarts-db.artmuseums.go.jp/id/C1",
    "@type": "class:AnimationTVRegularSeries",
    "rdfs:label": "題",
    "schema:identifier": "C1",
    "schema:genre": "アニメテレビレギュラーシリーズ",
    "schema:name": [{"@language": "ja-hrkt", "@value": "ダイ"}, "題", {"@language": "en", "@value": "Title"}],
    "ma:originalWorkCreator": "［原作］手塚治虫",
    "schema:actor": "【アトム】清水マリ",
    "schema:publisher": "CX",
    "schema:startDate": "1963-01-01",
    "ma:note": "注",
}


def old(node: dict[str, Any]) -> dict[str, Any]:
    bare = {key.split(":")[1] if ":" in key else key: value for key, value in node.items()}
    return bare | {"@id": "https://mediaarts-db.bunka.go.jp/id/C1"}


def read(node: dict[str, Any]) -> Record:
    item = dict(node)
    record = read_node(item)
    assert record is not None
    assert not item, item
    return record


def test_both_layouts_give_the_same_record() -> None:
    assert read(NEW) == read(old(NEW))


def test_names_roles_and_dates() -> None:
    record = read(NEW)
    assert (record.local_id, record.schema) == ("C1", "programme")
    assert record.names[0].reading == "ダイ"
    assert [(name.text, name.kind) for name in record.names] == [("題", "main"), ("Title", "translated")]
    assert [(c.names[0].text, c.role) for c in record.contributions] == [
        ("手塚治虫", "original_author"),
        ("清水マリ", "voice_actor"),
        ("CX", "broadcaster"),
    ]
    assert record.description == "注"


def test_a_release_without_classes_goes_by_genre() -> None:
    node = old(NEW) | {"@type": "class:Collection"}
    assert read(node).schema == "programme"
    assert read(node | {"genre": "マンガ雑誌"}).schema == "serial"


@pytest.mark.parametrize("node_id", ["_:b10", "https://mediaarts-db.artmuseums.go.jp/ref/S12"])
def test_parts_of_other_nodes_are_no_records(node_id: str) -> None:
    assert read_node({"@id": node_id, "schema:name": "国立国会図書館"}) is None


def test_every_class_has_a_kind_and_an_unknown_one_is_rejected() -> None:
    for name, kind in CLASSES.items():
        node = NEW | {"@type": f"class:{name}", "schema:genre": "", "ma:additionalGenre": "個人"}
        assert (read_node(dict(node)) is None) == (kind is NO_RECORD)
    with pytest.raises(Problem) as caught:
        read_node(NEW | {"@type": "class:Patent", "schema:genre": "特許"})
    assert caught.value.code == "unknown_code"


def test_placeholder_ids_are_none_and_wrong_ones_are_reported() -> None:
    agent = {
        "@id": "https://mediaarts-db.bunka.go.jp/id/C9",
        "@type": "class:Agent",
        "identifier": "C9",
        "additionalGenre": "個人",
        "name": "水木しげる",
        "viaf": "https://viaf.org/viaf/-",
        "wikidata": "https://www.wikidata.org/wiki/-",
        "ndla": "https://id.ndl.go.jp/auth/ndlna/12",
    }
    item = dict(agent)
    record = read_node(item)
    assert record is not None
    assert record.identifiers == ()
    assert item == {"ndla": "https://id.ndl.go.jp/auth/ndlna/12"}


def test_an_agent_without_kind_is_rejected() -> None:
    with pytest.raises(Problem):
        read_node(
            {"@id": "x/C9", "@type": "class:Agent", "identifier": "C9", "name": "某", "additionalGenre": "猫"}
        )


def test_an_unknown_language_is_reported_and_the_rest_is_read() -> None:
    item = NEW | {"schema:inLanguage": "日本語,火星語"}
    record = read_node(item)
    assert record is not None
    assert record.languages == ("ja",)
    assert item == {"inLanguage": "火星語"}


def test_a_game_names_its_makers_by_their_ids_only() -> None:
    node = NEW | {"@type": "class:GameWork", "schema:creator": "https://mediaarts-db.bunka.go.jp/id/C44691"}
    makers = [c for c in read(node).contributions if c.role == "developer"]
    assert [(c.names, c.party) for c in makers] == [((), "C44691")]
