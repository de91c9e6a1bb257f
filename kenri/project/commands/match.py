"""``kenri match``: which entities of the catalogue a list means."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated

import typer

from kenri.harvest.lists import ListReading, ListRow, read_list
from kenri.project import speech
from kenri.records import match_files, matching
from kenri.records.bulk.store import batches
from kenri.records.reports import OnProgress
from kenri.vocab.problems import Problem
from kenri.vocab.text import Text
from kenri.vocab.vocabularies import schemas

TOGETHER = 1_000
"""Rows that are looked up at a time."""


def match(
    path: Annotated[
        Path, typer.Argument(metavar="LIST", help="CSV, TSV, XLSX, JSON, JSON Lines, BibTeX or RIS")
    ],
    *,
    out: Annotated[Path | None, typer.Option(help="A .csv, .xlsx or .jsonl file for the answers")] = None,
    schema: Annotated[str, typer.Option(help="What the rows are, where the list does not say")] = "",
    columns: Annotated[
        list[str] | None, typer.Option("--map", help="COLUMN=FIELD: what a column means; again for more")
    ] = None,
    limit: Annotated[int, typer.Option(min=1, max=50, help="Candidates for each row")] = 5,
    json: bool = False,
) -> None:
    """Find each row of a list in the catalogue."""
    if schema and schema not in schemas():
        raise Problem("choice_unknown", name="schema", value=schema, known=", ".join(schemas()))
    reading = read_list(path, columns=_told(columns or ()), schema=schema)
    counts: Counter[str] = Counter(dict.fromkeys(match_files.DECISIONS, 0))
    with speech.progress(Text("照合中", "Matching")) as show:
        answers = _counted(_answers(reading, limit, show), counts)
        if out is None:
            _answer(answers, json=json)
        else:
            with match_files.opened(out, speech.language()) as sheet:
                for row, found in answers:
                    sheet.write(row, found)
    for problem in reading.problems:
        speech.people.print(problem.message(speech.language()))
    if json and out is not None:
        meant = {guess.column: guess.field for guess in reading.columns}
        speech.answer_json({"file": str(out), "rows": counts.total(), **counts, "columns": meant})
    else:
        speech.say(_summary(reading, counts, out))


def _told(pairs: Iterable[str]) -> dict[str, str]:
    """``COLUMN=FIELD`` as the user wrote them. Raises ``Problem('bad_mapping')``."""
    told = {}
    for pair in pairs:
        column, equals, field = pair.rpartition("=")
        if not equals or not column:
            raise Problem("bad_mapping", value=pair)
        told[column] = field
    return told


Answer = tuple[ListRow, matching.Matched | None]


def _answers(reading: ListReading, limit: int, show: OnProgress) -> Iterator[Answer]:
    """Every row with what was found for it; None where the row names nothing."""
    done = 0
    for rows in batches(reading.rows(), TOGETHER):
        untold = {row.record.local_id for row in rows if row.record is not None and not row.kind_told}
        probes = [row.record for row in rows if row.record is not None]
        found = matching.match(probes, limit=limit, untold=untold)
        for row in rows:
            yield row, next(found) if row.record is not None else None
        done += len(rows)
        show(done, None)


def _counted(answers: Iterable[Answer], counts: Counter[str]) -> Iterator[Answer]:
    for row, found in answers:
        counts[found.decision.value if found else "none"] += 1
        yield row, found


def _answer(answers: Iterable[Answer], *, json: bool) -> None:
    """To the terminal: one JSON document a line, or one line for people."""
    language = speech.language()
    for row, found in answers:
        if json:
            speech.answer_json(match_files.as_data(row, found))
            continue
        best = found.best if found else None
        said = f"{best.score:.2f}  {best.id}  {best.title}" if best else ""
        decision = match_files.DECISIONS[found.decision if found else "none"].in_language(language)
        title = row.record.title if row.record else ""
        speech.answers.print(f"{row.number}  {title}  [{decision}]  {said}", soft_wrap=True)
        for problem in row.problems:
            speech.answers.print(f"    {problem.message(language)}", soft_wrap=True)


def _summary(reading: ListReading, counts: Counter[str], out: Path | None) -> Text:
    meant = [f"{guess.column} → {guess.field}" for guess in reading.columns if guess.field]
    where = f"：{out}" if out else ""
    return Text(
        f"{counts.total():,} 行：確実 {counts['confident']:,}、要確認 {counts['review']:,}、"
        f"なし {counts['none']:,}（列の読み方：{'、'.join(meant)}）{where}",
        f"{counts.total():,} rows: {counts['confident']:,} confident, {counts['review']:,} to review,"
        f" {counts['none']:,} none (columns read as: {', '.join(meant)}){where.replace('：', ': ')}",
    )
