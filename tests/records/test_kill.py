"""``kill -9`` at any moment and a rerun give the database of one undisturbed run."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from declared import row, write
from django.db import connection

SCRIPT = Path(__file__).with_name("harvest_once.py")
TABLES = {
    "records_record": "id, source, local_id, schema, digest, raw_digest, part_id, first_run_id,"
    " changed_run_id, deleted_run_id, entity_id, link_due",
    "records_content": "record_id, doc",
    "records_recordversion": "record_id, run_id, until_run_id, deleted, digest",
    "records_recordidentifier": "record_id, scheme, value, gone",
    "records_harvestrun": 'id, source, capture, state, "read", new, changed, unchanged, deleted, rejected,'
    " skipped, complete",
    "records_rejection": 'run_id, part, position, local_id, code, "values"',
    "records_partstate": "id, source, name, columns, records, items",
    "records_entity": "id, key, schema, redirect_to_id, size",
    "records_recordlink": "left_id, right_id, kind, scheme, value",
    "records_counter": "name, next",
}


class Scratch:
    """A database of its own for runs in other processes."""

    def __init__(self, folder: Path, name: str) -> None:
        self.home = folder / name
        self.home.mkdir()
        self.name = f"kenri_kill_{name}_{os.getpid()}"
        self.url = ""
        if connection.vendor == "postgresql":
            given = connection.settings_dict
            host = quote(str(given["HOST"]), safe="")
            user = quote(given["USER"], safe="") + (
                f":{quote(given['PASSWORD'], safe='')}" if given["PASSWORD"] else ""
            )
            self.url = (
                f"postgres://{user}@{host}{':' + str(given['PORT']) if given['PORT'] else ''}/{self.name}"
            )

    def create(self) -> None:
        if self.url:
            with connection.cursor() as cursor:
                cursor.execute(f"CREATE DATABASE {self.name}")

    def drop(self) -> None:
        if self.url:
            with connection.cursor() as cursor:
                cursor.execute(f"DROP DATABASE {self.name} WITH (FORCE)")

    def start(self, *files: Path) -> subprocess.Popen[str]:
        command = [sys.executable, str(SCRIPT), self.url, str(self.home), *map(str, files)]
        return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    def finish(self, *files: Path) -> float:
        process = self.start(*files)
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        began = time.monotonic()
        told, wrong = process.communicate(timeout=100)
        assert told == "done\n", wrong
        return time.monotonic() - began

    def content(self) -> dict[str, list[str]]:
        found = {}
        for table, columns in TABLES.items():
            rows = self._rows(f"SELECT {columns} FROM {table}")
            found[table] = [repr(row) for row in sorted(rows, key=lambda row: (row[0], repr(row)))]
        return found

    def _rows(self, sql: str) -> list[tuple[object, ...]]:
        if self.url:
            import psycopg

            with psycopg.connect(self.url) as opened:
                return opened.execute(sql).fetchall()
        import sqlite3

        with sqlite3.connect(self.home / "kenri.sqlite3") as opened:
            rows = opened.execute(sql).fetchall()
        opened.close()
        return rows


@pytest.fixture
def databases(tmp_path: Path, django_db_blocker: pytest.FixtureRequest) -> Iterator[tuple[Scratch, Scratch]]:
    clean, killed = Scratch(tmp_path, "clean"), Scratch(tmp_path, "killed")
    with django_db_blocker.unblock():
        clean.create()
        killed.create()
        yield clean, killed
        clean.drop()
        killed.drop()


def exports(folder: Path) -> tuple[Path, Path]:
    """Two exports of one source: new rows, then changed, missing, refused and added ones."""

    def thing(number: int, title: str) -> dict[str, str]:
        return row(number, title, scheme="wikidata", value=f"Q{number % 1500 + 1}")

    first = [thing(n, f"題 {n % 1500}") for n in range(1, 2001)]
    second = [thing(n, f"{'改' * (n % 7 == 0)}題 {n % 1500}") for n in range(150, 2300)]
    second.insert(50, {"id": "60", "title": ""})
    return write(folder / "first.csv", first), write(folder / "second.csv", second)


@pytest.mark.timeout(300)
def test_kill_and_run_again(tmp_path: Path, databases: tuple[Scratch, Scratch]) -> None:
    clean, killed = databases
    first, second = exports(tmp_path)
    clean.finish(first)
    seconds = clean.finish(second)
    killed.finish(first)
    chance = random.Random(os.environ.get("KENRI_KILL_SEED", "1"))
    moments = int(os.environ.get("KENRI_KILL_TIMES", "3"))
    hit = 0
    for _ in range(moments):
        process = killed.start(second)
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        time.sleep(chance.uniform(0, seconds))
        process.send_signal(signal.SIGKILL)
        told, _ = process.communicate()
        hit += told == ""
    killed.finish(second)
    assert hit, "no run was killed before its end"
    expected, found = clean.content(), killed.content()
    accounts, expected_accounts = found.pop("records_harvestrun"), expected.pop("records_harvestrun")
    refused, expected_refused = found.pop("records_rejection"), expected.pop("records_rejection")
    assert found == expected
    # A run that was killed after its end, in the linking, is followed by one that finds nothing to do.
    assert accounts[: len(expected_accounts)] == expected_accounts
    assert all(
        "'done', 2151, 0, 0, 2150, 0, 1, 0, " in account for account in accounts[len(expected_accounts) :]
    )
    assert refused[: len(expected_refused)] == expected_refused
