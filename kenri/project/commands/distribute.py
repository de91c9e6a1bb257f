"""``kenri distribute``: usage reports, distributions and payments."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Annotated, Any

import msgspec
import typer

from kenri.accounts import clock
from kenri.cases import usage_works
from kenri.ledger.distribution import exports, likely, queries, services
from kenri.ledger.distribution.models import Likely, Run, UsageReport
from kenri.ledger.distribution.services.taking import Told, report_called
from kenri.project import later_holders, speech
from kenri.project.commands.status import day_told
from kenri.vocab.problems import Problem
from kenri.vocab.text import Text

BY = "kenri distribute"
ACTIONS: dict[str, Callable[[Asked], Any]] = {}


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """What the user typed, read."""

    target: str
    scheme: str
    platform: str
    name: str
    intermediary: str
    first: date | None
    last: date | None
    amount: int | None
    corrects: str
    columns: dict[str, str]
    bank: str
    minimum: int | None
    why: str
    key: str
    out: Path | None


def distribute(
    action: Annotated[
        str,
        typer.Argument(
            help="reports, take FILE, match [REPORT], ask REPORT, shares FILE, run REPORT, release [REPORT],"
            " pay BATCH, unpaid, lapse, seek, verify FINDING, refuse FINDING, export RUN"
        ),
    ],
    target: Annotated[str, typer.Argument(help="File, report, batch, finding, party or run")] = "",
    *,
    scheme: Annotated[str, typer.Option(help="take: the scheme of the report")] = "",
    platform: Annotated[str, typer.Option(help="take: the platform as a party, organisation:…")] = "",
    name: Annotated[str, typer.Option(help="take: the platform's name")] = "",
    intermediary: Annotated[str, typer.Option(help="take: what kind of intermediary it is")] = "platform",
    first: Annotated[str, typer.Option(help="First day, YYYY-MM-DD")] = "",
    last: Annotated[str, typer.Option(help="Last day, YYYY-MM-DD")] = "",
    amount: Annotated[int | None, typer.Option(min=0, help="take: the sum in yen, where it is given")] = None,
    corrects: Annotated[str, typer.Option(help="take: the number of the report that this one replaces")] = "",
    columns: Annotated[list[str] | None, typer.Option("--map", help="take: COLUMN=FIELD")] = None,
    bank: Annotated[str, typer.Option(help="pay: from which account of the books")] = "main",
    minimum: Annotated[int | None, typer.Option(min=1, help="pay: the least in yen")] = None,
    why: Annotated[str, typer.Option(help="run, release: the reason, for the statements")] = "",
    key: Annotated[str, typer.Option(help="run, release: the same key is the same run")] = "",
    out: Annotated[Path | None, typer.Option(help="export: the file to write")] = None,
    json: bool = False,
) -> None:
    """Distribute money by reported uses: reports to payments."""
    if action not in ACTIONS:
        raise Problem("distribute_unknown", action=action, known=", ".join(ACTIONS))
    asked = Asked(
        target=target, scheme=scheme, platform=platform, name=name or platform, intermediary=intermediary,
        first=day_told(first) if first else None, last=day_told(last) if last else None, amount=amount,
        corrects=corrects, columns=dict(pair.partition("=")[::2] for pair in columns or ()), bank=bank,
        minimum=minimum, why=why, key=key, out=out,
    )  # fmt: skip
    answer = ACTIONS[action](asked)
    if json:
        speech.answer_json(answer)
    else:
        speech.tell(_lines(answer))


def _lines(answer: Any) -> Iterator[Text]:
    for row in answer if isinstance(answer, list) else [answer]:
        line = "  ".join(f"{name}: {value}" for name, value in row.items() if value not in ("", None, [], {}))
        yield Text(line, line)


def _action(function: Callable[[Asked], Any]) -> Callable[[Asked], Any]:
    ACTIONS[function.__name__.strip("_")] = function
    return function


def _needed(asked: Asked, action: str, *names: str) -> None:
    missing = [name for name in names if not getattr(asked, name)]
    if missing:
        raise Problem("distribute_needs", action=action, needed=", ".join(missing))


def _reports(asked: Asked) -> list[UsageReport]:
    """The report that was named, or all that no other one corrects."""
    if asked.target:
        return [report_called(asked.target)]
    return list(queries.reports().reverse())


@_action
def reports(asked: Asked) -> list[dict[str, Any]]:
    """All reports."""
    return [_told(report) for report in _reports(asked)]


def _told(report: UsageReport) -> dict[str, Any]:
    searched = queries.searched(report)
    problems = [Problem(told["code"], told["where"], **told["values"]) for told in report.problems]
    return {
        "report": report.number, "platform": report.name, "intermediary": report.intermediary,
        "scheme": report.scheme, "first": report.first, "last": report.last, "counts": report.counts,
        "lines": searched.total, "matched": searched.matched,
        "problems": [problem.message(speech.language()) for problem in problems],
    }  # fmt: skip


@_action
def take(asked: Asked) -> dict[str, Any]:
    """Take a report in, and look its works up."""
    _needed(asked, "take", "target", "scheme", "platform")
    path = Path(asked.target)
    if not path.is_file():
        raise Problem("export_missing", str(path))
    told = Told(
        platform=asked.platform, name=asked.name, intermediary=asked.intermediary, scheme=asked.scheme,
        first=asked.first, last=asked.last, given=asked.amount, corrects=asked.corrects,
        columns=asked.columns, by=BY,
    )  # fmt: skip
    report = services.take_in(path, told, clock.now())
    services.look_up(report, usage_works.find, clock.now())
    return _told(report)


@_action
def match(asked: Asked) -> list[dict[str, Any]]:
    """Try again to find the works of lines that have none."""
    at = clock.now()
    return [
        {"report": report.number, "found": services.look_up(report, usage_works.find, at)}
        for report in _reports(asked)
    ]


@_action
def ask(asked: Asked) -> dict[str, Any]:
    """Ask the platform to pay."""
    _needed(asked, "ask", "target")
    due = asked.last or clock.today() + timedelta(days=30)
    made = services.ask(report_called(asked.target), due, clock.now())
    return {"obligation": made.number, "reference": made.reference, "yen": made.amount, "due": made.due}


@_action
def shares(asked: Asked) -> dict[str, Any]:
    """Take in who holds what."""
    _needed(asked, "shares", "target")
    counts, problems = services.import_shares(Path(asked.target), at=clock.now(), by=BY)
    return {**counts, "problems": [problem.message(speech.language()) for problem in problems]}


@_action
def run(asked: Asked) -> dict[str, Any]:
    """Distribute a report's money, or what differs from before."""
    _needed(asked, "run", "target")
    at = clock.now()
    made = services.run(
        report_called(asked.target),
        key=asked.key or f"run:{asked.target}:{at.isoformat()}",
        at=at,
        by=BY,
        why=asked.why,
    )
    return _summed(made)


def _summed(made: Run) -> dict[str, Any]:
    told = msgspec.structs.asdict(queries.summed(made))
    return {"run": made.number, "kind": made.kind, "report": made.report.number, **told}


@_action
def release(asked: Asked) -> list[dict[str, Any]]:
    """Give held money to the holders that are known by now."""
    at = clock.now()
    done = []
    for report in _reports(asked):
        first = queries.first_of(report)
        key = f"{asked.key or f'release:{at.isoformat()}'}:{first.number}"
        made = services.release(first, key=key, at=at, by=BY, why=asked.why) if first.runs.exists() else None
        done += [_summed(made)] if made is not None else []
    return done


@_action
def pay(asked: Asked) -> list[dict[str, Any]]:
    """Pay what is owed from the minimum on."""
    _needed(asked, "pay", "target")
    found = services.pay_due(asked.target, bank=asked.bank, at=clock.now(), minimum=asked.minimum, by=BY)
    return [
        {
            "payee": one.payee, "through": one.through, "owed": one.owed,
            "paid": one.paid.net if one.paid else None, "payment": one.paid.number if one.paid else "",
            "problem": one.problem.message(speech.language()) if one.problem else "",
        }
        for one in found
    ]  # fmt: skip


@_action
def unpaid(asked: Asked) -> list[dict[str, Any]]:
    """What has been owed for longer than its scheme's term, with why."""
    return [
        {"payee": one.payee, "through": one.through, "owed": one.owed, "since": one.since, "why": one.why}
        for one in queries.unpaid(clock.today())
    ]


@_action
def lapse(asked: Asked) -> list[dict[str, Any]]:
    """Follow the books where held money went to the common-purpose fund."""
    made = (services.lapse(report, at=clock.now(), by=BY) for report in _reports(asked))
    return [_summed(run) for run in made if run is not None]


@_action
def seek(asked: Asked) -> list[dict[str, Any]]:
    """Look for the holders of held money, and write to those who are found."""
    at = clock.now()
    later_holders.seek(at)
    later_holders.notify(at)
    return [
        {"finding": row.pk, "state": row.state, "held": row.held, "title": row.title, "yen": row.yen,
         "party": row.party, "name": row.name,
         "reasons": [reason[speech.language()] for reason in row.reasons]}
        for row in likely.waiting(likely.FOUND, likely.NOTIFIED, likely.CLAIMED)
    ]  # fmt: skip


@_action
def verify(asked: Asked) -> dict[str, Any]:
    """Verify a claim, so that the next release pays it."""
    return _decided(asked, granted=True)


@_action
def refuse(asked: Asked) -> dict[str, Any]:
    """Refuse a claim."""
    return _decided(asked, granted=False)


def _decided(asked: Asked, *, granted: bool) -> dict[str, Any]:
    row = Likely.objects.filter(pk=int(asked.target)).first() if asked.target.isdecimal() else None
    if row is None:
        raise Problem("no_such_finding")
    moved = likely.verify(row, granted=granted, by=BY, at=clock.now())
    return {"finding": moved.pk, "party": moved.party, "state": moved.state}


@_action
def export(asked: Asked) -> dict[str, Any]:
    """A whole distribution, for auditors."""
    _needed(asked, "export", "target", "out")
    made = queries.run_called(asked.target)
    if asked.out is not None:
        asked.out.write_bytes(exports.run_as_json(made))
    return {"file": str(asked.out), **_summed(made)}
