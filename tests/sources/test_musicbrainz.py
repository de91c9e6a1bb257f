"""MusicBrainz: what an answer holds, aliases, parts, claims, identifiers behind links."""

from __future__ import annotations

import json
import tarfile
from pathlib import Path
from typing import Any

import pytest
from western_exports import SHARED, json_record, read

from kenri.harvest.reading import Read, read_export
from kenri.sources.musicbrainz import SOURCE
from kenri.vocab.names import NameKind
from kenri.vocab.records import EventKind, Record, RelationKind

MBID = "b10bbbfc-cf9e-42e0-be17-e2c3e1d2600d"


def relation(
    kind: str, target: str, other: dict[str, Any], direction: str = "backward", **more: Any
) -> dict[str, Any]:
    return {"type": kind, "target-type": target, target: other, "direction": direction, **more}


def test_aliases_carry_their_locale_and_sort_names_the_reading(tmp_path: Path) -> None:
    record = json_record(SOURCE, tmp_path, {
        "id": MBID, "name": "笠置シヅ子", "sort-name": "かさぎ しづこ", "type": "Person", "gender": "Female", "isnis": [],
        "life-span": {"begin": "1914-08-25", "end": "1985-03-30"}, "begin-area": {"name": "東かがわ市"},
        "aliases": [{"name": "Shizuko Kasagi", "sort-name": "Kasagi, Shizuko", "locale": "en", "ended": False},
                    {"name": "三笠静子", "sort-name": "みかさ しずこ", "locale": None, "ended": True}],
    })  # fmt: skip
    main, english, former = record.names
    assert (record.schema, main.reading) == ("person", "かさぎ しづこ")
    assert (english.language, english.family) == ("en", "Kasagi")
    assert (former.kind, former.reading) == (NameKind.FORMER, "みかさ しずこ")
    assert [(e.kind, e.place) for e in record.events] == [
        (EventKind.BORN, "東かがわ市"),
        (EventKind.DIED, ""),
    ]
    assert [(i.scheme, i.value) for i in record.identifiers] == [("musicbrainz", MBID)]


def test_a_recording_has_performers_claims_and_its_work(tmp_path: Path) -> None:
    singer = {"id": MBID, "name": "A", "sort-name": "A", "type": "Person"}
    record = json_record(SOURCE, tmp_path, {
        "id": "r", "title": "T", "video": False, "length": 61500, "isrcs": ["USRC17607839", "bad"],
        "artist-credit": [{"name": "A feat.", "joinphrase": " & ", "artist": singer}],
        "relations": [
            relation("vocal", "artist", singer, attributes=["lead vocals"]),
            relation("phonographic copyright", "label", {"id": "l", "name": "L"}, begin="1976"),
            relation("performance", "work", {"id": "w", "title": "W"}, "forward"),
            relation("wikidata", "url", {"resource": "https://www.wikidata.org/wiki/Q42"}, "forward"),
        ],
    })  # fmt: skip
    assert (record.schema, record.extent) == ("recording", "61.5 s")
    credit, vocal = record.contributions
    assert [n.text for n in credit.names] == ["A feat.", "A"]
    assert (vocal.role, vocal.role_text) == ("singer", "vocal: lead vocals")
    assert [(c.holder, c.right) for c in record.claims] == [("L", "phonogram_producers")]
    assert [(r.kind, r.local_id) for r in record.relations] == [(RelationKind.RECORDING_OF, "w")]
    assert {i.scheme for i in record.identifiers} == {"isrc", "wikidata"}


def test_an_event_has_its_performers(tmp_path: Path) -> None:
    band = {"id": MBID, "name": "A", "sort-name": "A", "type": "Group"}
    record = json_record(SOURCE, tmp_path, {
        "id": "e", "name": "Live", "type": "Concert", "cancelled": False, "life-span": {"begin": "1999-05-01"},
        "relations": [relation("main performer", "artist", band)],
    })  # fmt: skip
    assert (record.schema, record.contributions[0].role, record.contributions[0].party) == (
        "performance",
        "performer",
        MBID,
    )


@pytest.mark.parametrize(
    ("kind", "direction", "expected"),
    [("parts", "forward", RelationKind.HAS_PART), ("parts", "backward", RelationKind.PART_OF),
     ("based on", "backward", RelationKind.ADAPTATION_OF)],
)  # fmt: skip
def test_relations_of_works_have_a_direction(
    tmp_path: Path, kind: str, direction: str, expected: RelationKind
) -> None:
    other = {"id": "o", "title": "O"}
    item = {
        "id": "w",
        "title": "W",
        "iswcs": ["T-034.524.680-1"],
        "language": "jpn",
        "relations": [relation(kind, "work", other, direction)],
    }
    record = json_record(SOURCE, tmp_path, item)
    assert record.relations[0].kind is expected
    assert record.languages == ("ja",)
    assert record.identifiers[0].scheme == "iswc"


def test_an_unknown_language_rejects_the_entity(tmp_path: Path) -> None:
    path = tmp_path / "works.json"
    path.write_text(json.dumps({"works": [{"id": "w", "title": "W", "languages": ["q9q"]}], "work-count": 1}))
    _, (rejected,), _ = read(SOURCE, path)
    assert (rejected.problem.code, rejected.problem.values["value"]) == ("unknown_code", "q9q")


@pytest.mark.shared_data
def test_real_answers(tmp_path: Path) -> None:
    archive = SHARED / "connector_samples/musicbrainz_ws2_json_fixtures.tar.gz"
    if not archive.exists():
        pytest.skip("no answers of MusicBrainz beside the checkout")
    with tarfile.open(archive) as tar:
        tar.extractall(tmp_path, filter="data")
    schemas = set()
    for path in sorted(tmp_path.rglob("*.json")):
        for part in read_export(SOURCE, path):
            outcomes = list(part.outcomes())
            assert not part.account.rejected, path.name
            assert not part.account.unknown, path.name
            schemas |= {
                o.reading.schema for o in outcomes if isinstance(o, Read) and isinstance(o.reading, Record)
            }
    assert schemas == {"person", "organisation", "musical_work", "recording", "release", "performance"}
