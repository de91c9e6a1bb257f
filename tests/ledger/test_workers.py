"""Several processes write at once and are killed at any point: nothing is lost and nothing is done twice."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import quote

import pytest
from django.conf import settings
from django.db import connection

CHECKOUT = Path(__file__).resolve().parents[2]
CASES = 16
KILLED_AFTER = 5


def environment(home: Path) -> dict[str, str]:
    told = {**os.environ, "KENRI_HOME": str(home), "DATABASE_URL": "", "PYTHONPATH": str(CHECKOUT)}
    if connection.vendor == "postgresql":
        wanted = settings.DATABASES["default"]
        name = connection.settings_dict["NAME"]
        user = f"{quote(wanted['USER'])}:{quote(wanted['PASSWORD'])}"
        port = f":{wanted['PORT']}" if wanted["PORT"] else ""
        told["DATABASE_URL"] = f"postgres://{user}@{quote(wanted['HOST'], safe='')}{port}/{name}"
    return told


def started(seed: int, told: dict[str, str]) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.ledger.worker", str(CASES), str(seed)]
    return subprocess.Popen(command, cwd=CHECKOUT, env=told, stdout=subprocess.PIPE, text=True)


@pytest.mark.django_db(transaction=True)
def test_killed_workers_and_new_ones_leave_the_books_of_one_clean_run(home: Path) -> None:
    told = environment(home)
    first = started(1, told)
    assert first.stdout is not None
    for _ in range(KILLED_AFTER):
        assert first.stdout.readline()
    first.kill()
    first.wait()
    first.stdout.close()
    workers = [started(seed, told) for seed in (2, 3)]
    answers = []
    for worker in workers:
        out, _ = worker.communicate(timeout=60)
        assert worker.returncode == 0
        answers.append(json.loads(out.splitlines()[-1]))
    last = max(answers, key=lambda answer: answer["entries"])
    total = sum(1_000 + number for number in range(CASES))
    assert last["balances"] == {"Assets:Bank:main": total, "Liabilities:Ordered:main": -total}
    assert (last["broken"], last["entries"]) == ("", CASES * 8)
