"""Usage reports: taken in once, looked up in the catalogue, asked to be paid."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec
from django.db import connection, transaction

from kenri.ledger.distribution.dsr import DsrReading, is_dsr
from kenri.ledger.distribution.models import UNKNOWN, UsageLine, UsageReport
from kenri.ledger.distribution.queries import money_of
from kenri.ledger.distribution.schemes import Scheme
from kenri.ledger.distribution.schemes import scheme as scheme_called
from kenri.ledger.distribution.usage import INTERMEDIARIES, Find, Reading, Usage
from kenri.ledger.distribution.usage_lists import ListedUsage
from kenri.ledger.models import Obligation
from kenri.ledger.services import oblige
from kenri.ledger.services.writing import insert
from kenri.ledger.tax import Line
from kenri.vocab.identifiers import Identifier
from kenri.vocab.problems import Problem
from kenri.vocab.text import Text

TOGETHER = 500
"""Lines that are looked up at a time."""
LINE = (
    "report_id", "number", "lines", "pool", "title", "code", "told", "units", "kind", "work", "how", "layers",
)  # fmt: skip
LONGEST = 500
"""Characters of a title that are kept."""


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """What is said of a report beside its file; the days only where the file does not tell them.

    ``corrects``: the number of the report that it replaces. ``columns`` as ``ListedUsage`` takes them.
    """

    platform: str
    name: str
    intermediary: str
    scheme: str
    first: dt.date | None = None
    last: dt.date | None = None
    given: int | None = None
    corrects: str = ""
    columns: Mapping[str, str] = {}
    by: str = ""


class Examined(msgspec.Struct, frozen=True):
    """A report that was read whole and not kept yet: its lines, days, rule, and what is wrong with rows."""

    reading: Reading
    lines: list[UsageLine]
    first: dt.date
    last: dt.date
    rule: Scheme
    form: str

    @property
    def units(self) -> dict[str, int]:
        """Uses by kind."""
        found: dict[str, int] = {}
        for line in self.lines:
            found[line.kind] = found.get(line.kind, 0) + line.units
        return found


def examine(path: Path, told: Told) -> Examined:
    """Read a report whole and keep nothing: what ``take_in`` would keep.

    Raises Problem: ``unknown_intermediary``, ``no_such_scheme``, ``usage_period``, ``usage_empty``, and what
    the readers raise.
    """
    if told.intermediary not in INTERMEDIARIES:
        raise Problem("unknown_intermediary", kind=told.intermediary, known=", ".join(INTERMEDIARIES))
    dsr = is_dsr(path)
    reading: Reading = DsrReading(path) if dsr else ListedUsage(path, told.columns)
    lines = _together(reading, told.platform)
    first, last = told.first or reading.first, told.last or reading.last
    if first is None or last is None or last < first:
        raise Problem("usage_period", path.name)
    rule = scheme_called(told.scheme, last)
    if not lines:
        raise Problem("usage_empty", path.name)
    return Examined(reading, lines, first, last, rule, "dsr" if dsr else "list")


def take_in(path: Path, told: Told, at: dt.datetime) -> UsageReport:
    """Read a report whole and keep it; the same file of a platform is the same report.

    Raises what ``examine`` raises, and ``no_such_report``, ``corrected_already``.
    """
    found = examine(path, told)
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    same = {"platform": told.platform, "scheme": found.rule.name, "digest": digest}
    with transaction.atomic():
        if standing := UsageReport.objects.filter(**same).first():
            return standing
        corrects = _to_correct(told.corrects) if told.corrects else None
        report = UsageReport.objects.create(
            **same, name=told.name, intermediary=told.intermediary, first=found.first, last=found.last,
            filename=path.name[-255:], form=found.form,
            services=[msgspec.to_builtins(service) for service in found.reading.services.values()],
            problems=[_kept(problem) for problem in found.reading.problems], counts=found.reading.counts,
            given=told.given, corrects=corrects, at=at, by=told.by,
        )  # fmt: skip
        insert(
            UsageLine,
            LINE,
            (
                (report.pk, one.number, one.lines, one.pool, one.title, one.code, one.told, one.units,
                 one.kind, "", "", [])
                for one in found.lines
            ),
        )  # fmt: skip
    return report


def _to_correct(number: str) -> UsageReport:
    earlier = report_called(number)
    if UsageReport.objects.filter(corrects=earlier).exists():
        raise Problem("corrected_already", number=number)
    return earlier


def report_called(number: str) -> UsageReport:
    """The report of a number. Raises ``Problem('no_such_report')``."""
    digits = number.removeprefix("U-")
    found = UsageReport.objects.filter(pk=int(digits)).first() if digits.isdecimal() else None
    if found is None:
        raise Problem("no_such_report", number=number)
    return found


def _together(reading: Reading, platform: str) -> list[UsageLine]:
    """The lines of a report; rows that tell uses of the very same thing are one line."""
    found: dict[tuple[Any, ...], UsageLine] = {}
    for use in reading.uses():
        same = (use.pool, use.title, use.kind, use.schema, use.creators, use.identifiers)
        line = found.get(same)
        if line is None:
            told = {"creators": use.creators, "schema": use.schema, "reference": use.reference[:200]}
            told["identifiers"] = [[one.scheme, one.value] for one in use.identifiers]
            thing = (platform, use.title, use.schema, told["creators"], told["identifiers"])
            code = f"{UNKNOWN}{hashlib.sha256(msgspec.json.encode(thing)).hexdigest()[:16]}"
            found[same] = UsageLine(
                number=use.number, pool=use.pool[:100], title=use.title[:LONGEST], code=code,
                told=told,
                units=use.units, kind=use.kind,
            )  # fmt: skip
        else:
            line.units += use.units
            line.lines += 1
    return list(found.values())


def _kept(problem: Problem) -> dict[str, Any]:
    values = {name: str(value) for name, value in problem.values.items()}
    return {"code": problem.code, "where": problem.where, "values": values}


def look_up(report: UsageReport, find: Find, at: dt.datetime) -> int:
    """Look for the works of all lines that have none yet; how many were found. Stopped, it goes on."""
    found, last = 0, 0
    waiting = report.lines.filter(work="").exclude(tried=at).order_by("pk")
    while lines := list(waiting.filter(pk__gt=last)[:TOGETHER]):
        last = lines[-1].pk
        answers = zip(lines, find([_usage(line) for line in lines]), strict=True)
        told = [
            (one.work, one.how, json.dumps(one.layers), line.pk) for line, one in answers if one is not None
        ]
        with transaction.atomic(), connection.cursor() as cursor:
            UsageLine.objects.filter(pk__in=[line.pk for line in lines]).update(tried=at)
            cursor.executemany(_FOUND, told)
        found += len(told)
    return found


_FOUND = "UPDATE ledger_usageline SET work = %s, how = %s, layers = %s WHERE id = %s"


def _usage(line: UsageLine) -> Usage:
    told = line.told
    return Usage(
        number=line.number,
        pool=line.pool,
        title=line.title,
        units=line.units,
        schema=told["schema"],
        creators=tuple(told["creators"]),
        identifiers=tuple(Identifier(*pair) for pair in told["identifiers"]),
    )


def ask(report: UsageReport, due: dt.date, at: dt.datetime) -> Obligation:
    """The platform has to pay what the report comes to; paid, the money is held for the report's holders."""
    rule, pools = money_of(report)
    lines: Sequence[Line] = [
        Line(Text(f"{rule.label.ja} {pool.code}", f"{rule.label.en} {pool.code}"), pool.gross)
        for pool in pools
        if pool.gross
    ]
    return oblige(
        "compensation", case=report.number, payer=report.platform, payee=f"case:{report.number}",
        amount=sum(line.amount for line in lines), lines=lines, due=due, key=f"usage:{report.number}", at=at,
    )  # fmt: skip
