"""What is known of reports, holdings and money, for services, statements and pages."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence

import msgspec
from django.db.models import Case, OuterRef, QuerySet, Subquery, Sum, When
from django.utils import timezone

from kenri.ledger.distribution.models import (
    UNKNOWN,
    HeldMandate,
    Holding,
    HoldingDecision,
    Paid,
    Payee,
    Run,
    RunAmount,
    UsageLine,
    UsageReport,
)
from kenri.ledger.distribution.schemes import Pool, Scheme, pools, versions
from kenri.ledger.distribution.shares import Mandate, Share
from kenri.vocab.problems import Problem

CHUNK = 5_000
"""Rows fetched, or works asked for, at a time."""


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


class Searched(msgspec.Struct, frozen=True):
    """How far the works of a report were looked for: its lines, those with a work, those looked for."""

    total: int
    matched: int
    looked: int


def searched(report: UsageReport) -> Searched:
    """How far the works of a report were looked for."""
    lines = report.lines
    looked = lines.exclude(work="", tried=None).count()
    return Searched(lines.count(), lines.exclude(work="").count(), looked)


def reports(platforms: Collection[str] | None = None) -> QuerySet[UsageReport]:
    """The reports (of these platforms) that no other one corrects, the newest first."""
    found = UsageReport.objects.filter(corrected_by=None).order_by("-pk")
    return found if platforms is None else found.filter(platform__in=platforms)


class Summed(msgspec.Struct, frozen=True):
    """What a run posted in yen: to holders, and held; ``payees``: how many amounts have a payee."""

    to_holders: int
    held: int
    payees: int


def summed(made: Run) -> Summed:
    """What a run posted."""
    rows = list(made.amounts.values_list("why", "payee", "change"))
    return Summed(
        sum(change for why, _, change in rows if not why),
        sum(change for why, _, change in rows if why),
        sum(bool(payee) for _, payee, _ in rows),
    )


def run_called(number: str) -> Run:
    """The run of a number. Raises ``Problem('no_such_run')``."""
    digits = number.removeprefix("D-")
    found = Run.objects.filter(pk=int(digits)).first() if digits.isdecimal() else None
    if found is None:
        raise Problem("no_such_run", number=number)
    return found


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


def shares_of(report: UsageReport) -> Mapping[str, Sequence[Share]]:
    """The verified and disputed shares of the works that a report's money is for, by work.

    A work that is not known is called by its line's ``code``. What was claimed by that name stays a share of
    the work once it is found, and counts once where the same is told of the work itself.
    """
    lines = counted(report)
    called = Case(When(work="", then="code"), default="work")
    found = _shares(list(lines.values_list(called, flat=True).distinct()))
    claimed = _shares(list(Holding.objects.filter(work__startswith=UNKNOWN).values_list("work", flat=True)))
    for codes in _some(list(claimed)):
        known = lines.filter(code__in=codes).exclude(work="")
        for code, work in known.values_list("code", "work").distinct():
            found[work] += [share for share in claimed[code] if share not in found[work]]
    return found


def _shares(works: Sequence[str]) -> dict[str, list[Share]]:
    """Those of works that are asked for by name: many of them may have only just been written, and then the
    database's planner knows nothing of them, so that a join may take for ever."""
    latest = HoldingDecision.objects.filter(holding=OuterRef("pk")).order_by("-pk").values("what")[:1]
    in_force = (HoldingDecision.VERIFIED, HoldingDecision.DISPUTED)
    fields = ("party", "layer", "numerator", "denominator", "territory", "begins", "ends")
    found: dict[str, list[Share]] = defaultdict(list)
    for some in _some(works):
        rows = Holding.objects.filter(work__in=some).annotate(stands=Subquery(latest)).order_by("pk")
        for work, stands, *share in rows.values_list("work", "stands", *fields):
            if stands in in_force:
                found[work].append(Share(*share, stands == HoldingDecision.DISPUTED))
    return found


def _some(names: Sequence[str]) -> Iterator[Sequence[str]]:
    """As many names at a time as are asked for."""
    return (names[start : start + CHUNK] for start in range(0, len(names), CHUNK))


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


def held_of(report: UsageReport) -> int:
    """What of a report's money is held, in yen."""
    held = RunAmount.objects.filter(report=first_of(report)).exclude(why="")
    return int(held.aggregate(yen=Sum("change"))["yen"] or 0)


def in_fund(report: UsageReport) -> dict[str, int]:
    """What of a report's money went to the common-purpose fund, by pool, in yen."""
    rows = RunAmount.objects.filter(report=first_of(report), run__kind=Run.FUND).values_list("of")
    return {of: -yen for of, yen in rows.annotate(yen=Sum("change")).order_by() if yen}


def payable(payee: str, through: str) -> str:
    """The account of what a payee is owed, under the society's where it is paid through one."""
    return f"Liabilities:Payable:{through}:for:{payee}" if through else f"Liabilities:Payable:{payee}"


class Unpaid(msgspec.Struct, frozen=True):
    """What a payee is owed for too long.

    ``why``: ``minimum`` (too little to pay), ``payee`` (it is not known what they are for the tax office) or
    ``batch`` (nobody paid it).
    """

    payee: str
    through: str
    owed: int
    since: dt.date
    why: str


def unpaid(on: dt.date) -> Iterator[Unpaid]:
    """What has been owed for longer than the scheme's term: payments settle the oldest amounts first."""
    sums = Paid.objects.values_list("party", "through").annotate(yen=Sum("gross")).order_by()
    left = {(party, through): yen for party, through, yen in sums}
    owed: dict[tuple[str, str], int] = defaultdict(int)
    since: dict[tuple[str, str], tuple[dt.date, Scheme]] = {}
    rows = RunAmount.objects.exclude(payee="").order_by("pk")
    for payee, through, change, at, scheme in rows.values_list(
        "payee", "through", "change", "run__at", "run__scheme"
    ):
        key = (payee, through)
        settled = min(left.get(key, 0), change)
        left[key] = left.get(key, 0) - settled
        owed[key] += change - settled
        if change > settled:
            since.setdefault(key, (timezone.localdate(at), versions()[scheme]))
    for key, (day, rule) in since.items():
        if owed[key] > 0 and (on - day).days > rule.payment_days:
            known = payee_named(key[1] or key[0])
            why = "minimum" if owed[key] < rule.minimum_payout else "batch" if known or key[1] else "payee"
            yield Unpaid(*key, owed[key], day, why)
