"""A statement tells what it rests on, and anybody can reckon it again; nobody's viewers can be picked out."""

from __future__ import annotations

import datetime as dt
import json
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_distributing import AT, ROWS, find, owed, report, verified

from kenri.ledger.distribution import services, stating
from kenri.ledger.distribution.exports import run_as_json
from kenri.ledger.distribution.models import Run
from kenri.ledger.distribution.shares import Mandate
from kenri.ledger.distribution.statements import Row, as_csv, as_json, told_apart

__all__ = ["report"]
SCRIPT = Path(__file__).parents[3] / "docs" / "recompute_statement.py"
FIRST, LAST = dt.date(2026, 7, 1), dt.date(2026, 12, 31)


def recompute(*paths: Path) -> subprocess.CompletedProcess[str]:
    """As a third party would: another process, without anything of Kenri."""
    return subprocess.run([sys.executable, "-I", SCRIPT, *paths], capture_output=True, text=True, check=False)


@pytest.mark.django_db
def test_the_published_script_reckons_every_amount_again(report, tmp_path: Path) -> None:
    verified("user:a", "k-river", part="1/3")
    verified("user:a", "k-sky")
    verified("user:m", "k-night", part="2/3")
    services.mandate(Mandate("user:m", "organisation:jmc"), commission=100_000, at=AT)
    services.name_payee("user:a", "青木花", "resident_person", at=AT)
    made = report()
    services.run(made, key="run-1", at=AT)
    list(services.pay_due("2026-07", bank="main", at=AT))
    later = AT + dt.timedelta(days=40)
    report(ROWS.replace("夜の窓,500", "夜の窓,900"), paid=False, corrects=made.number)
    services.run(made, key="run-2", at=later)
    verified("user:a", "k-new", part="1/2")
    services.look_up(made.corrected_by, lambda uses: find(uses, 知らない曲="k-new"), later)
    services.release(made, key="r-1", at=later)
    paths = []
    for payee in ("user:a", "user:m"):
        told = stating.statement(payee, FIRST, LAST)
        assert told.owed_before == 0
        assert told.owed_after == told.distributed - told.paid
        paths.append(tmp_path / f"{payee[-1]}.json")
        paths[-1].write_bytes(as_json(told))
    assert told.owed_after == owed("organisation:jmc")
    for run in Run.objects.all():
        paths.append(tmp_path / f"{run.number}.json")
        paths[-1].write_bytes(run_as_json(run))
    done = recompute(*paths)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "DIFFERS" not in done.stdout
    assert done.stdout.count("ok ") >= 10
    for where, value in (("yen", 1), ("billionths", 7), ("gross", 100)):
        damaged = json.loads(paths[0].read_text())
        target = next(one for one in damaged["given"] if one["rows"])
        (target["rows"][0] if where == "billionths" else target)[where] += value * 1_000_000
        paths[0].write_text(json.dumps(damaged))
        assert recompute(paths[0]).returncode == 1, where
        paths[0].write_bytes(as_json(stating.statement("user:a", FIRST, LAST)))


@pytest.mark.django_db
def test_a_holder_sees_own_works_only(report) -> None:
    verified("user:a", "k-river", part="1/3")
    verified("user:b", "k-night")
    made = report()
    services.run(made, key="run-1", at=AT)
    for told in (
        as_json(stating.statement("user:a", FIRST, LAST)).decode(),
        repr(stating.own_uses("user:a")),
    ):
        assert "川の歌" in told
        assert "夜の窓" not in told
        assert "user:b" not in told
    table = as_csv(stating.statement("user:a", FIRST, LAST), "ja").decode()
    assert "川の歌" in table
    assert "1000" in table


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(1, 40)), max_size=8), st.integers(1, 20))
def test_no_number_below_the_smallest_cell_is_told(uses, least: int) -> None:
    units = {f"w{work}": number for work, number in uses}
    rows = [Row(work, work, layer, number, 5) for work, number in units.items() for layer in ("a", "b")]
    shown, few = told_apart(rows, least)
    assert all(row.units >= least for row in shown)
    assert few is None or few.units is None or few.units >= least
    weight = sum(row.weight for row in shown) + (int(few.weight) if few else 0)
    assert weight == sum(row.weight for row in rows)
    assert (few is None) == all(row.units >= least for row in rows)
