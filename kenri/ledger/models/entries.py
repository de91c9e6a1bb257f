"""The books: entries, their postings, the running balances and the closings.

What the database itself holds, on SQLite and PostgreSQL alike (see ``migrations/0002_guards.py``):

* postings are written first and sealed by their entry; the entry is refused unless its postings are two or
  more and sum to nought in every currency, and a posting is refused once its entry stands. A posting without
  an entry cannot be committed (deferred foreign key);
* an entry follows the end of the chain by number and hash, or it is refused;
* nothing is updated or deleted;
* no entry has a day in a closed period;
* money held for others never falls below nought.
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from kenri.ledger.plan import GUARDED, ROOTS

LARGEST = 10**15
"""The largest amount of one posting, in minor units: sums of nine thousand of them fit into 64 bits."""


def latest_of(field: str, name: str) -> models.Index:
    """The index by which the latest row of something is found at once.

    With one on the field alone the planner of PostgreSQL, while it knows nothing of rows that were only just
    written, reads the whole table from its end instead.
    """
    return models.Index(fields=(field, "id"), name=name)


class Head(models.Model):
    """The end of the chain: one row, moved on by the database as entries are written."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    length = models.BigIntegerField(default=0)
    hash = models.CharField(max_length=64, default="", blank=True)

    class Meta:
        """Constraints."""

        constraints = [models.CheckConstraint(condition=Q(id=1), name="ledger_head_one")]


class Entry(models.Model):
    """One thing that happened to money. ``day``: to which day it belongs; ``at``: when it was written.

    ``key``: the same key is the same entry, however often it is sent; ``content``: the digest of what was
    sent with it. ``refers``: what it is about (an obligation, a payment, a case). ``form``: how its bytes
    were made.
    """

    number = models.BigIntegerField(primary_key=True)
    key = models.CharField(max_length=200, unique=True)
    content = models.CharField(max_length=64)
    day = models.DateField(db_index=True)
    at = models.DateTimeField()
    text = models.CharField(max_length=500, blank=True)
    refers = models.CharField(max_length=200, blank=True, db_index=True)
    reverses = models.OneToOneField(
        "self", null=True, on_delete=models.PROTECT, related_name="reversed_by", db_index=False
    )
    form = models.CharField(max_length=16)
    previous = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)

    class Meta:
        """Constraints."""

        constraints = [
            models.CheckConstraint(
                condition=Q(reverses=None) | Q(reverses__lt=F("number")), name="ledger_reverses_earlier"
            )
        ]


class PostingRow(models.Model):
    """One line of an entry: an account and what it gains (debit, above nought) or gives (credit, below)."""

    pk = models.CompositePrimaryKey("entry_id", "number")
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="postings", db_index=False)
    number = models.PositiveSmallIntegerField()
    account = models.CharField(max_length=200, db_index=True)
    amount = models.BigIntegerField()
    currency = models.CharField(max_length=3)

    class Meta:
        """Constraints."""

        db_table = "ledger_posting"
        constraints = [
            models.CheckConstraint(
                condition=~Q(amount=0) & Q(amount__gte=-LARGEST) & Q(amount__lte=LARGEST),
                name="ledger_posting_amount",
            ),
            models.CheckConstraint(
                condition=Q(*(("account__startswith", f"{root}:") for root in ROOTS), _connector=Q.OR),
                name="ledger_posting_account",
            ),
        ]


class Balance(models.Model):
    """What an account holds after the last entry; kept by the database, never written by hand."""

    pk = models.CompositePrimaryKey("account", "currency")
    account = models.CharField(max_length=200)
    currency = models.CharField(max_length=3)
    amount = models.BigIntegerField()

    class Meta:
        """Constraints: what is held for others never falls below nought (credit is below nought)."""

        constraints = [
            models.CheckConstraint(
                condition=Q(amount__lte=0)
                | ~Q(*(("account__startswith", start) for start in GUARDED), _connector=Q.OR),
                name="ledger_held_never_negative",
            )
        ]


class Closing(models.Model):
    """The books are closed up to and including a day; ``length`` and ``hash``: the chain's end by then."""

    until = models.DateField(unique=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=100, blank=True)
    length = models.BigIntegerField()
    hash = models.CharField(max_length=64, blank=True)
