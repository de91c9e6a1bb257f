"""What is known of reports, holdings and money, for services, statements and pages."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from django.db.models import OuterRef, QuerySet, Subquery, Sum

from kenri.ledger.distribution.models import (
    HeldMandate,
    Holding,
    HoldingDecision,
    Payee,
    RunAmount,
    UsageLine,
    UsageReport,
)
from kenri.ledger.distribution.schemes import Pool, Scheme, pools, versions
from kenri.ledger.distribution.shares import Mandate, Share

SLICE = 400
"""Keys asked for in one statement."""


def first_of(report: UsageReport) -> UsageReport:
    """The report that a chain of corrections began with."""
    while report.corrects is not None:
        report = report.corrects
    return report


def last_of(report: UsageReport) -> UsageReport:
    """The report at the end of the corrections."""
    while (later := UsageReport.objects.filter(corrects=report).first()) is not None:
        report = later
    return report


def counted(report: UsageReport) -> QuerySet[UsageLine]:
    """The lines of a report that bear money."""
    kinds = ["licensed"]
    if versions()[report.scheme].infringing == "counted":
        kinds.append("infringing")
    return report.lines.filter(kind__in=kinds, units__gt=0)


def money_of(report: UsageReport) -> tuple[Scheme, list[Pool]]:
    """The rule of a report and the money of its pools. Raises what ``schemes.pools`` raises."""
    rule = versions()[report.scheme]
    rows = counted(report).values_list("pool").annotate(units=Sum("units"))
    revenues = {told["code"]: told["revenue"] or 0 for told in report.services}
    return rule, pools(rule, revenues, dict(rows), report.given)


def territories(report: UsageReport) -> dict[str, str]:
    """The territory of each pool."""
    return {told["code"]: told["territory"] for told in report.services}


def shares_of(works: Iterable[str]) -> Mapping[str, Sequence[Share]]:
    """The verified and disputed shares of works, by work."""
    latest = HoldingDecision.objects.filter(holding=OuterRef("pk")).order_by("-pk").values("what")[:1]
    in_force = (HoldingDecision.VERIFIED, HoldingDecision.DISPUTED)
    found: dict[str, list[Share]] = defaultdict(list)
    wanted = list(works)
    for start in range(0, len(wanted), SLICE):
        rows = Holding.objects.filter(work__in=wanted[start : start + SLICE]).annotate(
            stands=Subquery(latest)
        )
        for row in rows.filter(stands__in=in_force).order_by("pk"):
            found[row.work].append(
                Share(
                    row.party, row.layer, row.numerator, row.denominator, row.territory, row.begins,
                    row.ends, row.stands == HoldingDecision.DISPUTED,
                )
            )  # fmt: skip
    return found


def mandates() -> Mapping[str, Sequence[Mandate]]:
    """All mandates by party, the latest first."""
    found: dict[str, list[Mandate]] = defaultdict(list)
    for row in HeldMandate.objects.order_by("-pk"):
        found[row.party].append(
            Mandate(row.party, row.society, row.layer, row.territory, row.begins, row.ends)
        )
    return found


def payee_named(party: str) -> Payee | None:
    """What was told last of a payee."""
    return Payee.objects.filter(party=party).order_by("-pk").first()


Standing = dict[tuple[str, str, str, str, str, str], int]
"""Yen by pool of the report, payee, society, why held, work, layer."""


def standing(report: UsageReport, **narrowed: object) -> Standing:
    """What everybody has of a report's money by now, and what is held."""
    keys = ("of", "payee", "through", "why", "work", "layer")
    rows = RunAmount.objects.filter(report=first_of(report), **narrowed).values_list(*keys)
    return {tuple(row[:6]): row[6] for row in rows.annotate(yen=Sum("change")).order_by() if row[6]}


def payable(payee: str, through: str) -> str:
    """The account of what a payee is owed, under the society's where it is paid through one."""
    return f"Liabilities:Payable:{through}:for:{payee}" if through else f"Liabilities:Payable:{payee}"
