# ruff: noqa: E501  (SQL and its values stay on one line)
"""Other engines over the same tokens, in the same run: SQLite FTS5, and Lucene where Java and its jar are.

Both get the keys and tokens of Kenri's own analysis and a plan of the same shape: keys or all tokens first,
then a share of the tokens where nothing was found. They do less than Kenri does (no ranking of whole titles
again, no alternatives by sound within a query), so the comparison favours them.
"""

from __future__ import annotations

import sqlite3
import subprocess
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import accumulate
from pathlib import Path

import msgspec

from kenri.identity.writing import kana, romaji
from kenri.search.analysis import tokens
from kenri.search.fields import Fields
from kenri.search.parser import parse
from kenri.search.plan import query_keys

TEXT = ("t", "a", "c", "w", "v", "k", "r", "u", "key")
EDGE = "e"
"""Leads a beginning among the keys."""

COLUMNS = ("id", *TEXT, "field", "schema", "source", "status", "first")
JAVA = Path(__file__).parent / "lucene" / "Peer.java"


class Asked(msgspec.Struct, frozen=True):
    """A query as tokens: keys, tokens that must match with the fields where they may, sounds, a filter."""

    keys: tuple[str, ...]
    must: tuple[tuple[str, str], ...]
    sounds: tuple[str, ...]
    field: str = ""


def asked(text: str, completion: bool = False) -> Asked:
    """The tokens of a query."""
    question = parse(text)
    if completion:
        key = question.plain.replace(" ", "").replace("ー", "")[: tokens.LONGEST_EDGE]
        return Asked((), ((f"{EDGE}{key}", "key"),), ())
    keys = tuple(key for _, key in query_keys(question.plain)) if question.plain else ()
    must: dict[tuple[str, str], None] = {}
    for part in question.parts:
        for run in tokens.runs(part.text):
            if not tokens.is_cjk(run):
                must[run, "w v"] = None
                continue
            for token in tokens.run_tokens(run)[0]:
                fields = "u" if len(token) == 1 else "t a" if part.field == "title" else "t a c"
                must[token, fields] = None
    reading = question.plain if kana.is_kana(question.plain) else romaji.reading_of(question.plain)
    sounds = tuple(tokens.sound_pairs(kana.sound(reading))) if reading else ()
    return Asked(keys, tuple(must), sounds, *question.filters.get("field", ())[:1])


def rows(fields: Iterable[Fields]) -> Iterator[tuple[object, ...]]:
    """Index fields as rows of ``COLUMNS``."""
    for one in fields:
        values = {column: getattr(one, column) for column in COLUMNS}
        for column in ("k", "r"):
            values[column] = [pair for sound in values[column] for pair in tokens.pairs(sound)]
        edges = [f"{EDGE}{begun}" for edge in one.e for begun in accumulate(edge)]
        values["key"] = " ".join([one.key, *edges])
        yield tuple(
            " ".join(value) if isinstance(value, (tuple, list)) else value for value in values.values()
        )


class Fts5:
    """SQLite FTS5, contentless, with the facets in a table beside it."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.database = sqlite3.connect(path, check_same_thread=False)
        self.database.execute("PRAGMA journal_mode=OFF")
        self.database.execute("PRAGMA synchronous=OFF")
        columns = ", ".join(TEXT)
        self.database.execute(
            f"CREATE VIRTUAL TABLE words USING fts5({columns}, content='', "
            "tokenize=\"unicode61 remove_diacritics 0 tokenchars '+/=ー'\")"
        )
        self.database.execute(
            'CREATE TABLE entity (number INTEGER PRIMARY KEY, id TEXT, field TEXT, "schema" TEXT, source TEXT, status TEXT, year INT)'
        )

    def fill(self, table: Iterator[tuple[object, ...]]) -> None:
        marks = ", ".join("?" * (len(TEXT) + 1))
        number = 0
        batch: list[tuple[object, ...]] = []
        for row in table:
            batch.append(row)
            if len(batch) == 10000:
                number = self._add(batch, number, marks)
                batch = []
        self._add(batch, number, marks)
        self.database.commit()

    def _add(self, batch: list[tuple[object, ...]], number: int, marks: str) -> int:
        end = len(TEXT) + 1
        numbered = list(enumerate(batch, number))
        self.database.executemany(
            f"INSERT INTO words(rowid, {', '.join(TEXT)}) VALUES ({marks})",
            [(n, *row[1:end]) for n, row in numbered],
        )
        self.database.executemany(
            "INSERT INTO entity VALUES (?,?,?,?,?,?,?)", [(n, row[0], *row[end:]) for n, row in numbered]
        )
        return number + len(batch)

    def search(self, one: Asked, facets: bool = False) -> list[tuple[str, float]]:
        every = " AND ".join(f'{{{fields}}} : "{token}"' for token, fields in one.must)
        some = [f'key : "{key}"' for key in one.keys]
        found = self._ask(" OR ".join([*some, f"({every})"] if every else some), one.field, facets)
        if not found and one.must:
            kept = one.must[: max(1, 2 * len(one.must) // 3)]
            loose = [f'{{{fields}}} : "{token}"' for token, fields in kept]
            loose += [f'{{k r}} : "{sound}"' for sound in one.sounds[: 2 * len(one.sounds) // 3]]
            found = self._ask(" OR ".join(loose), one.field, facets)
        return found

    def _ask(self, match: str, field: str, facets: bool) -> list[tuple[str, float]]:
        if not match:
            return []
        where = "AND e.field = ?" if field else ""
        values = (match, field) if field else (match,)
        if facets:
            for facet in ("field", '"schema"', "source", "status"):
                self.database.execute(
                    f"SELECT e.{facet}, count(*) FROM words JOIN entity e ON e.number = words.rowid WHERE words MATCH ? {where} GROUP BY 1",
                    values,
                ).fetchall()
        return self.database.execute(
            f"SELECT e.id, rank FROM words JOIN entity e ON e.number = words.rowid WHERE words MATCH ? {where} ORDER BY rank LIMIT 10",
            values,
        ).fetchall()


def lucene(
    jars: Path,
    table: Iterator[tuple[object, ...]],
    queries: Mapping[str, Sequence[Asked]],
    mixed: Sequence[str],
) -> dict[str, object]:
    """Build and ask Lucene; its figures as the Java program prints them."""
    class_path = ":".join(str(jar) for jar in sorted(jars.glob("*.jar")))
    with tempfile.TemporaryDirectory() as folder:
        here = Path(folder)
        with (here / "documents.tsv").open("w", encoding="utf-8") as out:
            for row in table:
                out.write("\t".join(str(value) for value in row) + "\n")
        with (here / "queries.tsv").open("w", encoding="utf-8") as out:
            for kind, some in queries.items():
                for one in some:
                    must = "|".join(f"{token} {fields}" for token, fields in one.must)
                    out.write(
                        "\t".join((kind, " ".join(one.keys), must, " ".join(one.sounds), one.field)) + "\n"
                    )
        subprocess.run(["javac", "-cp", class_path, "-d", folder, str(JAVA)], check=True)
        ran = subprocess.run(
            ["java", "-Xmx2g", "-cp", f"{class_path}:{folder}", "Peer", folder, ",".join(mixed)],
            check=True,
            stdout=subprocess.PIPE,
        )
    return msgspec.json.decode(ran.stdout, type=dict[str, object])
