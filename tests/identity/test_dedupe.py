"""``kenri dedupe``: tables in, pairs and clusters out, every row accounted for."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from kenri.harvest.lists.reading import read_list
from kenri.identity.decisions import AUTO
from kenri.identity.dedupe import dedupe
from kenri.project.commands.dedupe import dedupe as command

TABLE = """id,title,artist,year,source
1,Southern Star,Uriah Heep,1998,a
2,Southern Star,Uriah Heep,1998,b
3,The Clearing,Bob Mould,1990,a
4,Clearing,Bob Mould,1990,b
5,Nocturne No. 1,Chopin,1833,a
6,Nocturne No. 2,Chopin,1833,b
7,Something else entirely,Nobody Known,1950,a
"""


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "songs.csv"
    path.write_text(TABLE, encoding="utf-8")
    return path


def test_every_row_is_in_one_cluster(table: Path):
    done = dedupe([read_list(table, schema="recording")], "recording", processes=1)
    assert sorted(key for cluster in done.clusters for key in cluster) == list(range(7))
    together = [{done.rows[key].id for key in cluster} for cluster in done.clusters if len(cluster) > 1]
    assert {"1", "2"} in together
    assert {"3", "4"} in together
    assert not any({"5", "6"} <= ids for ids in together)


def test_what_is_linked_at_once_is_in_one_cluster(table: Path):
    done = dedupe([read_list(table, schema="recording")], "recording", processes=1)
    of = {key: number for number, cluster in enumerate(done.clusters) for key in cluster}
    for pair in done.pairs:
        assert (pair.decision == "auto") <= (of[pair.left] == of[pair.right])
        assert (pair.decision == "auto") <= (pair.score >= AUTO)
    assert done.account.rows == 7
    assert done.account.auto + done.account.review == len(done.pairs)


def test_judgements_are_followed(table: Path):
    done = dedupe(
        [read_list(table, schema="recording")], "recording", judgements={(0, 1): False}, processes=1
    )
    assert not any({0, 1} <= set(cluster) for cluster in done.clusters)


def test_a_table_of_one_row(tmp_path: Path):
    path = tmp_path / "one.csv"
    path.write_text("id,title\nx,Alone\n", encoding="utf-8")
    done = dedupe([read_list(path, schema="text")], "text")
    assert done.clusters == ((0,),)
    assert done.pairs == ()


@pytest.mark.django_db
def test_the_command_writes_pairs_and_clusters(table: Path, tmp_path: Path):
    app = typer.Typer()
    app.command()(command)
    pairs, clusters = tmp_path / "pairs.csv", tmp_path / "clusters.csv"
    asked = [str(table), "--schema", "recording", "--id", "id", "--map", "source=source", "--processes", "1"]
    result = CliRunner().invoke(app, [*asked, "--out", str(pairs), "--clusters", str(clusters)])
    assert result.exit_code == 0, result.output
    rows = list(csv.DictReader(pairs.read_text(encoding="utf-8").splitlines()))
    assert list(rows[0]) == ["left_id", "right_id", "score", "decision"]
    assert {row["decision"] for row in rows} <= {"auto", "review"}
    assert len(clusters.read_text(encoding="utf-8").splitlines()) == 1 + 7
