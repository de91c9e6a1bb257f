"""LIDO and Linked Art: events and their actors, rights of the work, dates."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from western_exports import json_record, read, years

from kenri.sources.lido import SOURCE
from kenri.vocab.names import NameKind
from kenri.vocab.records import EventKind, PartyKind, Record


def export(folder: Path, events: str = "", administrative: str = "", record_id: str = "m/1") -> Path:
    path = folder / "lido.xml"
    path.write_text(
        '<lido:lidoWrap xmlns:lido="http://www.lido-schema.org"><lido:lido>'
        f'<lido:lidoRecID lido:type="local">{record_id}</lido:lidoRecID>'
        '<lido:descriptiveMetadata xml:lang="ja"><lido:objectIdentificationWrap><lido:titleWrap><lido:titleSet>'
        '<lido:appellationValue lido:pref="alternate" xml:lang="en">The Wave</lido:appellationValue>'
        '<lido:appellationValue lido:pref="preferred" xml:lang="ja">波</lido:appellationValue>'
        "</lido:titleSet></lido:titleWrap></lido:objectIdentificationWrap>"
        f"<lido:eventWrap>{events}</lido:eventWrap></lido:descriptiveMetadata>"
        f"<lido:administrativeMetadata>{administrative}</lido:administrativeMetadata></lido:lido></lido:lidoWrap>",
        encoding="utf-8",
    )
    return path


def event(kind: str, inner: str) -> str:
    return f"<lido:eventSet><lido:event><lido:eventType><lido:term>{kind}</lido:term></lido:eventType>{inner}</lido:event></lido:eventSet>"


def one(path: Path) -> Record:
    (record,), rejected, _ = read(SOURCE, path)
    assert not rejected
    return record


DATE = (
    "<lido:eventDate><lido:displayDate>um 1925</lido:displayDate><lido:date><lido:earliestDate>1920</lido:earliestDate>"
    "<lido:latestDate>1930</lido:latestDate></lido:date></lido:eventDate>"
)
ACTOR = (
    '<lido:eventActor><lido:actorInRole><lido:actor lido:type="person">'
    "<lido:actorID>http://vocab.getty.edu/ulan/500060426</lido:actorID>"
    "<lido:nameActorSet><lido:appellationValue>Hokusai, Katsushika</lido:appellationValue></lido:nameActorSet>"
    "<lido:vitalDatesActor><lido:earliestDate>1760</lido:earliestDate><lido:latestDate>1849</lido:latestDate></lido:vitalDatesActor>"
    "</lido:actor><lido:roleActor><lido:term>painter</lido:term></lido:roleActor></lido:actorInRole></lido:eventActor>"
)


def test_the_preferred_title_comes_first_and_events_have_actors(tmp_path: Path) -> None:
    record = one(export(tmp_path, event("Herstellung", ACTOR + DATE) + event("Acquisition", DATE)))
    assert [(n.text, n.kind, n.language) for n in record.names] == [
        ("波", NameKind.MAIN, "ja"), ("The Wave", NameKind.ALTERNATIVE, "en"),
    ]  # fmt: skip
    (made,) = record.events
    assert (made.kind, years(made.date)) == (EventKind.CREATED, (1920, 1930))
    (by,) = record.contributions
    assert (by.names[0].family, by.role_text, by.kind) == ("Hokusai", "painter", PartyKind.PERSON)
    assert years(by.died) == (1849, 1849)
    assert [(i.scheme, i.value) for i in by.identifiers] == [("ulan", "500060426")]


def test_a_display_line_is_the_actor_where_nothing_is_taken_apart(tmp_path: Path) -> None:
    line = "<lido:eventActor><lido:displayActorInRole>Jane Doe (1900-1968)</lido:displayActorInRole></lido:eventActor>"
    (by,) = one(export(tmp_path, event("Production", line))).contributions
    assert by.names[0].text == "Jane Doe"
    assert years(by.died) == (1968, 1968)


def test_rights_of_the_work_are_declared_and_claimed(tmp_path: Path) -> None:
    rights = (
        "<lido:rightsWorkWrap><lido:rightsWorkSet><lido:rightsType>"
        "<lido:conceptID>http://rightsstatements.org/vocab/InC/1.0/</lido:conceptID><lido:term>In Copyright</lido:term></lido:rightsType>"
        "<lido:rightsHolder><lido:legalBodyName><lido:appellationValue>H</lido:appellationValue></lido:legalBodyName></lido:rightsHolder>"
        "</lido:rightsWorkSet></lido:rightsWorkWrap>"
    )
    record = one(export(tmp_path, administrative=rights))
    assert [s.code for s in record.statements] == ["rs-inc"]
    assert [c.holder for c in record.claims] == ["H"]


def test_a_record_without_id_is_rejected(tmp_path: Path) -> None:
    _, (rejected,), _ = read(SOURCE, export(tmp_path, record_id=""))
    assert rejected.problem.code == "missing_value"


def linked(**values: Any) -> dict[str, Any]:
    return {"@context": "https://linked.art/ns/v1/linked-art.json", "id": "https://example.org/1", "type": "HumanMadeObject",
            "_label": "Wave", **values}  # fmt: skip


def test_linked_art_tells_makers_of_parts_and_the_span(tmp_path: Path) -> None:
    part = {"type": "Production", "technique": [{"_label": "designer"}],
            "carried_out_by": [{"id": "http://vocab.getty.edu/ulan/500060426", "type": "Person", "_label": "Hokusai"}],
            "timespan": {"begin_of_the_begin": "1830-01-01T00:00:00Z", "end_of_the_end": "1832-12-31T23:59:59Z"}}  # fmt: skip
    licence = {
        "type": "Right",
        "classified_as": [{"id": "https://creativecommons.org/publicdomain/zero/1.0/"}],
    }
    record = json_record(
        SOURCE, tmp_path, linked(produced_by={"type": "Production", "part": [part]}, subject_to=[licence])
    )
    (by,) = record.contributions
    assert (by.role, by.names[0].text, by.identifiers[0].value) == ("designer", "Hokusai", "500060426")
    assert years(record.events[0].date) == (1830, 1832)
    assert record.statements[0].code == "cc0-1.0"


@pytest.mark.parametrize(("kind", "rejected", "skipped"), [("Place", 0, 1), ("Spaceship", 1, 0)])
def test_other_things_are_skipped_and_unknown_ones_rejected(
    tmp_path: Path, kind: str, rejected: int, skipped: int
) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(f'{{"id": "https://example.org/1", "type": "{kind}", "_label": "x"}}\n')
    records, refused, account = read(SOURCE, path)
    assert (records, len(refused), account.skipped) == ([], rejected, skipped)
