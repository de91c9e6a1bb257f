"""The list of creators' works: both languages of headings, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest
from source_samples import read_sample

from kenri.harvest.source import Deleted
from kenri.sources.creators_list import SOURCE

HEAD = "title,kind,creator,role,url,ai_use,language\n"


def read(tmp_path: Path, row: str, encoding: str = "utf-8") -> tuple[list[str], list[str]]:
    (tmp_path / "list.csv").write_text(HEAD + row + "\n", encoding=encoding)
    readings, rejected, _ = read_sample(SOURCE, tmp_path)
    assert not any(isinstance(one, Deleted) for one in readings)
    return [one.local_id for one in readings], [one.problem.code for one in rejected]


def test_english_headings(tmp_path: Path) -> None:
    assert read(tmp_path, "Song,song,A,composer,https://a.example/1,ask,en") == (["https://a.example/1"], [])


def test_a_list_in_the_encoding_of_japanese_windows(tmp_path: Path) -> None:
    row = "夜明けの歌,楽曲,音無ひびき,作曲,https://a.example/2,不可,日本語"
    assert read(tmp_path, row, "cp932") == (["https://a.example/2"], [])


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("Song,song,A,composer,,ask,en", "missing_value"),
        ("Song,symphony of odours,A,,https://a.example/1,,", "unknown_code"),
        ("Song,song,A,chief taster,https://a.example/1,,", "unknown_code"),
        ("Song,song,A,composer,https://a.example/1,perhaps,", "unknown_code"),
        ("Song,song,,composer,https://a.example/1,,", "missing_value"),
    ],
)
def test_what_is_refused_says_why(tmp_path: Path, row: str, code: str) -> None:
    assert read(tmp_path, row) == ([], [code])
