"""Usage reports, shares, distributions and payouts as rows. Only added to, but for what works lines mean.

A report's money is held in ``Liabilities:Held:<report number>``; what is distributed leaves it. What stays
is, to the yen, the sum of ``RunAmount.change`` of what is held (``why``).
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from kenri.ledger.distribution import shares
from kenri.ledger.models.entries import latest_of

UNKNOWN = "line-"
"""How what stands for a work that is not known begins (``UsageLine.code``)."""


class UsageReport(models.Model):
    """What a platform told of a period. ``digest``: of the file; the same file of a platform is one report.

    ``corrects``: the report that this one replaces; money and held amounts stay with the first of them.
    ``services`` and ``problems`` as told; ``intermediary`` one of ``usage.INTERMEDIARIES``.
    """

    platform = models.CharField(max_length=100, db_index=True)
    name = models.CharField(max_length=200)
    intermediary = models.CharField(max_length=20)
    scheme = models.CharField(max_length=64, db_index=True)
    first = models.DateField()
    last = models.DateField(db_index=True)
    filename = models.CharField(max_length=255)
    form = models.CharField(max_length=8)
    digest = models.CharField(max_length=64)
    services = models.JSONField()
    problems = models.JSONField()
    counts = models.JSONField()
    given = models.BigIntegerField(null=True)
    corrects = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="corrected_by")
    at = models.DateTimeField()
    by = models.CharField(max_length=100, blank=True)

    class Meta:
        """Constraints."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=("platform", "scheme", "digest"), name="ledger_usage_report_once")
        ]

    @property
    def number(self) -> str:
        """Its name for people, other rows and the books."""
        return f"U-{self.pk:08d}"

    @property
    def period(self) -> shares.Period:
        """From when until when."""
        return shares.Period(self.first, self.last)


class UsageLine(models.Model):
    """Uses of one thing in one part of a service, as ``lines`` rows say, the first of them ``number``.

    ``work``: the entity of the catalogue that it is, empty while none is found; ``how`` it was found;
    ``layers`` that the work is known to have; ``tried``: when it was last looked for. ``code``: what stands
    for the thing while its work is not known, the same in every report of the platform.
    """

    report = models.ForeignKey(UsageReport, on_delete=models.PROTECT, related_name="lines")
    number = models.PositiveIntegerField()
    lines = models.PositiveIntegerField(default=1)
    pool = models.CharField(max_length=100)
    title = models.CharField(max_length=500)
    code = models.CharField(max_length=24, db_index=True)
    told = models.JSONField()
    units = models.BigIntegerField()
    kind = models.CharField(max_length=10)
    work = models.CharField(max_length=64, blank=True, default="", db_index=True)
    how = models.CharField(max_length=20, blank=True, default="")
    layers = models.JSONField(default=list)
    tried = models.DateTimeField(null=True)

    @property
    def key(self) -> str:
        """The work, or what stands for it while it is not known."""
        return self.work or self.code


class Holding(models.Model):
    """That a party holds a share of a layer of a work, as somebody told; ``basis`` says who and why."""

    party = models.CharField(max_length=100, db_index=True)
    work = models.CharField(max_length=64, db_index=True)
    layer = models.CharField(max_length=32, blank=True)
    numerator = models.PositiveIntegerField(default=1)
    denominator = models.PositiveIntegerField(default=1)
    territory = models.CharField(max_length=200, blank=True)
    begins = models.DateField(null=True)
    ends = models.DateField(null=True)
    basis = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()

    class Meta:
        """Constraints."""

        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(denominator__gt=0, numerator__gt=0)
                & models.Q(numerator__lte=models.F("denominator")),
                name="ledger_holding_part",
            )
        ]


class HoldingDecision(models.Model):
    """What was decided of a holding; the latest stands. Only ``verified`` ones are paid."""

    VERIFIED, DISPUTED, REFUSED, ENDED = "verified", "disputed", "refused", "ended"

    holding = models.ForeignKey(Holding, on_delete=models.PROTECT, related_name="decisions", db_index=False)
    what = models.CharField(max_length=10)
    note = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=100, blank=True)

    class Meta:
        """Indexes."""

        indexes: ClassVar = [latest_of("holding", "ledger_decision_latest")]


class HeldMandate(models.Model):
    """A party is paid through a society, which keeps ``commission`` parts per million."""

    party = models.CharField(max_length=100)
    society = models.CharField(max_length=100)
    layer = models.CharField(max_length=32, blank=True)
    territory = models.CharField(max_length=200, blank=True)
    begins = models.DateField(null=True)
    ends = models.DateField(null=True)
    commission = models.PositiveIntegerField(default=0)
    at = models.DateTimeField()

    class Meta:
        """Indexes."""

        indexes: ClassVar = [latest_of("party", "ledger_mandate_latest")]


class Payee(models.Model):
    """What a payee is called and is for the tax office; the latest row of a party stands."""

    party = models.CharField(max_length=100)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=32)
    at = models.DateTimeField()

    class Meta:
        """Indexes."""

        indexes: ClassVar = [latest_of("party", "ledger_payee_latest")]


class Run(models.Model):
    """A distribution. ``report``: the first of its corrections; ``used``: the one that the figures are of.

    ``kind``: ``first``, ``correction`` (figures or shares were wrong; differences are posted), ``release``
    (held money whose holder is known by now) or ``fund`` (held money that went to the common-purpose fund).
    """

    FIRST, CORRECTION, RELEASE, FUND = "first", "correction", "release", "fund"
    FIGURES = (FIRST, CORRECTION)

    report = models.ForeignKey(UsageReport, on_delete=models.PROTECT, related_name="runs")
    used = models.ForeignKey(UsageReport, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10)
    scheme = models.CharField(max_length=64)
    key = models.CharField(max_length=100, unique=True)
    why = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField(db_index=True)
    by = models.CharField(max_length=100, blank=True)

    @property
    def number(self) -> str:
        """Its name, which also decides ties in rounding."""
        return f"D-{self.pk:08d}"


class RunPool(models.Model):
    """The money of one pool of a run, and where rounding up ended (``bulk.Cut``)."""

    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="pools")
    code = models.CharField(max_length=200)
    revenue = models.BigIntegerField()
    gross = models.BigIntegerField()
    cost = models.BigIntegerField()
    units = models.BigIntegerField()
    remainder = models.CharField(max_length=40)
    tie = models.CharField(max_length=64, blank=True)


class RunPart(models.Model):
    """How a used work was divided in a run, as it was known then.

    ``billionths`` of what is divided: of the work, or in a release of what was held of it; ``gained``: how
    many billionths of the work a payee has by it. That the run is there is checked once for all rows that
    are written together, by a trigger: there may be a million.
    """

    run = models.ForeignKey(
        Run, on_delete=models.PROTECT, related_name="parts", db_index=False, db_constraint=False
    )
    pool = models.CharField(max_length=200)
    work = models.CharField(max_length=64)
    title = models.CharField(max_length=500)
    units = models.BigIntegerField()
    layer = models.CharField(max_length=32)
    payee = models.CharField(max_length=100, blank=True)
    through = models.CharField(max_length=100, blank=True)
    why = models.CharField(max_length=10, blank=True)
    billionths = models.PositiveBigIntegerField()
    gained = models.PositiveBigIntegerField(default=0)

    class Meta:
        """Indexes."""

        indexes: ClassVar = [models.Index(fields=("run", "payee"), name="ledger_run_part_payee")]


class RunAmount(models.Model):
    """What a payee, or what is held, gets of a pool. ``yen`` by the run; ``change``: what it posted.

    ``weight`` has up to 31 digits. ``of``: the pool of the report, also where a release divides held money.
    That run and report are there is checked as for parts.
    """

    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="amounts", db_constraint=False)
    report = models.ForeignKey(UsageReport, on_delete=models.PROTECT, related_name="+", db_constraint=False)
    pool = models.CharField(max_length=200)
    of = models.CharField(max_length=100)
    payee = models.CharField(max_length=100, blank=True)
    through = models.CharField(max_length=100, blank=True)
    why = models.CharField(max_length=10, blank=True)
    work = models.CharField(max_length=64, blank=True)
    layer = models.CharField(max_length=32, blank=True)
    weight = models.CharField(max_length=40)
    yen = models.BigIntegerField()
    change = models.BigIntegerField()

    class Meta:
        """Indexes."""

        indexes: ClassVar = [models.Index(fields=("payee",), name="ledger_run_amount_payee")]


class Paid(models.Model):
    """A payment to a payee with what was taken off; ``payout`` is none where all of it was taxed away."""

    party = models.CharField(max_length=100, db_index=True)
    through = models.CharField(max_length=100, blank=True)
    gross = models.BigIntegerField()
    net = models.BigIntegerField()
    deductions = models.JSONField()
    payout = models.OneToOneField("ledger.Payout", null=True, on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=200, unique=True)
    at = models.DateTimeField(db_index=True)

    @property
    def number(self) -> str:
        """Its name for people."""
        return f"S-{self.pk:08d}"


class Likely(models.Model):
    """A party that may be the holder of money held; ``reasons`` in both languages. A later row may follow.

    ``held``: the report's or case's number; ``state``: ``found``, ``notified``, ``claimed``, ``verified``,
    ``refused``.
    """

    held = models.CharField(max_length=100, db_index=True)
    work = models.CharField(max_length=64)
    title = models.CharField(max_length=500)
    yen = models.BigIntegerField()
    party = models.CharField(max_length=100, db_index=True)
    name = models.CharField(max_length=300)
    score = models.PositiveIntegerField()
    reasons = models.JSONField()
    state = models.CharField(max_length=10, default="found")
    at = models.DateTimeField()

    class Meta:
        """Constraints."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=("held", "work", "party", "state"), name="ledger_likely_once")
        ]

    @property
    def of_report(self) -> bool:
        """Whether the money is of a usage report, not of a case."""
        return self.held.startswith("U-")
