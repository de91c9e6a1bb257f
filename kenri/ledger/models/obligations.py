"""What somebody has to pay, and what became of it. All of it is only added to; where it stands is derived."""

from __future__ import annotations

from typing import ClassVar, Self

from django.db import models
from django.db.models import Case, F, Q, Sum, Value, When
from django.db.models.functions import Coalesce

from kenri.ledger.models.entries import LARGEST, Entry
from kenri.ledger.models.payments import BankLine, Payout
from kenri.ledger.references import reference_of

KINDS = ("fee", "compensation", "security", "licence_fee", "royalty")
STATES = ("due", "part_paid", "paid", "overpaid", "refunded", "cancelled")


class ObligationQuerySet(models.QuerySet["Obligation"]):
    """Obligations with where they stand, for filters and lists."""

    def standing(self) -> Self:
        """Each with ``received``, ``refunded``, ``asked`` (after waivers), ``net`` and ``stands``."""

        def total(effect: str) -> Coalesce:
            chosen = Q(settlements__effect=effect)
            return Coalesce(Sum("settlements__amount", filter=chosen), Value(0))

        return self.annotate(
            received=total(Settlement.RECEIVED),
            refunded=total(Settlement.REFUNDED),
            asked=F("amount") - total(Settlement.WAIVED),
        ).annotate(
            net=F("received") - F("refunded"),
            stands=Case(
                When(asked=0, net=0, received__gt=0, then=Value("refunded")),
                When(asked=0, then=Value("cancelled")),
                When(net=0, then=Value("due")),
                When(net__lt=F("asked"), then=Value("part_paid")),
                When(net=F("asked"), then=Value("paid")),
                default=Value("overpaid"),
                output_field=models.CharField(),
            ),
        )


class Obligation(models.Model):
    """Somebody has to pay. ``lines``: what for, each with its amount (tax included) and rate of tax.

    ``case``: number of the case, or empty; ``payer`` and ``payee``: parties; ``due``: the last day on time.
    """

    key = models.CharField(max_length=200, unique=True)
    content = models.CharField(max_length=64)
    kind = models.CharField(max_length=16, choices=[(kind, kind) for kind in KINDS])
    case = models.CharField(max_length=64, blank=True, db_index=True)
    payer = models.CharField(max_length=100, db_index=True)
    payee = models.CharField(max_length=100, db_index=True)
    amount = models.BigIntegerField()
    currency = models.CharField(max_length=3, default="JPY")
    lines = models.JSONField()
    due = models.DateField(db_index=True)
    at = models.DateTimeField()
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")

    objects = ObligationQuerySet.as_manager()

    class Meta:
        """Constraints."""

        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(amount__gt=0) & Q(amount__lte=LARGEST), name="ledger_obligation_amount"
            )
        ]

    @property
    def number(self) -> str:
        """Its name for people and other rows."""
        return f"O-{self.pk:08d}"

    @property
    def reference(self) -> str:
        """What the payer writes before their name in a bank transfer: ten digits, the last two check it."""
        return reference_of(self.pk)

    @property
    def state(self) -> str:
        """One of ``STATES``, from what is written now."""
        stands: str = Obligation.objects.standing().values_list("stands", flat=True).get(pk=self.pk)
        return stands


class Settlement(models.Model):
    """Something that happened to an obligation: money came in, part was waived, money went back.

    ``line``: the bank line that brought the money; ``payout``: the one that takes it back; ``days``: where a
    cancellation split it, the award's first and last day and the one on which it was cancelled.
    """

    RECEIVED, WAIVED, REFUNDED = "received", "waived", "refunded"

    key = models.CharField(max_length=200, unique=True)
    obligation = models.ForeignKey(Obligation, on_delete=models.PROTECT, related_name="settlements")
    effect = models.CharField(max_length=16, choices=[(e, e) for e in (RECEIVED, WAIVED, REFUNDED)])
    amount = models.BigIntegerField()
    day = models.DateField()
    line = models.ForeignKey(BankLine, null=True, on_delete=models.PROTECT, related_name="settlements")
    payout = models.ForeignKey(Payout, null=True, on_delete=models.PROTECT, related_name="settlements")
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    by = models.CharField(max_length=100, blank=True)
    why = models.CharField(max_length=500, blank=True)
    days = models.JSONField(null=True)

    class Meta:
        """Constraints."""

        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="ledger_settlement_amount")
        ]


class Issued(models.Model):
    """An invoice or receipt as it was given out: the data that it was typeset from, and its digest."""

    kind = models.CharField(max_length=16, choices=[(kind, kind) for kind in ("invoice", "receipt")])
    obligation = models.ForeignKey(Obligation, on_delete=models.PROTECT, related_name="issued")
    settlement = models.OneToOneField(Settlement, null=True, on_delete=models.PROTECT, related_name="receipt")
    data = models.JSONField()
    hash = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        """Constraints: one invoice for an obligation, one receipt for what was received."""

        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=("obligation",), condition=Q(kind="invoice"), name="ledger_invoice_once"
            )
        ]

    @property
    def number(self) -> str:
        """The number printed on it."""
        return f"{'I' if self.kind == 'invoice' else 'R'}-{self.pk:08d}"


class PrintedPaper(models.Model):
    """An invoice or receipt as a sealed PDF file in one language, byte for byte as it was given out."""

    issued = models.ForeignKey(Issued, on_delete=models.PROTECT, related_name="prints")
    language = models.CharField(max_length=2)
    content = models.BinaryField()
    hash = models.CharField(max_length=64, db_index=True)
    at = models.DateTimeField()

    class Meta:
        """Constraints."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=("issued", "language"), name="ledger_printed_paper_once")
        ]
