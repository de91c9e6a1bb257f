"""What anybody may know of a scheme: money in, out, held and kept, how fast, how much was matched."""

from __future__ import annotations

import datetime as dt
import statistics
from collections import defaultdict
from collections.abc import Iterable, Iterator

import msgspec
from django.db import models
from django.db.models import Sum
from django.utils import timezone

from kenri.ledger.distribution import queries
from kenri.ledger.distribution.models import Paid, Run, RunAmount, RunPool, UsageLine, UsageReport
from kenri.ledger.distribution.schemes import Scheme, versions
from kenri.ledger.distribution.shares import DISPUTED, UNCLAIMED, UNMATCHED


class Platform(msgspec.Struct, frozen=True):
    """One payer: ``revenue`` as reported, ``creators``: what was distributed to holders of it.

    ``undisclosed``: parts of its service for which it told no revenue.
    """

    name: str
    intermediary: str
    reports: int
    revenue: int
    received: int
    creators: int
    undisclosed: int

    @property
    def share(self) -> str:
        """What creators got of the reported revenue, in per cent; empty where none was told."""
        return f"{self.creators * 1000 // self.revenue / 10:.1f}" if self.revenue else ""


class Year(msgspec.Struct, frozen=True):
    """The money of one year, by the day of distribution."""

    year: int
    gross: int
    to_holders: int
    cost: int


class Figures(msgspec.Struct, frozen=True, kw_only=True):
    """The figures of a scheme, in yen, uses and days; days are medians, None where there is nothing yet."""

    rule: Scheme
    gross: int
    to_holders: int
    held: dict[str, int]
    cost: int
    fund: int
    paid: int
    holders: int
    matched: int
    units: int
    infringing: int
    days_to_distribution: int | None
    days_to_payment: int | None
    corrections: int
    platforms: tuple[Platform, ...]
    years: tuple[Year, ...]

    @property
    def waiting(self) -> int:
        """What holders are owed and has not left."""
        return self.to_holders - self.paid

    @property
    def held_in_all(self) -> int:
        """What is held for whatever reason."""
        return sum(self.held.values())


def figures(rule: Scheme) -> Figures:
    """The figures of all reports under a scheme, whatever its version."""
    names = [name for name, one in versions().items() if one.id == rule.id]
    reports = list(UsageReport.objects.filter(scheme__in=names))
    first = [report for report in reports if report.corrects_id is None]
    runs = list(Run.objects.filter(report__in=first).order_by("pk"))
    standing = _standing(first)
    last = _last_runs(runs)
    pools = list(RunPool.objects.filter(run__in=last.values()).select_related("run"))
    lines = UsageLine.objects.filter(report__in=[report.pk for report in _latest(reports)])
    counted = lines.exclude(kind="infringing")
    payees = set(RunAmount.objects.filter(report__in=first).exclude(payee="").values_list("payee", flat=True))
    return Figures(
        rule=rule,
        gross=sum(pool.gross for pool in pools),
        to_holders=sum(yen for why, yen in standing.items() if not why),
        held={why: standing.get(why, 0) for why in (UNMATCHED, UNCLAIMED, DISPUTED)},
        cost=sum(pool.cost for pool in pools),
        fund=-_sum(RunAmount.objects.filter(report__in=first, run__kind=Run.FUND)),
        paid=_paid_of(first),
        holders=len(payees),
        matched=_units(counted.exclude(work="")),
        units=_units(counted),
        infringing=_units(lines.filter(kind="infringing")),
        days_to_distribution=_median(
            (timezone.localdate(run.at) - run.report.last).days for run in runs if run.kind == Run.FIRST
        ),
        days_to_payment=_days_to_payment(first),
        corrections=sum(run.kind == Run.CORRECTION for run in runs),
        platforms=tuple(_platforms(reports, pools)),
        years=tuple(_years(runs, pools)),
    )


def _latest(reports: Iterable[UsageReport]) -> list[UsageReport]:
    """The reports that no other one corrects."""
    told = list(reports)
    corrected = {report.corrects_id for report in told}
    return [report for report in told if report.pk not in corrected]


def _standing(first: Iterable[UsageReport]) -> dict[str, int]:
    rows = (
        RunAmount.objects.filter(report__in=first).values_list("why").annotate(yen=Sum("change")).order_by()
    )
    return dict(rows)


def _last_runs(runs: Iterable[Run]) -> dict[int, int]:
    """By report, the run that its figures are of."""
    return {run.report_id: run.pk for run in runs if run.kind in Run.FIGURES}


def _units(lines: models.QuerySet[UsageLine]) -> int:
    return int(lines.aggregate(units=Sum("units"))["units"] or 0)


def _sum(amounts: models.QuerySet[RunAmount]) -> int:
    return int(amounts.aggregate(yen=Sum("change"))["yen"] or 0)


def _median(days: Iterable[int]) -> int | None:
    told = [max(day, 0) for day in days]
    return round(statistics.median(told)) if told else None


def _paid_of(first: Iterable[UsageReport]) -> int:
    """What of the scheme's money has left: payments settle the oldest amounts of a payee first."""
    mine = {report.pk for report in first}
    keys = ("payee", "through")
    sums = Paid.objects.values_list("party", "through").annotate(yen=Sum("gross")).order_by()
    left = {(party, through): yen for party, through, yen in sums}
    paid = 0
    for payee, through, report, change in (
        RunAmount.objects.exclude(payee="").order_by("pk").values_list(*keys, "report_id", "change")
    ):
        part = min(left.get((payee, through), 0), change)
        if part:
            left[payee, through] -= part
            paid += part if report in mine else 0
    return paid


def _days_to_payment(first: Iterable[UsageReport]) -> int | None:
    """From the end of the latest period that a payee had money of to the payment."""
    ends: dict[tuple[str, str], list[tuple[dt.datetime, dt.date]]] = defaultdict(list)
    amounts = RunAmount.objects.filter(report__in=first, change__gt=0).exclude(payee="")
    for payee, through, at, last in amounts.values_list(
        "payee", "through", "run__at", "report__last"
    ).distinct():
        ends[payee, through].append((at, last))
    days = []
    for paid in Paid.objects.order_by("pk"):
        before = [last for at, last in ends.get((paid.party, paid.through), ()) if at <= paid.at]
        if before:
            days.append((timezone.localdate(paid.at) - max(before)).days)
    return _median(days)


def _platforms(reports: Iterable[UsageReport], pools: Iterable[RunPool]) -> Iterator[Platform]:
    told = list(reports)
    latest = _latest(told)
    for name, kind in sorted({(report.name, report.intermediary) for report in told}):
        mine = [report for report in latest if (report.name, report.intermediary) == (name, kind)]
        first = {queries.first_of(report).pk for report in mine}
        of_mine = [pool for pool in pools if pool.run.report_id in first]
        amounts = RunAmount.objects.filter(report__in=first).exclude(payee="")
        yield Platform(
            name=name,
            intermediary=kind,
            reports=len(mine),
            revenue=sum(pool.revenue for pool in of_mine),
            received=sum(pool.gross for pool in of_mine),
            creators=_sum(amounts),
            undisclosed=sum(
                versions()[report.scheme].money == "portion" and one["revenue"] is None
                for report in mine
                for one in report.services
            ),
        )


def _years(runs: Iterable[Run], pools: Iterable[RunPool]) -> Iterator[Year]:
    gross: dict[int, int] = defaultdict(int)
    cost: dict[int, int] = defaultdict(int)
    for pool in pools:
        year = timezone.localdate(pool.run.at).year
        gross[year] += pool.gross
        cost[year] += pool.cost
    holders: dict[int, int] = defaultdict(int)
    sums = RunAmount.objects.filter(run__in=list(runs)).exclude(payee="").values_list("run__at")
    for at, yen in sums.annotate(yen=Sum("change")).order_by():
        holders[timezone.localdate(at).year] += yen
    for year in sorted(gross.keys() | holders.keys()):
        yield Year(year, gross[year], holders[year], cost[year])
