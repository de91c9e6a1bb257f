"""``kenri judge`` and ``kenri match`` as people and programmes call them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from kenri.sources import all_sources

KENRI = Path(sys.executable).with_name("kenri")
LIST = (
    "作品ID,作品名,よみ,種別,作者,公開日,URL,利用条件\n"
    "1,夜明けのアーカイブ,,小説,白石 透,2001,,\n"
    "2,夜明けのアーカイヴ,,小説,白石 透,2003,,\n"
)


@pytest.fixture
def kenri(tmp_path: Path):
    """Runs a command on a data folder of its own; gives its exit code, stdout and stderr."""
    environment = {**os.environ, "KENRI_HOME": str(tmp_path / "own"), "DATABASE_URL": "", "KENRI_LANG": "en"}

    def run(*words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [KENRI, *words], env=environment, capture_output=True, text=True, cwd=tmp_path, timeout=100
        )

    (tmp_path / "list.csv").write_text(LIST, encoding="utf-8")
    assert "creators_list" in all_sources()
    for step in (("harvest", "creators_list", "--from", "list.csv"), ("link",), ("index",)):
        done = run(*step)
        assert done.returncode == 0, done.stderr
    return run


def test_judging_and_matching(kenri, tmp_path: Path) -> None:
    judged = tmp_path / "judged.csv"
    judged.write_text(
        "left_source,left_id,right_source,right_id,decision,by\n"
        "creators_list,1,creators_list,2,same,ann\n"
        "creators_list,1,creators_list,2,same,ben\n"
        "creators_list,1,creators_list,2,perhaps,cho\n",
        encoding="utf-8",
    )
    told = json.loads(kenri("judge", "import", "judged.csv", "--json").stdout)
    assert (told["new"], told["decided"], told["refused"], told["merged"]) == (2, 1, 1, 1)
    assert told["rejections"][0]["cause"]["en"]
    again = kenri("judge", "import", "judged.csv")
    assert "0 new, 2 known, 1 refused" in again.stdout
    assert json.loads(kenri("judge", "export", "out.jsonl", "--json").stdout)["judgements"] == 2
    assert len((tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines()) == 2
    refused = kenri("judge", "import", "nowhere.csv")
    assert (refused.returncode, "no such file" in refused.stderr) == (1, True)

    (tmp_path / "wanted.csv").write_text(
        "Work,Who\n夜明けのアーカイブ,白石透\n無い題名,x\n", encoding="utf-8"
    )
    done = kenri(
        "match", "wanted.csv", "--map", "Work=title", "--map", "Who=creator", "--out", "out.xlsx", "--json"
    )
    summary = json.loads(done.stdout)
    assert (summary["rows"], summary["confident"], summary["none"]) == (2, 1, 1)
    assert (tmp_path / "out.xlsx").stat().st_size > 1_000
    lines = [json.loads(line) for line in kenri("match", "wanted.csv", "--json").stdout.splitlines()]
    assert [line["row"] for line in lines] == [2, 3]
    assert "1 confident" in kenri("match", "wanted.csv").stderr, "columns are known by their headers"
    for words in (("--out", "out.pdf"), ("--schema", "novel"), ("--map", "Work")):
        wrong = kenri("match", "wanted.csv", *words)
        assert wrong.returncode == 1, words
        assert wrong.stderr.startswith("kenri: ")
