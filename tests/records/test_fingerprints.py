"""What decides how a source is read is part of a run's fingerprint, the rooms that it builds on included."""

from __future__ import annotations

import importlib
from pathlib import Path

import pytest
from declared import declare

from kenri.records import fingerprints
from kenri.records.fingerprints import capture_hash, folder_hash, mapping_version
from kenri.sources import all_sources


def test_code_and_data_of_the_shared_rooms_count(monkeypatch: pytest.MonkeyPatch) -> None:
    source = all_sources()["aozora"]
    before = mapping_version(source)
    assert mapping_version(source) == before
    monkeypatch.setattr(fingerprints, "_rooms", lambda: b"edited")
    assert mapping_version(source) != before


def test_a_folder_is_known_by_its_code_and_data(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "years.py").write_text("A = 1")
    first = folder_hash(tmp_path)
    (tmp_path / "years.pyc").write_text("anything")
    assert folder_hash(tmp_path) == first
    (tmp_path / "data/roles.yaml").write_text("author: 1")
    second = folder_hash(tmp_path)
    assert second != first
    (tmp_path / "data/roles.yaml").rename(tmp_path / "data/acts.yaml")
    assert folder_hash(tmp_path) not in (first, second)


def test_modules_beside_the_source_count(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "mapped_here.py").write_text("def read(item):\n    return None\n")
    monkeypatch.syspath_prepend(tmp_path)
    source = declare()
    shape = source.shapes[0]
    own = type(shape)(shape.name, shape.format, importlib.import_module("mapped_here").read)
    source = type(source)(**{f: getattr(source, f) for f in source.__struct_fields__} | {"shapes": (own,)})
    versions = [mapping_version(source)]
    (tmp_path / "_shared.py").write_text("A = 1")
    versions.append(mapping_version(source))
    (tmp_path / "mapped_here.py").write_text("def read(item):\n    raise KeyError\n")
    versions.append(mapping_version(source))
    assert len(set(versions)) == 3


def test_a_capture_is_another_one_for_another_limit_or_supplier(tmp_path: Path) -> None:
    file = tmp_path / "works.csv"
    file.write_text("id,title")
    hashes = [capture_hash(file), capture_hash(file, limit=3), capture_hash(file, supplier="circle-a")]
    assert len(set(hashes)) == 3
