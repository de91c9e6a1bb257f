"""Every source keeps its promises on its bundled sample, and a new one needs no edit elsewhere."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from source_samples import EXPECTED, SAMPLES, lines_of, read_sample

from kenri import sources
from kenri.harvest.source import Deleted, Download, Source
from kenri.vocab.dates import ImpreciseDate
from kenri.vocab.identifiers import identifier
from kenri.vocab.records import Record, decode_record, encode_record
from kenri.vocab.text import Text
from kenri.vocab.vocabularies import acts, fields, languages, roles, schemas, schemes, statements

SOURCES = sorted(sources.all_sources())
KANA = re.compile(r"[ぁ-んァ-ヶ]")
LANGUAGE_TAG = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")


def source(source_id: str) -> Source:
    return sources.all_sources()[source_id]


def records_of(source_id: str) -> list[Record]:
    readings, _, _ = read_sample(source(source_id), SAMPLES / source_id)
    return [one for one in readings if isinstance(one, Record)]


def is_address(text: str) -> bool:
    parts = urlsplit(text)
    return parts.scheme in ("http", "https") and bool(parts.netloc) and not re.search(r"\s", text)


@pytest.mark.parametrize("source_id", SOURCES)
def test_the_sample_is_read_without_a_rest(source_id: str) -> None:
    readings, rejected, parts = read_sample(source(source_id), SAMPLES / source_id)
    assert not rejected, [one.problem.message() for one in rejected]
    assert readings
    for part in parts:
        assert part.complete, (part.name, [str(note) for note in part.notes])
        assert not part.account.leftovers, part.name
        assert not part.account.unknown, part.name


@pytest.mark.parametrize("source_id", SOURCES)
def test_the_sample_gives_what_was_read_and_approved(source_id: str) -> None:
    readings, _, _ = read_sample(source(source_id), SAMPLES / source_id)
    expected = (EXPECTED / source_id / "expected.jsonl").read_text(encoding="utf-8").splitlines()
    assert lines_of(readings) == expected


@pytest.mark.parametrize("source_id", SOURCES)
def test_ids_are_unique_and_the_same_on_every_run(source_id: str) -> None:
    first = [one.local_id for one in read_sample(source(source_id), SAMPLES / source_id)[0]]
    again = [one.local_id for one in read_sample(source(source_id), SAMPLES / source_id)[0]]
    assert first == again
    assert len(first) == len(set(first))
    assert all(first)


@pytest.mark.parametrize("source_id", SOURCES)
def test_the_source_says_who_it_is_in_both_languages(source_id: str) -> None:
    one = source(source_id)
    for text in (one.title, one.publisher, one.description, one.terms):
        assert isinstance(text, Text)
        assert text.ja.strip()
        assert text.en.strip()
    assert KANA.search(one.description.ja)
    assert KANA.search(one.terms.ja)
    assert not KANA.search(one.description.en)
    assert one.licence in ("", *statements())
    assert set(one.fields) <= set(fields())
    assert one.fields
    assert set(one.schemas) <= set(schemas())
    assert is_address(one.homepage)
    assert not one.terms_url or is_address(one.terms_url)
    assert one.rate > 0
    for access in one.access:
        assert not access.url or is_address(access.url), access
        assert access.url or not isinstance(access, Download)
    for duty in one.duties:
        assert set(duty.fields) <= set(fields())
        assert set(duty.kinds) <= set(schemas())
        assert set(duty.uses) <= set(acts())
        assert duty.basis


@pytest.mark.parametrize("source_id", SOURCES)
def test_records_speak_the_vocabulary(source_id: str) -> None:
    one = source(source_id)
    for record in records_of(source_id):
        assert record.source == source_id
        assert record.schema in one.schemas, record.local_id
        assert set(record.languages) <= set(languages()), record.local_id
        assert {statement.code for statement in record.statements} <= {"", *statements()}, record.local_id
        assert not record.url or is_address(record.url), record.url
        for contribution in record.contributions:
            assert contribution.role in roles(), (record.local_id, contribution.role)
            assert contribution.names or contribution.party, record.local_id
        found = [*record.identifiers, *(i for c in record.contributions for i in c.identifiers)]
        found += [relation.identifier for relation in record.relations if relation.identifier]
        for known in found:
            assert known.scheme in schemes(), record.local_id
            assert identifier(known.scheme, known.value) == known, record.local_id
        assert decode_record(encode_record(record)) == record


@pytest.mark.parametrize("source_id", SOURCES)
def test_names_and_dates_are_whole(source_id: str) -> None:
    for record in records_of(source_id):
        assert record.names
        for name in (*record.names, *(n for c in record.contributions for n in c.names)):
            assert name.text == name.text.strip()
            assert name.text, record.local_id
            assert not name.language or LANGUAGE_TAG.fullmatch(name.language), name
        for date in dates_of(record):
            assert date.text, record.local_id
            first, last = date.first_year, date.last_year
            assert first is None or last is None or first <= last, (record.local_id, date)


def dates_of(record: Record) -> list[ImpreciseDate]:
    found = [event.date for event in record.events]
    found += [date for c in record.contributions for date in (c.born, c.died)]
    return [date for date in found if date is not None]


NEW_SOURCE = """
from kenri.harvest.source import Csv, Item, Shape, Source
from kenri.harvest.strict import code, required, text
from kenri.vocab.names import Name
from kenri.vocab.records import Record
from kenri.vocab.text import Text


def read(row: Item) -> Record:
    return Record(
        source="lighthouses",
        local_id=required(row, "no"),
        schema=code(row, "kind", {"photo": "photograph", "map": "image"}, "photograph"),
        names=(Name(required(row, "title"), reading=text(row, "yomi")),),
    )


SOURCE = Source(
    id="lighthouses",
    title=Text("灯台写真", "Lighthouses"),
    publisher=Text("灯台の会", "Lighthouse Society"),
    description=Text("灯台の写真です。", "Photographs of lighthouses."),
    fields=("photography",),
    schemas=("photograph", "image"),
    homepage="https://lighthouses.example/",
    licence="cc0-1.0",
    terms=Text("条件はありません。", "No conditions."),
    terms_url="",
    shapes=(Shape("list", Csv(), read, required=("no", "title", "kind"), optional=("yomi",)),),
)
"""


def test_one_more_source_is_one_more_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package, sample = tmp_path / "added_sources", tmp_path / "sample"
    package.mkdir()
    sample.mkdir()
    (package / "__init__.py").write_text("")
    (package / "lighthouses.py").write_text(NEW_SOURCE, encoding="utf-8")
    (sample / "list.csv").write_text(
        "no,title,yomi,kind\n7,犬吠埼灯台,いぬぼうさきとうだい,photo\n8,航路図,,chart\n", encoding="utf-8"
    )
    expected = (
        '{"source":"lighthouses","local_id":"7","schema":"photograph",'
        '"names":[{"text":"犬吠埼灯台","reading":"いぬぼうさきとうだい"}]}'
    )
    monkeypatch.syspath_prepend(str(tmp_path))
    try:
        added = sources.discover([str(package)], "added_sources")["lighthouses"]
        readings, rejected, _ = read_sample(added, sample)
    finally:
        for name in ("added_sources", "added_sources.lighthouses"):
            sys.modules.pop(name, None)
    assert lines_of(readings) == [expected]
    assert not any(isinstance(one, Deleted) for one in readings)
    assert [(one.position, one.problem.code) for one in rejected] == [("list.csv, row 3", "unknown_code")]
