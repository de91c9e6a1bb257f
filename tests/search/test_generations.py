"""Generations: published whole or not at all, followed by readers, checked, pruned."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path

import pytest

from kenri.search import generations
from kenri.search.document import Document, Term
from kenri.search.engine import Query
from kenri.search.tantivy_engine import TantivyBuilder, TantivyEngine, open_engine
from kenri.vocab.problems import Problem
from tests.search.library import WORKS


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    TantivyBuilder().build(tmp_path, WORKS, "1")
    return tmp_path


def opened(folder: Path) -> TantivyEngine:
    engine = open_engine(folder)
    assert engine is not None
    return engine


def current(folder: Path) -> Path:
    generation = generations.current(folder)
    assert generation is not None
    return generation


def found(engine: TantivyEngine, text: str) -> list[str]:
    return [hit.id for hit in engine.search(Query(text)).hits]


def all_generations(folder: Path) -> list[Path]:
    return sorted((folder / "generations").iterdir())


def test_no_index_is_no_engine(tmp_path: Path) -> None:
    assert open_engine(tmp_path) is None
    with pytest.raises(Problem) as caught:
        TantivyBuilder().update(tmp_path, [], [], "1")
    assert caught.value.code == "index_missing"


def test_the_version_says_code_and_data(folder: Path) -> None:
    assert opened(folder).version == f"{generations.CODE_VERSION}+1"
    assert opened(folder).size == len(WORKS)


def test_an_open_reader_follows_a_new_generation(folder: Path) -> None:
    engine = opened(folder)
    first = current(folder)
    TantivyBuilder().build(folder, [Document("n1", "text", (Term("雪国"),))], "2")
    assert found(engine, "雪国") == ["n1"]
    assert found(engine, "吾輩は猫である") == []
    assert engine.version.endswith("+2")
    generations.prune(folder)
    assert not first.exists()


def test_a_generation_in_use_is_not_pruned(folder: Path) -> None:
    first = current(folder)
    handle = generations.acquire(first)
    TantivyBuilder().build(folder, WORKS[:2], "2")
    assert first.exists()
    os.close(handle)
    generations.prune(folder)
    assert all_generations(folder) == [current(folder)]


def test_update_changes_adds_and_deletes(folder: Path) -> None:
    engine = opened(folder)
    changed = [Document("w2", "text", (Term("心"),)), Document("n1", "text", (Term("雪国", "ゆきぐに"),))]
    version = TantivyBuilder().update(folder, changed, ["w1"], "2")
    assert engine.version == version
    assert engine.size == len(WORKS)
    assert found(engine, "吾輩は猫である") == []
    assert found(engine, "心") == ["w2"]
    assert found(engine, "yukiguni") == ["n1"]
    assert found(engine, "老人と海") == ["w4"]
    generations.check(current(folder), fully=True)


def test_many_updates_leave_one_generation(folder: Path) -> None:
    for number in range(12):
        TantivyBuilder().update(
            folder, [Document(f"n{number}", "text", (Term(f"新刊{number}号"),))], [], str(number)
        )
    assert opened(folder).size == len(WORKS) + 12
    generations.check(current(folder), fully=True)
    assert all_generations(folder) == [current(folder)]


def test_a_build_that_fails_leaves_the_old_index(folder: Path) -> None:
    def broken() -> Iterator[Document]:
        yield WORKS[0]
        raise OSError("broken")

    before = current(folder)
    with pytest.raises(OSError, match="broken"):
        TantivyBuilder().build(folder, broken(), "2")
    assert current(folder) == before
    assert all_generations(folder) == [before]
    assert found(opened(folder), "吾輩は猫である") == ["w1"]


def test_a_build_that_is_killed_leaves_the_old_index(folder: Path) -> None:
    program = textwrap.dedent(
        """
        import sys, time
        from pathlib import Path
        from kenri.search.tantivy_engine import TantivyBuilder
        from kenri.search.document import Document, Term
        def documents():
            for number in range(3000):
                yield Document(f"k{number}", "text", (Term(f"殺された本{number}"),))
            print("ready", flush=True)
            time.sleep(60)
        TantivyBuilder(0).build(Path(sys.argv[1]), documents(), "2")
        """
    )
    before = current(folder)
    with subprocess.Popen([sys.executable, "-c", program, str(folder)], stdout=subprocess.PIPE) as build:
        assert build.stdout is not None
        assert build.stdout.readline() == b"ready\n"
        assert len(all_generations(folder)) == 2
        build.send_signal(signal.SIGKILL)
    assert current(folder) == before
    assert found(opened(folder), "吾輩は猫である") == ["w1"]
    TantivyBuilder().build(folder, WORKS, "3")
    assert all_generations(folder) == [current(folder)]


def largest(folder: Path) -> Path:
    return max(current(folder).glob("*.store"), key=lambda path: path.stat().st_size)


def test_one_wrong_byte_is_found_by_a_full_check(folder: Path) -> None:
    path = largest(folder)
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.chmod(0o644)
    path.write_bytes(bytes(data))
    with pytest.raises(Problem) as caught:
        open_engine(folder, fully=True)
    assert caught.value.code == "index_damaged"
    assert path.name in caught.value.message("ja")


@pytest.mark.parametrize("harm", ["short", "gone", "manifest"])
def test_damage_is_told_with_its_cure(folder: Path, harm: str) -> None:
    path = largest(folder)
    if harm == "short":
        path.write_bytes(path.read_bytes()[:-10])
    elif harm == "gone":
        path.unlink()
    else:
        (current(folder) / generations.MANIFEST).write_text("{")
    with pytest.raises(Problem) as caught:
        open_engine(folder)
    assert caught.value.code == "index_damaged"
    assert "--rebuild" in caught.value.message("en")
    assert "--rebuild" in caught.value.message("ja")
    TantivyBuilder().build(folder, WORKS, "2")
    assert found(opened(folder), "吾輩は猫である") == ["w1"]


def test_an_index_of_other_code_is_not_read(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(generations, "CODE_VERSION", "other")
    for attempt in (lambda: open_engine(folder), lambda: TantivyBuilder().update(folder, [], [], "2")):
        with pytest.raises(Problem) as caught:
            attempt()
        assert caught.value.code == "index_outdated"


def test_an_open_reader_goes_on_where_the_next_generation_is_damaged(folder: Path) -> None:
    engine = opened(folder)
    generation = generations.begin(folder)
    (folder / "current").write_text(generation.name)
    assert found(engine, "吾輩は猫である") == ["w1"]
