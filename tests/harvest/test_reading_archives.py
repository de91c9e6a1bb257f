"""Archives and folders: what is damaged, nested or dangerous, and what is still read."""

from __future__ import annotations

import gzip
import io
import tarfile
import zipfile
from pathlib import Path

import pytest
from exports import JSON, TABLE, read, written, zipped

from kenri.harvest import archives
from kenri.vocab.problems import Problem

TEXT = "id,title,author\n" + "".join(f"{n},Title {n},Author {n * 7919 % 9973}\n" for n in range(3000))
COUNT = 3000


def tarred(folder: Path, members: dict[str, str], mode: str = "w:gz") -> Path:
    path = folder / "export.tar.gz"
    with tarfile.open(path, mode) as archive:
        for name, text in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(text.encode())
            archive.addfile(info, io.BytesIO(text.encode()))
    return path


def test_gzip_whatever_its_name(tmp_path: Path) -> None:
    result = read(written(tmp_path, gzip.compress(TEXT.encode()), "export.csv"), TABLE)
    assert result.account.records == COUNT
    assert result.part.complete


def test_gzip_without_final_line_break_is_whole(tmp_path: Path) -> None:
    path = written(tmp_path, gzip.compress(TEXT.rstrip("\n").encode()))
    assert read(path, TABLE).part.complete


@pytest.mark.parametrize("share", [0.3, 0.6, 0.95])
def test_truncated_gzip(tmp_path: Path, share: float) -> None:
    data = gzip.compress(TEXT.encode())
    result = read(written(tmp_path, data[: int(len(data) * share)]), TABLE)
    assert 0 < result.account.records < COUNT
    assert result.ids == [str(n) for n in range(result.account.records)]
    assert not result.part.complete
    assert "truncated_file" in result.notes


def test_gzip_with_a_wrong_checksum(tmp_path: Path) -> None:
    data = bytearray(gzip.compress(TEXT.encode()))
    data[-6] ^= 0xFF
    result = read(written(tmp_path, bytes(data)), TABLE)
    assert not result.part.complete
    assert "damaged_archive" in result.notes


def test_zip_and_its_names(tmp_path: Path) -> None:
    result = read(zipped(tmp_path, {"一覧.csv": TEXT, "__MACOSX/._x.csv": "junk", ".hidden": "x"}), TABLE)
    assert result.account.records == COUNT
    assert result.part.name == "table"
    assert result.outcomes[0].position == "一覧.csv, row 2"


def test_several_files_of_one_shape(tmp_path: Path) -> None:
    members = {
        "a/one.csv": "id,title\n1,a\n",
        "a/two.csv": "id,title\n2,b\n",
        "more.json": '[{"id":3,"title":"c"}]',
    }
    result = read(zipped(tmp_path, members), TABLE, JSON)
    assert [part.name for part in result.parts] == ["table/one", "table/two", "objects"]
    assert result.ids == ["1", "2", "3"]


def test_ids_of_another_file_are_skipped(tmp_path: Path) -> None:
    result = read(zipped(tmp_path, {"one.csv": "id,title\n1,a\n", "two.csv": "id,title\n1,a\n2,b\n"}), TABLE)
    assert result.ids == ["1", "2"]
    assert result.parts[1].account.skipped == 1
    assert "seen_elsewhere" in result.notes


@pytest.mark.parametrize("share", [0.1, 0.5, 0.99])
def test_truncated_zip(tmp_path: Path, share: float) -> None:
    data = zipped(tmp_path, {"one.csv": TEXT}).read_bytes()
    with pytest.raises(Problem) as caught:
        read(written(tmp_path, data[: int(len(data) * share)]), TABLE)
    assert caught.value.code == "truncated_archive"
    assert caught.value.values["byte"] == int(len(data) * share)


def test_damaged_zip_member(tmp_path: Path) -> None:
    data = bytearray(
        zipped(tmp_path, {"one.csv": TEXT * 20, "two.json": '[{"id":"x","title":"c"}]'}).read_bytes()
    )
    middle = len(data) // 2
    data[middle : middle + 50] = b"\xff" * 50
    result = read(written(tmp_path, bytes(data)), TABLE, JSON)
    assert "x" in result.ids
    assert not next(part for part in result.parts if part.name == "table").complete


def test_zip_within_zip(tmp_path: Path) -> None:
    inner = zipped(tmp_path, {"one.csv": TEXT}, "inner.zip").read_bytes()
    with pytest.raises(Problem) as caught:
        read(zipped(tmp_path, {"inner.zip": inner}), TABLE)
    assert caught.value.code == "nested_archive"
    result = read(zipped(tmp_path, {"inner.zip": inner, "good.csv": "id,title\n1,a\n"}), TABLE)
    assert result.ids == ["1"]
    assert result.notes == ["nested_archive"]
    assert not result.part.complete


def test_gzip_within_zip_and_folder(tmp_path: Path) -> None:
    packed = gzip.compress(TEXT.encode())
    assert read(zipped(tmp_path, {"one.csv.gz": packed}), TABLE).account.records == COUNT
    written(tmp_path, packed, "folder/one.csv.gz")
    assert read(tmp_path / "folder", TABLE).part.complete


@pytest.mark.parametrize("mode", ["w", "w:gz"])
def test_tar(tmp_path: Path, mode: str) -> None:
    result = read(tarred(tmp_path, {"./x/one.csv": TEXT, "two.csv": "id,title\nz,b\n"}, mode), TABLE)
    assert result.account if len(result.parts) == 1 else True
    assert len(result.ids) == COUNT + 1
    assert all(part.complete for part in result.parts)


def test_truncated_tar(tmp_path: Path) -> None:
    data = tarred(tmp_path, {"one.csv": "id,title\n1,a\n", "two.csv": TEXT}).read_bytes()
    result = read(written(tmp_path, data[: len(data) // 2]), TABLE)
    assert result.ids[0] == "1"
    assert len(result.ids) < COUNT
    assert not any(part.complete for part in result.parts)


def test_zip_bomb(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "FREE", 1 << 20)
    bomb = "id,title\n1,a\n" + "2," + "x" * (30 << 20) + "\n3,c\n"
    for path in (zipped(tmp_path, {"one.csv": bomb}), written(tmp_path, gzip.compress(bomb.encode()))):
        result = read(path, TABLE)
        assert result.ids == ["1"]
        assert "zip_bomb" in result.notes
        assert not result.part.complete


def test_locked_zip(tmp_path: Path) -> None:
    path = zipped(tmp_path, {"one.csv": "id,title\n1,a\n"})
    data = bytearray(path.read_bytes())
    for magic, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(magic) + place] |= 1
    with pytest.raises(Problem) as caught:
        read(written(tmp_path, bytes(data)), TABLE)
    assert caught.value.code == "locked_archive"


@pytest.mark.parametrize("magic", [b"%PDF-1.7", b"7z\xbc\xaf\x27\x1c", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"])
def test_formats_that_are_not_read(tmp_path: Path, magic: bytes) -> None:
    with pytest.raises(Problem) as caught:
        read(written(tmp_path, magic + b"x" * 100), TABLE)
    assert caught.value.code == "unreadable_format"


def test_nothing_there(tmp_path: Path) -> None:
    with pytest.raises(Problem) as caught:
        read(tmp_path / "missing", TABLE)
    assert caught.value.code == "export_missing"
    (tmp_path / "empty").mkdir()
    with pytest.raises(Problem) as caught:
        read(tmp_path / "empty", TABLE)
    assert caught.value.code == "empty_export"
    empty = tmp_path / "empty.zip"
    zipfile.ZipFile(empty, "w").close()
    with pytest.raises(Problem) as caught:
        read(empty, TABLE)
    assert caught.value.code == "empty_export"


def test_json_where_a_table_should_be(tmp_path: Path) -> None:
    with pytest.raises(Problem) as caught:
        read(written(tmp_path, '{"id": 1}\n'), TABLE)
    assert caught.value.code == "unrecognised"
    with pytest.raises(Problem) as caught:
        read(written(tmp_path, "id,title\n1,a\n"), JSON)
    assert caught.value.code == "other_format"
