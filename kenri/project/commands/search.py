"""``kenri search``: one query for people, or many for programmes."""

from __future__ import annotations

from codecs import BOM_UTF8
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.table import Table

from kenri.project import speech
from kenri.records import index, queries
from kenri.records.coverage import unknown_choice
from kenri.search.engine import Engine, Query, Results
from kenri.vocab.problems import Problem
from kenri.vocab.text import Text
from kenri.vocab.vocabularies import schemas


def search(
    query: Annotated[
        str, typer.Argument(help="Words, a number, or as in title:…, creator:…, year:1900-1950")
    ] = "",
    *,
    batch: Annotated[Path | None, typer.Option(help="A file of lines: query id, tab, query")] = None,
    field: Annotated[list[str] | None, typer.Option(help="Only this field, as in music; repeatable")] = None,
    schema: Annotated[list[str] | None, typer.Option(help="Only this kind, as in film; repeatable")] = None,
    source: Annotated[
        list[str] | None, typer.Option(help="Only this database, as in: kenri sources; repeatable")
    ] = None,
    status: Annotated[
        list[str] | None, typer.Option(help="Only this rights statement, as in cc0-1.0; repeatable")
    ] = None,
    limit: Annotated[int, typer.Option(min=1, max=1000, help="Results at most")] = 10,
    json: bool = False,
) -> None:
    """Search in Japanese or English."""
    engine = index.engine()
    if engine is None:
        raise Problem("no_index")
    chosen = {"field": field, "schema": schema, "source": source, "status": status}
    filters = {facet: tuple(values) for facet, values in chosen.items() if values}
    for facet, values in filters.items():
        if problem := unknown_choice(facet, values):
            raise problem
    if batch is not None:
        _answer_batch(engine, batch, filters, limit)
        return
    results = engine.search(Query(query, filters=filters, limit=limit))
    if json:
        speech.answer_json(
            {
                "query": query,
                "total": results.total,
                "suggestion": results.suggestion,
                "partly": results.partly,
                "unknown": list(results.unknown),
                "results": _rows(results),
            }
        )
    else:
        _print(results)


def _rows(results: Results) -> list[dict[str, Any]]:
    summaries = queries.summaries([hit.id for hit in results.hits])
    return [
        {
            "id": hit.id,
            "score": hit.score,
            "title": summaries[hit.id].title.text,
            "records": [
                {"source": said.source, "local_id": said.local_id} for said in summaries[hit.id].records
            ],
        }
        for hit in results.hits
        if hit.id in summaries
    ]


def _answer_batch(engine: Engine, batch: Path, filters: dict[str, tuple[str, ...]], limit: int) -> None:
    """One answer a line, in the order of the queries; a line that is no query is told and passed over."""
    if not batch.is_file():
        raise Problem("no_such_file", where=str(batch))
    with batch.open("rb") as lines:
        for number, line in enumerate(lines, start=1):
            asked = _asked(line.removeprefix(BOM_UTF8))
            if asked is None:
                if line.strip():
                    where = f"{batch}:{number}"
                    speech.people.print(Problem("bad_batch_line", where=where).message(speech.language()))
                continue
            query_id, text = asked
            results = engine.search(Query(text, filters=filters, limit=limit))
            speech.answer_json({"query_id": query_id, "results": _rows(results)})


def _asked(line: bytes) -> tuple[str, str] | None:
    """The id and the words of a query; None where the line is none."""
    try:
        query_id, tab, text = line.decode().rstrip("\r\n").partition("\t")
    except UnicodeDecodeError:
        return None
    return (query_id, text) if tab else None


def _print(results: Results) -> None:
    language = speech.language()
    if results.suggestion:
        speech.say(Text(f"もしかして：{results.suggestion}", f"Did you mean: {results.suggestion}"))
    if results.unknown:
        words = ", ".join(results.unknown)
        speech.say(Text(f"どの記録にもない語：{words}", f"In no record: {words}"))
    if results.partly:
        speech.say(
            Text(
                "検索語のすべてには当てはまらないものの、近い結果も表示しています。",
                "Results that do not hold all that was asked, but come near, are shown too.",
            )
        )
    summaries = queries.summaries([hit.id for hit in results.hits])
    table = Table(box=None, show_header=False, pad_edge=False)
    for hit in results.hits:
        if summary := summaries.get(hit.id):
            years = "–".join(
                dict.fromkeys(str(y) for y in (summary.first_year, summary.last_year) if y is not None)
            )
            table.add_row(
                summary.id,
                summary.title.text,
                ", ".join(summary.creators[:3]),
                years,
                schemas()[summary.schema].label.in_language(language),
                ", ".join(summary.sources),
            )
    speech.answers.print(table)
    speech.say(Text(f"{results.total:,} 件", f"{results.total:,} found"))
