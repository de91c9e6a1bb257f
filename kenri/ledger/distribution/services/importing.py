"""Holdings, mandates and payees from a table, row by row; a row with a problem stops none of the others."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

from django.db import transaction

from kenri.ledger.distribution.models import HoldingDecision
from kenri.ledger.distribution.services.holding import decide, hold, mandate, name_payee
from kenri.ledger.distribution.shares import Mandate, Share
from kenri.vocab.problems import Problem

COLUMNS = (
    "party", "name", "kind", "work", "layer", "share", "territory", "begins", "ends", "basis",
    "society", "commission",
)  # fmt: skip
"""``party`` always; ``work`` and ``share`` for a holding, ``society`` for a mandate, ``kind`` for a payee."""


def import_shares(path: Path, *, at: dt.datetime, by: str) -> tuple[Counter[str], list[Problem]]:
    """Take in a CSV file with ``COLUMNS``: how many of each, and the problems. Told again it changes nothing.

    Holdings count as verified by whoever imports them. Raises Problem: ``shares_columns``.
    """
    table = csv.DictReader(io.StringIO(path.read_bytes().decode("utf-8-sig", "replace"), newline=""))
    unknown = set(table.fieldnames or ()) - set(COLUMNS)
    if unknown or "party" not in (table.fieldnames or ()):
        raise Problem("shares_columns", path.name, found=", ".join(sorted(unknown)), known=", ".join(COLUMNS))
    counts: Counter[str] = Counter(holdings=0, mandates=0, payees=0)
    problems = []
    for number, row in enumerate(table, start=2):
        told = {name: (row.get(name) or "").strip() for name in COLUMNS}
        try:
            with transaction.atomic():
                counts.update(_row(told, at, by))
        except Problem as problem:
            problems.append(Problem(problem.code, f"{path.name}:{number}", **problem.values))
    return counts, problems


def _row(told: Mapping[str, str], at: dt.datetime, by: str) -> list[str]:
    if not told["party"]:
        raise Problem("share_without_party")
    begins, ends = _day(told["begins"]), _day(told["ends"])
    done = []
    if told["kind"]:
        name_payee(told["party"], told["name"] or told["party"], told["kind"], at=at)
        done.append("payees")
    if told["society"]:
        route = Mandate(told["party"], told["society"], told["layer"], told["territory"], begins, ends)
        mandate(route, commission=_whole(told["commission"] or "0"), at=at)
        done.append("mandates")
    elif told["work"]:
        numerator, _, denominator = (told["share"] or "1").partition("/")
        share = Share(
            told["party"], told["layer"], _whole(numerator), _whole(denominator or "1"), told["territory"],
            begins, ends,
        )  # fmt: skip
        holding = hold(share, told["work"], basis=told["basis"], at=at)
        decide(holding, HoldingDecision.VERIFIED, at=at, by=by)
        done.append("holdings")
    return done


def _day(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text) if text else None
    except ValueError:
        raise Problem("bad_day", day=text) from None


def _whole(text: str) -> int:
    if not text.isascii() or not text.isdecimal() or len(text) > 9:
        raise Problem("share_no_fraction", value=text)
    return int(text)
