"""Money that travels: lines of bank statements, payments to be made, orders to banks. Only added to."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from kenri.ledger.models.entries import LARGEST, Entry, latest_of


class BankAccount(models.Model):
    """Where a party is paid; the latest of a party stands. An empty ``number`` says: no longer anywhere.

    ``holder`` in the kana of banks (half-width), as the account's name stands with the bank.
    """

    party = models.CharField(max_length=100)
    bank = models.CharField(max_length=4)
    branch = models.CharField(max_length=3)
    kind = models.CharField(max_length=1, choices=[("1", "ordinary"), ("2", "current"), ("4", "savings")])
    number = models.CharField(max_length=7, blank=True)
    holder = models.CharField(max_length=48)
    at = models.DateTimeField()
    by = models.CharField(max_length=100, blank=True)

    class Meta:
        """Indexes."""

        indexes: ClassVar = [latest_of("party", "ledger_account_latest")]


class BankLine(models.Model):
    """A line of a bank statement: money in (above nought) or out (below), once however often it is read.

    ``bank``: which of our accounts; ``message``: what tells the line from every other of that account;
    ``name`` and ``text``: as the bank sent them; ``ends``: identifiers that orders carried (EndToEndId).
    """

    provider = models.CharField(max_length=32)
    bank = models.CharField(max_length=64)
    message = models.CharField(max_length=200)
    day = models.DateField(db_index=True)
    amount = models.BigIntegerField()
    currency = models.CharField(max_length=3, default="JPY")
    name = models.CharField(max_length=200, blank=True)
    text = models.CharField(max_length=500, blank=True)
    ends = models.CharField(max_length=100, blank=True)
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    by = models.CharField(max_length=100, blank=True)

    class Meta:
        """Constraints."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=("bank", "message"), name="ledger_bank_line_once"),
            models.CheckConstraint(condition=~Q(amount=0), name="ledger_bank_line_amount"),
        ]

    @property
    def number(self) -> str:
        """Its name for people and other rows."""
        return f"B-{self.pk:08d}"


class Payout(models.Model):
    """Money to be sent to a party, taken from ``account`` when it was decided."""

    key = models.CharField(max_length=200, unique=True)
    content = models.CharField(max_length=64)
    party = models.CharField(max_length=100, db_index=True)
    account = models.CharField(max_length=200)
    bank = models.CharField(max_length=64)
    amount = models.BigIntegerField()
    currency = models.CharField(max_length=3, default="JPY")
    refers = models.CharField(max_length=200, blank=True)
    text = models.CharField(max_length=500, blank=True)
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    by = models.CharField(max_length=100, blank=True)

    class Meta:
        """Constraints."""

        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(amount__gt=0) & Q(amount__lte=LARGEST), name="ledger_payout_amount"
            )
        ]

    @property
    def number(self) -> str:
        """Its name for people, other rows and banks (EndToEndId)."""
        return f"P-{self.pk:08d}"


class PaymentOrder(models.Model):
    """A file for the bank with payments to be made on a day: the very bytes, whenever it is asked for
    again."""

    bank = models.CharField(max_length=64)
    form = models.CharField(max_length=16)
    day = models.DateField()
    total = models.BigIntegerField()
    content = models.BinaryField()
    hash = models.CharField(max_length=64)
    at = models.DateTimeField()
    by = models.CharField(max_length=100, blank=True)

    @property
    def number(self) -> str:
        """Its name for people and banks (MsgId)."""
        return f"T-{self.pk:08d}"


class Outcome(models.Model):
    """What became of a payout: ordered in a file, seen on the bank's statement, or sent back by the bank."""

    ORDERED, CONFIRMED, RETURNED = "ordered", "confirmed", "returned"

    payout = models.ForeignKey(Payout, on_delete=models.PROTECT, related_name="outcomes")
    what = models.CharField(max_length=16, choices=[(w, w) for w in (ORDERED, CONFIRMED, RETURNED)])
    order = models.ForeignKey(PaymentOrder, null=True, on_delete=models.PROTECT, related_name="outcomes")
    line = models.ForeignKey(BankLine, null=True, on_delete=models.PROTECT, related_name="outcomes")
    to = models.JSONField(null=True)
    entry = models.ForeignKey(Entry, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    by = models.CharField(max_length=100, blank=True)

    class Meta:
        """Constraints: a payout is ordered once, leaves the bank once and comes back once."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=("payout", "what"), name="ledger_outcome_once")
        ]
