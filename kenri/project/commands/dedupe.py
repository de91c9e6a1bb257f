"""``kenri dedupe``: which rows of one or more tables are about one thing."""

from __future__ import annotations

import csv
import gzip
import time
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Annotated

import msgspec
import typer

from kenri.harvest.lists.reading import ListReading, read_list
from kenri.identity.dedupe import Account, Deduped, RowId
from kenri.identity.dedupe import dedupe as link_rows
from kenri.identity.models import models
from kenri.project import speech
from kenri.records.collecting import seldom_collecting
from kenri.vocab.list_fields import fold_header
from kenri.vocab.problems import Problem
from kenri.vocab.text import Text


def dedupe(
    files: Annotated[list[Path], typer.Argument(help="Tables: CSV, TSV, XLSX, JSON, … also gzipped")],
    *,
    schema: Annotated[str, typer.Option(help="What the rows are: text, recording, person, artwork, film, …")],
    out: Annotated[Path, typer.Option(help="CSV of pairs: left_id, right_id, score, decision")],
    id_column: Annotated[
        str, typer.Option("--id", metavar="COLUMN", help="The column with the row's id")
    ] = "",
    mapping: Annotated[
        list[str] | None,
        typer.Option("--map", metavar="COLUMN=FIELD", help="What a column means; others are guessed"),
    ] = None,
    clusters: Annotated[
        Path | None, typer.Option(help="CSV of all rows with their cluster: id, cluster")
    ] = None,
    processes: Annotated[int, typer.Option(min=1, help="Processes that read the rows")] = 2,
    json: bool = False,
) -> None:
    """Find the rows of tables that are about one thing.

    Clusters join what is more probably one thing than not, with everything known of their rows. Of the pairs,
    auto is the stricter line: linked without anybody looking; review: probable, but for a person to decide.
    """
    known = sorted({name for model in models().values() for name in model.schemas})
    if schema not in known:
        raise Problem("dedupe_unknown_schema", schema=schema, known=", ".join(known))
    columns = dict(_told(item) for item in mapping or ())
    if id_column:
        columns[id_column] = "id"
    start = time.perf_counter()
    for path in files:
        if not path.exists():
            raise Problem("no_such_file", where=str(path))
    with speech.progress(Text("行を照合中", "Linking rows")), seldom_collecting():
        readings = _read(files, columns, schema)
        done = link_rows(readings, schema, processes=processes)
    names = _names(done.rows, [reading.source_name for reading in readings])
    _write(out, ("left_id", "right_id", "score", "decision"), _pair_rows(done, names))
    if clusters is not None:
        _write(clusters, ("id", "cluster"), _cluster_rows(done, names))
    seconds = time.perf_counter() - start
    if json:
        speech.answer_json({**msgspec.structs.asdict(done.account), "seconds": round(seconds, 2)})
    else:
        speech.tell([_told_account(done.account, seconds)])


def _read(files: Sequence[Path], columns: Mapping[str, str], schema: str) -> list[ListReading]:
    """Each table with those of the told columns that it has: every maker names their own.

    Raises ``Problem('list_unknown_column')`` on a column that no table has.
    """
    if len(files) == 1 or not columns:
        return [read_list(path, columns=columns, schema=schema) for path in files]
    found = [[guess.column for guess in read_list(path, schema=schema).columns] for path in files]
    heads = [{fold_header(column) for column in some} for some in found]
    for column in columns:
        if not any(fold_header(column) in head for head in heads):
            every = dict.fromkeys(name for some in found for name in some)
            raise Problem("list_unknown_column", column=column, found=", ".join(every))
    return [
        read_list(
            path,
            columns={column: field for column, field in columns.items() if fold_header(column) in head},
            schema=schema,
        )
        for path, head in zip(files, heads, strict=True)
    ]


def _told(item: str) -> tuple[str, str]:
    column, equals, field = item.rpartition("=")
    if not equals or not column:
        raise Problem("dedupe_bad_mapping", mapping=item)
    return column, field


def _names(rows: Sequence[RowId], tables: Sequence[str]) -> list[str]:
    """The ids to write: as they are where all are different, else all with their table's name."""
    twice = len(set(tables)) > 1 and len({row.id for row in rows}) < len(rows)
    return [f"{row.table}:{row.id}" if twice else row.id for row in rows]


def _pair_rows(done: Deduped, names: Sequence[str]) -> Iterable[tuple[str, ...]]:
    return ((names[p.left], names[p.right], f"{p.score:.6f}", p.decision) for p in done.pairs)


def _cluster_rows(done: Deduped, names: Sequence[str]) -> Iterable[tuple[str, ...]]:
    return (
        (names[key], str(number)) for number, cluster in enumerate(done.clusters, start=1) for key in cluster
    )


def _write(path: Path, header: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Write a CSV beside the file and put it in its place when it is whole."""
    part = path.with_name(f".{path.name}.part")
    opening = gzip.open if path.suffix == ".gz" else open
    with opening(part, "wt", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        writer.writerows(rows)
    part.replace(path)


def _told_account(account: Account, seconds: float) -> Text:
    return Text(
        f"{account.rows:,} 行（うち照合外 {account.left_out:,}）、候補 {account.candidates:,} 組を比較："
        f"自動 {account.auto:,} 組、要確認 {account.review:,} 組、"
        f"二行以上の群 {account.clusters:,}（{seconds:.1f} 秒）",
        f"{account.rows:,} rows ({account.left_out:,} left out), {account.candidates:,} candidate pairs"
        f" compared: {account.auto:,} auto, {account.review:,} to review,"
        f" {account.clusters:,} clusters of several rows ({seconds:.1f} s)",
    )
